//! A body that reqwest receives.

use std::error::Error as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http_body::Body as _;

use super::untrusted::is_untrusted;
use super::{Failure, TransportError};
use crate::base::content::Content;

/// A body that is being received.
pub(crate) struct Receiving(pub(crate) reqwest::Body);

impl Stream for Receiving {
    type Item = Result<Content, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(transport_error(&error)))),
                // Trailers are ignored.
                Some(Ok(frame)) => {
                    if let Ok(chunk) = frame.into_data() {
                        return Poll::Ready(Some(Ok(Content(chunk))));
                    }
                }
            }
        }
    }
}

/// Converts an error of reqwest. Its text contains the URL; the reason is in its sources.
pub(crate) fn transport_error(error: &reqwest::Error) -> TransportError {
    let mut text = if error.url().is_some() { String::new() } else { error.to_string() };
    let mut untrusted = false;
    let mut source = error.source();
    while let Some(cause) = source {
        untrusted |= is_untrusted(cause);
        if let Some(own) = cause.downcast_ref::<TransportError>() {
            return own.clone();
        }
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    let failure = if untrusted {
        Failure::Untrusted
    } else if error.is_timeout() {
        Failure::Timeout
    } else if error.is_connect() {
        Failure::Connect
    } else {
        Failure::Other
    };
    TransportError::new(failure, text)
}
