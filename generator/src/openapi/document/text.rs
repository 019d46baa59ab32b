//! Reads the text of a file, and refuses what cannot be a document.

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
            Diagnostic::error("unreadable", format!("cannot read the document: {error}"))
                .at_path(shown),
        )
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    // A pipe such as that of a shell's `<(curl ..)` is accepted, although it may never end.
    if metadata.is_dir() {
        let error = Diagnostic::error("unreadable", "this is a folder, not a document");
        return Err(Box::new(error.at_path(shown).help("name the document's file")));
    }
    // One byte more shows the end of the file without growing the buffer.
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    let mut bytes = Vec::with_capacity(length.min(SIZE) + 1);
    // The limit is checked while reading, since a file can grow in between.
    fs::File::open(path)
        .and_then(|file| file.take(SIZE as u64 + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() > SIZE {
        return Err(Box::new(too_large(shown)));
    }
    String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(&error, shown)))
}

pub(super) fn too_large(shown: &str) -> Diagnostic {
    let message = format!("the document is larger than {} MiB, the maximum", SIZE / 1024 / 1024);
    Diagnostic::error("too-large", message).at_path(shown).help(
        "remove parts that are not needed, such as large examples, or divide it into several documents",
    )
}

/// Returns the error about bytes that are not UTF-8. The message names the place, since the text cannot be shown.
fn not_utf8(error: &std::string::FromUtf8Error, shown: &str) -> Diagnostic {
    let bytes = error.as_bytes();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Diagnostic::error("not-utf8", "the document is UTF-16, not UTF-8")
            .at_path(shown)
            .help("save it as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`");
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
        "the document is not UTF-8: byte {byte}, at line {}, column {}, is invalid",
        place.line, place.column
    );
    Diagnostic::error("not-utf8", message).at_path(shown).help("save it as UTF-8")
}

/// Fails for a text that can be neither JSON nor YAML.
pub(super) fn check(text: &str, source: SourceId) -> Result<(), Box<Diagnostic>> {
    let error = |code, message: &str, at: usize, help: &str| {
        let span = Span::new(source, at, at + 1);
        Err(Box::new(Diagnostic::error(code, message).at(span).help(help)))
    };
    if let Some(at) = text.find('\0') {
        let help = "save it as UTF-8 text; in a JSON string, write the character as `\\u0000`";
        return error("nul-byte", "the document contains a NUL byte", at, help);
    }
    let start = text.trim_start();
    if start.is_empty() {
        let help = "check that the file was fetched completely";
        return error("empty-document", "the document is empty", 0, help);
    }
    if start.starts_with('<') {
        let at = text.len() - start.len();
        let help = "fetch the document itself, not the page that shows it; on a code host, use the link to the raw file";
        return error("not-openapi", "this is HTML or XML, not JSON or YAML", at, help);
    }
    Ok(())
}
