//! The URL that a request goes to, and how strings are encoded in it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All characters except the unreserved ones (RFC 3986, section 2.3).
const NOT_UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same as a table of bytes. Nearly all values consist of unreserved characters only.
const UNRESERVED: [bool; 256] = {
    let mut unreserved = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        unreserved[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    unreserved
};

/// A URL together with the length of its origin.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) url: String,
    origin_length: usize,
    loopback: bool,
}

impl Target {
    /// Parses the base URL of all requests. A slash at its end is removed.
    pub(crate) fn base(text: &str) -> Result<(Self, url::Url), &'static str> {
        let url = url::Url::parse(text).map_err(
            |_| "the base URL cannot be parsed: write one such as https://api.example.com/v1",
        )?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("the base URL must start with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "the base URL must not contain a user name or a password: set credentials on the client's builder",
            );
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(
                "the base URL must not have a query or a fragment: remove everything from the `?` or `#` on",
            );
        }
        let mut target = Self::from(&url);
        while target.url.ends_with('/') {
            target.url.pop();
        }
        Ok((target, url))
    }

    /// Returns the URL that a redirect leads to.
    pub(crate) fn redirected(&self, location: &str) -> Option<Self> {
        let url = url::Url::parse(&self.url).ok()?.join(location).ok()?;
        let mut url = matches!(url.scheme(), "https" | "http").then_some(url)?;
        url.set_fragment(None);
        // A redirect must not set credentials.
        (url.username().is_empty() && url.password().is_none()).then(|| Self::from(&url))
    }

    /// Parses a URL. What it has in common with the base URL of all requests is not parsed again.
    #[cfg(feature = "reqwest")]
    pub(crate) fn parsed(text: &str, base: &url::Url) -> Result<url::Url, url::ParseError> {
        let origin = &base[..url::Position::BeforePath];
        match text.strip_prefix(origin) {
            // A path that starts with two slashes would name another host.
            Some(path) if path.starts_with('/') && !path.starts_with("//") => base.join(path),
            _ => url::Url::parse(text),
        }
    }

    /// Returns the scheme, the host and the port.
    pub(crate) fn origin(&self) -> &str {
        &self.url[..self.origin_length]
    }

    /// Returns the host, and the port unless it is the default of the scheme: the header `Host`.
    #[cfg(any(feature = "hmac", feature = "tracing"))]
    pub(crate) fn authority(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, authority)| authority)
    }

    /// Returns the path and the query as sent.
    pub(crate) fn path(&self) -> &str {
        match &self.url[self.origin_length..] {
            "" => "/",
            path => path,
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }

    /// Returns whether the host is this machine, by name or by address.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Returns a copy with room for a path of this length.
    pub(crate) fn with_room(&self, length: usize) -> Self {
        let mut url = String::with_capacity(self.url.len() + length);
        url.push_str(&self.url);
        Self { url, ..*self }
    }

    /// Adds a parameter that is already encoded.
    pub(crate) fn push_query(&mut self, encoded: &str) {
        let separator = if self.path().contains('?') { '&' } else { '?' };
        self.url.push(separator);
        self.url.push_str(encoded);
    }

    /// Removes all parameters of this name, however it is encoded.
    pub(crate) fn remove_query(&mut self, name: &str) {
        let Some((path, query)) = self.url.split_once('?') else {
            return;
        };
        let name = decoded(name);
        let is_other = |pair: &&str| pair.split('=').next().map(decoded) != Some(name.clone());
        if query.split('&').all(|pair| is_other(&pair)) {
            return;
        }
        let mut url = path.to_owned();
        let mut separator = '?';
        for pair in query.split('&').filter(is_other) {
            url.push(separator);
            url.push_str(pair);
            separator = '&';
        }
        self.url = url;
    }
}

impl From<&url::Url> for Target {
    fn from(url: &url::Url) -> Self {
        Self {
            url: url.as_str().to_owned(),
            origin_length: url[..url::Position::BeforePath].len(),
            loopback: match url.host() {
                Some(url::Host::Domain(name)) => name == "localhost",
                Some(url::Host::Ipv4(address)) => address.is_loopback(),
                Some(url::Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            },
        }
    }
}

/// Returns the name of a query parameter, decoded.
fn decoded(name: &str) -> Vec<u8> {
    // Forms and many servers write a space as a plus.
    percent_decode_str(&name.replace('+', " ")).collect()
}

/// Appends a text and percent-encodes everything except the unreserved characters.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    if text.bytes().all(|byte| UNRESERVED[usize::from(byte)]) {
        out.push_str(text);
    } else {
        out.extend(utf8_percent_encode(text, NOT_UNRESERVED));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_normal_and_has_no_slash_at_its_end() {
        for (base, expected) in [
            ("https://API.example.com/client/v4/", "https://api.example.com/client/v4"),
            ("https://api.example.com:443", "https://api.example.com"),
            ("http://127.0.0.1:8080//", "http://127.0.0.1:8080"),
            ("https://[::1]:1/x", "https://[::1]:1/x"),
        ] {
            assert_eq!(Target::base(base).unwrap().0.url, expected);
        }
        for base in [
            "",
            "x",
            "ftp://a",
            "https://u@a",
            "https://u:p@a",
            "https://a?b",
            "https://a#b",
            "file:///x",
        ] {
            assert!(Target::base(base).is_err(), "{base}");
        }
    }

    #[test]
    fn the_loopback_is_known() {
        for (base, loopback) in [
            ("http://localhost:1", true),
            ("http://127.8.9.1", true),
            ("http://[::1]", true),
            ("http://localhost.example.com", false),
            ("http://128.0.0.1", false),
            ("http://[::2]", false),
        ] {
            assert_eq!(Target::base(base).unwrap().0.is_loopback(), loopback, "{base}");
        }
    }

    #[test]
    fn a_parameter_is_taken_away_however_it_is_encoded() {
        let without = |url: &str| {
            let mut target = Target::from(&url::Url::parse(url).unwrap());
            target.remove_query("api%20key");
            target.url
        };
        for (url, expected) in [
            ("https://a.b/?api%20key=1", "https://a.b/"),
            ("https://a.b/?api+key=1&x=2&api%20%6Bey", "https://a.b/?x=2"),
            ("https://a.b/?x=api+key&y=%C3%A9", "https://a.b/?x=api+key&y=%C3%A9"),
            ("https://a.b/?&&", "https://a.b/?&&"),
            ("https://a.b", "https://a.b/"),
        ] {
            assert_eq!(without(url), expected);
        }
    }

    #[cfg(feature = "reqwest")]
    #[test]
    fn a_url_below_the_base_is_the_one_that_is_read_anew() {
        let base = url::Url::parse("https://a.example:1/v4").unwrap();
        for text in [
            "https://a.example:1/v4/x%2Fy/%2e%2e?a=b%20c",
            "https://a.example:1//b.example/x",
            "https://a.example:1/",
            "https://a.example:12/x",
            "http://a.example:1/x",
            "https://b.example/x?y",
        ] {
            let parsed = Target::parsed(text, &base).unwrap();
            assert_eq!(parsed, url::Url::parse(text).unwrap(), "{text}");
        }
    }

    #[test]
    fn a_redirect_is_resolved_against_the_url_before() {
        let (target, _) = Target::base("https://a.example/v4").unwrap();
        let to = |location: &str| target.redirected(location).map(|to| to.url);
        assert_eq!(to("/x?y#z").as_deref(), Some("https://a.example/x?y"));
        assert_eq!(to("http://b.example").as_deref(), Some("http://b.example/"));
        assert_eq!(to("//b.example/x").as_deref(), Some("https://b.example/x"));
        assert_eq!(to("ftp://b.example"), None);
        assert_eq!(to("https://user:pass@b.example"), None);
    }
}
