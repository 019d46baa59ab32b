//! The runtime's methods of requests, as the documentation lists them.

use proc_macro2::TokenStream;

use super::docs::Docs;
use super::prose::code;
use crate::ir::Answer;

/// The settings of every request: each method with what it does.
const SETTINGS: [(&str, &str); 8] = [
    ("timeout", "overrides the timeout of one attempt"),
    ("deadline", "overrides the time for all attempts together"),
    ("retries", "overrides the maximum number of retries"),
    ("retry", "overrides the retry policy"),
    ("idempotent", "says whether the request may be repeated"),
    ("credentials", "overrides the client's credentials of a scheme"),
    ("header", "sets a header"),
    ("on_progress", "observes the bytes that are sent and received"),
];

/// The alternatives to awaiting a request, whatever it returns.
const WAYS: [(&str, &str); 4] = [
    ("url", "returns the URL without sending anything"),
    ("raw", "returns status, headers and bytes, whatever the status"),
    ("response", "returns status and headers beside the data"),
    ("send_blocking", "waits on this thread (feature `blocking`)"),
];

/// The additional methods of a list in pages.
const PAGED: [(&str, &str); 7] = [
    ("pages", "streams all pages"),
    ("items", "streams the items of all pages"),
    ("collect_up_to", "collects the first items of all pages"),
    ("max_pages", "overrides the maximum number of pages"),
    ("starting_at", "starts at a later page"),
    ("pages_blocking", "iterates over all pages (feature `blocking`)"),
    ("items_blocking", "iterates over the items of all pages (feature `blocking`)"),
];

/// The additional methods of a download.
const SAVED: [(&str, &str); 2] = [
    ("save_to", "saves the response as a file (feature `files`)"),
    ("save_to_blocking", "saves it on this thread (features `files` and `blocking`)"),
];

const ENVELOPE: (&str, &str) = ("envelope", "returns the whole envelope");

/// Returns the methods of a request with such a response.
pub(in crate::emit) fn methods(answer: &Answer) -> Vec<String> {
    let of_kind: &[(&str, &str)] = match answer {
        Answer::Page { .. } => &PAGED,
        Answer::Download => &SAVED,
        _ => &[],
    };
    let envelope = (!is_streamed(answer)).then_some(&ENVELOPE);
    let methods = SETTINGS.iter().chain(&WAYS).chain(envelope).chain(of_kind);
    methods.map(|(name, _)| code(name)).collect()
}

/// Returns the documentation of the alias that stands for all requests of an API.
pub(in crate::emit) fn described() -> TokenStream {
    let mut docs = Docs::default();
    docs.own("A request, which is sent when it is awaited.");
    let list = |methods: &[(&str, &str)]| {
        methods.iter().map(|(name, text)| format!("{}: {text}.", code(name))).collect::<Vec<_>>()
    };
    docs.own("Every request has these methods:");
    docs.list([list(&SETTINGS), list(&WAYS)].concat());
    docs.own("A request that returns JSON also has:");
    docs.list(list(&[ENVELOPE]));
    docs.own("A request that returns a list in pages also has:");
    docs.list(list(&PAGED));
    docs.own("A request that returns a download also has:");
    docs.list(list(&SAVED));
    docs.attributes()
}

/// Returns whether a response has no envelope that could be returned.
pub(in crate::emit) fn is_streamed(answer: &Answer) -> bool {
    match answer {
        Answer::Download
        | Answer::Events { .. }
        | Answer::Lines { .. }
        | Answer::ByStatus { .. } => true,
        Answer::None | Answer::One { .. } | Answer::Text { .. } | Answer::Page { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::naming::defined::of_request_types;

    #[test]
    fn the_methods_that_are_listed_are_those_of_requests() {
        let lists = SETTINGS.iter().chain(&WAYS).chain([&ENVELOPE]).chain(&PAGED).chain(&SAVED);
        let listed: BTreeSet<String> = lists.map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, of_request_types());
    }
}
