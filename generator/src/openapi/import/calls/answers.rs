//! The responses of an operation as the document has them, and their formats.

use crate::openapi::document::Node;
use crate::openapi::import::calls::parameters::plain;
use crate::openapi::import::calls::{Calls, OtherForm};
use crate::openapi::import::read::media_types::{answer_form, answer_rank, essence, is_xml, word};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{AnswerForm, Method, Named, Response, Type, Variation};
use crate::words::wire;

impl<'d> Calls<'d> {
    /// Returns the successful response of an operation: the place of its JSON schema, or the response itself.
    pub(super) fn success(
        &mut self,
        draft: &Draft<'d>,
        forms: &mut Vec<OtherForm<'d>>,
    ) -> Success<'d> {
        if draft.method == Method::Head {
            return Success::plain(none());
        }
        let (successes, redirect) = self.successes(draft);
        let empty = successes.iter().any(|(_, at)| !has_content(at));
        let with: Vec<(&'d str, At<'d>)> =
            successes.clone().into_iter().filter(|(_, at)| has_content(at)).collect();
        let Some((_, at)) = with.first().copied() else {
            if redirect && draft.method == Method::Get {
                // The target of the redirect is streamed.
                return Success::plain(Response { as_: AnswerForm::Binary, ..Response::default() });
            }
            return Success::plain(none());
        };
        let content: Vec<(&'d str, At<'d>)> =
            at.get("content").into_iter().flat_map(At::members).collect();
        let Some((media_type, media)) =
            content.iter().min_by_key(|(name, _)| answer_rank(name)).copied()
        else {
            return Success::plain(none());
        };
        for (name, other) in content.iter().filter(|(name, _)| *name != media_type) {
            if self.is_another_answer((name, other), (media_type, &media)) {
                self.other_answer(draft, name, other, forms);
            }
        }
        let schema = media.given("schema");
        if with[1..].iter().any(|(_, other)| schema_differs(schema.as_ref(), other))
            && let Some(statuses) = self.told_apart_by_status(&successes)
        {
            return Success { statuses, ..Success::plain(none()) };
        }
        self.answer_in(media_type, &media, empty)
    }

    /// Returns whether a response in another media type than the accepted one is a variant of its own. If it adds
    /// nothing, a note says that it is never asked for.
    fn is_another_answer(
        &mut self,
        (name, other): (&str, &At<'d>),
        (asked_for, media): (&str, &At<'d>),
    ) -> bool {
        if answer_form(name) != answer_form(asked_for) && !is_xml(name) {
            return true;
        }
        let says_the_same = other.value.get("schema") == media.value.get("schema")
            || other.given("schema").is_none()
            || is_xml(name)
            || answer_form(name) != AnswerForm::Json;
        let message = format!("the client asks for `{asked_for}`, never for `{name}`");
        if says_the_same {
            self.types.reader.note(other, "media-types", message);
            return false;
        }
        if !wire::is_media_type(name) || name.contains('*') {
            self.types.reader.loss(other, "media-types", message);
            return false;
        }
        true
    }

    /// Returns the response of each status, if JSON and other formats can only be distinguished by status.
    fn told_apart_by_status(
        &mut self,
        successes: &[(&'d str, At<'d>)],
    ) -> Option<Vec<StatusAnswer<'d>>> {
        let statuses = self.answers_by_status(successes);
        let with_body = statuses.iter().filter(|each| !is_none(&each.response));
        let mut forms: Vec<AnswerForm> = with_body.map(|each| each.response.as_).collect();
        let json = forms.contains(&AnswerForm::Json);
        forms.dedup();
        (statuses.len() > 1 && (json || forms.len() > 1)).then_some(statuses)
    }

    /// Returns the response in the accepted media type. `empty` says that another status has no body.
    fn answer_in(&mut self, media_type: &str, media: &At<'d>, empty: bool) -> Success<'d> {
        let form = answer_form(media_type);
        let plain_name = media_type.split(';').next().unwrap_or(media_type).trim();
        let asked = (wire::is_media_type(media_type)
            && !plain_name.eq_ignore_ascii_case(form.media_type())
            && form != AnswerForm::Json)
            .then(|| media_type.to_owned())
            .filter(|name| name != "*/*");
        if form == AnswerForm::Text && is_xml(media_type) {
            self.types.reader.note(media, "xml", "XML is returned as text");
        }
        match (form, media.given("schema")) {
            (AnswerForm::Json | AnswerForm::Events | AnswerForm::Lines, Some(schema)) => Success {
                schema: Some(schema),
                response: Response { as_: form, media_type: asked, ..Response::default() },
                nullable: empty && form == AnswerForm::Json,
                statuses: Vec::new(),
            },
            (AnswerForm::Json, None) => {
                Success::plain(Response { type_: plain("any"), ..Response::default() })
            }
            (form, _) => {
                Success::plain(Response { as_: form, media_type: asked, ..Response::default() })
            }
        }
    }

    /// Returns the response of each success status.
    fn answers_by_status(&mut self, successes: &[(&'d str, At<'d>)]) -> Vec<StatusAnswer<'d>> {
        let mut statuses = Vec::new();
        for (status, at) in successes {
            let content = at.get("content").into_iter().flat_map(At::members);
            let media = content.min_by_key(|(name, _)| answer_rank(name));
            let status = if *status == "default" { "2XX" } else { status }.to_owned();
            let Some((name, media)) = media else {
                statuses.push(StatusAnswer { status, schema: None, response: none() });
                continue;
            };
            let form = answer_form(name);
            let (schema, response) = match form {
                AnswerForm::Json => match media.given("schema") {
                    None => (None, none()),
                    schema => (schema, Response::default()),
                },
                AnswerForm::Text | AnswerForm::Binary => {
                    let media_type = Some((*name).to_owned())
                        .filter(|name| wire::is_media_type(name) && !name.contains('*'))
                        .filter(|name| !essence(name).eq_ignore_ascii_case(form.accepted()));
                    (None, Response { as_: form, media_type, ..Response::default() })
                }
                AnswerForm::Events | AnswerForm::Lines => {
                    self.types.reader.loss(
                        at,
                        "several-answers",
                        format!("the response with status {status} is a stream, which cannot be one of several; it is read like the first one"),
                    );
                    continue;
                }
            };
            statuses.push(StatusAnswer { status, schema, response });
        }
        statuses
    }

    /// Returns the successful responses of an operation by status, and whether it may redirect instead.
    pub(super) fn successes(&mut self, draft: &Draft<'d>) -> (Vec<(&'d str, At<'d>)>, bool) {
        let responses = draft.at.get("responses");
        let mut successes: Vec<(&'d str, At<'d>)> = Vec::new();
        let mut default = None;
        let mut redirect = false;
        for (status, at) in responses.into_iter().flat_map(At::members) {
            let class = status.as_bytes().first().copied();
            if status.len() == 3 && class == Some(b'2') {
                successes.push((status, self.types.reader.resolved(&at)));
            } else if status == "default" {
                default = Some(at);
            } else if status.len() == 3 && class == Some(b'3') {
                redirect = true;
            }
        }
        if successes.is_empty()
            && !redirect
            && let Some(at) = default
        {
            successes.push(("default", self.types.reader.resolved(&at)));
        }
        successes.sort_by_key(|(status, _)| *status);
        (successes, redirect)
    }

    /// Adds a response in another media type, which is a method of its own.
    fn other_answer(
        &mut self,
        draft: &Draft<'d>,
        media_type: &str,
        media: &At<'d>,
        forms: &mut Vec<OtherForm<'d>>,
    ) {
        let form = answer_form(media_type);
        let mut response = Response { as_: form, ..Response::default() };
        let plain = media_type.split(';').next().unwrap_or(media_type).trim();
        if wire::is_media_type(media_type) && !plain.eq_ignore_ascii_case(form.accepted()) {
            response.media_type = Some(media_type.to_owned()).filter(|name| name != "*/*");
        }
        let schema = media.given("schema");
        if let (AnswerForm::Events | AnswerForm::Lines | AnswerForm::Json, Some(schema)) =
            (form, &schema)
        {
            response.type_ = self.types.type_of(schema);
        }
        let mut other = Variation { response: Some(response), ..Variation::default() };
        // By convention, a flag of the body asks for a stream.
        let flag = draft
            .at
            .value
            .pointer("/requestBody/content/application~1json/schema")
            .map(|value| At { value });
        if form == AnswerForm::Events
            && let Some(schema) = flag
            && self.types.reader.meaning(&schema).properties.contains("stream")
        {
            other.sends.insert("stream".to_owned(), serde_json::Value::Bool(true));
        }
        let name = match form {
            // There is a JSON response already, so this one is named after the distinguishing part of its media type:
            // `star` of `application/vnd.github.v3.star+json`.
            AnswerForm::Json => {
                let subtype = plain.rsplit('/').next().unwrap_or(plain);
                let own = subtype.strip_suffix("+json").unwrap_or(subtype);
                own.rsplit(['.', '-']).next().filter(|name| !name.is_empty()).unwrap_or("json")
            }
            AnswerForm::Text => plain.rsplit(['/', '+', '.', '-']).next().unwrap_or("text"),
            AnswerForm::Binary => "bytes",
            AnswerForm::Events => "stream",
            AnswerForm::Lines => "lines",
        };
        forms.push((word(name), *media, other));
    }

    /// Returns the schemas of an operation's failures by status, without the API's own failure.
    pub(super) fn failures_by_status(&mut self, draft: &Draft<'d>, known: &[&str]) -> Named<Type> {
        let mut failures = Named::new();
        let responses: Vec<(&'d str, At<'d>)> =
            draft.at.get("responses").into_iter().flat_map(At::members).collect();
        let succeeds = responses.iter().any(|(status, _)| status.starts_with('2'));
        for (status, at) in responses {
            let upper = status.to_ascii_uppercase();
            let is_status = upper.len() == 3
                && upper.starts_with(['4', '5'])
                && (upper.ends_with("XX") || upper.bytes().all(|byte| byte.is_ascii_digit()));
            let is_default = status == "default" && succeeds;
            if !is_status && !is_default {
                continue;
            }
            let at = self.types.reader.resolved(&at);
            let content = at.get("content").into_iter().flat_map(At::members);
            let Some((_, media)) = content.into_iter().find(|(name, _)| name.contains("json"))
            else {
                continue;
            };
            let Some(schema) = media.given("schema") else { continue };
            let meaning = self.types.reader.meaning(&schema);
            let same = meaning.properties.len() == known.len()
                && known.iter().all(|name| meaning.properties.contains(name));
            if same || !meaning.states_a_type() {
                continue;
            }
            let mut type_ = self.types.type_of(&schema);
            if let Type::Full(parts) = &mut type_ {
                parts.nullable = false;
            }
            let status = if is_status { upper } else { status.to_owned() };
            failures.insert(status, type_);
        }
        failures
    }

    /// Returns whether a named type is a list behind its name.
    pub(super) fn is_list(&self, type_: &Type) -> bool {
        let Type::Full(parts) = type_ else { return false };
        if parts.nullable {
            return false;
        }
        parts.list.is_some()
            || parts
                .schema()
                .and_then(|id| self.types.components.list[id].type_.as_ref())
                .is_some_and(|type_| self.is_list(type_))
    }
}

fn has_content(at: &At<'_>) -> bool {
    let content = at.value.get("content").and_then(Node::as_object);
    content.is_some_and(|content| !content.is_empty())
}

/// Returns whether the first media type of a response has another schema than this one.
fn schema_differs(schema: Option<&At<'_>>, answer: &At<'_>) -> bool {
    let first = answer.get("content").and_then(|content| content.members().next());
    let theirs = first.and_then(|(_, media)| media.get("schema"));
    theirs.map(|at| at.value) != schema.map(|at| at.value)
}

/// The content of a successful response.
#[derive(Debug, Clone)]
pub(super) struct Success<'d> {
    /// The schema of JSON, of an event's data or of a line.
    pub(super) schema: Option<At<'d>>,
    /// The response, as far as it has no schema.
    pub(super) response: Response,
    /// Whether another status has no body.
    pub(super) nullable: bool,
    /// The response of each status, if they have different types.
    pub(super) statuses: Vec<StatusAnswer<'d>>,
}

/// The response of one status.
#[derive(Debug, Clone)]
pub(super) struct StatusAnswer<'d> {
    pub(super) status: String,
    /// The schema of JSON.
    pub(super) schema: Option<At<'d>>,
    /// The response, as far as it has no schema.
    pub(super) response: Response,
}

impl Success<'_> {
    fn plain(response: Response) -> Self {
        Self { schema: None, response, nullable: false, statuses: Vec::new() }
    }
}

/// Returns a response without data.
pub(super) fn none() -> Response {
    Response { type_: Type::Bare("none".to_owned()), ..Response::default() }
}

fn is_none(response: &Response) -> bool {
    matches!(&response.type_, Type::Bare(name) if name == "none")
}
