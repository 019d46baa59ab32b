//! How a type stands in a place that holds text: as one text, as a list of them, as names with texts, as parts within
//! parts, or not at all.
//!
//! This is worked out here alone. The check refuses what cannot stand, an import tells of it, and what can is carried to the
//! generated code, so that none of them decides for itself.

use std::collections::BTreeSet;

use super::style::{Encoding, ListKeys, Style};

/// A place in a request or an answer that holds values as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A path, from a value that is set on the client.
    Client,
    /// A field of a body in `application/x-www-form-urlencoded`.
    Field,
    /// A part of a multipart body.
    Part,
    /// A header of an answer, which is read.
    AnswerHeader,
}

impl Place {
    /// Returns the styles that a value can be written in, the usual one first.
    pub const fn styles(self) -> &'static [Style] {
        match self {
            Self::Path => &[Style::Simple, Style::Label, Style::Matrix],
            Self::Query => {
                &[Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject]
            }
            Self::Header | Self::Client | Self::AnswerHeader => &[Style::Simple],
            Self::Cookie => &[Style::Form],
            Self::Field => {
                &[Style::DeepObject, Style::Form, Style::SpaceDelimited, Style::PipeDelimited]
            }
            Self::Part => &[Style::DeepObject],
        }
    }

    /// Returns the style of a value for which none is said.
    pub const fn usual(self) -> Style {
        self.styles()[0]
    }

    /// Returns what messages call it.
    pub const fn called(self) -> &'static str {
        match self {
            Self::Path | Self::Client => "path",
            Self::Query => "query",
            Self::Header | Self::AnswerHeader => "header",
            Self::Cookie => "cookie",
            Self::Field => "form",
            Self::Part => "body in parts",
        }
    }
}

/// How a value stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// One text.
    Text,
    /// Texts, one after the other.
    List,
    /// Names with texts.
    Object,
    /// Parts within parts, each under a key that tells the way to it.
    Nested,
    /// A text as it is, and anything else as JSON.
    Any,
    /// JSON in one text.
    Json,
    /// Bytes as they are.
    Bytes,
}

/// How a value stands in a place, and who writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    pub standing: Standing,
    /// The type of the value writes its texts. Any other value is drafted as JSON, and written from that.
    pub plain: bool,
}

/// Why a value cannot stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It may be null.
    Null,
    /// An item of it may be null.
    NullItem,
    /// A part of it has parts, for which the style has no way.
    Parts,
    /// Items of a list in it have parts, and their keys do not tell which item a part is of.
    Items,
    /// It has several parts, where only one text can stand.
    Several,
    /// It is bytes.
    Bytes,
}

impl Misfit {
    /// Returns what is wrong, as the beginning of a sentence about a value.
    #[cfg(feature = "openapi")]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Null => "the value may be null",
            Self::NullItem => "an item may be null",
            Self::Parts => "the value holds lists or objects within a list or an object",
            Self::Items => {
                "the items of a list have parts, and keys do not tell which item a part is of"
            }
            Self::Several => "the value has several parts",
            Self::Bytes => "the value is bytes",
        }
    }
}

/// What a type is to a place, one step deep.
pub enum Step<T> {
    /// A type that writes its own text.
    Text,
    /// A text or a number that is drafted as JSON first.
    Drafted,
    Any,
    Bytes,
    List(T),
    Tuple(Vec<T>),
    Map(T),
    /// What an object sends, each field by its type.
    Object(Vec<T>),
    OneOf(Vec<T>),
}

/// Types that can be looked into, whatever they are made of.
pub trait Types {
    type Type: Copy;

    /// Returns what a type is behind its names.
    fn step(&self, type_: Self::Type) -> Step<Self::Type>;

    /// Returns whether null is a value of it.
    fn is_nullable(&self, type_: Self::Type) -> bool;

    /// Returns what tells a type with a definition from others: unions may hold each other.
    fn identity(&self, type_: Self::Type) -> Option<usize>;
}

/// Works out how a type stands in a place where its values are written as `encoding` says; `None` where a part has no
/// encoding of its own.
pub fn stand<T: Types>(
    definitions: &T,
    type_: T::Type,
    place: Place,
    encoding: Option<Encoding>,
) -> Result<Stand, Misfit> {
    if definitions.is_nullable(type_) {
        return Err(Misfit::Null);
    }
    let mut look = Look {
        types: definitions,
        encoding: encoding.unwrap_or(Encoding::new(place.usual())),
        values: BTreeSet::new(),
        texts: BTreeSet::new(),
        nested: BTreeSet::new(),
    };
    match place {
        Place::Client | Place::AnswerHeader => one_text(definitions, type_, place),
        Place::Part if encoding.is_none() => look.part_of_a_body(type_),
        _ => look.value(type_),
    }
}

fn one_text<T: Types>(definitions: &T, type_: T::Type, place: Place) -> Result<Stand, Misfit> {
    match definitions.step(type_) {
        Step::Text => Ok(PLAIN_TEXT),
        // It can be written, but not read.
        Step::Drafted if place == Place::Client => Ok(drafted(Standing::Text)),
        Step::Bytes => Err(Misfit::Bytes),
        _ => Err(Misfit::Several),
    }
}

/// How deep parts within parts are looked at; a type of more has no end.
const DEPTH: usize = 64;

const PLAIN_TEXT: Stand = Stand { standing: Standing::Text, plain: true };

const fn drafted(standing: Standing) -> Stand {
    Stand { standing, plain: false }
}

/// A look at a type and what it holds.
struct Look<'t, T: Types> {
    types: &'t T,
    encoding: Encoding,
    /// The unions that were looked at as a whole value.
    values: BTreeSet<usize>,
    /// The unions that were looked at as one text within a value.
    texts: BTreeSet<usize>,
    /// The types whose parts were looked at for lists.
    nested: BTreeSet<usize>,
}

impl<T: Types> Look<'_, T> {
    /// A value as a whole.
    fn value(&mut self, type_: T::Type) -> Result<Stand, Misfit> {
        if self.encoding.json {
            return Ok(drafted(Standing::Json));
        }
        let nests = self.encoding.style == Style::DeepObject;
        if nests {
            self.items_are_told_apart(type_, DEPTH)?;
        }
        match self.types.step(type_) {
            Step::Text => Ok(PLAIN_TEXT),
            Step::Drafted => Ok(drafted(Standing::Text)),
            Step::Bytes => Err(Misfit::Bytes),
            Step::Any | Step::Map(_) | Step::Object(_) if nests => Ok(drafted(Standing::Nested)),
            Step::Any => Ok(drafted(Standing::Any)),
            Step::List(item) => self.list(&[item], nests),
            Step::Tuple(items) => Ok(Stand { plain: false, ..self.list(&items, nests)? }),
            Step::Map(value) => self.object(&[value]),
            Step::Object(fields) => self.object(&fields),
            Step::OneOf(cases) => self.one_of(type_, &cases),
        }
    }

    fn list(&mut self, items: &[T::Type], nests: bool) -> Result<Stand, Misfit> {
        if items.iter().any(|item| self.types.is_nullable(*item)) {
            // What stands behind a null that is left out would take its place.
            return Err(Misfit::NullItem);
        }
        let plain = items.iter().all(|item| matches!(self.types.step(*item), Step::Text));
        if nests && !plain {
            return Ok(drafted(Standing::Nested));
        }
        items.iter().try_for_each(|item| self.text(*item))?;
        Ok(Stand { standing: Standing::List, plain })
    }

    /// Whether the keys of parts within parts tell which item of a list each is of. `a[0][b]` always does, and `a[][b]` where
    /// the parts have names; `a[b]` of several items is the same key again.
    fn items_are_told_apart(&mut self, type_: T::Type, depth: usize) -> Result<(), Misfit> {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.encoding.lists != ListKeys::Indices)
        else {
            return Ok(());
        };
        if self.types.identity(type_).is_some_and(|id| !self.nested.insert(id)) {
            return Ok(());
        }
        let parts = match self.types.step(type_) {
            Step::List(item) => vec![item],
            Step::Tuple(parts) => parts,
            Step::Map(value) => return self.items_are_told_apart(value, depth),
            Step::Object(parts) | Step::OneOf(parts) => {
                return parts.iter().try_for_each(|part| self.items_are_told_apart(*part, depth));
            }
            Step::Text | Step::Drafted | Step::Any | Step::Bytes => return Ok(()),
        };
        if parts.iter().any(|item| self.is_mixed_up(*item, depth)) {
            return Err(Misfit::Items);
        }
        parts.iter().try_for_each(|item| self.items_are_told_apart(*item, depth))
    }

    /// Whether the parts of an item of a list have keys that those of another item have as well.
    fn is_mixed_up(&self, item: T::Type, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match self.types.step(item) {
            Step::List(_) | Step::Tuple(_) => true,
            Step::Map(_) | Step::Object(_) => self.encoding.lists == ListKeys::Repeat,
            Step::OneOf(cases) => cases.iter().any(|case| self.is_mixed_up(*case, depth)),
            Step::Text | Step::Drafted | Step::Any | Step::Bytes => false,
        }
    }

    fn object(&mut self, fields: &[T::Type]) -> Result<Stand, Misfit> {
        let repeats = self.encoding.explode && self.encoding.style == Style::Form;
        for field in fields {
            match self.types.step(*field) {
                // A field that is a list repeats its name.
                Step::List(item) if repeats => self.text(item)?,
                Step::Tuple(items) if repeats => {
                    items.iter().try_for_each(|item| self.text(*item))?;
                }
                _ => self.text(*field)?,
            }
        }
        Ok(drafted(Standing::Object))
    }

    fn one_of(&mut self, type_: T::Type, cases: &[T::Type]) -> Result<Stand, Misfit> {
        let mut standing = Standing::Text;
        let id = self.types.identity(type_);
        if id.is_none_or(|id| self.values.insert(id)) {
            for case in cases {
                // Of the case that is anything, the text or the parts are written as of any other.
                let case = self.value(*case)?.standing;
                standing = standing.max(if case == Standing::Any { Standing::Text } else { case });
            }
        }
        Ok(drafted(standing))
    }

    /// What is one text, within a value.
    fn text(&mut self, type_: T::Type) -> Result<(), Misfit> {
        match self.types.step(type_) {
            Step::Text | Step::Drafted | Step::Any => Ok(()),
            Step::Bytes => Err(Misfit::Bytes),
            Step::OneOf(cases) => {
                let id = self.types.identity(type_);
                let new = id.is_none_or(|id| self.texts.insert(id));
                cases.iter().filter(|_| new).try_for_each(|case| self.text(*case))
            }
            Step::List(_) | Step::Tuple(_) | Step::Map(_) | Step::Object(_) => Err(Misfit::Parts),
        }
    }

    /// A part that says nothing of how it is written: a list is a part for each item, and what has parts is JSON.
    fn part_of_a_body(&mut self, type_: T::Type) -> Result<Stand, Misfit> {
        match self.types.step(type_) {
            Step::Text | Step::Drafted => Ok(drafted(Standing::Text)),
            Step::Bytes => Ok(drafted(Standing::Bytes)),
            Step::Any | Step::OneOf(_) => Ok(drafted(Standing::Any)),
            Step::List(item) if self.types.is_nullable(item) => Err(Misfit::NullItem),
            Step::Tuple(items) if items.iter().any(|item| self.types.is_nullable(*item)) => {
                Err(Misfit::NullItem)
            }
            Step::List(_) | Step::Tuple(_) => Ok(drafted(Standing::List)),
            Step::Map(_) | Step::Object(_) => Ok(drafted(Standing::Json)),
        }
    }
}
