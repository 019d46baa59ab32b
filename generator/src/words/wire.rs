//! The syntax of HTTP: header names, media types, URLs.

/// Header names that the client or the transport writes itself.
pub const RESERVED_HEADERS: &[&str] = &[
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Returns whether a text is a token, as names of headers and parameters are (RFC 9110, section 5.6.2).
pub fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Checks that a text is a media type (RFC 9110, section 8.3.1). Values of its parameters must be tokens: no known media
/// type needs a quoted one.
pub fn media_type(text: &str) -> Result<(), &'static str> {
    let mut parts = text.split(';');
    let (main, sub) =
        parts.next().and_then(|name| name.trim_end_matches(' ').split_once('/')).ok_or(NO_SLASH)?;
    if !is_token(main) || !is_token(sub) {
        return Err("a type and a subtype can have only letters, digits and `!#$&-^_.+`");
    }
    for part in parts {
        let named = part.trim_matches(' ').split_once('=');
        if !named.is_some_and(|(name, value)| is_token(name) && is_token(value)) {
            return Err("a parameter after `;` must be `name=value` without quotes and spaces");
        }
    }
    Ok(())
}

/// Returns whether a text is a media type.
#[cfg(feature = "openapi")]
pub fn is_media_type(text: &str) -> bool {
    media_type(text).is_ok()
}

const NO_SLASH: &str = "a `/` between type and subtype is missing";

/// Returns whether a text is the name of an environment variable (POSIX, section 8.1; lower case allowed).
pub fn is_variable(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Checks that a path can be appended to a URL: http or https, a host, and nothing after the path.
pub fn base_url(url: &str) -> Result<(), &'static str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or("it must start with `https://` or `http://`")?;
    let host = rest.split('/').next().unwrap_or("");
    if host.is_empty() {
        return Err("the host is missing");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c)) {
        return Err("it has a character that URLs cannot have");
    }
    if host.contains('@') {
        return Err("it contains credentials; write them under `auth`");
    }
    if url.contains('?') || url.contains('#') {
        return Err("it has a query or a fragment");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_a_type_and_a_subtype_with_parameters() {
        for text in [
            "text/vtt",
            "text/*",
            "application/vnd.example+json",
            "text/plain;charset=utf-8",
            "a/b ; c=d; e=f",
        ] {
            assert_eq!(media_type(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "/",
            "text",
            "text/",
            "/vtt",
            "text/vtt;",
            "text/vtt; charset",
            "text/vtt; charset=",
            "text/vtt; a=\"b\"",
            "text /vtt",
            " text/vtt",
            "text/vtt ,text/plain",
            "text/vtt\n",
            "text/v\"tt",
            "text/vtt\u{202e}",
            "tëxt/vtt",
            "a/b/c",
        ] {
            assert!(media_type(text).is_err(), "{text}");
        }
    }
}
