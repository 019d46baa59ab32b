//! Parameters: what stands in a path, a query, a header.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::openapi::document::Node;
use crate::openapi::import::calls::Calls;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{
    Deprecation, Endpoint, ListKeys, Parameter, Style, Type, TypeParts, UnionCases, ValueForm,
};
use crate::words::key::{Key, Keyed};
use crate::words::naming::{self, Place};
use crate::words::standing::{Misfit, Place as Stands, Standing, stand};
use crate::words::style::Encoding;
use crate::words::wire;

/// Headers that `OpenAPI` says are described elsewhere, and those that the client writes itself.
const DESCRIBED_ELSEWHERE: &[&str] = &["accept", "content-type", "authorization"];
/// Headers whose value follows from the request, so that a caller loses nothing without them.
const MEASURED_BY_THE_CLIENT: &[&str] = &["content-length", "host", "transfer-encoding"];

impl<'d> Calls<'d> {
    /// Fills in the parameters of an endpoint.
    #[allow(clippy::too_many_lines, reason = "each place of a parameter is a step of its own")]
    pub(in crate::openapi) fn parameters(
        &mut self,
        draft: &Draft<'d>,
        endpoint: &mut Endpoint,
    ) -> BTreeSet<String> {
        let all = self.types.reader.described(draft);
        let placeholders = placeholders(&draft.path);
        let mut rust_names = BTreeSet::new();
        let mut path_params: Keyed<Parameter> = Keyed::new();
        for at in &all {
            let (Some(name), Some(location)) = (at.text("name"), at.text("in")) else {
                self.types.reader.loss(
                    at,
                    "odd-parameter",
                    "a parameter without a name or a place is left out",
                );
                continue;
            };
            let required = at.flag("required");
            match location {
                "path" => {
                    if !placeholders.iter().any(|placeholder| placeholder == name) {
                        self.types.reader.note(
                            at,
                            "unused-path-parameter",
                            format!("`{name}` has no place in the path, and is left out"),
                        );
                        continue;
                    }
                    let type_ = self.written(at, location);
                    path_params.insert(
                        Key::new(name, true),
                        self.parameter(name, type_, "path", true, &mut rust_names),
                    );
                }
                "query" => {
                    if name.is_empty() {
                        self.types.reader.loss(
                            at,
                            "odd-name",
                            "a parameter without a name is left out",
                        );
                        continue;
                    }
                    let type_ = self.written(at, location);
                    let parameter = self.parameter(name, type_, "query", required, &mut rust_names);
                    endpoint.query.insert(Key::new(name, required), parameter);
                }
                "header" => {
                    let lower = name.to_ascii_lowercase();
                    if DESCRIBED_ELSEWHERE.contains(&lower.as_str()) {
                        continue;
                    }
                    if MEASURED_BY_THE_CLIENT.contains(&lower.as_str()) {
                        let message = format!("the client writes the header {name:?} by itself");
                        self.types.reader.note(at, "header", message);
                        continue;
                    }
                    if wire::RESERVED_HEADERS.contains(&lower.as_str()) || !wire::is_token(name) {
                        self.types.reader.loss(
                            at,
                            "header",
                            format!(
                                "the header {name:?} is not the caller's to write, and is left out"
                            ),
                        );
                        continue;
                    }
                    if endpoint.headers.keys().any(|other| other.wire.eq_ignore_ascii_case(name)) {
                        self.types.reader.note(
                            at,
                            "header",
                            format!("the header `{name}` is described twice"),
                        );
                        continue;
                    }
                    let type_ = self.written(at, location);
                    let parameter =
                        self.parameter(name, type_, "header", required, &mut rust_names);
                    endpoint.headers.insert(Key::new(name, required), parameter);
                }
                "cookie" => {
                    if !wire::is_token(name) {
                        self.types.reader.loss(
                            at,
                            "odd-name",
                            format!("no cookie is called {name:?}; it is left out"),
                        );
                        continue;
                    }
                    let type_ = self.written(at, location);
                    let parameter =
                        self.parameter(name, type_, "cookie", required, &mut rust_names);
                    endpoint.cookies.insert(Key::new(name, required), parameter);
                }
                _ => self.types.reader.loss(
                    at,
                    "odd-parameter",
                    format!("no parameter stands in a {location:?}; it is left out"),
                ),
            }
        }
        for placeholder in &placeholders {
            // Those that nothing describes are texts.
            let parameter =
                path_params.swap_remove(&(&**placeholder, false)).unwrap_or_else(|| {
                    self.types.reader.note(
                        &draft.at,
                        "undeclared-path-parameter",
                        format!("nothing describes `{{{placeholder}}}`, which is taken as a text"),
                    );
                    self.parameter(
                        placeholder,
                        Parameter { type_: plain("string"), ..Parameter::default() },
                        "path",
                        true,
                        &mut rust_names,
                    )
                });
            endpoint.path_params.insert(Key::new(placeholder, true), parameter);
        }
        for (name, value) in &draft.constants {
            let parameter = Parameter {
                const_: Some(Value::from(value.as_str()).into()),
                ..Parameter::default()
            };
            endpoint.query.entry(Key::new(name, true)).or_insert(parameter);
        }
        rust_names
    }

    /// A parameter under a name that no other of the call has.
    fn parameter(
        &mut self,
        wire: &str,
        mut parameter: Parameter,
        location: &str,
        required: bool,
        taken: &mut BTreeSet<String>,
    ) -> Parameter {
        let place = if required { Place::Free } else { Place::Request };
        let mut rust = naming::value_name(wire, place).plain().to_owned();
        if taken.contains(&rust) {
            let plain = naming::value_name(wire, Place::Free).plain().to_owned();
            let spelled = naming::spelled(wire);
            let candidates =
                [spelled.clone(), format!("{location}_{plain}"), format!("{location}_{spelled}")];
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let rust_of = |name: &String| naming::value_name(name, place).plain().to_owned();
            let name = candidates
                .into_iter()
                .chain(numbered)
                .find(|name| !taken.contains(&rust_of(name)))
                .unwrap_or(plain);
            rust = rust_of(&name);
            let mut parts = parts_of(parameter.type_.take());
            parts.name = Some(name);
            parameter.type_ = Type::Full(parts);
        }
        taken.insert(rust);
        parameter
    }

    /// A parameter's type and how its value is written.
    fn written(&mut self, at: &At<'d>, location: &str) -> Parameter {
        let mut parameter = Parameter::default();
        let by_content = if at.given("schema").is_none() { at.get("content") } else { None };
        let schema = match &by_content {
            Some(content) => content.members().next().and_then(|(_, media)| media.given("schema")),
            None => at.given("schema"),
        };
        let type_ = match schema {
            Some(schema) => self.types.type_of(&schema),
            None => plain("string"),
        };
        let mut parts = parts_of(type_);
        if let Some(description) = at.text("description").filter(|text| !text.trim().is_empty()) {
            (parts.summary, parts.description) = descriptions::split(description);
        }
        if at.flag("deprecated") {
            parts.deprecated = Some(Deprecation::Flag(true));
        }
        let example = at.get("example").map(|at| at.value).or_else(|| {
            let named = at.get("examples")?.members().next()?.1;
            named.get("value").map(|at| at.value)
        });
        if let Some(example) = example {
            parts.example = Some(example.to_value().into());
        }
        without_null(&mut parts);
        parameter.type_ = Type::Full(parts);
        if by_content.is_some() {
            if !self.is_one_text(&parameter.type_) {
                parameter.as_ = Some(ValueForm::Json);
            }
            return parameter;
        }
        self.style(at, location, &mut parameter);
        parameter
    }

    /// How a value of several parts is written; what none of the styles can write is a text of the caller's.
    fn style(&mut self, at: &At<'d>, location: &str, parameter: &mut Parameter) {
        if self.is_one_text(&parameter.type_) {
            return;
        }
        let place = match location {
            "path" => Stands::Path,
            "header" => Stands::Header,
            "cookie" => Stands::Cookie,
            _ => Stands::Query,
        };
        let usual = place.usual();
        let style = match (at.text("style"), location) {
            (Some("spaceDelimited"), "query") => Style::SpaceDelimited,
            (Some("pipeDelimited"), "query") => Style::PipeDelimited,
            (Some("deepObject"), "query") => Style::DeepObject,
            (Some("label"), "path") => Style::Label,
            (Some("matrix"), "path") => Style::Matrix,
            _ => usual,
        };
        let stated = at.value.get("explode").and_then(Node::as_bool);
        // What is delimited and exploded is a form (OpenAPI's own table has no such thing).
        let style = if style.delimits() && stated == Some(true) { Style::Form } else { style };
        let explode = stated.filter(|_| !style.delimits() && style != Style::DeepObject);
        let explode = explode.unwrap_or(style.explodes());
        parameter.style = Some(style).filter(|style| *style != usual);
        parameter.explode = Some(explode).filter(|explode| *explode != style.explodes());
        // OpenAPI does not say how a list in it repeats its key; servers that take it read `ids[]`.
        parameter.lists = (style == Style::DeepObject).then_some(ListKeys::Brackets);
        let lists = parameter.lists.unwrap_or_default();
        let encoding = Encoding { explode, lists, ..Encoding::new(style) };
        let mut stood = stand(&&self.types, &parameter.type_, place, Some(encoding));
        if stood == Err(Misfit::Items) {
            let lists = ListKeys::Indices;
            stood =
                stand(&&self.types, &parameter.type_, place, Some(Encoding { lists, ..encoding }));
            parameter.lists = Some(lists);
            let message = "lists in the value are written with indices, such as `a[0][b]`";
            self.types.reader.note(at, "list-keys", message);
        }
        if let Err(misfit) = stood {
            let message = format!(
                "{}, which the style `{}` cannot write; the value is a text that the caller writes",
                misfit.reason(),
                style.word()
            );
            self.types.reader.loss(at, "parameter-type", message);
            if let Some(schema) = at.given("schema") {
                self.types.count_lost(&schema, "parameter-type");
            }
            parameter.type_ = as_text(&parameter.type_);
            (parameter.style, parameter.explode, parameter.lists) = (None, None, None);
        }
    }

    /// Whether a value is one text wherever it stands.
    fn is_one_text(&self, type_: &Type) -> bool {
        let stand = stand(&&self.types, type_, Stands::Header, None);
        stand.is_ok_and(|it| matches!(it.standing, Standing::Text | Standing::Any))
    }
}

/// Takes null away where a parameter has no way to say it: from its value, the items of it, and those of its cases.
fn without_null(parts: &mut TypeParts) {
    parts.nullable = false;
    if let Some(Type::Full(item)) = &mut parts.list {
        item.nullable = false;
    }
    if let Some(UnionCases::Untagged(cases)) = parts.union.as_deref_mut() {
        for case in cases {
            let Type::Full(case) = case else { continue };
            if let Some(Type::Full(item)) = &mut case.list {
                item.nullable = false;
            }
        }
    }
}

/// A text with the description of another type.
pub(super) fn as_text(type_: &Type) -> Type {
    let mut text = TypeParts { type_: Some("string".to_owned()), ..TypeParts::default() };
    if let Type::Full(parts) = type_ {
        text.summary.clone_from(&parts.summary);
        text.description.clone_from(&parts.description);
        text.deprecated.clone_from(&parts.deprecated);
        text.name.clone_from(&parts.name);
    }
    Type::Full(Box::new(text))
}

/// A type by its name.
pub(in crate::openapi) fn plain(name: &str) -> Type {
    Type::Full(Box::new(TypeParts { type_: Some(name.to_owned()), ..TypeParts::default() }))
}

/// The placeholders of a path, each once.
pub(in crate::openapi) fn placeholders(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = path.split('#').next().unwrap_or(path);
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}
