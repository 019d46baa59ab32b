//! Writes the spec files of an import. They have no header, since they are the user's from then on, so files that are
//! there are replaced only on request.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{Cause, Changes, OutputError, Staged, refuse_links, remove_empty};

/// The number of files that a message names.
const NAMED: usize = 5;

/// Writes the spec files of one API, given by their paths below its folder. It is an error if the folder holds other
/// spec files, or some that differ. With `force` they are replaced or removed, provided that the folder is that of an
/// API. Files that are not specs stay as they are.
pub fn write_specs(
    folder: &Path,
    files: &BTreeMap<String, String>,
    force: bool,
) -> Result<Changes, OutputError> {
    refuse_links(folder)?;
    if let Some(path) = files.keys().find(|path| !is_plain(path)) {
        return Err(told(
            "write",
            &folder.join(path),
            "a folder or file name must consist of `a-z`, `0-9` and `_` and begin with a letter"
                .to_owned(),
        ));
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
            return Err(told(
                "write",
                &target,
                "a folder of this name is in the way; move it away".to_owned(),
            ));
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

/// Writes one file under a temporary name and renames it.
pub fn save(path: &Path, text: &str) -> Result<(), OutputError> {
    let mut staged = Staged::default();
    staged.add(path, text.as_bytes()).map_err(|error| OutputError::new("write", path, error))?;
    staged.finish()
}

/// Fails if the changes would replace or remove files that must stay.
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
            "it holds spec files that this import would not write ({named}); \
             choose another folder, or pass `--force` to replace and remove them"
        );
        return Err(told("write into", folder, why));
    }
    // `force` removes only what an import could have written, not the YAML of another program.
    let is_api = fs::read_to_string(folder.join("api.yaml"))
        .is_ok_and(|text| text.lines().any(|line| line.starts_with("clientwright:")));
    if is_api {
        return Ok(());
    }
    let why = format!(
        "it holds YAML files ({named}) but no `api.yaml` of clientwright, so `--force` does not remove them; choose another folder"
    );
    Err(told("replace the files of", folder, why))
}

/// Returns whether each segment of a path can be the name of a module.
fn is_plain(path: &str) -> bool {
    path.strip_suffix(".yaml").is_some_and(|path| {
        path.split('/').all(|step| {
            step.starts_with(|first: char| first.is_ascii_lowercase())
                && step.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        })
    })
}

/// Returns every YAML file below a folder with forward slashes, without hidden folders and files.
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
