//! Types whose values are one of several variants.

use serde_json::Value as Json;

use crate::describe::schema::Schema;
use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::Value;
use crate::json::write::Writer;

/// An enum whose variants hold values of different types. [`union!`](crate::union) makes a [`Value`] of it.
pub trait Union: Sized {
    /// The schema that values keep to when they are sent, and are expected to keep to in a response.
    const SCHEMA: Schema = Schema::any();

    /// Tries the variants in order: `choice.case(Self::Text).case(Self::Map)` or, with a discriminator,
    /// `choice.tag("type").tagged("circle", Self::Circle)`.
    fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self>;

    /// Writes the variant: `value.write(writer)`, or `writer.tagged("type", "circle", value)`.
    fn write(&self, writer: &mut Writer);

    /// Keeps a value that fits no variant.
    fn unknown(json: Json) -> Self;
}

/// The variants of a union that is being read.
pub struct Choice<'r, 't, T> {
    trial: &'r mut Trial<'r, 't>,
    chosen: &'r mut dyn Chosen<T>,
}

/// The variant that fits best so far. It is a trait object, so that the code of a variant need not know how to drop the
/// whole union, which would take as much code as all variants together.
trait Chosen<T> {
    /// Takes the value of the variant that was tried, if it fits better.
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

/// The part of a choice that does not depend on the type: a union may have dozens of variants, each of which is
/// compiled.
#[derive(Debug)]
struct Trial<'r, 't> {
    reader: &'r mut Reader<'t>,
    node: Node<'t>,
    tag: &'t str,
    /// Whether there is a discriminator, but the value lacks it.
    has_no_tag: bool,
    /// The value of the discriminator.
    #[cfg(feature = "drift")]
    tag_node: Option<Node<'t>>,
    /// The number of notes before the union.
    #[cfg(feature = "drift")]
    start: usize,
    /// The number of notes before the variant that is tried.
    #[cfg(feature = "drift")]
    noted: usize,
    /// Whether the discriminator names the variant that is tried.
    is_told: bool,
    is_chosen: bool,
    /// How much of the value the selected variant does not know.
    strange: u32,
    /// How much was unknown before the union.
    before: u32,
}

impl<T> std::fmt::Debug for Choice<'_, '_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Choice").field("trial", &self.trial).finish_non_exhaustive()
    }
}

impl<T> Choice<'_, '_, T> {
    /// Tries a variant, which fits if it can be read without a fault. Of several that fit, the one that knows most of
    /// the value is selected; if they know the same, the first.
    #[must_use]
    pub fn case<V: Value>(self, make: impl FnOnce(V) -> T) -> Self {
        if self.trial.begins() {
            let value = make(V::read(self.trial.reader, self.trial.node));
            self.chosen.offer(self.trial, value);
        }
        self
    }

    /// Sets the name of the discriminator: the field that says which variant a value is.
    #[must_use]
    pub fn tag(self, name: &str) -> Self {
        self.trial.find_tag(name);
        self
    }

    /// Tries the variant for this value of the discriminator. Once the discriminator has named a variant, a fault in it
    /// is a fault of the body. If the value lacks the discriminator, the variant is tried as by [`case`](Self::case).
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
    /// Returns whether another variant may fit better and may be tried.
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

    /// Returns whether the variant that was tried fits better than the one before. The notes of the other one are
    /// dropped.
    #[inline(never)]
    fn is_better(&mut self) -> bool {
        if self.is_told {
            self.is_chosen = true;
            // The discriminator is a member without a field, but is not unknown.
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

    /// Returns whether it is the variant that the discriminator names or, without a discriminator, one to be tried.
    #[inline(never)]
    fn begins_tagged(&mut self, name: &str) -> bool {
        if self.has_no_tag {
            return self.begins();
        }
        self.is_told = !self.is_chosen && self.tag == name;
        self.is_told
    }

    /// Counts what the selected variant does not know, or notes that none fits.
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

/// Returns the entry for a value in a table that has the order of the known values.
fn known<'n, T: PartialEq, N>(all: &[T], table: &'n [N], value: &T) -> Option<&'n N> {
    table.get(all.iter().position(|known| known == value)?)
}

/// Returns the value of an open enum by its string.
#[doc(hidden)]
pub fn open_enum<T: OpenEnum>(name: std::borrow::Cow<'_, str>) -> T {
    by_name(&name).unwrap_or_else(|| T::unknown(name.into_owned()))
}

/// An enum of integers that keeps integers which it does not know. [`open_integer!`](crate::open_integer) makes a
/// [`Value`] of it.
pub trait OpenInteger: Sized + Copy + PartialEq + 'static {
    /// The known values, in the order of the spec.
    const ALL: &'static [Self];

    /// The integers of the known values, in the same order.
    const VALUES: &'static [i64];

    /// Returns the value for an unknown integer.
    fn unknown(value: i64) -> Self;

    /// Returns the integer, if it is unknown.
    fn as_unknown(&self) -> Option<i64>;

    /// Returns the integer of the value in JSON.
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

/// Returns the value of an open enum by its integer.
#[doc(hidden)]
pub fn open_integer<T: OpenInteger>(value: i64) -> T {
    let index = T::VALUES.iter().position(|known| *known == value);
    index.and_then(|index| T::ALL.get(index)).copied().unwrap_or_else(|| T::unknown(value))
}

/// An enum of strings that keeps strings which it does not know. [`open_enum!`](crate::open_enum) makes a [`Value`] of
/// it.
pub trait OpenEnum: Sized + Clone + PartialEq + 'static {
    /// The known values, in the order of the spec.
    const ALL: &'static [Self];

    /// The strings of the known values, in the same order.
    const NAMES: &'static [&'static str];

    /// Returns the value for an unknown string.
    fn unknown(name: String) -> Self;

    /// Returns the string, if it is unknown.
    fn as_unknown(&self) -> Option<&str>;

    /// Returns the string of the value in JSON.
    fn name(&self) -> &str {
        let known = || known(Self::ALL, Self::NAMES, self).copied();
        self.as_unknown().or_else(known).unwrap_or_default()
    }
}
