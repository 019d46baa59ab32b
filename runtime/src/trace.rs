//! Spans and events of calls, by `tracing`.

use http::{HeaderMap, HeaderName};
use tracing::Span;
use tracing::field::{Empty, display};

use crate::attempt::{Answered, Stop};
use crate::draft::Draft;
use crate::error::{Kind, Problem};
use crate::interceptor::OnRetry;
use crate::operation::BodyForm;
use crate::prepare::{Prepared, shown_url};
use crate::send::Received;
use crate::target::Target;
use crate::text::shown;
use crate::write::REDACTED;

mod mask;

/// What traces show besides names and numbers; nothing of it unless asked for.
///
/// Whatever is shown is masked: credentials, secret parameters, and the fields of bodies that the API's description
/// calls secret. But a secret that the description does not know of is shown like any other value, so bodies belong in
/// the traces of a development machine rather than of a production system.
///
/// The span of a call ends when its answer is there. Of an answer that is handed on as it comes
/// ([`Download`](crate::Download), [`Events`](crate::Events), [`Lines`](crate::Lines)) that is when its headers are: what
/// goes wrong with its body later is not in the span.
///
/// ```
/// use clientwright_runtime::{Api, ClientBuilder, TraceDetails};
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
    url: bool,
    headers: bool,
    bodies: usize,
}

impl TraceDetails {
    /// Nothing besides names and numbers.
    pub const fn new() -> Self {
        Self { url: false, headers: false, bodies: 0 }
    }

    /// Whether the URL is shown: as `url.full` on the span.
    pub const fn url(mut self, shown: bool) -> Self {
        self.url = shown;
        self
    }

    /// Whether headers are shown, in an event a request and an event an answer at the level `DEBUG`: those that carry
    /// credentials by name only, like all others that are marked as sensitive or named like something secret.
    pub const fn headers(mut self, shown: bool) -> Self {
        self.headers = shown;
        self
    }

    /// How many bytes of a body are shown at most, in the same events; 0 unless set. Only JSON, forms (as JSON)
    /// and text are shown.
    pub const fn bodies(mut self, limit: usize) -> Self {
        self.bodies = limit;
        self
    }
}

/// The span of a call.
pub(crate) fn span(draft: &Draft) -> Span {
    let config = &draft.client.0;
    let operation = &*draft.operation;
    let base = if config.base.path() == "/" { "" } else { config.base.path() };
    let (address, port) = server(&config.base);
    tracing::info_span!(
        target: "clientwright",
        "http.client",
        otel.name = %format_args!("{} {base}{}", operation.method, operation.path),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = operation.method.as_str(),
        url.template = %format_args!("{base}{}", operation.path),
        url.full = Empty,
        server.address = address,
        server.port = port,
        http.response.status_code = Empty,
        error.type = Empty,
        http.request.resend_count = Empty,
        clientwright.operation = operation.id,
        clientwright.attempts = Empty,
    )
}

/// The host and the port of a base URL.
fn server(base: &Target) -> (&str, u16) {
    let authority = base.authority();
    let usual = if base.is_https() { 443 } else { 80 };
    let (host, port) = authority
        .rsplit_once(':')
        .and_then(|(host, port)| Some((host, port.parse().ok()?)))
        .unwrap_or((authority, usual));
    (host.trim_matches(['[', ']']), port)
}

/// A call that has passed all checks.
pub(crate) fn prepared(prepared: &Prepared<'_>, span: &Span) {
    if prepared.draft().client.0.trace.url && !span.is_disabled() {
        span.record("url.full", display(shown_url(prepared)));
    }
}

/// The end of sending.
pub(crate) fn finish(span: &Span, result: &Result<Received, Problem>) {
    let (status, attempts) = match result {
        Ok(received) => (Some(received.status), received.attempts),
        Err(problem) => (problem.status(), problem.attempts()),
    };
    span.record("clientwright.attempts", attempts);
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    match result {
        Ok(received) if (200..400).contains(&received.status) => {}
        Ok(received) => failed(span, &received.status.to_string()),
        Err(problem) => failed(span, kind(problem.kind())),
    }
}

/// An answer that is no success although its status is one.
pub(crate) fn misfit(received: &Received, problem: Kind) {
    if (200..300).contains(&received.status) {
        failed(&received.span, kind(problem));
    }
}

fn failed(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "invalid",
        Kind::Credentials => "credentials",
        Kind::Upload => "upload",
        Kind::Save => "save",
        Kind::TooManyPages => "too_many_pages",
        Kind::Connect => "connect",
        Kind::Timeout => "timeout",
        Kind::Transport => "transport",
        Kind::Redirect => "redirect",
        Kind::TooLarge => "too_large",
        Kind::Decode => "decode",
        Kind::Failure => "failure",
    }
}

/// Another attempt that is about to be waited for.
pub(crate) fn retry(retry: &OnRetry<'_>) {
    tracing::warn!(
        target: "clientwright",
        attempt = retry.attempt(),
        delay = ?retry.delay(),
        reason = retry.reason(),
        "the call is sent again"
    );
}

/// A request that is about to be sent.
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
    // The address of a redirect is the server's: it may hold anything.
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

/// The answer to an attempt.
pub(crate) fn answer(draft: &Draft, attempt: u32, ended: &Result<Answered, Stop>) {
    let details = draft.client.0.trace;
    let Ok(answered) = ended else {
        return;
    };
    if !(details.headers || details.bodies > 0)
        || !tracing::enabled!(target: "clientwright", tracing::Level::DEBUG)
    {
        return;
    }
    let headers = details.headers.then(|| show_headers(draft, &answered.headers, |_| false));
    let body = (details.bodies > 0).then(|| answer_body(draft, answered, details.bodies)).flatten();
    tracing::debug!(
        target: "clientwright",
        attempt,
        http.response.status_code = answered.status,
        headers,
        body,
        "answer"
    );
}

fn answer_body(draft: &Draft, answered: &Answered, limit: usize) -> Option<String> {
    let operation = &*draft.operation;
    let bytes = &answered.body;
    if bytes.is_empty() {
        return None;
    }
    let secret = operation.holds_secret();
    let data = draft.client.0.api.envelope.as_ref().and_then(|rule| rule.data);
    let masked = mask::json(bytes, |json| match &operation.answer {
        Some(schema) => mask::answer(schema, json, data),
        None if secret => *json = REDACTED.into(),
        None => {}
    });
    match masked {
        Some(text) => Some(cut(&draft.scrubber().scrub(&text), limit)),
        None if secret => Some(format!("({} bytes)", bytes.len())),
        None => match str::from_utf8(bytes) {
            Ok(text) => Some(cut(&draft.scrubber().scrub(text), limit)),
            Err(_) => Some(format!("({} bytes)", bytes.len())),
        },
    }
}

/// Masked first and cut then: a secret that is cut would no longer be recognised.
fn cut(text: &str, limit: usize) -> String {
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

fn show_headers(
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

/// Headers that may hold secrets which nobody has told of. (`location` and `link` may lead to where a signature in the
/// query is all that it takes to get in.)
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
