//! From a name in a spec to a name in Rust: pure, and the same for the same name everywhere.
//!
//! A name is split into words where its spelling shows a border (`appId`, `X-Request-ID`, `webRTCPlayback`), and the
//! words are joined in the case of the place. A clash with a keyword becomes a raw identifier; one with a name that the
//! generated code or the runtime defines in the same place gets one underscore at its end. Two spec names that give one
//! Rust name stay equal here: that is an error of the spec, which the check reports.
//! told apart here: that is an error of the spec, found by the check.

use std::fmt;
use std::str::Chars;

/// A name in Rust source code, escaped if necessary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// Returns the name as it is in source code: `r#type`, `Token`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name without the `r#` of a raw identifier, as file names and documentation have it.
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The scope of a name, by what else is defined there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nothing but other names of the spec.
    Free,
    /// A method of a client.
    Client,
    /// A method of a resource.
    Resource,
    /// A method of a client's builder.
    Builder,
    /// A method of a request.
    Request,
    /// A method of an object, beside its constructor.
    Object,
    /// A variant of an open enum or a union.
    Variant,
    /// A type in the root module of an API.
    RootType,
    /// A module in the root module of an API.
    Module,
}

/// The static that holds an API's data, in its root module.
pub const ROOT_STATIC: &str = "API";

impl Scope {
    /// Returns the names that generated code or the runtime defines there.
    pub fn reserved(self) -> &'static [&'static str] {
        match self {
            Self::Free => &[],
            // A trait method that takes `self` by value takes precedence over one that borrows it.
            Self::Client => &["builder", "from_env", "clone", "new", "into", "try_into"],
            Self::Resource => &["into", "try_into"],
            Self::Builder => &[
                "allow_plain_http",
                "base_url",
                "blocking",
                "build",
                "clock",
                "clone",
                "deadline",
                "drift",
                "env",
                "env_from",
                "interceptor",
                "jitter",
                "max_pages",
                "max_response_size",
                "mock",
                "new",
                "on_drift",
                "on_retry",
                "proxy",
                "rate_limit",
                "redirects",
                "reqwest",
                "retries",
                "retry",
                "retry_budget",
                "server",
                "timeout",
                "trace_details",
                "tracing",
                "transport",
                "user_agent",
                "without_rate_limit",
            ],
            // The methods of today, and those that the runtime will add.
            Self::Request => &[
                "clone",
                "collect_up_to",
                "credentials",
                "deadline",
                "envelope",
                "header",
                "idempotent",
                "into_future",
                "into_request",
                "items",
                "items_blocking",
                "max_pages",
                "new",
                "on_progress",
                "pages",
                "pages_blocking",
                "raw",
                "response",
                "retries",
                "retry",
                "save_to",
                "save_to_blocking",
                "send",
                "send_blocking",
                "starting_at",
                "stream",
                "timeout",
                "url",
            ],
            Self::Object => &["new", "clone", "default"],
            Self::Variant => &["Unknown"],
            Self::RootType => {
                &["Api", "Client", "ClientBuilder", "Endpoint", "Error", "Request", "Server"]
            }
            // Crates; the names that a file of a module or of the package itself has; the folder of its programs.
            Self::Module => {
                &["std", "core", "alloc", "clientwright_runtime", "lib", "main", "mod", "bin"]
            }
        }
    }
}

/// Returns the name of a type or a variant: `TokenDeleted`.
pub fn type_name(spec: &str, scope: Scope) -> Name {
    let text = camel_case(&words(spec));
    let text = if !text.starts_with(|c: char| c.is_ascii_digit()) {
        text
    } else if is_version(spec) {
        format!("V{text}")
    } else {
        format!("Value{text}")
    };
    escape(text, scope)
}

/// Returns the name of the type with a resource's methods. It is that of the resource, unless a type in the same file
/// has it, as `Pet` does among the calls of `pet`.
pub fn handle_name(resource: &str, is_type: impl Fn(&str) -> bool) -> Name {
    let name = type_name(resource, Scope::Free);
    if is_type(name.as_str()) { resource_name(resource) } else { name }
}

/// Returns the name of a handle if a type has its usual name.
pub fn resource_name(resource: &str) -> Name {
    type_name(&joined(resource, "resource"), Scope::Free)
}

/// Returns the name of a module, a function, a field or an argument: `turn_keys`.
pub fn value_name(spec: &str, scope: Scope) -> Name {
    let text = words(spec);
    let text =
        if text.starts_with(|c: char| c.is_ascii_digit()) { format!("_{text}") } else { text };
    escape(text, scope)
}

/// Returns a name with its signs spelled out, for one that clashes without them: `StartTime<` becomes `StartTime_less`.
#[cfg(feature = "openapi")]
pub fn spelled(spec: &str) -> String {
    let mut text = String::new();
    for c in spec.chars() {
        match sign(c).filter(|_| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | ' ' | '.'))
        {
            Some(word) => text.extend(["_", word, "_"]),
            None => text.push(c),
        }
    }
    words(&text)
}

/// Returns the name of the method that sets a field to null: `expires_on_null`.
pub fn null_name(setter: &Name) -> String {
    format!("{}_null", setter.plain().trim_end_matches('_'))
}

/// Returns the name of the builder's method for a token provider of a scheme: `api_token_provider`.
pub fn provider_name(scheme: &str) -> Name {
    let plain = value_name(scheme, Scope::Free);
    value_name(&format!("{}_provider", plain.plain()), Scope::Builder)
}

/// Returns the name of the struct with the credentials of a scheme: `BasicCredentials`, unless a type of the spec beside it
/// has that name.
pub fn credentials_name(scheme: &str, is_type: impl Fn(&str) -> bool) -> Name {
    let name = type_name(&joined(scheme, "credentials"), Scope::RootType);
    if is_type(name.as_str()) { scheme_credentials_name(scheme) } else { name }
}

/// The name that the credentials of a scheme have where their own is that of a type: `BasicSchemeCredentials`.
pub fn scheme_credentials_name(scheme: &str) -> Name {
    type_name(&joined(scheme, "scheme_credentials"), Scope::RootType)
}

/// Returns the name of a static or a constant: `TURN_KEYS`.
pub fn constant_name(spec: &str, scope: Scope) -> Name {
    let text = words(spec).to_ascii_uppercase();
    let text =
        if text.starts_with(|c: char| c.is_ascii_digit()) { format!("_{text}") } else { text };
    // The type of a request is a function as well, and the case of a single letter does not tell them apart.
    let taken = text == type_name(spec, Scope::Free).as_str()
        || (scope == Scope::RootType && text == ROOT_STATIC);
    Name(if taken { text + "_" } else { text })
}

/// Returns the name of an inline type, made from its owner and its own name: `Policy` and `effect` give `PolicyEffect`.
pub fn joined(outer: &str, inner: &str) -> String {
    camel_case(&[words(outer), words(inner)].join("_"))
}

fn escape(text: String, scope: Scope) -> Name {
    if scope.reserved().contains(&text.as_str()) {
        return Name(text + "_");
    }
    // These four cannot be raw identifiers, and a lone underscore is not a name.
    if matches!(text.as_str(), "self" | "Self" | "super" | "crate" | "_") {
        return Name(text + "_");
    }
    if is_keyword(&text) {
        return Name(format!("r#{text}"));
    }
    Name(text)
}

/// Whether a text is a keyword of the 2024 edition that a raw identifier can be, reserved ones included (the Rust reference,
/// "Keywords").
pub fn is_keyword(text: &str) -> bool {
    matches!(
        text,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Returns the words of a name in lower case, joined by `_`: ASCII letters and digits, none of them empty.
///
/// A border is any character that is neither a letter nor a digit, a small letter or digit before a capital (`appId`),
/// and the last of several capitals before a small letter (`RTCPlayback`), unless that letter is the `s` of a plural
/// and ends the word (`signedURLs`). A character beyond ASCII is spelled by its code point, so that no two names look
/// alike. Signs count only before a leading digit, and in a name of nothing but signs.
fn words(spec: &str) -> String {
    let mut words = String::with_capacity(spec.len() + 8);
    let mut previous = '_';
    let mut rest = spec.chars();
    let mut is_first = true;
    while let Some(c) = rest.next() {
        let before = std::mem::replace(&mut previous, c);
        let begins = std::mem::replace(&mut is_first, false);
        let next = rest.clone().next().unwrap_or('_');
        if !c.is_ascii_alphanumeric() {
            if !c.is_ascii() {
                add(&format!("u{:x}", u32::from(c)), &mut words);
            } else if begins
                && next.is_ascii_digit()
                && let Some(word) = sign(c)
            {
                add(word, &mut words);
            }
            continue;
        }
        let border = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || (before.is_ascii_uppercase()
                    && next.is_ascii_lowercase()
                    && !ends_plural(rest.clone())));
        if !words.is_empty() && (border || !before.is_ascii_alphanumeric()) {
            words.push('_');
        }
        words.push(c.to_ascii_lowercase());
    }
    if words.is_empty() {
        for c in spec.chars() {
            match sign(c) {
                Some(word) => add(word, &mut words),
                None => add(&format!("u{:x}", u32::from(c)), &mut words),
            }
        }
    }
    if words.is_empty() {
        words.push_str("empty");
    }
    shortened(words)
}

/// Adds a separate word.
fn add(word: &str, words: &mut String) {
    if !words.is_empty() {
        words.push('_');
    }
    words.push_str(word);
}

/// The maximum length of a name: rustdoc writes a file for each, whose name has at most 255 bytes.
const LONGEST: usize = 180;

/// Shortens the words of a long name. The part that is left out becomes a hash of the whole name.
fn shortened(words: String) -> String {
    if words.len() < LONGEST {
        return words;
    }
    // FNV-1a, since the name must never change.
    let hash = words.bytes().chain([b'_']).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = format!("x{:08x}", hash >> 32);
    let mut left = LONGEST - hash.len() - 1;
    let mut kept = String::new();
    for word in words.split('_') {
        let word = &word[..word.len().min(left.saturating_sub(1))];
        left = left.saturating_sub(word.len() + 1);
        if !word.is_empty() {
            add(word, &mut kept);
        }
    }
    add(&hash, &mut kept);
    kept
}

/// Returns whether the rest after several capitals is the `s` of a plural.
fn ends_plural(mut rest: Chars<'_>) -> bool {
    rest.next() == Some('s')
        && rest.next().is_none_or(|next| next.is_ascii_uppercase() || !next.is_ascii_alphanumeric())
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '-' => "minus",
        '+' => "plus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '_' => "underscore",
        ' ' => "space",
        '`' => "backtick",
        '"' => "quote",
        '\'' => "apostrophe",
        _ => return None,
    })
}

/// Returns whether a name consists of numbers and dots only: `1.0.0`.
fn is_version(spec: &str) -> bool {
    spec.contains('.')
        && spec
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the words as the name of a type. Numbers stay apart, so that `1.10` and `11.0` are two names; Rust's style
/// allows an underscore between digits.
fn camel_case(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for word in words.split('_') {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { continue };
        if first.is_ascii_digit() && text.ends_with(|c: char| c.is_ascii_digit()) {
            text.push('_');
        }
        text.push(first.to_ascii_uppercase());
        text.push_str(characters.as_str());
    }
    text
}

/// Returns the name of a module for a file or a crate.
pub fn module_of(text: &str) -> String {
    let name: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .collect();
    let name = name.trim_matches('_');
    if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name.to_owned()
    } else {
        format!("api_{name}").trim_end_matches('_').to_owned()
    }
}

#[cfg(test)]
pub(crate) mod defined;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_rust_style_wherever_the_spec_shows_a_border() {
        for (spec, value, type_) in [
            ("account_id", "account_id", "AccountId"),
            ("appId", "app_id", "AppId"),
            ("X-Request-ID", "x_request_id", "XRequestId"),
            ("webRTCPlayback", "web_rtc_playback", "WebRtcPlayback"),
            ("HTTPServer2Go", "http_server2_go", "HttpServer2Go"),
            ("H.264", "h_264", "H264"),
            ("requireSignedURLs", "require_signed_urls", "RequireSignedUrls"),
            ("URLsAllowed", "urls_allowed", "UrlsAllowed"),
            ("zone_IDs_max", "zone_ids_max", "ZoneIdsMax"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("DNSsec", "dn_ssec", "DnSsec"),
            ("1.0.0", "_1_0_0", "V1_0_0"),
            ("1.10", "_1_10", "V1_10"),
            ("11.0", "_11_0", "V11_0"),
            ("16:9", "_16_9", "Value16_9"),
            ("v1.2", "v1_2", "V1_2"),
            ("com.cloudflare.api.account", "com_cloudflare_api_account", "ComCloudflareApiAccount"),
            ("2fa", "_2fa", "Value2fa"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            (">=", "greater_equal", "GreaterEqual"),
            ("", "empty", "Empty"),
            ("naïve", "na_uef_ve", "NaUefVe"),
        ] {
            assert_eq!(value_name(spec, Scope::Free).as_str(), value, "{spec}");
            assert_eq!(type_name(spec, Scope::Free).as_str(), type_, "{spec}");
        }
    }

    #[test]
    fn a_clash_is_escaped_and_never_numbered() {
        assert_eq!(value_name("type", Scope::Free).as_str(), "r#type");
        assert_eq!(value_name("self", Scope::Free).as_str(), "self_");
        assert_eq!(type_name("self", Scope::Free).as_str(), "Self_");
        assert_eq!(value_name("gen", Scope::Free).as_str(), "r#gen");
        assert_eq!(value_name("timeout", Scope::Request).as_str(), "timeout_");
        assert_eq!(value_name("save_to", Scope::Request).as_str(), "save_to_");
        assert_eq!(provider_name("api_token").as_str(), "api_token_provider");
        assert_eq!(provider_name("type").as_str(), "type_provider");
        assert_eq!(type_name("error", Scope::RootType).as_str(), "Error_");
        assert_eq!(type_name("unknown", Scope::Variant).as_str(), "Unknown_");
    }

    #[test]
    fn an_inline_type_is_named_after_where_it_stands() {
        assert_eq!(joined("Policy", "effect"), "PolicyEffect");
        assert_eq!(joined("list", "direction"), "ListDirection");
        assert_eq!(joined("Since2", "1.5"), "Since2_1_5");
    }

    #[test]
    fn a_type_called_keywords_is_no_keyword() {
        assert_eq!(type_name("Keywords", Scope::Free).as_str(), "Keywords");
        assert_eq!(value_name("type", Scope::Free).as_str(), "r#type");
    }
}
