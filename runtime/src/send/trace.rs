//! The span of a call and the events of its attempts, by `tracing`.

use tracing::Span;
use tracing::field::{Empty, display};

use crate::base::secret::REDACTED;
use crate::call::draft::Draft;
use crate::call::interceptor::OnRetry;
use crate::call::prepare::{Prepared, shown_url};
use crate::call::trace::{cut, mask, server, show_headers};
use crate::error::{Kind, Problem};
use crate::send::Received;
use crate::send::attempt::{Answered, Stop};

/// Opens the span of a call.
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

/// Records a call that has passed all checks.
pub(crate) fn prepared(prepared: &Prepared<'_>, span: &Span) {
    if prepared.draft().client.0.trace.url && !span.is_disabled() {
        span.record("url.full", display(shown_url(prepared)));
    }
}

/// Records the end of sending.
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

/// Records a response that is not a success although its status is.
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

/// Records a retry that is about to be waited for.
pub(crate) fn retry(retry: &OnRetry<'_>) {
    tracing::warn!(
        target: "clientwright",
        attempt = retry.attempt(),
        delay = ?retry.delay(),
        reason = retry.reason(),
        "the call is retried"
    );
}

/// Records the response of an attempt.
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
        "response"
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
