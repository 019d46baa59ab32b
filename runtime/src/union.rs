//! Types of which a value is one of several.

use serde_json::Value as Json;

use crate::read::Reader;
use crate::schema::Schema;
use crate::tape::Node;
use crate::value::Value;
use crate::write::Writer;

/// A type of which a value is one of several cases; [`union!`](crate::union) makes a [`Value`] of it.
pub trait Union: Sized {
    /// What it keeps to where it is sent, and is expected to keep to in an answer.
    const SCHEMA: Schema = Schema::any();

    /// Tries the cases in order: `choice.case(Self::Text).case(Self::Map)`, or, where a field tells which it is,
    /// `choice.tag("type").tagged("circle", Self::Circle)`.
    fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self>;

    /// Writes the case: `value.write(writer)`, or `writer.tagged("type", "circle", value)`.
    fn write(&self, writer: &mut Writer);

    /// Keeps what no case reads.
    fn unknown(json: Json) -> Self;
}

/// The cases of a union that is being read.
#[derive(Debug)]
pub struct Choice<'r, 't, T> {
    reader: &'r mut Reader<'t>,
    node: Node<'t>,
    tag: &'t str,
    /// Where the tag is.
    #[cfg(feature = "drift")]
    tag_node: Option<Node<'t>>,
    chosen: Option<T>,
}

impl<T> Choice<'_, '_, T> {
    /// The case that reads without a fault, unless one before it did.
    #[must_use]
    pub fn case<V: Value>(mut self, make: impl FnOnce(V) -> T) -> Self {
        if self.chosen.is_none() {
            self.chosen = self.reader.attempt(self.node).map(make);
        }
        self
    }

    /// Names the field that tells which case it is.
    #[must_use]
    pub fn tag(mut self, name: &str) -> Self {
        let tag = self.node.member(name);
        self.tag = tag.and_then(Node::as_str).unwrap_or_default();
        #[cfg(feature = "drift")]
        {
            self.tag_node = tag.filter(|tag| tag.as_str().is_some());
            if let Some(notes) = self.reader.notes_mut() {
                notes.tag(self.node, name);
            }
        }
        self
    }

    /// The case for this value of the tag. Once the tag has told the case, a fault in it is a fault of the body.
    #[must_use]
    pub fn tagged<V: Value>(mut self, name: &str, make: impl FnOnce(V) -> T) -> Self {
        if self.chosen.is_none() && self.tag == name {
            self.chosen = Some(make(V::read(self.reader, self.node)));
        }
        self
    }
}

/// Reads a union.
pub(crate) fn read_union<'t, T: Union>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let choice = T::read(Choice {
        reader,
        node,
        tag: "",
        #[cfg(feature = "drift")]
        tag_node: None,
        chosen: None,
    });
    #[cfg(feature = "drift")]
    if let (None, Some(notes)) = (&choice.chosen, choice.reader.notes_mut()) {
        match choice.tag_node {
            Some(tag) => notes.value(tag),
            None => notes.case(node),
        }
    }
    match choice.chosen {
        Some(value) => value,
        None => T::unknown(Json::read(reader, node)),
    }
}

/// Reads an open enum.
pub(crate) fn read_open_enum<'t, T: OpenEnum>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let name = crate::value::read_str(reader, node);
    by_name(name).unwrap_or_else(|| {
        #[cfg(feature = "drift")]
        if let Some(notes) = reader.notes_mut() {
            notes.value(node);
        }
        T::unknown(name.to_owned())
    })
}

fn by_name<T: OpenEnum>(name: &str) -> Option<T> {
    let index = T::NAMES.iter().position(|known| *known == name)?;
    T::ALL.get(index).cloned()
}

/// What stands for a value in a table of the same order as the values known.
fn known<'n, T: PartialEq, N>(all: &[T], table: &'n [N], value: &T) -> Option<&'n N> {
    table.get(all.iter().position(|known| known == value)?)
}

/// Finds the value of an open enum by its name on the wire.
#[doc(hidden)]
pub fn open_enum<T: OpenEnum>(name: std::borrow::Cow<'_, str>) -> T {
    by_name(&name).unwrap_or_else(|| T::unknown(name.into_owned()))
}

/// An enum whose values are integers on the wire, and which keeps integers that it does not know;
/// [`open_integer!`](crate::open_integer) makes a [`Value`] of it.
pub trait OpenInteger: Sized + Copy + PartialEq + 'static {
    /// The values known, in the order of the spec.
    const ALL: &'static [Self];

    /// Their integers on the wire, in the same order.
    const VALUES: &'static [i64];

    /// The value for an integer that is not known.
    fn unknown(value: i64) -> Self;

    /// The integer of a value that is not known.
    fn as_unknown(&self) -> Option<i64>;

    /// The integer on the wire.
    fn value(&self) -> i64 {
        let known = || known(Self::ALL, Self::VALUES, self).copied();
        self.as_unknown().or_else(known).unwrap_or_default()
    }
}

/// Reads an open enum of integers.
pub(crate) fn read_open_integer<'t, T: OpenInteger>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    open_integer(i64::read(reader, node))
}

/// Finds the value of an open enum by its integer on the wire.
#[doc(hidden)]
pub fn open_integer<T: OpenInteger>(value: i64) -> T {
    let index = T::VALUES.iter().position(|known| *known == value);
    index.and_then(|index| T::ALL.get(index)).copied().unwrap_or_else(|| T::unknown(value))
}

/// An enum whose values are names on the wire, and which keeps names that it does not know;
/// [`open_enum!`](crate::open_enum) makes a [`Value`] of it.
pub trait OpenEnum: Sized + Clone + PartialEq + 'static {
    /// The values known, in the order of the spec.
    const ALL: &'static [Self];

    /// Their names on the wire, in the same order.
    const NAMES: &'static [&'static str];

    /// The value for a name that is not known.
    fn unknown(name: String) -> Self;

    /// The name of a value that is not known.
    fn as_unknown(&self) -> Option<&str>;

    /// The name on the wire.
    fn name(&self) -> &str {
        let known = || known(Self::ALL, Self::NAMES, self).copied();
        self.as_unknown().or_else(known).unwrap_or_default()
    }
}
