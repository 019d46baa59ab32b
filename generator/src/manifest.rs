//! What the crate around the output folder says of itself: its name, and its features; and the
//! `Cargo.toml` of a crate that is generated whole.

mod name;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use name::check_name;
pub(crate) use write::{Runtime, write};

use crate::paths::absolute;

/// What generated code has to know of its crate.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// The crate's name, where the generated `lib.rs` is its root.
    pub(crate) doc_path: Option<String>,
    /// Its features.
    pub(crate) features: Vec<String>,
    /// The folder that it stands in.
    pub(crate) folder: Option<PathBuf>,
    /// Whether its build script depends on this library.
    pub(crate) builds: bool,
}

/// Reads the nearest `Cargo.toml` with a package at or above the output folder. There may be none,
/// and what cannot be read is as if it were not there: cargo itself will say what is wrong with it.
pub(crate) fn read(out_dir: &Path) -> Manifest {
    let out_dir = absolute(out_dir);
    out_dir.ancestors().find_map(|folder| package(folder, &out_dir)).unwrap_or_default()
}

fn package(folder: &Path, out_dir: &Path) -> Option<Manifest> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let table: toml::Table = text.parse().ok()?;
    let name = table.get("package")?.get("name")?.as_str()?;
    let lib = table.get("lib");
    let root =
        lib.and_then(|lib| lib.get("path")).and_then(toml::Value::as_str).unwrap_or("src/lib.rs");
    let name = lib.and_then(|lib| lib.get("name")).and_then(toml::Value::as_str).unwrap_or(name);
    let is_root = folder.join(root) == out_dir.join("lib.rs");
    let features = table.get("features").and_then(toml::Value::as_table);
    Some(Manifest {
        doc_path: is_root.then(|| name.replace('-', "_")),
        features: features.map(|features| features.keys().cloned().collect()).unwrap_or_default(),
        folder: Some(folder.to_path_buf()),
        builds: table
            .get("build-dependencies")
            .is_some_and(|all| all.get("clientwright").is_some()),
    })
}
