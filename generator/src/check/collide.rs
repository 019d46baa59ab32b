//! Two names of the spec that would be one in Rust. No number is put behind a name to tell them
//! apart: which gets it would depend on the order, and a caller could not guess it.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::Judging;
use super::checked::{self, Api, BodyKind, EnumValue, Field, SchemeKind, Server, Shape};
use crate::resolve::{Facts, Place};
use crate::source::Span;
use crate::words::key::Key;
use crate::words::naming::{
    Scope, constant_name, credentials_name, handle_name, joined, null_name, provider_name,
    type_name, value_name,
};

/// The names of one scope, by the name in Rust.
#[derive(Default)]
struct Names(BTreeMap<String, Claim>);

/// A name of the spec that has taken a name in Rust.
#[derive(Clone)]
struct Claim {
    spec: String,
    span: Span,
    /// What its place says of it.
    note: Cow<'static, str>,
}

/// What each file defines, looked up once for all of them.
struct Contents<'a> {
    api: &'a Api,
    /// The first file of each resource, or of what stands below it.
    file_of: BTreeMap<&'a [String], usize>,
    /// The resources below each resource.
    children: BTreeMap<&'a [String], Vec<&'a String>>,
    /// The resources that have anything to call, or something below them has.
    with_calls: BTreeSet<&'a [String]>,
    /// The definitions of each resource.
    types: Vec<Vec<usize>>,
}

pub(super) fn find_collisions(cx: &mut Judging<'_>, api: &Api) {
    collisions_of_client(cx, api);
    let documents = &cx.facts.api.resources;
    let mut contents = Contents {
        api,
        file_of: BTreeMap::new(),
        children: BTreeMap::new(),
        with_calls: BTreeSet::new(),
        types: vec![Vec::new(); api.resources.len()],
    };
    for (index, document) in documents.iter().enumerate() {
        for depth in 1..=document.path.len() {
            contents.file_of.entry(&document.path[..depth]).or_insert(index + 1);
        }
    }
    for resource in &api.resources {
        if let [parent @ .., name] = resource.path.as_slice() {
            contents.children.entry(parent).or_default().push(name);
        }
        if !resource.endpoints.is_empty() {
            let path = &resource.path;
            contents.with_calls.extend((0..=path.len()).map(|depth| &path[..depth]));
        }
    }
    for (id, definition) in cx.facts.definitions.iter().enumerate() {
        contents.types[definition.resource].push(id);
    }
    for file in 0..cx.facts.files() {
        collisions_of_file(cx, &contents, file);
    }
    for (id, definition) in cx.facts.definitions.iter().enumerate() {
        let place = cx.facts.defined_at[id].clone();
        collisions_of_type(cx, checked::TypeId(id), &definition.shape, &place);
    }
}

/// Adds a name to a scope, and reports it if another spec name has taken it.
fn claim(
    cx: &mut Judging<'_>,
    names: &mut Names,
    rust: &str,
    spec: &str,
    place: &Place,
    what: &str,
) {
    let help = match what {
        "type" => {
            "rename one of them: `rust: { name: .. }` beside a type under `types:`, or `name:` in an inline type"
        }
        "variant" => {
            "give one of them a name: `enum: { value: { name: .. } }`, or beside a case `rust: { name: .. }`"
        }
        "parameter" => "rename one of them with `name:`",
        "field" => "give one of them a name: `rust: { name: .. }`",
        _ => "rename one of them",
    };
    // What has been given a name has it from there.
    let given = place.below(&["rust", "name"], cx.facts.api);
    let place = given.as_ref().unwrap_or(place);
    let span = place.key(cx.facts.api);
    let first = match names.0.entry(rust.to_owned()) {
        Entry::Occupied(first) => first.get().clone(),
        Entry::Vacant(entry) => {
            let note = Cow::Borrowed("the first of them");
            entry.insert(Claim { spec: spec.to_owned(), span, note });
            return;
        }
    };
    // One thing in two roles does not clash with itself, and other errors about it were reported.
    let told = cx.found.is_at(span);
    if told || (first.span == span && first.spec == spec) {
        return;
    }
    let message = if first.spec == spec {
        format!("the {what} `{spec}` is defined twice")
    } else {
        format!("`{}` and `{spec}` both become the {what} `{rust}`", first.spec)
    };
    cx.found
        .error_at_key("name-collision", place, message)
        .note(first.span, first.note)
        .help(help)
        .add();
}

/// Does the same as [`claim`](Self::claim) for the name of a file or folder.
fn claim_for_file(
    cx: &mut Judging<'_>,
    names: &mut Names,
    rust: &str,
    spec: &str,
    file: usize,
    what: &str,
) {
    claim(cx, names, rust, spec, &Place::new(file, &[]), what);
    if let Some(claim) = names.0.get_mut(rust) {
        claim.note = format!("here is the resource `{}`", claim.spec).into();
    }
}

fn collisions_of_client(cx: &mut Judging<'_>, api: &Api) {
    let mut builder = Names::default();
    for scheme in &api.schemes {
        let (place, id) = (Place::root(&["auth", &scheme.id]), &scheme.id);
        let rust = value_name(id, Scope::Builder);
        claim(cx, &mut builder, rust.as_str(), id, &place, "method of the builder");
        if matches!(scheme.kind, SchemeKind::Bearer(_)) {
            let rust = provider_name(id);
            claim(cx, &mut builder, rust.as_str(), id, &place, "method of the builder");
        }
        let mut arguments = BTreeSet::new();
        for credential in scheme.kind.credentials() {
            let rust = value_name(&credential.name, Scope::Free);
            if !arguments.insert(rust) {
                let message = format!("two credentials of `{id}` are called `{}`", credential.name);
                cx.found
                    .error_at_key("name-collision", &place, message)
                    .help("give one of them another `name`")
                    .add();
            }
        }
    }
    for parameter in &api.client_parameters {
        let place = Place::root(&["client_params", &parameter.wire]);
        let rust = value_name(&parameter.name, Scope::Builder);
        claim(cx, &mut builder, rust.as_str(), &parameter.wire, &place, "method of the builder");
    }
    for variable in &api.server_variables {
        let name = &variable.name;
        let place = place_of_server_variable(cx.facts, name);
        let rust = value_name(name, Scope::Builder);
        claim(cx, &mut builder, rust.as_str(), name, &place, "method of the builder");
        let mut values = Names::default();
        for value in variable.values.iter().flatten() {
            let rust = type_name(value, Scope::Variant);
            claim(cx, &mut values, rust.as_str(), value, &place, "value");
        }
    }
    let mut constants = Names::default();
    for (inside, parameters) in
        [("client_params", &api.client_parameters), ("headers", &api.headers)]
    {
        for parameter in parameters {
            let key = Key::new(&parameter.wire, parameter.required).to_string();
            let place = Place::root(&[inside, &key]);
            let rust = value_name(&parameter.name, Scope::Free);
            claim(cx, &mut constants, rust.plain(), &parameter.wire, &place, "parameter");
        }
    }
    let mut servers = Names::default();
    for Server { name, .. } in &api.servers {
        let place = Place::root(&["servers", name]);
        claim(cx, &mut servers, type_name(name, Scope::Free).as_str(), name, &place, "server");
    }
}

/// Returns where the first server that has a variable describes it.
fn place_of_server_variable(facts: &Facts<'_>, name: &str) -> Place {
    let mut servers = facts.api.file.content.servers.iter();
    let server = servers.find(|(_, server)| server.0.variables.contains_key(name));
    let server = server.map_or("", |(server, _)| server.as_str());
    Place::root(&["servers", server, "variables", name])
}

/// Checks the names that one generated file defines: its types, its handle, its methods, its statics.
fn collisions_of_file(cx: &mut Judging<'_>, contents: &Contents<'_>, file: usize) {
    let api = contents.api;
    let resource = cx.facts.folder_of[file];
    let path = api.resources[resource].path.as_slice();
    let root = path.is_empty();
    let mut types = Names::default();
    let mut methods = Names::default();
    let mut statics = Names::default();
    if let Some(name) = path.last().filter(|_| contents.with_calls.contains(path)) {
        let types_here = &contents.types[resource];
        let rust = handle_name(name, |name| {
            let rust = |&id: &usize| type_name(cx.facts.definitions[id].rust_name(), Scope::Free);
            types_here.iter().any(|id| rust(id).as_str() == name)
        });
        claim_for_file(cx, &mut types, rust.as_str(), name, file, "type");
    }
    let (type_place, method_place) =
        if root { (Scope::RootType, Scope::Client) } else { (Scope::Free, Scope::Resource) };
    if root {
        for variable in api.server_variables.iter().filter(|each| each.values.is_some()) {
            let place = place_of_server_variable(cx.facts, &variable.name);
            let rust = type_name(&joined("server", &variable.name), type_place);
            claim(cx, &mut types, rust.as_str(), &variable.name, &place, "type");
        }
        for parameter in &api.client_parameters {
            let place = Place::root(&["client_params", &parameter.wire]);
            let name = format!("with_{}", value_name(&parameter.name, Scope::Free).plain());
            let rust = value_name(&name, Scope::Client);
            claim(cx, &mut methods, rust.as_str(), &parameter.wire, &place, "method");
        }
    }
    for name in contents.children.get(path).into_iter().flatten() {
        let child = [path, &[(*name).clone()]].concat();
        let child = contents.file_of.get(child.as_slice()).copied().unwrap_or(file);
        let rust = value_name(name, method_place);
        claim_for_file(cx, &mut methods, rust.as_str(), name, child, "method");
    }
    for endpoint in &api.resources[resource].endpoints {
        let name = &endpoint.name;
        let rust = &endpoint.rust_name;
        let place = match &endpoint.form {
            None => Place::new(file, &["endpoints", name]),
            Some((of, form)) => Place::new(file, &["endpoints", of, "also", form]),
        };
        claim(cx, &mut methods, value_name(rust, method_place).as_str(), name, &place, "method");
        claim(cx, &mut types, type_name(rust, type_place).as_str(), name, &place, "type");
        claim(cx, &mut statics, constant_name(rust, type_place).as_str(), name, &place, "static");
        if let Some(checked::Answer::ByStatus(_)) = &endpoint.answer {
            let rust = type_name(&joined(name, "answer"), type_place);
            claim(cx, &mut types, rust.as_str(), name, &place.child("responses"), "type");
        }
        collisions_of_endpoint(cx, endpoint, &place);
    }
    for &id in &contents.types[resource] {
        let (place, name) = (cx.facts.defined_at[id].clone(), &cx.facts.definitions[id].name);
        let rust = type_name(cx.facts.definitions[id].rust_name(), type_place);
        claim(cx, &mut types, rust.as_str(), name, &place, "type");
        let schema = constant_name(&format!("{}_schema", rust.plain()), Scope::Free);
        claim(cx, &mut statics, schema.as_str(), name, &place, "static");
    }
    if root {
        collisions_of_credentials(cx, api, &mut types);
    }
}

/// Reports structs with credentials of one name. They give way to the types of the spec, but not to each other.
fn collisions_of_credentials(cx: &mut Judging<'_>, api: &Api, types: &mut Names) {
    let with_struct = api.schemes.iter().filter(|scheme| scheme.kind.credentials().len() > 1);
    let is_type = |name: &str| types.0.contains_key(name);
    let named = with_struct.map(|scheme| (&scheme.id, credentials_name(&scheme.id, is_type)));
    for (id, rust) in named.collect::<Vec<_>>() {
        claim(cx, types, rust.as_str(), id, &Place::root(&["auth", id]), "struct");
    }
}

/// Checks the arguments of a method and the methods of its request.
fn collisions_of_endpoint(cx: &mut Judging<'_>, endpoint: &checked::Endpoint, place: &Place) {
    let mut names = Names::default();
    for parameter in
        endpoint.parameters.iter().filter(|each| !each.from_client && each.constant.is_none())
    {
        let key = Key::new(&parameter.wire, parameter.required).to_string();
        let own = place.child(parameter.location.key()).child(&key);
        // What is not the endpoint's own is a header of every endpoint.
        let place = if own.exists(cx.facts.api) { own } else { Place::root(&["headers", &key]) };
        let where_ = if parameter.required { Scope::Free } else { Scope::Request };
        let rust = value_name(&parameter.name, where_);
        claim(cx, &mut names, rust.plain(), &parameter.wire, &place, "parameter");
    }
    let inside = place.child("response").child("headers");
    for header in &endpoint.response_headers {
        let rust = constant_name(&header.name, Scope::Free);
        let place = inside.child(&header.name);
        claim(cx, &mut names, rust.as_str(), &header.name, &place, "constant");
    }
    let Some(checked::Body { kind: BodyKind::Fields(fields), .. }) = &endpoint.body else {
        return;
    };
    let inside = place.child("body").child("fields");
    for field in fields.iter().filter(|field| !field.read_only && field.constant.is_none()) {
        let place = inside.of(&Key::new(&field.wire, field.required));
        let where_ = if field.required { Scope::Free } else { Scope::Request };
        let rust = value_name(&field.name, where_);
        claim(cx, &mut names, rust.plain(), &field.wire, &place, "field");
        if !field.required && field.type_.nullable {
            let clear = null_name(&rust);
            claim(cx, &mut names, &clear, &field.wire, &place, "method");
        }
    }
}

fn collisions_of_type(cx: &mut Judging<'_>, id: checked::TypeId, shape: &Shape, place: &Place) {
    let mut names = Names::default();
    match shape {
        Shape::Object { fields, .. } => {
            for field in fields {
                let (place, wire) = (cx.facts.place_of_field(id, &field.wire), &field.wire);
                let rust = value_name(&field.name, Scope::Free);
                claim(cx, &mut names, rust.plain(), wire, &place, "field");
                if is_three_state(field) {
                    let clear = null_name(&value_name(&field.name, Scope::Object));
                    claim(cx, &mut names, &clear, wire, &place, "method");
                }
            }
        }
        Shape::Enum(values) => {
            let inside = place.child("enum");
            for (index, EnumValue { wire: value, name, .. }) in values.iter().enumerate() {
                let rust = type_name(name, Scope::Variant);
                let place = item(cx.facts, &inside, value, index);
                claim(cx, &mut names, rust.as_str(), value, &place, "variant");
            }
        }
        Shape::IntegerEnum(values) => {
            let inside = place.child("enum");
            for (_, EnumValue { wire, name, .. }) in values {
                let rust = type_name(name, Scope::Variant);
                claim(cx, &mut names, rust.as_str(), wire, &inside.child(wire), "variant");
            }
        }
        Shape::Union(union) => {
            let inside = place.child("union");
            for (index, (case, _)) in union.cases.iter().enumerate() {
                let rust = type_name(union.name(index), Scope::Variant);
                let place = item(cx.facts, &inside, case, index);
                claim(cx, &mut names, rust.as_str(), case, &place, "variant");
            }
        }
        Shape::Text { .. } | Shape::Alias(_) => {}
    }
}

/// Returns the place of what stands in a map by its key, and in a list by its number.
fn item(facts: &Facts<'_>, inside: &Place, key: &str, index: usize) -> Place {
    let place = inside.child(key);
    if place.exists(facts.api) { place } else { inside.child(&index.to_string()) }
}

/// Returns whether a field can be absent, null or a value.
fn is_three_state(field: &Field) -> bool {
    field.type_.nullable && !field.read_only && (!field.required || field.write_only)
}
