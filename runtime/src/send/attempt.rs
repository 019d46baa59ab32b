//! One attempt of a call: the request, its redirects, and the whole response.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_core::Stream as _;
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base::headers::Headers;
use crate::base::target::Target;
use crate::call::draft::Draft;
use crate::call::prepare::Prepared;
use crate::call::progress::{Direction, observed};
use crate::call::provider::Held;
use crate::call::wire::{Failure, HttpBody, HttpResponse, TransportError};
use crate::describe::operation::{AnswerForm, Method};
use crate::error::{Kind, Problem};
use crate::send::Want;

/// A response.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The part of the body that is still arriving, if it is streamed.
    pub(crate) rest: Option<HttpBody>,
    /// Where the request was redirected to.
    pub(crate) at: Option<Target>,
}

/// Why an attempt has no response.
pub(crate) enum Stop {
    /// Sending or receiving failed. `came` is the part of the response that had arrived.
    Broken { error: TransportError, came: Option<Came> },
    /// Another attempt would fail the same way.
    For(Problem),
}

/// The part of a response before its body.
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::For(problem)
    }
}

/// Sends a call once. All redirects together are one attempt. While the body arrives, what came before it is in `came`,
/// which outlives an attempt that times out.
pub(crate) async fn attempt(
    prepared: &Prepared<'_>,
    token: Option<&Held>,
    number: u32,
    want: Want,
    added: &[(HeaderName, HeaderValue)],
    came: &mut Option<Came>,
) -> Result<Answered, Stop> {
    let draft = prepared.draft();
    let transport = &draft.client.0.transport;
    let broken = |error| Stop::Broken { error, came: None };
    let request = prepared.request(&prepared.target, token, number, added).await?;
    let mut response = transport.send(request).await.map_err(broken)?;
    hide(draft, &mut response.headers);
    let mut followed = 0;
    let mut at = None;
    while let Some(next) = redirect(prepared, at.as_ref(), &response, followed, want)? {
        followed += 1;
        let request = prepared.request(&next, token, number, added).await?;
        response = transport.send(request).await.map_err(|mut error| {
            // The request that led here was sent and answered.
            if error.failure == Failure::Connect {
                error.failure = Failure::Other;
            }
            broken(error)
        })?;
        hide(draft, &mut response.headers);
        at = Some(next);
    }
    let HttpResponse { status, headers, mut body } = response;
    if let Some(observer) = draft.observer() {
        body = observed(body, observer, Direction::Received);
    }
    let is_streamed = || draft.operation.form_of(status).is_some_and(AnswerForm::is_streamed);
    if want == Want::Answer && (200..300).contains(&status) && is_streamed() {
        return Ok(Answered {
            status,
            headers: headers.0,
            body: Bytes::new(),
            rest: Some(body),
            at,
        });
    }
    let body = receive(draft, came.insert(Came { status, headers }), body).await?;
    let headers = came.take().map(|came| came.headers.0).unwrap_or_default();
    Ok(Answered { status, headers, body, rest: None, at })
}

/// Marks the headers of a response whose values are secret, so that nothing shows them.
fn hide(draft: &Draft, headers: &mut Headers) {
    for name in draft.operation.secret_headers.iter() {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        if let http::header::Entry::Occupied(mut found) = headers.0.entry(name) {
            found.iter_mut().for_each(|value| value.set_sensitive(true));
        }
    }
}

/// Returns the target that a response redirects a call to, if it does and may.
///
/// # Errors
///
/// A redirect that is not followed, since the call would change or its credentials would go elsewhere.
fn redirect(
    prepared: &Prepared<'_>,
    at: Option<&Target>,
    response: &HttpResponse,
    followed: u32,
    want: Want,
) -> Result<Option<Target>, Problem> {
    let draft = prepared.draft();
    let method = draft.operation.method;
    if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers.0.get(LOCATION) else {
        return Ok(None);
    };
    let refuse = |text: String| {
        if want == Want::Raw {
            return Ok(None);
        }
        let mut problem = Problem::new(Kind::Redirect, draft.operation.id, text);
        problem.details_mut().status = Some(response.status);
        problem.details_mut().headers = Some(response.headers.clone());
        Err(problem)
    };
    if !method.is_read() {
        return refuse(format!(
            "the server redirects the call ({}), and a {method} does not follow a redirect: check the base URL",
            response.status
        ));
    }
    if !prepared.payload.is_none() {
        return refuse(
            "the server redirects the call, and a request with a body does not follow a redirect: check the base URL"
                .to_owned(),
        );
    }
    if followed == draft.client.0.redirects {
        return refuse(format!(
            "the server redirects the call more than {followed} times: check the base URL, or allow more with \
             `.redirects(..)` on the client's builder"
        ));
    }
    let from = at.unwrap_or(&prepared.target);
    let next = location.to_str().ok().and_then(|location| from.redirected(location));
    let Some(mut next) = next else {
        return refuse(
            "the server redirects the call, but its header `location` is not a URL".to_owned(),
        );
    };
    if from.is_https() && !next.is_https() && !prepared.chosen.is_empty() {
        return refuse(
            "the server redirects the call from https to plain http, where anyone on the way could read its credentials"
                .to_owned(),
        );
    }
    if next.origin() == prepared.target.origin() {
        prepared.chosen.extend_query(&mut next);
    }
    Ok(Some(next))
}

/// The maximum number of bytes that are allocated before they have arrived.
const ANNOUNCED: usize = 1 << 20;

/// Receives a body, up to the size that the client allows.
async fn receive(draft: &Draft, came: &Came, mut body: HttpBody) -> Result<Bytes, Stop> {
    let Came { status, headers: Headers(headers) } = came;
    let limit = draft.client.0.max_response_size;
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok())
        .filter(|_| draft.operation.method != Method::Head);
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(Stop::For(too_large(draft, *status, headers)));
    }
    let mut next = async || poll_fn(|context| Pin::new(&mut body).poll_next(context)).await;
    let mut first = Bytes::new();
    let mut rest: Option<BytesMut> = None;
    while let Some(chunk) = next().await {
        let chunk = chunk.map_err(|error| Stop::Broken { error, came: None })?.0;
        let received = rest.as_ref().map_or(first.len(), BytesMut::len);
        if chunk.len() > limit - received {
            return Err(Stop::For(too_large(draft, *status, headers)));
        }
        match &mut rest {
            Some(rest) => rest.extend_from_slice(&chunk),
            // Most bodies arrive in one piece, which is not copied.
            None if first.is_empty() => first = chunk,
            None => {
                // A server may announce any length.
                let announced = announced.map_or(0, |length| {
                    usize::try_from(length).map_or(ANNOUNCED, |length| length.min(ANNOUNCED))
                });
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

fn too_large(draft: &Draft, status: u16, headers: &HeaderMap) -> Problem {
    let limit = draft.client.0.max_response_size;
    let text = format!(
        "the response is larger than the {limit} bytes that the client allows: raise it with `.max_response_size(..)` \
         on its builder"
    );
    let mut problem = Problem::new(Kind::TooLarge, draft.operation.id, text);
    problem.details_mut().status = Some(status);
    problem.details_mut().headers = Some(Headers(headers.clone()));
    problem
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use super::*;
    use crate::call::prepare::prepare;
    use crate::describe::api::{Api, Credential, Scheme};
    use crate::describe::operation::Operation;
    use crate::face::builder::ClientBuilder;

    static API: Api = Api::new("Media")
        .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });

    /// Where a call from an https server is led by this location.
    fn led(
        auth: &'static [&'static [&'static str]],
        location: &'static str,
    ) -> Result<Option<String>, String> {
        let client = ClientBuilder::new(&API)
            .base_url("https://api.example.com")
            .credentials("token", [("token", "t0ken")])
            .build()
            .unwrap();
        let mut operation = Operation::new("get", Method::Get, "/start");
        operation.auth = crate::describe::data::Alternatives(auth);
        let draft = Draft::new(&client, operation.into());
        let prepared = prepare(&draft).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_static(location));
        let response =
            HttpResponse { status: 302, headers: Headers(headers), body: HttpBody::empty() };
        redirect(&prepared, None, &response, 0, Want::Answer)
            .map(|next| next.map(|next| next.url))
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn credentials_are_never_led_from_https_to_plain_http() {
        let refused = "get: the server redirects the call from https to plain http, where anyone on the way could \
             read its credentials";
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
