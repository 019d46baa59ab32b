//! JSON text as a flat list of nodes: one pass over the text, one growing allocation, no tree.
//!
//! Reading an object by the names of its fields needs random access to its members. Nodes allow that for 16 bytes per
//! value: they hold the position of a string instead of a copy, and know where a container ends, so that skipping it is
//! one step. The parser is that of `serde_json` (its grammar, its depth limit of 128), compiled once for all types.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::de::{DeserializeSeed, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value as Json};

use crate::base::scrub::Scrubber;

mod record;

use record::{Recorder, narrow};

/// One value of a JSON text. A member of an object is a [`Token::Text`] followed by its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// A string that is in the text as it is.
    Text {
        start: u32,
        length: u32,
    },
    /// A string that had escapes.
    Unescaped {
        start: u32,
        length: u32,
    },
    /// An array; `end` is the index after its last node.
    List {
        end: u32,
        items: u32,
    },
    /// An object; `end` is the index after its last node.
    Object {
        end: u32,
        members: u32,
    },
}

/// The nodes of one JSON text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape<'t> {
    pub(crate) tokens: Vec<Token>,
    unescaped: String,
    text: &'t str,
}

thread_local! {
    /// The allocation of the tape that this thread dropped last. A tape is larger than all else that reading a body
    /// takes.
    static SPARE: Cell<Vec<Token>> = const { Cell::new(Vec::new()) };
}

/// A larger allocation than this (1 MiB) is not kept.
const MOST_SPARE: usize = 1 << 16;

impl Drop for Tape<'_> {
    fn drop(&mut self) {
        if (1..=MOST_SPARE).contains(&self.tokens.capacity()) {
            let mut tokens = std::mem::take(&mut self.tokens);
            tokens.clear();
            // A thread that ends keeps nothing.
            let _ = SPARE.try_with(|spare| spare.set(tokens));
        }
    }
}

/// Returns an allocation for about this many tokens.
fn room(tokens: usize) -> Vec<Token> {
    let mut spare = SPARE.try_with(Cell::take).unwrap_or_default();
    spare.reserve(tokens);
    spare
}

/// Where the members of an object are looked for, by the indices of their names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Behind the last member that was found in order.
    next: u32,
    /// Behind the last member that was found further on.
    further: u32,
    end: u32,
}

impl Place {
    /// Returns the place of the first member of an object that ends here.
    pub(crate) fn of(object: Node<'_>, end: u32) -> Self {
        Self { next: object.index + 1, further: end, end }
    }
}

/// A JSON value in a body that is being read. It is as small as possible, since reading passes it everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    tape: &'t Tape<'t>,
    pub(crate) index: u32,
}

impl<'t> Tape<'t> {
    pub(crate) const EMPTY: Self = Self { tokens: Vec::new(), unescaped: String::new(), text: "" };

    /// Parses a JSON text.
    pub(crate) fn parse(text: &'t str) -> Result<Self, serde_json::Error> {
        if u32::try_from(text.len()).is_err() {
            return Err(serde_json::Error::custom("the text is longer than 4 GiB"));
        }
        let mut tape = Self {
            // A node for every 8 bytes: bodies of objects with short fields need no second allocation.
            tokens: room(text.len() / 8 + 8),
            unescaped: String::new(),
            text,
        };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Recorder { tape: &mut tape, text, depth: 0 }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(tape)
    }

    /// Returns the tape of a text that is itself the value.
    pub(crate) fn of_text(text: &'t str) -> Option<Self> {
        let length = u32::try_from(text.len()).ok()?;
        Some(Self {
            tokens: vec![Token::Text { start: 0, length }],
            unescaped: String::new(),
            text,
        })
    }

    /// Reads a value from any self-describing format.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        let mut tape = Self::default();
        Recorder { tape: &mut tape, text: "", depth: 0 }.deserialize(deserializer)?;
        Ok(tape)
    }

    /// Returns which tokens are names of members.
    fn keys(&self) -> Vec<bool> {
        let mut keys = vec![false; self.tokens.len()];
        for (index, token) in self.tokens.iter().enumerate() {
            let Token::Object { end, .. } = *token else { continue };
            let mut key = index + 1;
            while key < end as usize {
                keys[key] = true;
                key = match self.tokens.get(key + 1) {
                    Some(Token::List { end, .. } | Token::Object { end, .. }) => *end as usize,
                    _ => key + 2,
                };
            }
        }
        keys
    }

    /// Masks known secrets in all strings, and in the names of members those that are longer than words.
    pub(crate) fn scrub(&mut self, scrubber: &Scrubber) {
        for (index, is_key) in self.keys().into_iter().enumerate() {
            let string = self.node(narrow(index)).as_str();
            let scrub = if is_key { Scrubber::scrub_name } else { Scrubber::scrub };
            let masked = string.map(|string| scrub(scrubber, string));
            let Some(Cow::Owned(masked)) = masked else {
                continue;
            };
            let start = narrow(self.unescaped.len());
            self.unescaped.push_str(&masked);
            self.tokens[index] = Token::Unescaped { start, length: narrow(masked.len()) };
        }
    }

    /// Returns the outermost value.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// Returns a value by its index.
    pub(crate) fn node(&self, index: u32) -> Node<'_> {
        Node { tape: self, index }
    }

    /// Returns the tape without its text.
    pub(crate) fn without_text(self) -> Tape<'static> {
        self.over("")
    }

    /// Returns the tape over its text, which may have moved.
    pub(crate) fn over(mut self, text: &str) -> Tape<'_> {
        let tokens = std::mem::take(&mut self.tokens);
        Tape { tokens, unescaped: std::mem::take(&mut self.unescaped), text }
    }
}

impl<'t> Node<'t> {
    /// Returns what the value is.
    #[inline]
    pub(crate) fn token(self) -> Token {
        self.tape.tokens.get(self.index as usize).copied().unwrap_or(Token::Null)
    }

    /// Returns the string, if it is one.
    #[inline]
    pub(crate) fn as_str(self) -> Option<&'t str> {
        let (source, start, length) = match self.token() {
            Token::Text { start, length } => (self.tape.text, start, length),
            Token::Unescaped { start, length } => (self.tape.unescaped.as_str(), start, length),
            _ => return None,
        };
        source.get(start as usize..start as usize + length as usize)
    }

    /// Returns whether the value is null.
    #[inline]
    pub(crate) fn is_null(self) -> bool {
        self.token() == Token::Null
    }

    /// Returns the value of the same tape at another index.
    pub(crate) fn at(self, index: u32) -> Self {
        Self { index, ..self }
    }

    /// Returns the index after this value.
    pub(crate) fn end(self) -> u32 {
        match self.token() {
            Token::List { end, .. } | Token::Object { end, .. } => end,
            _ => self.index + 1,
        }
    }

    /// Iterates over the items of an array; any other value has none.
    pub(crate) fn items(self) -> Items<'t> {
        let end = match self.token() {
            Token::List { end, .. } => end,
            _ => 0,
        };
        Items { next: self.at(self.index + 1), end }
    }

    /// Iterates over the members of an object; any other value has none.
    pub(crate) fn members(self) -> Members<'t> {
        let end = match self.token() {
            Token::Object { end, .. } => end,
            _ => 0,
        };
        Members { next: self.at(self.index + 1), end }
    }

    /// Returns the first member of an object with this name.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        match self.token() {
            Token::Object { end, .. } => self.member_within(name, self.index + 1, end),
            _ => None,
        }
    }

    /// Returns the member of an object with this name. It is looked for first after the one before it, since types are
    /// read in the order of the spec, which is usually that of the server. A member that was found further on may be
    /// the only one out of order, so the next ones are not looked for after it first. If two members have the same
    /// name, either may be returned, as RFC 8259, section 4, leaves open.
    #[inline]
    pub(crate) fn next_member(self, name: &str, place: &mut Place) -> Option<Self> {
        let next = place.next;
        if next < place.end
            && let Some(behind) = self.is_named(name, next)
        {
            place.next = behind;
            return Some(self.at(next + 1));
        }
        self.other_member(name, place)
    }

    /// Returns the index after the member at `index`, if it has this name and the name has no escapes.
    #[inline]
    fn is_named(self, name: &str, index: u32) -> Option<u32> {
        let [key, value, ..] = self.tape.tokens.get(index as usize..)? else { return None };
        let Token::Text { start, length } = *key else { return None };
        if length as usize != name.len() {
            return None;
        }
        let key = self.tape.text.as_bytes().get(start as usize..)?.get(..name.len())?;
        (key == name.as_bytes()).then(|| match *value {
            Token::List { end, .. } | Token::Object { end, .. } => end,
            _ => index + 2,
        })
    }

    /// Returns the member of an object with this name, if it is not the next one.
    #[inline(never)]
    fn other_member(self, name: &str, place: &mut Place) -> Option<Self> {
        let further = place.further;
        if further < place.end
            && let Some(behind) = self.is_named(name, further)
        {
            place.further = behind;
            return Some(self.at(further + 1));
        }
        match self.member_within(name, place.next, place.end) {
            Some(found) => {
                place.further = found.end();
                Some(found)
            }
            None => self.member_within(name, self.index + 1, place.next),
        }
    }

    /// Returns the first member of this name between two indices.
    #[inline]
    fn member_within(self, name: &str, from: u32, to: u32) -> Option<Self> {
        let text = self.tape.text.as_bytes();
        let mut index = from;
        while index < to {
            let [key, value] = self.tape.tokens.get(index as usize..index as usize + 2)? else {
                return None;
            };
            let found = match *key {
                Token::Text { start, length } if length as usize == name.len() => {
                    let start = start as usize;
                    text.get(start..start + name.len()) == Some(name.as_bytes())
                }
                Token::Unescaped { .. } => self.at(index).as_str() == Some(name),
                _ => false,
            };
            if found {
                return Some(self.at(index + 1));
            }
            // Most members are not containers.
            index = match *value {
                Token::List { end, .. } | Token::Object { end, .. } => end,
                _ => index + 2,
            };
        }
        None
    }

    /// Returns the value at a path such as `errors[].message`; `[]` is the first item.
    pub(crate) fn follow(self, path: &str) -> Option<Self> {
        if !path.bytes().any(|byte| matches!(byte, b'.' | b'[')) {
            return if path.is_empty() { Some(self) } else { self.member(path) };
        }
        path.split('.').try_fold(self, |node, step| {
            let mut name = step;
            let mut firsts = 0;
            while let Some(shorter) = name.strip_suffix("[]") {
                name = shorter;
                firsts += 1;
            }
            let mut node = if name.is_empty() { node } else { node.member(name)? };
            for _ in 0..firsts {
                node = node.items().next()?;
            }
            Some(node)
        })
    }

    /// Returns the value as JSON. Its numbers are finite.
    pub(crate) fn to_json(self) -> Json {
        match self.token() {
            Token::Null => Json::Null,
            Token::Bool(value) => value.into(),
            Token::Unsigned(value) => value.into(),
            Token::Signed(value) => value.into(),
            Token::Float(value) => value.into(),
            Token::Text { .. } | Token::Unescaped { .. } => self.as_str().into(),
            Token::List { .. } => Json::Array(self.items().map(Self::to_json).collect()),
            Token::Object { .. } => {
                let mut object = Map::new();
                // Of members with the same name, the last one counts.
                for (name, value) in self.members() {
                    object.insert(name.to_owned(), value.to_json());
                }
                Json::Object(object)
            }
        }
    }

    /// Returns a value that is neither a string nor a container, as it is written in JSON.
    pub(crate) fn literal(self) -> Option<String> {
        match self.token() {
            Token::Null => Some("null".to_owned()),
            Token::Bool(value) => Some(value.to_string()),
            Token::Unsigned(value) => Some(value.to_string()),
            Token::Signed(value) => Some(value.to_string()),
            // Written with its fraction or its exponent.
            Token::Float(value) => Some(format!("{value:?}")),
            _ => None,
        }
    }

    /// Returns the text that the value was read from; empty if it was not read from a text.
    pub(crate) fn text(self) -> &'t str {
        self.tape.text
    }

    /// Returns the kind of the value with its article, for messages.
    pub(crate) fn kind(self) -> &'static str {
        match self.token() {
            Token::Null => "null",
            Token::Bool(_) => "a boolean",
            Token::Unsigned(_) | Token::Signed(_) | Token::Float(_) => "a number",
            Token::Text { .. } | Token::Unescaped { .. } => "a string",
            Token::List { .. } => "an array",
            Token::Object { .. } => "an object",
        }
    }

    /// Returns the path from the outermost value to this one, such as `result.policies[0].effect`; empty for the
    /// outermost.
    pub(crate) fn path(self) -> String {
        let mut path = String::new();
        let mut node = self.at(0);
        'down: while node.index != self.index {
            for (position, item) in node.items().enumerate() {
                if self.index < item.end() {
                    // Writing to a String cannot fail.
                    let _ = write!(path, "[{position}]");
                    node = item;
                    continue 'down;
                }
            }
            for (key, value) in node.members() {
                if self.index < value.end() {
                    push_member(&mut path, key);
                    node = value;
                    continue 'down;
                }
            }
            break;
        }
        path
    }
}

impl Node<'_> {
    /// Returns a hash of the items of a list; `None` if it is empty or not a list.
    pub(crate) fn fingerprint(self) -> Option<u64> {
        let Token::List { end, items: 1.. } = self.token() else {
            return None;
        };
        let mut hasher = DefaultHasher::new();
        for index in self.index..end {
            let node = self.at(index);
            match node.token() {
                Token::Null => 0_u8.hash(&mut hasher),
                Token::Bool(value) => (1_u8, value).hash(&mut hasher),
                Token::Unsigned(value) => (2_u8, value).hash(&mut hasher),
                Token::Signed(value) => (3_u8, value).hash(&mut hasher),
                Token::Float(value) => (4_u8, value.to_bits()).hash(&mut hasher),
                Token::Text { .. } | Token::Unescaped { .. } => {
                    (5_u8, node.as_str()).hash(&mut hasher);
                }
                Token::List { items, .. } => (6_u8, items).hash(&mut hasher),
                Token::Object { members, .. } => (7_u8, members).hash(&mut hasher),
            }
        }
        Some(hasher.finish())
    }
}

/// Appends a step to a path. The key comes from a server, so it is shortened and escaped.
pub(crate) fn push_member(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(&crate::base::text::shown(key, 60));
}

/// The items of an array.
pub(crate) struct Items<'t> {
    next: Node<'t>,
    end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let item = self.next;
        (item.index < self.end).then(|| {
            self.next = item.at(item.end());
            item
        })
    }
}

/// The members of an object.
pub(crate) struct Members<'t> {
    next: Node<'t>,
    end: u32,
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, Node<'t>);

    fn next(&mut self) -> Option<(&'t str, Node<'t>)> {
        let key = self.next;
        (key.index < self.end).then(|| {
            let value = key.at(key.index + 1);
            self.next = value.at(value.end());
            (key.as_str().unwrap_or_default(), value)
        })
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.token() {
            Token::Null => serializer.serialize_unit(),
            Token::Bool(value) => serializer.serialize_bool(value),
            Token::Unsigned(value) => serializer.serialize_u64(value),
            Token::Signed(value) => serializer.serialize_i64(value),
            Token::Float(value) => serializer.serialize_f64(value),
            Token::Text { .. } | Token::Unescaped { .. } => {
                serializer.serialize_str(self.as_str().unwrap_or_default())
            }
            Token::List { items, .. } => {
                let mut list = serializer.serialize_seq(Some(items as usize))?;
                for item in self.items() {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
            Token::Object { members, .. } => {
                let mut map = serializer.serialize_map(Some(members as usize))?;
                for (key, value) in self.members() {
                    map.serialize_entry(key, &value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        let tape = Tape::parse(text).unwrap();
        serde_json::to_string(&tape.root()).unwrap()
    }

    #[test]
    fn a_tape_holds_all_of_the_text() {
        for text in [
            "null",
            "[]",
            "{}",
            r#"{"a":[1,-2,3.5,true,null],"b":{"c":"x\ny","d":[[],{}]},"a":"é"}"#,
            "18446744073709551615",
            "-9223372036854775808",
        ] {
            assert_eq!(again(text), text);
        }
    }

    #[test]
    fn paths_lead_to_nodes_and_back() {
        let text = r#"{"a":[{"b":1},{"c":[2,3]}],"d.e":{"f":4}}"#;
        let tape = Tape::parse(text).unwrap();
        let root = tape.root();
        let node = root.follow("a[].b").unwrap();
        assert_eq!(node.token(), Token::Unsigned(1));
        assert_eq!(node.path(), "a[0].b");
        let three = root.member("a").unwrap().items().nth(1).unwrap();
        let three = three.member("c").unwrap().items().nth(1).unwrap();
        assert_eq!(three.path(), "a[1].c[1]");
        assert_eq!(root.path(), "");
        assert!(root.follow("a[][].b").is_none());
        assert!(root.follow("x.y").is_none());
    }

    #[test]
    fn the_first_of_duplicate_keys_counts() {
        let text = r#"{"a":1,"a":{"b":2},"a":3}"#;
        let tape = Tape::parse(text).unwrap();
        let node = tape.root().member("a").unwrap();
        assert_eq!(node.token(), Token::Unsigned(1));
    }

    #[test]
    fn a_member_is_found_wherever_it_stands() {
        let text = r#"{"a":[1,{"b":2}],"bc":3,"d":{"d":4},"e":null}"#;
        let tape = Tape::parse(text).unwrap();
        let root = tape.root();
        for order in [
            ["a", "bc", "d", "e"],
            ["e", "d", "bc", "a"],
            ["d", "x", "a", "d"],
            ["d", "a", "e", "bc"],
            ["bc", "d", "a", "e"],
        ] {
            let mut place = Place::of(root, root.end());
            for name in order {
                let found = root.next_member(name, &mut place);
                assert_eq!(found.map(|node| node.index), root.member(name).map(|node| node.index));
            }
        }
    }

    #[test]
    fn depth_is_limited() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Tape::parse(&deep(127)).is_ok());
        assert!(Tape::parse(&deep(129)).is_err());
        assert!(Tape::parse(&"[".repeat(1_000_000)).is_err());
        assert!(Tape::parse(&"{\"a\":".repeat(1_000_000)).is_err());
    }

    #[test]
    fn numbers_survive_arbitrary_precision_in_another_crate() {
        assert_eq!(again(r#"[{"$serde_json::private::Number":"12"}]"#), "[12]");
        assert_eq!(again(r#"{"$serde_json::private::Number":"-1"}"#), "-1");
        assert_eq!(again(r#"{"$serde_json::private::Number":"1.5"}"#), "1.5");
        let plain = r#"{"$serde_json::private::Number":"x"}"#;
        assert_eq!(again(plain), plain);
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", " ", "{", "[1,]", "nul", "1 2", "\"\u{1}\"", "{\"a\"}", "1e999", "'a'"] {
            assert!(Tape::parse(text).is_err(), "{text}");
        }
    }
}
