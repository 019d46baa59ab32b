//! Values that nothing shows.

use std::borrow::Cow;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::read::Reader;
use crate::tape::Node;
use crate::value::{Value, read_str};
use crate::write::{REDACTED, Writer};

/// A text that nothing shows: its `Debug` is masked, it has no `Display`, and it is wiped from memory when dropped.
///
/// It is revealed in the body, header or URL that is sent, and by [`reveal`](Self::reveal).
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
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self::from(read_str(reader, node))
    }

    fn write(&self, writer: &mut Writer) {
        writer.secret(self.reveal());
    }

    fn placeholder() -> Self {
        Self::from("")
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
