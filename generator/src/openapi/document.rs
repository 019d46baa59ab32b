//! Reads an `OpenAPI` document, JSON or YAML, into a [`Tree`].
//!
//! This stage knows only the version of a document, not its content. JSON is read by `serde_json` straight into the
//! tree, since documents of ten megabytes are common and every millisecond counts. YAML is read from the parser's
//! events, which give positions, aliases and depth in one pass.

mod files;
mod json;
mod text;
mod tree;
mod version;
mod yaml;

use std::path::Path;

#[cfg(feature = "example-tests")]
use std::sync::OnceLock;

#[cfg(feature = "example-tests")]
use serde_json::Value;

pub use files::{Files, KEY as FILES};
pub use tree::{List, Node, Object, Tree};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};

/// The maximum size of a document in bytes.
const SIZE: usize = 100 * 1024 * 1024;

/// The maximum depth of nested lists and objects. Real documents stay below sixty. The later stages are recursive, so
/// this bounds their depth too.
const DEPTH: usize = 256;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// The content, with the members of each object in their order. If an object has a key twice, the last value
    /// counts.
    pub tree: Tree,
    /// The version of `OpenAPI`.
    pub version: Version,
    /// The other files of the document, whose content is part of the tree.
    pub files: Files,
    #[cfg(feature = "example-tests")]
    whole: OnceLock<Value>,
}

impl Document {
    /// Returns the document as a value of `serde_json`. It is large, and made on first use.
    #[cfg(feature = "example-tests")]
    pub fn whole(&self) -> &Value {
        self.whole.get_or_init(|| self.tree.root().to_value())
    }
}

/// A version of `OpenAPI`, as far as the later stages distinguish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.0.x, whose schemas are a dialect of their own.
    V30,
    /// 3.1.x, whose schemas are those of JSON Schema 2020-12. 3.2 is read as 3.1, which is still valid in it; its
    /// additions are ignored.
    V31,
}

/// Reads a file, whose path is `shown` in messages. Its text is added to the sources even if it has an error.
pub fn read(path: &Path, shown: &str, sources: &mut Sources) -> Result<Document, Diagnostics> {
    let text = text::read(path, shown).map_err(|error| one(*error))?;
    let mut document = parse(text, shown, sources)?;
    if files::is_of_several(&document.tree) {
        let mut value = document.tree.root().to_value();
        document.files = files::gather(path, shown, &mut value, sources);
        document.tree = Tree::from(&value);
    }
    Ok(document)
}

/// Reads a document from a text, which cannot refer to other files.
pub fn parse(text: String, shown: &str, sources: &mut Sources) -> Result<Document, Diagnostics> {
    if text.len() > SIZE {
        return Err(one(text::too_large(shown)));
    }
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let source = sources.add(shown, text);
    let text = &sources.get(source).text;
    tree(text, shown, source)
        .and_then(|tree| {
            let version = version::of(tree.root(), text, source)?;
            Ok(Document {
                source,
                tree,
                version,
                files: Files::default(),
                #[cfg(feature = "example-tests")]
                whole: OnceLock::new(),
            })
        })
        .map_err(|error| one(*error))
}

fn tree(text: &str, shown: &str, source: SourceId) -> Result<Tree, Box<Diagnostic>> {
    text::check(text, source)?;
    if !looks_like_json(text) {
        return yaml::value(text, source).map(|value| Tree::from(&value));
    }
    let named_yaml = Path::new(shown).extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    });
    match json::tree(text, source) {
        // A YAML document may begin with a brace as well.
        Err(error) if named_yaml => {
            yaml::value(text, source).map(|value| Tree::from(&value)).map_err(|_| error)
        }
        read => read,
    }
}

/// Returns whether a text is probably JSON: a block of YAML never begins with a brace or bracket.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Returns the error about too many levels.
fn too_deep(source: SourceId, at: usize) -> Box<Diagnostic> {
    let message = format!("lists and objects are nested more than {DEPTH} levels deep");
    Box::new(
        Diagnostic::error("too-deep", message)
            .at(Span::new(source, at, at + 1))
            .label("this level is one too many")
            .help("move inner schemas to `components` and refer to them by `$ref`"),
    )
}

fn one(error: Diagnostic) -> Diagnostics {
    Diagnostics::from_iter([error])
}

#[cfg(test)]
mod tests;
