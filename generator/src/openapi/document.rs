//! Reading an `OpenAPI` document, JSON or YAML, to one kind of value.
//!
//! Nothing is known here of what a document says, save for the version of the format. JSON is read
//! by `serde_json`, straight into a [`Tree`], since documents of ten megabytes are common and every millisecond of theirs is
//! waited for; YAML from the parser's events, which give positions, aliases and depth at once.

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

/// How many bytes a document may have.
const SIZE: usize = 100 * 1024 * 1024;

/// How deep lists and mappings may stand within each other. Real documents stay below sixty. The
/// stages that follow go down by recursion, and this bounds theirs as well.
const DEPTH: usize = 256;

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// The whole of it, each object in the order in which it is written. Of a key that stands twice
    /// in an object the last value counts.
    pub tree: Tree,
    /// Which version of the format it is in.
    pub version: Version,
    /// Other files of it, which stand in the value as well.
    pub files: Files,
    #[cfg(feature = "example-tests")]
    whole: OnceLock<Value>,
}

impl Document {
    /// Returns the same as a value, for what works on those. It is large, and made when it is first asked for.
    #[cfg(feature = "example-tests")]
    pub fn whole(&self) -> &Value {
        self.whole.get_or_init(|| self.tree.root().to_value())
    }
}

/// A version of the format, as far as there is a difference in what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.0.x, whose schemas are a dialect of their own.
    V30,
    /// 3.1.x, whose schemas are those of JSON Schema 2020-12. 3.2 is read as this: it takes nothing
    /// back, and what it adds is not known.
    V31,
}

/// Reads a file. `shown` is how messages name it. Its text is added to the sources, even where it
/// has an error.
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

/// Returns the same of a text that is already there, and so in no folder with other files.
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
        // YAML may begin with a brace as well.
        Err(error) if named_yaml => {
            yaml::value(text, source).map(|value| Tree::from(&value)).map_err(|_| error)
        }
        read => read,
    }
}

/// Returns whether a text is meant as JSON: no block of YAML begins with a brace or bracket.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Returns the error about too much depth.
fn too_deep(source: SourceId, at: usize) -> Box<Diagnostic> {
    let message = format!("lists and objects stand more than {DEPTH} deep within each other");
    Box::new(
        Diagnostic::error("too-deep", message)
            .at(Span::new(source, at, at + 1))
            .label("one too many opens here")
            .help("move inner schemas to `components` and refer to them by `$ref`"),
    )
}

fn one(error: Diagnostic) -> Diagnostics {
    Diagnostics::from_iter([error])
}

#[cfg(test)]
mod tests;
