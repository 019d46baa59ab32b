//! What most responses have in common: an envelope around the data, and the body of a failure.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::openapi::import::calls::Calls;
use crate::openapi::import::calls::answers::Success;
use crate::openapi::import::read::normal_form::{ARRAY, BOOLEAN, Meaning, OBJECT, STRING};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{self, Scalar};
use crate::words::naming::{self, Scope};

/// Names of fields that tell whether a call succeeded.
const FLAGS: &[&str] = &["success", "ok"];

/// Names of fields beside the data of an envelope, of which it must have at least one.
const COMPANIONS: &[&str] =
    &["success", "ok", "errors", "error", "messages", "message", "code", "status"];

/// Names of fields with the data.
const DATA: &[&str] = &["result", "data", "response", "payload", "content"];

/// The percentage of responses that must have the envelope.
const SHARE: usize = 50;

/// The descriptions of a field with their counts, and the number of responses with the field.
type Seen<'d> = (IndexMap<String, (At<'d>, usize)>, usize);

/// An envelope that was found.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Envelope<'d> {
    pub(super) data: &'d str,
    flag: Option<&'d str>,
    /// The fields beside the data: the description of each, and whether every response has it.
    pub(super) fields: IndexMap<&'d str, (At<'d>, bool)>,
    required: BTreeSet<&'d str>,
}

impl<'d> Envelope<'d> {
    /// Returns the envelope as the spec has it, with the name of its type.
    pub(in crate::openapi::import) fn as_written(&self, type_: String) -> model::Envelope {
        let success = self
            .flag
            .map(|flag| model::Success { field: flag.to_owned(), equals: Scalar::Bool(true) });
        model::Envelope { success, data: self.data.to_owned(), type_ }
    }

    /// Returns whether a response is the envelope with its data.
    pub(super) fn holds(&self, meaning: &Meaning<'d>) -> bool {
        meaning.is_object()
            && meaning.choices.is_empty()
            && meaning
                .properties
                .names()
                .all(|name| name == self.data || self.fields.contains_key(name))
            && self.required.iter().all(|name| meaning.properties.contains(name))
    }
}

impl<'d> Calls<'d> {
    /// Returns the envelope that at least half of the responses have, if there is one.
    pub(super) fn find_envelope(
        &mut self,
        answers: &[(Draft<'d>, Success<'d>)],
    ) -> Option<Envelope<'d>> {
        let mut meanings = Vec::new();
        for (_, success) in answers {
            let Some(schema) = &success.schema else { continue };
            meanings.push(self.types.reader.meaning(schema));
        }
        // The fields beside each data field, with their counts.
        let mut groups: BTreeMap<(&'d str, BTreeSet<&'d str>), usize> = BTreeMap::new();
        for meaning in
            meanings.iter().filter(|meaning| meaning.is_object() && meaning.choices.is_empty())
        {
            for data in DATA.iter().filter_map(|name| meaning.properties.name(name)) {
                let beside: BTreeSet<&'d str> = meaning
                    .properties
                    .names()
                    .filter(|name| {
                        *name != data
                            && (meaning.required.contains(name) || COMPANIONS.contains(name))
                    })
                    .collect();
                if beside.iter().any(|name| COMPANIONS.contains(name)) {
                    *groups.entry((data, beside)).or_default() += 1;
                }
            }
        }
        let ((data, required), _) = groups.into_iter().max_by_key(|(_, count)| *count)?;
        let mut envelope = Envelope {
            data,
            flag: FLAGS.iter().find_map(|flag| required.get(flag).copied()),
            fields: IndexMap::new(),
            required,
        };
        // Other fields that a tenth of the responses have beside the data belong to the envelope as well.
        let mut seen: IndexMap<&'d str, Seen<'d>> = IndexMap::new();
        let mut members = 0;
        for meaning in &meanings {
            if !envelope.required.iter().all(|name| meaning.properties.contains(name)) {
                continue;
            }
            members += 1;
            for (name, schemas) in meaning.properties.iter().filter(|(name, _)| *name != data) {
                let (known, count) = seen.entry(name).or_default();
                *count += 1;
                for schema in schemas {
                    known.entry(schema.value.to_string()).or_insert_with(|| (*schema, 0)).1 += 1;
                }
            }
        }
        for (name, (schemas, count)) in seen {
            let rust = |name: &str| naming::value_name(name, Scope::Free).plain().to_owned();
            let mut others = envelope.fields.keys().copied().chain([data]);
            let is_odd = name.is_empty() || others.any(|other| rust(other) == rust(name));
            if count * 10 >= members && !is_odd {
                let always = envelope.required.contains(name);
                // The description that most responses have of a field stands for all.
                let most = schemas
                    .into_values()
                    .reduce(|one, other| if other.1 > one.1 { other } else { one });
                if let Some((schema, _)) = most {
                    envelope.fields.insert(name, (schema, always));
                }
            }
        }
        envelope.flag = envelope.flag.filter(|flag| {
            envelope.fields.get(flag).is_some_and(|(schema, _)| {
                let meaning = self.types.reader.meaning(schema);
                meaning.kinds == BOOLEAN
                    || meaning
                        .values
                        .is_some_and(|values| values.iter().all(|value| value.is_boolean()))
            })
        });
        let held = meanings.iter().filter(|meaning| envelope.holds(meaning)).count();
        (held >= 3 && held * 100 >= meanings.len() * SHARE).then_some(envelope)
    }

    /// Returns the schema that most failures have, with the paths of its message and its code.
    pub(super) fn find_failure(&mut self, drafts: &[Draft<'d>]) -> Option<Failure<'d>> {
        let mut found: IndexMap<String, Alike<'d>> = IndexMap::new();
        for draft in drafts {
            let mut own = BTreeSet::new();
            for at in self.failures(draft) {
                let meaning = self.types.reader.meaning(&at);
                if !meaning.is_object() || !meaning.choices.is_empty() {
                    continue;
                }
                // Schemas with the same fields count as one, wherever they are.
                let mut names: Vec<&str> = meaning.properties.names().collect();
                names.sort_unstable();
                let key = names.join("\n");
                if own.insert(key.clone()) {
                    let shape = self.shape(&meaning);
                    let alike = found.entry(key).or_default();
                    alike.count += 1;
                    alike.shapes.entry(shape).or_insert((at, 0)).1 += 1;
                }
            }
        }
        // The fields of the chosen schema must match those of most failures: another may require more than the server
        // sends.
        let (_, alike) = found.into_iter().max_by_key(|(_, alike)| alike.count)?;
        // Of several with the same count the first is chosen, which is the last one backwards.
        let (at, _) = alike.shapes.into_values().rev().max_by_key(|(_, count)| *count)?;
        let meaning = self.types.reader.meaning(&at);
        Some(Failure {
            message: self.way(
                &meaning,
                &[
                    "message",
                    "detail",
                    "error_message",
                    "msg",
                    "description",
                    "title",
                    "error_description",
                    "reason",
                ],
            ),
            code: self.way(&meaning, &["code", "error_code", "type", "errorCode"]),
            at,
        })
    }

    /// Returns a description of an object's fields that distinguishes objects with fields of the same names.
    fn shape(&mut self, meaning: &Meaning<'d>) -> String {
        let mut shape = Vec::new();
        for (name, schemas) in meaning.properties.iter() {
            let field = self.types.reader.meaning_of_all(schemas);
            let is_required = meaning.required.contains(name);
            let is_null = field.values.as_ref().is_some_and(Vec::is_empty);
            let parts: Vec<&str> = field.properties.names().collect();
            let (kinds, nullable) = (field.kinds, field.nullable);
            shape.push(format!("{name} {kinds} {nullable} {is_required} {is_null} {parts:?}"));
        }
        shape.sort_unstable();
        shape.join("\n")
    }

    /// Returns the schemas of an operation's failures.
    fn failures(&mut self, draft: &Draft<'d>) -> Vec<At<'d>> {
        let responses: Vec<(&'d str, At<'d>)> =
            draft.at.get("responses").into_iter().flat_map(At::members).collect();
        let succeeds = responses.iter().any(|(status, _)| status.starts_with('2'));
        let mut schemas = Vec::new();
        for (status, at) in responses {
            let fails = status.starts_with(['4', '5']) || (status == "default" && succeeds);
            if !fails {
                continue;
            }
            let at = self.types.reader.resolved(&at);
            let json = at
                .get("content")
                .into_iter()
                .flat_map(At::members)
                .find(|(name, _)| name.contains("json"));
            schemas.extend(json.and_then(|(_, media)| media.given("schema")));
        }
        schemas
    }

    /// Returns the path of a string with one of these names: at the top, in `error`, or in the first of `errors`.
    fn way(&mut self, meaning: &Meaning<'d>, names: &[&str]) -> Option<String> {
        let plain = |this: &mut Self, meaning: &Meaning<'d>| {
            names.iter().find(|name| {
                meaning.properties.get(name).is_some_and(|schemas| {
                    let schemas = schemas.clone();
                    let inner = this.types.reader.meaning_of_all(&schemas);
                    inner.kinds & (ARRAY | OBJECT) == 0 && inner.properties.is_empty()
                })
            })
        };
        for holder in ["errors", "error"] {
            let Some(schemas) = meaning.properties.get(holder).cloned() else { continue };
            let inner = self.types.reader.meaning_of_all(&schemas);
            if inner.items.is_empty() {
                if let Some(name) = plain(self, &inner) {
                    return Some(format!("{holder}.{name}"));
                }
            } else {
                let items = inner.items.clone();
                let item = self.types.reader.meaning_of_all(&items);
                if let Some(name) = plain(self, &item) {
                    return Some(format!("{holder}[].{name}"));
                }
            }
        }
        if let Some(name) = plain(self, meaning) {
            return Some((*name).to_owned());
        }
        let error = meaning.properties.get("error").cloned();
        let text =
            error.is_some_and(|schemas| self.types.reader.meaning_of_all(&schemas).kinds == STRING);
        (text && names.contains(&"message")).then(|| "error".to_owned())
    }
}

/// Schemas whose fields have the same names.
#[derive(Default)]
struct Alike<'d> {
    count: usize,
    /// For each shape of the fields, the first schema with it and the number of such schemas.
    shapes: IndexMap<String, (At<'d>, usize)>,
}

/// The body of a failed call.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Failure<'d> {
    pub(super) at: At<'d>,
    pub(in crate::openapi::import) message: Option<String>,
    pub(in crate::openapi::import) code: Option<String>,
}
