//! Two names of the spec that would be one in Rust. No number is put behind a name to tell them
//! apart: which gets it would depend on the order, and a caller could not guess it.

use std::collections::BTreeMap;

use super::Checking;
use super::checked::{self, Api, BodyKind, Shape};
use super::place::Place;
use crate::naming::{Place as Where, type_name, value_name};
use crate::source::Span;

/// The names of one scope, each with the spec name that took it and where that stands.
#[derive(Default)]
struct Names(BTreeMap<String, (String, Span)>);

impl Checking<'_> {
    pub(super) fn find_collisions(&mut self, api: &Api) {
        self.collisions_of_client(api);
        for file in 0..self.files() {
            self.collisions_of_file(api, file);
        }
        for (id, definition) in api.types.iter().enumerate() {
            let place = self.defined_at[id].clone();
            self.collisions_of_type(&definition.shape, &place);
        }
    }

    /// Adds a name to a scope, and reports it if another spec name has taken it.
    fn claim(&mut self, names: &mut Names, rust: &str, spec: &str, place: &Place, what: &str) {
        let span = place.key(self.api);
        if let Some((other, before)) = names.0.get(rust) {
            let (other, before) = (other.clone(), *before);
            if before == span {
                return;
            }
            let message = if other == spec {
                format!("the {what} `{spec}` is there twice")
            } else {
                format!("`{other}` and `{spec}` both become the {what} `{rust}`")
            };
            self.error_at_key("name-collision", place, message)
                .note(before, "the first of them")
                .help("rename one of them; a type that is written where it is used takes a `name:`")
                .add();
            return;
        }
        names.0.insert(rust.to_owned(), (spec.to_owned(), span));
    }

    fn collisions_of_client(&mut self, api: &Api) {
        let mut builder = Names::default();
        for scheme in &api.schemes {
            let place = Place::root(&["auth", &scheme.id]);
            self.claim(&mut builder, value_name(&scheme.id, Where::Builder).as_str(), &scheme.id, &place, "builder's method");
            let mut arguments = Names::default();
            for credential in scheme.kind.credentials() {
                let rust = value_name(&credential.name, Where::Free);
                if arguments.0.contains_key(rust.as_str()) {
                    self.error_at_key("name-collision", &place, format!("two credentials of `{}` are called `{}`", scheme.id, credential.name))
                        .help("give one of them another `name`")
                        .add();
                }
                arguments.0.insert(rust.as_str().to_owned(), (credential.name.clone(), place.key(self.api)));
            }
        }
        for parameter in &api.client_parameters {
            let place = Place::root(&["client_params", &parameter.wire]);
            self.claim(&mut builder, value_name(&parameter.name, Where::Builder).as_str(), &parameter.wire, &place, "builder's method");
        }
        let mut servers = Names::default();
        for (name, _) in &api.servers {
            let place = Place::root(&["servers", name]);
            self.claim(&mut servers, type_name(name, Where::Free).as_str(), name, &place, "server");
        }
    }

    /// What one generated file defines: its types, its handle, its methods.
    fn collisions_of_file(&mut self, api: &Api, file: usize) {
        let resource = self.resource_of[file];
        let path = &api.resources[resource].path;
        let root = path.is_empty();
        let (mut types, mut methods) = (Names::default(), Names::default());
        let top = Place::new(file, &[]);
        if let Some(name) = path.last() {
            self.claim(&mut types, type_name(name, Where::Free).as_str(), name, &top, "type");
        }
        let (type_place, method_place) = if root { (Where::RootType, Where::Client) } else { (Where::Free, Where::Free) };
        if root {
            for parameter in &api.client_parameters {
                let place = Place::root(&["client_params", &parameter.wire]);
                let name = format!("with_{}", value_name(&parameter.name, Where::Free).plain());
                self.claim(&mut methods, value_name(&name, Where::Client).as_str(), &parameter.wire, &place, "client's method");
            }
        }
        for child in api.resources.iter().filter(|child| child.path.len() == path.len() + 1 && child.path.starts_with(path)) {
            let Some(name) = child.path.last() else { continue };
            self.claim(&mut methods, value_name(name, method_place).as_str(), name, &top, "method");
        }
        for endpoint in &api.resources[resource].endpoints {
            let place = Place::new(file, &["endpoints", &endpoint.name]);
            self.claim(&mut methods, value_name(&endpoint.name, method_place).as_str(), &endpoint.name, &place, "method");
            self.claim(&mut types, type_name(&endpoint.name, type_place).as_str(), &endpoint.name, &place, "type");
            self.collisions_of_endpoint(endpoint, &place);
        }
        for (id, definition) in api.types.iter().enumerate().filter(|(_, definition)| definition.resource == resource) {
            let place = self.defined_at[id].clone();
            self.claim(&mut types, type_name(&definition.name, type_place).as_str(), &definition.name, &place, "type");
        }
    }

    /// The arguments of a method and the methods of its request.
    fn collisions_of_endpoint(&mut self, endpoint: &checked::Endpoint, place: &Place) {
        let mut names = Names::default();
        for parameter in &endpoint.parameters {
            if parameter.from_client {
                continue;
            }
            let inside = match parameter.location {
                checked::Location::Path => "path_params",
                checked::Location::Query => "query",
                checked::Location::Header => "headers",
            };
            let key = if parameter.required { parameter.wire.clone() } else { format!("{}?", parameter.wire) };
            let where_ = if parameter.required { Where::Free } else { Where::Request };
            let rust = value_name(&parameter.name, where_);
            self.claim(&mut names, rust.plain(), &parameter.wire, &place.child(inside).child(&key), "parameter");
        }
        if let Some(checked::Body { kind: BodyKind::Fields(fields), .. }) = &endpoint.body {
            let inside = place.child("body").child("fields");
            for field in fields.iter().filter(|field| !field.read_only) {
                let key = if field.required { field.wire.clone() } else { format!("{}?", field.wire) };
                let where_ = if field.required { Where::Free } else { Where::Request };
                let rust = value_name(&field.wire, where_);
                self.claim(&mut names, rust.plain(), &field.wire, &inside.child(&key), "parameter");
                if !field.required && field.type_.nullable {
                    let clear = format!("{}_null", rust.plain());
                    self.claim(&mut names, &clear, &field.wire, &inside.child(&key).child("type"), "parameter");
                }
            }
        }
    }

    fn collisions_of_type(&mut self, shape: &Shape, place: &Place) {
        let mut names = Names::default();
        match shape {
            Shape::Object { fields, .. } => {
                for field in fields {
                    let key = if field.required { field.wire.clone() } else { format!("{}?", field.wire) };
                    let inside = place.child("fields").child(&key);
                    self.claim(&mut names, value_name(&field.wire, Where::Free).plain(), &field.wire, &inside, "field");
                    if !field.required && field.type_.nullable {
                        let clear = format!("{}_null", value_name(&field.wire, Where::Object).plain());
                        self.claim(&mut names, &clear, &field.wire, &inside.child("type"), "method");
                    }
                }
            }
            Shape::Enum(values) => {
                for (value, _) in values {
                    let inside = place.child("enum").child(value);
                    self.claim_in_list(&mut names, type_name(value, Where::Variant).as_str(), value, &inside);
                }
            }
            Shape::Union(union) => {
                for (case, _) in &union.cases {
                    let inside = place.child("union").child(case);
                    self.claim_in_list(&mut names, type_name(case, Where::Variant).as_str(), case, &inside);
                }
            }
            Shape::Text { .. } | Shape::Alias(_) => {}
        }
    }

    /// As [`claim`](Self::claim), where the items of a list have no place of their own.
    fn claim_in_list(&mut self, names: &mut Names, rust: &str, spec: &str, place: &Place) {
        let span = place.key(self.api);
        if let Some((other, before)) = names.0.insert(rust.to_owned(), (spec.to_owned(), span)) {
            self.error_at_key("name-collision", place, format!("`{other}` and `{spec}` both become the variant `{rust}`"))
                .note(before, "the first of them")
                .help("leave one out: a value that is not listed is kept as it is")
                .add();
        }
    }
}
