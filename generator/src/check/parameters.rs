//! Parameters: what may stand in a path, a query, a header or a cookie.

use super::checked::{Location, Parameter, Stand, Standing};
use super::constants::{self, Beside};
use super::{Judging, head, overrides, standing, styles};
use crate::resolve::{Found, Place, written};
use crate::spec::model;
use crate::words::key::{Key, Keyed};
use crate::words::standing::Slot;
use crate::words::wire;

/// Judges the parameters that are set on the client.
pub(super) fn of_the_client(cx: &mut Judging<'_>) -> Vec<Parameter> {
    let place = Place::root(&["client_params"]);
    let mut list = Vec::new();
    for (wire, parameter) in &cx.facts.api.file.content.client_params {
        let place = place.child(wire);
        if !wire::is_token(wire) {
            cx.found
                .error_at_key(
                    "parameter-name",
                    &place,
                    format!("`{wire}` is not a valid name of a path parameter"),
                )
                .help("write the name that paths have between `{` and `}`, without `?`; a call that needs the value fails if it is not set")
                .add();
        }
        if let Some(env) = &parameter.env {
            head::variable(env, &place.child("env"), &mut cx.found);
        }
        styles::no_style(parameter, &place, &mut cx.found);
        let stands = Stands { location: Location::Path, slot: Slot::Client, required: true };
        list.push(self::parameter(cx, wire, parameter, stands, &place));
    }
    list
}

/// Returns the header parameters of every endpoint.
pub(super) fn of_every_endpoint(cx: &mut Judging<'_>) -> Vec<Parameter> {
    headers(cx, &cx.facts.api.file.content.headers, &Place::root(&["headers"]))
}

/// Returns the query parameters of an endpoint.
pub(super) fn query(
    cx: &mut Judging<'_>,
    query: &Keyed<model::Parameter>,
    place: &Place,
) -> Vec<Parameter> {
    listed(cx, query, Location::Query, place)
}

/// Returns the cookies of an endpoint.
pub(super) fn cookies(
    cx: &mut Judging<'_>,
    cookies: &Keyed<model::Parameter>,
    place: &Place,
) -> Vec<Parameter> {
    for key in cookies.keys() {
        head::cookie_name(&key.wire, &place.of(key), &mut cx.found);
    }
    listed(cx, cookies, Location::Cookie, place)
}

fn listed(
    cx: &mut Judging<'_>,
    parameters: &Keyed<model::Parameter>,
    location: Location,
    place: &Place,
) -> Vec<Parameter> {
    let mut list = Vec::new();
    for (key, parameter) in parameters {
        let place = place.of(key);
        let Key { wire, optional } = key;
        if overrides::is_left_out(&parameter.type_, !optional, &place, &mut cx.found) {
            continue;
        }
        if wire.is_empty() {
            cx.found
                .error_at_key("no-name", &place, "the parameter has an empty name")
                .help("write the name that the API uses")
                .add();
        }
        if *optional && !wire.is_empty() && parameters.contains_key(&(&**wire, false)) {
            parameter_twice(wire, "once required and once optional", &place, &mut cx.found);
        }
        of_an_endpoint(parameter, &place, &mut cx.found);
        list.push(self::parameter(cx, wire, parameter, Stands::new(location, !optional), &place));
    }
    list
}

/// Returns the header parameters of an endpoint, or of all of them.
pub(super) fn headers(
    cx: &mut Judging<'_>,
    headers: &Keyed<model::Parameter>,
    place: &Place,
) -> Vec<Parameter> {
    let mut list = Vec::new();
    for (key, parameter) in headers {
        let place = place.of(key);
        let Key { wire, optional } = key;
        if overrides::is_left_out(&parameter.type_, !optional, &place, &mut cx.found) {
            continue;
        }
        head::header_name(wire, true, &place, &mut cx.found);
        if wire::RESERVED_HEADERS.iter().any(|reserved| wire.eq_ignore_ascii_case(reserved)) {
            cx.found
                .error_at_key(
                    "reserved-header",
                    &place,
                    format!("the client writes the header `{wire}` itself"),
                )
                .help("remove it; credentials go under `auth`, and the client sets the other headers by each request")
                .add();
        }
        let mut earlier = headers.keys().take_while(|other| *other != key);
        if earlier.any(|key| key.wire.eq_ignore_ascii_case(wire)) {
            parameter_twice(
                wire,
                "and the case of header names does not count",
                &place,
                &mut cx.found,
            );
        }
        of_an_endpoint(parameter, &place, &mut cx.found);
        list.push(self::parameter(
            cx,
            wire,
            parameter,
            Stands::new(Location::Header, !optional),
            &place,
        ));
    }
    list
}

fn parameter_twice(wire: &str, how: &str, place: &Place, found: &mut Found<'_>) {
    found
        .error_at_key(
            "parameter-twice",
            place,
            format!("the parameter `{wire}` is listed twice, {how}"),
        )
        .help("remove one of them")
        .add();
}

/// Judges what only a client's parameter has.
pub(super) fn of_an_endpoint(parameter: &model::Parameter, place: &Place, found: &mut Found<'_>) {
    if parameter.env.is_some() {
        found
            .error_at_key(
                "misplaced-env",
                &place.child("env"),
                "`env` applies to parameters of the client only",
            )
            .help("remove it, or move the parameter to `client_params` in api.yaml")
            .add();
    }
}

/// Where a parameter stands.
#[derive(Clone, Copy)]
pub(super) struct Stands {
    location: Location,
    slot: Slot,
    required: bool,
}

impl Stands {
    pub(super) fn new(location: Location, required: bool) -> Self {
        Self { location, slot: location.slot(), required }
    }
}

/// Returns one parameter.
pub(super) fn parameter(
    cx: &mut Judging<'_>,
    wire: &str,
    parameter: &model::Parameter,
    stands: Stands,
    place: &Place,
) -> Parameter {
    let Stands { location, required, .. } = stands;
    let constant = constant(wire, parameter, location, required, place, &mut cx.found);
    let type_ = cx.facts.type_at(place);
    let encoding = styles::encoding(parameter, location, place, &mut cx.found);
    let stand = if cx.facts.is_mistaken(place) {
        Stand { standing: Standing::Any, plain: false }
    } else {
        constants::fits(cx, constant.as_deref(), place);
        standing::parameter(cx, wire, &type_, stands.slot, encoding, place)
    };
    if parameter.allow_sibling && location != Location::Path {
        cx.found
            .error_at_key(
                "misplaced-sibling",
                &place.child("allow_sibling"),
                "`allow_sibling` applies to path parameters only",
            )
            .help("remove it")
            .add();
    }
    Parameter {
        wire: wire.to_owned(),
        name: written::name_of_parameter(wire, parameter).to_owned(),
        location,
        required,
        from_client: false,
        constant,
        env: parameter.env.clone(),
        type_,
        encoding,
        stand,
        allow_sibling: parameter.allow_sibling,
        reserved: Vec::new(),
        text: parameter.type_.text(),
    }
}

fn constant(
    wire: &str,
    parameter: &model::Parameter,
    location: Location,
    required: bool,
    place: &Place,
    found: &mut Found<'_>,
) -> Option<Box<serde_json::Value>> {
    if location == Location::Path {
        constant_in_path(parameter, place, found);
        return None;
    }
    let value = parameter.const_.as_deref();
    let type_ = &parameter.type_;
    let beside = Beside { wire, value, type_, optional: !required, read_only: false };
    constants::constant(&beside, place, found);
    parameter.const_.clone()
}

/// Refuses a constant in a path, where it would be a part of the path itself.
pub(super) fn constant_in_path(parameter: &model::Parameter, place: &Place, found: &mut Found<'_>) {
    constants::no_constant(
        parameter.const_.as_deref(),
        "`const` does not apply to path parameters",
        "write the value itself in `path:`, or move the constant to `query:` or `headers:`",
        place,
        found,
    );
}
