//! The URL of a call, which may hold secrets.

use std::fmt;

use crate::base::secret::REDACTED;

/// The URL of a call. `Display` and `Debug` mask secret parameters and credentials in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    pub(crate) text: String,
    pub(crate) shown: String,
}

impl Url {
    /// The URL itself: take care where it goes.
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

/// A link that a server gave, as it may be shown: any part of it but the origin may be secret.
pub(crate) fn hidden_link(origin: &str) -> String {
    format!("{origin}/{REDACTED}")
}
