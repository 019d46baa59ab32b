//! A request as other transports than a network see it: what of it may be shown.

use super::HttpRequest;
use crate::auth::choose;
use crate::draft::Draft;
use crate::target::{Target, append};
use crate::url::Url;
use crate::write::REDACTED;

/// The URL of a request, and the same with its secrets masked.
pub(crate) fn url(request: &HttpRequest<'_>) -> Url {
    let text = request.url.to_owned();
    let own = own_url(request.draft).filter(|own| own.text == text);
    let shown = match own {
        Some(own) => own.shown,
        // Where a redirect or a link leads, the server has said.
        None => foreign(request.draft, &text),
    };
    // A call may be made with what a recording shows in the place of a secret.
    Url { text, shown: shown.replace("%5Bredacted%5D", REDACTED) }
}

/// The URL that the call itself goes to.
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

/// A URL that the server gave, masked. One of another origin often carries a signature, in its query.
pub(crate) fn foreign(draft: &Draft, url: &str) -> String {
    let scrubbed = draft.scrubber().scrub(url).into_owned();
    let base: &Target = &draft.client.0.base;
    let is_foreign = base.redirected(url).is_some_and(|url| url.origin() != base.origin());
    if is_foreign { without_values(&scrubbed) } else { scrubbed }
}

/// The URL with every value of its query masked.
fn without_values(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) => format!("{name}={REDACTED}"),
            None => REDACTED.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_of_a_foreign_url_is_masked() {
        assert_eq!(
            without_values("https://b.example/x?a=1&signature=abc&loose"),
            "https://b.example/x?a=[redacted]&signature=[redacted]&[redacted]"
        );
        assert_eq!(without_values("https://b.example/x"), "https://b.example/x");
    }
}
