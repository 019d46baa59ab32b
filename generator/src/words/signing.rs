//! The profiles of signed requests.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

/// What is signed, and how the signature is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HmacProfile {
    /// The host, the date, the request line and the digest of the body, with HMAC-SHA256, as Kong's `hmac-auth` expects.
    KongHmacAuth,
}

impl HmacProfile {
    /// Returns the word that a spec has for it.
    #[cfg(feature = "openapi")]
    pub const fn word(self) -> &'static str {
        match self {
            Self::KongHmacAuth => "kong-hmac-auth",
        }
    }
}
