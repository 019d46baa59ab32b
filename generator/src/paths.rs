//! Paths as text that does not depend on the folder from which a command is called.

use std::path::{Component, Path, PathBuf};

/// Returns the absolute path without `.` and `..`. An empty path stays empty.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_default().components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

/// Returns a path as seen from a folder, with forward slashes.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let (folder, path) = (straight(folder), straight(path));
    let common = folder.iter().zip(&path).take_while(|(a, b)| a == b).count();
    // Paths with nothing in common are on different drives, between which only the absolute path leads.
    if common == 0 {
        return path.join("/");
    }
    let mut parts = vec![".."; folder.len() - common];
    parts.extend(path[common..].iter().map(String::as_str));
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// Returns a path as seen from a folder, or `None` if both have only the root in common: such a path would tell about
/// the machine, and be another one on the next.
pub(crate) fn nearby(folder: &Path, path: &Path) -> Option<String> {
    let (whole, other) = (straight(folder), straight(path));
    let common = whole.iter().zip(&other).take_while(|(a, b)| a == b).count();
    (common > 1).then(|| relative(folder, path))
}

/// Returns the last part of a path, even of one that is written `.` or ends with `..`.
pub(crate) fn last(path: &Path) -> String {
    straight(path).pop().unwrap_or_default()
}

/// Returns the parts of the absolute path.
fn straight(path: &Path) -> Vec<String> {
    let part = |part: Component<'_>| match part {
        Component::RootDir => String::new(),
        part => part.as_os_str().to_string_lossy().into_owned(),
    };
    absolute(path).components().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_from_wherever_it_is_said() {
        let near = |folder: &str, path: &str| nearby(Path::new(folder), Path::new(path));
        assert_eq!(near("/a/b", "/a/b/spec").as_deref(), Some("spec"));
        assert_eq!(near("/a/b", "/a/c/../b/./spec").as_deref(), Some("spec"));
        assert_eq!(near("/a/b/out", "/a/b/spec").as_deref(), Some("../spec"));
        assert_eq!(near("/a/b", "/a/b").as_deref(), Some("."));
        assert_eq!(near("/a/b", "/c/spec"), None);
        assert_eq!(last(Path::new("/a/b/./c/..")), "b");
    }
}
