//! What several tests share: a crate that holds generated code, and damage that is the same at every run.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes a crate of this name with this `lib.rs` around generated modules, and gives its folder.
///
/// It stays where it is, so that a second run compiles only what has changed.
pub fn consumer(name: &str, root: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    write_new(&folder.join("src/lib.rs"), root);
    let runtime = crates.join("../runtime").display().to_string();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\nclientwright-runtime = {{ path = {runtime:?}, default-features = false, features = [\"decimal\", \"files\", \"hmac\", \"patterns\", \"uuid\"] }}\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n"
    );
    write_new(&folder.join("Cargo.toml"), &manifest);
    write_new(&folder.join("Cargo.lock"), &fs::read_to_string(lock()).unwrap());
    folder
}

/// Writes what differs, so that nothing is compiled again for nothing.
pub fn write_new(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Checks a crate, its documentation and the examples in it, none of which may have a warning.
pub fn judge(folder: &Path) {
    cargo(folder, &["check"]);
    cargo(folder, &["doc", "--no-deps"]);
    cargo(folder, &["test", "--doc"]);
}

/// What the compiler says of a crate that it refuses.
pub fn refused(folder: &Path) -> String {
    write_new(&folder.join("Cargo.lock"), &fs::read_to_string(lock()).unwrap());
    let (success, text) = run_cargo(folder, &["check"]);
    assert!(!success, "the crate compiles:\n{text}");
    text
}

/// The versions of the workspace, which are there without a network.
fn lock() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock")
}

/// Runs cargo in a folder, which must go well.
fn cargo(folder: &Path, arguments: &[&str]) {
    let (succeeded, text) = run_cargo(folder, arguments);
    assert!(succeeded, "cargo {} fails:\n{text}", arguments.join(" "));
}

/// Runs cargo in a folder, with a target folder that all such crates share: the one of this run is locked. Gives whether
/// that went well, and what was printed.
pub fn run_cargo(folder: &Path, arguments: &[&str]) -> (bool, String) {
    run_cargo_with(folder, arguments, &[])
}

/// The same with these environment variables.
pub fn run_cargo_with(
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args(["--offline", "--color", "never"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("constructs/target"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("RUSTFLAGS")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr) + String::from_utf8_lossy(&output.stdout);
    (output.status.success(), text.into_owned())
}

/// A generator of numbers that gives the same ones at every run (`SplitMix64`).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    pub fn choose<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

/// The files below a folder, as paths in it.
pub fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}
