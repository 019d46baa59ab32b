//! Reads JSON along the pointers.

use std::borrow::Cow;

use super::{ROOT, Wanted};

/// A list or object that is not closed yet.
struct Open {
    object: bool,
    /// Its node, if a pointer leads there.
    node: Option<usize>,
    /// The start of the member or item.
    start: usize,
    /// The number of items before.
    index: usize,
}

/// Finds the places. Stops at anything that is not JSON, without judging the values.
pub(super) fn scan(text: &[u8], wanted: &mut Wanted) -> Option<()> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = blank(text, 0);
    let mut node = Some(ROOT);
    let mut start = at;
    loop {
        // A value starts here, unless a list or object is empty.
        let end = match *text.get(at)? {
            byte @ (b'{' | b'[') => {
                let object = byte == b'{';
                open.push(Open { object, node, start, index: 0 });
                at = blank(text, at + 1);
                if *text.get(at)? == if object { b'}' } else { b']' } {
                    None
                } else {
                    (node, start, at) = member(text, at, open.last_mut()?, wanted)?;
                    continue;
                }
            }
            b'"' => Some(string_end(text, at)?),
            _ => Some(word_end(text, at)?),
        };
        if let Some(end) = end {
            wanted.found(node, start..end);
            at = end;
        }
        // The value has ended, and may close others around it.
        loop {
            at = blank(text, at);
            let Some(around) = open.last_mut() else {
                return (at == text.len()).then_some(());
            };
            match *text.get(at)? {
                b',' => {
                    around.index += 1;
                    (node, start, at) = member(text, blank(text, at + 1), around, wanted)?;
                    break;
                }
                b'}' | b']' => {
                    at += 1;
                    let closed = open.pop()?;
                    wanted.found(closed.node, closed.start..at);
                }
                _ => return None,
            }
        }
    }
}

/// Returns the start of a member or item: its node, its own start, and that of its value.
fn member(
    text: &[u8],
    at: usize,
    around: &mut Open,
    wanted: &mut Wanted,
) -> Option<(Option<usize>, usize, usize)> {
    if !around.object {
        return Some((wanted.enter_item(around.node, around.index), at, at));
    }
    let end = (*text.get(at)? == b'"').then(|| string_end(text, at)).flatten()?;
    let node = match around.node {
        Some(_) => wanted.enter(around.node, &key(&text[at..end])?),
        None => None,
    };
    let colon = blank(text, end);
    (*text.get(colon)? == b':').then(|| (node, at, blank(text, colon + 1)))
}

/// Returns a key without its quotes and escapes.
fn key(quoted: &[u8]) -> Option<Cow<'_, str>> {
    if quoted.contains(&b'\\') {
        return serde_json::from_slice(quoted).ok().map(Cow::Owned);
    }
    std::str::from_utf8(&quoted[1..quoted.len() - 1]).ok().map(Cow::Borrowed)
}

fn blank(text: &[u8], from: usize) -> usize {
    let blanks =
        text[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    from + blanks.count()
}

/// Returns the end of a string, including its quote.
fn string_end(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        match *text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Returns the end of a number or a word.
fn word_end(text: &[u8], from: usize) -> Option<usize> {
    let length = text[from..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        .count();
    (length > 0).then_some(from + length)
}
