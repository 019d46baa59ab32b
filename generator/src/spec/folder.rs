//! The files of a spec, and their texts.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::error_at_path;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Position, Source};

/// The maximum size of a file, in bytes. Files written by hand do not reach a thousandth of it; a file imported from a large
/// document may have a few megabytes.
pub const SIZE: u64 = 32 * 1024 * 1024;

/// The files of one API.
#[derive(Debug)]
pub(super) struct Found {
    /// The folder's name.
    pub(super) folder: String,
    /// `api.yaml`, if it could be read.
    pub(super) api: Option<File>,
    /// Every other file, in the order of their paths.
    pub(super) resources: Vec<File>,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct File {
    /// Its path as messages show it.
    pub(super) shown: String,
    /// Its path within the API's folder, without the ending; of `api.yaml` it is empty.
    pub(super) path: Vec<String>,
    /// Its text, without a byte order mark.
    pub(super) text: String,
}

/// Returns every spec file under a folder, in the order of their paths.
pub(super) fn read(folder: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Vec<Found> {
    let shown = shown.trim_end_matches(['/', '\\']).replace('\\', "/");
    let mut walk = Walk { diagnostics };
    let Some(entries) = walk.entries(folder, &shown) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        match entry.kind {
            EntryKind::Folder => found.extend(walk.api(&entry)),
            EntryKind::Yaml => walk.error(
                error_at_path(
                    "file-outside-api",
                    &entry.shown,
                    "a spec file must be in the folder of an API",
                )
                .help(format!("move it to a folder, such as `{shown}/example/{}`", entry.name)),
            ),
            EntryKind::Other => {}
        }
    }
    if found.is_empty() && !walk.diagnostics.has_errors() {
        walk.error(error_at_path("empty-spec", &shown, "this folder contains no API").help(
            format!(
                "create `{shown}/example/api.yaml`, with a name of your own instead of `example`"
            ),
        ));
    }
    found
}

/// Returns the spec files of one API, which is this folder. Its module is named `name`.
pub(super) fn read_one(
    folder: &Path,
    shown: &str,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    let entry = Entry {
        name: name.to_owned(),
        shown: shown.trim_end_matches(['/', '\\']).replace('\\', "/"),
        path: folder.to_path_buf(),
        kind: EntryKind::Folder,
    };
    Walk { diagnostics }.api(&entry)
}

/// Returns a file that does not belong to a folder of specs.
pub(super) fn read_file(path: &Path, shown: &str, diagnostics: &mut Diagnostics) -> Option<File> {
    let entry = Entry {
        name: String::new(),
        shown: shown.replace('\\', "/"),
        path: path.to_path_buf(),
        kind: EntryKind::Yaml,
    };
    Walk { diagnostics }.file(&entry, Vec::new())
}

struct Walk<'a> {
    diagnostics: &'a mut Diagnostics,
}

/// Something in a folder that can be part of a spec.
struct Entry {
    name: String,
    shown: String,
    path: std::path::PathBuf,
    kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq)]
enum EntryKind {
    Folder,
    Yaml,
    Other,
}

impl Walk<'_> {
    fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Returns the files of one API's folder.
    fn api(&mut self, folder: &Entry) -> Option<Found> {
        let named = self.check_name(&folder.name, &folder.shown, "folder");
        let mut found = Found { folder: folder.name.clone(), api: None, resources: Vec::new() };
        let entries = self.entries(&folder.path, &folder.shown)?;
        if !entries.iter().any(|entry| entry.kind == EntryKind::Yaml && entry.name == "api.yaml") {
            self.error(
                error_at_path(
                    "no-api-file",
                    &folder.shown,
                    "the folder of an API must contain an `api.yaml`",
                )
                .help(format!(
                    "create `{}/api.yaml` with the keys `clientwright: 1`, `api:` and `servers:`",
                    folder.shown
                )),
            );
        }
        self.resources(entries, &mut Vec::new(), &mut found);
        found.resources.sort_by(|left, right| left.path.cmp(&right.path));
        named.then_some(found)
    }

    fn resources(&mut self, entries: Vec<Entry>, way: &mut Vec<String>, found: &mut Found) {
        for entry in entries {
            match entry.kind {
                EntryKind::Folder => {
                    let Some(inner) = self.entries(&entry.path, &entry.shown) else {
                        continue;
                    };
                    let before = found.resources.len();
                    way.push(entry.name.clone());
                    self.resources(inner, way, found);
                    way.pop();
                    // A folder with nothing for us in it, such as one of notes, may have any name.
                    if found.resources.len() > before {
                        self.check_name(&entry.name, &entry.shown, "folder");
                    }
                }
                EntryKind::Yaml if way.is_empty() && entry.name == "api.yaml" => {
                    found.api = self.file(&entry, Vec::new());
                }
                EntryKind::Yaml => {
                    let stem = entry.name.strip_suffix(".yaml").unwrap_or(&entry.name);
                    if self.check_name(stem, &entry.shown, "file") {
                        let path = way.iter().cloned().chain([stem.to_owned()]).collect();
                        found.resources.extend(self.file(&entry, path));
                    }
                }
                EntryKind::Other => {}
            }
        }
    }

    /// Returns what stands in a folder, in the order of the names.
    fn entries(&mut self, folder: &Path, shown: &str) -> Option<Vec<Entry>> {
        let listed = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let listed = match listed {
            Ok(listed) => listed,
            Err(error) => {
                self.error(error_at_path(
                    "unreadable",
                    shown,
                    format!("the folder cannot be read: {error}"),
                ));
                return None;
            }
        };
        let mut entries: Vec<_> =
            listed.iter().filter_map(|entry| self.entry(entry, shown)).collect();
        entries.sort_by(|left, right| left.name.cmp(&right.name));
        Some(entries)
    }

    fn entry(&mut self, entry: &fs::DirEntry, folder: &str) -> Option<Entry> {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            return None;
        }
        let shown = format!("{folder}/{name}");
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                self.error(error_at_path(
                    "unreadable",
                    &shown,
                    format!("the entry cannot be read: {error}"),
                ));
                return None;
            }
        };
        // What a link points to can lie anywhere and change with the machine; one to a folder around it never ends.
        if kind.is_symlink() {
            self.error(
                error_at_path("symlink", &shown, "a spec must not contain symbolic links")
                    .help("replace the link with the file or folder itself"),
            );
            return None;
        }
        if kind.is_dir() {
            return Some(Entry { name, shown, path: entry.path(), kind: EntryKind::Folder });
        }
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let kind = match ending {
            _ if !["yaml", "yml"].contains(&&*ending.to_ascii_lowercase()) => EntryKind::Other,
            _ if !kind.is_file() => {
                let message = "it is not a regular file";
                self.error(error_at_path("unreadable", &shown, message));
                return None;
            }
            "yaml" => EntryKind::Yaml,
            _ => {
                let message = "the name of a spec file must end in `.yaml`";
                let help = format!("rename it to `{stem}.yaml`");
                self.error(error_at_path("file-ending", &shown, message).help(help));
                return None;
            }
        };
        Some(Entry { name, shown, path: entry.path(), kind })
    }

    /// Checks a name, which becomes a module and a method, so that only plain ones are allowed.
    fn check_name(&mut self, name: &str, shown: &str, what: &str) -> bool {
        let plain = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_'));
        if !plain {
            let diagnostic = error_at_path(
                "file-name",
                shown,
                format!("`{name}` cannot be the name of a {what}, which becomes a name in Rust"),
            );
            self.error(diagnostic.help(match plainer(name) {
                Some(better) => format!("rename it to `{better}`; a name starts with a letter and consists of `a-z`, `0-9` and `_`"),
                None => "a name starts with a letter and consists of `a-z`, `0-9` and `_`".to_owned(),
            }));
        }
        plain
    }

    fn file(&mut self, entry: &Entry, path: Vec<String>) -> Option<File> {
        let mut bytes = Vec::new();
        // The length is asked of what is read, since a file can grow in between.
        let read = fs::File::open(&entry.path)
            .and_then(|file| file.take(SIZE + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            self.error(error_at_path(
                "unreadable",
                &entry.shown,
                format!("the file cannot be read: {error}"),
            ));
            return None;
        }
        if bytes.len() as u64 > SIZE {
            self.error(
                error_at_path(
                    "too-large",
                    &entry.shown,
                    format!("a spec file must not be larger than {} MiB", SIZE / 1024 / 1024),
                )
                .help("split it into several resources"),
            );
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Some(File { shown: entry.shown.clone(), path, text })
            }
            Err(error) => {
                self.error(not_utf8(&error, &entry.shown));
                None
            }
        }
    }
}

/// Returns the error about bytes that are not UTF-8. The message names the place, since the text cannot be shown.
fn not_utf8(error: &std::string::FromUtf8Error, shown: &str) -> Diagnostic {
    let byte = error.utf8_error().valid_up_to();
    let sound = String::from_utf8_lossy(&error.as_bytes()[..byte]);
    let text = sound.strip_prefix('\u{feff}').unwrap_or(&sound).to_owned();
    let end = text.len();
    let Position { line, column } = Source { path: shown.to_owned(), text }.position(end);
    let message =
        format!("the file is not UTF-8: byte {byte}, at line {line}, column {column}, is invalid");
    error_at_path("not-utf8", shown, message).help("save it as UTF-8")
}

/// Returns the plain name that is nearest to this one.
fn plainer(name: &str) -> Option<String> {
    let mut better = String::new();
    let mut before = ' ';
    for character in name.chars() {
        if character.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit())
        {
            better.push('_');
        }
        before = character;
        match character.to_ascii_lowercase() {
            plain @ ('a'..='z' | '0'..='9') => better.push(plain),
            _ if better.is_empty() || better.ends_with('_') => {}
            _ => better.push('_'),
        }
    }
    let better = better.trim_end_matches('_');
    better.starts_with(|first: char| first.is_ascii_lowercase()).then(|| better.to_owned())
}
