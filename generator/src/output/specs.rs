//! Spec files that an import writes. They have no header: from then on they are the user's own, so
//! nothing that is there is replaced unless that is asked for.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{Cause, Changes, OutputError, Staged, refuse_links, remove_empty};

/// How many files a message names.
const NAMED: usize = 5;

/// Writes the spec files of one API, by their paths below its folder. Where the folder holds spec
/// files that differ, or others besides, that is an error; with `force` they are replaced and
/// removed, if it is the folder of an API. Other files stay as they are.
pub fn write_specs(
    folder: &Path,
    files: &BTreeMap<String, String>,
    force: bool,
) -> Result<Changes, OutputError> {
    refuse_links(folder)?;
    if let Some(path) = files.keys().find(|path| !is_plain(path)) {
        return Err(told("write", &folder.join(path), "its name is no plain name".to_owned()));
    }
    let mut changes = Changes::default();
    for path in present(folder)? {
        let target = folder.join(&path);
        let Some(text) = files.get(&path) else {
            changes.removed.push(path);
            continue;
        };
        let present =
            fs::read(&target).map_err(|error| OutputError::new("read", &target, error))?;
        let same = present == text.as_bytes();
        if same { &mut changes.unchanged } else { &mut changes.written }.push(path);
    }
    if !changes.written.is_empty() || !changes.removed.is_empty() {
        allow(folder, &changes, force)?;
    }
    changes.written =
        files.keys().filter(|path| !changes.unchanged.contains(path)).cloned().collect();
    let mut staged = Staged::default();
    for path in &changes.written {
        let target = folder.join(path);
        if target.is_dir() {
            return Err(told("write", &target, "it is a folder".to_owned()));
        }
        staged
            .add(&target, files[path].as_bytes())
            .map_err(|error| OutputError::new("write", &target, error))?;
    }
    staged.finish()?;
    for path in &changes.removed {
        let target = folder.join(path);
        fs::remove_file(&target).map_err(|error| OutputError::new("remove", &target, error))?;
        remove_empty(folder, &target);
    }
    Ok(changes)
}

/// Writes one file aside and renames it.
pub fn save(path: &Path, text: &str) -> Result<(), OutputError> {
    let mut staged = Staged::default();
    staged.add(path, text.as_bytes()).map_err(|error| OutputError::new("write", path, error))?;
    staged.finish()
}

/// Whether what is there may go.
fn allow(folder: &Path, changes: &Changes, force: bool) -> Result<(), OutputError> {
    let mut paths: Vec<&str> =
        changes.written.iter().chain(&changes.removed).map(String::as_str).collect();
    paths.sort_unstable();
    let named = paths.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let named = match paths.len().checked_sub(NAMED) {
        None | Some(0) => named,
        Some(more) => format!("{named} and {more} more"),
    };
    if !force {
        let why = format!(
            "it holds spec files that are not what this import writes ({named}); \
             choose another folder, or replace and remove them with `--force`"
        );
        return Err(told("write into", folder, why));
    }
    // By force only what an import could have written goes, not the YAML of something else.
    let is_api = fs::read_to_string(folder.join("api.yaml"))
        .is_ok_and(|text| text.lines().any(|line| line.starts_with("clientwright:")));
    if is_api {
        return Ok(());
    }
    let why =
        format!("it holds YAML files ({named}) and no `api.yaml` of ours, so they are left alone");
    Err(told("replace the files of", folder, why))
}

/// Whether each step of a path can be a module's name.
fn is_plain(path: &str) -> bool {
    path.strip_suffix(".yaml").is_some_and(|path| {
        path.split('/').all(|step| {
            step.starts_with(|first: char| first.is_ascii_lowercase())
                && step.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        })
    })
}

/// Every YAML file below a folder, save in what is hidden, with forward slashes.
fn present(folder: &Path) -> Result<Vec<String>, OutputError> {
    let mut paths = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, shown)) = open.pop() {
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(OutputError::new("read", &path, error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| OutputError::new("read", &path, error))?;
            let kind = entry
                .file_type()
                .map_err(|error| OutputError::new("read", &entry.path(), error))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let ending = Path::new(&name).extension().map(std::ffi::OsStr::to_ascii_lowercase);
            if kind.is_dir() {
                open.push((entry.path(), format!("{shown}{name}/")));
            } else if ending.is_some_and(|ending| ending == "yaml" || ending == "yml") {
                paths.push(format!("{shown}{name}"));
            }
        }
    }
    paths.sort();
    Ok(paths)
}

fn told(action: &'static str, path: &Path, why: String) -> OutputError {
    OutputError { action, path: path.to_path_buf(), cause: Cause::Told(why) }
}
