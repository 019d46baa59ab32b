//! The part of a file that a message shows, made safe for a terminal.

use std::ops::Range;

use crate::source::{Source, Span};

/// The number of characters that are shown on each side of a place in a very long line.
const AROUND: usize = 200;

/// Some lines of a file, with the places that the message points at.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The file's path.
    pub(super) path: String,
    /// The lines.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) line: usize,
    /// The places.
    pub(super) marks: Vec<Mark>,
}

/// A place of a file that a message is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The place in the file.
    pub(super) span: Span,
    /// The words beside it.
    pub(super) label: Option<&'a str>,
    /// Whether it is the message's own place.
    pub(super) primary: bool,
}

/// A place that an excerpt points at.
#[derive(Debug)]
pub(super) struct Mark {
    /// The place in the text of the excerpt.
    pub(super) range: Range<usize>,
    /// The words beside it.
    pub(super) label: Option<String>,
    /// Whether it is the message's own place.
    pub(super) primary: bool,
}

impl Excerpt {
    /// Takes the lines from the first place to the last. Of a place with several lines only the first is marked: a
    /// whole underlined block says less than its first line.
    pub(super) fn new(source: &Source, places: &[Place<'_>]) -> Self {
        let ranges: Vec<_> = places.iter().map(|place| visible(source, place.span)).collect();
        let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
        let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
        let from = line_start(&source.text, first);
        let to = line_end(&source.text, last);

        let mut text = String::new();
        // For each kept character, its offset in the file and in the excerpt.
        let mut kept = Vec::new();
        let mut offset = from;
        for line in source.text[from..to].split_inclusive('\n') {
            let shown = line.trim_end_matches('\n').trim_end_matches('\r');
            let part = shown_part(source, offset..offset + shown.len(), &ranges);
            for (index, character) in source.text[part.clone()].char_indices() {
                kept.push((part.start + index, text.len()));
                text.push(sign(character));
            }
            offset += line.len();
            if line.ends_with('\n') {
                kept.push((offset - 1, text.len()));
                text.push('\n');
            }
        }
        let moved = |offset: usize| {
            let next = kept.partition_point(|(place, _)| *place < offset);
            kept.get(next).map_or(text.len(), |(_, moved)| *moved)
        };

        let marks = places.iter().zip(&ranges).map(|(place, range)| Mark {
            range: moved(range.start)..moved(range.end),
            label: place.label.map(plain),
            primary: place.primary,
        });
        Self {
            path: plain(&source.path),
            marks: marks.collect(),
            line: source.position(from).line,
            text,
        }
    }
}

/// Returns a text on one line, without characters that control a terminal.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(
            |character| {
                if matches!(character, '\t' | '\n' | '\r') { ' ' } else { sign(character) }
            },
        )
        .collect()
}

/// Returns the character itself, or a visible sign for one that would control a terminal or stay invisible.
fn sign(character: char) -> char {
    match character {
        '\t' => '\t',
        '\u{0}'..='\u{1f}' => {
            char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// Returns the part of a span on its first line, at least one character if there is one.
fn visible(source: &Source, span: Span) -> Range<usize> {
    let start = source.boundary(span.start);
    let line_end = line_end(&source.text, start);
    let end = source.boundary(span.end).clamp(start, line_end);
    let next = source.text[start..line_end]
        .chars()
        .next()
        .map_or(start, |character| start + character.len_utf8());
    start..end.max(next)
}

/// Returns the start of the line of an offset.
fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Returns the end of the line of an offset, before its newline.
fn line_end(text: &str, offset: usize) -> usize {
    let end = text[offset..].find('\n').map_or(text.len(), |newline| offset + newline);
    if end > offset && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// Returns the part of a line to show: all of it, or, of a very long line, the surroundings of its places.
fn shown_part(source: &Source, line: Range<usize>, places: &[Range<usize>]) -> Range<usize> {
    if line.len() <= 4 * AROUND {
        return line;
    }
    let starts = places.iter().map(|range| range.start);
    let here = starts.filter(|start| (line.start..=line.end).contains(start));
    let first = here.clone().min().unwrap_or(line.start);
    let last = here.max().unwrap_or(line.start);
    let start = source.boundary(first.saturating_sub(AROUND).max(line.start));
    let end = source.boundary((last + AROUND).min(line.end));
    start..end
}
