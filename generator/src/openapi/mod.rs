//! `OpenAPI` documents: reads them, converts them to specs, and reports the findings.

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

/// The options of an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The name of the API's folder and module: `acme`.
    pub folder: String,
    /// Prefixes of paths (`/zones`) and tags, of which an operation must match one; if empty, all are imported.
    pub only: Vec<String>,
    /// Placeholders of paths that are set once on the client: `account_id`.
    pub client_params: Vec<String>,
    /// The types of string formats.
    pub formats: Named<String>,
    /// The JSON pointers of schemas with overrides, which must not be merged with equal ones.
    pub overridden: BTreeSet<String>,
    /// Whether the examples of the document are wanted.
    pub examples: bool,
}

/// A document as a spec.
#[derive(Debug, Clone)]
pub struct Imported {
    pub api: spec::Api,
    pub findings: Findings,
    /// The examples of the document, if they are wanted.
    pub examples: Vec<Example>,
    origins: import::Origins,
    /// The operations that use each type with a finding.
    users: HashMap<usize, Vec<usize>>,
}

impl Imported {
    /// Returns the places in the API of what the schemas and operations at these JSON pointers became: the path of the
    /// file, and the keys that lead there.
    pub fn places(&self) -> Vec<(String, Vec<String>, Vec<String>)> {
        let places = |(origin, pointer): &(import::Origin, String)| {
            (pointer.clone(), origin.path.clone(), origin.way.clone())
        };
        self.origins.0.iter().map(places).collect()
    }
}

/// Imports a document. Parts that cannot be expressed are left out and reported; the only errors are about options that
/// do not match the document. The recursion is as deep as the document ([`deep`](crate::stack::deep)).
pub fn import(document: &Document, options: &Options) -> Result<Imported, Diagnostics> {
    import::import(document, options)
}
