//! A crate that is generated whole: what it holds, and what later runs leave alone.

use std::fs;
use std::path::PathBuf;

use clientwright::{Generator, Report};

mod common;

const API: &str = "\
clientwright: 1
api: Acme
servers: { default: https://api.example.com }
auth: { token: { bearer: { env: ACME_TOKEN } } }
envelope: { data: result, type: Envelope }
types:
  Envelope:
    fields:
      note?: string
  Page:
    fields:
      number: integer
";
const ZONES: &str = "\
endpoints:
  list: { method: GET, path: /zones, auth: [token], response: { list: Zone } }
types:
  Zone:
    fields:
      owner?: Owner
      first?: Page
";
const OWNERS: &str = "\
endpoints:
  get: { method: GET, path: /owners, auth: [token], response: Owner }
types:
  Owner:
    fields:
      name: string
  Unused:
    fields:
      name: string
";

/// A spec folder, and the folder of a crate.
struct Crate {
    top: tempfile::TempDir,
}

impl Crate {
    fn new() -> Self {
        let folders = Self { top: tempfile::tempdir().unwrap() };
        folders.write("acme/api.yaml", API);
        folders.write("acme/zones.yaml", ZONES);
        folders.write("acme/owners.yaml", OWNERS);
        folders
    }

    fn path(&self, path: &str) -> PathBuf {
        self.top.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn generator(&self, name: &str) -> Generator {
        Generator::new(self.path("acme"))
            .named_crate(name)
            .out_dir(self.path("out"))
            .runtime_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime"))
    }

    fn generate(&self) -> Report {
        self.generator("acme-client").generate().unwrap_or_else(|error| panic!("{error}"))
    }
}

#[test]
fn a_crate_is_whole_and_a_second_run_changes_nothing() {
    let folders = Crate::new();
    let first = folders.generate();
    assert_eq!(
        first.written,
        [
            "Cargo.toml",
            "README.md",
            "src/lib.rs",
            "src/owners.rs",
            "src/rustfmt.toml",
            "src/zones.rs"
        ]
    );
    assert!(folders.generate().is_current());
    let manifest = folders.read("out/Cargo.toml");
    assert!(manifest.contains("default = [\n    \"owners\",\n    \"zones\",\n]\n"), "{manifest}");
    assert!(manifest.contains("name = \"acme-client\"\n"), "{manifest}");
    let page = folders.read("out/README.md");
    assert!(page.contains("client.owners().get().await?"), "{page}");
    assert!(page.contains("| `ACME_TOKEN` |"), "{page}");
}

#[test]
fn a_type_is_behind_the_features_whose_calls_use_it() {
    let folders = Crate::new();
    folders.generate();
    let root = folders.read("out/src/lib.rs");
    // The module of the owners is there for the type alone as well.
    assert!(
        root.contains("#[cfg(any(feature = \"owners\", feature = \"zones\"))]\npub mod owners;"),
        "{root}"
    );
    assert!(root.contains("#[cfg(feature = \"zones\")]\npub mod zones;"), "{root}");
    let accessor = "    ///\n    /// Requires the feature `zones`.\n    #[cfg(feature = \"zones\")]\n    pub fn zones(&self)";
    assert!(root.contains(accessor), "{root}");
    // The spec's `Page` is not the runtime's, which is left to `runtime`.
    assert!(root.contains("self as runtime"), "{root}");
    assert!(!root.contains("Maybe, Page,"), "{root}");
    let owners = folders.read("out/src/owners.rs");
    assert!(!owners.contains("#[cfg(feature = \"owners\")]\nobject!(Owner "), "{owners}");
    assert!(owners.contains("#[cfg(feature = \"owners\")]\nobject!(Unused "), "{owners}");
    assert!(owners.contains("#[cfg(feature = \"owners\")]\nimpl Owners {"), "{owners}");
    // What is public says which feature it requires; stable rustdoc does not show it.
    assert!(
        owners.contains("\n//! Requires any one of the features `owners`, `zones`.\n"),
        "{owners}"
    );
    let said = "///\n/// Requires the feature `owners`.\n#[cfg(feature = \"owners\")]\n#[derive(";
    assert_eq!(owners.matches(said).count(), 2, "{owners}");
}

#[test]
fn what_a_person_has_changed_stays() {
    let folders = Crate::new();
    folders.generate();
    let manifest = folders.read("out/Cargo.toml").replace("0.1.0", "3.2.1") + "mine = []\n";
    folders.write("out/Cargo.toml", &manifest);
    folders.write("out/README.md", "# Ours\n");
    assert!(folders.generate().is_current());
    folders.write(
        "acme/parts.yaml",
        &OWNERS.replace("owners", "parts").replace("Owner", "Part").replace("Unused", "Idle"),
    );
    let report = folders.generate();
    assert_eq!(report.written, ["Cargo.toml", "src/lib.rs", "src/parts.rs"]);
    let now = folders.read("out/Cargo.toml");
    assert!(now.contains("version = \"3.2.1\"") && now.ends_with("mine = []\n"), "{now}");
    assert!(now.contains("\nparts = []\n"), "{now}");
    assert_eq!(folders.read("out/README.md"), "# Ours\n");
}

#[test]
fn a_manifest_of_somebody_else_is_not_touched() {
    let folders = Crate::new();
    folders.write("out/Cargo.toml", "[package]\nname = \"theirs\"\n");
    let error = folders.generator("acme-client").generate().unwrap_err().to_string();
    assert!(error.contains("[features]") && error.contains("another output folder"), "{error}");
    assert!(!folders.path("out/src").exists());
}

#[test]
fn a_name_that_is_no_crates_is_refused() {
    let folders = Crate::new();
    for name in ["../../x", "aux", "acme\"client", "ac\nme", "self", ""] {
        let error = folders.generator(name).generate().unwrap_err().to_string();
        assert!(error.starts_with("a crate cannot be named"), "{error}");
    }
    assert!(!folders.path("out").exists());
}

#[test]
fn a_single_resource_needs_no_feature() {
    let folders = Crate::new();
    fs::remove_file(folders.path("acme/zones.yaml")).unwrap();
    folders.generate();
    assert!(folders.read("out/Cargo.toml").contains("\ndefault = []\n"));
    assert!(!folders.read("out/src/lib.rs").contains("cfg("));
}

#[test]
fn a_crate_turns_on_what_its_code_does_not_compile_without() {
    let folders = Crate::new();
    folders.generate();
    assert!(!folders.read("out/Cargo.toml").contains("patterns"));
    fs::remove_dir_all(folders.path("out")).unwrap();
    folders.write(
        "acme/owners.yaml",
        &OWNERS.replace("name: string", "name: { type: string, pattern: '^[a-z]+$' }"),
    );
    folders.generate();
    let manifest = folders.read("out/Cargo.toml");
    assert!(manifest.contains("features = [\"reqwest\", \"rustls\", \"patterns\"]"), "{manifest}");
}

/// The same spec, with texts that are of crates.
fn with_formats(folders: &Crate) {
    let fields = "name: { type: string, format: uuid }\n      price: { type: string, format: decimal }\n      at?: { type: string, format: time }";
    folders.write("acme/owners.yaml", &OWNERS.replace("name: string", fields));
    let api =
        folders.read("acme/api.yaml") + "formats: { uuid: uuid, decimal: decimal, time: time }\n";
    folders.write("acme/api.yaml", &api);
}

#[test]
fn a_crate_turns_on_the_features_of_its_formats_alone() {
    let folders = Crate::new();
    with_formats(&folders);
    folders.generate();
    let manifest = folders.read("out/Cargo.toml");
    assert!(
        manifest.contains("features = [\"reqwest\", \"rustls\", \"decimal\", \"uuid\"]"),
        "{manifest}"
    );
    let root = folders.read("out/src/lib.rs");
    assert!(root.contains("needs!(uuid)") && root.contains("needs!(decimal)"), "{root}");
    assert!(root.contains("\n    Uuid,\n"), "{root}");
    folders
        .write("acme/api.yaml", &folders.read("acme/api.yaml").replace("decimal: decimal, ", ""));
    fs::remove_dir_all(folders.path("out")).unwrap();
    folders.generate();
    let manifest = folders.read("out/Cargo.toml");
    assert!(manifest.contains("features = [\"reqwest\", \"rustls\", \"uuid\"]"), "{manifest}");
}

#[test]
fn what_lacks_a_feature_is_told_of_in_one_sentence_for_each() {
    let folders = Crate::new();
    with_formats(&folders);
    folders.generate();
    let manifest = folders.read("out/Cargo.toml");
    let lacking = manifest.replace("\"reqwest\", \"rustls\", \"decimal\", \"uuid\"", "");
    assert_ne!(manifest, lacking);
    folders.write("out/Cargo.toml", &lacking);
    let said = common::refused(&folders.path("out"));
    let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(
        errors,
        [
            "error: this client uses the decimal numbers of rust_decimal: enable the feature `decimal` of clientwright-runtime",
            "error: this client uses the UUIDs of the crate uuid: enable the feature `uuid` of clientwright-runtime",
            "error: could not compile `acme-client` (lib) due to 2 previous errors",
        ],
        "{said}"
    );
}

#[test]
fn the_examples_of_a_call_named_like_an_exported_type_compile() {
    let folders = Crate::new();
    fs::remove_file(folders.path("acme/owners.yaml")).unwrap();
    folders.write("acme/zones.yaml", "summary: Zones.\n");
    folders.write(
        "acme/api.yaml",
        "clientwright: 1\napi: Acme\nservers: { default: https://api.example.com }\nendpoints:\n  \
         upload: { method: POST, path: /upload, body: { as: binary }, response: none }\n  \
         json: { method: POST, path: /json, body: { as: multipart, fields: { page: any, file: { type: binary } } }, response: { list: any } }\n  \
         secret: { method: GET, path: \"/secret/{page}\", path_params: { page: { type: string, secret: true } }, response: any }\n",
    );
    folders.generate();
    let root = folders.read("out/src/lib.rs");
    assert!(root.contains("client.upload(acme_client::runtime::Upload::file("), "{root}");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), folders.path("out/Cargo.lock"))
        .unwrap();
    let arguments = ["test", "--doc", "--no-default-features", "--features=files"];
    let (passed, said) = common::run_cargo(&folders.path("out"), &arguments);
    assert!(passed, "{said}");
}

/// A new field is a line where fields are listed, and a new call leaves the others as they are.
#[test]
fn what_is_added_to_a_spec_only_adds_lines() {
    let folders = Crate::new();
    let path = "  get: { method: GET, path: \"/owners/{id}\", path_params: { id: { type: string, maxLength: 9 } }, response: Owner }\n";
    let owners = |calls: &str, field: &str| {
        format!(
            "endpoints:\n{path}{calls}types:\n  Owner:\n    fields:\n      name: string\n{field}      zone?: string\n      note?: string\n"
        )
    };
    folders.write("acme/owners.yaml", &owners("", ""));
    folders.generate();
    let before = folders.read("out/src/owners.rs");
    let delete = path.replace("get:", "delete:").replace("GET", "DELETE");
    folders.write("acme/owners.yaml", &owners(&delete, "      email?: string\n"));
    folders.generate();
    let after = folders.read("out/src/owners.rs");
    // The first line names the state of the spec.
    let mut left = after.lines().skip(1);
    for line in before.lines().skip(1) {
        assert!(left.any(|new| new == line), "`{line}` has changed:\n{after}");
    }
    assert_eq!(after.matches("\n    email = \"email\",\n").count(), 1, "{after}");
}
