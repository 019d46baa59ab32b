//! Schemas that are merged where they are used.
//!
//! The result of `allOf` and the like has no name of its own, and is written out. If it refers back to itself, or is
//! reached in a second way, it becomes a type all the same: otherwise it would never end, or double with every step.

use crate::openapi::document::Node;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::Types;
use crate::openapi::import::types::{Component, is_structure};
use crate::spec::model::{Type, TypeName, TypeParts};

/// The maximum number of types within a type that is written out in more than one place.
const LARGEST: usize = 64;

/// The places of schemas that apply together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Places {
    One(u32),
    Several(Box<[u32]>),
}

/// The result of merging the schemas at one place.
#[derive(Debug)]
pub(super) enum Merged {
    /// They are being converted; the type that they became if they refer to themselves.
    Open(Option<usize>),
    Done {
        type_: Type,
        id: Option<usize>,
        /// The findings that it gave.
        found: std::ops::Range<usize>,
    },
}

impl<'d> Types<'d> {
    /// Returns the type of schemas that apply together, at the place of the first.
    pub(super) fn merged(&mut self, all: &[At<'d>]) -> Type {
        let key = match all {
            [one] => Places::One(one.place()),
            _ => Places::Several(all.iter().map(|at| at.place()).collect()),
        };
        match self.merged.get(&key) {
            None => {}
            Some(Merged::Open(Some(id))) => return self.by_name(*id, all),
            Some(Merged::Open(None)) => {
                let id = self.new_type(all, None);
                self.merged.insert(key, Merged::Open(Some(id)));
                return self.by_name(id, all);
            }
            Some(Merged::Done { type_, id, found }) => {
                let (type_, id, found) = (type_.clone(), *id, found.clone());
                self.reader.tell_again(found.clone());
                let Some(id) = id else {
                    if is_written_out(&type_) {
                        return type_;
                    }
                    let id = self.new_type(all, Some(type_.clone()));
                    self.merged.insert(key, Merged::Done { type_, id: Some(id), found });
                    return self.by_name(id, all);
                };
                return self.by_name(id, all);
            }
        }
        self.merged.insert(key.clone(), Merged::Open(None));
        let start = self.reader.found.len();
        let meaning = self.reader.meaning_of_all(all);
        let mut type_ = self.type_of_meaning(&meaning);
        let id = if let Some(Merged::Open(id)) = self.merged.get(&key) { *id } else { None };
        let whole = type_.clone();
        if let Some(id) = id {
            self.complete(id, type_, &meaning.at);
            type_ = self.by_name(id, all);
        }
        let found = start..self.reader.found.len();
        self.merged.insert(key, Merged::Done { type_: whole, id, found });
        type_
    }

    /// Returns a type by its name. `open` are the schemas that it is made from, if they are still being converted.
    pub(super) fn by_name(&mut self, id: usize, open: &[At<'d>]) -> Type {
        self.components.list[id].named = true;
        let nullable = match &self.components.list[id].type_ {
            Some(Type::Full(parts)) => parts.nullable,
            Some(Type::Bare(_)) => false,
            None => self.reader.meaning_of_all(open).takes_null(),
        };
        let type_ = Some(TypeName::Schema(id));
        Type::Full(Box::new(TypeParts { type_, nullable, ..TypeParts::default() }))
    }

    /// Sets the type to which a schema was converted, unless it is a name that leads back to the schema.
    pub(super) fn complete(&mut self, id: usize, type_: Type, at: &At<'d>) {
        let mut next = type_.schema();
        while let Some(other) = next.filter(|other| *other != id) {
            next = self.components.list[other].type_.as_ref().and_then(Type::schema);
        }
        let type_ = if next == Some(id) {
            self.reader.loss(
                at,
                "ref-circle",
                "the schema refers only to itself; it becomes any JSON",
            );
            self.untyped(at, "ref-circle")
        } else {
            type_
        };
        self.components.list[id].type_ = Some(type_);
    }

    fn new_type(&mut self, all: &[At<'d>], type_: Option<Type>) -> usize {
        let id = self.components.list.len();
        let pointer = all.first().map_or_else(String::new, |at| at.pointer());
        self.components.list.push(Component { pointer, type_, named: true });
        id
    }
}

/// Returns whether a schema is composed of others.
pub(super) fn is_composed(value: Node<'_>) -> bool {
    value.as_object().is_some_and(|object| {
        ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|word| object.contains_key(word))
    })
}

/// Returns whether a type is written out wherever it is used: it has no fields or cases of its own, and is small.
pub(super) fn is_written_out(type_: &Type) -> bool {
    fn count(type_: &Type, left: &mut usize) {
        let Some(rest) = left.checked_sub(1) else { return };
        *left = rest;
        if let Type::Full(parts) = type_ {
            for inner in parts.within() {
                count(inner, left);
            }
        }
    }
    let mut left = LARGEST;
    count(type_, &mut left);
    !is_structure(type_) && left > 0
}
