//! How the types of a document are written in the places of a call, by the rules of a spec.

use crate::openapi::import::types::Types;
use crate::spec::model::{Type, TypeParts, UnionCases};
use crate::words::standing::{self, Step};

/// The maximum number of names that stand for each other.
const LONGEST_CHAIN: usize = 32;

impl Types<'_> {
    /// Returns the parts of a type behind its names; `None` if one of them has no type, or if they are endless.
    fn behind<'t>(&'t self, mut type_: &'t Type) -> Option<&'t TypeParts> {
        for _ in 0..LONGEST_CHAIN {
            let Type::Full(parts) = type_ else { return None };
            let Some(id) = parts.schema() else {
                return Some(parts);
            };
            type_ = self.components.list.get(id)?.type_.as_ref()?;
        }
        None
    }
}

impl<'t> standing::Types for &'t Types<'_> {
    type Type = &'t Type;

    fn step(&self, type_: &'t Type) -> Step<&'t Type> {
        if let Type::Bare(name) = type_ {
            return if name == "any" { Step::Any } else { Step::Text };
        }
        // A type without an end counts as one with parts.
        let Some(parts) = self.behind(type_) else { return Step::Map(type_) };
        if let Some(item) = &parts.list {
            return Step::List(item);
        }
        if let Some(items) = &parts.tuple {
            return Step::Tuple(items.iter().collect());
        }
        if let Some(fields) = &parts.fields {
            let sent = fields.values().filter(|field| !field.read_only);
            let sent = sent.map(|field| &field.type_);
            return Step::Object(sent.chain(parts.rest.as_deref()).collect());
        }
        if let Some(value) = &parts.map {
            return Step::Map(value);
        }
        match (parts.union.as_deref(), parts.expression()) {
            (Some(UnionCases::Untagged(cases)), _) => Step::OneOf(cases.iter().collect()),
            (Some(UnionCases::Tagged(cases)), _) => Step::OneOf(cases.values().collect()),
            (None, Some("any")) => Step::Any,
            (None, Some("binary")) => Step::Bytes,
            (None, _) => Step::Text,
        }
    }

    fn is_nullable(&self, type_: &'t Type) -> bool {
        matches!(type_, Type::Full(parts) if parts.nullable)
    }

    fn identity(&self, type_: &'t Type) -> Option<usize> {
        type_.schema()
    }
}
