//! What was received for a call.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::base::target::Target;
use crate::call::draft::Draft;
use crate::call::wire::HttpBody;

/// A response together with its call.
pub(crate) struct Received {
    pub(crate) draft: Draft,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The part of the body that is still arriving, if it is streamed.
    pub(crate) rest: Option<HttpBody>,
    /// Where the response came from.
    pub(crate) target: Target,
    pub(crate) attempts: u32,
    /// The deadline, by the monotonic clock.
    pub(crate) end: Option<Duration>,
    /// Why the call was not retried.
    pub(crate) note: Option<String>,
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

#[cfg(feature = "examples")]
impl Received {
    /// Makes the response that a document gives as an example.
    pub(crate) fn example(draft: Draft, status: u16, body: crate::base::content::Content) -> Self {
        let target = draft.client.0.base.clone();
        Self {
            draft,
            status,
            headers: HeaderMap::new(),
            body: body.0,
            rest: None,
            target,
            attempts: 1,
            end: None,
            note: None,
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        }
    }
}

/// Returns the id of the request that the API's support asks for.
pub(crate) fn request_id(draft: &Draft, headers: &HeaderMap) -> Option<String> {
    let name = draft.client.0.api.request_id?;
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// Returns that id as it may be shown.
pub(crate) fn shown_request_id(draft: &Draft, headers: &HeaderMap) -> Option<String> {
    let id = request_id(draft, headers)?;
    Some(draft.scrubber().scrub(&id).into_owned())
}
