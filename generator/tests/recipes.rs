//! The paths that the guides name exist, so that a recipe or a decision about a file that was moved fails here.

use std::fs;
use std::path::Path;

/// The folders from which a guide names a path: the repository, and the sources of either crate.
const FOLDERS: [&str; 3] = ["", "generator/src", "runtime/src"];

/// Returns the code spans that are paths of sources: those that end like a source, and those that begin with a folder.
fn paths<'t>(text: &'t str, top: &Path) -> Vec<&'t str> {
    let spans = text.split('`').skip(1).step_by(2);
    let is_path = |span: &&str| {
        let of_a_folder = |first: &str| {
            !first.is_empty() && FOLDERS.iter().any(|folder| top.join(folder).join(first).is_dir())
        };
        !span.contains(char::is_whitespace)
            && (Path::new(span).extension().is_some_and(|ending| ending == "rs")
                || span.split_once('/').is_some_and(|(first, _)| of_a_folder(first)))
    };
    spans.filter(is_path).collect()
}

/// Returns whether a path leads to a file, a folder or, without its ending, a module.
fn exists(path: &str, top: &Path) -> bool {
    FOLDERS.iter().any(|folder| {
        let path = top.join(folder).join(path);
        path.exists() || path.with_extension("rs").exists()
    })
}

#[test]
fn every_path_that_a_guide_names_exists() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for guide in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/decisions.md"] {
        // A published package stands alone.
        let Ok(text) = fs::read_to_string(top.join(guide)) else { return };
        let paths = paths(&text, &top);
        assert!(!paths.is_empty(), "{guide}");
        let missing: Vec<_> = paths.iter().filter(|path| !exists(path, &top)).collect();
        assert!(missing.is_empty(), "{guide} names what is not there: {missing:?}");
    }
}

#[test]
fn the_map_stays_a_map() {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md");
    let Ok(text) = fs::read_to_string(map) else { return };
    assert!(
        text.len() <= 12 * 1024,
        "{} bytes; move what was weighed to docs/decisions.md",
        text.len()
    );
}
