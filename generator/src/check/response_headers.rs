//! Headers of answers, and answers that have nothing but headers.

use super::bodies::otherwise;
use super::checked::{Kind, ResponseHeader, Shape, Text};
use super::place::Place;
use super::{Checking, text};
use crate::spec::model::{self, AnswerForm, Type as Written, TypeParts};
use crate::words::naming;

impl Checking<'_> {
    /// The headers that an answer is said to have; `owner` names what is written out in them.
    pub(super) fn response_headers(
        &mut self,
        owner: &str,
        response: &model::Response,
        place: &Place,
    ) -> Vec<ResponseHeader> {
        let mut headers: Vec<ResponseHeader> = Vec::new();
        for (name, header) in &response.headers {
            let place = place.child("headers").child(name);
            self.header_name(name, true, &place);
            if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                self.error_at_key(
                    "parameter-twice",
                    &place,
                    format!("`{name}` stands here twice, and headers know no capitals"),
                )
                .help("take one of them away")
                .add();
            }
            let owner = naming::joined(owner, name);
            let before = self.found.len();
            let mut type_ = self.type_(&owner, &otherwise(header, "string"), &place);
            if std::mem::take(&mut type_.nullable) {
                self.error_at_key(
                    "nullable-header",
                    &place,
                    "a header is there or not, and never null",
                )
                .help("take the null away; whoever reads it is told whether it is there")
                .add();
            } else if !self.fits_header(&type_.kind) && !self.is_mistaken(&type_, before) {
                self.error_at_key(
                    "header-kind",
                    &place,
                    "a header is text, a number, a boolean, a time or a date, and this type is none",
                )
                .help("write `string`, and read the text")
                .add();
            }
            let text = match header {
                Written::Full(parts) => {
                    text(parts.summary.as_ref(), parts.description.as_ref(), None)
                }
                Written::Bare(_) => Text::default(),
            };
            headers.push(ResponseHeader { name: name.clone(), type_, text });
        }
        headers
    }

    /// Whether a value can be read from one line of text.
    fn fits_header(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } | Shape::Enum(_) => true,
                Shape::Alias(target) => !target.nullable && self.fits_header(&target.kind),
                Shape::Object { .. } | Shape::Union(_) | Shape::IntegerEnum(_) => false,
            },
            Kind::List(_) | Kind::Tuple(_) | Kind::Map(_) | Kind::Any | Kind::Binary => false,
            Kind::String
            | Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128
            | Kind::Number
            | Kind::Boolean
            | Kind::Formatted(_)
            | Kind::Own(_) => true,
        }
    }

    /// Whether an answer is nothing, in either form; says so where it is nothing and something besides.
    pub(super) fn is_nothing(&mut self, response: &model::Response, place: &Place) -> bool {
        let parts = match &response.type_ {
            Written::Bare(word) => return word.trim() == "none",
            Written::Full(parts) => parts,
        };
        if parts.type_.as_deref().map(str::trim) != Some("none") {
            return false;
        }
        let besides = besides(parts)
            .or((response.as_ != AnswerForm::Json).then_some("as"))
            .or(response.media_type.is_some().then_some("media_type"));
        if let Some(key) = besides {
            self.error_at_key(
                "none-with-type",
                &place.child(key),
                format!("an answer that is nothing has no `{key}`"),
            )
            .help("take it away; besides `type: none` only `headers` can stand")
            .add();
        }
        true
    }
}

/// A key that only something has.
fn besides(parts: &TypeParts) -> Option<&'static str> {
    [
        ("fields", parts.fields.is_some()),
        ("extends", parts.extends.is_some()),
        ("enum", parts.enum_.is_some()),
        ("union", parts.union.is_some()),
        ("list", parts.list.is_some()),
        ("map", parts.map.is_some()),
        ("name", parts.name.is_some()),
        ("nullable", parts.nullable),
        ("secret", parts.secret),
        ("format", parts.format.is_some()),
        ("pattern", parts.pattern.is_some()),
        ("minLength", parts.min_length.is_some()),
        ("maxLength", parts.max_length.is_some()),
        ("example", parts.example.is_some()),
        ("default", parts.default.is_some()),
    ]
    .into_iter()
    .find_map(|(key, given)| given.then_some(key))
}
