//! Masks an exchange before it is recorded.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::Value as Json;

use super::fixture::{Asked, Body, Fields};
use crate::base::scrub::Scrubber;
use crate::base::secret::REDACTED;
use crate::call::draft::Draft;
use crate::call::wire::{HttpRequest, Pieces};
use crate::check::mask::{Masked, mask_by_schema, mask_texts};
use crate::describe::api::Api;
use crate::describe::body::BodyForm;
use crate::describe::data::Held;
use crate::describe::operation::{AnswerForm, Operation, Wrapped};
use crate::transport::seen;

/// Headers that say how a message was sent; a replay sends it in its own way.
const FRAMING: [&str; 6] = [
    "connection",
    "content-encoding",
    "content-length",
    "keep-alive",
    "trailer",
    "transfer-encoding",
];

/// Parts of header names. The values of these headers are always masked.
const SECRET_NAMES: [&str; 7] =
    ["authenticat", "authoriz", "cookie", "token", "secret", "password", "api-key"];

/// Masks a request, to record it or to look for it. `learned` are secrets of earlier responses.
pub(super) fn asked(request: &HttpRequest<'_>, learned: &Scrubber) -> Asked {
    let mut scrubber = request.draft.scrubber();
    scrubber.extend(learned);
    let url = seen::url(request).shown;
    Asked {
        operation: request.draft.operation.id.to_owned(),
        method: request.method.as_str().to_owned(),
        url: learned.scrub(&url).into_owned(),
        // The user agent does not matter to the request, and changes with every release.
        headers: fields(&request.headers, &scrubber, |name, _| {
            (name != "user-agent").then_some(())
        }),
        body: sent_body(request, &scrubber),
    }
}

/// Masks the values of headers. Headers for which the filter returns `None` are left out.
fn fields(
    headers: &HeaderMap,
    scrubber: &Scrubber,
    keep: impl Fn(&str, &HeaderValue) -> Option<()>,
) -> Fields {
    let mut fields = Fields::new();
    for name in headers.keys() {
        let text = name.as_str();
        let values: Vec<String> = headers
            .get_all(name)
            .iter()
            .filter(|value| keep(text, value).is_some())
            .map(|value| {
                if value.is_sensitive() || SECRET_NAMES.iter().any(|secret| text.contains(secret)) {
                    return REDACTED.to_owned();
                }
                scrubber.scrub(&String::from_utf8_lossy(value.as_bytes())).into_owned()
            })
            .collect();
        if !values.is_empty() && !FRAMING.contains(&text) {
            fields.push((text.to_owned(), values));
        }
    }
    fields.sort();
    fields
}

fn sent_body(request: &HttpRequest<'_>, scrubber: &Scrubber) -> Body {
    let bytes = match &request.body.0 {
        Pieces::Whole(bytes) if bytes.is_empty() => return Body::None,
        Pieces::Whole(bytes) => Some(bytes),
        Pieces::Coming { .. } => None,
    };
    let Some(body) = &request.draft.operation.body else {
        return bytes.map_or(Body::Streamed, |bytes| plain(bytes, scrubber));
    };
    match body.form {
        BodyForm::Form | BodyForm::Multipart => {
            // The boundary differs each time, and so may the order in which the parts are encoded.
            let (text, inner) = request.draft.finish_body();
            match serde_json::from_slice(&text[inner]) {
                Ok(json) => Body::Fields(sent_json(json, &body.schema, scrubber)),
                Err(_) => Body::Streamed,
            }
        }
        BodyForm::Json => match bytes.map(|bytes| (bytes, serde_json::from_slice(bytes))) {
            None => Body::Streamed,
            Some((bytes, Err(_))) => plain(bytes, scrubber),
            Some((_, Ok(mut json))) => {
                let inner = body.wrap.as_ref().and_then(|key| json_member(&mut json, key));
                if let Some(inner) = inner {
                    *inner = sent_json(inner.take(), &body.schema, scrubber);
                    Body::Json(sorted(json))
                } else {
                    Body::Json(sorted(sent_json(json, &body.schema, scrubber)))
                }
            }
        },
        BodyForm::Binary | BodyForm::Text => {
            bytes.map_or(Body::Streamed, |bytes| plain(bytes, scrubber))
        }
    }
}

fn json_member<'j>(json: &'j mut Json, key: &str) -> Option<&'j mut Json> {
    json.as_object_mut()?.get_mut(key)
}

fn sent_json(
    mut json: Json,
    schema: &crate::describe::schema::Schema,
    scrubber: &Scrubber,
) -> Json {
    mask_by_schema(schema, &mut json, &mut Masked::default());
    scrub(json, scrubber)
}

/// Masks bytes without a schema.
fn plain(bytes: &[u8], scrubber: &Scrubber) -> Body {
    match str::from_utf8(bytes) {
        Ok(text) => Body::Text(scrubber.scrub(text).into_owned()),
        Err(_) if scrubber.scrub(&String::from_utf8_lossy(bytes)).contains(REDACTED) => {
            Body::Text(REDACTED.to_owned())
        }
        Err(_) => Body::Base64(bytes.to_vec()),
    }
}

/// Masks every known secret in JSON.
fn scrub(json: Json, scrubber: &Scrubber) -> Json {
    match json {
        Json::String(text) => Json::String(scrubber.scrub(&text).into_owned()),
        Json::Array(items) => items.into_iter().map(|item| scrub(item, scrubber)).collect(),
        Json::Object(members) => members
            .into_iter()
            .map(|(name, value)| (scrubber.scrub_name(&name).into_owned(), scrub(value, scrubber)))
            .collect(),
        other => other,
    }
}

/// Masks the response to a request.
pub(super) struct AnswerMask {
    operation: Held<Operation>,
    api: Held<Api>,
    scrubber: Scrubber,
    /// The secrets that its headers contained.
    found: Vec<String>,
}

impl AnswerMask {
    pub(super) fn new(draft: &Draft, learned: &Scrubber) -> Self {
        let mut scrubber = draft.scrubber();
        scrubber.extend(learned);
        Self {
            operation: draft.operation.clone(),
            api: draft.client.0.api.clone(),
            scrubber,
            found: Vec::new(),
        }
    }

    /// Masks a text of the transport.
    pub(super) fn text(&self, text: &str) -> String {
        self.scrubber.scrub(text).into_owned()
    }

    pub(super) fn headers(&mut self, draft: &Draft, headers: &HeaderMap) -> Fields {
        for name in self.operation.secret_headers.iter() {
            let values = headers.get_all(name).iter();
            self.found.extend(values.map(|value| String::from_utf8_lossy(value.as_bytes()).into()));
        }
        for secret in &self.found {
            self.scrubber.add(secret);
        }
        let mut fields = fields(headers, &self.scrubber, |_, _| Some(()));
        for (name, values) in &mut fields {
            if self.operation.is_secret_header(name) {
                values.fill(REDACTED.to_owned());
            } else if matches!(name.as_str(), "location" | "content-location") {
                for value in values {
                    *value = seen::foreign(draft, value);
                }
            }
        }
        fields
    }

    /// Masks a body, as far as it arrived, and returns the secrets that were in it.
    pub(super) fn body(&self, status: u16, bytes: &Bytes) -> (Body, Vec<String>) {
        let mut masked = Masked::default();
        let body = self.masked_body(status, bytes, &mut masked);
        masked.found.extend(self.found.iter().cloned());
        (body, masked.found)
    }

    fn masked_body(&self, status: u16, bytes: &Bytes, masked: &mut Masked) -> Body {
        if bytes.is_empty() {
            return Body::None;
        }
        let operation = &*self.operation;
        let is_answer = (200..300).contains(&status);
        let is_secret = is_answer && self.is_secret();
        let Ok(text) = str::from_utf8(bytes) else {
            return if is_secret { withheld() } else { plain(bytes, &self.scrubber) };
        };
        let form = operation.form_of(status).unwrap_or_default();
        if is_answer && form.is_streamed() || form == AnswerForm::Text {
            return match form {
                AnswerForm::Lines => self.lines(text, "", masked),
                AnswerForm::Events => self.lines(text, "data:", masked),
                _ if is_secret => withheld(),
                _ => plain(bytes, &self.scrubber),
            };
        }
        match serde_json::from_slice(bytes) {
            Ok(mut json) => {
                if is_answer {
                    self.mask_answer(&mut json, masked);
                }
                Body::Json(sorted(scrub(json, &self.scrubber)))
            }
            // A response that was cut off may end within a secret.
            Err(_) if is_secret => withheld(),
            Err(_) => plain(bytes, &self.scrubber),
        }
    }

    /// Returns whether the response may contain a secret.
    fn is_secret(&self) -> bool {
        self.operation.holds_secret()
    }

    /// Masks lines, some of which are JSON after a prefix.
    fn lines(&self, text: &str, prefix: &str, masked: &mut Masked) -> Body {
        let is_secret = self.is_secret();
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            let end = &line[content.len()..];
            let Some(json) = content.strip_prefix(prefix).filter(|json| !json.trim().is_empty())
            else {
                out.push_str(&self.scrubber.scrub(content));
                out.push_str(end);
                continue;
            };
            out.push_str(prefix);
            match serde_json::from_str(json) {
                Ok(mut json) => {
                    self.mask_data(&mut json, masked);
                    out.push_str(&scrub(json, &self.scrubber).to_string());
                }
                Err(_) if is_secret => out.push_str(REDACTED),
                Err(_) => out.push_str(&self.scrubber.scrub(json)),
            }
            out.push_str(end);
        }
        Body::Text(out)
    }

    /// Masks the secrets of a response, wherever its data is.
    fn mask_answer(&self, root: &mut Json, masked: &mut Masked) {
        let operation = &*self.operation;
        let rule = self.api.envelope.as_ref().filter(|_| operation.wrapped != Wrapped::Never);
        let success = rule.and_then(|rule| rule.success.as_ref()).map(|(path, _)| path.as_ref());
        let told = success.and_then(|path| Some((path, follow(root, path)?.clone())));
        let data = rule.and_then(|rule| rule.data);
        let items = operation.pages.as_ref().and_then(|pages| pages.items);
        let mut found = false;
        for path in data.into_iter().chain(items.filter(|_| operation.answer.is_none())) {
            if let Some(node) = follow(root, path) {
                self.mask_data(node, masked);
                found = true;
            }
        }
        if !found {
            self.mask_data(root, masked);
            // Only the data is masked, so that the envelope still says that the call succeeded.
            if let Some((path, value)) = told
                && let Some(node) = follow(root, path)
            {
                *node = value;
            }
        }
    }

    fn mask_data(&self, data: &mut Json, masked: &mut Masked) {
        match &self.operation.answer {
            Some(schema) => mask_by_schema(schema, data, masked),
            // Something in it is secret, and the spec does not say what.
            None if self.operation.secret => mask_texts(data, masked),
            None => {}
        }
    }
}

fn withheld() -> Body {
    Body::Text(REDACTED.to_owned())
}

/// Returns the value at a path such as `data.keys`; `[]` is the first item.
fn follow<'j>(root: &'j mut Json, path: &str) -> Option<&'j mut Json> {
    path.split('.').try_fold(root, |node, step| {
        let name = step.trim_end_matches("[]");
        let firsts = (step.len() - name.len()) / 2;
        let node = if name.is_empty() { node } else { node.get_mut(name)? };
        (0..firsts).try_fold(node, |node, _| node.get_mut(0))
    })
}

/// Sorts the members of objects by name, so that a recording does not depend on the order in which they arrived, nor on
/// whether another crate makes `serde_json` preserve it.
fn sorted(mut json: serde_json::Value) -> serde_json::Value {
    json.sort_all_objects();
    json
}
