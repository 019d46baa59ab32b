//! Any bytes as a document: read, imported, checked, lowered, emitted. Nothing may panic or run long, and what was
//! imported passes the check.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use clientwright::Generator;
use libfuzzer_sys::fuzz_target;

fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder for the document").keep())
}

fuzz_target!(|bytes: &[u8]| {
    let path = folder().join("acme.yaml");
    fs::write(&path, bytes).expect("the folder is ours");
    let result = Generator::openapi(&path).out_dir(folder().join("out")).check();
    if let Err(error) = result {
        let message = error.to_string();
        assert!(!message.contains("the spec made of the document"), "{message}");
    }
});
