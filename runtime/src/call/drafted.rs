//! What is done with values that are drafted as JSON: request bodies, and structured parameters.
//!
//! This code is reached only through the description of such a value. A program whose operations have none is therefore
//! linked without it; a choice at run time would make the linker keep it.

use std::fmt;

use crate::call::draft::Draft;
use crate::call::encode::{encode, media_type};
use crate::call::payload::Payload;
use crate::call::style::push_structured;
use crate::check::{Refusal, check_body, secrets_of};
use crate::describe::body::{Body, BodyForm};
use crate::describe::parameter::Parameter;
use crate::describe::schema::Schema;
use crate::error::Problem;

/// Marks an [`Encoding`](crate::spec::Encoding) as that of a structured value: one that is neither a string nor a list
/// of strings.
#[derive(Clone, Copy)]
pub struct Structured(&'static ForParameters);

struct ForParameters {
    check: fn(&Schema, &[u8]) -> Result<(), Refusal>,
    secrets: fn(&Schema, &[u8]) -> Vec<String>,
    push: fn(&mut String, &Parameter, &str, bool),
}

impl Structured {
    /// Returns the only value of this type.
    #[must_use]
    pub const fn new() -> Self {
        Self(&ForParameters { check: check_body, secrets: secrets_of, push: push_structured })
    }

    pub(crate) fn check(self, parameter: &Parameter, json: &str) -> Result<(), Refusal> {
        (self.0.check)(&parameter.schema, json.as_bytes())
    }

    /// Returns the secrets in a value.
    pub(crate) fn secrets(self, parameter: &Parameter, json: &str) -> Vec<String> {
        (self.0.secrets)(&parameter.schema, json.as_bytes())
    }

    /// Appends a value in the style of its parameter.
    pub(crate) fn push(self, out: &mut String, parameter: &Parameter, json: &str, masked: bool) {
        (self.0.push)(out, parameter, json, masked);
    }
}

impl Default for Structured {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Structured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Structured")
    }
}

/// All values are equal, since there is only one.
impl PartialEq for Structured {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Structured {}

/// What is done with a request body.
#[derive(Clone, Copy)]
pub(crate) struct ForBodies {
    /// Checks the body of a call and encodes it.
    pub(crate) payload: fn(&Draft, &Body) -> Result<Payload, Problem>,
    /// Returns the secrets in the body of a call.
    pub(crate) secrets: fn(&Draft, &Body) -> Vec<String>,
}

impl ForBodies {
    pub(crate) const fn new() -> &'static Self {
        &Self { payload, secrets }
    }
}

impl fmt::Debug for ForBodies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForBodies")
    }
}

fn payload(draft: &Draft, body: &Body) -> Result<Payload, Problem> {
    let (bytes, inner) = draft.finish_body();
    if !inner.is_empty() && (body.form != BodyForm::Text || draft.has_body()) {
        check_body(&body.schema, &bytes[inner]).map_err(|refusal| {
            let subject = if refusal.path.is_empty() {
                "the request body".to_owned()
            } else {
                format!("the field `{}` of the request body", refusal.path)
            };
            draft.refusal(&format!("{subject} {refusal}"))
        })?;
    }
    if body.form != BodyForm::Json {
        return encode(draft, body, &bytes);
    }
    if bytes.is_empty() {
        return Ok(Payload::None);
    }
    let media_type = media_type(draft, body, None)?;
    Ok(Payload::Whole { bytes: bytes.into(), media_type })
}

fn secrets(draft: &Draft, body: &Body) -> Vec<String> {
    let (bytes, inner) = draft.finish_body();
    secrets_of(&body.schema, &bytes[inner])
}
