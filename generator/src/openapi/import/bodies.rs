//! What is sent and what comes back.

use std::collections::HashSet;

use super::at::At;
use super::meaning::STRING;
use super::operations::Draft;
use super::parameters::plain;
use super::types::placeholder_id;
use super::unions::parts_of;
use super::{Importing, text};
use crate::naming::{self, Place};
use crate::openapi::document::{Node, Object};
use crate::spec::model::{
    AnswerForm, Body, BodyForm, Encoding, Field, Form, ListKeys, Method, Named, Response, Style,
    Type, TypeParts,
};
use crate::wire;

/// What is said of a body in parts whose document describes no parts.
const PARTS_AS_BYTES: &str = "The parts of a form, each between boundaries (RFC 2046, section 5.1), as bytes. Their media type names the boundary: `multipart/form-data; boundary=..`.";

impl<'d> Importing<'d> {
    /// What an operation sends.
    pub(super) fn body(&mut self, draft: &Draft<'d>) -> Option<Body> {
        let at = draft.at.given("requestBody")?;
        let at = self.resolved(&at);
        let content: Vec<(&'d str, At<'d>)> =
            at.get("content").into_iter().flat_map(|content| content.members()).collect();
        if content.is_empty() {
            return None;
        }
        if matches!(draft.method, Method::Get | Method::Head) {
            let says_nothing = |media: &At<'d>| {
                media
                    .value
                    .pointer("/schema/properties")
                    .and_then(|properties| properties.as_object())
                    .is_some_and(Object::is_empty)
            };
            if content.iter().all(|(_, media)| media.get("schema").is_none() || says_nothing(media))
            {
                self.note(&at, "body-of-get", "an empty body is not sent with a GET or HEAD");
                return None;
            }
            self.loss(&at, "body-of-get", "a GET or HEAD has no body that servers look at (RFC 9110, section 9.3.1); it is left out");
            return None;
        }
        let (media_type, media) =
            content.iter().min_by_key(|(media_type, _)| sent_rank(media_type))?.clone();
        let body = self.body_of(media_type, &media, &at)?;
        for (name, other) in content.iter().filter(|(name, _)| *name != media_type) {
            let same = other.value.get("schema") == media.value.get("schema");
            // The same in another media type is no other call, save that only a multipart body takes files as they are.
            let files = sent_form(name) == BodyForm::Multipart && self.has_files(other);
            if sent_form(name) == body.as_ || is_xml(name) || (same && !files) {
                let message = format!("the body is sent as `{media_type}`, and never as `{name}`");
                if same || is_xml(name) {
                    self.note(other, "media-types", message);
                } else {
                    self.loss(other, "media-types", message);
                }
                continue;
            }
            if let Some(form) = self.body_of(name, other, &at) {
                self.forms
                    .push((form_name(form.as_), Form { body: Some(form), ..Form::default() }));
            }
        }
        Some(body)
    }

    /// What is sent in one media type.
    fn body_of(&mut self, media_type: &str, media: &At<'d>, at: &At<'d>) -> Option<Body> {
        let schema = media.given("schema");
        if matches!(sent_form(media_type), BodyForm::Form | BodyForm::Multipart)
            && schema.as_ref().is_some_and(|schema| self.has_no_fields(schema))
        {
            self.note(at, "empty-form", "a form without fields is not sent");
            return None;
        }
        let mut body = match sent_form(media_type) {
            BodyForm::Json => self.json_body(schema.as_ref(), media),
            form @ (BodyForm::Form | BodyForm::Multipart) => {
                self.form_body(schema.as_ref(), media, form)
            }
            BodyForm::Text => Body { as_: BodyForm::Text, ..Body::default() },
            BodyForm::Binary => Body { as_: BodyForm::Binary, ..Body::default() },
        };
        let usual = match body.as_ {
            BodyForm::Json => "application/json",
            BodyForm::Form => "application/x-www-form-urlencoded",
            BodyForm::Multipart => "multipart/form-data",
            BodyForm::Text => "text/plain",
            BodyForm::Binary => "application/octet-stream",
        };
        let plain = media_type.split(';').next().unwrap_or(media_type).trim();
        let one = wire::is_media_type(media_type) && !media_type.contains('*');
        if one
            && !plain.eq_ignore_ascii_case(usual)
            && (body.as_ != BodyForm::Multipart || plain.starts_with("multipart/"))
        {
            body.media_type = Some(media_type.to_owned());
        }
        if let Type::Full(parts) = &mut body.type_
            && let Some(description) = at.text("description").filter(|text| !text.trim().is_empty())
        {
            (parts.summary, parts.description) = text::split(description);
        }
        Some(body)
    }

    /// Whether a multipart body has files among its fields.
    fn has_files(&mut self, media: &At<'d>) -> bool {
        let Some(schema) = media.given("schema") else { return false };
        let meaning = self.meaning(&schema);
        let properties: Vec<Vec<At<'d>>> = meaning.properties.values().cloned().collect();
        properties.iter().any(|schemas| {
            let property = self.meaning_of_all(schemas);
            let items = property.items.clone();
            property.format == Some("binary")
                || (!items.is_empty() && self.meaning_of_all(&items).format == Some("binary"))
        })
    }

    fn json_body(&mut self, schema: Option<&At<'d>>, media: &At<'d>) -> Body {
        let Some(schema) = schema else { return Body { type_: plain("any"), ..Body::default() } };
        let mut parts = parts_of(self.type_of(schema));
        if std::mem::take(&mut parts.nullable) {
            self.note(schema, "null-body", "a body that is null is never sent");
        }
        if let Some(example) = media.get("example") {
            parts.example = Some(example.value.to_value().into());
        }
        let mut body = Body { type_: Type::Full(parts), ..Body::default() };
        self.name_where_fields_collide(&mut body);
        body
    }

    /// Fields of a body stand beside the parameters: one that has the name of another gets one of its own. Of more than
    /// two required fields the body is a value of its own, whose names are nobody else's.
    fn name_where_fields_collide(&self, body: &mut Body) {
        let Type::Full(parts) = &mut body.type_ else { return };
        let Some(fields) = &mut parts.fields else { return };
        let required =
            fields.iter().filter(|(key, field)| !key.ends_with('?') && !field.read_only).count();
        if required > 2 && body.as_ != BodyForm::Multipart {
            return;
        }
        let mut taken = self.rust_names.clone();
        for (key, field) in fields.iter_mut().filter(|(_, field)| !field.read_only) {
            let (wire, place) = match key.strip_suffix('?') {
                Some(wire) => (wire, Place::Request),
                None => (key.as_str(), Place::Free),
            };
            let three_state = place == Place::Request
                && matches!(&field.type_, Type::Full(parts) if parts.nullable);
            let free = |name: &str| {
                let rust = naming::value_name(name, place);
                let clear = three_state && taken.contains(&naming::null_name(&rust));
                !clear && !taken.contains(rust.plain())
            };
            let plain = naming::value_name(wire, Place::Free).plain().to_owned();
            let given = match &field.type_ {
                Type::Full(parts) => parts.rust.as_ref().and_then(|rust| rust.name.clone()),
                Type::Bare(_) => None,
            };
            let candidates = [given.unwrap_or_else(|| wire.to_owned()), format!("body_{plain}")];
            let numbered = (2..).map(|number| format!("body_{plain}_{number}"));
            let Some(name) = candidates.into_iter().chain(numbered).find(|name| free(name)) else {
                continue;
            };
            let rust = naming::value_name(&name, place);
            taken.insert(rust.plain().to_owned());
            if three_state {
                taken.insert(naming::null_name(&rust));
            }
            if name != wire {
                let mut parts = parts_of(field.type_.take());
                parts.rust.get_or_insert_default().name = Some(name);
                field.type_ = Type::Full(parts);
            }
        }
    }

    /// A body of fields each of which stands on its own.
    fn form_body(&mut self, schema: Option<&At<'d>>, media: &At<'d>, form: BodyForm) -> Body {
        let mut fields =
            schema.map(|schema| self.form_fields(schema, &mut HashSet::new())).unwrap_or_default();
        for field in fields.values_mut() {
            if let Type::Full(parts) = &mut field.type_
                && std::mem::take(&mut parts.nullable)
                && let Some(schema) = schema
            {
                self.note(schema, "null-in-form", "a form has no way to say that a field is null");
            }
        }
        if form == BodyForm::Multipart
            && let Some(schema) = schema
        {
            self.mark_files(schema, media, &mut fields);
        }
        if fields.is_empty() {
            if let Some(schema) = schema.filter(|_| form == BodyForm::Multipart)
                && self.meaning(schema).kinds == STRING
            {
                // The document itself says that what is sent is one text or file.
                self.note(schema, "form-as-bytes", "the body in parts is described as bytes, which the caller writes together with the boundary");
                let parts = Box::new(TypeParts {
                    description: Some(PARTS_AS_BYTES.to_owned()),
                    ..TypeParts::default()
                });
                return Body { as_: BodyForm::Binary, type_: Type::Full(parts), ..Body::default() };
            }
            if let Some(schema) = schema {
                self.loss(schema, "form-without-fields", "the fields of the form are not described, so its body is bytes that the caller writes");
                self.count_lost(schema, "form-without-fields");
            }
            let media_type = if form == BodyForm::Form {
                "application/x-www-form-urlencoded"
            } else {
                "application/octet-stream"
            };
            return Body {
                as_: BodyForm::Binary,
                media_type: Some(media_type.to_owned()),
                ..Body::default()
            };
        }
        for (wire, encoding) in media.get("encoding").into_iter().flat_map(|at| at.members()) {
            let optional = format!("{wire}?");
            let key = if fields.contains_key(wire) { wire } else { &optional };
            if let Some(field) = fields.get_mut(key).filter(|_| form == BodyForm::Form) {
                field.encoding = encoding_of(&encoding, &field.type_);
            }
        }
        let parts = Box::new(TypeParts { fields: Some(fields.into()), ..TypeParts::default() });
        let mut body = Body { type_: Type::Full(parts), as_: form, ..Body::default() };
        self.name_where_fields_collide(&mut body);
        body
    }

    /// Whether a form is described as one that has no fields, rather than not described.
    fn has_no_fields(&mut self, schema: &At<'d>) -> bool {
        let meaning = self.meaning(schema);
        let says_so = schema.get("properties").is_some()
            || matches!(meaning.additional, Some(super::meaning::Additional::None));
        says_so
            && meaning.properties.is_empty()
            && meaning.choices.is_empty()
            && matches!(meaning.additional, None | Some(super::meaning::Additional::None))
    }

    /// The fields of a form, those of all cases together. `seen` holds the schemas whose fields are taken.
    fn form_fields(&mut self, schema: &At<'d>, seen: &mut HashSet<u32>) -> Named<Field> {
        let place = match schema.text("$ref").map(|reference| self.resolve(reference)) {
            Some(Ok(target)) => target.place(),
            _ => schema.place(),
        };
        if !seen.insert(place) {
            return Named::new();
        }
        let meaning = self.meaning(schema);
        let mut fields = self.fields(&meaning);
        for choice in &meaning.choices {
            let cases = choice.cases.iter().map(|case| self.form_fields(case, seen)).collect();
            let (of_all, agree) = self.fields_of_all(cases);
            if agree {
                self.note(schema, "required-choice", "a form takes the fields of all cases, and which of them go together is not checked");
            } else {
                self.loss(schema, "choice-in-form", "a form takes the fields of all cases, and one that differs between them is that of the first");
            }
            for (key, field) in of_all {
                let wire = key.trim_end_matches('?');
                if !fields.contains_key(wire) && !fields.contains_key(&format!("{wire}?")) {
                    fields.insert(key, field);
                }
            }
        }
        fields
    }

    /// The fields of all cases, each required where every case requires it, and whether those of one name are alike: of one
    /// type, or each with values of its own.
    fn fields_of_all(&self, cases: Vec<Named<Field>>) -> (Named<Field>, bool) {
        let count = cases.len();
        let mut all: Named<(Field, usize)> = Named::new();
        let mut agree = true;
        for (key, field) in cases.into_iter().flatten() {
            let wire = key.trim_end_matches('?');
            let required = usize::from(wire == key);
            let Some((known, requiring)) = all.get_mut(wire) else {
                all.insert(wire.to_owned(), (field, required));
                continue;
            };
            *requiring += required;
            if is_alike(&known.type_, &field.type_) {
                continue;
            }
            let both = self.union_of(vec![known.type_.clone(), field.type_]).0;
            if both.enum_.is_some() {
                known.type_ = Type::Full(both);
            } else {
                agree = false;
            }
        }
        let keyed = |(wire, (field, requiring)): (String, (Field, usize))| {
            (if requiring == count { wire } else { format!("{wire}?") }, field)
        };
        (all.into_iter().map(keyed).collect(), agree)
    }

    /// Marks the fields of a multipart body that are files.
    fn mark_files(&mut self, schema: &At<'d>, media: &At<'d>, fields: &mut Named<Field>) {
        let meaning = self.meaning(schema);
        for (wire, schemas) in meaning.properties.iter() {
            let key = if fields.contains_key(wire) { wire.to_owned() } else { format!("{wire}?") };
            let Some(field) = fields.get_mut(&key) else { continue };
            let property = self.meaning_of_all(schemas);
            let content = schemas.iter().find_map(|at| at.text("contentMediaType"));
            let encoded = schemas.iter().any(|at| at.value.get("contentEncoding").is_some());
            let bytes = property.format == Some("binary") || (content.is_some() && !encoded);
            let several = !property.items.is_empty() && {
                let items = self.meaning_of_all(&property.items.clone());
                items.format == Some("binary")
            };
            let encoding = media.get("encoding").and_then(|encoding| encoding.get(wire));
            let media_type = encoding.as_ref().and_then(|encoding| encoding.text("contentType"));
            if bytes || several {
                let mut parts = parts_of(std::mem::replace(&mut field.type_, plain("binary")));
                *parts = TypeParts {
                    summary: parts.summary.take(),
                    description: parts.description.take(),
                    ..TypeParts::default()
                };
                if several {
                    parts.list = Some(Type::Bare("binary".to_owned()));
                } else {
                    parts.type_ = Some("binary".to_owned());
                }
                field.type_ = Type::Full(parts);
                field.media_type = media_type
                    .or(content)
                    .filter(|name| wire::is_media_type(name) && !name.contains(['*', ',']))
                    .map(str::to_owned);
            }
        }
    }

    /// What an operation answers when it succeeds: where the schema of JSON stands, or the answer itself.
    pub(super) fn success(&mut self, draft: &Draft<'d>) -> Success<'d> {
        if draft.method == Method::Head {
            return Success::plain(none());
        }
        let (successes, redirect) = self.successes(draft);
        let has_content = |at: &At<'d>| {
            at.get("content").is_some_and(|content| {
                content.value.as_object().is_some_and(|object| !object.is_empty())
            })
        };
        let empty = successes.iter().any(|(_, at)| !has_content(at));
        let with: Vec<(&'d str, At<'d>)> =
            successes.clone().into_iter().filter(|(_, at)| has_content(at)).collect();
        let Some((_, at)) = with.first().cloned() else {
            if redirect && draft.method == Method::Get {
                // What the redirect leads to is handed on as it comes.
                return Success::plain(Response { as_: AnswerForm::Binary, ..Response::default() });
            }
            return Success::plain(none());
        };
        let content: Vec<(&'d str, At<'d>)> =
            at.get("content").into_iter().flat_map(|content| content.members()).collect();
        let Some((media_type, media)) =
            content.iter().min_by_key(|(name, _)| answer_rank(name)).cloned()
        else {
            return Success::plain(none());
        };
        for (name, other) in content.iter().filter(|(name, _)| *name != media_type) {
            if answer_form(name) == answer_form(media_type) || is_xml(name) {
                let same = other.value.get("schema") == media.value.get("schema")
                    || other.given("schema").is_none()
                    || is_xml(name)
                    || answer_form(name) != AnswerForm::Json;
                let message = format!("`{media_type}` is asked for, and never `{name}`");
                if same {
                    self.note(other, "media-types", message);
                    continue;
                }
                if !wire::is_media_type(name) || name.contains('*') {
                    self.loss(other, "media-types", message);
                    continue;
                }
            }
            self.other_answer(draft, name, other);
        }
        let schema = media.given("schema");
        let differs = |other: &At<'d>| {
            let theirs = other
                .get("content")
                .and_then(|content| content.members().map(|(_, media)| media).next());
            theirs.and_then(|media| media.get("schema")).map(|at| at.value)
                != schema.as_ref().map(|at| at.value)
        };
        if with[1..].iter().any(|(_, other)| differs(other)) {
            let statuses = self.answers_by_status(&successes);
            let mut forms: Vec<AnswerForm> = statuses
                .iter()
                .filter(|each| !is_none(&each.response))
                .map(|each| each.response.as_)
                .collect();
            let json = forms.contains(&AnswerForm::Json);
            forms.dedup();
            if statuses.len() > 1 && (json || forms.len() > 1) {
                return Success { statuses, ..Success::plain(none()) };
            }
        }
        let form = answer_form(media_type);
        let usual = match form {
            AnswerForm::Json => "application/json",
            AnswerForm::Text => "text/plain",
            AnswerForm::Binary => "application/octet-stream",
            AnswerForm::Events => "text/event-stream",
            AnswerForm::Lines => "application/x-ndjson",
        };
        let plain_name = media_type.split(';').next().unwrap_or(media_type).trim();
        let asked = (wire::is_media_type(media_type)
            && !plain_name.eq_ignore_ascii_case(usual)
            && form != AnswerForm::Json)
            .then(|| media_type.to_owned())
            .filter(|name| name != "*/*");
        if form == AnswerForm::Text && is_xml(media_type) {
            self.note(&media, "xml", "XML is handed on as text");
        }
        let nullable = empty && form == AnswerForm::Json;
        match (form, schema) {
            (AnswerForm::Json | AnswerForm::Events | AnswerForm::Lines, Some(schema)) => Success {
                schema: Some(schema),
                response: Response { as_: form, media_type: asked, ..Response::default() },
                nullable,
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

    /// What each status that succeeds answers.
    fn answers_by_status(&mut self, successes: &[(&'d str, At<'d>)]) -> Vec<StatusAnswer<'d>> {
        let mut statuses = Vec::new();
        for (status, at) in successes {
            let content = at.get("content").into_iter().flat_map(|content| content.members());
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
                        .filter(|name| !essence(name).eq_ignore_ascii_case(form.usual()));
                    (None, Response { as_: form, media_type, ..Response::default() })
                }
                AnswerForm::Events | AnswerForm::Lines => {
                    self.loss(
                        at,
                        "several-answers",
                        format!("of several answers the one to {status} is a stream, and is read as the first"),
                    );
                    continue;
                }
            };
            statuses.push(StatusAnswer { status, schema, response });
        }
        statuses
    }

    /// The answers of an operation that succeed, by their status, and whether it may redirect instead.
    fn successes(&mut self, draft: &Draft<'d>) -> (Vec<(&'d str, At<'d>)>, bool) {
        let responses = draft.at.get("responses");
        let mut successes: Vec<(&'d str, At<'d>)> = Vec::new();
        let mut default = None;
        let mut redirect = false;
        for (status, at) in responses.into_iter().flat_map(|responses| responses.members()) {
            let class = status.as_bytes().first().copied();
            if status.len() == 3 && class == Some(b'2') {
                successes.push((status, self.resolved(&at)));
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
            successes.push(("default", self.resolved(&at)));
        }
        successes.sort_by_key(|(status, _)| *status);
        (successes, redirect)
    }

    /// An answer in another media type, which is a method of its own.
    fn other_answer(&mut self, draft: &Draft<'d>, media_type: &str, media: &At<'d>) {
        let form = answer_form(media_type);
        let mut response = Response { as_: form, ..Response::default() };
        let plain = media_type.split(';').next().unwrap_or(media_type).trim();
        if wire::is_media_type(media_type) && !plain.eq_ignore_ascii_case(form.usual()) {
            response.media_type = Some(media_type.to_owned()).filter(|name| name != "*/*");
        }
        let schema = media.given("schema");
        if let (AnswerForm::Events | AnswerForm::Lines | AnswerForm::Json, Some(schema)) =
            (form, &schema)
        {
            response.type_ = self.type_of(schema);
        }
        let mut other = Form { response: Some(response), ..Form::default() };
        // What asks for a stream is a flag of the body, by the custom of those who have it.
        let flag = draft
            .at
            .value
            .pointer("/requestBody/content/application~1json/schema")
            .map(|value| At { value });
        if form == AnswerForm::Events
            && let Some(schema) = flag
            && self.meaning(&schema).properties.contains("stream")
        {
            other.sends.insert("stream".to_owned(), serde_json::Value::Bool(true));
        }
        let name = match form {
            // Of JSON there is one already, so that it is called by what tells it from others: `star` of
            // `application/vnd.github.v3.star+json`.
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
        self.forms.push((
            naming::value_name(name, Place::Free).plain().trim_matches('_').to_owned(),
            other,
        ));
    }

    /// The schemas of an operation's failures that the API's own failure is not, by status.
    pub(super) fn failures_by_status(&mut self, draft: &Draft<'d>, known: &[&str]) -> Named<Type> {
        let mut failures = Named::new();
        let responses: Vec<(&'d str, At<'d>)> =
            draft.at.get("responses").into_iter().flat_map(|at| at.members()).collect();
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
            let at = self.resolved(&at);
            let content = at.get("content").into_iter().flat_map(|content| content.members());
            let Some((_, media)) = content.into_iter().find(|(name, _)| name.contains("json"))
            else {
                continue;
            };
            let Some(schema) = media.given("schema") else { continue };
            let meaning = self.meaning(&schema);
            let same = meaning.properties.len() == known.len()
                && known.iter().all(|name| meaning.properties.contains(name));
            if same || !meaning.states_a_type() {
                continue;
            }
            let mut type_ = self.type_of(&schema);
            if let Type::Full(parts) = &mut type_ {
                parts.nullable = false;
            }
            let status = if is_status { upper } else { status.to_owned() };
            failures.insert(status, type_);
        }
        failures
    }

    /// Whether a named type is a list behind its name.
    pub(super) fn is_list(&self, type_: &Type) -> bool {
        let Type::Full(parts) = type_ else { return false };
        if parts.nullable {
            return false;
        }
        parts.list.is_some()
            || parts
                .type_
                .as_deref()
                .and_then(placeholder_id)
                .and_then(|id| self.components.list[id].type_.as_ref())
                .is_some_and(|type_| self.is_list(type_))
    }
}

/// The schema of what is sent, in the media type that says most.
pub(super) fn described<'d>(body: &At<'d>) -> Option<At<'d>> {
    let content = body.get("content")?.members();
    let described = content.filter_map(|(name, media)| Some((name, media.given("schema")?)));
    let structured = described.filter(|(name, _)| {
        matches!(sent_form(name), BodyForm::Json | BodyForm::Form | BodyForm::Multipart)
    });
    structured.min_by_key(|(name, _)| sent_rank(name)).map(|(_, schema)| schema)
}

/// What a successful answer holds.
#[derive(Debug, Clone)]
pub(super) struct Success<'d> {
    /// The schema of JSON, of an event's data or of a line.
    pub(super) schema: Option<At<'d>>,
    /// The answer, as far as it has no schema.
    pub(super) response: Response,
    /// Another status answers without a body.
    pub(super) nullable: bool,
    /// Where statuses answer with different types: what each answers.
    pub(super) statuses: Vec<StatusAnswer<'d>>,
}

/// What a status answers.
#[derive(Debug, Clone)]
pub(super) struct StatusAnswer<'d> {
    pub(super) status: String,
    /// The schema of JSON.
    pub(super) schema: Option<At<'d>>,
    /// The answer, as far as it has no schema.
    pub(super) response: Response,
}

impl Success<'_> {
    fn plain(response: Response) -> Self {
        Self { schema: None, response, nullable: false, statuses: Vec::new() }
    }
}

/// What a form of a call is called that sends another media type.
fn form_name(form: BodyForm) -> String {
    match form {
        BodyForm::Json => "json",
        BodyForm::Form => "form",
        BodyForm::Multipart => "multipart",
        BodyForm::Binary => "bytes",
        BodyForm::Text => "text",
    }
    .to_owned()
}

/// Whether two types are one save for what is said of them.
fn is_alike(one: &Type, other: &Type) -> bool {
    let plain = |type_: &Type| {
        let mut parts = parts_of(type_.clone());
        (parts.summary, parts.description, parts.deprecated) = (None, None, None);
        (parts.default, parts.example) = (None, None);
        parts
    };
    plain(one) == plain(other)
}

/// How a field of a form is written, where that is not the usual way.
fn encoding_of(at: &At<'_>, type_: &Type) -> Option<Encoding> {
    let Type::Full(parts) = type_ else { return None };
    let is_list = parts.list.is_some();
    let explode = at.value.get("explode").and_then(Node::as_bool);
    match at.text("style") {
        // OpenAPI does not say how a list in it repeats its key; servers that take it read `ids[]`.
        Some("deepObject") if is_list => {
            Some(Encoding { lists: Some(ListKeys::Brackets), ..Encoding::default() })
        }
        Some("form") | None if is_list && explode == Some(false) => {
            Some(Encoding { style: Some(Style::Form), explode, ..Encoding::default() })
        }
        _ => None,
    }
}

/// No data.
pub(super) fn none() -> Response {
    Response { type_: Type::Bare("none".to_owned()), ..Response::default() }
}

fn is_none(response: &Response) -> bool {
    matches!(&response.type_, Type::Bare(name) if name == "none")
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase()
}

pub(super) fn is_json(media_type: &str) -> bool {
    let name = essence(media_type);
    name == "application/json"
        || name == "text/json"
        || name.ends_with("+json")
        || name == "*/*"
        || name == "application/*"
}

fn is_xml(media_type: &str) -> bool {
    let name = essence(media_type);
    name.ends_with("/xml") || name.ends_with("+xml")
}

pub(super) fn sent_form(media_type: &str) -> BodyForm {
    let name = essence(media_type);
    if is_json(media_type) {
        BodyForm::Json
    } else if name == "application/x-www-form-urlencoded" {
        BodyForm::Form
    } else if name.starts_with("multipart/") {
        BodyForm::Multipart
    } else if name.starts_with("text/") && !name.contains('*') || is_xml(media_type) {
        BodyForm::Text
    } else {
        BodyForm::Binary
    }
}

/// In which of its media types a body is sent.
#[cfg(feature = "example-tests")]
pub(in crate::openapi) fn preferred_media(
    content: &serde_json::Map<String, serde_json::Value>,
) -> Option<(&str, &serde_json::Value)> {
    let named = content.iter().map(|(name, media)| (name.as_str(), media));
    named.min_by_key(|(name, _)| sent_rank(name))
}

pub(super) fn sent_rank(media_type: &str) -> u8 {
    match (essence(media_type).as_str(), sent_form(media_type)) {
        ("application/json", _) => 0,
        ("*/*" | "application/*", _) => 4,
        (_, BodyForm::Json) => 1,
        (_, BodyForm::Multipart) => 2,
        (_, BodyForm::Form) => 3,
        (_, BodyForm::Binary) => 5,
        (_, BodyForm::Text) => 6,
    }
}

pub(super) fn answer_form(media_type: &str) -> AnswerForm {
    let name = essence(media_type);
    if name == "text/event-stream" {
        return AnswerForm::Events;
    }
    if matches!(
        name.as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/json-lines"
            | "application/x-jsonlines"
            | "application/json-seq"
            // Spring's name for JSON lines.
            | "application/stream+json"
    ) {
        return AnswerForm::Lines;
    }
    if is_json(media_type) {
        AnswerForm::Json
    } else if name.starts_with("text/") && !name.contains('*')
        || is_xml(media_type)
        || matches!(
            name.as_str(),
            "application/javascript" | "application/yaml" | "application/x-yaml"
        )
    {
        AnswerForm::Text
    } else {
        AnswerForm::Binary
    }
}

pub(super) fn answer_rank(media_type: &str) -> u8 {
    match (essence(media_type).as_str(), answer_form(media_type)) {
        ("application/json", _) => 0,
        ("*/*" | "application/*", _) => 3,
        (_, AnswerForm::Json) => 1,
        (_, AnswerForm::Lines) => 2,
        (_, AnswerForm::Events) => 4,
        (_, AnswerForm::Text) => 5,
        (_, AnswerForm::Binary) => 6,
    }
}
