//! The crate around the output folder, its name and its features; and the `Cargo.toml` of a crate that is generated
//! whole.

mod name;
mod table;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use name::check_name;
pub(crate) use write::{Runtime, write};

use table::Table;

use crate::paths::absolute;

/// What generated code needs to know of its crate.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// The crate's name, if the generated `lib.rs` is its root.
    pub(crate) doc_path: Option<String>,
    /// The crate's features.
    pub(crate) features: Vec<String>,
    /// The folder of its `Cargo.toml`.
    pub(crate) folder: Option<PathBuf>,
    /// Whether its build script depends on this library.
    pub(crate) builds: bool,
}

/// Reads the nearest `Cargo.toml` with a package at or above the output folder. A missing or unreadable one is no error
/// here: cargo itself reports it better.
pub(crate) fn read(out_dir: &Path) -> Manifest {
    let out_dir = absolute(out_dir);
    out_dir.ancestors().find_map(|folder| package(folder, &out_dir)).unwrap_or_default()
}

fn package(folder: &Path, out_dir: &Path) -> Option<Manifest> {
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let table = Table::read(&text)?;
    let name = table.text(&["package", "name"])?;
    let root = folder.join(table.text(&["lib", "path"]).unwrap_or("src/lib.rs"));
    let name = table.text(&["lib", "name"]).unwrap_or(name);
    Some(Manifest {
        doc_path: (absolute(&root) == out_dir.join("lib.rs")).then(|| name.replace('-', "_")),
        features: table.below(&["features"]).map(str::to_owned).collect(),
        folder: Some(folder.to_path_buf()),
        builds: table.below(&["build-dependencies"]).any(|name| name == "clientwright"),
    })
}
