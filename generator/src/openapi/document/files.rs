//! Resolves references to other files: the files become part of the document, so that the later stages have a single
//! tree.
//!
//! A document is not trusted. It can refer only to files in its own folder, after symbolic links are followed. Absolute
//! paths, paths out of the folder and URLs are refused, and nothing is ever fetched. A reference that cannot be
//! followed stays as it is, and the part of the document that has it is lost.

mod references;

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use super::{Node, SIZE, Tree, text, tree};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources};

/// The key under which the files are added to the document.
pub const KEY: &str = "x-clientwright-files";

/// The maximum number of files of a document.
const FILES: usize = 2_000;

/// A file that the document refers to.
#[derive(Debug, Clone)]
pub struct File {
    /// The JSON pointer to it.
    pub pointer: String,
    pub source: SourceId,
}

/// The files of a document, and the references that cannot be followed.
#[derive(Debug, Clone, Default)]
pub struct Files {
    pub list: Vec<File>,
    /// The reasons why references cannot be followed, by the references' text.
    pub refused: HashMap<String, String>,
}

/// Returns whether a document may refer to other files. Most do not, and stay as they were read.
pub(super) fn is_of_several(tree: &Tree) -> bool {
    let other = |target: Node<'_>| target.as_str().is_some_and(|target| !target.starts_with('#'));
    let of_mapping =
        |target: Node<'_>| other(target) && target.as_str().is_some_and(references::is_reference);
    let mut open = vec![tree.root()];
    while let Some(node) = open.pop() {
        open.extend(node.as_array().into_iter().flatten());
        for (key, member) in node.as_object().into_iter().flatten() {
            let found = match key {
                "$ref" => other(member),
                "mapping" => member.as_object().into_iter().flatten().any(|(_, to)| of_mapping(to)),
                _ => false,
            };
            if found {
                return true;
            }
            open.push(member);
        }
    }
    false
}

/// Adds the files that a document refers to. `path` is the document's own.
pub(super) fn gather(
    path: &Path,
    shown: &str,
    document: &mut Value,
    sources: &mut Sources,
) -> Files {
    let mut gathering = Gathering::new(path, shown, sources);
    gathering.rewrite(document, &Home { folder: String::new(), pointer: String::new() });
    let mut values = Map::new();
    // The files that a file refers to come after it.
    while let Some((name, mut value)) = gathering.open.pop() {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let pointer = format!("/{KEY}/{}", escaped(&name));
        gathering.rewrite(&mut value, &Home { folder, pointer });
        values.insert(name, value);
    }
    let files = gathering.files;
    if !files.list.is_empty()
        && let Some(document) = document.as_object_mut()
    {
        document.insert(KEY.to_owned(), Value::Object(values));
    }
    files
}

/// The file whose references are resolved.
struct Home {
    /// Its folder, relative to that of the document.
    folder: String,
    pointer: String,
}

struct Gathering<'s> {
    /// The paths of the document's folder and of the document, without symbolic links; `None` for a pipe.
    root: Option<(PathBuf, PathBuf)>,
    /// The folder as messages show it, with a slash at its end.
    shown: String,
    sources: &'s mut Sources,
    files: Files,
    /// The name of each file, or why it cannot be read, by its path relative to the document's folder.
    known: HashMap<String, Result<String, String>>,
    /// The files whose own references are not resolved yet.
    open: Vec<(String, Value)>,
    size: usize,
}

impl<'s> Gathering<'s> {
    fn new(path: &Path, shown: &str, sources: &'s mut Sources) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let root = path
            .is_file()
            .then(|| {
                let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
                Some((folder, fs::canonicalize(path).ok()?))
            })
            .flatten();
        let shown =
            shown.rsplit_once(['/', '\\']).map_or(String::new(), |(shown, _)| format!("{shown}/"));
        Self {
            root,
            shown,
            sources,
            files: Files::default(),
            known: HashMap::new(),
            open: Vec::new(),
            size: 0,
        }
    }

    /// Rewrites every reference of a file to a place in the document.
    fn rewrite(&mut self, value: &mut Value, home: &Home) {
        references::each(value, &mut |reference| {
            if let Some(local) = reference.strip_prefix('#') {
                if !home.pointer.is_empty() && (local.is_empty() || local.starts_with('/')) {
                    *reference = format!("#{}{local}", encoded(&home.pointer));
                }
                return;
            }
            match self.target(reference, home) {
                Ok(target) => *reference = target,
                Err(reason) => {
                    if !is_elsewhere(reference) && !home.folder.is_empty() {
                        *reference = format!("{}/{reference}", home.folder);
                    }
                    self.files.refused.insert(reference.clone(), reason);
                }
            }
        });
    }

    /// Returns the place in the document to which a reference to a file leads.
    fn target(&mut self, reference: &str, home: &Home) -> Result<String, String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if is_elsewhere(path) {
            return Err("refers to a URL or an absolute path, and neither is ever read; bundle the document into one file first".to_owned());
        }
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return Err("refers to an anchor; write a JSON pointer such as `#/components/schemas/Name` instead".to_owned());
        }
        let path = percent_decoded(path).ok_or("has a file name that is not UTF-8")?;
        let written = if home.folder.is_empty() { path } else { format!("{}/{path}", home.folder) };
        let name = if let Some(known) = self.known.get(&written) {
            known.clone()
        } else {
            let read = self.read(&written);
            self.known.insert(written, read.clone());
            read
        }?;
        if name.is_empty() {
            return Ok(format!("#{fragment}"));
        }
        Ok(format!("#{}{fragment}", encoded(&format!("/{KEY}/{}", escaped(&name)))))
    }

    /// Reads a file and returns its path relative to the document's folder; that of the document itself is empty.
    fn read(&mut self, written: &str) -> Result<String, String> {
        const OUTSIDE: &str = "refers to a file outside of the document's folder; bundle the document into one file first";
        let Some((folder, document)) = &self.root else {
            return Err(
                "refers to a file, but the document was not read from a folder; bundle it into one file first"
                    .to_owned(),
            );
        };
        let path = Path::new(written);
        let is_within = |part: Component<'_>| {
            matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir)
        };
        if written.contains('\0') || !path.components().all(is_within) {
            return Err(OUTSIDE.to_owned());
        }
        // Links are resolved first, so that the real path is compared.
        let whole = fs::canonicalize(folder.join(path)).map_err(|_| {
            // The message must not tell whether a file outside exists.
            if leaves(path) { OUTSIDE } else { "refers to a file that does not exist" }.to_owned()
        })?;
        if whole == *document {
            return Ok(String::new());
        }
        let within = whole.strip_prefix(folder).map_err(|_| OUTSIDE.to_owned())?;
        let name = within
            .to_str()
            .ok_or_else(|| "refers to a file whose name is not UTF-8".to_owned())?
            .replace('\\', "/");
        let pointer = format!("/{KEY}/{}", escaped(&name));
        if self.files.list.iter().any(|file| file.pointer == pointer) {
            return Ok(name);
        }
        if !whole.is_file() {
            return Err("refers to a folder or a device, not to a file".to_owned());
        }
        if self.files.list.len() >= FILES {
            return Err(format!("refers to another file, and a document can have at most {FILES}"));
        }
        let shown = format!("{}{name}", self.shown);
        let text = text::read(&whole, &shown).map_err(|error| unreadable(&error, self.sources))?;
        self.size += text.len();
        if self.size > SIZE {
            let most = SIZE / 1024 / 1024;
            return Err(format!(
                "refers to another file, and the files of a document can have at most {most} MiB together"
            ));
        }
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let source = self.sources.add(shown.clone(), text);
        let tree = tree(&self.sources.get(source).text, &shown, source)
            .map_err(|error| unreadable(&error, self.sources))?;
        self.files.list.push(File { pointer, source });
        self.open.push((name.clone(), tree.root().to_value()));
        Ok(name)
    }
}

/// Returns the reason why a file cannot be read, on one line.
fn unreadable(error: &Diagnostic, sources: &Sources) -> String {
    let place = error.span.map(|span| {
        let source = sources.get(span.source);
        let place = source.position(span.start);
        format!(" ({}:{}:{})", source.path, place.line, place.column)
    });
    format!("refers to a file that cannot be read: {}{}", error.message, place.unwrap_or_default())
}

/// Returns whether a reference is a URL or an absolute path, of any operating system.
fn is_elsewhere(reference: &str) -> bool {
    let scheme = reference.split(['/', '?', '#']).next().unwrap_or_default();
    reference.starts_with(['/', '\\']) || scheme.contains(':')
}

/// Returns whether the text of a path leads out of its folder.
fn leaves(path: &Path) -> bool {
    let mut depth = 0_usize;
    for part in path.components() {
        match part {
            Component::ParentDir => match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => return true,
            },
            Component::Normal(_) => depth += 1,
            _ => {}
        }
    }
    false
}

/// Returns a key as a segment of a JSON pointer (RFC 6901, section 3).
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns a pointer with percent-encoding, as a fragment has it.
fn encoded(pointer: &str) -> String {
    pointer.replace('%', "%25")
}

/// Returns the decoded path of a URI; `None` if it is not UTF-8.
fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let escape = match tail {
            [high, low, ..] if *first == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        let byte = escape.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests;
