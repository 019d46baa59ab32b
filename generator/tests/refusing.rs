//! What the check refuses: a small spec for each message, and the message as a user sees it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clientwright::Generator;

/// What is said about a fixture, a folder of `tests/refusing`.
fn refused(name: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    // Relative to the crate, where tests run, so that messages name no machine's folders.
    let generator = Generator::new(format!("tests/refusing/{name}")).out_dir(out.path());
    match generator.check() {
        Ok(report) => panic!("the spec is taken: {report}"),
        Err(error) => error.to_string(),
    }
}

/// One test for each fixture.
macro_rules! refusals {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), refused(stringify!($name)));
            }
        )*

        #[test]
        fn every_fixture_has_a_test() {
            let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refusing")).unwrap();
            let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

refusals! {
    a_file_that_cannot_be_read
    a_mistake_in_a_part_is_told_once
    answer_in_envelope
    answer_nullable
    api_without_name
    binary_misplaced
    binary_with_type
    body_nullable
    body_of_get
    body_of_two_kinds
    body_wrapped_in_nothing
    client_parameter_described_again
    client_parameter_name
    collision_of_builder_methods
    collision_of_common_headers
    collision_of_credentials
    collision_of_enum_values
    collision_of_fields
    collision_of_inline_types
    collision_of_methods
    collision_of_parameters
    collision_of_providers
    collision_of_resources
    collision_of_server_variables
    collision_of_servers
    collision_of_statics
    collision_of_types
    collision_of_union_cases
    collision_on_the_client
    const_breaks_its_type
    const_misplaced
    const_of_no_kind
    const_with
    cookie_name
    duration
    encoding_misplaced
    endpoint_name
    enum_value
    envelope_data
    envelope_success_unknown
    envelope_type
    envelope_used_as_a_type
    envelope_way
    example_breaks_its_type
    example_of_a_definition
    extends_in_a_circle
    extends_no_object
    failure_status
    field_lists
    field_twice
    field_twice_with_a_question_mark
    field_type
    field_without_direction
    field_without_name
    file_with_an_example
    form_extends
    form_null
    form_without_fields
    formats
    forms
    header_name
    header_reserved
    header_twice
    integer_range
    limit_misplaced
    limit_wrong
    limits_of_the_client_contradicted
    limits_that_contradict
    long_chain_of_aliases
    long_chain_of_extends
    media_type
    media_type_misplaced
    member_limits
    multipart_with_a_name
    none_with_limits
    one_mistake_is_told_once
    pages_of_a_stream
    pages_of_what
    pages_way
    pages_without_next
    pages_without_parameter
    parameter_allow_sibling
    parameter_env
    parameter_structure
    parameter_style
    parameter_tuple
    parameter_twice
    parameter_type
    parameter_without_name
    path
    path_parameter_missing
    path_parameter_misspelt
    path_parameter_optional
    path_parameter_without_place
    path_placeholder_twice
    path_twice
    pattern_invalid
    permission_without_name
    rate_limit_each
    rate_limit_without_name
    response_headers
    response_of_head
    responses
    rest_misplaced
    retries_that_wait
    rust_code
    rust_misplaced
    rust_name
    scheme_name
    scheme_of_two_kinds
    scheme_unknown
    scheme_with_the_same_credential_twice
    scheme_without_kind
    secret_kind
    server_absent
    server_of_a_wrong_kind
    server_url
    server_variable_default
    server_variable_in_the_scheme
    server_variable_leads_elsewhere
    server_variable_name
    server_variable_of_two_kinds
    server_variable_unknown
    server_variable_unused
    server_variable_without_values
    several_errors_in_order
    text_kind
    tuple_example
    tuple_length
    type_built_in
    type_cyclic_alias
    type_endless
    type_endless_union
    type_endless_with_an_example
    type_expression
    type_format
    type_name
    type_nullable_by_name
    type_of_two_kinds
    type_twice
    type_unknown
    type_without_kind
    union_case_null
    union_case_twice
    union_tag_as_field
    union_tag_in_no_object
    union_tag_misplaced
    union_tag_without_values
    union_without_tag
    variable_name
    wrap_misplaced
}

/// Codes that the resolving and the check give to their errors, as its source has them.
fn codes() -> BTreeSet<String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = ["check", "resolve"].map(|stage| fs::read_dir(top.join(stage)).unwrap());
    let mut codes = BTreeSet::new();
    for path in folders.into_iter().flatten().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(path).unwrap();
        for (at, _) in text.match_indices(".error") {
            let Some((_, rest)) = text[at..].split_once('(') else { continue };
            let code = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            codes.extend(code.map(str::to_owned));
        }
    }
    codes
}

#[test]
fn every_code_has_a_fixture() {
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let files = fs::read_dir(snapshots).unwrap().map(|entry| entry.unwrap().path());
    let ours = files.filter(|path| path.to_str().unwrap().contains("refusing__"));
    let said: String = ours.map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut codes = codes();
    assert!(codes.len() > 50, "{codes:?}");
    codes.retain(|code| !said.contains(&format!("error[{code}]")));
    assert_eq!(codes, BTreeSet::new());
}

/// Every file of a folder with its text and the time of its last change.
fn state(folder: &Path) -> Vec<(PathBuf, String, SystemTime)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                files.push((path.clone(), fs::read_to_string(&path).unwrap(), changed));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_spec_with_an_error_leaves_the_output_as_it_was() {
    let (spec, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let api = "clientwright: 1\napi: Example\nservers: { default: https://api.example.com }\n";
    fs::create_dir(spec.path().join("example")).unwrap();
    fs::write(spec.path().join("example/api.yaml"), api).unwrap();
    fs::write(spec.path().join("example/things.yaml"), "types: { Thing: string }\n").unwrap();
    let generator = Generator::new(spec.path()).out_dir(out.path());
    generator.generate().unwrap();
    let before = state(out.path());
    assert_eq!(before.len(), 4, "{before:?}");

    fs::write(spec.path().join("example/things.yaml"), "types: { Thing: strnig }\n").unwrap();
    fs::write(spec.path().join("example/more.yaml"), "types: { More: string }\n").unwrap();
    let error = generator.generate().unwrap_err();
    assert!(error.is_spec(), "{error}");
    assert_eq!(state(out.path()), before);
}

#[test]
fn a_spec_with_an_error_makes_no_output_folder() {
    let out = tempfile::tempdir().unwrap();
    let absent = out.path().join("generated");
    let generator = Generator::new("tests/refusing/type_unknown").out_dir(&absent);
    assert!(generator.generate().unwrap_err().is_spec());
    assert!(!absent.exists());
}
