//! What the guides name is there: a recipe that leads to a file which has moved fails here.

use std::fs;
use std::path::Path;

/// Paths in code spans that begin with a folder of the repository.
fn paths(text: &str) -> Vec<&str> {
    let spans = text.split('`').skip(1).step_by(2);
    let folders = ["generator/", "runtime/", "tests/", "benches/", "fuzz/", "spec/", "docs/"];
    spans
        .filter(|span| folders.iter().any(|folder| span.starts_with(folder)) && !span.contains(' '))
        .collect()
}

#[test]
fn every_path_that_a_guide_names_exists() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for guide in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        // A published package stands alone.
        let Ok(text) = fs::read_to_string(top.join(guide)) else { return };
        let paths = paths(&text);
        assert!(!paths.is_empty(), "{guide}");
        let missing: Vec<_> = paths.iter().filter(|path| !top.join(path).exists()).collect();
        assert!(missing.is_empty(), "{guide}: {missing:?}");
    }
}

#[test]
fn the_map_stays_a_map() {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md");
    let Ok(text) = fs::read_to_string(map) else { return };
    assert!(
        text.len() <= 12 * 1024,
        "{} bytes; what was weighed belongs into docs/decisions.md",
        text.len()
    );
}
