//! Headers of answers that say something about the call: where the made thing is, which version it has.

use std::collections::{HashMap, HashSet};

use crate::openapi::import::calls::Calls;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::findings::Reads;
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{Endpoint, Named, Type, TypeParts};
use crate::words::standing::{Slot, stand};
use crate::words::wire;

/// What belongs to the message or the connection rather than to the call, and what the runtime reads by itself.
const OF_HTTP: &[&str] = &[
    "age",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "link",
    "retry-after",
    "retry-after-ms",
    "server",
    "set-cookie",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
    "via",
];

/// How such names begin.
const OF_HTTP_BEGINNINGS: &[&str] =
    &["access-control-", "ratelimit", "x-ratelimit", "x-rate-limit-"];

/// A header that so many operations have, and more than half of all, is one of the API rather than of a call.
const MANY: usize = 10;

/// The types that a line of text can be read as.
const WORDS: &[&str] = &["string", "integer", "number", "boolean"];

impl<'d> Calls<'d> {
    /// The headers that most answers have, in lower case. A constant of each operation for each of them would say
    /// nothing that the document does not say once; they are told of, and read by name.
    pub(super) fn common_headers(&mut self, drafts: &[Draft<'d>]) -> HashSet<String> {
        let mut counts: HashMap<String, (usize, At<'d>)> = HashMap::new();
        for draft in drafts {
            let headers = self.quietly(|calls| calls.headers_of(draft));
            let mut seen = HashSet::new();
            for (name, at) in headers {
                let name = name.to_ascii_lowercase();
                if seen.insert(name.clone()) {
                    counts.entry(name).or_insert((0, at)).0 += 1;
                }
            }
        }
        counts.retain(|_, (count, _)| *count >= MANY && *count * 2 > drafts.len());
        let mut common: Vec<(String, At<'d>)> =
            counts.into_iter().map(|(name, (_, at))| (name, at)).collect();
        common.sort_by(|one, other| one.0.cmp(&other.0));
        for (name, at) in &common {
            let message = format!("most answers have the header `{name}`, which is read by name");
            self.types.reader.note(at, "header-of-most", message);
        }
        common.into_iter().map(|(name, _)| name).collect()
    }

    /// Adds the headers of the answers that a call succeeds with.
    pub(super) fn answer_headers(
        &mut self,
        draft: &Draft<'d>,
        common: &HashSet<String>,
        endpoint: &mut Endpoint,
    ) {
        let headers = self.headers_of(draft);
        let mut taken = HashSet::new();
        let mut named: Named<Type> = Named::new();
        for (name, at) in headers {
            if common.contains(&name.to_ascii_lowercase()) || !taken.insert(as_constant(name)) {
                continue;
            }
            if !wire::is_token(name) {
                self.types.reader.loss(
                    &at,
                    "header-name",
                    format!("`{name}` is no name that a header can have"),
                );
                continue;
            }
            named.insert(name.to_owned(), self.answer_header(&at));
        }
        match &mut endpoint.response {
            Some(response) => response.headers = named,
            // Answers that the status tells apart have types of their own, and no headers.
            None if !named.is_empty() => {
                let message = "headers of answers that the status tells apart are read by name";
                self.types.reader.note(&draft.at, "answer-headers", message);
            }
            None => {}
        }
    }

    /// The headers of the answers that an operation succeeds with, but for those of HTTP itself.
    fn headers_of(&mut self, draft: &Draft<'d>) -> Vec<(&'d str, At<'d>)> {
        let (successes, _) = self.successes(draft);
        let headers = successes.iter().filter_map(|(_, at)| at.get("headers"));
        headers.flat_map(At::members).filter(|(name, _)| !is_of_http(name)).collect()
    }

    /// What a header holds: text, unless the document says that it is one of the other kinds that a line can be.
    fn answer_header(&mut self, at: &At<'d>) -> Type {
        let header = self.types.reader.resolved(at);
        let schema = header.given("schema");
        let mut parts = TypeParts::named("string");
        if let Some(schema) = schema {
            let found = self.types.type_of(&schema);
            if let Err(misfit) = stand(&&self.types, &found, Slot::AnswerHeader, None) {
                let message = format!("{}, and a header is read as one text", misfit.reason());
                self.types.reader.note(&header, "header-type", message);
            }
            let found = parts_of(found);
            let is_line = found.expression().is_some_and(|word| WORDS.contains(&word));
            if is_line && found.enum_.is_none() && found.name.is_none() {
                (parts.type_, parts.format) = (found.type_, found.format);
            }
        }
        let description = header.text("description").filter(|text| !text.trim().is_empty());
        if let Some(description) = description {
            (parts.summary, parts.description) = descriptions::split(description);
        }
        Type::Full(Box::new(parts))
    }
}

fn is_of_http(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OF_HTTP.contains(&name.as_str())
        || OF_HTTP_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

/// What tells two headers apart in code.
fn as_constant(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
