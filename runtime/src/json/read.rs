//! Reads typed values from a body.
//!
//! Readers do not return a `Result` for each field. The reader notes the first fault, goes on with placeholders, and
//! throws the value away at the end. Generated code is therefore one plain line for each field, which keeps it cheap to
//! compile. After the first fault nothing more is read.

use std::collections::BTreeMap;
use std::fmt;

use crate::json::form::Form;
#[cfg(feature = "drift")]
use crate::json::notes::Notes;
use crate::json::page::PageContext;
use crate::json::tape::{self, Node, Tape, Token};
use crate::json::value::{Object, Value};

/// A body that is being read, and the first fault.
pub struct Reader<'t> {
    root: Node<'t>,
    fault: Option<Fault<'t>>,
    /// The field that is being looked for, in case it is missing.
    absent: Option<Place<'t>>,
    pages: Option<&'t PageContext>,
    /// How many more variants of unions may fail, or fit only in part. Nested unions could otherwise take a time
    /// exponential in their depth.
    trials: u64,
    /// How many unknown values were met: members without a field, unknown strings of enums.
    strange: u32,
    /// What the spec does not define, if anyone listens.
    #[cfg(feature = "drift")]
    notes: Option<Box<Notes<'t>>>,
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
struct Place<'t> {
    object: u32,
    name: &'t str,
}

/// Why a body does not fit its type. It contains no value of the body.
#[derive(Clone, Copy, Debug)]
struct Fault<'t> {
    node: u32,
    name: Option<&'t str>,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Missing,
    Kind { expected: &'static str, found: &'static str },
    Form(&'static str),
    Ambiguous,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(root: Node<'t>, pages: Option<&'t PageContext>) -> Self {
        let size = root.end();
        Self {
            root,
            fault: None,
            absent: None,
            pages,
            trials: 1_000 + 64 * u64::from(size),
            strange: 0,
            #[cfg(feature = "drift")]
            notes: None,
        }
    }

    /// Reads a whole tape.
    pub(crate) fn read_all<T: Value>(root: Node<'t>) -> Result<T, String> {
        let mut reader = Self::new(root, None);
        let value = T::read(&mut reader, root);
        reader.finish(value)
    }

    /// Returns the value, unless a fault was found.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, String> {
        match self.fault {
            None => Ok(value),
            Some(fault) => Err(fault.describe(self.root)),
        }
    }

    pub(crate) fn root(&self) -> Node<'t> {
        self.root
    }

    pub(crate) fn pages(&self) -> Option<&'t PageContext> {
        self.pages
    }

    /// Returns whether a fault was found. What is read from now on is thrown away.
    #[must_use]
    pub fn has_fault(&self) -> bool {
        self.fault.is_some()
    }

    fn note(&mut self, node: u32, name: Option<&'t str>, what: What) {
        if self.fault.is_none() {
            self.fault = Some(Fault { node, name, what });
        }
    }

    /// Notes that a value is of another kind than `expected` (such as "a string").
    pub fn unexpected(&mut self, node: Node<'_>, expected: &'static str) {
        let found = node.kind();
        self.note(node.index, None, What::Kind { expected, found });
    }

    /// Notes that a value of the right kind is not `expected` (such as "a date").
    pub fn malformed(&mut self, node: Node<'_>, expected: &'static str) {
        self.note(node.index, None, What::Form(expected));
    }

    /// Notes that the field that is being looked for is missing.
    pub fn missing(&mut self) {
        let (node, name) = match self.absent {
            Some(place) => (place.object, Some(place.name)),
            None => (0, None),
        };
        self.note(node, name, What::Missing);
    }

    /// Returns the value of missing data, by its type: the member `name` of `object`.
    pub(crate) fn absent<T: Value>(&mut self, object: Node<'_>, name: &'t str) -> T {
        self.absent = Some(Place { object: object.index, name });
        T::absent(self)
    }

    /// Counts a value that its type does not know but keeps.
    pub(crate) fn stranger(&mut self) {
        self.strange = self.strange.saturating_add(1);
    }

    /// Returns how many unknown values were counted.
    pub(crate) fn strangers(&self) -> u32 {
        self.strange
    }

    /// Reduces the count, if what was counted is thrown away.
    pub(crate) fn forget_strangers(&mut self, count: u32) {
        self.strange = count;
    }

    /// Returns whether another variant may be tried after one that fits only in part.
    pub(crate) fn may_try_on(&mut self) -> bool {
        let may = self.trials > 0 && !self.has_fault();
        self.trials = self.trials.saturating_sub(1);
        may
    }

    /// Returns whether a value may be tried; [`end_attempt`](Self::end_attempt) says how it went.
    pub(crate) fn begin_attempt(&mut self, node: Node<'t>) -> bool {
        if self.has_fault() {
            return false;
        }
        if self.trials == 0 {
            self.note(node.index, None, What::Ambiguous);
            return false;
        }
        true
    }

    /// Returns whether what was read since then fits. If not, its fault is dropped, and all notes but the first
    /// `noted`.
    pub(crate) fn end_attempt(&mut self, #[cfg(feature = "drift")] noted: usize) -> bool {
        #[cfg(feature = "drift")]
        if let (Some(notes), Some(_)) = (&mut self.notes, self.fault) {
            notes.truncate(noted);
        }
        match self.fault {
            None => true,
            Some(Fault { what: What::Ambiguous, .. }) => false,
            Some(_) => {
                self.fault = None;
                // Attempts within this one may have used up the last ones.
                self.trials = self.trials.saturating_sub(1);
                false
            }
        }
    }
}

#[cfg(feature = "drift")]
impl<'t> Reader<'t> {
    /// Starts to note what the spec does not define.
    pub(crate) fn take_notes(&mut self, take: bool) {
        self.notes = take.then(Box::default);
    }

    /// Returns the notes, unless the value does not fit at all.
    pub(crate) fn notes(&mut self) -> Option<Box<Notes<'t>>> {
        self.notes.take().filter(|_| self.fault.is_none())
    }

    /// Returns where to note something, unless it is thrown away.
    pub(crate) fn notes_mut(&mut self) -> Option<&mut Notes<'t>> {
        if self.has_fault() { None } else { self.notes.as_deref_mut() }
    }

    /// Collects a name that a type reads.
    fn asks_for(&mut self, name: &'static str) {
        if let Some(notes) = &mut self.notes {
            notes.names.push(name);
        }
    }

    /// Collects that a type reads all other names as well.
    fn asks_for_all(&mut self) {
        if let Some(notes) = &mut self.notes {
            notes.takes_all = true;
        }
    }
}

/// Notes the members of an object that its type does not read. The names are collected by reading the type once more
/// with a reader that reads nothing, so that ordinary reading need not keep them.
#[cfg(feature = "drift")]
#[cold]
fn note_unknown<T: Object>(fields: &mut Fields<'_, '_>) {
    if fields.reader.has_fault() {
        return;
    }
    if let Some(notes) = &mut fields.reader.notes {
        notes.names.clear();
        notes.takes_all = false;
    }
    fields.reader.note(0, None, What::Missing);
    let _ = T::read(fields);
    fields.reader.fault = None;
    if let Some(notes) = &mut fields.reader.notes {
        notes.object(fields.object);
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("fault", &self.fault).finish_non_exhaustive()
    }
}

impl Fault<'_> {
    fn describe(self, root: Node<'_>) -> String {
        let mut path = root.at(self.node).path();
        if let Some(name) = self.name {
            crate::json::tape::push_member(&mut path, name);
        }
        let place = if path.is_empty() { "the body".to_owned() } else { format!("`{path}`") };
        match self.what {
            What::Missing => format!("{place} is missing"),
            What::Kind { expected, found } => format!("{place} is {found}, expected {expected}"),
            What::Form(expected) => format!("{place} is not {expected}"),
            What::Ambiguous => {
                format!("{place} is too complex to tell which variant of its union it is")
            }
        }
    }
}

/// Reads one value of a streamed response. If it is empty, the type says what that means.
pub(crate) fn read_item<T: Value>(bytes: &[u8]) -> Result<T, String> {
    let tape = parse_item(bytes)?;
    let root = tape.root();
    let mut reader = Reader::new(root, None);
    let value =
        if tape.tokens.is_empty() { T::absent(&mut reader) } else { T::read(&mut reader, root) };
    reader.finish(value)
}

fn parse_item(bytes: &[u8]) -> Result<Tape<'_>, String> {
    let text = str::from_utf8(bytes).map_err(|fault| {
        format!("the body is not UTF-8: byte {} is invalid", fault.valid_up_to())
    })?;
    if text.trim_ascii().is_empty() {
        return Ok(Tape::EMPTY);
    }
    Tape::parse(text).map_err(|fault| format!("the body is not JSON: {fault}"))
}

/// The fields of an object that is being read.
#[derive(Debug)]
pub struct Fields<'r, 't> {
    reader: &'r mut Reader<'t>,
    object: Node<'t>,
    place: tape::Place,
    /// How many members were not read yet: if none is left, no other field is there.
    left: u32,
}

impl<'r, 't> Fields<'r, 't> {
    /// Returns the fields of an object; for any other value, no fields.
    #[inline(never)]
    fn of(reader: &'r mut Reader<'t>, node: Node<'t>) -> Self {
        let (end, left) = if let Token::Object { end, members } = node.token() {
            (end, members)
        } else {
            reader.unexpected(node, "an object");
            (node.index, 0)
        };
        Fields { reader, object: node, place: tape::Place::of(node, end), left }
    }
}

impl<'t> Fields<'_, 't> {
    /// Finds a field. This is compiled once for all types, which is less to compile and not slower.
    #[inline(never)]
    fn find(&mut self, name: &str) -> Option<Node<'t>> {
        if self.left == 0 {
            return None;
        }
        let found = self.object.next_member(name, &mut self.place)?;
        self.left -= 1;
        Some(found)
    }

    /// Reads a field. If its type allows it ([`Option`], [`Maybe`](crate::Maybe)), the field may be null or missing.
    #[inline(never)]
    pub fn field<T: Value>(&mut self, name: &'static str) -> T {
        if self.reader.has_fault() {
            #[cfg(feature = "drift")]
            self.reader.asks_for(name);
            return T::placeholder();
        }
        match self.find(name) {
            Some(node) => T::read(self.reader, node),
            None => self.reader.absent(self.object, name),
        }
    }

    /// Reads a field that is required but may be null.
    #[inline(never)]
    pub fn nullable<T: Value>(&mut self, name: &'static str) -> Option<T> {
        if self.reader.has_fault() {
            #[cfg(feature = "drift")]
            self.reader.asks_for(name);
            return None;
        }
        if let Some(node) = self.find(name) {
            Value::read(self.reader, node)
        } else {
            self.reader.absent::<Missing>(self.object, name);
            None
        }
    }

    /// Reads the members with other names than these, which are the names of fields and discriminators.
    pub fn rest<T: Value>(&mut self, named: &[&str]) -> BTreeMap<String, T> {
        let mut rest = BTreeMap::new();
        if self.reader.has_fault() {
            #[cfg(feature = "drift")]
            self.reader.asks_for_all();
            return rest;
        }
        if self.left == 0 {
            return rest;
        }
        for (name, value) in self.object.members().filter(|(name, _)| !named.contains(name)) {
            let value = T::read(self.reader, value);
            if self.reader.has_fault() {
                break;
            }
            rest.insert(name.to_owned(), value);
        }
        self.left = 0;
        rest
    }
}

/// A value that is always missing: it notes the fault.
struct Missing;

impl Value for Missing {
    type Form = Self;
}

impl Form<Self> for Missing {
    fn read<'t>(reader: &mut Reader<'t>, _: Node<'t>) -> Self {
        reader.missing();
        Self
    }

    fn write(_: &Self, _: &mut crate::json::write::Writer) {}

    fn placeholder() -> Self {
        Self
    }
}

/// Reads an object.
pub(crate) fn read_object<'t, T: Object>(reader: &mut Reader<'t>, node: Node<'t>) -> T {
    let mut fields = Fields::of(reader, node);
    let object = T::read(&mut fields);
    fields.reader.strange = fields.reader.strange.saturating_add(fields.left);
    #[cfg(feature = "drift")]
    if fields.reader.notes.is_some() {
        note_unknown::<T>(&mut fields);
    }
    object
}

/// Returns an object of placeholders.
pub(crate) fn placeholder_object<T: Object>() -> T {
    let (mut reader, root) = faulty();
    T::read(&mut Fields {
        object: root,
        place: tape::Place::of(root, 0),
        left: 0,
        reader: &mut reader,
    })
}

/// Returns a reader that reads nothing.
#[inline(never)]
fn faulty() -> (Reader<'static>, Node<'static>) {
    static EMPTY: Tape<'_> = Tape::EMPTY;
    let root = EMPTY.root();
    let mut reader = Reader::new(root, None);
    reader.missing();
    (reader, root)
}

/// Reads an object from any self-describing format: the `Deserialize` of generated types.
#[doc(hidden)]
pub fn deserialize<'de, T: Value, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let tape = Tape::deserialize(deserializer)?;
    Reader::read_all(tape.root()).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests;
