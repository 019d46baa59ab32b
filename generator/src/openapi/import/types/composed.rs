//! Schemas that are merged where they are used.
//!
//! What `allOf` and its like put together has no name of its own, and is written out. Where it leads back to itself, or is
//! reached by a second way, it becomes a type after all: it would never end otherwise, or double with every step.

use crate::openapi::document::Node;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::Types;
use crate::openapi::import::types::{Component, is_structure};
use crate::spec::model::{Type, TypeName, TypeParts};

/// How many types may stand in one that is written out in more than one place.
const LARGEST: usize = 64;

/// The places of schemas that hold together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Places {
    One(u32),
    Several(Box<[u32]>),
}

/// What has become of schemas that stand at one place.
#[derive(Debug)]
pub(super) enum Merged {
    /// It is being converted; the type that it became where it refers to itself.
    Open(Option<usize>),
    Done {
        type_: Type,
        id: Option<usize>,
        /// Which of the findings it gave.
        found: std::ops::Range<usize>,
    },
}

impl<'d> Types<'d> {
    /// The type of schemas that hold together, of which the first gives the place.
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

    /// A type by its name. `open` is what it is made of, where it is still being converted.
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

    /// Gives a type what it was converted to: never a name that leads back to it, which is no type at all.
    pub(super) fn complete(&mut self, id: usize, type_: Type, at: &At<'d>) {
        let mut next = type_.schema();
        while let Some(other) = next.filter(|other| *other != id) {
            next = self.components.list[other].type_.as_ref().and_then(Type::schema);
        }
        let type_ = if next == Some(id) {
            self.reader.loss(
                at,
                "ref-circle",
                "the schema is only a name for itself; its values are taken as any JSON",
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

/// Whether a schema is put together of others.
pub(super) fn is_composed(value: Node<'_>) -> bool {
    value.as_object().is_some_and(|object| {
        ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|word| object.contains_key(word))
    })
}

/// Whether a type is written out wherever it is used: it has no fields or cases of its own, and is small.
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
