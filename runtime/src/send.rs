//! Sending a call: redirects, the size of the answer, what broke off.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, LOCATION};

use crate::draft::Draft;
use crate::error::{Kind, Problem};
use crate::operation::Method;
use crate::prepare::{Prepared, prepare};
use crate::scrub::Scrubber;
use crate::target::Target;
use crate::transport::{Chunks, Incoming, Interruption, InterruptionKind};

/// An answer that has come whole, with the call that it answers.
pub(crate) struct Received {
    pub(crate) draft: Draft,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What the caller wants to see.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Answer,
    /// The answer whatever it is.
    Raw,
}

/// Sends a call and waits for the whole answer.
pub(crate) async fn send(draft: Draft, want: Want) -> Result<Received, Problem> {
    let (status, headers, body) = exchange(&draft, want).await?;
    Ok(Received { draft, status, headers, body })
}

async fn exchange(draft: &Draft, want: Want) -> Result<(u16, HeaderMap, Bytes), Problem> {
    let config = &draft.client.0;
    let prepared = prepare(draft)?;
    let first = prepared.outgoing(&prepared.target)?;
    let started = (config.clock)();
    let timeout = first.timeout;
    let mut incoming =
        config.transport.send(first).await.map_err(|fault| interrupted(draft, fault))?;
    let mut followed = 0;
    let mut at = None;
    while let Some(next) = redirect(&prepared, at.as_ref(), &incoming, followed, want)? {
        followed += 1;
        // All hops together are one attempt.
        let spent = (config.clock)().duration_since(started).unwrap_or_default();
        let mut outgoing = prepared.outgoing(&next)?;
        outgoing.timeout = timeout.saturating_sub(spent);
        let answer = config.transport.send(outgoing).await;
        incoming = answer.map_err(|fault| interrupted(draft, fault))?;
        at = Some(next);
    }
    let Incoming { status, headers, body } = incoming;
    let body = receive(draft, status, &headers, body).await?;
    Ok((status, headers, body))
}

/// Where an answer redirects a call to, if it does and may.
///
/// # Errors
///
/// A redirect that is not followed: the call would be another one, or end up elsewhere with its credentials.
fn redirect(
    prepared: &Prepared<'_>,
    at: Option<&Target>,
    incoming: &Incoming,
    followed: u32,
    want: Want,
) -> Result<Option<Target>, Problem> {
    let draft = prepared.draft();
    let method = draft.operation.method;
    let location = incoming.headers.get(LOCATION);
    let (true, Some(location)) = (matches!(incoming.status, 301 | 302 | 303 | 307 | 308), location)
    else {
        return Ok(None);
    };
    let refuse = |text: String| {
        if want == Want::Raw {
            return Ok(None);
        }
        let mut problem = Problem::new(Kind::Redirect, draft.operation.id.as_ref(), text);
        let details = problem.details_mut();
        details.status = Some(incoming.status);
        details.attempts = 1;
        Err(problem)
    };
    if !method.is_read() {
        return refuse(format!(
            "the server redirects it ({}), and a {method} is not sent again to another address",
            incoming.status
        ));
    }
    if !prepared.body.is_empty() {
        return refuse(
            "the server redirects it, and a body is not sent again to another address".to_owned(),
        );
    }
    if followed == draft.client.0.redirects {
        return refuse(format!("the server redirects it more than {followed} times"));
    }
    let from = at.unwrap_or(&prepared.target);
    let next = location.to_str().ok().and_then(|location| from.redirected(location));
    let Some(mut next) = next else {
        return refuse("the server redirects it to an address that is none".to_owned());
    };
    if from.is_https() && !next.is_https() && !prepared.chosen.is_empty() {
        return refuse(
            "the server redirects it from https to plain http, and it carries credentials"
                .to_owned(),
        );
    }
    if next.origin() == prepared.target.origin() {
        prepared.chosen.extend_query(&mut next);
    }
    Ok(Some(next))
}

/// Collects a body, up to the size that the client allows.
async fn receive(
    draft: &Draft,
    status: u16,
    headers: &HeaderMap,
    mut body: Pin<Box<dyn Chunks>>,
) -> Result<Bytes, Problem> {
    let limit = draft.client.0.max_response_size;
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .filter(|_| draft.operation.method != Method::Head);
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(draft, status));
    }
    let mut next = async || poll_fn(|context| body.as_mut().poll_chunk(context)).await;
    let mut first = Bytes::new();
    let mut rest: Option<BytesMut> = None;
    while let Some(chunk) = next().await {
        let chunk = chunk.map_err(|fault| {
            let mut problem = interrupted(draft, fault);
            problem.details_mut().status = Some(status);
            problem
        })?;
        let received = rest.as_ref().map_or(first.len(), BytesMut::len);
        if chunk.len() > limit - received {
            return Err(too_large(draft, status));
        }
        match &mut rest {
            Some(rest) => rest.extend_from_slice(&chunk),
            // Most answers come in one piece: that one is not copied.
            None if first.is_empty() => first = chunk,
            None => {
                let announced = announced.map_or(0, |length| usize::try_from(length).unwrap_or(0));
                let mut both =
                    BytesMut::with_capacity(announced.max(2 * (first.len() + chunk.len())));
                both.extend_from_slice(&first);
                both.extend_from_slice(&chunk);
                rest = Some(both);
            }
        }
    }
    Ok(rest.map_or(first, BytesMut::freeze))
}

fn too_large(draft: &Draft, status: u16) -> Problem {
    let limit = draft.client.0.max_response_size;
    let text = format!("the answer is larger than the {limit} bytes that the client allows");
    let mut problem = Problem::new(Kind::TooLarge, draft.operation.id.as_ref(), text);
    let details = problem.details_mut();
    details.status = Some(status);
    details.attempts = 1;
    problem
}

fn interrupted(draft: &Draft, mut fault: Interruption) -> Problem {
    let (kind, text) = match fault.kind {
        InterruptionKind::Connect => (Kind::Connect, "no connection to the server"),
        InterruptionKind::Timeout => (Kind::Timeout, "no whole answer in time"),
        InterruptionKind::Other => (Kind::Transport, "the exchange with the server broke off"),
    };
    fault.text = scrubber(draft).scrub(&fault.text).into_owned();
    let text = format!("{text}: {}", crate::text::shown(&fault.text, 500));
    let mut problem = Problem::new(kind, draft.operation.id.as_ref(), text);
    let details = problem.details_mut();
    details.attempts = 1;
    details.source = Some(Box::new(fault));
    problem
}

/// Masks the client's credentials and the call's own secrets.
pub(crate) fn scrubber(draft: &Draft) -> Scrubber {
    let mut scrubber = draft.client.0.scrubber.clone();
    for secret in draft.secrets() {
        scrubber.add(&secret);
    }
    scrubber
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use std::task::{Context, Poll};

    use http::HeaderValue;

    use super::*;
    use crate::api::{Api, Credential, Scheme};
    use crate::builder::ClientBuilder;
    use crate::operation::Operation;
    use crate::secret::Secret;

    struct Nothing;

    impl Chunks for Nothing {
        fn poll_chunk(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Bytes, Interruption>>> {
            Poll::Ready(None)
        }
    }

    static API: Api = Api::new("Media")
        .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });

    /// Where a call from an https server is led by this location.
    fn led(
        auth: &'static [&'static [&'static str]],
        location: &'static str,
    ) -> Result<Option<String>, String> {
        let client = ClientBuilder::new(&API)
            .base_url("https://api.example.com")
            .credentials("token", [Secret::from("t0ken")])
            .build()
            .unwrap();
        let mut operation = Operation::new("get", Method::Get, "/start");
        operation.auth = crate::data::Alternatives::Fixed(auth);
        let draft = Draft::new(&client, operation.into());
        let prepared = prepare(&draft).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static(location));
        let incoming = Incoming { status: 302, headers, body: Box::pin(Nothing) };
        redirect(&prepared, None, &incoming, 0, Want::Answer)
            .map(|next| next.map(|next| next.url))
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn credentials_are_never_led_from_https_to_plain_http() {
        let refused =
            "get: the server redirects it from https to plain http, and it carries credentials";
        for location in
            ["http://api.example.com/next", "http://other.example/", "http://127.0.0.1/"]
        {
            assert_eq!(led(&[&["token"]], location), Err(refused.to_owned()));
            assert_eq!(led(&[], location), Ok(Some(location.to_owned())));
        }
        let secure = "https://other.example/next";
        assert_eq!(led(&[&["token"]], secure), Ok(Some(secure.to_owned())));
    }
}
