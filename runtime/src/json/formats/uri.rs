//! URLs as values.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::FormatError;

/// A URL with its scheme. `Display` and [`as_str`](Self::as_str) return the string that it was read from, since a
/// server that compares strings might not recognise another spelling. [`url`](Self::url) returns the parsed URL, in
/// which the host is in lower case, `..` is resolved and an empty path is `/`.
///
/// ```
/// use clientwright_runtime::Uri;
///
/// let uri: Uri = "https://API.example.com".parse()?;
/// assert_eq!(uri.as_str(), "https://API.example.com");
/// assert_eq!(uri.url().as_str(), "https://api.example.com/");
/// # Ok::<(), clientwright_runtime::FormatError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Uri {
    url: Url,
    /// `None` if it equals that of the URL.
    text: Option<Box<str>>,
}

impl Uri {
    pub(super) const EXPECTED: &str = "a URL with its scheme";

    /// Returns the string as it was read.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or(self.url.as_str())
    }

    /// Returns the parsed URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    pub(super) fn blank() -> Self {
        Url::parse("about:blank").expect("a URL without parts parses").into()
    }
}

impl From<Url> for Uri {
    fn from(url: Url) -> Self {
        Self { url, text: None }
    }
}

impl From<Uri> for Url {
    fn from(uri: Uri) -> Self {
        uri.url
    }
}

impl FromStr for Uri {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let expected = FormatError { expected: Self::EXPECTED };
        // The parser drops line breaks everywhere, and spaces around the URL.
        if text.contains(char::is_control) || text.trim_matches(' ') != text {
            return Err(expected);
        }
        let url = Url::parse(text).map_err(|_| expected)?;
        let text = (url.as_str() != text).then(|| text.into());
        Ok(Self { url, text })
    }
}

impl TryFrom<&str> for Uri {
    type Error = FormatError;

    fn try_from(text: &str) -> Result<Self, FormatError> {
        text.parse()
    }
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Uri").field(&self.as_str()).finish()
    }
}
