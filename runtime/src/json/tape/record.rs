//! Makes a tape from what a deserializer visits.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Tape, Token};

/// Deeper values are refused; the limit is that of `serde_json`.
const DEPTH: u32 = 128;

/// The key of the object with one member that `serde_json` makes of a number if another crate in the build enables its
/// feature `arbitrary_precision`.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// Appends to a tape what is deserialized.
pub(super) struct Recorder<'r, 't> {
    pub(super) tape: &'r mut Tape<'t>,
    pub(super) text: &'t str,
    pub(super) depth: u32,
}

impl<'t> Recorder<'_, 't> {
    #[inline]
    fn push(self, token: Token) {
        self.tape.tokens.push(token);
    }

    fn inner(&mut self) -> Recorder<'_, 't> {
        Recorder { tape: self.tape, text: self.text, depth: self.depth + 1 }
    }

    /// Keeps the position of a string that is in the text.
    #[inline]
    fn push_borrowed(self, value: &str) {
        let start = (value.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        match (u32::try_from(start), u32::try_from(value.len())) {
            (Ok(start), Ok(length)) if start as usize + value.len() <= self.text.len() => {
                self.push(Token::Text { start, length });
            }
            _ => self.push_copied(value),
        }
    }

    fn push_copied(self, value: &str) {
        let start = self.tape.unescaped.len();
        self.tape.unescaped.push_str(value);
        self.push(Token::Unescaped { start: narrow(start), length: narrow(value.len()) });
    }

    fn enter<E: serde::de::Error>(&mut self) -> Result<usize, E> {
        if self.depth >= DEPTH {
            return Err(E::custom("recursion limit exceeded"));
        }
        let index = self.tape.tokens.len();
        self.tape.tokens.push(Token::Null);
        Ok(index)
    }
}

/// Texts and tapes are smaller than 4 Gi: `parse` refuses longer texts, and a node takes at least one byte of text.
pub(super) fn narrow(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

impl<'de> DeserializeSeed<'de> for Recorder<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Recorder<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push(Token::Null);
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.push(Token::Null);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(Token::Bool(value));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push(Token::Unsigned(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(match u64::try_from(value) {
            Ok(value) => Token::Unsigned(value),
            Err(_) => Token::Signed(value),
        });
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.push(Token::Float(value));
        Ok(())
    }

    #[inline]
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.push_borrowed(value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push_copied(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let index = self.enter()?;
        let mut items = 0;
        while list.next_element_seed(self.inner())?.is_some() {
            items += 1;
        }
        let end = narrow(self.tape.tokens.len());
        self.tape.tokens[index] = Token::List { end, items };
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let index = self.enter()?;
        let mut members = 0;
        while map.next_key_seed(self.inner())?.is_some() {
            map.next_value_seed(self.inner())?;
            members += 1;
        }
        let end = narrow(self.tape.tokens.len());
        self.tape.tokens[index] = Token::Object { end, members };
        if members == 1 && self.tape.tokens.len() == index + 3 {
            self.restore_number(index);
        }
        Ok(())
    }
}

impl Recorder<'_, '_> {
    /// Turns the object that `arbitrary_precision` makes of a number back into the number.
    fn restore_number(self, index: usize) {
        let object = self.tape.node(narrow(index));
        let is_long_enough = |token: Option<&Token>| match token {
            Some(Token::Text { length, .. } | Token::Unescaped { length, .. }) => {
                *length as usize == NUMBER_KEY.len()
            }
            _ => false,
        };
        if !is_long_enough(self.tape.tokens.get(index + 1)) {
            return;
        }
        let number = object
            .members()
            .next()
            .filter(|(key, _)| *key == NUMBER_KEY)
            .and_then(|(_, value)| number(value.as_str()?));
        if let Some(number) = number {
            self.tape.tokens.truncate(index);
            self.tape.tokens.push(number);
        }
    }
}

fn number(text: &str) -> Option<Token> {
    let unsigned = text.parse().ok().map(Token::Unsigned);
    let signed = || text.parse().ok().map(Token::Signed);
    let float = || text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Token::Float);
    unsigned.or_else(signed).or_else(float)
}
