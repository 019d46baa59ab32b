//! Writes typed values as JSON.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::secret::REDACTED;
use crate::json::value::{Object, Value};

/// Writes JSON text, either to be sent as a body or to be shown.
pub struct Writer {
    out: Vec<u8>,
    shown: bool,
    /// Whether the text is that of a server's response.
    answer: bool,
    page: Option<PageMarks>,
    fault: Option<&'static str>,
}

/// What a page says besides its items. Only the operation knows where in the body that is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PageMarks {
    pub(crate) total: Option<u64>,
    pub(crate) next: Option<String>,
    pub(crate) count: u64,
}

impl Writer {
    /// Returns a writer for a request body: secrets are revealed, and read-only fields are left out.
    pub(crate) fn for_body(out: Vec<u8>) -> Self {
        Self { out, shown: false, answer: false, page: None, fault: None }
    }

    /// Returns a writer for a response: secrets are revealed, and read-only fields are written.
    #[cfg(feature = "mock")]
    pub(crate) fn for_answer() -> Self {
        Self { answer: true, ..Self::for_body(Vec::new()) }
    }

    /// Returns what the outermost page said besides its items, if there was one.
    #[cfg(feature = "mock")]
    pub(crate) fn take_page(&mut self) -> Option<PageMarks> {
        self.page.take()
    }

    /// Notes what a page says besides its items.
    pub(crate) fn page(&mut self, total: Option<u64>, next: Option<&str>, count: usize) {
        if self.answer && self.page.is_none() {
            let next = next.map(str::to_owned);
            self.page = Some(PageMarks { total, next, count: count as u64 });
        }
    }

    /// Returns a writer for showing: secrets are masked.
    pub(crate) fn for_display() -> Self {
        Self { shown: true, ..Self::for_body(Vec::new()) }
    }

    /// Returns the text, or why a value cannot be written.
    pub(crate) fn finish(self) -> Result<Vec<u8>, &'static str> {
        match self.fault {
            None => Ok(self.out),
            Some(fault) => Err(fault),
        }
    }

    /// Notes that a value cannot be written as JSON.
    pub(crate) fn refuse(&mut self, fault: &'static str) {
        self.fault.get_or_insert(fault);
    }

    pub(crate) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes anything that serde can write.
    pub(crate) fn plain<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.out, value).is_err() {
            self.refuse("a value that cannot be written as JSON");
        }
    }

    pub(crate) fn string(&mut self, text: &str) {
        self.plain(text);
    }

    pub(crate) fn secret(&mut self, text: &str) {
        self.plain(if self.shown { REDACTED } else { text });
    }

    pub(crate) fn secret_json(&mut self, json: &serde_json::Value) {
        if self.shown {
            self.plain(REDACTED);
        } else {
            self.plain(json);
        }
    }

    pub(crate) fn list<'a, T: Value + 'a>(&mut self, items: impl IntoIterator<Item = &'a T>) {
        self.raw("[");
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.raw(",");
            }
            item.write(self);
        }
        self.raw("]");
    }

    pub(crate) fn map<'a, T: Value + 'a>(
        &mut self,
        members: impl IntoIterator<Item = (&'a String, &'a T)>,
    ) {
        let mut fields = FieldWriter::open(self);
        for (name, value) in members {
            fields.member(name, value);
        }
        fields.close();
    }

    /// Writes an object that has a field for the discriminator itself.
    pub fn own<T: Value>(&mut self, _tag: &str, _name: &str, value: &T) {
        value.write(self);
    }

    /// Writes an object and adds the discriminator, for which it has no field.
    pub fn tagged<T: Value>(&mut self, tag: &str, name: &str, value: &T) {
        self.raw("{");
        self.string(tag);
        self.raw(":");
        self.string(name);
        let start = self.out.len();
        value.write(self);
        if self.out[start..] == *b"{}" {
            self.out.remove(start);
        } else if let Some(brace @ b'{') = self.out.get_mut(start) {
            *brace = b',';
        } else {
            self.refuse("a variant of a tagged union that is not an object");
        }
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

/// Writes the fields of an object.
#[derive(Debug)]
pub struct FieldWriter<'w> {
    writer: &'w mut Writer,
    first: bool,
}

impl<'w> FieldWriter<'w> {
    fn open(writer: &'w mut Writer) -> Self {
        writer.raw("{");
        Self { writer, first: true }
    }

    fn close(self) {
        self.writer.raw("}");
    }

    fn name(&mut self, name: &str) {
        if !self.first {
            self.writer.raw(",");
        }
        self.first = false;
        self.writer.string(name);
        self.writer.raw(":");
    }

    /// Writes a field, unless its value is absent.
    pub fn field<T: Value>(&mut self, name: &str, value: &T) {
        if !value.is_absent() {
            self.name(name);
            value.write(self.writer);
        }
    }

    /// Writes a required field that may be null.
    pub fn nullable<T: Value>(&mut self, name: &str, value: &Option<T>) {
        self.name(name);
        match value {
            Some(value) => value.write(self.writer),
            None => self.writer.raw("null"),
        }
    }

    /// Writes the members of a map, except those with these names, which belong to fields.
    pub fn rest<T: Value>(&mut self, named: &[&str], rest: &BTreeMap<String, T>) {
        for (name, value) in rest.iter().filter(|(name, _)| !named.contains(&name.as_str())) {
            self.member(name, value);
        }
    }

    /// Writes a member of a map, for which null is a value like any other.
    fn member<T: Value>(&mut self, name: &str, value: &T) {
        self.name(name);
        value.write(self.writer);
    }

    /// Writes a read-only field. It is left out of what is sent.
    pub fn read_only<T: Value>(&mut self, name: &str, value: &T) {
        if self.writer.shown || self.writer.answer {
            self.field(name, value);
        }
    }
}

/// Writes an object.
pub(crate) fn write_object<T: Object>(object: &T, writer: &mut Writer) {
    let mut fields = FieldWriter::open(writer);
    object.write(&mut fields);
    fields.close();
}

/// Serializes a value with its secrets masked: the `Serialize` of generated types.
#[doc(hidden)]
pub fn serialize<T: Value, S: serde::Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use serde::ser::{Error as _, Serialize as _};

    let mut writer = Writer::for_display();
    value.write(&mut writer);
    let written = writer.finish().map_err(S::Error::custom)?;
    let text = str::from_utf8(&written).map_err(S::Error::custom)?;
    let tape = crate::json::tape::Tape::parse(text).map_err(S::Error::custom)?;
    tape.root().serialize(serializer)
}

/// Writes a string: the `Value::write` of generated enums.
#[doc(hidden)]
pub fn write_str(text: &str, writer: &mut Writer) {
    writer.string(text);
}
