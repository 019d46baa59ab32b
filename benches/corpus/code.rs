//! How much code there is.

use std::ops::AddAssign;
use std::path::Path;
use std::{fs, io};

/// Lines of Rust with something in them that is compiled: comments, documentation and blank lines are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Code {
    pub lines: usize,
    /// Of these lines, with their line breaks.
    pub bytes: usize,
}

impl Code {
    /// Of all files below a folder.
    pub fn below(folder: &Path) -> io::Result<Self> {
        let mut code = Self::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                code += Self::below(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                code += Self::of(&fs::read_to_string(&path)?);
            }
        }
        Ok(code)
    }

    fn of(text: &str) -> Self {
        let lines = text.lines().filter(|line| {
            let line = line.trim_start();
            !line.is_empty() && !line.starts_with("//")
        });
        lines.fold(Self::default(), |code, line| Self {
            lines: code.lines + 1,
            bytes: code.bytes + line.len() + 1,
        })
    }
}

impl AddAssign for Code {
    fn add_assign(&mut self, other: Self) {
        self.lines += other.lines;
        self.bytes += other.bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn documentation_and_blank_lines_are_no_code() {
        let text = "//! A module.\n\n/// A thing.\npub struct Thing {\n    // why\n    pub id: u8, // here\n}\n";
        assert_eq!(Code::of(text), Code { lines: 3, bytes: 18 + 1 + 23 + 1 + 1 + 1 });
    }
}
