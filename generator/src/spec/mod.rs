//! Reading a folder of spec files into the model, with a place for everything that is read.
//!
//! A file passes through three sieves, and each reports all that it finds. The event pass knows
//! only YAML: syntax, duplicate keys, and what readers of YAML disagree about. The schema pass knows
//! the shape of the language: which keys there are, and what kind of value each takes. What has
//! passed both is decoded by serde, which is therefore never the one to explain a mistake.

mod decode;
mod events;
mod folder;
pub mod model;
mod node;
pub(crate) mod scalar;
mod schema;
mod shape;
mod shorthand;
mod suggest;
#[cfg(test)]
mod tests;
mod walk;
mod words;
mod write;

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources};
use model::{ApiFile, OverridesFile, ResourceFile};

#[cfg(feature = "openapi")]
pub use events::DEPTH as DEEPEST;
#[cfg(feature = "openapi")]
pub use folder::SIZE as LARGEST_FILE;
pub use node::Spans;
pub use schema::schema;
pub(crate) use suggest::nearest;
pub use walk::formats;
pub use write::write_overrides;
#[cfg(feature = "openapi")]
pub use write::{deepest, write};

/// The maximum number of errors that are shown for one file.
const SHOWN: usize = 50;

/// Everything under one spec folder.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// The APIs, in the order of their folders' names.
    pub apis: Vec<Api>,
}

/// One API: a folder with an `api.yaml`.
#[derive(Debug, Clone)]
pub struct Api {
    /// The folder's name, such as `cloudflare`.
    pub folder: String,
    /// What `api.yaml` says.
    pub file: Document<ApiFile>,
    /// Every other file, in the order of their paths.
    pub resources: Vec<Document<ResourceFile>>,
    /// Whether every file could be read; where one could not, names that are not known may be its.
    pub complete: bool,
}

/// One file: what it says, and where it says so.
#[derive(Debug, Clone)]
pub struct Document<T> {
    /// The file.
    pub source: SourceId,
    /// Its path within the API's folder, without the ending: `["stream", "keys"]`. Of `api.yaml` it
    /// is empty.
    pub path: Vec<String>,
    /// What it says.
    pub content: T,
    /// Where each of its keys and values stands.
    pub spans: Spans,
}

/// Reads the spec in a folder; `shown` is how messages name the folder.
///
/// Whatever is wrong is added to the diagnostics. A file with an error is left out of the answer,
/// and an API without a sound `api.yaml` as a whole, so an answer is complete only if no error was
/// added.
pub fn read(
    folder: &Path,
    shown: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Spec {
    let folders = folder::read(folder, shown, diagnostics);
    read_files(folders, sources, diagnostics)
}

/// Reads the spec of one API, which is this folder; its module is named `name`.
pub fn read_one(
    folder: &Path,
    shown: &str,
    name: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Spec {
    let found = folder::read_one(folder, shown, name, diagnostics);
    read_files(found.into_iter().collect(), sources, diagnostics)
}

/// Reads a file of overrides; `shown` is how messages name it.
pub fn read_overrides(
    path: &Path,
    shown: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document<OverridesFile>> {
    let file = folder::read_file(path, shown, diagnostics)?;
    read_file(file, schema::File::Overrides, sources, diagnostics)
}

/// Returns the same of a text.
pub fn overrides(
    text: String,
    shown: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document<OverridesFile>> {
    let file = folder::File { shown: shown.to_owned(), path: Vec::new(), text };
    read_file(file, schema::File::Overrides, sources, diagnostics)
}

fn read_files(
    folders: Vec<folder::Found>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Spec {
    let mut spec = Spec::default();
    let found_all = !diagnostics.has_errors();
    for found in folders {
        let before = diagnostics.len();
        let file =
            found.api.and_then(|file| read_file(file, schema::File::Api, sources, diagnostics));
        let resources: Vec<_> = found
            .resources
            .into_iter()
            .filter_map(|file| read_file(file, schema::File::Resource, sources, diagnostics))
            .collect();
        if let Some(file) = file {
            let complete = found_all && diagnostics.len() == before;
            spec.apis.push(Api { folder: found.folder, file, resources, complete });
        }
    }
    spec
}

/// Returns one file through the three sieves.
fn read_file<T: DeserializeOwned>(
    file: folder::File,
    kind: schema::File,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document<T>> {
    let source = sources.add(file.shown, file.text);
    let text = &sources.get(source).text;
    let mut found = Diagnostics::new();
    let root = events::read(text, source, &mut found);
    if let Some(root) = &root {
        shape::check(root, kind, &mut found);
    }
    let content = match &root {
        Some(root) if !found.has_errors() => {
            decode::decode(text, root, source).map_err(|error| found.push(*error)).ok()
        }
        _ => None,
    };
    diagnostics.extend(at_most(found, &sources.get(source).path));
    Some(Document { source, path: file.path, content: content?, spans: Spans::new(root.as_ref()?) })
}

/// Returns the first errors of a file, and the number of the others. More of them repeat the same mistake, or the file is
/// not a spec at all.
fn at_most(mut found: Diagnostics, shown: &str) -> Diagnostics {
    if found.len() <= SHOWN {
        return found;
    }
    found.sort();
    let message = format!("the file has {} errors; the first {SHOWN} are shown", found.len());
    let first = found.into_iter().take(SHOWN);
    first.chain([error_at_path("many-errors", shown, message)]).collect()
}

/// Returns an error about a file or folder as a whole.
fn error_at_path(code: &'static str, shown: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, message).at_path(shown)
}
