//! From a file to text, and what is no text of a document at all.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::SIZE;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, SourceId, Span};

/// Returns the text of a file.
pub(super) fn read(path: &Path, shown: &str) -> Result<String, Box<Diagnostic>> {
    let unreadable = |error: std::io::Error| {
        Box::new(
            Diagnostic::error("unreadable", format!("the document cannot be read: {error}"))
                .at_path(shown),
        )
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    // A pipe or a device might never end or never begin; a shell's `<(curl ..)` is a pipe, and fine.
    if metadata.is_dir() {
        let error = Diagnostic::error("unreadable", "this is a folder, not a document");
        return Err(Box::new(error.at_path(shown).help("name the document's file")));
    }
    // One more, so that the end is seen without asking for more room.
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(length.min(SIZE) + 1);
    // The length is asked of what is read, since a file can grow in between.
    fs::File::open(path)
        .and_then(|file| file.take(SIZE as u64 + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() > SIZE {
        return Err(Box::new(too_large(shown)));
    }
    String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(&error, shown)))
}

pub(super) fn too_large(shown: &str) -> Diagnostic {
    let message = format!("a document has at most {} MiB", SIZE / 1024 / 1024);
    Diagnostic::error("too-large", message).at_path(shown).help(
        "remove what is not needed, such as large examples, or divide it into several documents",
    )
}

/// Returns the error about bytes that are no text. There is none to show, so the message says the place.
fn not_utf8(error: &std::string::FromUtf8Error, shown: &str) -> Diagnostic {
    let bytes = error.as_bytes();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Diagnostic::error("not-utf8", "the document is UTF-16, not UTF-8")
            .at_path(shown)
            .help("save it as UTF-8, for one by `iconv -f UTF-16 -t UTF-8`");
    }
    if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"PK") {
        return Diagnostic::error("not-utf8", "the document is compressed")
            .at_path(shown)
            .help("unpack it first");
    }
    let byte = error.utf8_error().valid_up_to();
    let sound = String::from_utf8_lossy(&bytes[..byte]).into_owned();
    let place = Source { path: shown.to_owned(), text: sound }.position(byte);
    let message = format!(
        "the document is not UTF-8: byte {byte}, at line {}, column {}, belongs to no character",
        place.line, place.column
    );
    Diagnostic::error("not-utf8", message).at_path(shown).help("save it as UTF-8")
}

/// Reports what is neither JSON nor YAML in any reading.
pub(super) fn check(text: &str, source: SourceId) -> Result<(), Box<Diagnostic>> {
    let error = |code, message: &str, at: usize, help: &str| {
        let span = Span::new(source, at, at + 1);
        Err(Box::new(Diagnostic::error(code, message).at(span).help(help)))
    };
    if let Some(at) = text.find('\0') {
        let help = "save it as UTF-8 text; in JSON the character is written `\\u0000`";
        return error("nul-byte", "there is a NUL byte in the document", at, help);
    }
    let start = text.trim_start();
    if start.is_empty() {
        let help = "check that the file was fetched whole";
        return error("empty-document", "the document is empty", 0, help);
    }
    if start.starts_with('<') {
        let at = text.len() - start.len();
        let help = "fetch the document itself, not the page that shows it; on a code host that is the raw file";
        return error("not-openapi", "this is HTML or XML, not JSON or YAML", at, help);
    }
    Ok(())
}
