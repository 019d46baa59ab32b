//! The header of a generated file: the spec that the file comes from, and the command that writes it again.
//!
//! Both are seen from the folder of the crate around the output, so that the same spec gives the same text on every
//! machine and from every folder.

use std::path::Path;

use crate::paths::{last, nearby};

/// The origin of generated files.
pub(crate) struct Provenance {
    /// The folder of specs, or the document.
    pub(crate) origin: String,
    /// The command that writes the files again, called from the folder of the crate.
    pub(crate) command: String,
}

/// Returns a path as seen from the folder of the crate; without a crate, or far away from it, its last part.
pub(crate) fn seen_from(base: Option<&Path>, path: &Path) -> String {
    let path = base.and_then(|base| nearby(base, path)).unwrap_or_else(|| last(path));
    // The path stands in a comment, which ends with its line.
    path.chars().filter(|c| !c.is_control()).collect()
}

/// Returns an argument quoted for a shell.
pub(crate) fn argument(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if !text.is_empty() && text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_a_shell_would_take_them_apart() {
        assert_eq!(argument("spec/acme"), "spec/acme");
        assert_eq!(argument("a b"), "'a b'");
        assert_eq!(argument("it's"), "'it'\\''s'");
        assert_eq!(argument(""), "''");
    }
}
