//! What came back of a call that was sent.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::base::target::Target;
use crate::call::draft::Draft;
use crate::call::wire::HttpBody;

/// An answer, with the call that it answers.
pub(crate) struct Received {
    pub(crate) draft: Draft,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What of the body is still coming, where it is handed on as it comes.
    pub(crate) rest: Option<HttpBody>,
    /// Where it came from.
    pub(crate) target: Target,
    pub(crate) attempts: u32,
    /// When all of it must be over, by the monotonic clock.
    pub(crate) end: Option<Duration>,
    /// Why it was not sent again.
    pub(crate) note: Option<String>,
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

#[cfg(feature = "examples")]
impl Received {
    /// An answer that a document gives for an example.
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

/// The header that identifies a call to the API's support.
pub(crate) fn request_id(draft: &Draft, headers: &HeaderMap) -> Option<String> {
    let name = draft.client.0.api.request_id?;
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// As it may be shown.
pub(crate) fn shown_request_id(draft: &Draft, headers: &HeaderMap) -> Option<String> {
    let id = request_id(draft, headers)?;
    Some(draft.scrubber().scrub(&id).into_owned())
}
