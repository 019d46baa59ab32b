//! Secret strings, which are never shown.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

/// The text that is shown in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// A secret string. Its `Debug` is masked, it has no `Display`, and its memory is wiped when it is dropped.
///
/// The secret appears only in the body, header or URL that is sent, and in what [`reveal`](Self::reveal) returns. If a
/// server repeats a secret of the call, errors and traces show `[redacted]` in its place. Secrets of four or more bytes
/// are masked everywhere, shorter ones only where neither a letter nor a digit is next to them.
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
    /// Returns the secret in plain text. Take care where it goes.
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

/// Compares in constant time: the duration tells the lengths and nothing else.
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
