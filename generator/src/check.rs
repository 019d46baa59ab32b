//! Whether a spec that reads well also means something: every limit can be kept, every example fits its type, and no two
//! names become one. All that is wrong is reported; what comes out is complete only if nothing was.
//!
//! The names are resolved before anything is judged, so a judge takes frozen facts and a place, in whatever order it comes.

pub mod checked;

mod answers;
mod auth;
mod bodies;
mod by_status;
mod calls;
mod choices;
mod collide;
mod constants;
mod duration;
mod envelope;
mod failures;
mod fields;
mod format;
mod forms;
mod head;
mod limits;
mod literal;
mod overrides;
mod pages;
mod parameters;
mod path_parameters;
mod rates;
mod response_headers;
mod retries;
mod servers;
mod siblings;
mod standing;
mod styles;
mod types;

use crate::diagnostic::Diagnostics;
use crate::resolve::{self, Facts, Found};
use crate::source::Sources;
use crate::spec::{self, Spec};

/// Checks every API, and gives what is known of each.
pub fn check(spec: &Spec, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<checked::Api> {
    spec.apis.iter().map(|api| check_api(api, sources, diagnostics)).collect()
}

/// What a judge has at hand.
struct Judging<'a> {
    facts: &'a Facts<'a>,
    found: Found<'a>,
}

fn check_api(api: &spec::Api, sources: &Sources, diagnostics: &mut Diagnostics) -> checked::Api {
    let mut found = Found::new(api);
    let facts = resolve::resolve(api, &mut found);
    let mut cx = Judging { facts: &facts, found };
    let file = &api.file.content;
    head::head(&mut cx);
    types::types(&mut cx);
    choices::unions(&mut cx);
    format::formats(&mut cx);
    let (servers, server_variables) = servers::servers(&mut cx);
    let schemes = auth::schemes(&mut cx);
    let envelope = envelope::envelope(&mut cx);
    let failure = envelope::failure(&mut cx);
    let rate_limits = rates::rate_limits(&mut cx);
    let client_parameters = parameters::of_the_client(&mut cx);
    let headers = parameters::of_every_endpoint(&mut cx);
    let resources = calls::resources(&mut cx, sources, &client_parameters, &headers);
    siblings::find_same_calls(&mut cx);
    let mut checked = checked::Api {
        calls: Vec::new(),
        folder: api.folder.clone(),
        name: file.api.clone(),
        servers,
        server_variables,
        base_url_env: file.base_url_env.clone(),
        request_id: file.request_id.as_ref().map(|id| id.header.clone()),
        schemes,
        client_parameters,
        headers,
        envelope,
        failure,
        rate_limits,
        resources,
        types: Vec::new(),
        examples: Vec::new(),
    };
    collide::find_collisions(&mut cx, &checked);
    diagnostics.extend(cx.found.into_diagnostics());
    checked.types = facts.definitions;
    checked
}
