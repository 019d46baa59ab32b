//! What a type is behind its names.

use super::types::{Kind, Shape, Type};
use super::{Facts, LONGEST_CHAIN};
use crate::spec::model::TypeParts;
use crate::words::formats::Target;
use crate::words::limit::{Limit, Limits};

impl Facts<'_> {
    /// Returns what a kind is behind its aliases.
    pub fn behind<'k>(&'k self, mut kind: &'k Kind) -> &'k Kind {
        for _ in 0..=LONGEST_CHAIN {
            let Kind::Named(id) = kind else { return kind };
            let Shape::Alias(target) = &self.definitions[id.0].shape else { return kind };
            kind = &target.kind;
        }
        // A circle of aliases was reported already.
        &Kind::Any
    }

    /// Returns the shape of a kind with a definition, unless that is an alias.
    pub fn shape(&self, kind: &Kind) -> Option<&Shape> {
        match self.behind(kind) {
            Kind::Named(id) => Some(&self.definitions[id.0].shape),
            _ => None,
        }
    }

    /// Returns the limits that are written beside a type.
    pub fn written_limits(&self, parts: &TypeParts, kind: &Kind) -> Limits {
        let mut limits = parts.limits.clone();
        // Text that the spec asks for is as it is.
        let asked_for = self.formats.of("uuid") == Some(&Target::Text);
        // Of a name, the check makes sure that it is one of a text.
        let may_be_text = matches!(kind, Kind::String | Kind::Named(_));
        if parts.format.as_deref() == Some("uuid") && !asked_for && may_be_text {
            limits.set(Limit::Uuid(true));
        }
        limits
    }

    /// Returns the limits of a use together with those of the type that it uses.
    pub fn whole_limits(&self, type_: &Type) -> Limits {
        let Kind::Named(id) = &type_.kind else { return type_.limits.clone() };
        match &self.definitions[id.0].shape {
            Shape::Text { limits, .. } | Shape::Object { limits, .. } => {
                limits.tightened(&type_.limits)
            }
            Shape::Alias(target) if !matches!(target.kind, Kind::Named(_)) => {
                target.limits.tightened(&type_.limits)
            }
            _ => type_.limits.clone(),
        }
    }

    /// Returns whether a value is a string: the built-in one, or a string type of its own.
    pub fn is_text(&self, kind: &Kind) -> bool {
        matches!(self.behind(kind), Kind::String)
            || matches!(self.shape(kind), Some(Shape::Text { .. }))
    }

    /// Returns whether a string of a format has a type of its own whose length can still be limited.
    pub fn is_measured(&self, kind: &Kind) -> bool {
        match self.behind(kind) {
            Kind::Formatted(type_) => !type_.is_date(),
            Kind::Own(_) => true,
            _ => false,
        }
    }

    /// Returns whether a value is an object with fields of its own.
    pub fn is_object(&self, kind: &Kind) -> bool {
        matches!(self.shape(kind), Some(Shape::Object { .. }))
    }

    /// Returns whether values of a kind are objects that a tag can tell apart: objects, or a union by the same tag.
    pub fn takes_tag(&self, kind: &Kind, tag: &str) -> bool {
        match self.shape(kind) {
            Some(Shape::Object { .. }) => true,
            Some(Shape::Union(union)) => union.tag.as_deref() == Some(tag),
            _ => false,
        }
    }

    /// Returns the type of a string of a format, if it has one of its own. A secret is a `Secret` whatever its format.
    pub fn kind_of_format(&self, format: &str, secret: bool) -> Option<Kind> {
        match self.formats.of(format)? {
            Target::Text => None,
            Target::Type(type_) if secret && !type_.is_date() => None,
            Target::Own(_) if secret => None,
            Target::Type(type_) => Some(Kind::Formatted(*type_)),
            Target::Own(path) => Some(Kind::Own(path.clone())),
        }
    }
}
