//! `OpenAPI` documents: reading one, what it is in our spec language, and what there is to tell of it.

pub mod document;
pub mod examples;
pub mod findings;
mod import;
#[cfg(feature = "example-tests")]
pub mod judge;
pub mod locate;
mod repair;
pub mod report;
#[cfg(feature = "example-tests")]
pub mod requests;

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Diagnostics;
use crate::spec;
use crate::spec::model::Named;
use document::Document;
use examples::Example;
use findings::Findings;

/// What a user may say about an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The name of the API's folder and module: `acme`.
    pub folder: String,
    /// Beginnings of paths (`/zones`) and tags, of which an operation must have one; none: all are taken.
    pub only: Vec<String>,
    /// Placeholders of paths that are set once on the client: `account_id`.
    pub client_params: Vec<String>,
    /// What texts of a format become, by the format.
    pub formats: Named<String>,
    /// The JSON pointers of what is said more of, so that it stays apart from what says the same.
    pub overridden: BTreeSet<String>,
    /// Whether the examples of the document are wanted.
    pub examples: bool,
}

/// A document in our spec language.
#[derive(Debug, Clone)]
pub struct Imported {
    pub api: spec::Api,
    pub findings: Findings,
    /// What the document gives for examples, where that is wanted.
    pub examples: Vec<Example>,
    origins: import::Origins,
    /// The operations that use each type of which something was told.
    users: HashMap<usize, Vec<usize>>,
}

impl Imported {
    /// Returns where in the API stands what is made of the schemas and operations at these JSON pointers: the path of the
    /// file, and the way to it there.
    pub fn places(&self) -> Vec<(String, Vec<String>, Vec<String>)> {
        let places = |(origin, pointer): &(import::Origin, String)| {
            (pointer.clone(), origin.path.clone(), origin.way.clone())
        };
        self.origins.0.iter().map(places).collect()
    }
}

/// Imports a document. What cannot be expressed is left out and told; an error is only what the
/// options ask for and the document does not have. It goes down as deep as the document
/// ([`deep`](crate::stack::deep)).
pub fn import(document: &Document, options: &Options) -> Result<Imported, Diagnostics> {
    import::import(document, options)
}
