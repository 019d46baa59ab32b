//! The names of types: what defines each, and what it stands for where it is used.

use super::lift::Lifting;
use super::types::{Kind, Type, TypeBox, TypeId};
use super::{Place, expression, written};
use crate::spec::nearest;

/// The names that need no definition.
pub(super) const BUILT_IN: &[&str] =
    &["string", "integer", "number", "boolean", "date-time", "date", "any", "binary", "none"];

/// Names that other languages use, and what ours calls them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("object", "write `fields:` for an object, `map:` for one with any keys"),
    ("array", "write `list:` with the type of the items"),
    ("list", "write `list:` with the type of the items"),
    ("map", "write `map:` with the type of the values"),
    ("bool", "write `boolean`"),
    ("int", "write `integer`"),
    ("float", "write `number`"),
    ("double", "write `number`"),
    ("str", "write `string`"),
    ("text", "write `string`"),
    ("bytes", "write `binary`, in a field of a body with `as: multipart`"),
    ("file", "write `binary`, in a field of a body with `as: multipart`"),
    ("datetime", "write `date-time`"),
    ("timestamp", "write `date-time`"),
    ("uuid", "write `type: string` with `format: uuid`"),
    ("null", "write `T | null` where null is one of the values"),
];

impl Lifting<'_, '_> {
    /// Defines a name that stands under `types:`.
    pub(super) fn define_by_key(&mut self, name: &str, place: &Place) -> TypeId {
        if !is_name(name) {
            self.found
                .error_at_key("type-name", place, format!("`{name}` cannot be the name of a type"))
                .help(NAME_HELP)
                .add();
        } else if BUILT_IN.contains(&name) {
            self.found
                .error_at_key(
                    "built-in-type",
                    place,
                    format!("`{name}` is the name of a built-in type"),
                )
                .help("rename the type")
                .add();
        }
        self.define(name, place)
    }

    /// Tells of a name that no type can have.
    pub(super) fn type_name(&mut self, name: &str, place: &Place) {
        if !is_name(name) {
            self.found
                .error("type-name", place, format!("`{name}` cannot be the name of a type"))
                .help(NAME_HELP)
                .add();
        }
    }

    /// Reserves a name that the whole API can use; the definition is filled in when it is lifted.
    pub(super) fn define(&mut self, name: &str, place: &Place) -> TypeId {
        let id = self.add_definition(name, place);
        let Some(&first) = self.facts.names.get(name) else {
            self.facts.names.insert(name.to_owned(), id);
            return id;
        };
        let before = self.facts.defined_at[first.0].key(self.facts.api);
        self.found
            .error_at_key("defined-twice", place, format!("the type `{name}` is defined twice"))
            .note(before, "the first definition")
            .help("rename one of them; an inline type is renamed with `name:`")
            .add();
        id
    }

    /// Returns what an expression such as `Token[] | null` stands for.
    pub(super) fn expression(&mut self, text: &str, place: &Place) -> Type {
        let parsed = match expression::parse(text) {
            Ok(parsed) => parsed,
            Err(reason) => {
                self.found
                    .error(
                        "type-expression",
                        place,
                        format!("`{text}` is not a valid type: {reason}"),
                    )
                    .help("write a name, as in `Token`, `Token[]` or `Token | null`")
                    .add();
                return Type::plain(Kind::Any);
            }
        };
        let mut type_ = Type::plain(self.named(parsed.name, place));
        for _ in 0..parsed.lists {
            type_ = Type::plain(Kind::List(Box::new(TypeBox(type_))));
        }
        type_.nullable = parsed.nullable;
        type_
    }

    fn named(&mut self, name: &str, place: &Place) -> Kind {
        match name {
            "string" => return Kind::String,
            "integer" => return Kind::Integer,
            "number" => return Kind::Number,
            "boolean" => return Kind::Boolean,
            "date-time" | "date" => {
                return self.facts.kind_of_format(name, false).unwrap_or(Kind::String);
            }
            "any" => return Kind::Any,
            "binary" => {
                self.misplaced_binary(place);
                return Kind::Any;
            }
            _ => {}
        }
        if let Some(&id) = self.facts.names.get(name) {
            let envelope = self.facts.api.file.content.envelope.as_ref();
            if envelope.is_some_and(|envelope| envelope.type_ == name) {
                self.found
                    .error(
                        "envelope-used",
                        place,
                        format!(
                            "`{name}` is the envelope of this API, which cannot be used as a type"
                        ),
                    )
                    .help("define another type for this place")
                    .add();
                return Kind::Any;
            }
            return Kind::Named(id);
        }
        if !self.facts.api.complete {
            // It may well stand in the file that could not be read.
            return Kind::Any;
        }
        let known: Vec<String> = self
            .facts
            .names
            .keys()
            .cloned()
            .chain(BUILT_IN.iter().map(|&name| name.to_owned()))
            .collect();
        let help = if name == "none" {
            "`none` applies to responses only".to_owned()
        } else if self.is_skipped_type(name) {
            "the type is skipped; skip what uses it as well, or name an `extern_type` for it"
                .to_owned()
        } else if let Some((_, help)) =
            ELSEWHERE.iter().find(|(other, _)| name.eq_ignore_ascii_case(other))
        {
            (*help).to_owned()
        } else if let Some(near) = nearest(name, known.iter().map(String::as_str)) {
            format!("did you mean `{near}`?")
        } else {
            "define it under `types:` in any file of this API".to_owned()
        };
        self.found
            .error("unknown-type", place, format!("the type `{name}` is not defined"))
            .help(help)
            .add();
        Kind::Any
    }

    pub(super) fn misplaced_binary(&mut self, place: &Place) {
        self.found.error("misplaced-binary", place, "bytes are not allowed here")
            .help(
                "write `binary` for a field of a body with `as: multipart`, or `{ as: binary }` for a whole body or response",
            )
            .add();
    }

    /// Returns whether a type of this name is left out of the client.
    fn is_skipped_type(&self, name: &str) -> bool {
        (0..self.facts.files())
            .any(|file| self.facts.types_of(file).get(name).is_some_and(written::is_skipped))
    }
}

const NAME_HELP: &str = "use letters, digits and `_`, beginning with a letter";

/// Returns whether a name can be that of a type, a method, a variant: whatever Rust makes of it.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
