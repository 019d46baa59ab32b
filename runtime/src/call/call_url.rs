//! The URL of a call, which may contain secrets.

use std::fmt;

use crate::base::secret::REDACTED;

/// The URL of a call. Its `Display` and `Debug` mask secret parameters and credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    pub(crate) text: String,
    pub(crate) shown: String,
}

impl Url {
    /// Returns the URL with its secrets. Take care where it goes.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Url").field(&self.shown).finish()
    }
}

/// Shows only the origin of a link that a server sent: any other part of it may be secret.
pub(crate) fn hidden_link(origin: &str) -> String {
    format!("{origin}/{REDACTED}")
}
