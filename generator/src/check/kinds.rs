//! What a type is behind its names, also while definitions are still being filled in.

use super::checked::{Kind, Shape, Type, TypeBox, TypeId};
use super::{Checking, LONGEST_CHAIN, expression};
use crate::spec::model;
use crate::words::formats::Target;
use crate::words::limit::Limits;

impl Checking<'_> {
    /// The limits of a use together with those of the string type that it uses.
    pub(super) fn whole_limits(&self, type_: &Type) -> Limits {
        match &type_.kind {
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { limits, .. } => limits.tightened(&type_.limits),
                Shape::Alias(target) if !matches!(target.kind, Kind::Named(_)) => {
                    target.limits.tightened(&type_.limits)
                }
                _ => type_.limits.clone(),
            },
            _ => type_.limits.clone(),
        }
    }

    /// What a kind is behind its aliases. A definition that is not resolved yet is what it says it is.
    pub(super) fn base(&self, kind: &Kind) -> Kind {
        let mut kind = kind.clone();
        for _ in 0..=LONGEST_CHAIN {
            let Kind::Named(id) = &kind else { return kind };
            match self.written(*id) {
                Some(next) => kind = next,
                None => return kind,
            }
        }
        Kind::Any
    }

    /// What the definition of a name says, as far as that needs no other definition.
    fn written(&self, id: TypeId) -> Option<Kind> {
        match &self.definitions[id.0].shape {
            Shape::Alias(type_) if type_.kind != Kind::Any => return Some(type_.kind.clone()),
            Shape::Alias(_) => {}
            _ => return None,
        }
        let place = &self.defined_at[id.0];
        let name = self.definitions[id.0].name.as_str();
        let text = match self.types_of(place.file).get(name)? {
            model::Type::Bare(text) => text.as_str(),
            model::Type::Full(parts) if parts.list.is_some() => {
                return Some(Kind::List(Box::new(TypeBox(Type::plain(Kind::Any)))));
            }
            model::Type::Full(parts) if parts.tuple.is_some() => {
                return Some(Kind::Tuple(Vec::new()));
            }
            model::Type::Full(parts) if parts.map.is_some() => {
                return Some(Kind::Map(Box::new(TypeBox(Type::plain(Kind::Any)))));
            }
            model::Type::Full(parts) => match (parts.format.as_deref(), parts.type_.as_deref()?) {
                (Some(format), "string") => match self.kind_of_format(format, parts.secret) {
                    Some(kind) => return Some(kind),
                    None => "string",
                },
                (_, text) => text,
            },
        };
        let parsed = expression::parse(text).ok()?;
        if parsed.lists > 0 {
            return Some(Kind::List(Box::new(TypeBox(Type::plain(Kind::Any)))));
        }
        Some(match parsed.name {
            // A string that has a name is a type of its own.
            "string" => return None,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "date-time" | "date" => return self.kind_of_format(parsed.name, false),
            other => Kind::Named(*self.names.get(other)?),
        })
    }

    /// Whether a value is a string: the built-in one, or a string type of its own.
    pub(super) fn is_text(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::String => true,
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } => true,
                Shape::Alias(_) => self.is_written_as_text(id),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a value is a text of a format that is no plain text, and whose length may be limited all the same.
    pub(super) fn is_measured(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::Formatted(type_) => !type_.is_date(),
            Kind::Own(_) => true,
            _ => false,
        }
    }

    /// What a text of a format is, where it is no plain text. A secret is text whatever the spec makes of its format.
    pub(super) fn kind_of_format(&self, format: &str, secret: bool) -> Option<Kind> {
        match self.formats.of(format)? {
            Target::Text => None,
            Target::Type(type_) if secret && !type_.is_date() => None,
            Target::Own(_) if secret => None,
            Target::Type(type_) => Some(Kind::Formatted(*type_)),
            Target::Own(path) => Some(Kind::Own(path.clone())),
        }
    }

    fn is_written_as_text(&self, id: TypeId) -> bool {
        let place = &self.defined_at[id.0];
        match self.types_of(place.file).get(&self.definitions[id.0].name) {
            Some(model::Type::Bare(text)) => text.trim() == "string",
            Some(model::Type::Full(parts)) => {
                let format = parts.format.as_deref();
                parts.type_.as_deref().map(str::trim) == Some("string")
                    && parts.enum_.is_none()
                    && format.is_none_or(|it| self.kind_of_format(it, parts.secret).is_none())
            }
            None => false,
        }
    }

    /// Whether values of a kind are objects that a tag can tell apart: objects, or a union by the same tag.
    pub(super) fn takes_tag(&self, kind: &Kind, tag: &str) -> bool {
        if self.is_object(kind) {
            return true;
        }
        let Kind::Named(id) = self.base(kind) else { return false };
        if let Shape::Union(union) = &self.definitions[id.0].shape {
            return union.tag.as_deref() == Some(tag);
        }
        let place = &self.defined_at[id.0];
        match self.types_of(place.file).get(&self.definitions[id.0].name) {
            Some(model::Type::Full(parts)) => {
                parts.union.is_some() && parts.tag.as_deref() == Some(tag)
            }
            _ => false,
        }
    }

    /// Whether a value is an object with fields of its own.
    pub(super) fn is_object(&self, kind: &Kind) -> bool {
        let Kind::Named(id) = self.base(kind) else { return false };
        if matches!(self.definitions[id.0].shape, Shape::Object { .. }) {
            return true;
        }
        let place = &self.defined_at[id.0];
        match self.types_of(place.file).get(&self.definitions[id.0].name) {
            Some(model::Type::Full(parts)) => parts.fields.is_some() || parts.extends.is_some(),
            _ => false,
        }
    }
}
