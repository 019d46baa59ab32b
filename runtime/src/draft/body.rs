//! The body of a call, written as it is put together.

use crate::data::Text;
use crate::write::Writer;

/// Most bodies are shorter than this many bytes.
const SHORT: usize = 128;

/// A body that is being put together, as JSON text.
#[derive(Clone, Default)]
pub(super) struct BodyDraft {
    /// The key that it is wrapped in, then the fields, each behind a comma; or the whole.
    text: Vec<u8>,
    base: usize,
    fields: Vec<FieldDraft>,
    whole: bool,
}

#[derive(Clone)]
struct FieldDraft {
    name: Text,
    /// With its comma.
    length: usize,
}

impl BodyDraft {
    /// The names of the fields set.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_ref())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && !self.whole
    }

    pub(super) fn open(&mut self, wrap: Option<&str>) -> usize {
        if self.text.is_empty() {
            self.text.reserve(SHORT);
            if let Some(key) = wrap {
                let mut writer = Writer::for_body(std::mem::take(&mut self.text));
                writer.raw("{");
                writer.string(key);
                writer.raw(":");
                self.text = writer.finish().unwrap_or_default();
            }
            self.base = self.text.len();
        }
        self.base
    }

    pub(super) fn remove(&mut self, name: &str) {
        let mut start = self.base;
        for index in 0..self.fields.len() {
            let length = self.fields[index].length;
            if self.fields[index].name == name {
                self.text.drain(start..start + length);
                self.fields.remove(index);
                return;
            }
            start += length;
        }
    }

    pub(super) fn open_field(&mut self, base: usize, name: &str) -> Writer {
        if self.whole {
            self.text.truncate(base);
            self.whole = false;
        }
        self.remove(name);
        let mut writer = Writer::for_body(std::mem::take(&mut self.text));
        writer.raw(",");
        writer.string(name);
        writer.raw(":");
        writer
    }

    pub(super) fn close_field(&mut self, name: Text, writer: Writer) -> Result<(), &'static str> {
        self.text = writer.finish()?;
        let before: usize = self.fields.iter().map(|field| field.length).sum();
        self.fields.push(FieldDraft { name, length: self.text.len() - self.base - before });
        Ok(())
    }

    pub(super) fn open_whole(&mut self, base: usize) -> Writer {
        self.text.truncate(base);
        self.fields.clear();
        Writer::for_body(std::mem::take(&mut self.text))
    }

    pub(super) fn close_whole(&mut self, writer: Writer) -> Result<(), &'static str> {
        self.text = writer.finish()?;
        self.whole = true;
        Ok(())
    }

    pub(super) fn finish(&self, wrap: Option<&str>) -> (Vec<u8>, std::ops::Range<usize>) {
        let mut closed = Self { text: Vec::with_capacity(self.text.len() + 4), ..Self::default() };
        if self.text.is_empty() {
            closed.open(wrap);
        } else {
            closed.base = self.base;
            closed.text.extend_from_slice(&self.text);
        }
        let Self { mut text, base, .. } = closed;
        if !self.whole {
            match text.get_mut(base) {
                // The comma of the first field.
                Some(first) => *first = b'{',
                None => text.push(b'{'),
            }
            text.push(b'}');
        }
        let inner = base..text.len();
        if wrap.is_some() {
            text.push(b'}');
        }
        (text, inner)
    }
}
