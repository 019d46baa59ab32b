//! Parameters: what may stand in a path, a query or a header.

use super::checked::{Kind, Location, Parameter, Shape};
use super::constants::{Beside, typed};
use super::fields::{optional, type_text};
use super::place::Place;
use super::{Checking, wire};
use crate::naming;
use crate::spec::model::{self, Named};

impl Checking<'_> {
    /// Query parameters of an endpoint; `owner` names what is written out in them.
    pub(super) fn query(
        &mut self,
        owner: &str,
        query: &Named<model::Parameter>,
        place: &Place,
    ) -> Vec<Parameter> {
        query
            .iter()
            .map(|(key, parameter)| {
                let place = place.child(key);
                let (wire, optional) = optional(key);
                if wire.is_empty() {
                    self.error_at_key("no-name", &place, "a parameter needs a name")
                        .help("write it as the API spells it")
                        .add();
                }
                if optional && !wire.is_empty() && query.contains_key(wire) {
                    self.parameter_twice(wire, "with and without `?`", &place);
                }
                self.of_an_endpoint(parameter, &place);
                self.parameter(owner, wire, parameter, Location::Query, !optional, &place)
            })
            .collect()
    }

    /// Header parameters of an endpoint, or of all of them.
    pub(super) fn headers(
        &mut self,
        owner: &str,
        headers: &Named<model::Parameter>,
        place: &Place,
    ) -> Vec<Parameter> {
        headers
            .iter()
            .map(|(key, parameter)| {
                let place = place.child(key);
                let (wire, optional) = optional(key);
                self.header_name(wire, true, &place);
                if wire::RESERVED_HEADERS.iter().any(|reserved| wire.eq_ignore_ascii_case(reserved))
                {
                    self.error_at_key(
                        "reserved-header",
                        &place,
                        format!("the client writes `{wire}` itself"),
                    )
                    .help("credentials belong under `auth`; the rest follows from the call")
                    .add();
                }
                let earlier = headers.keys().take_while(|other| *other != key);
                if earlier
                    .map(|key| self::optional(key).0)
                    .any(|other| other.eq_ignore_ascii_case(wire))
                {
                    self.parameter_twice(wire, "and headers know no capitals", &place);
                }
                self.of_an_endpoint(parameter, &place);
                self.parameter(owner, wire, parameter, Location::Header, !optional, &place)
            })
            .collect()
    }

    fn parameter_twice(&mut self, wire: &str, how: &str, place: &Place) {
        self.error_at_key(
            "parameter-twice",
            place,
            format!("the parameter `{wire}` is there twice, {how}"),
        )
        .help("keep one of them")
        .add();
    }

    /// What only a client's parameter has.
    pub(super) fn of_an_endpoint(&mut self, parameter: &model::Parameter, place: &Place) {
        if parameter.env.is_some() {
            self.error_at_key(
                "misplaced-env",
                &place.child("env"),
                "only what is set on the client is read from the environment",
            )
            .help("move the parameter to `client_params` in api.yaml")
            .add();
        }
    }

    /// One parameter.
    pub(super) fn parameter(
        &mut self,
        owner: &str,
        wire: &str,
        parameter: &model::Parameter,
        location: Location,
        required: bool,
        place: &Place,
    ) -> Parameter {
        // In a parameter, `name` is the parameter's, not that of a type written out in it.
        let constant = self.constant_parameter(wire, parameter, location, required, place);
        let mut type_ = typed(&parameter.type_, parameter.const_.as_ref()).into_owned();
        let mut name = None;
        if let model::Type::Full(parts) = &mut type_ {
            name = parts.name.take();
        }
        let name = name.unwrap_or_else(|| wire.to_owned());
        let before = self.found.len();
        let type_ = self.type_(&naming::joined(owner, &name), &type_, place);
        let item = match &type_.kind {
            Kind::List(item) if location == Location::Query && !type_.nullable => &item.0,
            _ => &type_,
        };
        let fits = self.is_scalar(&item.kind) && !item.nullable;
        if !fits && !self.is_mistaken(&type_, before) {
            let help = match location {
                Location::Query => {
                    "a query takes strings, numbers, booleans, dates, enums and lists of them"
                }
                _ => "a path and a header take strings, numbers, booleans, dates and enums",
            };
            self.error_at_key(
                "parameter-type",
                place,
                format!("`{wire}` can't be written into a {}", called(location)),
            )
            .help(help)
            .add();
        }
        if !self.is_mistaken(&type_, before) {
            self.remember_constant(constant.as_ref(), &type_, place);
        }
        if parameter.allow_sibling && location != Location::Path {
            self.error_at_key(
                "misplaced-sibling",
                &place.child("allow_sibling"),
                "only a value in a path can name a sibling",
            )
            .help("take it away")
            .add();
        }
        Parameter {
            wire: wire.to_owned(),
            name,
            location,
            required,
            from_client: false,
            constant,
            env: parameter.env.clone(),
            type_,
            allow_sibling: parameter.allow_sibling,
            reserved: Vec::new(),
            text: type_text(&parameter.type_),
        }
    }

    fn constant_parameter(
        &mut self,
        wire: &str,
        parameter: &model::Parameter,
        location: Location,
        required: bool,
        place: &Place,
    ) -> Option<serde_json::Value> {
        let value = &parameter.const_;
        if location == Location::Path {
            self.constant_in_path(parameter, place);
            return None;
        }
        let given =
            Beside { wire, value, type_: &parameter.type_, optional: !required, read_only: false };
        self.constant(&given, place)
    }

    /// What stands in a path differs from call to call, or is a part of the path.
    pub(super) fn constant_in_path(&mut self, parameter: &model::Parameter, place: &Place) {
        self.no_constant(
            parameter.const_.as_ref(),
            "what is the same in every call is no parameter of a path",
            "write the value itself where it stands in `path:`, or the constant under `query:` or `headers:`",
            place,
        );
    }

    fn is_scalar(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::Any | Kind::Binary | Kind::List(_) | Kind::Map(_) => false,
            // An error elsewhere may have left a definition open.
            Kind::Named(id) => {
                !matches!(self.definitions[id.0].shape, Shape::Object { .. } | Shape::Union(_))
            }
            _ => true,
        }
    }
}

fn called(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
    }
}
