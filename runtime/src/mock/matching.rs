//! What an expectation requires of a request, and how a request differs from it.

use std::borrow::Cow;

use http::HeaderName;
use serde_json::Value as Json;

use super::sent::Sent;
use crate::base::text::shown;
use crate::check::secrets_of;
use crate::describe::operation::Operation;
use crate::describe::schema::{Kind, Schema};

/// A requirement of an expectation.
pub(super) enum Wanted {
    /// The values of a parameter.
    Argument { index: usize, values: Vec<String> },
    /// A field of the body.
    Field { path: String, value: Json },
    /// The caller's part of the body as a whole.
    Body(Json),
    /// The bytes of the body.
    Bytes(Vec<u8>),
    /// A value of a header.
    Header { name: HeaderName, value: String },
}

impl Wanted {
    /// Returns how a request differs, if it does. It shows no secret.
    pub(super) fn difference(&self, sent: &Sent) -> Option<String> {
        match self {
            Self::Argument { index, values } => {
                let came = sent.arguments.get(*index).map_or(&[][..], Vec::as_slice);
                if came == values.as_slice() {
                    return None;
                }
                let parameter = sent.operation.parameters.get(*index)?;
                let name = &parameter.name;
                Some(if parameter.is_secret() {
                    format!("`{name}` is a different secret")
                } else {
                    format!("`{name}` is {}, not {}", texts(came, sent), texts(values, sent))
                })
            }
            Self::Field { path, value } => {
                let came = sent.fields.as_ref().and_then(|fields| find(fields, path));
                if came == Some(value) {
                    return None;
                }
                let schema = sent.operation.body.as_ref().map(|body| &body.schema);
                let schemas = schema.and_then(|schema| schemas_at(schema, &steps(path)));
                let Some(schemas) = schemas else {
                    let what = if came.is_some() { "a different secret" } else { "missing" };
                    return Some(format!("the body's `{}` is {what}", shown(path, 100)));
                };
                Some(format!(
                    "the body's `{}` is {}, not {}",
                    shown(path, 100),
                    came.map_or("missing".to_owned(), |came| json(came, &schemas, sent)),
                    json(value, &schemas, sent)
                ))
            }
            Self::Body(value) => {
                let came = sent.fields.as_ref();
                let schemas: Vec<&Schema> =
                    sent.operation.body.iter().map(|body| &body.schema).collect();
                (came != Some(value)).then(|| {
                    let came = came.map_or("missing".to_owned(), |came| json(came, &schemas, sent));
                    format!("the body is {came}, not {}", json(value, &schemas, sent))
                })
            }
            Self::Bytes(bytes) => (*bytes != sent.body).then(|| {
                let (came, wanted) = (sent.body.len(), bytes.len());
                if came == wanted {
                    "the body has different bytes".to_owned()
                } else {
                    format!("the body has {came} bytes, not {wanted}")
                }
            }),
            // The value may be a credential, so it is not shown.
            Self::Header { name, value } => {
                let mut came = sent.headers.get_all(name.as_str()).peekable();
                if came.peek().is_none() {
                    return Some(format!("the header `{name}` is missing"));
                }
                let is_there = came.any(|came| came == value.as_bytes());
                (!is_there).then(|| format!("the header `{name}` has a different value"))
            }
        }
    }

    /// Describes the requirement in a few words. It shows no secret.
    pub(super) fn describe(&self, operation: &Operation) -> String {
        match self {
            Self::Argument { index, values } => match operation.parameters.get(*index) {
                Some(parameter) if parameter.is_secret() => {
                    format!("a certain `{}`", parameter.name)
                }
                Some(parameter) => format!("`{}` = {}", parameter.name, quoted(values)),
                None => "a parameter".to_owned(),
            },
            Self::Field { path, .. } => format!("a certain `{}` in the body", shown(path, 100)),
            Self::Body(_) | Self::Bytes(_) => "a certain body".to_owned(),
            Self::Header { name, .. } => format!("a certain header `{name}`"),
        }
    }
}

fn quoted(values: &[String]) -> String {
    match values {
        [] => "missing".to_owned(),
        values => {
            let values: Vec<String> =
                values.iter().map(|value| crate::base::text::quoted(value)).collect();
            values.join(", ")
        }
    }
}

fn texts(values: &[String], sent: &Sent) -> String {
    sent.scrubber.scrub(&quoted(values)).into_owned()
}

/// Returns JSON in which everything is masked that is secret in the request, or would be at its place.
fn json(value: &Json, schemas: &[&Schema], sent: &Sent) -> String {
    let mut scrubber = sent.scrubber.clone();
    let text = value.to_string();
    for secret in schemas.iter().flat_map(|schema| secrets_of(schema, text.as_bytes())) {
        scrubber.add(&secret);
    }
    shown(&scrubber.scrub(&text), 200)
}

/// Returns the schemas of the value at a path; `None` if it is secret there.
fn schemas_at<'s>(schema: &'s Schema, steps: &[Step<'_>]) -> Option<Vec<&'s Schema>> {
    // References may be circular, and unions multiply: with this many schemas, the value is taken as secret.
    const MOST: usize = 1_000;
    let mut here = vec![schema];
    for depth in 0..=steps.len() {
        let mut seen = 0;
        while let Some(schema) = here.get(seen) {
            if schema.is_secret() || here.len() > MOST {
                return None;
            }
            match &schema.kind {
                Kind::Reference(target) => here.extend(target.get()),
                Kind::Union(cases) => here.extend(cases.iter()),
                _ => {}
            }
            seen += 1;
        }
        let Some(step) = steps.get(depth) else { break };
        here = here
            .into_iter()
            .filter_map(|schema| match (&schema.kind, step) {
                (Kind::Object(fields), Step::Name(name)) => {
                    let field = fields.iter().find(|field| field.name == *name);
                    field.map(|field| &field.schema).or(schema.rest)
                }
                (Kind::Map(values), Step::Name(_)) => Some(&**values),
                (Kind::List(items), Step::Index(_)) => Some(&**items),
                (Kind::Tuple(items), Step::Index(index)) => items.get(*index),
                _ => None,
            })
            .collect();
    }
    Some(here)
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq)]
enum Step<'p> {
    Name(Cow<'p, str>),
    Index(usize),
}

/// Returns the steps of a JSON pointer such as `/policies/0/effect`, or of a path such as `policies[0].effect`.
fn steps(path: &str) -> Vec<Step<'_>> {
    if let Some(pointer) = path.strip_prefix('/') {
        let step = |step: &str| match step.parse() {
            Ok(index) => Step::Index(index),
            Err(_) => Step::Name(step.replace("~1", "/").replace("~0", "~").into()),
        };
        return pointer.split('/').map(step).collect();
    }
    let mut steps = Vec::new();
    for step in path.split('.') {
        let (name, indices) = step.split_at(step.find('[').unwrap_or(step.len()));
        if !name.is_empty() {
            steps.push(Step::Name(name.into()));
        }
        for index in indices.split(['[', ']']).filter(|index| !index.is_empty()) {
            steps.push(match index.parse() {
                Ok(index) => Step::Index(index),
                Err(_) => Step::Name(index.into()),
            });
        }
    }
    steps
}

/// Returns the value at a path or a JSON pointer.
fn find<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    steps(path).iter().try_fold(json, |json, step| match step {
        Step::Name(name) => json.get(&**name),
        // In a pointer, the name of a member may be a number.
        Step::Index(index) => json.get(index).or_else(|| json.get(index.to_string())),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    #[test]
    fn fields_are_found_by_path_and_by_pointer() {
        let body = json!({ "a": [{ "b": 1 }, [2, 3]], "c.d": 4 });
        for (path, value) in [("a[0].b", 1), ("/a/0/b", 1), ("a[1][1]", 3), ("/c.d", 4)] {
            assert_eq!(find(&body, path), Some(&json!(value)), "{path}");
        }
        for path in ["b", "a[9]", "a[x]", "a.b", "/a/9", "c.d", ""] {
            assert!(find(&body, path).is_none_or(|found| path.is_empty() && found == &body));
        }
    }
}
