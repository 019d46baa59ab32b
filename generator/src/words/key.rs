//! The keys of fields and parameters: the name on the wire, and whether what it names is optional.

#[cfg(test)]
use std::borrow::Cow;
use std::fmt;

use indexmap::{Equivalent, IndexMap};
#[cfg(test)]
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};

/// The name of a field or a parameter, as a spec writes it: `name` is required, `name?` is optional.
///
/// A question mark of the name itself is doubled, as a quote is within quotes: `name??` is a required field called
/// `name?`, and `name???` an optional one. So every name can be written, in one way each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The name in the JSON, the query, the headers or the cookies.
    pub wire: String,
    /// Whether it may be left out.
    pub optional: bool,
}

/// Values by their keys, in the order in which they are written.
pub type Keyed<T> = IndexMap<Key, T>;

impl Key {
    /// Returns the key of something that is optional unless it is `required`.
    pub fn new(wire: impl Into<String>, required: bool) -> Self {
        Self { wire: wire.into(), optional: !required }
    }

    /// Reads a key from the text that a spec has for it.
    pub fn read(text: &str) -> Self {
        let rest = text.trim_end_matches('?');
        let marks = text.len() - rest.len();
        Self { wire: text[..rest.len() + marks / 2].to_owned(), optional: marks % 2 == 1 }
    }
}

/// Writes the text that a spec has for the key.
impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = self.wire.trim_end_matches('?');
        let marks = (self.wire.len() - rest.len()) * 2 + usize::from(self.optional);
        write!(formatter, "{rest}{:?<marks$}", "")
    }
}

/// Returns the value of a name, and its key, whether it is required or optional.
pub fn find<'m, T>(map: &'m Keyed<T>, wire: &str) -> Option<(&'m Key, &'m T)> {
    map.get_key_value(&(wire, false)).or_else(|| map.get_key_value(&(wire, true)))
}

/// Returns the same, to be changed.
#[cfg(feature = "openapi")]
pub fn find_mut<'m, T>(map: &'m mut Keyed<T>, wire: &str) -> Option<&'m mut T> {
    let required = map.contains_key(&(wire, false));
    map.get_mut(&(wire, !required))
}

/// A name and whether it is optional, by which a map can be searched without building a key. Both hash alike.
impl Equivalent<Key> for (&str, bool) {
    fn equivalent(&self, key: &Key) -> bool {
        (self.0, self.1) == (key.wire.as_str(), key.optional)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::read(&text))
    }
}

#[cfg(test)]
impl JsonSchema for Key {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Key".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_one_text_and_is_read_from_it() {
        for (text, wire, optional) in [
            ("name", "name", false),
            ("name?", "name", true),
            ("name??", "name?", false),
            ("name???", "name?", true),
            ("name????", "name??", false),
            ("what?now", "what?now", false),
            ("what?now?", "what?now", true),
            ("", "", false),
            ("?", "", true),
            ("??", "?", false),
            ("ñ?", "ñ", true),
        ] {
            let key = Key { wire: wire.to_owned(), optional };
            assert_eq!(Key::read(text), key, "{text}");
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn a_name_is_found_whether_it_is_required_or_optional() {
        let map: Keyed<u8> = ["a", "b?", "c??"].map(Key::read).into_iter().zip(1..).collect();
        let found = |wire| find(&map, wire).map(|(key, value)| (key.optional, *value));
        assert_eq!(found("a"), Some((false, 1)));
        assert_eq!(found("b"), Some((true, 2)));
        assert_eq!(found("c?"), Some((false, 3)));
        assert_eq!(found("c"), None);
    }
}
