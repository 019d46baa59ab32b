//! How a type is written in a place for text: as one text, as a list, as an object, as nested parts, or not at all.
//!
//! Only this file decides it. The check refuses what cannot be written, an import reports it, and the generated code
//! follows it, so that none of them decides for itself.

use std::collections::BTreeSet;

use super::style::{Encoding, ListKeys, Style};

/// A place in a request or a response that holds values as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Path,
    Query,
    Header,
    Cookie,
    /// A path, for a value that is set on the client.
    Client,
    /// A field of a body in `application/x-www-form-urlencoded`.
    Field,
    /// A part of a multipart body.
    Part,
    /// A header of a response, which is read.
    AnswerHeader,
}

impl Slot {
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

    /// Returns the style of a value that states none.
    pub const fn usual(self) -> Style {
        self.styles()[0]
    }

    /// Returns the name of the place in messages.
    pub const fn called(self) -> &'static str {
        match self {
            Self::Path | Self::Client => "path",
            Self::Query => "query",
            Self::Header | Self::AnswerHeader => "header",
            Self::Cookie => "cookie",
            Self::Field => "form",
            Self::Part => "multipart body",
        }
    }
}

/// How a value is written in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// One text.
    Text,
    /// A list of texts.
    List,
    /// Names with texts.
    Object,
    /// Nested parts, each under a key that gives its path.
    Nested,
    /// A string as it is, and anything else as JSON.
    Any,
    /// JSON in one text.
    Json,
    /// Raw bytes.
    Bytes,
}

/// How a value is written in a place, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    pub standing: Standing,
    /// Whether the type of the value writes its own texts. Any other value is drafted as JSON first.
    pub plain: bool,
}

/// Why a value cannot be in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It is nullable.
    Null,
    /// An item of it is nullable.
    NullItem,
    /// Its parts have parts, which the style cannot express.
    Parts,
    /// Items of a list in it have parts, and their keys do not tell which item a part is of.
    Items,
    /// It has several parts, and only one text is allowed.
    Several,
    /// It is bytes.
    Bytes,
}

impl Misfit {
    /// Returns the reason as the beginning of a sentence about the value.
    #[cfg(feature = "openapi")]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Null => "the value can be null",
            Self::NullItem => "an item can be null",
            Self::Parts => "the value has nested lists or objects",
            Self::Items => {
                "a list has items with several parts, and the keys do not say to which item a part belongs"
            }
            Self::Several => "the value has several parts",
            Self::Bytes => "the value is bytes",
        }
    }
}

/// A type as a place sees it, one level deep.
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
    /// The types of an object's fields that are sent.
    Object(Vec<T>),
    OneOf(Vec<T>),
}

/// Types that can be inspected, whatever they are made of.
pub trait Types {
    type Type: Copy;

    /// Returns the type behind names.
    fn step(&self, type_: Self::Type) -> Step<Self::Type>;

    /// Returns whether the type is nullable.
    fn is_nullable(&self, type_: Self::Type) -> bool;

    /// Returns the identity of a type with a definition, since unions may contain each other.
    fn identity(&self, type_: Self::Type) -> Option<usize>;
}

/// Returns how a type is written in a place with an encoding; `None` for a part without an encoding of its own.
pub fn stand<T: Types>(
    definitions: &T,
    type_: T::Type,
    slot: Slot,
    encoding: Option<Encoding>,
) -> Result<Stand, Misfit> {
    if definitions.is_nullable(type_) {
        return Err(Misfit::Null);
    }
    let mut look = Look {
        types: definitions,
        encoding: encoding.unwrap_or(Encoding::new(slot.usual())),
        values: BTreeSet::new(),
        texts: BTreeSet::new(),
        nested: BTreeSet::new(),
    };
    match slot {
        Slot::Client | Slot::AnswerHeader => one_text(definitions, type_, slot),
        Slot::Part if encoding.is_none() => look.part_of_a_body(type_),
        _ => look.value(type_),
    }
}

fn one_text<T: Types>(definitions: &T, type_: T::Type, slot: Slot) -> Result<Stand, Misfit> {
    match definitions.step(type_) {
        Step::Text => Ok(PLAIN_TEXT),
        // It can be written, but not read.
        Step::Drafted if slot == Slot::Client => Ok(drafted(Standing::Text)),
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

/// The inspection of a type and its parts.
struct Look<'t, T: Types> {
    types: &'t T,
    encoding: Encoding,
    /// The unions that were inspected as a whole value.
    values: BTreeSet<usize>,
    /// The unions that were inspected as one text within a value.
    texts: BTreeSet<usize>,
    /// The types whose parts were looked at for lists.
    nested: BTreeSet<usize>,
}

impl<T: Types> Look<'_, T> {
    /// Inspects a whole value.
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
            // An item after a null would take its position, since null is left out.
            return Err(Misfit::NullItem);
        }
        let plain = items.iter().all(|item| matches!(self.types.step(*item), Step::Text));
        if nests && !plain {
            return Ok(drafted(Standing::Nested));
        }
        items.iter().try_for_each(|item| self.text(*item))?;
        Ok(Stand { standing: Standing::List, plain })
    }

    /// Returns whether the keys of parts within parts tell which item of a list each is of. `a[0][b]` always does, and
    /// `a[][b]` where the parts have names; `a[b]` of several items is the same key again.
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

    /// Returns whether the parts of an item of a list have keys that those of another item have as well.
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
                // A case that can be anything is written as the text or the parts of the others.
                let case = self.value(*case)?.standing;
                standing = standing.max(if case == Standing::Any { Standing::Text } else { case });
            }
        }
        Ok(drafted(standing))
    }

    /// Inspects one text within a value.
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

    /// Inspects a part without an encoding: a list becomes a part for each item, and anything with parts becomes JSON.
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
