//! Masks the secrets in JSON that is recorded, so that it still fits its schema.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use crate::base::secret::REDACTED;
use crate::describe::schema::{Format, Kind, Schema};

/// Unions are masked variant by variant, which could take a time exponential in their depth: after this many steps, the
/// rest is masked as a whole.
const STEPS: u32 = 100_000;

/// References may be circular; no value is nested this deeply.
const DEPTH: u32 = 300;

/// The strings that were masked and are known to be secret.
#[derive(Default)]
pub(crate) struct Masked {
    pub(crate) found: Vec<String>,
}

/// Masks what a schema marks as secret.
pub(crate) fn mask_by_schema(schema: &Schema, value: &mut Json, masked: &mut Masked) {
    let mut walk = Walk { masked, steps: STEPS, lost: false };
    walk.visit(schema, value, false, 0);
    if walk.lost {
        mask_all(None, value, masked);
    }
}

/// Masks every string except dates and times: one of the strings is secret, and the spec does not say which.
pub(crate) fn mask_texts(value: &mut Json, masked: &mut Masked) {
    match value {
        // The value is the secret itself.
        Json::String(text) => mask_text(None, text, masked),
        other => mask_inner_texts(other),
    }
}

fn mask_inner_texts(value: &mut Json) {
    match value {
        Json::String(text) => {
            if text.parse::<Timestamp>().is_err() && text.parse::<Date>().is_err() {
                REDACTED.clone_into(text);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(mask_inner_texts),
        Json::Object(members) => members.values_mut().for_each(mask_inner_texts),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

struct Walk<'m> {
    masked: &'m mut Masked,
    steps: u32,
    lost: bool,
}

impl Walk<'_> {
    fn visit(&mut self, schema: &Schema, value: &mut Json, secret: bool, depth: u32) {
        let (Some(steps), true) = (self.steps.checked_sub(1), depth < DEPTH) else {
            self.lost = true;
            return;
        };
        self.steps = steps;
        let depth = depth + 1;
        let secret = secret || schema.is_secret();
        match (&schema.kind, value) {
            (Kind::Reference(target), value) if target.get().is_some() => {
                if let Some(target) = target.get() {
                    self.visit(target, value, secret, depth);
                }
            }
            (Kind::Union(cases), value) if !cases.is_empty() => {
                for case in *cases {
                    self.visit(case, value, secret, depth);
                }
            }
            (Kind::List(items), Json::Array(values)) => {
                for value in values {
                    self.visit(items, value, secret, depth);
                }
            }
            (Kind::Tuple(items), Json::Array(values)) => {
                for (index, value) in values.iter_mut().enumerate() {
                    match items.get(index) {
                        Some(schema) => self.visit(schema, value, secret, depth),
                        None if secret => mask_all(None, value, self.masked),
                        None => {}
                    }
                }
            }
            (Kind::Map(schema), Json::Object(members)) => {
                for value in members.values_mut() {
                    self.visit(schema, value, secret, depth);
                }
            }
            (Kind::Object(fields), Json::Object(members)) => {
                for (name, value) in members.iter_mut() {
                    let field = fields.iter().find(|field| field.name == name.as_str());
                    match field.map(|field| &field.schema).or(schema.rest) {
                        Some(schema) => self.visit(schema, value, secret, depth),
                        None if secret => mask_all(None, value, self.masked),
                        None => {}
                    }
                }
            }
            (_, value) if secret => mask_all(schema.format, value, self.masked),
            _ => {}
        }
    }
}

/// Masks every value. The values keep their kinds.
fn mask_all(format: Option<Format>, value: &mut Json, masked: &mut Masked) {
    match value {
        Json::Null => {}
        Json::Bool(value) => *value = false,
        Json::Number(number) => *number = 0.into(),
        Json::String(text) => mask_text(format, text, masked),
        Json::Array(items) => {
            for item in items {
                mask_all(format, item, masked);
            }
        }
        Json::Object(members) => {
            for member in members.values_mut() {
                mask_all(format, member, masked);
            }
        }
    }
}

fn mask_text(format: Option<Format>, text: &mut String, masked: &mut Masked) {
    let mark = match format {
        None => REDACTED,
        Some(Format::DateTime) => "1970-01-01T00:00:00Z",
        Some(Format::Date) => "1970-01-01",
        Some(Format::Uuid) => "00000000-0000-0000-0000-000000000000",
    };
    if text != mark {
        masked.found.push(std::mem::replace(text, mark.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::describe::schema::Field;

    static SCHEMA: Schema = Schema::object(
        const {
            &[
                Field::required("key", Schema::string().secret()),
                Field::required("pin", Schema::integer().secret()),
                Field::optional("until", Schema::string().format(Format::DateTime).secret()),
                Field::optional("more", Schema::any().secret()),
                Field::optional("parts", Schema::list(const { &Schema::reference(|| &SCHEMA) })),
                Field::optional(
                    "either",
                    Schema::union(const { &[Schema::integer(), Schema::string().secret()] }),
                ),
            ]
        },
    );

    #[test]
    fn what_is_secret_keeps_its_kind_and_nothing_else() {
        let mut value = json!({
            "key": "k1", "pin": 7, "until": "2024-01-01T00:00:00Z", "open": "stays",
            "more": { "a": ["k2", true, null, 1.5] }, "parts": [{ "key": "k3", "pin": null }],
            "either": "k4",
        });
        let mut masked = Masked::default();
        mask_by_schema(&SCHEMA, &mut value, &mut masked);
        assert_eq!(
            value,
            json!({
                "key": "[redacted]", "pin": 0, "until": "1970-01-01T00:00:00Z", "open": "stays",
                "more": { "a": ["[redacted]", false, null, 0] },
                "parts": [{ "key": "[redacted]", "pin": null }],
                "either": "[redacted]",
            })
        );
        assert_eq!(masked.found.len(), 5);
    }

    #[test]
    fn a_secret_is_known_however_deep_it_is() {
        static DEEP: Schema = Schema::map(const { &Schema::list(const { &SCHEMA }) });
        static OPEN: Schema = Schema::object(
            const {
                &[
                    Field::required("name", Schema::string().max_length(9)),
                    Field::required("inner", Schema::reference(|| &OPEN)),
                ]
            },
        );
        assert!(DEEP.holds_secret());
        assert!(!OPEN.holds_secret());
    }

    #[test]
    fn a_schema_without_end_masks_everything() {
        static CIRCLE: Schema = Schema::reference(|| &CIRCLE);
        let mut value = json!({ "key": "k1" });
        mask_by_schema(&CIRCLE, &mut value, &mut Masked::default());
        assert_eq!(value, json!({ "key": "[redacted]" }));
    }

    #[test]
    fn dates_stay_where_any_text_may_be_secret() {
        let mut value =
            json!({ "id": "k1", "at": "2024-01-01T00:00:00Z", "on": "2024-01-01", "n": 1 });
        mask_texts(&mut value, &mut Masked::default());
        assert_eq!(
            value,
            json!({ "id": "[redacted]", "at": "2024-01-01T00:00:00Z", "on": "2024-01-01", "n": 1 })
        );
    }
}
