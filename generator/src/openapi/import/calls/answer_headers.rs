//! Response headers that say something about the call, such as the location or the version of a resource.

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

/// Headers of the message or the connection rather than of the call, and those that the runtime reads itself.
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

/// The prefixes of such headers.
const OF_HTTP_BEGINNINGS: &[&str] =
    &["access-control-", "ratelimit", "x-ratelimit", "x-rate-limit-"];

/// The number of operations from which on a header of more than half of them belongs to the API rather than to a call.
const MANY: usize = 10;

/// The types that a line of text can be read as.
const WORDS: &[&str] = &["string", "integer", "number", "boolean"];

impl<'d> Calls<'d> {
    /// Returns the headers that most responses have, in lower case. A constant of each operation for each of them would
    /// only repeat the document; they are reported, and read by name.
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
            let message = format!(
                "most responses have the header `{name}`, which has no type and is read by its name"
            );
            self.types.reader.note(at, "header-of-most", message);
        }
        common.into_iter().map(|(name, _)| name).collect()
    }

    /// Adds the headers of the successful responses of a call.
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
                    format!("`{name}` is not a valid name of a header; the header is left out"),
                );
                continue;
            }
            named.insert(name.to_owned(), self.answer_header(&at));
        }
        match &mut endpoint.response {
            Some(response) => response.headers = named,
            // Responses that are distinguished by status have types of their own, and no headers.
            None if !named.is_empty() => {
                let message = "the status decides the type of the response, so its headers have no types and are read by their names";
                self.types.reader.note(&draft.at, "answer-headers", message);
            }
            None => {}
        }
    }

    /// Returns the headers of the successful responses of an operation, without those of HTTP itself.
    fn headers_of(&mut self, draft: &Draft<'d>) -> Vec<(&'d str, At<'d>)> {
        let (successes, _) = self.successes(draft);
        let headers = successes.iter().filter_map(|(_, at)| at.get("headers"));
        headers.flat_map(At::members).filter(|(name, _)| !is_of_http(name)).collect()
    }

    /// Returns the type of a header: a string, unless the document states another type that a line of text can have.
    fn answer_header(&mut self, at: &At<'d>) -> Type {
        let header = self.types.reader.resolved(at);
        let schema = header.given("schema");
        let mut parts = TypeParts::named("string");
        if let Some(schema) = schema {
            let found = self.types.type_of(&schema);
            if let Err(misfit) = stand(&&self.types, &found, Slot::AnswerHeader, None) {
                let message = format!(
                    "{}, but a header has one text; it is read as a string",
                    misfit.reason()
                );
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

/// Returns a header's name as that of a constant, by which headers are distinguished in code.
fn as_constant(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
