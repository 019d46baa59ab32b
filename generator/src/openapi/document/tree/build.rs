//! Builds a tree from JSON while it is read, or from a value.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Data, Entry, INDEXED, Text, Tree};

impl From<&Value> for Tree {
    fn from(value: &Value) -> Self {
        let mut building = Building::default();
        building.value(value, Text::default(), 0);
        building.tree
    }
}

/// The maximum size of a tree: growing step by step would leave memory behind that is never used again.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    /// The number of values.
    pub values: usize,
    /// The bytes of all keys and strings.
    pub texts: usize,
}

/// If an object has a key twice, the last value counts, in the place of the first.
impl<'de> DeserializeSeed<'de> for Size {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        let mut building = Building::default();
        building.tree.entries.reserve_exact(self.values);
        building.tree.texts.reserve_exact(self.texts);
        let id = building.open(Text::default(), 0);
        Slot { building: &mut building, id }.deserialize(deserializer)?;
        if building.repeated {
            // Removing the earlier values is easier in another kind of tree.
            return Ok(Tree::from(&building.tree.root().to_value()));
        }
        Ok(building.tree)
    }
}

/// A tree that is being built.
#[derive(Debug, Default)]
struct Building {
    tree: Tree,
    /// Whether an object has a key twice.
    repeated: bool,
}

impl Building {
    /// Appends a text. A document has far less than four billion bytes, so no number is truncated.
    #[expect(clippy::cast_possible_truncation, reason = "a document has far less than 4 GiB")]
    fn text(&mut self, text: &str) -> Text {
        let start = self.tree.texts.len() as u32;
        self.tree.texts.push_str(text);
        Text { start, length: text.len() as u32 }
    }

    /// Adds an entry for a value.
    fn open(&mut self, key: Text, parent: u32) -> u32 {
        let id = self.next();
        self.tree.entries.push(Entry { data: Data::Null, key, parent, end: id + 1 });
        id
    }

    #[expect(clippy::cast_possible_truncation, reason = "a document has far less than 4 GiB")]
    fn next(&self) -> u32 {
        self.tree.entries.len() as u32
    }

    fn set(&mut self, id: u32, data: Data) {
        let end = self.next();
        let entry = &mut self.tree.entries[id as usize];
        (entry.data, entry.end) = (data, end);
    }

    /// Ends an object whose members are complete.
    #[expect(clippy::cast_possible_truncation, reason = "a document has far less than 4 GiB")]
    fn close(&mut self, id: u32, count: u32) {
        let start = self.tree.index.len();
        self.set(id, Data::Object { count, index: start as u32 });
        let mut member = id + 1;
        if count as usize >= INDEXED {
            for _ in 0..count {
                self.tree.index.push(member);
                member = self.tree.entries[member as usize].end;
            }
            let mut index = std::mem::take(&mut self.tree.index);
            index[start..].sort_by(|one, other| self.tree.key(*one).cmp(self.tree.key(*other)));
            self.repeated |=
                index[start..].windows(2).any(|two| self.tree.key(two[0]) == self.tree.key(two[1]));
            self.tree.index = index;
            return;
        }
        let mut keys = [""; INDEXED];
        for seen in 0..count as usize {
            let key = self.tree.key(member);
            self.repeated |= keys[..seen].contains(&key);
            keys[seen] = key;
            member = self.tree.entries[member as usize].end;
        }
    }

    fn value(&mut self, value: &Value, key: Text, parent: u32) {
        let id = self.open(key, parent);
        match value {
            Value::Null => {}
            Value::Bool(value) => self.set(id, Data::Bool(*value)),
            Value::Number(number) => {
                let whole = number.as_u64().map(Data::Unsigned);
                let whole = whole.or_else(|| number.as_i64().map(Data::Signed));
                let data = whole.or_else(|| number.as_f64().map(Data::Float));
                self.set(id, data.unwrap_or(Data::Null));
            }
            Value::String(text) => {
                let text = self.text(text);
                self.set(id, Data::Text(text));
            }
            Value::Array(items) => {
                let mut count = 0;
                for item in items {
                    self.value(item, Text { start: count, length: 0 }, id);
                    count += 1;
                }
                self.set(id, Data::List { count });
            }
            Value::Object(members) => {
                let mut count = 0;
                for (key, member) in members {
                    let key = self.text(key);
                    self.value(member, key, id);
                    count += 1;
                }
                self.close(id, count);
            }
        }
    }
}

/// The entry of a value that is about to be read.
struct Slot<'b> {
    building: &'b mut Building,
    id: u32,
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Slot<'_> {
    fn is(self, data: Data) {
        self.building.set(self.id, data);
    }
}

impl<'de> Visitor<'de> for Slot<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any valid JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.is(Data::Bool(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.is(Data::Unsigned(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.is(u64::try_from(value).map_or(Data::Signed(value), Data::Unsigned));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.is(Data::Float(value));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let text = self.building.text(text);
        self.is(Data::Text(text));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { building, id } = self;
        let mut count = 0;
        while items.next_element_seed(Item { building, index: count, parent: id })?.is_some() {
            count += 1;
        }
        building.set(id, Data::List { count });
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { building, id } = self;
        let mut count = 0;
        while let Some(key) = members.next_key_seed(Key(building))? {
            let member = building.open(key, id);
            members.next_value_seed(Slot { building, id: member })?;
            count += 1;
        }
        building.close(id, count);
        Ok(())
    }
}

/// The entry of an item, which is added only if the list continues.
struct Item<'b> {
    building: &'b mut Building,
    index: u32,
    parent: u32,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let id = self.building.open(Text { start: self.index, length: 0 }, self.parent);
        Slot { building: self.building, id }.deserialize(deserializer)
    }
}

/// A key, which is added to the texts.
struct Key<'b>(&'b mut Building);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Text;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Text, E> {
        Ok(self.0.text(key))
    }
}
