//! Values that nothing shows.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

use crate::form::Form;
use crate::read::Reader;
use crate::tape::Node;
use serde_json::Value as Json;

use crate::value::{Value, read_str};
use crate::write::{REDACTED, Writer};

/// A text that nothing shows: its `Debug` is masked, it has no `Display`, and it is wiped from memory when dropped.
///
/// It is revealed in the body, header or URL that is sent, and by [`reveal`](Self::reveal). Where a server repeats the
/// secrets of a call, errors and traces show `[redacted]` in their place: those of four bytes and more wherever they
/// are, shorter ones only where neither a letter nor a digit is next to them.
///
/// ```
/// use clientwright_runtime::Secret;
///
/// let key = Secret::from("c2VjcmV0");
/// assert_eq!(format!("{key:?}"), "Secret([redacted])");
/// assert_eq!(key.reveal(), "c2VjcmV0");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself: take care where it goes.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({REDACTED})")
    }
}

/// The time that this takes tells nothing but the lengths.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.reveal().as_bytes(), other.reveal().as_bytes());
        let differences = left.iter().zip(right).fold(0, |all, (a, b)| all | (a ^ b));
        left.len() == right.len() && differences == 0
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl From<Cow<'_, str>> for Secret {
    fn from(text: Cow<'_, str>) -> Self {
        Self::from(text.into_owned())
    }
}

impl From<&Self> for Secret {
    fn from(secret: &Self) -> Self {
        secret.clone()
    }
}

impl Value for Secret {
    type Form = Self;
}

impl Form<Self> for Secret {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self::from(read_str(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.secret(value.reveal());
    }

    fn placeholder() -> Self {
        Self::from("")
    }
}

/// JSON that may hold secrets, because what it was to be read as has some: nothing shows any of it.
///
/// ```
/// use clientwright_runtime::{Json, SecretJson};
///
/// let unknown = SecretJson::from(Json::from("c2VjcmV0"));
/// assert_eq!(format!("{unknown:?}"), "SecretJson([redacted])");
/// assert_eq!(unknown.reveal(), "c2VjcmV0");
/// ```
#[derive(Clone, PartialEq)]
pub struct SecretJson(Json);

impl SecretJson {
    /// The JSON itself: take care where it goes.
    #[must_use]
    pub fn reveal(&self) -> &Json {
        &self.0
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretJson({REDACTED})")
    }
}

impl From<Json> for SecretJson {
    fn from(json: Json) -> Self {
        Self(json)
    }
}

impl Value for SecretJson {
    type Form = Self;
}

impl Form<Self> for SecretJson {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self(<Json as Value>::read(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.secret_json(&value.0);
    }

    fn placeholder() -> Self {
        Self(Json::Null)
    }
}

/// Masked, as everywhere but in the body that is sent.
impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::read::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_json_beside_secrets_is_revealed_only_where_it_is_sent() {
        let json = SecretJson::from(serde_json::json!({ "key": "c2VjcmV0" }));
        let written = |mut writer: Writer| {
            json.write(&mut writer);
            String::from_utf8(writer.finish().unwrap()).unwrap()
        };
        assert_eq!(written(Writer::for_body(Vec::new())), r#"{"key":"c2VjcmV0"}"#);
        assert_eq!(written(Writer::for_display()), r#""[redacted]""#);
        assert_eq!(format!("{json:?}"), "SecretJson([redacted])");
    }
}
