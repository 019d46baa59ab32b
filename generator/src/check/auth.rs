//! The ways to prove who is calling.

use super::checked::{Credential, Scheme, SchemeKind, Text};
use super::{Judging, head};
use crate::resolve::{Found, Place};
use crate::spec::model;
use crate::spec::nearest;

/// What stands for no credentials among the schemes of an endpoint.
const NONE: &str = "none";

pub(super) fn schemes(cx: &mut Judging<'_>) -> Vec<Scheme> {
    let auth = &cx.facts.api.file.content.auth;
    let mut schemes = Vec::new();
    for (id, written) in auth {
        let place = Place::root(&["auth", id]);
        schemes.extend(scheme(id, written, &place, &mut cx.found));
    }
    schemes
}

fn scheme(
    id: &str,
    scheme: &model::Scheme,
    place: &Place,
    found: &mut Found<'_>,
) -> Option<Scheme> {
    if id == NONE {
        found
            .error_at_key(
                "scheme-name",
                place,
                "a scheme cannot be called `none`, which stands for a call without credentials",
            )
            .help("give the scheme another name")
            .add();
    }
    if !is_of_one_kind(id, scheme, place, found) {
        return None;
    }
    let kind = if let Some(token) = &scheme.bearer {
        SchemeKind::Bearer(credential(token, "token", true, &place.child("bearer"), found))
    } else if let Some(basic) = &scheme.basic {
        let place = place.child("basic");
        SchemeKind::Basic {
            username: credential(
                &basic.username,
                "username",
                false,
                &place.child("username"),
                found,
            ),
            password: credential(
                &basic.password,
                "password",
                true,
                &place.child("password"),
                found,
            ),
        }
    } else if let Some(hmac) = &scheme.hmac {
        let place = place.child("hmac");
        SchemeKind::Hmac {
            profile: hmac.profile,
            username: credential(
                &hmac.username,
                "username",
                false,
                &place.child("username"),
                found,
            ),
            secret: credential(&hmac.secret, "secret", true, &place.child("secret"), found),
        }
    } else if let Some(query) = &scheme.query {
        let (name, credential) = one_key(query, "parameter", &place.child("query"), found)?;
        SchemeKind::Query(name, credential)
    } else if let Some(cookie) = &scheme.cookie {
        let place = place.child("cookie");
        let (name, credential) = one_key(cookie, "cookie", &place, found)?;
        head::cookie_name(&name, &place.child(&name), found);
        SchemeKind::Cookie(name, credential)
    } else {
        let place = place.child("headers");
        let headers = scheme.headers.as_ref()?;
        if headers.is_empty() {
            found
                .error("no-scheme", &place, "the scheme names no header")
                .help("list the headers that hold the credentials")
                .add();
        }
        SchemeKind::Headers(
            headers
                .iter()
                .map(|(header, credential)| {
                    let place = place.child(header);
                    head::header_name(header, true, &place, found);
                    (header.clone(), self::credential(credential, header, false, &place, found))
                })
                .collect(),
        )
    };
    Some(Scheme { id: id.to_owned(), text: Text::new(scheme.summary.as_ref(), None, None), kind })
}

/// Returns whether a scheme says once what kind it is.
fn is_of_one_kind(id: &str, scheme: &model::Scheme, place: &Place, found: &mut Found<'_>) -> bool {
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
        [_] => return true,
        [] => {
            found
                .error_at_key(
                    "no-scheme",
                    place,
                    format!("the scheme `{id}` does not say what kind it is"),
                )
                .help("add one of `bearer`, `basic`, `headers`, `query`, `cookie` and `hmac`")
                .add();
        }
        [_, second, ..] => {
            found
                .error_at_key(
                    "two-schemes",
                    &place.child(second),
                    format!("the scheme `{id}` has two kinds"),
                )
                .help(
                    "make each a separate scheme; an endpoint that needs both has `auth: [[a, b]]`",
                )
                .add();
        }
    }
    false
}

/// Returns the one parameter or cookie that holds a credential.
fn one_key(
    keys: &model::Named<model::Credential>,
    what: &str,
    place: &Place,
    found: &mut Found<'_>,
) -> Option<(String, Credential)> {
    let Some((name, credential)) = keys.first() else {
        found
            .error("no-scheme", place, format!("the scheme names no {what}"))
            .help(format!("name the {what} that holds the credential"))
            .add();
        return None;
    };
    if let Some((second, _)) = keys.get_index(1) {
        found
            .error_at_key("two-schemes", &place.child(second), format!("a scheme has one {what}"))
            .help("make each a separate scheme; an endpoint that needs both has `auth: [[a, b]]`")
            .add();
    }
    let place = place.child(name);
    if name.is_empty() {
        found
            .error_at_key("no-name", &place, format!("a {what} needs a name"))
            .help("write it as the API spells it")
            .add();
    }
    Some((name.clone(), self::credential(credential, name, true, &place, found)))
}

fn credential(
    credential: &model::Credential,
    name: &str,
    secret: bool,
    place: &Place,
    found: &mut Found<'_>,
) -> Credential {
    if let Some(env) = &credential.env {
        head::variable(env, &place.child("env"), found);
    }
    Credential {
        name: credential.name.clone().unwrap_or_else(|| name.to_owned()),
        env: credential.env.clone(),
        secret: credential.secret || secret,
    }
}

/// Returns whether the schemes that an endpoint accepts exist.
pub(super) fn accepted(
    cx: &mut Judging<'_>,
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
                known_scheme(cx, id, &place);
                alternatives.push(vec![id.clone()]);
            }
            model::Accepted::All(ids) => {
                if ids.is_empty() {
                    cx.found.error("unknown-scheme", &place, "the list of schemes is empty")
                        .help("remove `auth` if the endpoint needs no credentials, or write `none` beside the other schemes if they are optional")
                        .add();
                }
                for (index, id) in ids.iter().enumerate() {
                    known_scheme(cx, id, &place.child(&index.to_string()));
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

fn known_scheme(cx: &mut Judging<'_>, id: &str, place: &Place) {
    let auth = &cx.facts.api.file.content.auth;
    if auth.contains_key(id) {
        return;
    }
    let help = match nearest(id, auth.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "define it under `auth:` in api.yaml".to_owned(),
    };
    cx.found
        .error("unknown-scheme", place, format!("the auth scheme `{id}` is not defined"))
        .help(help)
        .add();
}
