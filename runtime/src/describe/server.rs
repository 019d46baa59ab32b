//! Servers whose URLs have variables.
//!
//! The value of a variable cannot change more of the URL than its place: in the host it cannot contain a character that
//! ends the host, and in the path it stays below the part before it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::describe::data::{List, Names, Text};

/// The characters that a path may contain unencoded: unreserved ones, the delimiters within segments, and `/` (RFC
/// 3986, section 3.3).
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A server of an API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The name by which it is selected.
    pub name: Text,
    /// Its base URL, with `{name}` for each variable.
    pub url: Text,
    /// The variables of the URL.
    pub variables: List<ServerVariable>,
}

impl Server {
    /// Returns a server.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name, url, variables: &[] }
    }

    /// Sets the variables of the URL.
    #[must_use]
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }

    /// Returns the URL with these values, and with the defaults of all other variables.
    pub(crate) fn filled(&self, values: &[(String, String)]) -> Result<String, String> {
        let mut url = String::with_capacity(self.url.len());
        let mut rest: &str = self.url;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            url.push_str(before);
            rest = behind;
            let variable = self.variables.iter().find(|variable| variable.name == name);
            let variable =
                variable.ok_or_else(|| {
                    format!("the server's URL contains `{{{name}}}`, but the server does not define this variable")
                })?;
            let given = values.iter().find(|(known, _)| known == name);
            let value = given.map_or(variable.default.as_ref(), |(_, value)| value.as_str());
            variable.check(value)?;
            fill(&mut url, name, value)?;
        }
        url.push_str(rest);
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
        let climbs =
            |(_, path): (&str, &str)| path.split('/').any(|part| matches!(part, "." | ".."));
        if !self.variables.is_empty() && path.is_some_and(climbs) {
            return Err(format!(
                "the path of the server's URL `{url}` must not contain `.` or `..`, which would lead out of it"
            ));
        }
        Ok(url)
    }
}

/// Appends a value to the URL, encoded for its part of the URL.
fn fill(url: &mut String, name: &str, value: &str) -> Result<(), String> {
    let Some((_, rest)) = url.split_once("://") else {
        return Err(format!(
            "the server variable `{name}` is in the scheme of the URL, where a variable is not allowed"
        ));
    };
    if rest.contains('/') {
        url.extend(utf8_percent_encode(value, NOT_IN_PATHS));
        return Ok(());
    }
    let is_port = rest.contains(':');
    let fits = if is_port {
        value.bytes().all(|byte| byte.is_ascii_digit()) && value.parse::<u16>().is_ok()
    } else {
        let named = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        !value.is_empty() && value.bytes().all(named)
    };
    if !fits {
        let part = if is_port { "port" } else { "host" };
        let takes = if is_port { "digits" } else { "letters, digits, `-`, `.` and `_`" };
        return Err(format!(
            "the server variable `{name}` is in the {part}, which may contain only {takes} (it is {value:?})"
        ));
    }
    url.push_str(value);
    Ok(())
}

/// A variable in the URL of a [`Server`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServerVariable {
    /// The name in the URL.
    pub name: Text,
    /// The default value.
    pub default: Text,
    /// The values that are allowed; empty: any that fits its place.
    pub values: Names,
}

impl ServerVariable {
    /// Returns a variable that may have any value that fits its place in the URL.
    #[must_use]
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self { name, default, values: Names::NONE }
    }

    /// Sets the values that are allowed.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = Names(values);
        self
    }

    fn check(&self, value: &str) -> Result<(), String> {
        if self.values.is_empty() || self.values.contains(value) {
            return Ok(());
        }
        let known: Vec<String> = self.values.iter().map(|known| format!("`{known}`")).collect();
        Err(format!(
            "the server variable `{}` must be one of {} (it is {value:?})",
            self.name,
            known.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIABLES: &[ServerVariable] = &[
        ServerVariable::new("region", "eu").values(&["eu", "us"]),
        ServerVariable::new("host", "example"),
        ServerVariable::new("port", "443"),
        ServerVariable::new("base", "v1"),
    ];
    const SERVER: Server =
        Server::new("default", "https://{region}.{host}.com:{port}/{base}/x").variables(VARIABLES);

    fn filled(name: &str, value: &str) -> Result<String, String> {
        SERVER.filled(&[(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn defaults_stand_where_nothing_is_given() {
        assert_eq!(SERVER.filled(&[]).as_deref(), Ok("https://eu.example.com:443/v1/x"));
        assert_eq!(filled("region", "us").as_deref(), Ok("https://us.example.com:443/v1/x"));
        assert_eq!(filled("port", "8443").as_deref(), Ok("https://eu.example.com:8443/v1/x"));
    }

    #[test]
    fn nothing_leads_to_another_host() {
        for value in [
            "", "a/b", "a@b", "a?b", "a#b", "a:1", "a\\b", "a b", "a\nb", "a%2fb", "a%40b",
            "[::1]", "ä", "{base}",
        ] {
            let error = filled("host", value).unwrap_err();
            assert!(
                error.starts_with("the server variable `host` is in the host"),
                "{value:?}: {error}"
            );
        }
        for value in ["", "1/x", "1@evil.example", "65536", "+1", "x"] {
            let error = filled("port", value).unwrap_err();
            assert!(
                error.starts_with("the server variable `port` is in the port"),
                "{value:?}: {error}"
            );
        }
        let error = filled("region", "cn").unwrap_err();
        assert_eq!(error, "the server variable `region` must be one of `eu`, `us` (it is \"cn\")");
    }

    #[test]
    fn a_path_stays_below_the_one_before_it() {
        let path = |value: &str| {
            filled("base", value).map(|url| url["https://eu.example.com:443".len()..].to_owned())
        };
        assert_eq!(path("a/b").as_deref(), Ok("/a/b/x"));
        assert_eq!(path("a?b#c d%2e\\@").as_deref(), Ok("/a%3Fb%23c%20d%252e%5C@/x"));
        for value in ["..", ".", "a/../../b", "../"] {
            assert!(path(value).is_err(), "{value:?}");
        }
    }

    #[test]
    fn a_url_never_leaves_its_scheme_open() {
        const OPEN: &[ServerVariable] = &[ServerVariable::new("scheme", "https")];
        let server = Server::new("default", "{scheme}://example.com").variables(OPEN);
        assert!(server.filled(&[]).is_err());
    }
}
