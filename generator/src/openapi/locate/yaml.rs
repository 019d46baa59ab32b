//! Reads YAML along the pointers.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{ROOT, Wanted};

/// A list or mapping that is not closed yet.
struct Open {
    mapping: bool,
    /// Its node, if a pointer leads there.
    node: Option<usize>,
    /// The start of the member or item.
    start: usize,
    /// The end of the last value in it.
    end: usize,
    /// The number of items before.
    index: usize,
    /// The key whose value is still to come: its node and its start.
    key: Option<(Option<usize>, usize)>,
    /// The place of a merge key.
    merged: Option<Range<usize>>,
}

/// Finds the places, as far as the text is YAML.
pub(super) fn scan(text: &str, wanted: &mut Wanted) {
    let mut offsets = Offsets::new(text);
    let mut open: Vec<Open> = Vec::new();
    let mut root_seen = false;
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return };
        let from = offsets.byte(span.start.index());
        match event {
            Event::DocumentStart(_) if root_seen => return,
            Event::Scalar(key, style, ..) => {
                let to = offsets.byte(span.end.index());
                root_seen = true;
                let merge = style == ScalarStyle::Plain && key == "<<";
                if !at_key(&mut open, &key, merge, from, wanted) {
                    value(&mut open, from, to, wanted);
                }
            }
            Event::Alias(_) => {
                let to = offsets.byte(span.end.index());
                // No pointer can lead through an alias as a key.
                if !at_key(&mut open, "", false, from, wanted) {
                    let node = value(&mut open, from, to, wanted);
                    wanted.found_below(node, &(from..to));
                }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                root_seen = true;
                let (node, start) = next(&mut open, from, wanted);
                open.push(Open {
                    mapping: matches!(event, Event::MappingStart(..)),
                    node,
                    start,
                    end: from,
                    index: 0,
                    key: None,
                    merged: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(closed) = open.pop() else { return };
                // The end of a block is noticed only where the next token starts.
                let bracket = text[from..].starts_with([']', '}']);
                let end = if bracket { from + 1 } else { closed.end };
                wanted.found(closed.node, closed.start..end);
                if let Some(merged) = closed.merged {
                    wanted.found_below(closed.node, &merged);
                }
                if let Some(around) = open.last_mut() {
                    around.end = end;
                }
            }
            _ => {}
        }
    }
}

/// Takes a scalar as a key, if the next node is one.
fn at_key(open: &mut [Open], key: &str, merge: bool, from: usize, wanted: &mut Wanted) -> bool {
    let Some(around) = open.last_mut().filter(|around| around.mapping && around.key.is_none())
    else {
        return false;
    };
    if merge {
        around.merged.get_or_insert(from..from + 2);
    }
    let node = if merge { None } else { wanted.enter(around.node, key) };
    around.key = Some((node, from));
    true
}

/// Adds a value without children, and returns its node.
fn value(open: &mut [Open], from: usize, to: usize, wanted: &mut Wanted) -> Option<usize> {
    let (node, start) = next(open, from, wanted);
    // The parser's position of an empty value can be that of the next token.
    let end = if from == to { start + 1 } else { to };
    wanted.found(node, start..end.max(start));
    if let Some(around) = open.last_mut() {
        around.end = end;
    }
    node
}

/// Returns the node of the next value, and the start of its member or item.
fn next(open: &mut [Open], from: usize, wanted: &mut Wanted) -> (Option<usize>, usize) {
    let Some(around) = open.last_mut() else { return (Some(ROOT), from) };
    if around.mapping {
        return around.key.take().unwrap_or((None, from));
    }
    let index = around.index;
    around.index += 1;
    (wanted.enter_item(around.node, index), from)
}

/// Converts the parser's positions, which count characters and hardly go back, to byte offsets.
struct Offsets<'a> {
    text: &'a str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii(), character: 0, byte: 0 }
    }

    fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        while self.character < character {
            let Some(next) = self.text[self.byte..].chars().next() else { break };
            self.byte += next.len_utf8();
            self.character += 1;
        }
        while self.character > character {
            let Some(before) = self.text[..self.byte].chars().next_back() else { break };
            self.byte -= before.len_utf8();
            self.character -= 1;
        }
        self.byte
    }
}
