//! A value of the document with its place, and references by `$ref`.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::openapi::document::{FILES, Node};

/// The maximum number of references in a chain before it counts as a circle.
pub(in crate::openapi::import) const LONGEST_CHAIN: usize = 64;

/// A value with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::openapi::import) struct At<'d> {
    pub(in crate::openapi::import) value: Node<'d>,
}

impl<'d> At<'d> {
    pub(in crate::openapi::import) fn root(value: Node<'d>) -> Self {
        Self { value }
    }

    /// Returns its place as a unique number.
    pub(in crate::openapi::import) fn place(self) -> u32 {
        self.value.id()
    }

    /// Returns the JSON pointer to it.
    pub(in crate::openapi::import) fn pointer(self) -> String {
        self.value.way()
    }

    /// Returns the member of an object.
    pub(in crate::openapi::import) fn get(self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self { value })
    }

    /// Returns the member of an object, unless it is null.
    pub(in crate::openapi::import) fn given(self, key: &str) -> Option<Self> {
        self.get(key).filter(|at| !at.value.is_null())
    }

    /// Returns the string of a member.
    pub(in crate::openapi::import) fn text(self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Returns whether a member is `true`.
    pub(in crate::openapi::import) fn flag(self, key: &str) -> bool {
        self.value.get(key).and_then(Node::as_bool).unwrap_or(false)
    }

    /// Returns the members of an object, in their order; anything else has none.
    pub(in crate::openapi::import) fn members(
        self,
    ) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        self.value.as_object().into_iter().flatten().map(|(key, value)| (key, Self { value }))
    }

    /// Returns the items of a list; anything else has none.
    pub(in crate::openapi::import) fn items(self) -> impl Iterator<Item = Self> + use<'d> {
        self.value.as_array().into_iter().flatten().map(|value| Self { value })
    }
}

/// A reference that cannot be followed.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Dangling {
    why: Why,
    /// The reference at fault, to which others may have led.
    at: String,
}

#[derive(Debug, Clone)]
enum Why {
    /// It refers to nothing.
    Nowhere,
    /// It refers back to itself.
    Circle,
    /// It leaves the document.
    Elsewhere,
    /// It refers to another file, which cannot be read for this reason.
    Refused(String),
}

impl Dangling {
    pub(super) fn circle(reference: &str) -> Self {
        Self { why: Why::Circle, at: reference.to_owned() }
    }

    /// Adds the reason, if it is known.
    pub(super) fn because(mut self, refused: &HashMap<String, String>) -> Self {
        if let Some(reason) = refused.get(&self.at) {
            self.why = Why::Refused(reason.clone());
        }
        self
    }

    pub(in crate::openapi::import) fn message(&self, reference: &str) -> String {
        let why = match &self.why {
            Why::Nowhere => "refers to nothing in this document",
            Why::Circle => "refers back to itself",
            Why::Elsewhere => {
                "refers to another file or server, which is not read; bundle the document into one file first"
            }
            Why::Refused(reason) => reason,
        };
        let (first, last) = (as_written(reference), as_written(&self.at));
        if first == last {
            format!("`$ref: {first}` {why}")
        } else {
            format!("`$ref: {first}` leads to `$ref: {last}`, which {why}")
        }
    }
}

/// Returns the target of a reference within the document, through any chain of references.
pub(in crate::openapi::import) fn resolve<'d>(
    root: Node<'d>,
    reference: &str,
) -> Result<At<'d>, Dangling> {
    let mut next = reference;
    for _ in 0..LONGEST_CHAIN {
        let at = target(root, next).map_err(|why| Dangling { why, at: next.to_owned() })?;
        match at.text("$ref") {
            // In a schema of 3.1, keywords beside the reference count as well.
            Some(other) if at.value.as_object().is_some_and(|object| object.len() == 1) => {
                next = other;
            }
            _ => return Ok(at),
        }
    }
    Err(Dangling::circle(reference))
}

/// Returns the direct target of a reference.
fn target<'d>(root: Node<'d>, reference: &str) -> Result<At<'d>, Why> {
    let Some(fragment) = reference.strip_prefix('#') else { return Err(Why::Elsewhere) };
    let fragment = if fragment.contains('%') {
        Cow::Owned(decoded(fragment))
    } else {
        Cow::Borrowed(fragment)
    };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return Err(Why::Nowhere);
    }
    root.pointer(&fragment).map(|value| At { value }).ok_or(Why::Nowhere)
}

/// Returns a fragment of a URI without percent-encoding (RFC 6901, section 6). Invalid escapes stay as they are.
pub(in crate::openapi) fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = match tail {
            [high, low, ..] if *first == b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                digit(*high)
                    .zip(digit(*low))
                    .and_then(|(high, low)| u8::try_from(high * 16 + low).ok())
            }
            _ => None,
        };
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns a reference as its author wrote it: one into another file has the path from the document's folder.
pub(super) fn as_written(reference: &str) -> Cow<'_, str> {
    let within = reference.strip_prefix("#/").and_then(|rest| rest.strip_prefix(FILES));
    let Some(rest) = within.and_then(|rest| rest.strip_prefix('/')) else {
        return Cow::Borrowed(reference);
    };
    let (file, pointer) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let file = file.replace("~1", "/").replace("~0", "~").replace("%25", "%");
    let hash = if pointer.is_empty() { "" } else { "#" };
    Cow::Owned(format!("{file}{hash}{pointer}"))
}

/// Returns the name of another file without its extension, and the pointer within it.
pub(in crate::openapi::import) fn file_of(pointer: &str) -> Option<(String, &str)> {
    let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
    let rest = pointer.strip_prefix('/')?.strip_prefix(FILES)?.strip_prefix('/')?;
    let end = rest.find('/').unwrap_or(rest.len());
    let name = rest[..end].replace("~1", "/").replace("~0", "~");
    let name = name.rsplit('/').next().unwrap_or(&name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some((stem.to_owned(), &rest[end..]))
}

/// Returns the name of a schema by the last part of its pointer; a whole file has its own name.
pub(in crate::openapi::import) fn last_name(pointer: &str) -> Option<String> {
    match file_of(pointer) {
        Some((stem, "")) => Some(stem),
        _ => parts(pointer).next_back(),
    }
}

/// Returns the unescaped segments of a JSON pointer.
pub(in crate::openapi::import) fn parts(
    pointer: &str,
) -> impl DoubleEndedIterator<Item = String> + '_ {
    // The text before the first `/` is empty.
    pointer
        .strip_prefix('/')
        .or_else(|| pointer.split_once('/').map(|(_, rest)| rest))
        .map(|rest| rest.split('/'))
        .into_iter()
        .flatten()
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
}
