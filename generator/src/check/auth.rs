//! The ways to prove who is calling, and what every answer of an API has in common.

use super::checked::{self, Credential, Scheme, SchemeKind};
use super::place::Place;
use super::{Checking, text};
use crate::spec::model;
use crate::spec::nearest;
use crate::words::wire;

/// What stands for no credentials among the schemes of an endpoint.
const NONE: &str = "none";

impl Checking<'_> {
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let auth = &self.api.file.content.auth;
        let mut schemes = Vec::new();
        for (id, scheme) in auth {
            let place = Place::root(&["auth", id]);
            schemes.extend(self.scheme(id, scheme, &place));
        }
        schemes
    }

    fn scheme(&mut self, id: &str, scheme: &model::Scheme, place: &Place) -> Option<Scheme> {
        if id == NONE {
            self.error_at_key("scheme-name", place, "`none` is the word for no scheme at all")
                .help("give the scheme another name")
                .add();
        }
        let given: Vec<&str> = [
            ("bearer", scheme.bearer.is_some()),
            ("basic", scheme.basic.is_some()),
            ("headers", scheme.headers.is_some()),
            ("query", scheme.query.is_some()),
            ("cookie", scheme.cookie.is_some()),
            ("hmac", scheme.hmac.is_some()),
        ]
        .into_iter()
        .filter_map(|(kind, given)| given.then_some(kind))
        .collect();
        match given.as_slice() {
            [_] => {}
            [] => {
                self.error_at_key(
                    "no-scheme",
                    place,
                    format!("nothing says how `{id}` proves who is calling"),
                )
                .help("write one of `bearer`, `basic`, `headers`, `query`, `cookie` and `hmac`")
                .add();
                return None;
            }
            [_, second, ..] => {
                self.error_at_key("two-schemes", &place.child(second), format!("`{id}` is two schemes at once"))
                    .help("make each a scheme of its own; an endpoint that needs both says `auth: [[a, b]]`")
                    .add();
                return None;
            }
        }
        let kind = if let Some(token) = &scheme.bearer {
            SchemeKind::Bearer(self.credential(token, "token", true, &place.child("bearer")))
        } else if let Some(basic) = &scheme.basic {
            let place = place.child("basic");
            SchemeKind::Basic {
                username: self.credential(
                    &basic.username,
                    "username",
                    false,
                    &place.child("username"),
                ),
                password: self.credential(
                    &basic.password,
                    "password",
                    true,
                    &place.child("password"),
                ),
            }
        } else if let Some(hmac) = &scheme.hmac {
            let place = place.child("hmac");
            SchemeKind::Hmac {
                profile: hmac.profile,
                username: self.credential(
                    &hmac.username,
                    "username",
                    false,
                    &place.child("username"),
                ),
                secret: self.credential(&hmac.secret, "secret", true, &place.child("secret")),
            }
        } else if let Some(query) = &scheme.query {
            let (name, credential) = self.one_key(query, "parameter", &place.child("query"))?;
            SchemeKind::Query(name, credential)
        } else if let Some(cookie) = &scheme.cookie {
            let place = place.child("cookie");
            let (name, credential) = self.one_key(cookie, "cookie", &place)?;
            self.cookie_name(&name, &place.child(&name));
            SchemeKind::Cookie(name, credential)
        } else {
            let place = place.child("headers");
            let headers = scheme.headers.as_ref()?;
            if headers.is_empty() {
                self.error("no-scheme", &place, "no header is sent")
                    .help("name the headers that hold the credentials")
                    .add();
            }
            SchemeKind::Headers(
                headers
                    .iter()
                    .map(|(header, credential)| {
                        let place = place.child(header);
                        self.header_name(header, true, &place);
                        (header.clone(), self.credential(credential, header, false, &place))
                    })
                    .collect(),
            )
        };
        Some(Scheme { id: id.to_owned(), text: text(scheme.summary.as_ref(), None, None), kind })
    }

    /// The one parameter or cookie that holds a credential.
    fn one_key(
        &mut self,
        keys: &model::Named<model::Credential>,
        what: &str,
        place: &Place,
    ) -> Option<(String, Credential)> {
        let Some((name, credential)) = keys.first() else {
            self.error("no-scheme", place, format!("no {what} is sent"))
                .help(format!("name the {what} that holds the credential"))
                .add();
            return None;
        };
        if let Some((second, _)) = keys.get_index(1) {
            self.error_at_key(
                "two-schemes",
                &place.child(second),
                format!("a second {what} is a second scheme"),
            )
            .help(
                "make each a scheme of its own; an endpoint that needs both says `auth: [[a, b]]`",
            )
            .add();
        }
        let place = place.child(name);
        if name.is_empty() {
            self.error_at_key("no-name", &place, format!("a {what} needs a name"))
                .help("write it as the API spells it")
                .add();
        }
        Some((name.clone(), self.credential(credential, name, true, &place)))
    }

    fn credential(
        &mut self,
        credential: &model::Credential,
        name: &str,
        secret: bool,
        place: &Place,
    ) -> Credential {
        if let Some(env) = &credential.env {
            self.variable(env, &place.child("env"));
        }
        Credential {
            name: credential.name.clone().unwrap_or_else(|| name.to_owned()),
            env: credential.env.clone(),
            secret: credential.secret || secret,
        }
    }

    /// Whether the schemes that an endpoint accepts exist.
    pub(super) fn accepted(
        &mut self,
        accepted: &[model::Accepted],
        place: &Place,
    ) -> Vec<Vec<String>> {
        let mut alternatives = Vec::new();
        let mut open = false;
        for (index, each) in accepted.iter().enumerate() {
            let place = place.child(&index.to_string());
            match each {
                model::Accepted::One(id) if id == NONE => open = true,
                model::Accepted::One(id) => {
                    self.known_scheme(id, &place);
                    alternatives.push(vec![id.clone()]);
                }
                model::Accepted::All(ids) => {
                    if ids.is_empty() {
                        self.error("unknown-scheme", &place, "no scheme is named")
                            .help("leave `auth` out of an endpoint that needs none, or write `none` beside other schemes")
                            .add();
                    }
                    for (index, id) in ids.iter().enumerate() {
                        self.known_scheme(id, &place.child(&index.to_string()));
                    }
                    alternatives.push(ids.clone());
                }
            }
        }
        if open && !alternatives.is_empty() {
            // Credentials are sent where there are any, so it stands last.
            alternatives.push(Vec::new());
        }
        alternatives
    }

    fn known_scheme(&mut self, id: &str, place: &Place) {
        let auth = &self.api.file.content.auth;
        if auth.contains_key(id) {
            return;
        }
        let help = match nearest(id, auth.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "define it under `auth:` in api.yaml".to_owned(),
        };
        self.error("unknown-scheme", place, format!("no auth scheme is called `{id}`"))
            .help(help)
            .add();
    }

    pub(super) fn envelope(&mut self) -> Option<checked::Envelope> {
        let envelope = self.api.file.content.envelope.as_ref()?;
        let place = Place::root(&["envelope"]);
        if envelope.data.is_empty() || envelope.data.contains('.') {
            self.error(
                "envelope-data",
                &place.child("data"),
                "the data is one field of the envelope",
            )
            .help("write the field's name")
            .add();
        }
        if let Some(success) = &envelope.success {
            self.way(&success.field, false, &place.child("success").child("field"));
        }
        let type_ = self.object_named(&envelope.type_, true, &place.child("type"))?;
        Some(checked::Envelope {
            success: envelope
                .success
                .as_ref()
                .map(|success| (success.field.clone(), success.equals.clone())),
            data: envelope.data.clone(),
            type_,
        })
    }

    pub(super) fn failure(&mut self) -> Option<checked::Failure> {
        let failure = self.api.file.content.failure.as_ref()?;
        let place = Place::root(&["failure"]);
        for (key, way) in [("message", &failure.message), ("code", &failure.code)] {
            if let Some(way) = way {
                self.way(way, true, &place.child(key));
            }
        }
        let type_ = self.object_named(&failure.type_, false, &place.child("type"))?;
        Some(checked::Failure {
            type_,
            message: failure.message.clone(),
            code: failure.code.clone(),
        })
    }

    fn object_named(
        &mut self,
        name: &str,
        is_envelope: bool,
        place: &Place,
    ) -> Option<checked::TypeId> {
        let before = self.found.len();
        let type_ = match self.names.get(name) {
            // Anywhere else the envelope is no type to use.
            Some(&id) if is_envelope => checked::Type::plain(checked::Kind::Named(id)),
            _ => self.expression(name, place),
        };
        match type_.kind {
            checked::Kind::Named(id) if self.is_object(&type_.kind) => Some(id),
            checked::Kind::Any if self.found.len() > before || !self.api.complete => None,
            _ => {
                self.error("no-object", place, format!("`{name}` is no object"))
                    .help("name a type with `fields:`")
                    .add();
                None
            }
        }
    }

    /// The way to a value in a body: field names with dots between them, `[]` for the first of a list.
    pub(super) fn way(&mut self, way: &str, lists: bool, place: &Place) {
        let fine = !way.is_empty()
            && way.split('.').all(|part| {
                let name = if lists { part.strip_suffix("[]").unwrap_or(part) } else { part };
                !name.is_empty() && !name.contains(['[', ']', ' '])
            });
        if !fine {
            let help = if lists {
                "write it like `errors[].message`"
            } else {
                "write it like `result_info.total_count`"
            };
            self.error("no-way", place, format!("`{way}` leads to no value")).help(help).add();
        }
    }

    /// Header parameters of every endpoint.
    pub(super) fn common_headers(&mut self) -> Vec<checked::Parameter> {
        let headers = &self.api.file.content.headers;
        let place = Place::root(&["headers"]);
        self.headers("", headers, &place)
    }

    /// Parameters that are set on the client.
    pub(super) fn client_parameters(&mut self) -> Vec<checked::Parameter> {
        let parameters = &self.api.file.content.client_params;
        let place = Place::root(&["client_params"]);
        let mut list = Vec::new();
        for (wire, parameter) in parameters {
            let place = place.child(wire);
            if !wire::is_token(wire) {
                self.error_at_key("parameter-name", &place, format!("`{wire}` is no name that a path can hold"))
                    .help("write it as the paths do between `{` and `}`; whether it is set is known when a call needs it")
                    .add();
            }
            if let Some(env) = &parameter.env {
                self.variable(env, &place.child("env"));
            }
            self.no_style(parameter, &place);
            let before = self.found.len();
            let parameter =
                self.parameter("", wire, parameter, checked::Location::Path, true, &place);
            let one = self.is_scalar(&parameter.type_.kind);
            if !one && !self.is_mistaken(&parameter.type_, before) {
                self.error_at_key(
                    "parameter-type",
                    &place,
                    format!("`{wire}` is more than one value"),
                )
                .help(
                    "what is set on the client is a string, a number, a boolean, a date or an enum",
                )
                .add();
            }
            list.push(parameter);
        }
        list
    }
}
