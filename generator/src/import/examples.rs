//! The examples of a document, each on the part of the checked spec that it is an example of.

use std::collections::HashMap;

use crate::ExampleReport;
use crate::check::checked::{self, Answer, BodyKind, ExampleOf, Kind, Shape, Type, TypeId};
use crate::openapi::document::Document;
use crate::openapi::examples::{Example, Part, Step, Subject, Verdict};
use crate::openapi::judge;
use crate::spec::model::BodyForm;

/// Those that are valid for their schemas and whose types are in the client; and what became of the others.
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

/// What stands where in an API.
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

    /// Nothing for what is not in the client: the check has refused it, or it has no data.
    fn of(&self, subject: &Subject, steps: &[Step]) -> Option<ExampleOf> {
        let of = self.whole(subject)?;
        if steps.is_empty() { Some(of) } else { self.part(&of, steps) }
    }

    /// A part of a value.
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
            ExampleOf::Answer { resource, endpoint: index, .. } => {
                let endpoint = endpoint(*resource, *index);
                let Some(Answer::Json(type_)) = &endpoint.answer else { return None };
                // The data is a part of the answer, and the steps lead from the whole of it.
                let envelope = self.api.envelope.as_ref().filter(|_| endpoint.wrapping.is_none());
                let items = endpoint.pages.as_ref().and_then(|pages| pages.items.as_deref());
                let to_data = items.or(envelope.map(|envelope| envelope.data.as_str()));
                self.below(type_, behind(steps, to_data)?)?
            }
            ExampleOf::Failure { resource, endpoint: index, status } => {
                let failures = &endpoint(*resource, *index).failures;
                let failure = failures.iter().find(|each| each.status.eq_ignore_ascii_case(status));
                match failure.and_then(|failure| failure.type_.as_ref()) {
                    Some(type_) => self.below(type_, steps)?,
                    None => {
                        let type_ = self.api.failure.as_ref()?.type_;
                        let type_ = Type::plain(Kind::Named(type_));
                        return self.below(&type_, steps).cloned().map(ExampleOf::Type);
                    }
                }
            }
        };
        (!holds_bytes(found)).then(|| ExampleOf::Type(found.clone()))
    }

    /// The type that steps lead to from another.
    fn below<'t>(&'t self, mut type_: &'t Type, steps: &[Step]) -> Option<&'t Type> {
        for step in steps {
            let mut shape = None;
            while let (None, Kind::Named(id)) = (shape, &type_.kind) {
                match &self.api.types[id.0].shape {
                    Shape::Alias(target) => type_ = target,
                    other => shape = Some(other),
                }
            }
            type_ = match (step, shape, &type_.kind) {
                (Step::Field(name), Some(Shape::Object { fields, .. }), _) => {
                    &fields.iter().find(|field| field.wire == *name)?.type_
                }
                (Step::Member, Some(Shape::Object { rest: Some(rest), .. }), _) => &rest.type_,
                (Step::Member, None, Kind::Map(value)) => &value.0,
                (Step::Item, None, Kind::List(item)) => &item.0,
                _ => return None,
            };
        }
        Some(type_)
    }

    fn whole(&self, subject: &Subject) -> Option<ExampleOf> {
        match subject {
            Subject::Type(part) => {
                let resource = *self.resources.get(part.resource.as_slice())?;
                let id = self.types.get(&(resource, part.name.as_str()))?;
                Some(ExampleOf::Type(Type::plain(Kind::Named(TypeId(*id)))))
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

    /// The first of an endpoint's forms that a condition holds for: the endpoint itself stands before the others.
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

/// Steps behind those to a place such as `result.items`.
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

/// A file is no JSON.
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
