//! The places of examples: beside the schemas of types, of bodies and of responses.

use std::collections::HashMap;

use crate::openapi::examples::{Example, Part, Step, Subject, Way};
use crate::openapi::import::placing::Placing;
use crate::openapi::import::placing::assemble::Origin;
use crate::openapi::import::placing::assemble::What;
use crate::openapi::import::read::media_types::{
    answer_form, answer_rank, is_json, sent_form, sent_rank,
};
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{AnswerForm, BodyForm};

impl<'d> Placing<'d> {
    /// Returns the examples of the imported parts.
    pub(super) fn examples(&self, origins: &[Origin]) -> Vec<Example> {
        let mut found = Vec::new();
        let mut homes: HashMap<usize, Part> = HashMap::new();
        for origin in origins {
            let Some(name) = origin.way.last() else { continue };
            let part = Part { resource: origin.path.clone(), name: name.clone() };
            match &origin.what {
                What::Endpoint(index) => {
                    let pointer = &self.reader.operations[*index].pointer;
                    if let Some(value) = self.reader.root.pointer(pointer) {
                        let at = At { value };
                        self.of_endpoint(&at, &part, &mut found);
                    }
                }
                What::Type(id) => {
                    homes.insert(*id, part);
                }
                // A payload of a server is neither a body nor a response of a call.
                What::Payload(_) => {}
            }
        }
        // Several schemas may have become one type, and each has its own examples.
        for (id, schema) in self.schemas.iter().enumerate() {
            let id = self.same_as[id];
            let (true, Some(part)) = (self.called.contains_key(&id), homes.get(&id)) else {
                continue;
            };
            let Some(value) = self.reader.root.pointer(&schema.pointer) else { continue };
            let at = At { value };
            let mut finding = Finding::new(Way::Either, Subject::Type(part.clone()), &mut found);
            finding.beside(&at);
            finding.within(&at);
        }
        found
    }

    fn of_endpoint(&self, operation: &At<'d>, part: &Part, found: &mut Vec<Example>) {
        let body = operation.given("requestBody").and_then(|body| self.followed(&body));
        let content = body.and_then(|body| body.get("content"));
        let mut bodies: Vec<(&'d str, At<'d>)> =
            content.into_iter().flat_map(At::members).collect();
        bodies.sort_by_key(|(media_type, _)| sent_rank(media_type));
        for form in [BodyForm::Json, BodyForm::Form, BodyForm::Multipart] {
            let of_form = bodies.iter().filter(|(media_type, _)| sent_form(media_type) == form);
            for media in with_one_schema(of_form) {
                self.of_media(media, Way::Sent, &Subject::Body(part.clone(), form), found);
            }
        }
        let responses = operation.get("responses");
        let responses: Vec<(&'d str, At<'d>)> =
            responses.into_iter().flat_map(At::members).collect();
        let succeeds = responses.iter().any(|(status, _)| status.starts_with(['2', '3']));
        // The body of a redirect is never read.
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with('3')) {
            let Some(response) = self.followed(response) else { continue };
            let content = response.get("content");
            let mut content: Vec<(&'d str, At<'d>)> =
                content.into_iter().flat_map(At::members).collect();
            content.sort_by_key(|(media_type, _)| answer_rank(media_type));
            let is_success = status.starts_with('2') || (*status == "default" && !succeeds);
            let (part, status) = (part.clone(), (*status).to_owned());
            let subject = if is_success {
                Subject::Answer(part, status)
            } else {
                Subject::Failure(part, status)
            };
            let json = content.iter().filter(|(media_type, _)| {
                is_json(media_type) && answer_form(media_type) == AnswerForm::Json
            });
            for media in with_one_schema(json) {
                self.of_media(media, Way::Received, &subject, found);
            }
        }
    }

    /// Adds the examples of a body: its own, and those of a schema that is written beside it.
    fn of_media(&self, media: &At<'d>, way: Way, subject: &Subject, found: &mut Vec<Example>) {
        let Some(schema) = media.given("schema") else { return };
        let mut finding = Finding::new(way, subject.clone(), found);
        if let Some(example) = media.get("example") {
            finding.add(&example, &schema);
        }
        for (_, example) in media.get("examples").into_iter().flat_map(At::members) {
            let value = self.followed(&example).and_then(|example| example.get("value"));
            if let Some(value) = value {
                finding.add(&value, &schema);
            }
        }
        // A referenced schema has its examples at its own place.
        if schema.text("$ref").is_none() {
            finding.beside(&schema);
            finding.within(&schema);
        }
    }

    /// Returns the target of a reference, if it exists.
    fn followed(&self, at: &At<'d>) -> Option<At<'d>> {
        match at.text("$ref") {
            Some(reference) => self.reader.resolve(reference).ok(),
            None => Some(*at),
        }
    }
}

/// The examples of one subject, and of its parts.
struct Finding<'f> {
    way: Way,
    of: Subject,
    /// The steps to the current part.
    steps: Vec<Step>,
    found: &'f mut Vec<Example>,
}

impl<'f> Finding<'f> {
    fn new(way: Way, of: Subject, found: &'f mut Vec<Example>) -> Self {
        Self { way, of, steps: Vec::new(), found }
    }

    fn add(&mut self, example: &At<'_>, schema: &At<'_>) {
        self.found.push(Example {
            at: example.pointer(),
            schema: schema.pointer(),
            way: self.way,
            of: self.of.clone(),
            steps: self.steps.clone(),
            value: example.value.to_value(),
        });
    }

    /// Adds the examples beside a schema.
    fn beside(&mut self, schema: &At<'_>) {
        for example in beside_schema(schema) {
            self.add(&example, schema);
        }
    }

    /// Adds the examples of the parts of a schema's values, as far as they are described in it.
    fn within(&mut self, schema: &At<'_>) {
        for (name, part) in schema.get("properties").into_iter().flat_map(At::members) {
            self.step(Step::Field(name.to_owned()), &part);
        }
        if let Some(items) = schema.get("items") {
            self.step(Step::Item, &items);
        }
        if let Some(members) = schema.get("additionalProperties") {
            self.step(Step::Member, &members);
        }
        for part in schema.get("allOf").into_iter().flat_map(At::items) {
            self.within(&part);
        }
    }

    fn step(&mut self, step: Step, schema: &At<'_>) {
        if schema.value.is_object() && schema.text("$ref").is_none() {
            self.steps.push(step);
            self.beside(schema);
            self.within(schema);
            self.steps.pop();
        }
    }
}

/// Returns the first media type by rank, and those with the same schema: only that one is imported.
fn with_one_schema<'m, 'd: 'm>(
    media: impl Iterator<Item = &'m (&'d str, At<'d>)>,
) -> Vec<&'m At<'d>> {
    let mut media: Vec<&At<'d>> = media.map(|(_, media)| media).collect();
    let first = media.first().and_then(|media| media.value.get("schema"));
    media.retain(|media| media.value.get("schema") == first);
    media
}

/// Returns the examples beside a schema: a single one, and in 3.1 a list.
fn beside_schema<'d>(schema: &At<'d>) -> impl Iterator<Item = At<'d>> + use<'d> {
    let list = schema.get("examples").filter(|examples| examples.value.is_array());
    // Documents that are written by programs have null for a missing example.
    let one = schema.get("example").filter(|example| !example.value.is_null());
    one.into_iter().chain(list.into_iter().flat_map(At::items))
}
