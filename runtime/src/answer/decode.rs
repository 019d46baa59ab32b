//! From a response to its data, or to what the server says went wrong.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};

use crate::base::headers::Headers;
use crate::base::headers::retry_after;
use crate::base::text::shown;
use crate::describe::api::Scalar;
use crate::describe::operation::{AnswerForm, Operation, Wrapped};
use crate::describe::pages::PageStyle;
use crate::error::{Kind, Problem};
use crate::json::page::PageContext;
use crate::json::read::Reader;
use crate::json::tape::{Node, Tape, Token};
use crate::json::value::Value;
use crate::send::Received;
use crate::send::received::shown_request_id;

/// The maximum number of characters in an excerpt of a body that is not JSON.
const EXCERPT: usize = 200;

/// A response that the server calls a success.
pub(crate) struct Document<'a> {
    received: &'a Received,
    tape: Tape<'a>,
    data: Data,
    pages: Option<PageContext>,
    #[cfg(feature = "drift")]
    whole: bool,
}

enum Data {
    /// The response has no data, and its body need not be read.
    None,
    /// The body is empty; the type says what that means.
    Empty,
    /// The data is at this place of the body.
    At(u32),
    /// The envelope lacks the data.
    Missing,
}

/// Why a response gives no data.
pub(crate) struct Rejection {
    pub(crate) problem: Problem,
}

impl Rejection {
    fn new(problem: Problem) -> Self {
        Self { problem }
    }
}

/// Tells success from failure and finds the data. With `whole`, the data is the envelope itself.
pub(crate) fn interpret(received: &Received, whole: bool) -> Result<Document<'_>, Rejection> {
    let operation = &*received.draft.operation;
    check_status(received)?;
    if received.rest.is_some() {
        let fault = "it is streamed, so its type must be `Download`, `Events` or `Lines`";
        return Err(misfit(received, fault));
    }
    let mut document = Document {
        received,
        tape: Tape::EMPTY,
        data: Data::Empty,
        pages: page_context(received),
        #[cfg(feature = "drift")]
        whole,
    };
    let form = operation.form_of(received.status);
    let void = form.is_none();
    if form == Some(AnswerForm::Text) {
        document.tape = parse_text(received).map_err(|fault| misfit(received, &fault))?;
        document.data = Data::At(0);
        return Ok(document);
    }
    if received.body.trim_ascii().is_empty() {
        if void && !whole {
            document.data = Data::None;
        }
        return Ok(document);
    }
    let need_not_be_json = void && !whole;
    match parse(received) {
        Ok(tape) => document.tape = tape,
        Err(_) if need_not_be_json => {
            document.data = Data::None;
            return Ok(document);
        }
        Err(fault) => return Err(misfit(received, &fault)),
    }
    document.data = find_data(received, document.tape.root(), whole)?;
    Ok(document)
}

fn find_data(received: &Received, root: Node<'_>, whole: bool) -> Result<Data, Rejection> {
    let operation = &*received.draft.operation;
    let void = operation.form_of(received.status).is_none();
    let api = &received.draft.client.0.api;
    let Some(rule) = api.envelope.as_ref().filter(|_| operation.wrapped != Wrapped::Never) else {
        return not_null(received, root, whole, None);
    };
    if operation.wrapped == Wrapped::Perhaps && !whole {
        let success = rule.success.as_ref().map(|(field, _)| field);
        let mut signs = success.into_iter().chain(&rule.data);
        if signs.all(|path| root.follow(path).is_none()) {
            return not_null(received, root, whole, None);
        }
    }
    if let Some((field, expected)) = &rule.success {
        match root.follow(field) {
            Some(node) if equals(node, expected) => {}
            Some(_) => return Err(fail(received)),
            None if void && !whole => {}
            None if matches!(root.token(), Token::Object { .. }) => {
                return Err(misfit(received, &format!("`{field}` is missing")));
            }
            None => {
                let fault =
                    format!("the body is {}, expected an object with `{field}`", root.kind());
                return Err(misfit(received, &fault));
            }
        }
    }
    if whole {
        return Ok(Data::At(0));
    }
    match &rule.data {
        None => not_null(received, root, whole, None),
        Some(path) => match root.follow(path) {
            Some(node) => not_null(received, node, whole, Some(path)),
            None if void => Ok(Data::None),
            None => Ok(Data::Missing),
        },
    }
}

/// Accepts null only if the operation says so, even if the type could be read from it.
fn not_null(
    received: &Received,
    node: Node<'_>,
    whole: bool,
    path: Option<&str>,
) -> Result<Data, Rejection> {
    let operation = &*received.draft.operation;
    let void = operation.form_of(received.status).is_none();
    if node.is_null() && !(operation.nullable || void || whole) {
        let place = path.map_or("the body".to_owned(), |path| format!("`{path}`"));
        return Err(misfit(received, &format!("{place} is null")));
    }
    Ok(Data::At(node.index))
}

fn equals(node: Node<'_>, expected: &Scalar) -> bool {
    match expected {
        Scalar::Bool(expected) => node.token() == Token::Bool(*expected),
        Scalar::Integer(expected) => match node.token() {
            Token::Unsigned(value) => i64::try_from(value) == Ok(*expected),
            Token::Signed(value) => value == *expected,
            _ => false,
        },
        Scalar::Text(expected) => node.as_str() == Some(expected),
    }
}

impl Document<'_> {
    /// Returns a hash of the items of a page; `None` if it has none.
    pub(crate) fn fingerprint(&self) -> Option<u64> {
        let Data::At(index) = self.data else {
            return None;
        };
        let root = self.tape.root();
        self.pages.as_ref()?.list(root, root.at(index))?.fingerprint()
    }

    /// Returns the error of a page that says that another one follows, but not how to request it.
    pub(crate) fn lost(&self, next: Option<&str>) -> Option<Problem> {
        let (more, place) = self.pages.as_ref()?.lost(self.tape.root(), next)?;
        let text = format!(
            "the list is incomplete: `{more}` says that a page follows, but `{place}` does not say how to request it; \
             the items of the pages so far were returned"
        );
        Some(problem(self.received, Kind::Decode, text))
    }

    /// Reads the data, or the whole envelope.
    #[inline]
    pub(crate) fn read<T: Value>(&self) -> Result<T, Rejection> {
        let root = self.tape.root();
        let mut reader = Reader::new(root, self.pages.as_ref());
        #[cfg(feature = "drift")]
        reader.take_notes(self.received.draft.client.0.drift.are_read());
        let value = match self.data {
            Data::At(index) => T::read(&mut reader, root.at(index)),
            Data::None | Data::Empty => T::absent(&mut reader),
            Data::Missing => {
                let rule = self.received.draft.client.0.api.envelope.as_ref();
                let name = rule.and_then(|rule| rule.data).unwrap_or_default();
                reader.absent(root, name)
            }
        };
        #[cfg(feature = "drift")]
        if let Some(notes) = reader.notes() {
            self.report(*notes);
        }
        reader.finish(value).map_err(|fault| match self.data {
            Data::Empty => misfit(self.received, "the body is empty"),
            _ => misfit(self.received, &fault),
        })
    }
}

#[cfg(feature = "examples")]
impl Document<'_> {
    /// Returns where the data is; of a page, the list of its items.
    pub(crate) fn data(&self) -> Option<Node<'_>> {
        let Data::At(index) = self.data else { return None };
        let root = self.tape.root();
        match &self.pages {
            Some(pages) => pages.list(root, root.at(index)),
            None => Some(root.at(index)),
        }
    }

    /// Describes the part of the data that fits no variant of its union, if there is one.
    pub(crate) fn unknown<T: Value>(&self) -> Option<String> {
        let Data::At(index) = self.data else { return None };
        let root = self.tape.root();
        let mut reader = Reader::new(root, self.pages.as_ref());
        reader.take_notes(true);
        let _ = T::read(&mut reader, root.at(index));
        let (path, what) = reader.notes()?.unknown(root)?;
        let place = if path.is_empty() { "the body".to_owned() } else { format!("`{path}`") };
        Some(format!("{place} is {what}, which fits no variant of its type"))
    }
}

#[cfg(feature = "drift")]
impl<'a> Document<'a> {
    fn report(&'a self, notes: crate::json::notes::Notes<'a>) {
        let root = self.tape.root();
        let data = match self.data {
            // If the envelope itself was requested, the data is part of it.
            Data::At(0) if self.whole => {
                self.enveloped().map_or(Some(root), |path| root.follow(path))
            }
            Data::At(index) => Some(root.at(index)),
            _ => None,
        };
        let data = data.filter(|data| !data.is_null());
        crate::answer::drift::report(self.received, root, notes, data);
    }

    /// Returns the path to the data, if it is in an envelope.
    fn enveloped(&self) -> Option<&str> {
        let draft = &self.received.draft;
        let rule = draft.client.0.api.envelope.as_ref();
        rule.filter(|_| draft.operation.wrapped != Wrapped::Never)?.data
    }
}

/// Reports what the envelope around the data holds and the spec does not describe.
#[cfg(feature = "drift")]
pub(crate) fn report_envelope<E: Value>(document: &Document<'_>) {
    let within = matches!(document.data, Data::At(index) if index > 0);
    let is_read = document.received.draft.client.0.drift.are_read();
    if !within || !is_read || document.enveloped().is_none() {
        return;
    }
    let root = document.tape.root();
    let mut reader = Reader::new(root, None);
    reader.take_notes(true);
    let _ = E::read(&mut reader, root);
    if let Some(notes) = reader.notes() {
        crate::answer::drift::report(document.received, root, *notes, None);
    }
}

/// Parses a body as JSON.
fn parse(received: &Received) -> Result<Tape<'_>, String> {
    let text = str::from_utf8(&received.body).map_err(|fault| {
        format!("the body is not UTF-8: byte {} is invalid", fault.valid_up_to())
    })?;
    Tape::parse(text).map_err(|fault| {
        let content_type = content_type(received).unwrap_or("not sent");
        format!("the body is not JSON: {fault} (content type: {})", shown(content_type, 100))
    })
}

/// Takes a body as one string.
fn parse_text(received: &Received) -> Result<Tape<'_>, String> {
    let text = str::from_utf8(&received.body).map_err(|fault| {
        format!("the body is not UTF-8: byte {} is invalid", fault.valid_up_to())
    })?;
    Ok(Tape::of_text(text).ok_or("the body is longer than 4 GiB")?)
}

/// Returns whether the server calls the response a success.
pub(crate) fn check_status(received: &Received) -> Result<(), Rejection> {
    if (200..300).contains(&received.status) { Ok(()) } else { Err(fail(received)) }
}

/// Returns whether a success is an event stream, if the server states its media type.
pub(crate) fn check_event_stream(received: &Received) -> Result<(), Rejection> {
    check_status(received)?;
    match content_type(received) {
        Some(told) if !told.to_ascii_lowercase().starts_with("text/event-stream") => {
            let told = shown(told, 100);
            Err(misfit(received, &format!("it is not an event stream (content type: {told})")))
        }
        _ => Ok(()),
    }
}

/// Makes the error of a success whose status the operation does not define.
pub(crate) fn unexpected(received: &Received) -> Rejection {
    match check_status(received) {
        Err(rejection) => rejection,
        Ok(()) => misfit(received, "the spec does not define a response with this status"),
    }
}

fn content_type(received: &Received) -> Option<&str> {
    received.headers.get(CONTENT_TYPE)?.to_str().ok()
}

fn page_context(received: &Received) -> Option<PageContext> {
    let draft = &received.draft;
    let operation: &Operation = &draft.operation;
    let pages = operation.pages.as_ref()?;
    let value_of = |name: &str| draft.value_of(name);
    Some(PageContext {
        current: match pages.style {
            PageStyle::Single | PageStyle::Link => None,
            _ => value_of(pages.parameter),
        },
        size: pages.size.and_then(value_of).and_then(|size| size.parse().ok()),
        before: draft.options().and_then(|options| options.items_before),
        links: pages.links.map(|links| links.of(received)),
        pages: pages.clone(),
    })
}

/// Makes the error of a response that does not fit the spec. The fault contains no value, but may contain names of
/// members, which come from the server.
fn misfit(received: &Received, fault: &str) -> Rejection {
    // The text is the client's own, but for names that may come from the server.
    let fault = received.draft.scrubber().scrub_name(fault).into_owned();
    let text = format!("the response ({}) does not fit the spec: {fault}", received.status);
    Rejection::new(problem(received, Kind::Decode, text))
}

fn problem(received: &Received, kind: Kind, text: String) -> Problem {
    let draft = &received.draft;
    #[cfg(feature = "tracing")]
    crate::send::trace::misfit(received, kind);
    let mut problem = Problem::new(kind, draft.operation.id, text);
    let details = problem.details_mut();
    details.status = Some(received.status);
    details.request_id = shown_request_id(draft, &received.headers);
    details.body = Some(received.body.clone());
    details.attempts = received.attempts;
    details.note.clone_from(&received.note);
    details.headers = Some(Headers(received.headers.clone()));
    details.retry_after = asked_to_wait(received);
    problem
}

/// Makes the error of what the server calls a failure.
fn fail(received: &Received) -> Rejection {
    let draft = &received.draft;
    let rule = &draft.client.0.api.failure;
    let scrubber = draft.scrubber();
    let status = status_text(received.status);
    let text = if (200..300).contains(&received.status) {
        format!("the response body says that the call failed, although the status is {status}")
    } else {
        status
    };
    let mut rejection = Rejection::new(problem(received, Kind::Failure, text));
    let details = rejection.problem.details_mut();
    if received.status == 403 {
        details.permissions = Some(draft.operation.permissions);
    }
    if let Ok(mut tape) = parse(received) {
        tape.scrub(&scrubber);
        let scalar = |path: &Option<crate::describe::data::Text>| {
            let node = tape.root().follow(path.as_deref()?)?;
            match node.token() {
                Token::Null | Token::List { .. } | Token::Object { .. } => None,
                _ => node.as_str().map(str::to_owned).or_else(|| node.literal()),
            }
        };
        details.message = scalar(&rule.message).filter(|message| !message.is_empty());
        details.code = scalar(&rule.code).filter(|code| !code.is_empty());
        // A copy is exactly as large as it must be: an error may be kept for long.
        details.failure = Some(tape.clone().without_text());
    } else {
        details.message = excerpt(received).map(|text| shorten(&scrubber.scrub(&text)));
    }
    rejection
}

fn status_text(status: u16) -> String {
    let reason =
        http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    match reason {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

/// Returns an excerpt of a body that is not JSON: the title of a page, or the beginning of a text.
fn excerpt(received: &Received) -> Option<String> {
    let text = String::from_utf8_lossy(&received.body[..received.body.len().min(64 * 1024)]);
    let is_page = content_type(received).is_some_and(|kind| kind.contains("html"))
        || text.trim_start().starts_with('<');
    let text = if is_page {
        let lower = text.to_ascii_lowercase();
        let start = lower.find("<title>")? + "<title>".len();
        let length = lower[start..].find("</title>")?;
        text[start..start + length].trim().to_owned()
    } else {
        text.trim().to_owned()
    };
    (!text.is_empty()).then_some(text)
}

/// Shortens a text. It must be masked before: a secret that is cut would not be recognised.
fn shorten(text: &str) -> String {
    text.chars().take(EXCERPT).collect()
}

/// Returns how long the server asks to wait.
pub(crate) fn asked_to_wait(received: &Received) -> Option<Duration> {
    let clock = &received.draft.client.0.clock;
    let asks = ["retry-after-ms", RETRY_AFTER.as_str()];
    let asks = asks.iter().any(|name| received.headers.contains_key(*name));
    if asks { retry_after(&received.headers, clock.now()) } else { None }
}

/// Returns the headers of a response, for its caller.
pub(crate) fn headers(received: &mut Received) -> Headers {
    Headers(std::mem::take(&mut received.headers))
}
