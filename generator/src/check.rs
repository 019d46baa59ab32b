//! Whether a spec that reads well also means something: every name resolves, every limit can be
//! kept, every example fits its type, and no two names become one. All that is wrong is reported;
//! what comes out is complete only if nothing was.

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
mod expression;
mod extend;
mod failures;
mod fields;
mod format;
mod forms;
mod kinds;
mod limits;
mod literal;
mod names;
mod overrides;
mod parameters;
mod path;
mod place;
mod rates;
mod recursion;
mod response_headers;
mod retries;
mod servers;
mod siblings;
mod statuses;
mod styles;
mod types;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;
use crate::spec::{self, Spec, model};
use crate::words::formats::Formats;
use crate::words::wire;
use checked::{Definition, Resource, Text, TypeId};
use place::Place;

/// Checks every API, and gives what is known of each.
pub fn check(spec: &Spec, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<checked::Api> {
    spec.apis.iter().map(|api| Checking::new(api, sources).api(diagnostics)).collect()
}

/// How many aliases may stand for each other, and how many objects extend each other, in a row.
/// Nobody writes as many, and whoever follows a chain may do so step into step.
const LONGEST_CHAIN: usize = 32;

/// One API while it is checked.
struct Checking<'a> {
    api: &'a spec::Api,
    found: Diagnostics,
    /// The root, then every file and folder, parents before their children.
    resources: Vec<Resource>,
    /// The resource of each file.
    resource_of: Vec<usize>,
    definitions: Vec<Definition>,
    /// Where each definition stands.
    defined_at: Vec<Place>,
    names: BTreeMap<String, TypeId>,
    /// What texts of a format become.
    formats: Formats,
    /// The formats that anything has.
    formats_met: BTreeSet<String>,
    /// What is wrong with each pattern that was met.
    patterns: HashMap<String, Option<String>>,
    /// What an object extends, until every object is known.
    bases: BTreeMap<TypeId, (String, Place)>,
    /// Every value that is given beside a type, until every type is known.
    given: Vec<literal::Given>,
    /// Every parameter whose value has parts, until every type is known.
    shaped: Vec<styles::Shaped>,
}

impl<'a> Checking<'a> {
    fn new(api: &'a spec::Api, sources: &Sources) -> Self {
        let (resources, resource_of) = resources(api, sources);
        Self {
            api,
            found: Diagnostics::new(),
            resources,
            resource_of,
            definitions: Vec::new(),
            defined_at: Vec::new(),
            names: BTreeMap::new(),
            formats: Formats::new(&api.file.content.formats),
            formats_met: BTreeSet::new(),
            patterns: HashMap::new(),
            bases: BTreeMap::new(),
            given: Vec::new(),
            shaped: Vec::new(),
        }
    }

    fn api(mut self, diagnostics: &mut Diagnostics) -> checked::Api {
        let file = &self.api.file.content;
        self.head(file);
        let (servers, server_variables) = self.servers();
        self.collect_types();
        self.resolve_types();
        let schemes = self.schemes();
        let client_parameters = self.client_parameters();
        let envelope = self.envelope();
        let failure = self.failure();
        let rate_limits = self.rate_limits();
        let common = self.common_headers();
        for index in 0..self.files() {
            let context =
                calls::Context { file: index, client: &client_parameters, common: &common };
            let endpoints = self.endpoints(&context);
            self.resources[self.resource_of[index]].endpoints = endpoints;
        }
        // Inline types are known only now, so what looks at all of them comes last.
        self.extend_objects();
        self.open_envelope(envelope.as_ref());
        self.find_tags_in_cases();
        self.find_same_cases();
        let before = self.found.len();
        self.find_endless_types();
        // A literal is followed into its type, which must have an end for that.
        if self.found.len() == before {
            self.examine_literals();
            self.examine_shaped();
        }
        self.examine_formats();
        self.find_same_calls();
        self.reserve_siblings();
        let api = checked::Api {
            calls: Vec::new(),
            folder: self.api.folder.clone(),
            name: file.api.clone(),
            servers,
            server_variables,
            base_url_env: file.base_url_env.clone(),
            request_id: file.request_id.as_ref().map(|id| id.header.clone()),
            schemes,
            client_parameters,
            headers: common,
            envelope,
            failure,
            rate_limits,
            resources: std::mem::take(&mut self.resources),
            types: std::mem::take(&mut self.definitions),
            examples: Vec::new(),
        };
        self.find_collisions(&api);
        diagnostics.extend(self.found);
        api
    }

    /// What stands at the top of an `api.yaml`.
    fn head(&mut self, file: &model::ApiFile) {
        if file.api.trim().is_empty() {
            self.error("no-name", &Place::root(&["api"]), "the API has no name")
                .help("write what its makers call it")
                .add();
        }
        if let Some(id) = &file.request_id {
            self.header_name(&id.header, false, &Place::root(&["request_id", "header"]));
        }
        if let Some(env) = &file.base_url_env {
            self.variable(env, &Place::root(&["base_url_env"]));
        }
    }

    /// How many files there are; the first is `api.yaml`.
    fn files(&self) -> usize {
        self.api.resources.len() + 1
    }

    fn types_of(&self, file: usize) -> &'a model::Named<model::Type> {
        let api = self.api;
        match file.checked_sub(1) {
            None => &api.file.content.types,
            Some(index) => &api.resources[index].content.types,
        }
    }

    fn endpoints_of(&self, file: usize) -> &'a model::Named<model::Endpoint> {
        let api = self.api;
        match file.checked_sub(1) {
            None => &api.file.content.endpoints,
            Some(index) => &api.resources[index].content.endpoints,
        }
    }

    /// Whether a header can be called so; `is_key` tells whether the name is a key or a value.
    fn header_name(&mut self, name: &str, is_key: bool, place: &Place) {
        if wire::is_token(name) {
            return;
        }
        let message = format!("`{name}` is no name of a header");
        let report = if is_key {
            self.error_at_key("header-name", place, message)
        } else {
            self.error("header-name", place, message)
        };
        report.help("a header's name is made of letters, digits and `-`").add();
    }

    fn variable(&mut self, name: &str, place: &Place) {
        if !wire::is_variable(name) {
            self.error(
                "variable-name",
                place,
                format!("`{name}` is no name of an environment variable"),
            )
            .help("write it in capitals, digits and `_`, such as `EXAMPLE_TOKEN`")
            .add();
        }
    }

    /// Begins an error at the value of a place.
    fn error(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
    ) -> Report<'_> {
        let diagnostic = Diagnostic::error(code, message).at(place.value(self.api));
        Report { found: &mut self.found, diagnostic }
    }

    /// Begins an error at the key of a place.
    fn error_at_key(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
    ) -> Report<'_> {
        let diagnostic = Diagnostic::error(code, message).at(place.key(self.api));
        Report { found: &mut self.found, diagnostic }
    }
}

/// An error on its way into the list.
#[must_use = "a report counts once it is added"]
struct Report<'f> {
    found: &'f mut Diagnostics,
    diagnostic: Diagnostic,
}

impl Report<'_> {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    fn note(mut self, span: crate::source::Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.note(span, text);
        self
    }

    fn add(self) {
        let Diagnostic { code, span, message, .. } = &self.diagnostic;
        // What is used in several places is looked at from each of them.
        let known = self
            .found
            .iter()
            .any(|other| other.span == *span && other.code == *code && other.message == *message);
        if !known {
            self.found.push(self.diagnostic);
        }
    }
}

/// The files, and the folders between them that have no file of their own.
fn resources(api: &spec::Api, sources: &Sources) -> (Vec<Resource>, Vec<usize>) {
    let mut resources = vec![Resource {
        path: Vec::new(),
        source: Some(sources.get(api.file.source).path.clone()),
        text: text(api.file.content.summary.as_ref(), api.file.content.description.as_ref(), None),
        endpoints: Vec::new(),
    }];
    let mut paths: BTreeMap<Vec<String>, Option<usize>> = BTreeMap::new();
    for (index, document) in api.resources.iter().enumerate() {
        for depth in 1..document.path.len() {
            paths.entry(document.path[..depth].to_vec()).or_insert(None);
        }
        paths.insert(document.path.clone(), Some(index));
    }
    let mut resource_of = vec![0; api.resources.len() + 1];
    for (path, file) in paths {
        let document = file.map(|index| &api.resources[index]);
        if let Some(index) = file {
            resource_of[index + 1] = resources.len();
        }
        resources.push(Resource {
            path,
            source: document.map(|document| sources.get(document.source).path.clone()),
            text: document.map_or_else(Text::default, |document| {
                text(document.content.summary.as_ref(), document.content.description.as_ref(), None)
            }),
            endpoints: Vec::new(),
        });
    }
    (resources, resource_of)
}

/// Text for readers, as it is written.
fn text(
    summary: Option<&String>,
    description: Option<&String>,
    deprecated: Option<&model::Deprecation>,
) -> Text {
    Text {
        summary: summary.cloned(),
        description: description.cloned(),
        deprecated: match deprecated {
            Some(model::Deprecation::Flag(true)) => Some(None),
            Some(model::Deprecation::Note(note)) => Some(Some(note.clone())),
            Some(model::Deprecation::Flag(false)) | None => None,
        },
    }
}
