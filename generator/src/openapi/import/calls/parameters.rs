//! Parameters in paths, queries, headers and cookies.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::openapi::document::Node;
use crate::openapi::import::calls::Calls;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::operations::{Draft, placeholders};
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{
    Deprecation, Endpoint, ListKeys, Parameter, Style, Type, TypeParts, UnionCases, ValueForm,
};
use crate::words::key::{Key, Keyed};
use crate::words::location::Location;
use crate::words::naming::{self, Scope};
use crate::words::standing::{Misfit, Slot, Standing, stand};
use crate::words::style::Encoding;
use crate::words::wire;

/// Headers that `OpenAPI` describes elsewhere, and those that the client writes itself.
const DESCRIBED_ELSEWHERE: &[&str] = &["accept", "content-type", "authorization"];
/// Headers whose values follow from the request, so that callers lose nothing without them.
const MEASURED_BY_THE_CLIENT: &[&str] = &["content-length", "host", "transfer-encoding"];

impl<'d> Calls<'d> {
    /// Adds the parameters to an endpoint, and returns the Rust names that they take.
    pub(super) fn parameters(
        &mut self,
        draft: &Draft<'d>,
        endpoint: &mut Endpoint,
    ) -> BTreeSet<String> {
        let placeholders = placeholders(&draft.path);
        let mut taken = BTreeSet::new();
        let mut in_path: Keyed<Parameter> = Keyed::new();
        for at in &self.types.reader.described(draft) {
            let Some((name, location)) = self.name_and_location(at) else { continue };
            let is_taken_over = match location {
                Location::Path => self.stands_in_path(at, name, &placeholders),
                Location::Query => self.has_a_name(at, name),
                Location::Header => self.is_the_callers_header(at, name, &endpoint.headers),
                Location::Cookie => self.is_a_cookie(at, name),
            };
            if !is_taken_over {
                continue;
            }
            let required = location == Location::Path || at.flag("required");
            let written = self.written(at, location);
            let parameter = self.parameter(name, written, location, required, &mut taken);
            let parameters = match location {
                Location::Path => &mut in_path,
                Location::Query => &mut endpoint.query,
                Location::Header => &mut endpoint.headers,
                Location::Cookie => &mut endpoint.cookies,
            };
            parameters.insert(Key::new(name, required), parameter);
        }
        for name in &placeholders {
            let parameter = match in_path.swap_remove(&(&**name, false)) {
                Some(described) => described,
                None => self.undescribed(draft, name, &mut taken),
            };
            endpoint.path_params.insert(Key::new(name, true), parameter);
        }
        for (name, value) in &draft.constants {
            let parameter = Parameter {
                const_: Some(Value::from(value.as_str()).into()),
                ..Parameter::default()
            };
            endpoint.query.entry(Key::new(name, true)).or_insert(parameter);
        }
        taken
    }

    /// Returns the name and the location of a parameter. One without either is left out.
    fn name_and_location(&mut self, at: &At<'d>) -> Option<(&'d str, Location)> {
        let reader = &mut self.types.reader;
        let (Some(name), Some(location)) = (at.text("name"), at.text("in")) else {
            let message = "the parameter lacks `name` or `in`; it is left out";
            reader.loss(at, "odd-parameter", message);
            return None;
        };
        let known = Location::read(location);
        if known.is_none() {
            let message =
                format!("{location:?} is not a location of parameters; the parameter is left out");
            reader.loss(at, "odd-parameter", message);
        }
        known.map(|location| (name, location))
    }

    fn stands_in_path(&mut self, at: &At<'d>, name: &str, placeholders: &[String]) -> bool {
        let stands = placeholders.iter().any(|placeholder| placeholder == name);
        if !stands {
            let message =
                format!("the path has no placeholder `{{{name}}}`; the parameter is left out");
            self.types.reader.note(at, "unused-path-parameter", message);
        }
        stands
    }

    fn has_a_name(&mut self, at: &At<'d>, name: &str) -> bool {
        if name.is_empty() {
            self.types.reader.loss(
                at,
                "odd-name",
                "the name of the parameter is empty; it is left out",
            );
        }
        !name.is_empty()
    }

    /// Returns whether callers can set a header, and whether it is the first of its name.
    fn is_the_callers_header(&mut self, at: &At<'d>, name: &str, known: &Keyed<Parameter>) -> bool {
        let lower = name.to_ascii_lowercase();
        let reader = &mut self.types.reader;
        if DESCRIBED_ELSEWHERE.contains(&lower.as_str()) {
            return false;
        }
        if MEASURED_BY_THE_CLIENT.contains(&lower.as_str()) {
            reader.note(at, "header", format!("the client sets the header {name:?} itself"));
            return false;
        }
        if wire::RESERVED_HEADERS.contains(&lower.as_str()) || !wire::is_token(name) {
            let message = format!("callers cannot set the header {name:?}; it is left out");
            reader.loss(at, "header", message);
            return false;
        }
        let is_first = !known.keys().any(|other| other.wire.eq_ignore_ascii_case(name));
        if !is_first {
            reader.note(
                at,
                "header",
                format!("the header `{name}` is described twice; the first description counts"),
            );
        }
        is_first
    }

    fn is_a_cookie(&mut self, at: &At<'d>, name: &str) -> bool {
        if !wire::is_token(name) {
            let message =
                format!("{name:?} is not a valid name of a cookie; the cookie is left out");
            self.types.reader.loss(at, "odd-name", message);
        }
        wire::is_token(name)
    }

    /// Adds a placeholder without a description as a string.
    fn undescribed(
        &mut self,
        draft: &Draft<'d>,
        name: &str,
        taken: &mut BTreeSet<String>,
    ) -> Parameter {
        let message =
            format!("the placeholder `{{{name}}}` is not described; it is taken as a string");
        self.types.reader.note(&draft.at, "undeclared-path-parameter", message);
        let text = Parameter { type_: plain("string"), ..Parameter::default() };
        self.parameter(name, text, Location::Path, true, taken)
    }

    /// Adds a parameter under a name that no other one of the call has.
    fn parameter(
        &mut self,
        wire: &str,
        mut parameter: Parameter,
        location: Location,
        required: bool,
        taken: &mut BTreeSet<String>,
    ) -> Parameter {
        let scope = if required { Scope::Free } else { Scope::Request };
        let mut rust = naming::value_name(wire, scope).plain().to_owned();
        if taken.contains(&rust) {
            let plain = naming::value_name(wire, Scope::Free).plain().to_owned();
            let spelled = naming::spelled(wire);
            let location = location.slot().called();
            let candidates =
                [spelled.clone(), format!("{location}_{plain}"), format!("{location}_{spelled}")];
            let numbered = (2..).map(|number| format!("{plain}_{number}"));
            let rust_of = |name: &String| naming::value_name(name, scope).plain().to_owned();
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

    /// Returns a parameter's type and how its value is written.
    fn written(&mut self, at: &At<'d>, location: Location) -> Parameter {
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

    /// Sets how a value with several parts is written; callers pass a value that no style can write as encoded text.
    fn style(&mut self, at: &At<'d>, location: Location, parameter: &mut Parameter) {
        if self.is_one_text(&parameter.type_) {
            return;
        }
        let slot = location.slot();
        let usual = slot.usual();
        let style = match (at.text("style"), location) {
            (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
            (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
            (Some("deepObject"), Location::Query) => Style::DeepObject,
            (Some("label"), Location::Path) => Style::Label,
            (Some("matrix"), Location::Path) => Style::Matrix,
            _ => usual,
        };
        let stated = at.value.get("explode").and_then(Node::as_bool);
        // A delimited style that explodes is `form` (OpenAPI's own table has no such combination).
        let style = if style.delimits() && stated == Some(true) { Style::Form } else { style };
        let explode = stated.filter(|_| !style.delimits() && style != Style::DeepObject);
        let explode = explode.unwrap_or(style.explodes());
        parameter.style = Some(style).filter(|style| *style != usual);
        parameter.explode = Some(explode).filter(|explode| *explode != style.explodes());
        // OpenAPI does not say how a list in it repeats its key; servers that accept it read `ids[]`.
        parameter.lists = (style == Style::DeepObject).then_some(ListKeys::Brackets);
        let lists = parameter.lists.unwrap_or_default();
        let encoding = Encoding { explode, lists, ..Encoding::new(style) };
        let mut stood = stand(&&self.types, &parameter.type_, slot, Some(encoding));
        if stood == Err(Misfit::Items) {
            let lists = ListKeys::Indices;
            stood =
                stand(&&self.types, &parameter.type_, slot, Some(Encoding { lists, ..encoding }));
            parameter.lists = Some(lists);
            let message =
                "the items of lists in the value are written with indices, such as `a[0][b]`";
            self.types.reader.note(at, "list-keys", message);
        }
        if let Err(misfit) = stood {
            let message = format!(
                "{}, which the style `{}` cannot write; the caller passes the value as encoded text",
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

    /// Returns whether a value is one text in any place.
    fn is_one_text(&self, type_: &Type) -> bool {
        let stand = stand(&&self.types, type_, Slot::Header, None);
        stand.is_ok_and(|it| matches!(it.standing, Standing::Text | Standing::Any))
    }
}

/// Removes null from a parameter that cannot express it: from its value, its items, and those of its cases.
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

/// Returns a string with the documentation of another type.
pub(super) fn as_text(type_: &Type) -> Type {
    let mut text = TypeParts::named("string");
    if let Type::Full(parts) = type_ {
        text.summary.clone_from(&parts.summary);
        text.description.clone_from(&parts.description);
        text.deprecated.clone_from(&parts.deprecated);
        text.name.clone_from(&parts.name);
    }
    Type::Full(Box::new(text))
}

/// Returns a type by its name.
pub(super) fn plain(name: &str) -> Type {
    Type::Full(Box::new(TypeParts::named(name)))
}
