//! The URL of a call, which may hold secrets.

use std::fmt;

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
