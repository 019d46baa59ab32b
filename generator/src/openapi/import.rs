//! From an `OpenAPI` document to the model of the spec language.
//!
//! Nothing here stops at what it does not understand: an operation that cannot be expressed is left
//! out, and anything less is left out of the operation, each with its reason. What comes out passes
//! the check.

#![allow(
    clippy::unused_self,
    clippy::similar_names,
    reason = "the steps of an import are its methods, and its words are those of the documents: type, types, typed"
)]

mod calls;
mod names;
mod placing;
mod read;
mod trees;
mod types;

#[cfg(feature = "example-tests")]
use serde_json::Value;

use self::calls::{Calls, Converted};
use self::names::Names;
use self::names::homes::Placed;
pub(super) use self::placing::assemble::{Origin, Origins, What};
use self::read::Reader;
#[cfg(feature = "example-tests")]
pub(super) use self::read::media_types::preferred_media;
#[cfg(feature = "example-tests")]
pub(super) use self::read::pointer::decoded;
use self::types::Types;
use super::document::Document;
use super::{Imported, Options};
use crate::diagnostic::Diagnostics;

/// Imports a document. Each phase takes over what the one before it found out.
pub(super) fn import(document: &Document, options: &Options) -> Result<Imported, Diagnostics> {
    let mut reader = Reader::new(document, options);
    let drafts = reader.drafts();
    reader.refuse_what_matches_nothing(&drafts)?;
    let mut file = reader.head();
    reader.authorization(&drafts, &mut file.auth);

    let mut calls = Calls { types: Types::new(reader) };
    let Converted { mut endpoints, lists, client_params, common, payloads } =
        calls.convert(&drafts);
    file.client_params = client_params;

    let mut names = Names::new(calls.types);
    let called = names.names(&drafts, &lists);
    names.lift(&mut endpoints, &called);

    let placed =
        drafts.iter().zip(&called).zip(endpoints).map(|((draft, name), endpoint)| Placed {
            resource: name.resource.clone(),
            name: name.name.clone(),
            endpoint,
            operation: draft.index,
        });
    Ok(placing::place(names, file, placed.collect(), &called, common, payloads))
}

/// Returns what a reference within a document leads to.
#[cfg(feature = "example-tests")]
pub(super) fn target<'d>(document: &'d Document, reference: &str) -> Option<&'d Value> {
    let at = read::pointer::resolve(document.tree.root(), reference).ok()?;
    document.whole().pointer(&at.pointer())
}
