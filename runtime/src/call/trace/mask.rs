//! Masks what a schema marks as secret in a JSON body.

use serde_json::Value as Json;

use crate::base::secret::REDACTED;
use crate::describe::schema::{Kind, Schema};

/// Unions are masked variant by variant, which could take a time exponential in their depth: after this many steps, the
/// rest is masked as a whole.
const STEPS: u32 = 200_000;

/// References may be circular; no value is nested this deeply.
const DEPTH: u32 = 300;

/// Returns a JSON body as text with its secrets masked; `None` if it is not JSON.
pub(crate) fn json(bytes: &[u8], mask: impl FnOnce(&mut Json)) -> Option<String> {
    let mut json = serde_json::from_slice(bytes).ok()?;
    mask(&mut json);
    Some(json.to_string())
}

/// Masks what the schema marks as secret.
pub(crate) fn by(schema: &Schema, json: &mut Json) {
    Mask { steps: STEPS }.visit(schema, json, 0);
}

/// Masks what the schema marks as secret, where the data may be inside an envelope, at this path.
pub(crate) fn answer(schema: &Schema, json: &mut Json, data: Option<&str>) {
    let inner = data.and_then(|path| {
        path.split('.').try_fold(&mut *json, |json, step| {
            let name = step.trim_end_matches("[]");
            let json = json.get_mut(name)?;
            if step.ends_with("[]") { json.get_mut(0) } else { Some(json) }
        })
    });
    match inner {
        Some(inner) => by(schema, inner),
        None => by(schema, json),
    }
}

struct Mask {
    steps: u32,
}

impl Mask {
    fn visit(&mut self, schema: &Schema, json: &mut Json, depth: u32) {
        self.steps = self.steps.saturating_sub(1);
        if schema.secret || self.steps == 0 || depth > DEPTH {
            if !json.is_null() {
                *json = REDACTED.into();
            }
            return;
        }
        let depth = depth + 1;
        match &schema.kind {
            Kind::List(items) => {
                for item in json.as_array_mut().into_iter().flatten() {
                    self.visit(items, item, depth);
                }
            }
            Kind::Map(values) => {
                for (_, value) in json.as_object_mut().into_iter().flatten() {
                    self.visit(values, value, depth);
                }
            }
            Kind::Object(fields) => {
                for field in *fields {
                    if let Some(value) = json.get_mut(field.name) {
                        self.visit(&field.schema, value, depth);
                    }
                }
            }
            // Which variant it is does not matter: it masks what any of them marks as secret.
            Kind::Union(cases) => {
                for case in *cases {
                    self.visit(case, json, depth);
                }
            }
            Kind::Reference(target) => {
                if let Some(target) = target.get() {
                    self.visit(target, json, depth);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::schema::Field;

    static ITEM: Schema = Schema::object(
        const {
            &[
                Field::required("id", Schema::string()),
                Field::optional("key", Schema::string().secret()),
                Field::optional("pin", Schema::integer().secret()),
                Field::optional("next", Schema::reference(|| &ITEM)),
            ]
        },
    );

    static CIRCLE: Schema = Schema::reference(|| &CIRCLE);

    #[test]
    fn whatever_is_secret_is_masked() {
        let masked = |schema: &Schema, text: &str, data| {
            json(text.as_bytes(), |json| answer(schema, json, data)).unwrap()
        };
        let item = r#"{"id":"a","key":"x","next":{"id":"b","pin":7},"pin":null}"#;
        let hidden =
            r#"{"id":"a","key":"[redacted]","next":{"id":"b","pin":"[redacted]"},"pin":null}"#;
        assert_eq!(masked(&ITEM, item, None), hidden);
        let list = Schema::list(&ITEM);
        let wrap = |item: &str| format!(r#"{{"result":[{item}]}}"#);
        assert_eq!(masked(&list, &wrap(item), Some("result")), wrap(hidden));
        // Without its envelope after all.
        assert_eq!(masked(&ITEM, item, Some("result")), hidden);
        let either = Schema::union(const { &[Schema::string(), Schema::integer().secret()] });
        assert_eq!(masked(&either, "\"x\"", None), "\"[redacted]\"");
        assert_eq!(masked(&CIRCLE, "1", None), "\"[redacted]\"");
        assert!(json(b"{", |_| {}).is_none());
        assert!(list.holds_secret() && !CIRCLE.holds_secret() && !Schema::any().holds_secret());
    }
}
