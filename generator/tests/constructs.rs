//! What is generated for each construct of the language: a small spec and its whole output, which
//! is compared, compiled without warnings, documented, and whose examples are compiled as well.
//!
//! A snapshot that differs is reviewed and accepted with `cargo insta review`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clientwright::Generator;
use common::write_new;

mod common;

/// A folder of this crate's tests; relative, since it is named in the output.
fn generator(spec: &str, doc_path: &str, out: &Path) -> Generator {
    Generator::new(format!("tests/{spec}/spec")).out_dir(out).doc_path(doc_path)
}

/// The whole output for a fixture, a folder of `tests/constructs`: each file behind its path.
fn output(name: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let generator =
        generator(&format!("constructs/{name}"), &format!("constructs::{name}"), out.path());
    let report = generator.generate().unwrap_or_else(|error| panic!("{error}"));
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    let mut text = String::new();
    let mut paths = report.written;
    paths.retain(|path| path != "rustfmt.toml");
    paths.sort();
    for path in paths {
        let file = fs::read_to_string(out.path().join(&path)).unwrap();
        write!(text, "==> {path}\n{file}\n").unwrap();
    }
    text
}

/// One test for each fixture.
macro_rules! constructs {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), output(stringify!($name)));
            }
        )*

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

constructs! {
    alias
    answer_schemas
    answers
    api_names
    auth_kinds
    bodies
    calls
    client_parameters
    constants
    containers
    cookies
    defaults
    deprecated
    enums
    envelope
    envelope_elsewhere
    extends
    failures
    field_names
    fields
    form_encodings
    formats
    formats_and_limits
    formats_as_text
    forms
    given_names
    header_parameters
    hostile_text
    integers
    keyword_names
    meeting_names
    method_names
    methods
    open_api
    open_objects
    overrides
    pages
    parameter_styles
    path_fragments
    prelude_names
    query_lists
    rate_limits
    read_and_write_only
    recursion
    resource_names
    resources
    response_headers
    runtime_names
    secrets
    server_variables
    servers
    several_answers
    shared_parameters
    siblings
    strings
    structured_parameters
    text
    tuples
    unions
    uploads
}

#[test]
fn every_fixture_has_a_test() {
    let entries =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs")).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, NAMES);
}

/// A crate that holds every output as a module, and a caller beside the two outputs between which a
/// spec has only grown.
///
/// It stays where it is, so that a second run compiles only what has changed.
fn consumer() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("constructs");
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut root = String::from("//! Every construct.\n\n#![deny(warnings, missing_docs)]\n");
    for name in NAMES {
        let out = folder.join("src").join(name);
        generator(&format!("constructs/{name}"), &format!("constructs::{name}"), &out)
            .generate()
            .unwrap();
        write!(root, "\n#[path = \"{name}/lib.rs\"]\npub mod {name};").unwrap();
    }
    for name in ["before", "after"] {
        let out = folder.join("src").join(name);
        generator(&format!("additive/{name}"), &format!("constructs::{name}"), &out)
            .generate()
            .unwrap();
        let caller = fs::read_to_string(crates.join("tests/additive/caller.rs")).unwrap();
        let caller = caller.replace("crate::client", &format!("crate::{name}"));
        write_new(&folder.join(format!("src/{name}_caller.rs")), &caller);
        write!(root, "\n#[path = \"{name}/lib.rs\"]\npub mod {name};\npub mod {name}_caller;")
            .unwrap();
    }
    common::consumer("constructs", &root)
}

#[test]
fn every_output_compiles_and_is_documented_without_a_warning_and_its_examples_compile() {
    common::judge(&consumer());
}
