//! Types of which a value is one of several.

use serde_json::Value as Json;

use crate::describe::schema::Schema;
use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::Value;
use crate::json::write::Writer;

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
pub struct Choice<'r, 't, T> {
    trial: &'r mut Trial<'r, 't>,
    chosen: &'r mut dyn Chosen<T>,
}

/// The case that fits best so far. It stands behind a table so that the code of a case need not know how to drop a whole
/// union, which takes as much code as all its cases together.
trait Chosen<T> {
    /// Takes the value of the case that was tried, if it is better.
    fn offer(&mut self, trial: &mut Trial<'_, '_>, value: T);
}

impl<T> Chosen<T> for Option<T> {
    #[inline]
    fn offer(&mut self, trial: &mut Trial<'_, '_>, value: T) {
        if trial.is_better() {
            *self = Some(value);
        }
    }
}

/// What of a choice does not depend on the type: a union of an API has dozens of cases, and each is code of its own.
#[derive(Debug)]
struct Trial<'r, 't> {
    reader: &'r mut Reader<'t>,
    node: Node<'t>,
    tag: &'t str,
    /// Whether a field would tell the case, and is not there.
    has_no_tag: bool,
    /// Where the tag is.
    #[cfg(feature = "drift")]
    tag_node: Option<Node<'t>>,
    /// How many notes there were before.
    #[cfg(feature = "drift")]
    start: usize,
    /// How many there were before the case that is tried.
    #[cfg(feature = "drift")]
    noted: usize,
    /// Whether the tag told the case that is tried.
    is_told: bool,
    is_chosen: bool,
    /// How much of the value the chosen case does not know.
    strange: u32,
    /// How much was unknown before.
    before: u32,
}

impl<T> std::fmt::Debug for Choice<'_, '_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Choice").field("trial", &self.trial).finish_non_exhaustive()
    }
}

impl<T> Choice<'_, '_, T> {
    /// A case that reads without a fault. Of several such it is the one that knows most of the value, and of those that
    /// know the same the first.
    #[must_use]
    pub fn case<V: Value>(self, make: impl FnOnce(V) -> T) -> Self {
        if self.trial.begins() {
            let value = make(V::read(self.trial.reader, self.trial.node));
            self.chosen.offer(self.trial, value);
        }
        self
    }

    /// Names the field that tells which case it is.
    #[must_use]
    pub fn tag(self, name: &str) -> Self {
        self.trial.find_tag(name);
        self
    }

    /// The case for this value of the tag. Once the tag has told the case, a fault in it is a fault of the body. Where
    /// there is no tag, it is a case like those of [`case`](Self::case).
    #[must_use]
    pub fn tagged<V: Value>(self, name: &str, make: impl FnOnce(V) -> T) -> Self {
        if self.trial.begins_tagged(name) {
            let value = make(V::read(self.trial.reader, self.trial.node));
            self.chosen.offer(self.trial, value);
        }
        self
    }
}

impl Trial<'_, '_> {
    /// Whether a further case may fit better, and may be tried.
    #[inline(never)]
    fn begins(&mut self) -> bool {
        self.is_told = false;
        if self.is_chosen && !(self.strange > 0 && self.reader.may_try_on()) {
            return false;
        }
        #[cfg(feature = "drift")]
        {
            self.noted = self.reader.notes_mut().map_or(0, |notes| notes.len());
        }
        self.reader.begin_attempt(self.node)
    }

    /// Whether the case that was tried fits better than the one before; of the other nothing is kept.
    #[inline(never)]
    fn is_better(&mut self) -> bool {
        if self.is_told {
            self.is_chosen = true;
            // The tag is a member without a field, but not unknown.
            self.strange = self.reader.strangers().saturating_sub(self.before).saturating_sub(1);
            return true;
        }
        let fits = self.reader.end_attempt(
            #[cfg(feature = "drift")]
            self.noted,
        );
        let strange = self.reader.strangers().saturating_sub(self.before);
        self.reader.forget_strangers(self.before);
        let is_better = fits && (!self.is_chosen || strange < self.strange);
        if is_better {
            self.is_chosen = true;
            self.strange = strange;
        }
        #[cfg(feature = "drift")]
        if let Some(notes) = self.reader.notes_mut().filter(|_| fits) {
            if is_better {
                notes.keep_from(self.start, self.noted);
            } else {
                notes.truncate(self.noted);
            }
        }
        is_better
    }

    #[inline(never)]
    fn find_tag(&mut self, name: &str) {
        let tag = self.node.member(name);
        self.tag = tag.and_then(Node::as_str).unwrap_or_default();
        self.has_no_tag = tag.is_none();
        #[cfg(feature = "drift")]
        {
            self.tag_node = tag.filter(|tag| tag.as_str().is_some());
            if let Some(notes) = self.reader.notes_mut() {
                notes.tag(self.node, name);
            }
        }
    }

    /// Whether it is the case for this value of the tag; or, without a tag, one to be tried.
    #[inline(never)]
    fn begins_tagged(&mut self, name: &str) -> bool {
        if self.has_no_tag {
            return self.begins();
        }
        self.is_told = !self.is_chosen && self.tag == name;
        self.is_told
    }

    /// Settles what the chosen case does not know, or that there is none.
    #[inline(never)]
    fn finish(&mut self) {
        #[cfg(feature = "drift")]
        if let (false, Some(notes)) = (self.is_chosen, self.reader.notes_mut()) {
            match self.tag_node {
                Some(tag) => notes.value(tag),
                None => notes.case(self.node),
            }
        }
        self.reader.forget_strangers(self.before.saturating_add(self.strange));
        if !self.is_chosen {
            self.reader.stranger();
        }
    }
}

/// Reads a union.
#[inline]
pub(crate) fn read_union<'t, T: Union>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let mut chosen = None;
    let mut trial = Trial {
        node,
        tag: "",
        has_no_tag: false,
        #[cfg(feature = "drift")]
        tag_node: None,
        #[cfg(feature = "drift")]
        start: reader.notes_mut().map_or(0, |notes| notes.len()),
        #[cfg(feature = "drift")]
        noted: 0,
        is_told: false,
        is_chosen: false,
        strange: 0,
        before: reader.strangers(),
        reader: &mut *reader,
    };
    T::read(Choice { trial: &mut trial, chosen: &mut chosen }).trial.finish();
    match chosen {
        Some(value) => value,
        None => T::unknown(Json::read(reader, node)),
    }
}

/// Reads an open enum.
pub(crate) fn read_open_enum<'t, T: OpenEnum>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let name = crate::json::value::read_str(reader, node);
    by_name(name).unwrap_or_else(|| {
        reader.stranger();
        #[cfg(feature = "drift")]
        if let Some(notes) = reader.notes_mut() {
            notes.value(node);
        }
        T::unknown(name.to_owned())
    })
}

#[inline(never)]
fn index_of(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}

fn by_name<T: OpenEnum>(name: &str) -> Option<T> {
    T::ALL.get(index_of(T::NAMES, name)?).cloned()
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
    let value = <i64 as Value>::read(reader, node);
    if !T::VALUES.contains(&value) {
        reader.stranger();
    }
    open_integer(value)
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
