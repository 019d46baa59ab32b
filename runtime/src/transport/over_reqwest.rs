//! The transport over reqwest.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Body as _;

use super::{BoxFuture, Chunks, Incoming, Interruption, InterruptionKind, Outgoing, Transport};
use crate::operation::Method;

/// Sends through a [`reqwest::Client`].
pub(crate) struct OverReqwest(reqwest::Client);

impl OverReqwest {
    /// A transport by this builder. reqwest would take most headers along to other origins, so redirects are off.
    pub(crate) fn new(builder: reqwest::ClientBuilder) -> Result<Self, Interruption> {
        builder.redirect(reqwest::redirect::Policy::none()).build().map(Self).map_err(interruption)
    }
}

impl Transport for OverReqwest {
    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<Incoming, Interruption>> {
        Box::pin(async move {
            let url = reqwest::Url::parse(outgoing.url).map_err(|fault| Interruption {
                kind: InterruptionKind::Other,
                text: fault.to_string(),
            })?;
            let mut request = reqwest::Request::new(method(outgoing.method), url);
            *request.headers_mut() = outgoing.headers;
            *request.timeout_mut() = Some(outgoing.timeout);
            if !outgoing.body.is_empty() {
                *request.body_mut() = Some(outgoing.body.into());
            }
            let mut response = self.0.execute(request).await.map_err(interruption)?;
            Ok(Incoming {
                status: response.status().as_u16(),
                headers: std::mem::take(response.headers_mut()),
                body: Box::pin(Receiving(response.into())),
            })
        })
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
        Method::Head => reqwest::Method::HEAD,
        Method::Options => reqwest::Method::OPTIONS,
    }
}

struct Receiving(reqwest::Body);

impl Chunks for Receiving {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Interruption>>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(interruption(error)))),
                // Trailers are of no interest.
                Some(Ok(frame)) => {
                    if let Ok(chunk) = frame.into_data() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
            }
        }
    }
}

/// reqwest's own text shows the URL, and its sources hold the reason.
fn interruption(error: reqwest::Error) -> Interruption {
    let kind = if error.is_timeout() {
        InterruptionKind::Timeout
    } else if error.is_connect() {
        InterruptionKind::Connect
    } else {
        InterruptionKind::Other
    };
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    Interruption { kind, text }
}
