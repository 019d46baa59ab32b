//! The URL that a call goes to: base, path and query, each value encoded exactly once.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::operation::{Operation, Parameter, Place};
use crate::style::push_styled;
use crate::write::REDACTED;

/// Everything but the unreserved characters (RFC 3986, section 2.3).
const NOT_UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same for each byte: nearly all values hold nothing else.
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
    /// The base of all calls: without a slash at its end.
    pub(crate) fn base(text: &str) -> Result<(Self, url::Url), &'static str> {
        let url = url::Url::parse(text).map_err(|_| "the base URL is not a URL")?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("the base URL must start with https:// or http://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the base URL must not hold credentials");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the base URL must have neither a query nor a fragment");
        }
        let mut target = Self::from(&url);
        while target.url.ends_with('/') {
            target.url.pop();
        }
        Ok((target, url))
    }

    /// Where a redirect leads.
    pub(crate) fn redirected(&self, location: &str) -> Option<Self> {
        let url = url::Url::parse(&self.url).ok()?.join(location).ok()?;
        let mut url = matches!(url.scheme(), "https" | "http").then_some(url)?;
        url.set_fragment(None);
        // A redirect must not choose credentials.
        (url.username().is_empty() && url.password().is_none()).then(|| Self::from(&url))
    }

    /// The same as a URL, where the base of all calls is given: what they have in common need not be read again.
    #[cfg(feature = "reqwest")]
    pub(crate) fn parsed(text: &str, base: &url::Url) -> Result<url::Url, url::ParseError> {
        let origin = &base[..url::Position::BeforePath];
        match text.strip_prefix(origin) {
            // Behind two slashes another host would stand.
            Some(path) if path.starts_with('/') && !path.starts_with("//") => base.join(path),
            _ => url::Url::parse(text),
        }
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.url[..self.origin_length]
    }

    /// The host, with the port if it is not the scheme's own: the header `Host`.
    #[cfg(any(feature = "hmac", feature = "tracing"))]
    pub(crate) fn authority(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, authority)| authority)
    }

    /// Path and query as sent.
    pub(crate) fn path(&self) -> &str {
        match &self.url[self.origin_length..] {
            "" => "/",
            path => path,
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }

    /// Whether it is on this machine, by name or by address.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The same, with room for a path of this length.
    pub(crate) fn with_room(&self, length: usize) -> Self {
        let mut url = String::with_capacity(self.url.len() + length);
        url.push_str(&self.url);
        Self { url, ..*self }
    }

    /// Adds a parameter that is encoded already.
    pub(crate) fn push_query(&mut self, encoded: &str) {
        let separator = if self.path().contains('?') { '&' } else { '?' };
        self.url.push(separator);
        self.url.push_str(encoded);
    }

    /// Takes away all parameters of this name, however it is encoded.
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

/// The values of an operation's parameters, by index.
pub(crate) trait Values {
    fn of(&self, parameter: usize) -> impl Iterator<Item = &str>;
}

/// Appends the path and the query of a call; secret values are masked on request.
///
/// # Errors
///
/// A segment of the path that is empty, `.` or `..` once its placeholders are filled: servers and proxies would take it
/// away, and the call would go to another endpoint.
pub(crate) fn append(
    out: &mut String,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    append_path(out, operation, values, masked)?;
    let mut separator = '?';
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if parameter.place != Place::Query {
            continue;
        }
        if !parameter.is_plain() {
            let end = out.len();
            out.push(separator);
            push_styled(out, parameter, values.of(index), masked);
            if out.len() == end + 1 {
                out.truncate(end);
            } else {
                separator = '&';
            }
            continue;
        }
        for value in values.of(index) {
            out.push(separator);
            separator = '&';
            push_encoded(out, parameter.name);
            out.push('=');
            push_value(out, parameter, value, masked);
        }
    }
    Ok(())
}

fn append_path(
    out: &mut String,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    let mut rest = operation.path;
    if !rest.starts_with('/') {
        out.push('/');
    }
    // Byte by byte: templates are so short that the searches of `str` cost more than they save.
    while let Some(brace) = position(rest, b'{') {
        // Segments without a placeholder are taken as they are.
        let slash = rest.as_bytes()[..brace].iter().rposition(|byte| *byte == b'/');
        let start = slash.map_or(0, |slash| slash + 1);
        let end = position(&rest[brace..], b'/').map_or(rest.len(), |slash| brace + slash);
        out.push_str(&rest[..start]);
        append_segment(out, &rest[start..end], operation, values, masked)?;
        rest = &rest[end..];
    }
    out.push_str(rest);
    Ok(())
}

/// Appends a segment of the path with its placeholders filled.
fn append_segment(
    out: &mut String,
    segment: &str,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    let start = out.len();
    let mut rest = segment;
    let mut filled = false;
    while let Some((literal, name, behind)) = placeholder(rest) {
        out.push_str(literal);
        let (index, parameter) = path_parameter(operation, name).ok_or_else(|| {
            format!("the path has the placeholder `{name}` and no parameter for it")
        })?;
        push_styled(out, parameter, values.of(index), masked);
        filled = true;
        rest = behind;
    }
    out.push_str(rest);
    if filled && is_dots(&out[start..]) {
        return Err(format!("the path segment `{segment}` must not become empty, `.` or `..`"));
    }
    Ok(())
}

/// Splits at the first placeholder: what stands before it, its name, what stands behind it.
fn placeholder(segment: &str) -> Option<(&str, &str, &str)> {
    let open = position(segment, b'{')?;
    let close = open + position(&segment[open..], b'}')?;
    Some((&segment[..open], &segment[open + 1..close], &segment[close + 1..]))
}

fn position(text: &str, sought: u8) -> Option<usize> {
    text.as_bytes().iter().position(|byte| *byte == sought)
}

fn path_parameter<'o>(operation: &'o Operation, name: &str) -> Option<(usize, &'o Parameter)> {
    operation
        .parameters
        .iter()
        .enumerate()
        .find(|(_, parameter)| parameter.place == Place::Path && parameter.name == name)
}

/// Whether a segment would be taken away; a dot may also stand in the template in its encoded form.
fn is_dots(segment: &str) -> bool {
    match segment.len() {
        0..=2 => matches!(segment, "" | "." | ".."),
        3..=6 => {
            matches!(segment.to_ascii_lowercase().as_str(), "%2e" | ".%2e" | "%2e." | "%2e%2e")
        }
        _ => false,
    }
}

fn push_value(out: &mut String, parameter: &Parameter, value: &str, masked: bool) {
    if masked && parameter.is_secret() {
        out.push_str(REDACTED);
    } else {
        push_encoded(out, value);
    }
}

/// The text of a parameter's name in a query.
fn decoded(name: &str) -> Vec<u8> {
    // A plus stands for a space in what forms and many servers write.
    percent_decode_str(&name.replace('+', " ")).collect()
}

/// Appends a text in which everything but the unreserved characters is percent-encoded.
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
    use crate::operation::Method;
    use crate::schema::Schema;

    struct Given<'a>(&'a [&'a [&'a str]]);

    impl Values for Given<'_> {
        fn of(&self, parameter: usize) -> impl Iterator<Item = &str> {
            self.0[parameter].iter().copied()
        }
    }

    fn path(
        template: &'static str,
        names: &[&'static str],
        values: &[&str],
    ) -> Result<String, String> {
        let mut operation = Operation::new("op", Method::Get, template);
        operation.parameters = names
            .iter()
            .map(|name| Parameter::path(name, Schema::string()))
            .collect::<Vec<_>>()
            .leak();
        let values: Vec<&[&str]> = values.iter().map(std::slice::from_ref).collect();
        let mut out = String::new();
        append(&mut out, &operation, &Given(&values), false)?;
        Ok(out)
    }

    #[test]
    fn a_path_value_is_one_segment_whatever_it_holds() {
        for (value, encoded) in [
            ("abc-._~09", "abc-._~09"),
            ("a/b", "a%2Fb"),
            ("a?b#c", "a%3Fb%23c"),
            ("100%", "100%25"),
            ("%2e%2e", "%252e%252e"),
            ("%2F", "%252F"),
            (":name", "%3Aname"),
            ("a b+c", "a%20b%2Bc"),
            ("a;b,c=d&e@f!$'()*", "a%3Bb%2Cc%3Dd%26e%40f%21%24%27%28%29%2A"),
            ("é日", "%C3%A9%E6%97%A5"),
            ("...", "..."),
            ("..a", "..a"),
            ("a\\b", "a%5Cb"),
            ("\n\u{0}", "%0A%00"),
            ("{id}", "%7Bid%7D"),
        ] {
            assert_eq!(path("/k/{id}/v", &["id"], &[value]).unwrap(), format!("/k/{encoded}/v"));
        }
    }

    #[test]
    fn a_segment_never_becomes_empty_or_dots() {
        for (template, names, values) in [
            ("/k/{id}", &["id"][..], &[""][..]),
            ("/k/{id}", &["id"], &["."]),
            ("/k/{id}/x", &["id"], &[".."]),
            ("/k/.{id}", &["id"], &["."]),
            ("/k/%2e{id}", &["id"], &["."]),
            ("/k/{a}{b}", &["a", "b"], &[".", "."]),
        ] {
            let fault = path(template, names, values).unwrap_err();
            assert!(fault.contains("must not become empty"), "{template}: {fault}");
        }
    }

    #[test]
    fn placeholders_stand_among_literals() {
        assert_eq!(path("/k/{a}.{b}:x", &["a", "b"], &["1", "2"]).unwrap(), "/k/1.2:x");
        assert_eq!(path("k", &[], &[]).unwrap(), "/k");
        assert!(path("/k/{a}", &[], &[]).is_err());
    }

    #[test]
    fn a_query_keeps_the_order_of_the_operation_and_repeats_keys() {
        let mut operation = Operation::new("op", Method::Get, "/k");
        operation.parameters = vec![
            Parameter::query("b[]", Schema::any()),
            Parameter::query("none", Schema::any()),
            Parameter::query("a", Schema::string().secret()),
        ]
        .leak();
        let values = Given(&[&["1", "x y&z"], &[], &["s"]]);
        let mut out = String::new();
        append(&mut out, &operation, &values, false).unwrap();
        assert_eq!(out, "/k?b%5B%5D=1&b%5B%5D=x%20y%26z&a=s");
        out.clear();
        append(&mut out, &operation, &values, true).unwrap();
        assert_eq!(out, "/k?b%5B%5D=1&b%5B%5D=x%20y%26z&a=[redacted]");
    }

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
