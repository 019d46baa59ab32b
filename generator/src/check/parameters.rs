//! Parameters: what may stand in a path, a query, a header or a cookie.

use super::Checking;
use super::checked::{Kind, Location, Parameter, Shape};
use super::constants::{Beside, typed};
use super::fields::type_text;
use super::place::Place;
use crate::spec::model;
use crate::words::key::{Key, Keyed};
use crate::words::naming;
use crate::words::wire;

impl Checking<'_> {
    /// Query parameters of an endpoint; `owner` names what is written out in them.
    pub(super) fn query(
        &mut self,
        owner: &str,
        query: &Keyed<model::Parameter>,
        place: &Place,
    ) -> Vec<Parameter> {
        self.listed(owner, query, Location::Query, place)
    }

    /// The cookies of an endpoint.
    pub(super) fn cookies(
        &mut self,
        owner: &str,
        cookies: &Keyed<model::Parameter>,
        place: &Place,
    ) -> Vec<Parameter> {
        for key in cookies.keys() {
            self.cookie_name(&key.wire, &place.of(key));
        }
        self.listed(owner, cookies, Location::Cookie, place)
    }

    /// Whether a cookie can be called so.
    pub(super) fn cookie_name(&mut self, name: &str, place: &Place) {
        if !name.is_empty() && !wire::is_token(name) {
            self.error_at_key("parameter-name", place, format!("`{name}` is no name of a cookie"))
                .help("a cookie's name is made of letters, digits and signs like `-` and `_` (RFC 6265)")
                .add();
        }
    }

    fn listed(
        &mut self,
        owner: &str,
        parameters: &Keyed<model::Parameter>,
        location: Location,
        place: &Place,
    ) -> Vec<Parameter> {
        parameters
            .iter()
            .filter_map(|(key, parameter)| {
                let place = place.of(key);
                let Key { wire, optional } = key;
                if self.left_out(&parameter.type_, !optional, &place) {
                    return None;
                }
                if wire.is_empty() {
                    self.error_at_key("no-name", &place, "a parameter needs a name")
                        .help("write it as the API spells it")
                        .add();
                }
                if *optional && !wire.is_empty() && parameters.contains_key(&(&**wire, false)) {
                    self.parameter_twice(wire, "once required and once optional", &place);
                }
                self.of_an_endpoint(parameter, &place);
                Some(self.parameter(owner, wire, parameter, location, !optional, &place))
            })
            .collect()
    }

    /// Header parameters of an endpoint, or of all of them.
    pub(super) fn headers(
        &mut self,
        owner: &str,
        headers: &Keyed<model::Parameter>,
        place: &Place,
    ) -> Vec<Parameter> {
        headers
            .iter()
            .filter_map(|(key, parameter)| {
                let place = place.of(key);
                let Key { wire, optional } = key;
                if self.left_out(&parameter.type_, !optional, &place) {
                    return None;
                }
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
                let mut earlier = headers.keys().take_while(|other| *other != key);
                if earlier.any(|other| other.wire.eq_ignore_ascii_case(wire)) {
                    self.parameter_twice(wire, "and headers know no capitals", &place);
                }
                self.of_an_endpoint(parameter, &place);
                Some(self.parameter(owner, wire, parameter, Location::Header, !optional, &place))
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
        let (rust, written) = self.name_beside(&parameter.type_, place);
        let mut type_ = typed(&written, parameter.const_.as_deref()).into_owned();
        let mut name = None;
        if let model::Type::Full(parts) = &mut type_ {
            name = parts.name.take();
        }
        let name = rust.or(name).unwrap_or_else(|| wire.to_owned());
        let before = self.found.len();
        let type_ = self.type_(&naming::joined(owner, &name), &type_, place);
        let nullable = type_.nullable && !self.is_mistaken(&type_, before);
        if nullable {
            self.error_at_key(
                "parameter-type",
                place,
                format!("`{wire}` can't be written into a {}: it may be null", location.called()),
            )
            .help("take the null away; a parameter with `?` behind its name may be left out")
            .add();
        }
        let encoding = self.encoding(parameter, location, place);
        if !self.is_mistaken(&type_, before) {
            self.remember_shaped(wire, location, &type_, encoding, place);
            self.remember_constant(constant.as_deref(), &type_, place);
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
            encoding,
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
    ) -> Option<Box<serde_json::Value>> {
        let value = parameter.const_.as_deref();
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
            parameter.const_.as_deref(),
            "what is the same in every call is no parameter of a path",
            "write the value itself where it stands in `path:`, or the constant under `query:` or `headers:`",
            place,
        );
    }

    pub(super) fn is_scalar(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::Any | Kind::Binary | Kind::List(_) | Kind::Tuple(_) | Kind::Map(_) => false,
            // An error elsewhere may have left a definition open.
            Kind::Named(id) => {
                !matches!(self.definitions[id.0].shape, Shape::Object { .. } | Shape::Union(_))
            }
            _ => true,
        }
    }
}
