//! The examples of a document, each with the part of the checked spec that it belongs to.

use std::collections::HashMap;

use crate::ExampleReport;
use crate::check::checked::{self, Answer, BodyKind, ExampleOf, Kind, Shape, Type, TypeId};
use crate::openapi::document::Document;
use crate::openapi::examples::{Example, Part, Step, Subject, Verdict};
use crate::openapi::judge;
use crate::spec::model::BodyForm;

/// Returns the examples that are valid for their schemas and whose types are in the client, and a report on the others.
pub(super) fn examples(
    document: &Document,
    found: Vec<Example>,
    api: &checked::Api,
) -> (Vec<checked::Example>, ExampleReport) {
    let places = Places::new(api);
    let mut report = ExampleReport { found: found.len(), ..ExampleReport::default() };
    let verdicts = judge::judge(document, &found);
    let mut kept = Vec::new();
    for (example, verdict) in found.into_iter().zip(verdicts) {
        let has_more = match verdict {
            Verdict::Valid { has_more } => has_more,
            Verdict::Invalid(why) => {
                report.invalid.push((example.at, why));
                continue;
            }
        };
        match places.of(&example.of, &example.steps) {
            Some(of) => {
                report.with_more += usize::from(has_more);
                let Example { at, value, .. } = example;
                kept.push(checked::Example { at, value, has_more, of });
            }
            None => report.untyped.push(example.at),
        }
    }
    (kept, report)
}

/// The parts of an API by their places.
struct Places<'a> {
    api: &'a checked::Api,
    resources: HashMap<&'a [String], usize>,
    types: HashMap<(usize, &'a str), usize>,
}

impl<'a> Places<'a> {
    fn new(api: &'a checked::Api) -> Self {
        let resources = api.resources.iter().enumerate();
        let types = api.types.iter().enumerate();
        Self {
            api,
            resources: resources.map(|(index, each)| (each.path.as_slice(), index)).collect(),
            types: types.map(|(id, each)| ((each.resource, each.name.as_str()), id)).collect(),
        }
    }

    /// Returns `None` for what is not in the client, since the check has refused it or it has no data.
    fn of(&self, subject: &Subject, steps: &[Step]) -> Option<ExampleOf> {
        let of = self.whole(subject)?;
        if steps.is_empty() { Some(of) } else { self.part(&of, steps) }
    }

    /// Returns a part of a value.
    fn part(&self, of: &ExampleOf, steps: &[Step]) -> Option<ExampleOf> {
        let endpoint =
            |resource: usize, endpoint: usize| &self.api.resources[resource].endpoints[endpoint];
        let found = match of {
            ExampleOf::Type(type_) => self.below(type_, steps)?,
            ExampleOf::Body { resource, endpoint: index } => {
                match &endpoint(*resource, *index).body.as_ref()?.kind {
                    BodyKind::Whole(type_) => self.below(type_, steps)?,
                    BodyKind::Fields(fields) => {
                        let (Step::Field(name), steps) = steps.split_first()? else { return None };
                        let field = fields.iter().find(|field| field.wire == *name)?;
                        self.below(&field.type_, steps)?
                    }
                    BodyKind::Upload => return None,
                }
            }
            ExampleOf::Answer { resource, endpoint: index, status } => {
                let endpoint = endpoint(*resource, *index);
                let answer = match endpoint.answer.as_ref()? {
                    Answer::ByStatus(cases) => {
                        let case = cases.iter().find(|case| case.status == *status);
                        case.or(cases.last())?.answer.as_ref()?
                    }
                    answer => answer,
                };
                let Answer::Json(type_) = answer else { return None };
                // The data is a part of the response, and the steps start at the whole of it.
                let envelope = self.api.envelope.as_ref().filter(|_| endpoint.wrapping.is_none());
                let items = endpoint.pages.as_ref().and_then(|pages| pages.items.as_deref());
                let to_data = items.or(envelope.map(|envelope| envelope.data.as_str()));
                match (behind(steps, to_data), envelope) {
                    (Some(steps), _) => self.below(type_, steps)?,
                    (None, Some(envelope)) => self.below_named(envelope.type_, steps)?,
                    (None, None) => return None,
                }
            }
            ExampleOf::Failure { resource, endpoint: index, status } => {
                let failures = &endpoint(*resource, *index).failures;
                let failure = failures.iter().find(|each| each.status.eq_ignore_ascii_case(status));
                match failure.and_then(|failure| failure.type_.as_ref()) {
                    Some(type_) => self.below(type_, steps)?,
                    None => self.below_named(self.api.failure.as_ref()?.type_, steps)?,
                }
            }
        };
        (!holds_bytes(found)).then(|| ExampleOf::Type(Box::new(found.clone())))
    }

    /// Returns the type that steps lead to from another type.
    fn below<'t>(&'t self, type_: &'t Type, steps: &[Step]) -> Option<&'t Type> {
        let Some((step, rest)) = steps.split_first() else { return Some(type_) };
        let next = match (&type_.kind, step) {
            (Kind::Named(id), _) => return self.below_named(*id, steps),
            (Kind::Map(value), Step::Member) => &value.0,
            (Kind::List(item), Step::Item) => &item.0,
            _ => return None,
        };
        self.below(next, rest)
    }

    /// Returns the type that steps lead to from a definition.
    fn below_named(&self, id: TypeId, steps: &[Step]) -> Option<&Type> {
        let (step, rest) = steps.split_first()?;
        let next = match (&self.api.types[id.0].shape, step) {
            (Shape::Alias(target), _) => return self.below(target, steps),
            (Shape::Object { fields, .. }, Step::Field(name)) => {
                &fields.iter().find(|field| field.wire == *name)?.type_
            }
            (Shape::Object { rest: Some(rest), .. }, Step::Member) => &rest.type_,
            _ => return None,
        };
        self.below(next, rest)
    }

    fn whole(&self, subject: &Subject) -> Option<ExampleOf> {
        match subject {
            Subject::Type(part) => {
                let resource = *self.resources.get(part.resource.as_slice())?;
                let id = self.types.get(&(resource, part.name.as_str()))?;
                Some(ExampleOf::Type(Box::new(Type::plain(Kind::Named(TypeId(*id))))))
            }
            Subject::Body(part, form) => {
                let (resource, endpoint) = self.endpoint(part, |each| sends(each, *form))?;
                Some(ExampleOf::Body { resource, endpoint })
            }
            Subject::Answer(part, status) => {
                let (resource, endpoint) =
                    self.endpoint(part, |each| each.answer.as_ref().is_some_and(is_json))?;
                Some(ExampleOf::Answer { resource, endpoint, status: status.clone() })
            }
            Subject::Failure(part, status) => {
                let (resource, endpoint) = self.endpoint(part, |_| true)?;
                Some(ExampleOf::Failure { resource, endpoint, status: status.clone() })
            }
        }
    }

    /// Returns the first variant of an endpoint that meets a condition, the endpoint itself first.
    fn endpoint(
        &self,
        part: &Part,
        holds: impl Fn(&checked::Endpoint) -> bool,
    ) -> Option<(usize, usize)> {
        let resource = *self.resources.get(part.resource.as_slice())?;
        let endpoints = &self.api.resources[resource].endpoints;
        let is_it = |each: &checked::Endpoint| match &each.form {
            None => each.name == part.name,
            Some((name, _)) => *name == part.name,
        };
        let index = endpoints.iter().position(|each| is_it(each) && holds(each))?;
        Some((resource, index))
    }
}

/// Returns the steps that follow those to a place such as `result.items`.
fn behind<'s>(steps: &'s [Step], place: Option<&str>) -> Option<&'s [Step]> {
    let mut steps = steps;
    for name in place.into_iter().flat_map(|place| place.split('.')) {
        let (Step::Field(first), rest) = steps.split_first()? else { return None };
        steps = rest;
        if first != name {
            return None;
        }
    }
    Some(steps)
}

/// Returns whether a type holds a file, which is not JSON.
fn holds_bytes(type_: &Type) -> bool {
    match &type_.kind {
        Kind::Binary => true,
        Kind::List(item) => holds_bytes(&item.0),
        _ => false,
    }
}

fn sends(endpoint: &checked::Endpoint, form: BodyForm) -> bool {
    endpoint.body.as_ref().is_some_and(|body| body.form == form)
}

fn is_json(answer: &Answer) -> bool {
    match answer {
        Answer::Json(_) => true,
        Answer::ByStatus(cases) => {
            cases.iter().any(|case| matches!(case.answer, Some(Answer::Json(_))))
        }
        Answer::Text(_) | Answer::Binary | Answer::Events(_) | Answer::Lines(_) => false,
    }
}
