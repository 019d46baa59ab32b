//! Responses, encoded as the API's server would encode them.

use http::header::{CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value as Json};

use crate::base::content::Content;
use crate::base::headers::Headers;
use crate::base::text::quoted;
use crate::call::draft::Draft;
use crate::call::target::Values as _;
use crate::call::wire::{HttpResponse, TransportError};
use crate::describe::api::{Api, Scalar};
use crate::describe::data::Held;
use crate::describe::operation::{AnswerForm, Operation, Wrapped};
use crate::describe::pages::{PageStyle, Pages};
use crate::json::value::Value;
use crate::json::write::{PageMarks, Writer};

#[derive(Clone)]
pub(super) enum Answer {
    Response(Box<Encoded>),
    Broken(TransportError),
}

/// A response, as far as it is known before there is a call.
#[derive(Clone)]
pub(super) struct Encoded {
    status: u16,
    pub(super) headers: HeaderMap,
    body: Encoding,
}

#[derive(Clone)]
enum Encoding {
    /// A body as a whole.
    Bytes(Content),
    /// A JSON body as a whole.
    Whole(Json),
    /// The data of a response.
    Data { json: Json, page: Option<PageMarks> },
}

/// Encodes a value, either as data or as a whole body.
pub(super) fn encode<T: Value>(value: &T, status: u16, data: bool) -> Result<Answer, String> {
    let mut writer = Writer::for_answer();
    value.write(&mut writer);
    encoded(writer, status, data)
}

fn encoded(mut writer: Writer, status: u16, data: bool) -> Result<Answer, String> {
    let page = writer.take_page();
    let text = writer
        .finish()
        .map_err(|fault| format!("the response cannot be encoded: it contains {fault}"))?;
    let json = serde_json::from_slice(&text)
        .map_err(|fault| format!("the response is not JSON: {fault}"))?;
    check_status(status)?;
    let body = if data { Encoding::Data { json, page } } else { Encoding::Whole(json) };
    Ok(Answer::Response(Box::new(Encoded { status, headers: HeaderMap::new(), body })))
}

fn check_status(status: u16) -> Result<(), String> {
    if (200..1000).contains(&status) {
        Ok(())
    } else {
        Err(format!("{status} is not the status of a response: use one from 200 to 999"))
    }
}

impl Encoded {
    pub(super) fn raw(
        status: u16,
        headers: &[(&str, &str)],
        bytes: Content,
    ) -> Result<Box<Self>, String> {
        check_status(status)?;
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) => {
                    map.append(name, value);
                }
                _ => {
                    return Err(format!(
                        "{} or its value is not allowed in a header",
                        quoted(name)
                    ));
                }
            }
        }
        Ok(Box::new(Self { status, headers: map, body: Encoding::Bytes(bytes) }))
    }
}

/// What a response must know about its call.
pub(super) struct Answering {
    operation: Held<Operation>,
    api: Held<Api>,
    /// The page that the call requests, and the number of items on it.
    current: Option<u64>,
    size: Option<u64>,
}

impl Answering {
    pub(super) fn new(draft: &Draft) -> Self {
        let operation = draft.operation.clone();
        let number = |name: &str| {
            let index = operation.parameters.iter().position(|parameter| parameter.name == name)?;
            draft.of(index).next()?.parse().ok()
        };
        let pages = operation.pages.as_ref();
        Self {
            current: pages.and_then(|pages| number(pages.parameter)),
            size: pages.and_then(|pages| number(pages.size?)),
            api: draft.client.0.api.clone(),
            operation,
        }
    }

    pub(super) fn response(&self, answer: &Encoded) -> Result<HttpResponse, String> {
        let mut headers = answer.headers.clone();
        let form = self.operation.form_of(answer.status);
        let (media_type, body) = match &answer.body {
            Encoding::Bytes(content) => (None, content.clone()),
            Encoding::Whole(json) => (Some(AnswerForm::Json), json.to_string().into()),
            Encoding::Data { json: Json::String(text), .. } if form == Some(AnswerForm::Text) => {
                (Some(AnswerForm::Text), text.clone().into())
            }
            Encoding::Data { json, page } => {
                if form.is_some_and(|form| form != AnswerForm::Json) {
                    return Err(format!(
                        "the response of {} is not JSON: set its bytes with `.reply_raw(..)`",
                        self.operation.id
                    ));
                }
                let body = self.wrapped(json.clone(), page.as_ref(), &mut headers)?;
                (Some(AnswerForm::Json), body.to_string().into())
            }
        };
        if let Some(form) = media_type
            && !headers.contains_key(CONTENT_TYPE)
        {
            let text = if form == AnswerForm::Text {
                "text/plain; charset=utf-8"
            } else {
                "application/json"
            };
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(text));
        }
        Ok(HttpResponse::new(answer.status, Headers(headers), body))
    }

    /// Puts the data into the API's envelope.
    fn wrapped(
        &self,
        data: Json,
        page: Option<&PageMarks>,
        headers: &mut HeaderMap,
    ) -> Result<Json, String> {
        let rule = self.api.envelope.as_ref().filter(|_| self.operation.wrapped != Wrapped::Never);
        let pages = self.operation.pages.as_ref().zip(page);
        let mut root = Json::Null;
        let items = pages.and_then(|(pages, _)| pages.items);
        if let Some((path, value)) = rule.and_then(|rule| rule.success.as_ref()) {
            put(&mut root, path, scalar(value))?;
        }
        match items.or(rule.and_then(|rule| rule.data)) {
            Some(path) => put(&mut root, path, data)?,
            None => merge(&mut root, data)?,
        }
        if let Some((pages, page)) = pages {
            self.put_page(&mut root, pages, page, headers)?;
        }
        Ok(root)
    }

    /// Adds what a page says besides its items.
    fn put_page(
        &self,
        root: &mut Json,
        pages: &Pages,
        page: &PageMarks,
        headers: &mut HeaderMap,
    ) -> Result<(), String> {
        let counted = matches!(pages.style, PageStyle::Page | PageStyle::Offset);
        let is_last = page.next.is_none();
        // If pages are counted, only the total says that this is the last one.
        let total = page.total.or_else(|| (counted && is_last).then(|| self.seen(pages, page)));
        if let (Some(path), Some(total)) = (&pages.total, total) {
            put(root, path, total.into())?;
        }
        if let Some(path) = &pages.more {
            put(root, path, Json::Bool(!is_last))?;
        }
        match (pages.style, &page.next) {
            (PageStyle::Link, Some(next)) => {
                let link =
                    HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).map_err(|_| {
                        "the link to the next page is not allowed in a header".to_owned()
                    })?;
                headers.append(LINK, link);
            }
            (PageStyle::Cursor, next) => {
                if let Some(path) = &pages.next {
                    put(root, path, next.clone().unwrap_or_default().into())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns the number of items up to this page, as the client counts them.
    fn seen(&self, pages: &Pages, page: &PageMarks) -> u64 {
        match pages.style {
            PageStyle::Offset => self.current.unwrap_or(0).saturating_add(page.count),
            _ => match self.current.unwrap_or(1) {
                1 => page.count,
                number => (number - 1).saturating_mul(self.size.unwrap_or(page.count)) + page.count,
            },
        }
    }
}

fn scalar(value: &Scalar) -> Json {
    match value {
        Scalar::Bool(value) => (*value).into(),
        Scalar::Integer(value) => (*value).into(),
        Scalar::Text(value) => (*value).into(),
    }
}

/// Sets a value at a path such as `result_info.total_count`. Objects (and lists with one item) are made on the way.
fn put(root: &mut Json, path: &str, value: Json) -> Result<(), String> {
    let mut node = root;
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        if !name.is_empty() {
            if node.is_null() {
                *node = Json::Object(Map::new());
            }
            let members = node.as_object_mut().ok_or_else(|| {
                format!("the path `{path}` leads through a value that has no members")
            })?;
            node = members.entry(name).or_insert(Json::Null);
        }
        for _ in 0..(step.len() - name.len()) / 2 {
            if node.is_null() {
                *node = Json::Array(vec![Json::Null]);
            }
            node = node.get_mut(0).ok_or_else(|| {
                format!("the path `{path}` leads through a value that has no members")
            })?;
        }
    }
    *node = value;
    Ok(())
}

/// Adds the data to an envelope that has no place of its own for it.
fn merge(root: &mut Json, data: Json) -> Result<(), String> {
    match (root, data) {
        (root @ Json::Null, data) => *root = data,
        (Json::Object(root), Json::Object(data)) => root.extend(data),
        (_, Json::Null) => {}
        _ => {
            return Err(
                "the envelope of the API has no field for the data, so the data must be an object"
                    .to_owned(),
            );
        }
    }
    Ok(())
}
