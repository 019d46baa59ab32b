//! How a transport without a network shows a request.

use crate::base::secret::REDACTED;
use crate::base::target::Target;
use crate::call::auth::choose;
use crate::call::call_url::Url;
use crate::call::draft::Draft;
use crate::call::target::append;
use crate::call::wire::HttpRequest;

/// Returns the URL of a request, and the same with its secrets masked.
pub(crate) fn url(request: &HttpRequest<'_>) -> Url {
    let text = request.url.to_owned();
    let own = own_url(request.draft).filter(|own| own.text == text);
    let shown = match own {
        Some(own) => own.shown,
        // The server chose where a redirect or a link leads.
        None => foreign(request.draft, &text),
    };
    // A program may send `[redacted]` itself, where a recording shows it in place of a secret.
    Url { text, shown: shown.replace("%5Bredacted%5D", REDACTED) }
}

/// Returns the URL of the call itself.
fn own_url(draft: &Draft) -> Option<Url> {
    let chosen = choose(draft).ok()?;
    let mut target = draft.client.0.base.clone();
    append(&mut target.url, &draft.operation, draft, false).ok()?;
    chosen.extend_query(&mut target);
    let mut shown = draft.client.0.base.url.clone();
    append(&mut shown, &draft.operation, draft, true).ok()?;
    chosen.extend_shown_query(&mut shown);
    Some(Url { text: target.url, shown })
}

/// Masks a URL that the server sent. The path or the query of a URL on another origin is often a key.
pub(crate) fn foreign(draft: &Draft, url: &str) -> String {
    let scrubbed = draft.scrubber().scrub(url).into_owned();
    let base: &Target = &draft.client.0.base;
    match base.redirected(url) {
        Some(url) if url.origin() != base.origin() => format!("{}/{REDACTED}", url.origin()),
        _ => scrubbed,
    }
}
