//! The third phase: finds equal types, and gives everything a name.

pub(super) mod calls;
pub(super) mod homes;
mod payloads;
pub(super) mod same_structures;

use std::collections::HashMap;

use crate::openapi::findings::Nodes;
use crate::openapi::import::read::Reader;
use crate::openapi::import::types::{Component, Types, any};
use crate::spec::model::Type;
use crate::words::formats::Formats;

/// A schema with a type of its own.
#[derive(Debug)]
pub(super) struct Schema {
    /// Its place; empty for a type that was written out in several places.
    pub(super) pointer: String,
    /// Whether a reference names it.
    named: bool,
}

/// All types, of which equal ones are one.
pub(super) struct Names<'d> {
    pub(super) reader: Reader<'d>,
    pub(super) formats: Formats,
    pub(super) schemas: Vec<Schema>,
    /// The types of the schemas, in the same order.
    pub(super) types: Vec<Type>,
    pub(super) nodes: Nodes,
    /// For each type, the one that stands for all equal ones.
    pub(super) same_as: Vec<usize>,
    /// For a type that was written out in several places: the way to the first of them, and the type that contains it.
    lifted: HashMap<usize, (Vec<String>, Option<usize>)>,
}

impl<'d> Names<'d> {
    /// Takes over the types, all of which are converted by now.
    pub(super) fn new(types: Types<'d>) -> Self {
        let Types { reader, formats, counted, components, .. } = types;
        let nodes = counted.sum();
        let converted = components.list.into_iter().map(|component| {
            let Component { pointer, type_, named } = component;
            (Schema { pointer, named }, type_.unwrap_or_else(any))
        });
        let (schemas, types) = converted.unzip();
        let mut names = Self {
            reader,
            formats,
            schemas,
            types,
            nodes,
            same_as: Vec::new(),
            lifted: HashMap::new(),
        };
        names.merge_components();
        names
    }
}
