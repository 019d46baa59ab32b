//! The request body, written as it is put together.

use std::borrow::Cow;

use crate::describe::data::Text;
use crate::json::write::Writer;

/// Most bodies are shorter than this many bytes.
const SHORT: usize = 128;

/// A request body that is being put together, as JSON.
#[derive(Clone, Default)]
pub(super) struct BodyDraft {
    /// The key that it is wrapped in and then the fields, each after a comma; or the body as a whole.
    text: Vec<u8>,
    base: usize,
    fields: Vec<FieldDraft>,
    whole: bool,
}

#[derive(Clone)]
struct FieldDraft {
    name: Cow<'static, str>,
    /// The length of the field with its comma.
    length: usize,
}

impl BodyDraft {
    /// Returns the names of the fields that are set.
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
            self.open_up(base);
        }
        self.remove(name);
        let mut writer = Writer::for_body(std::mem::take(&mut self.text));
        writer.raw(",");
        writer.string(name);
        writer.raw(":");
        writer
    }

    /// Splits a body that was set as a whole into its fields, so that another one can be set. A body that is not an
    /// object is dropped.
    fn open_up(&mut self, base: usize) {
        self.whole = false;
        let members = self.text.get(base..).and_then(members);
        self.fields = members.unwrap_or_default();
        if self.fields.is_empty() {
            self.text.truncate(base);
        } else {
            // `{"a":1,"b":2}` and `,"a":1,"b":2` have the same length but for the brace at the end.
            self.text[base] = b',';
            self.text.pop();
        }
    }

    pub(super) fn close_field(&mut self, name: Text, writer: Writer) -> Result<(), &'static str> {
        self.text = writer.finish()?;
        let before: usize = self.fields.iter().map(|field| field.length).sum();
        self.fields.push(FieldDraft {
            name: Cow::Borrowed(name),
            length: self.text.len() - self.base - before,
        });
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
                // Drops the comma of the first field.
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

/// Returns the members of an object in the form in which the writer writes it, without spaces.
fn members(text: &[u8]) -> Option<Vec<FieldDraft>> {
    let inner = text.strip_prefix(b"{")?.strip_suffix(b"}")?;
    let mut fields = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_u32, false, false);
    for (at, byte) in inner.iter().copied().chain([b',']).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 && at > start => {
                let mut name = serde_json::Deserializer::from_slice(&inner[start..at]);
                let name = <String as serde::Deserialize>::deserialize(&mut name).ok()?;
                // Counts the comma or the brace before it.
                fields.push(FieldDraft { name: name.into(), length: at - start + 1 });
                start = at + 1;
            }
            _ => {}
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::value::Value;

    fn sent(draft: &BodyDraft, wrap: Option<&str>) -> String {
        String::from_utf8(draft.finish(wrap).0).unwrap()
    }

    fn set<T: Value>(draft: &mut BodyDraft, wrap: Option<&str>, name: &'static str, value: &T) {
        let base = draft.open(wrap);
        let mut writer = draft.open_field(base, name);
        value.write(&mut writer);
        draft.close_field(name, writer).unwrap();
    }

    fn whole(wrap: Option<&str>, value: &serde_json::Value) -> BodyDraft {
        let mut draft = BodyDraft::default();
        let base = draft.open(wrap);
        let mut writer = draft.open_whole(base);
        value.write(&mut writer);
        draft.close_whole(writer).unwrap();
        draft
    }

    #[test]
    fn a_field_is_set_in_a_body_that_was_set_as_a_whole() {
        let value = serde_json::json!({ "a,\"{": [1, { "b": "],}" }], "stream": { "x": [2] } });
        for wrap in [None, Some("inner")] {
            let mut draft = whole(wrap, &value);
            set(&mut draft, wrap, "stream", &true);
            set(&mut draft, wrap, "more", &1_i64);
            set(&mut draft, wrap, "stream", &false);
            let mut expected = value.clone();
            expected["stream"] = false.into();
            expected["more"] = 1.into();
            let body: serde_json::Value = serde_json::from_str(&sent(&draft, wrap)).unwrap();
            assert_eq!(wrap.map_or(&body, |key| &body[key]), &expected);
        }
    }

    #[test]
    fn what_has_no_fields_gives_way_to_the_field() {
        for value in [serde_json::json!({}), serde_json::json!([1, 2]), serde_json::json!("{}")] {
            let mut draft = whole(None, &value);
            set(&mut draft, None, "a", &1_i64);
            assert_eq!(sent(&draft, None), r#"{"a":1}"#);
        }
    }
}
