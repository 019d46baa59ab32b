//! What traces show of a call, and the event of a request, by `tracing`.

use http::{HeaderMap, HeaderName};

use crate::base::secret::REDACTED;
use crate::base::target::Target;
use crate::base::text::shown;
use crate::call::draft::Draft;
use crate::call::prepare::Prepared;
use crate::describe::body::BodyForm;

pub(crate) mod mask;

/// What traces show besides names and numbers. Default: nothing.
///
/// Everything that is shown is masked: credentials, secret parameters, and the fields of bodies that the spec marks as
/// secret. But a secret that the spec does not know is shown like any other value. Show bodies on a development machine
/// rather than in production.
///
/// The span of a call ends when its response has arrived. The span of a streamed response
/// ([`Download`](crate::Download), [`Events`](crate::Events), [`Lines`](crate::Lines)) ends with its headers: a later
/// error in its body is not in the span.
///
/// Requires the feature `tracing`.
///
/// ```
/// use clientwright_runtime::{ClientBuilder, TraceDetails};
/// use clientwright_runtime::spec::Api;
///
/// static API: Api = Api::new("Example");
/// let client = ClientBuilder::new(&API)
///     .base_url("https://api.example.com")
///     .trace_details(TraceDetails::new().url(true).headers(true).bodies(2_000))
///     .build()?;
/// # let _ = client;
/// # Ok::<(), clientwright_runtime::Problem>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "it does nothing until a builder is given it"]
pub struct TraceDetails {
    pub(crate) url: bool,
    pub(crate) headers: bool,
    pub(crate) bodies: usize,
}

impl TraceDetails {
    /// Returns details that show nothing besides names and numbers.
    pub const fn new() -> Self {
        Self { url: false, headers: false, bodies: 0 }
    }

    /// Sets whether the URL is shown: as `url.full` on the span.
    pub const fn url(mut self, shown: bool) -> Self {
        self.url = shown;
        self
    }

    /// Sets whether headers are shown: in one event for each request and one for each response, at the level `DEBUG`.
    /// Headers that carry credentials are shown by name only, like all others that are marked as sensitive or whose
    /// name suggests a secret.
    pub const fn headers(mut self, shown: bool) -> Self {
        self.headers = shown;
        self
    }

    /// Sets how many bytes of a body are shown at most, in the same events. Default: 0. Only JSON, forms (as JSON) and
    /// text are shown.
    pub const fn bodies(mut self, limit: usize) -> Self {
        self.bodies = limit;
        self
    }
}

/// Returns the host and the port of a base URL.
pub(crate) fn server(base: &Target) -> (&str, u16) {
    let authority = base.authority();
    let usual = if base.is_https() { 443 } else { 80 };
    let (host, port) = authority
        .rsplit_once(':')
        .and_then(|(host, port)| Some((host, port.parse().ok()?)))
        .unwrap_or((authority, usual));
    (host.trim_matches(['[', ']']), port)
}

/// Records a request that is about to be sent.
pub(crate) fn request(
    prepared: &Prepared<'_>,
    target: &Target,
    headers: &HeaderMap,
    own_origin: bool,
    attempt: u32,
) {
    let draft = prepared.draft();
    let details = draft.client.0.trace;
    if !(details.headers || details.bodies > 0)
        || !tracing::enabled!(target: "clientwright", tracing::Level::DEBUG)
    {
        return;
    }
    let headers = details
        .headers
        .then(|| show_headers(draft, headers, |name| own_origin && prepared.chosen.owns(name)));
    let body = (details.bodies > 0 && own_origin)
        .then(|| request_body(prepared, details.bodies))
        .flatten();
    // The server chose the URL of the redirect, so it may contain anything.
    tracing::debug!(
        target: "clientwright",
        attempt,
        server.address = server(target).0,
        headers,
        body,
        "request"
    );
}

fn request_body(prepared: &Prepared<'_>, limit: usize) -> Option<String> {
    let draft = prepared.draft();
    let form = draft.operation.body.as_ref().map(|body| (body.form, &body.schema))?;
    let bytes = prepared.payload.bytes().filter(|bytes| !bytes.is_empty());
    let text = match (form, bytes) {
        ((BodyForm::Json | BodyForm::Form, _), Some(_)) => {
            let (bytes, inner) = draft.finish_body();
            let whole = mask::json(&bytes, |json| match &draft.operation.body {
                Some(body) if inner.len() < bytes.len() => {
                    if let Some(json) = body.wrap.as_ref().and_then(|key| json.get_mut(&**key)) {
                        mask::by(&body.schema, json);
                    }
                }
                Some(body) => mask::by(&body.schema, json),
                None => {}
            });
            whole?
        }
        ((BodyForm::Text, schema), Some(bytes)) if !schema.is_secret() => {
            str::from_utf8(bytes).ok()?.to_owned()
        }
        (_, Some(bytes)) => return Some(format!("({} bytes)", bytes.len())),
        (_, None) => return None,
    };
    Some(cut(&draft.scrubber().scrub(&text), limit))
}

/// Cuts a text. It must be masked before: a secret that is cut would not be recognised.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = shown(&text[..end], usize::MAX);
    if end < text.len() {
        out.push('\u{2026}');
    }
    out
}

pub(crate) fn show_headers(
    draft: &Draft,
    headers: &HeaderMap,
    is_credential: impl Fn(&HeaderName) -> bool,
) -> String {
    let scrubber = draft.scrubber();
    let mut out = String::new();
    for (name, value) in headers {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(name.as_str());
        out.push_str(": ");
        let hidden = value.is_sensitive() || is_credential(name) || sounds_secret(name.as_str());
        match value.to_str() {
            Ok(value) if !hidden => out.push_str(&shown(&scrubber.scrub(value), 500)),
            _ => out.push_str(REDACTED),
        }
    }
    out
}

/// Returns whether a header may hold a secret that the spec does not know. (`location` and `link` may lead to a URL
/// that is signed in its query, which is all that is needed to get in.)
fn sounds_secret(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "auth", "cookie", "token", "secret", "key", "session", "sign", "password", "location",
        "link",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_told_apart() {
        for (url, host, port) in [
            ("https://api.example.com/v4", "api.example.com", 443),
            ("http://127.0.0.1:8080", "127.0.0.1", 8080),
            ("http://[::1]/x", "::1", 80),
            ("https://[::1]:8443", "::1", 8443),
        ] {
            assert_eq!(server(&Target::base(url).unwrap().0), (host, port));
        }
    }

    #[test]
    fn long_bodies_are_cut_between_characters() {
        assert_eq!(cut("aéb", 2), "a\u{2026}");
        assert_eq!(cut("aéb", 3), "aé\u{2026}");
        assert_eq!(cut("aéb", 4), "aéb");
        assert_eq!(cut("a\nb", 9), "a\\u{a}b");
    }
}
