//! The files that were read, and places in them.
//!
//! All later stages name a place by a [`Span`]: a file and two byte offsets. Lines and columns are computed only when a
//! message is shown.

/// The files of one run, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Creates an empty list of files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and returns the id by which spans refer to it. Messages show `path`.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.list.push(Source { path: path.into().replace('\\', "/"), text: text.into() });
        SourceId(self.list.len() - 1)
    }

    /// Returns the file to which [`add`](Self::add) gave this id.
    ///
    /// # Panics
    ///
    /// Panics if the id comes from other `Sources` with more files.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.0]
    }

    /// Returns every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(index, source)| (SourceId(index), source))
    }
}

/// The id of a file in [`Sources`]. Ids are ordered as the files were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as messages show it, with forward slashes: `spec/cloudflare/api.yaml`.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
}

impl Source {
    /// Returns the line and column of a byte offset. An offset past the end counts as the end; one inside a character
    /// counts as its start.
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Returns the line and column of each of these offsets in a single pass over the text, since a document may be one
    /// line of megabytes.
    pub fn positions(&self, offsets: &[usize]) -> Vec<Position> {
        let mut order: Vec<usize> = (0..offsets.len()).collect();
        order.sort_by_key(|index| offsets[*index]);
        let mut positions = vec![Position { line: 1, column: 1 }; offsets.len()];
        let (mut at, mut position) = (0, Position { line: 1, column: 1 });
        for index in order {
            let to = self.boundary(offsets[index]);
            for character in self.text[at..to].chars() {
                if character == '\n' {
                    position = Position { line: position.line + 1, column: 1 };
                } else {
                    position.column += 1;
                }
            }
            at = to;
            positions[index] = position;
        }
        positions
    }

    /// Returns the nearest offset at or before this one at which a character starts.
    pub(crate) fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A place as people and editors count: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A range of bytes in one file, from `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// Creates a range of bytes in a file.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        Self { source, start, end: end.max(start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_positions_are_those_of_each() {
        let text = "é\nab\n\r\n日本\n".to_owned();
        let source = Source { path: String::new(), text };
        let offsets: Vec<usize> = (0..20).rev().chain([3, 3, 0]).collect();
        let each: Vec<Position> = offsets.iter().map(|at| source.position(*at)).collect();
        assert_eq!(source.positions(&offsets), each);
    }
}
