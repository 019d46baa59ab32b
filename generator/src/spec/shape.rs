//! The schema pass: whether a file has the shape of the language.
//!
//! It walks the tree beside the model's own JSON Schema and reports everything that differs. A
//! validator made for JSON Schema would know neither places nor what was probably meant.

mod describe;

use serde_json::Value as Schema;

use super::node::{Entry, Node, Scalar, Value};
use super::scalar::Resolved;
use super::schema::{File, referred};
use super::{suggest, words};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use describe::{ValueKind, expected, found, kinds, quoted, wrong_kind_help};

/// The maximum number of keys that a message lists.
const LISTED: usize = 16;

/// Reports every key and value of a file that its schema does not allow.
pub(super) fn check(root: &Node, file: File, diagnostics: &mut Diagnostics) {
    let start = Span::new(root.span.source, root.span.start, root.span.start);
    Walk { diagnostics }.node(root, file.schema(), Target { name: None, span: start });
}

struct Walk<'a> {
    diagnostics: &'a mut Diagnostics,
}

/// The key or item that a message is about.
#[derive(Clone, Copy)]
struct Target<'a> {
    /// The nearest key.
    name: Option<&'a str>,
    /// Where that key stands, or the list's item.
    span: Span,
}

// The depth is bounded by the event pass, so the recursion is too.
impl Walk<'_> {
    fn node(&mut self, node: &Node, schema: &Schema, place: Target<'_>) {
        if matches!(node.value, Value::Refused) {
            return;
        }
        let Some(branch) = branch(schema, ValueKind::of(node)) else {
            self.wrong_kind(node, schema, place);
            return;
        };
        match &node.value {
            Value::Scalar(scalar) => self.scalar(scalar, node.span, branch, place),
            Value::Sequence(items) => self.sequence(items, node.span, branch, place),
            Value::Mapping(entries) => self.mapping(entries, node.span, branch, place),
            Value::Refused => {}
        }
    }

    fn wrong_kind(&mut self, node: &Node, schema: &Schema, place: Target<'_>) {
        let target =
            place.name.map_or_else(|| "the file".to_owned(), |name| format!("`{}`", quoted(name)));
        let message = match found(node) {
            Some(found) => format!("{target} takes {}, not {found}", expected(schema)),
            None => format!("{target} takes {}, but has no value", expected(schema)),
        };
        let diagnostic = Diagnostic::error("wrong-kind", message)
            .at(head(node, place))
            .label(format!("expected {}", expected(schema)));
        self.diagnostics.push(match wrong_kind_help(node, schema) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn scalar(&mut self, scalar: &Scalar, span: Span, schema: &Schema, place: Target<'_>) {
        let name = quoted(place.name.unwrap_or("it"));
        if let Some(words) = describe::words(schema) {
            if !words.contains(&scalar.text.as_str()) {
                self.unknown_word(scalar, span, &words, &name);
            }
            return;
        }
        match scalar.resolved {
            Resolved::Integer(value) => {
                // Where any number may stand, an example may be as large as an API's own numbers.
                let greatest = if schema["type"] == "integer" {
                    i128::from(i64::MAX)
                } else {
                    i128::from(u64::MAX)
                };
                let range = i128::from(i64::MIN)..=greatest;
                let least = schema["minimum"].as_i64();
                if !range.contains(&value) {
                    self.out_of_range(
                        span,
                        format!("the number `{}` is out of range", quoted(&scalar.text)),
                    );
                } else if let Some(least) = least.filter(|least| value < i128::from(*least)) {
                    self.out_of_range(span, format!("`{name}` must be at least {least}"));
                } else if let Some(most) =
                    schema["maximum"].as_i64().filter(|most| value > i128::from(*most))
                {
                    self.out_of_range(span, format!("`{name}` must be at most {most}"));
                }
                if let Some(only) =
                    schema["const"].as_i64().filter(|only| i128::from(*only) != value)
                {
                    self.out_of_range(span, format!("`{name}` must be {only}"));
                }
            }
            Resolved::Float(value) if !value.is_finite() => {
                self.out_of_range(span, format!("JSON has no number `{}`", quoted(&scalar.text)));
            }
            Resolved::String
                if schema["minLength"].as_u64() == Some(1) && scalar.text.is_empty() =>
            {
                self.out_of_range(span, format!("`{name}` must not be empty"));
            }
            _ => {}
        }
    }

    fn unknown_word(&mut self, scalar: &Scalar, span: Span, words: &[&str], name: &str) {
        let help = match suggest::nearest(&scalar.text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => match words {
                [only] => format!("write `{only}`"),
                words => format!("write one of {}", describe::list(words)),
            },
        };
        let message = format!("`{}` is not a value of `{name}`", quoted(&scalar.text));
        self.diagnostics.push(
            Diagnostic::error("unknown-word", message).at(span).label("unknown value").help(help),
        );
    }

    fn out_of_range(&mut self, span: Span, message: String) {
        self.diagnostics.push(Diagnostic::error("out-of-range", message).at(span));
    }

    fn empty(&mut self, span: Span, place: Target<'_>) {
        let message = format!("`{}` must not be empty", quoted(place.name.unwrap_or("it")));
        self.diagnostics.push(
            Diagnostic::error("out-of-range", message)
                .at(span)
                .help("add an entry, or remove the key"),
        );
    }

    fn sequence(&mut self, items: &[Node], span: Span, schema: &Schema, place: Target<'_>) {
        if items.is_empty() && schema["minItems"].as_u64().is_some() {
            self.empty(span, place);
        }
        for item in items {
            self.node(
                item,
                schema.get("items").unwrap_or(&ANYTHING),
                Target { span: item.span, ..place },
            );
        }
    }

    fn mapping(&mut self, entries: &[Entry], span: Span, schema: &Schema, place: Target<'_>) {
        if entries.is_empty() && schema["minProperties"].as_u64().is_some() {
            self.empty(span, place);
        }
        for entry in entries {
            let inner = match &schema["properties"][&entry.key] {
                Schema::Null => match &schema["additionalProperties"] {
                    Schema::Bool(false) => {
                        self.unknown_key(entry, schema, place);
                        continue;
                    }
                    Schema::Null => &ANYTHING,
                    values => values,
                },
                known => known,
            };
            self.node(&entry.value, inner, Target { name: Some(&entry.key), span: entry.key_span });
        }
        let required =
            schema["required"].as_array().into_iter().flatten().filter_map(Schema::as_str);
        for key in required.filter(|key| !entries.iter().any(|entry| entry.key == **key)) {
            let target = place
                .name
                .map_or_else(|| "the file".to_owned(), |name| format!("`{}`", quoted(name)));
            let diagnostic =
                Diagnostic::error("missing-key", format!("{target} requires the key `{key}`"))
                    .at(place.span);
            let description = schema["properties"][key]["description"].as_str();
            self.diagnostics.push(match description {
                Some(description) => diagnostic
                    .help(format!("add `{key}:`, {}", describe::in_a_message(description))),
                None => diagnostic.help(format!("add `{key}:`")),
            });
        }
    }

    fn unknown_key(&mut self, entry: &Entry, schema: &Schema, place: Target<'_>) {
        let known: Vec<&str> = schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(|keys| keys.keys().map(String::as_str))
            .collect();
        let message = match place.name {
            Some(name) => format!("`{}` has no key `{}`", quoted(name), quoted(&entry.key)),
            None => format!("this kind of file has no key `{}`", quoted(&entry.key)),
        };
        let help = if let Some(near) = suggest::nearest(&entry.key, known.iter().copied()) {
            format!("did you mean `{near}`?")
        } else if let Some(instead) = words::instead(&entry.key) {
            instead.to_owned()
        } else if known.contains(&"fields") {
            "write the fields of an object under `fields:`".to_owned()
        } else if known.len() <= LISTED {
            format!("the keys are {}", describe::list(&known))
        } else {
            "remove it".to_owned()
        };
        self.diagnostics.push(
            Diagnostic::error("unknown-key", message)
                .at(entry.key_span)
                .label("unknown key")
                .help(help),
        );
    }
}

/// The schema of any value.
static ANYTHING: Schema = Schema::Bool(true);

/// Returns the branch of a schema for values of this kind.
fn branch(schema: &Schema, kind: ValueKind) -> Option<&Schema> {
    if let Some(reference) = schema["$ref"].as_str() {
        return branch(referred(reference)?, kind);
    }
    if let Some(branches) = describe::branches(schema) {
        return branches.iter().find_map(|inner| branch(inner, kind));
    }
    kinds(schema).iter().any(|accepted| accepted.takes(kind)).then_some(schema)
}

/// Returns the span for a message about a whole value: the key of a list or a mapping, since those are long.
fn head(node: &Node, place: Target<'_>) -> Span {
    match node.value {
        Value::Scalar(_) => node.span,
        _ => place.span,
    }
}
