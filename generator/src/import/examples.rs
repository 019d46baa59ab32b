//! The examples of a document, each on the part of the checked spec that it is an example of.

use std::collections::HashMap;

use crate::ExampleReport;
use crate::check::checked::{self, Answer, ExampleOf, TypeId};
use crate::openapi::document::Document;
use crate::openapi::examples::{Example, Part, Subject, Verdict};
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
        match places.of(&example.of) {
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
    fn of(&self, subject: &Subject) -> Option<ExampleOf> {
        match subject {
            Subject::Type(part) => {
                let resource = *self.resources.get(part.resource.as_slice())?;
                let id = self.types.get(&(resource, part.name.as_str()))?;
                Some(ExampleOf::Type(TypeId(*id)))
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
