//! Two people work on one spec: what is generated depends on the spec alone, merges as the spec does, and is made current
//! again by the next run.
#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clientwright::Generator;

const API: &str = "clientwright: 1\napi: Example\nservers: { default: https://api.example.com }\n";
const THINGS: &str = "\
# What the shop sells.
endpoints:
  list:
    method: GET
    path: /things
    query:
      size?: { type: integer, maximum: 50 }
    response: { list: string }
  get:
    method: GET
    path: /things/{id}
    path_params:
      id: { type: string, maxLength: 32 }
    response: string
  delete:
    method: DELETE
    path: /things/{id}
    path_params:
      id: { type: string, maxLength: 16 }
    response: none
";

/// A crate with a spec, a client and a history.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.write(
            "Cargo.toml",
            "[package]\nname = \"shop\"\n\n[build-dependencies]\nclientwright = \"0.1\"\n",
        );
        project.write("spec/example/api.yaml", API);
        project.write("spec/example/things.yaml", THINGS);
        project.generate();
        project.git(&["init", "-q", "-b", "main"]);
        project.commit("A client");
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from} in {text}");
        self.write(path, &text.replace(from, to));
    }

    fn generator(&self) -> Generator {
        Generator::new(self.path("spec")).out_dir(self.path("generated"))
    }

    fn generate(&self) -> Vec<String> {
        self.generator().generate().unwrap().written
    }

    fn git(&self, arguments: &[&str]) -> Output {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let output = Command::new("git")
            .args(identity)
            .args(["-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"])
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        output
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }
}

#[test]
fn a_comment_of_a_spec_changes_nothing_that_is_generated() {
    let project = Project::new();
    project.edit(
        "spec/example/things.yaml",
        "# What the shop sells.\n",
        "# Goods.\n\n# All of them.\n",
    );
    assert_eq!(project.generate(), Vec::<String>::new());
}

#[test]
fn two_branches_that_each_change_another_endpoint_merge_without_a_conflict() {
    let project = Project::new();
    project.git(&["checkout", "-q", "-b", "theirs"]);
    project.edit("spec/example/things.yaml", "maximum: 50", "maximum: 60");
    assert_eq!(project.generate(), ["example/things.rs"]);
    project.commit("Longer pages");
    project.git(&["checkout", "-q", "main"]);
    project.edit("spec/example/things.yaml", "maxLength: 16", "maxLength: 20");
    assert_eq!(project.generate(), ["example/things.rs"]);
    project.commit("Longer names");

    project.git(&["merge", "-q", "theirs"]);
    assert_eq!(project.generate(), Vec::<String>::new(), "the merge is what the spec gives");
    let text = project.read("generated/example/things.rs");
    assert!(text.contains("maximum(60") && text.contains("max_length(20)"), "{text}");
}

#[test]
fn two_branches_that_each_bring_another_name_into_a_file_merge_without_a_conflict() {
    let project = Project::new();
    project.git(&["checkout", "-q", "-b", "theirs"]);
    // A date, and a type of its own, are names that the file imports.
    project.edit("spec/example/things.yaml", "list: string", "list: date-time");
    project.generate();
    project.commit("Times");
    project.git(&["checkout", "-q", "main"]);
    project.edit(
        "spec/example/things.yaml",
        "maxLength: 16 }\n    response: none",
        "maxLength: 16 }\n    response: any",
    );
    project.generate();
    project.commit("Any");

    project.git(&["merge", "-q", "theirs"]);
    assert_eq!(project.generate(), Vec::<String>::new(), "the merge is what the spec gives");
    let text = project.read("generated/example/things.rs");
    assert!(text.contains("\n    Json,\n") && text.contains("\n    Timestamp,\n"), "{text}");
}

#[test]
fn what_git_could_not_merge_is_stale_and_is_written_anew() {
    let project = Project::new();
    let right = project.read("generated/example/things.rs");
    let header = right.lines().next().unwrap();
    let body = &right[header.len()..];
    let older = header.replace("things.yaml", "things.yaml (c6d313091e13fdd0)");
    let conflicts = [
        right.replace(
            "impl Things",
            "<<<<<<< HEAD\nimpl Things\n=======\nimpl Thing\n>>>>>>> theirs\n",
        ),
        format!("<<<<<<< HEAD\n{header}\n=======\n{older}\n>>>>>>> theirs\n{body}"),
        format!("<<<<<<< HEAD\n// By hand.\n=======\n{older}\n>>>>>>> theirs\n{body}"),
        format!(
            "<<<<<<< HEAD\n{header}\n||||||| 0123456\n// Older.\n=======\n// By hand.\n>>>>>>> theirs\n{body}"
        ),
    ];
    for conflict in conflicts {
        project.write("generated/example/things.rs", &conflict);
        let error = project.generator().check().unwrap().require_current().unwrap_err();
        assert!(error.to_string().contains("example/things.rs"), "{error}");
        assert_eq!(project.generate(), ["example/things.rs"]);
        assert_eq!(project.read("generated/example/things.rs"), right);
    }
}

#[test]
fn a_conflict_in_which_no_side_is_ours_is_left_alone() {
    let project = Project::new();
    let conflict = "<<<<<<< HEAD\n// By hand.\n=======\n// By another hand.\n>>>>>>> theirs\n// @generated by clientwright from memory\n";
    project.write("generated/example/things.rs", conflict);
    let error = project.generator().generate().unwrap_err().to_string();
    assert!(error.contains("cannot overwrite"), "{error}");
    assert_eq!(project.read("generated/example/things.rs"), conflict);
}

#[test]
fn a_conflict_between_the_features_of_a_crate_is_written_anew() {
    let top = tempfile::tempdir().unwrap();
    let acme = top.path().join("acme");
    fs::create_dir(&acme).unwrap();
    fs::write(acme.join("api.yaml"), API).unwrap();
    for name in ["things", "others"] {
        fs::write(
            acme.join(name).with_extension("yaml"),
            THINGS.replace("/things", &format!("/{name}")),
        )
        .unwrap();
    }
    let generator =
        Generator::new(&acme).named_crate("acme-client").out_dir(top.path().join("out"));
    let generate = || generator.generate().unwrap();
    generate();
    let manifest = top.path().join("out/Cargo.toml");
    let right = fs::read_to_string(&manifest).unwrap();
    let conflict = right.replace(
        "    \"others\",\n",
        "<<<<<<< HEAD\n    \"others\",\n=======\n    \"rest\",\n>>>>>>> theirs\n",
    );
    assert_ne!(conflict, right);
    fs::write(&manifest, conflict).unwrap();
    assert_eq!(generate().written, ["Cargo.toml"]);
    assert_eq!(fs::read_to_string(&manifest).unwrap(), right);

    // One that takes a line of the marks with it has a side outside of them, which is a person's.
    let mark = right.lines().find(|line| line.starts_with("# @generated")).unwrap();
    let across = right.replace(
        mark,
        &format!("<<<<<<< HEAD\nmine = []\n{mark}\n=======\n{mark}\nrest = []\n>>>>>>> theirs"),
    );
    fs::write(&manifest, &across).unwrap();
    let error = generator.generate().unwrap_err().to_string();
    assert!(error.contains("a merge conflict covers one of the lines"), "{error}");
    assert_eq!(fs::read_to_string(&manifest).unwrap(), across);
}

/// Says which files differ, rather than all that stands in them.
fn assert_same(one: &[(String, String)], other: &[(String, String)], what: &str) {
    let differ: Vec<_> = one.iter().zip(other).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
    assert!(differ.is_empty() && one.len() == other.len(), "{what}: {differ:?}");
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> Vec<(String, String)> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_folder_that_a_command_is_called_from_does_not_show() {
    let top = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = top.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("shop/specs/acme/api.yaml", API);
    write("shop/specs/acme/things.yaml", THINGS);
    write("shop/overrides.yaml", "types: {}\n");
    let whole = |path: &str| top.path().join(path).to_str().unwrap().to_owned();
    let run = |from: &str, arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_clientwright"))
            .args(arguments)
            .current_dir(top.path().join(from))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    let crates: [(&str, &str, &str, &str); 4] = [
        ("", "shop/specs/acme", "shop/client", "shop/overrides.yaml"),
        ("shop", "specs/acme", "client", "overrides.yaml"),
        ("shop/specs", "./acme/", "../client", "../overrides.yaml"),
        ("shop/specs/acme", ".", "../../client", "../../overrides.yaml"),
    ];
    let mut first = None;
    for (from, spec, out, overrides) in crates {
        run(
            from,
            &[
                "generate",
                "--spec",
                spec,
                "--crate",
                "acme-client",
                "--out",
                out,
                "--overrides",
                overrides,
            ],
        );
        let now = files(&top.path().join("shop/client"));
        assert_same(first.get_or_insert_with(|| now.clone()), &now, from);
        fs::remove_dir_all(top.path().join("shop/client")).unwrap();
    }
    let (spec, out, overrides) =
        (whole("shop/specs/acme"), whole("shop/client"), whole("shop/overrides.yaml"));
    run(
        "",
        &[
            "generate",
            "--spec",
            &spec,
            "--crate",
            "acme-client",
            "--out",
            &out,
            "--overrides",
            &overrides,
        ],
    );
    let now = files(&top.path().join("shop/client"));
    assert_same(first.as_deref().unwrap(), &now, "whole paths");

    // The command in the head does the same, called from the folder of the crate.
    let (_, lib) = now.iter().find(|(name, _)| name == "src/lib.rs").unwrap();
    let head = "// @generated by clientwright from ../specs/acme/api.yaml; edit that and run `clientwright generate --spec ../specs/acme \
                --crate acme-client --overrides ../overrides.yaml --out .`.\n";
    assert!(lib.starts_with(head), "{lib}");
    let command = head.split('`').nth(1).unwrap();
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    run("shop/client", &arguments);
    assert_same(&files(&top.path().join("shop/client")), &now, "the command in the head");

    // Of modules the same holds, whether there is a crate around them or not.
    for manifest in [None, Some("[package]\nname = \"shop\"\n[lib]\npath = \"./src/api/lib.rs\"\n")]
    {
        if let Some(text) = manifest {
            write("shop/Cargo.toml", text);
        }
        let mut first = None;
        for (from, spec, out) in [
            ("", "shop/specs", "shop/src/api"),
            ("shop/specs", "../specs", "../src/api"),
            ("shop/src", "../specs/", "api"),
            ("shop", "src/../specs", "src/./api/../api"),
        ] {
            run(from, &["generate", "--spec", spec, "--out", out]);
            let now = files(&top.path().join("shop/src/api"));
            assert_same(first.get_or_insert_with(|| now.clone()), &now, from);
            fs::remove_dir_all(top.path().join("shop/src/api")).unwrap();
        }
    }
}
