//! Endpoints.

use super::checked::{
    Body, BodyKind, Endpoint, Kind, Location, Method, PageStyle, Pages, Parameter, Type,
};
use super::place::Place;
use super::types::optional;
use super::{Checking, path, text};
use crate::naming;
use crate::spec::model::{self, Type as Written};
use crate::spec::nearest;

/// What endpoints of a file are checked against.
pub(super) struct Context<'c> {
    pub(super) file: usize,
    pub(super) client: &'c [Parameter],
    pub(super) common: &'c [Parameter],
}

impl Checking<'_> {
    /// The endpoints of one file.
    pub(super) fn endpoints(&mut self, context: &Context<'_>) -> Vec<Endpoint> {
        let mut endpoints = Vec::new();
        for (name, endpoint) in self.endpoints_of(context.file) {
            let place = Place::new(context.file, &["endpoints", name]);
            endpoints.push(self.endpoint(name, endpoint, context, &place));
        }
        endpoints
    }

    fn endpoint(
        &mut self,
        name: &str,
        endpoint: &model::Endpoint,
        context: &Context<'_>,
        place: &Place,
    ) -> Endpoint {
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        {
            self.error_at_key("endpoint-name", place, format!("`{name}` is no name for a method"))
                .help("start with a letter, and go on with letters, digits and `_`")
                .add();
        }
        let mut parameters = self.path_parameters(name, endpoint, context, place);
        parameters.extend(self.query(name, &endpoint.query, &place.child("query")));
        let headers = self.headers(name, &endpoint.headers, &place.child("headers"));
        let common = context.common.iter().filter(|common| {
            !headers.iter().any(|header| header.wire.eq_ignore_ascii_case(&common.wire))
        });
        let common: Vec<Parameter> = common.cloned().collect();
        parameters.extend(headers);
        parameters.extend(common);
        let body = endpoint
            .body
            .as_ref()
            .and_then(|body| self.body(name, endpoint.method, body, &place.child("body")));
        for (index, permission) in endpoint.permissions.iter().enumerate() {
            if permission.trim().is_empty() {
                self.error(
                    "no-name",
                    &place.child("permissions").child(&index.to_string()),
                    "a permission needs a name",
                )
                .help("name it as the API's documentation does, or take it away")
                .add();
            }
        }
        let before = self.found.len();
        let response = self.response(name, endpoint, place);
        let mistaken = response.as_ref().is_some_and(|type_| self.is_mistaken(type_, before));
        let pages = endpoint.pages.as_ref().map(|pages| {
            let place = place.child("pages");
            if !mistaken {
                self.only_of_a_list(response.as_ref(), &place);
            }
            self.pages(pages, endpoint, &place)
        });
        Endpoint {
            name: name.to_owned(),
            text: text(
                endpoint.summary.as_ref(),
                endpoint.description.as_ref(),
                endpoint.deprecated.as_ref(),
            ),
            method: endpoint.method,
            path: endpoint.path.clone(),
            parameters,
            body,
            auth: self.accepted(&endpoint.auth, &place.child("auth")),
            permissions: endpoint.permissions.clone(),
            response,
            pages,
            wrapping: endpoint.envelope.filter(|_| self.api.file.content.envelope.is_some()),
        }
    }

    /// The parameters of a path, each from the endpoint, from the client, or from both.
    fn path_parameters(
        &mut self,
        owner: &str,
        endpoint: &model::Endpoint,
        context: &Context<'_>,
        place: &Place,
    ) -> Vec<Parameter> {
        let segments = match path::parse(&endpoint.path) {
            Ok(segments) => segments,
            Err(reason) => {
                self.error(
                    "path",
                    &place.child("path"),
                    format!("`{}` is no path: {reason}", endpoint.path),
                )
                .help("write it like `/things/{thing_id}`")
                .add();
                return Vec::new();
            }
        };
        let placeholders = path::placeholders(&segments);
        for (index, name) in placeholders.iter().enumerate() {
            if placeholders[..index].contains(name) {
                self.error(
                    "placeholder-twice",
                    &place.child("path"),
                    format!("`{{{name}}}` stands in the path twice"),
                )
                .help("give the second one a name of its own")
                .add();
            }
        }
        let inside = place.child("path_params");
        for key in endpoint.path_params.keys() {
            let (wire, is_optional) = optional(key);
            if is_optional {
                self.error_at_key(
                    "optional-path-parameter",
                    &inside.child(key),
                    "a path can't do without a part of it",
                )
                .help("take the `?` away")
                .add();
            } else if !placeholders.contains(&wire) {
                let near = nearest(wire, placeholders.iter().copied());
                let help = near.map_or_else(
                    || format!("write `{{{wire}}}` where it stands in the path, or take it away"),
                    |near| format!("did you mean `{near}`?"),
                );
                self.error_at_key(
                    "unused-path-parameter",
                    &inside.child(key),
                    format!("`{wire}` has no place in the path"),
                )
                .help(help)
                .add();
            }
        }
        let mut parameters = Vec::new();
        for name in placeholders {
            let own = endpoint.path_params.get(name);
            let client = context.client.iter().find(|parameter| parameter.wire == name);
            match (own, client) {
                (Some(own), None) => {
                    let place = inside.child(name);
                    self.of_an_endpoint(own, &place);
                    parameters.push(self.parameter(owner, name, own, Location::Path, true, &place));
                }
                (Some(own), Some(client)) => {
                    let place = inside.child(name);
                    parameters.extend(self.tightened(own, client, &place));
                }
                (None, Some(client)) => {
                    parameters.push(Parameter { from_client: true, ..client.clone() });
                }
                (None, None) => {
                    let unused = endpoint.path_params.keys().map(String::as_str);
                    let unused =
                        unused.filter(|key| !endpoint.path.contains(&format!("{{{key}}}")));
                    if nearest(name, unused).is_some() {
                        // A misspelt name, which has been reported where it stands.
                        continue;
                    }
                    let known = context.client.iter().map(|parameter| parameter.wire.as_str());
                    let help = nearest(name, known).map_or_else(
                        || format!("describe `{name}` under `path_params`, or under `client_params` in api.yaml"),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.error(
                        "missing-path-parameter",
                        &place.child("path"),
                        format!("nothing describes `{{{name}}}`"),
                    )
                    .help(help)
                    .add();
                }
            }
        }
        parameters
    }

    /// A client parameter for which an endpoint has limits of its own.
    fn tightened(
        &mut self,
        own: &model::Parameter,
        client: &Parameter,
        place: &Place,
    ) -> Option<Parameter> {
        let limits_only = match &own.type_ {
            Written::Full(parts) => Some(parts).filter(|parts| !says_what_it_is(parts)),
            Written::Bare(_) => None,
        };
        let Some(parts) = limits_only else {
            self.error(
                "client-parameter",
                place,
                format!("`{}` is the client's, which says what it is", client.wire),
            )
            .help("write limits only, such as `{ minLength: 32 }`")
            .add();
            return None;
        };
        let mut parameter = client.clone();
        let limits = self.limits(parts, &client.type_.kind, place);
        parameter.type_.limits = self.whole_limits(&client.type_).tightened(&limits);
        let whole = parameter.type_.limits.clone();
        self.consistent(&whole, place);
        parameter.type_.example.clone_from(&parts.example);
        self.remember(&parameter.type_, place);
        parameter.from_client = true;
        parameter.allow_sibling = own.allow_sibling;
        Some(parameter)
    }

    fn body(
        &mut self,
        owner: &str,
        method: Method,
        body: &model::Body,
        place: &Place,
    ) -> Option<Body> {
        if matches!(method, Method::Get | Method::Head) {
            self.error_at_key(
                "body-of-get",
                place,
                "a GET or HEAD has no body that servers look at (RFC 9110, section 9.3.1)",
            )
            .help("send it as query parameters, or use another method")
            .add();
            return None;
        }
        if let Some(wrap) = &body.wrap
            && wrap.is_empty()
        {
            self.error(
                "no-name",
                &place.child("wrap"),
                "the field that holds the body needs a name",
            )
            .help("write the field's name, or leave `wrap` out")
            .add();
        }
        let wrap = body.wrap.clone();
        let Written::Full(parts) = &body.type_ else {
            let type_ = self.type_(&naming::joined(owner, "body"), &body.type_, place);
            return Some(Body { wrap, kind: self.whole(type_, place) });
        };
        if parts.nullable {
            self.error_at_key(
                "nullable-body",
                &place.child("nullable"),
                "a body that is null is sent by no method of the client",
            )
            .help("take it away")
            .add();
        }
        let empty = !says_what_it_is(parts) && parts.extends.is_none();
        if empty {
            return Some(Body { wrap, kind: BodyKind::Fields(Vec::new()) });
        }
        let own = parts.fields.as_ref().filter(|_| parts.extends.is_none() && parts.name.is_none());
        if let Some(fields) = own {
            let required =
                fields.iter().filter(|(key, field)| !optional(key).1 && !field.read_only).count();
            // One or two are arguments; more are one value, whose parts have names.
            if required <= 2 {
                let fields = self.fields(owner, fields, place);
                return Some(Body { wrap, kind: BodyKind::Fields(fields) });
            }
        }
        let mut type_ = self.type_(&naming::joined(owner, "body"), &body.type_, place);
        type_.nullable &= !parts.nullable;
        Some(Body { wrap, kind: self.whole(type_, place) })
    }

    fn whole(&mut self, type_: Type, place: &Place) -> BodyKind {
        if type_.nullable {
            self.error(
                "nullable-body",
                place,
                "a body that is null is sent by no method of the client",
            )
            .help("take `| null` away")
            .add();
        }
        BodyKind::Whole(Box::new(type_))
    }

    fn response(&mut self, owner: &str, endpoint: &model::Endpoint, place: &Place) -> Option<Type> {
        let response = endpoint.response.as_ref()?;
        if matches!(response, Written::Bare(word) if word.trim() == "none") {
            return None;
        }
        let place = place.child("response");
        if endpoint.method == Method::Head {
            self.error_at_key(
                "response-of-head",
                &place,
                "the answer to a HEAD has no body (RFC 9110, section 9.3.2)",
            )
            .help("write `response: none`; `.raw()` gives a call's status and headers")
            .add();
            return None;
        }
        Some(self.type_(&naming::joined(owner, "response"), response, &place))
    }

    fn only_of_a_list(&mut self, response: Option<&Type>, place: &Place) {
        let list = response.is_some_and(|type_| {
            matches!(self.base(&type_.kind), Kind::List(_)) && !type_.nullable
        });
        if !list {
            self.error_at_key("pages-of-what", place, "only a list has pages")
                .help("write `response: { list: .. }`")
                .add();
        }
    }

    fn pages(&mut self, pages: &model::Pages, endpoint: &model::Endpoint, place: &Place) -> Pages {
        let (key, parameter) = match pages.style {
            PageStyle::Single => ("single", None),
            PageStyle::Page => ("page", pages.page.as_ref()),
            PageStyle::Offset => ("offset", pages.offset.as_ref()),
            PageStyle::Cursor => ("cursor", pages.cursor.as_ref()),
        };
        if pages.style != PageStyle::Single && parameter.is_none() {
            self.error(
                "no-page-parameter",
                place,
                format!("nothing says which parameter holds the {key}"),
            )
            .help(format!("write `{key}: <the query parameter>`"))
            .add();
        }
        for (name, value) in [
            ("page", &pages.page),
            ("offset", &pages.offset),
            ("cursor", &pages.cursor),
            ("size", &pages.size),
        ] {
            let Some(value) = value else { continue };
            let known = || endpoint.query.keys().map(|key| optional(key).0);
            if !known().any(|key| key == value) {
                let near = nearest(value, known()).map_or_else(
                    || "describe it under `query:`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.error(
                    "no-page-parameter",
                    &place.child(name),
                    format!("the endpoint has no query parameter `{value}`"),
                )
                .help(near)
                .add();
            }
        }
        if pages.style == PageStyle::Cursor && pages.next.is_none() {
            self.error("no-next", place, "nothing says where an answer holds the following cursor")
                .help("write `next:` with the way to it, such as `result_info.cursor`")
                .add();
        }
        for (name, way) in [
            ("items", &pages.items),
            ("total", &pages.total),
            ("next", &pages.next),
            ("more", &pages.more),
        ] {
            if let Some(way) = way {
                self.way(way, false, &place.child(name));
            }
        }
        Pages {
            style: pages.style,
            parameter: parameter.cloned(),
            size: pages.size.clone(),
            items: pages.items.clone(),
            total: pages.total.clone(),
            next: pages.next.clone(),
            more: pages.more.clone(),
        }
    }
}

/// Whether a type spelled out says what a value is, rather than only what limits it.
fn says_what_it_is(parts: &model::TypeParts) -> bool {
    parts.type_.is_some()
        || parts.fields.is_some()
        || parts.enum_.is_some()
        || parts.union.is_some()
        || parts.list.is_some()
        || parts.map.is_some()
}
