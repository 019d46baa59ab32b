//! What holds for the whole API: servers, and the ways to prove who is calling.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::at::At;
use super::operations::Draft;
use super::{Importing, Owner, text};
use crate::naming::{self, Place};
use crate::openapi::document::Node;
use crate::server_url::{self, Part};
use crate::spec::model::{
    Accepted, Basic, Credential, Named, Scheme, Server, ServerParts, ServerVariable,
};
use crate::wire;

/// Where an API is taken to be when its document does not say.
const NOWHERE: &str = "http://localhost";

/// How many variables of a server are looked at: each goes through the whole URL.
const MOST_VARIABLES: usize = 100;

impl<'d> Importing<'d> {
    /// Where the API is served, by name; the first is the default.
    pub(super) fn servers(&mut self) -> Named<Server> {
        let mut servers: Named<Server> = Named::new();
        let mut values = Named::new();
        let root = At::root(self.root);
        let list: Vec<At<'d>> =
            root.get("servers").into_iter().flat_map(|list| list.items()).collect();
        for at in &list {
            let Some(server) = self.server(at, &mut values) else { continue };
            if servers.values().any(|known| *known == server) {
                continue;
            }
            let name = if servers.is_empty() {
                "default".to_owned()
            } else {
                self.server_name(at, &defaults_filled_in(&server.0), &servers)
            };
            servers.insert(name, server);
        }
        if servers.is_empty() {
            let message = format!(
                "no server is given, so calls go to {NOWHERE} until the client's `base_url` says otherwise"
            );
            self.note(&root, "no-server", message);
            servers.insert("default".to_owned(), plain(NOWHERE.to_owned()));
        }
        servers
    }

    /// A server with the variables that stay open. `values` are those of variables of other servers.
    fn server(&mut self, at: &At<'d>, values: &mut Named<Option<Vec<String>>>) -> Option<Server> {
        let written = at.text("url")?.trim();
        let mut server = ServerParts { url: written.to_owned(), ..ServerParts::default() };
        let variables = at.get("variables").into_iter().flat_map(|at| at.members());
        for (name, variable) in variables.take(MOST_VARIABLES) {
            let Some(default) = variable.text("default") else { continue };
            match self.server_variable(name, &variable, default, written, values) {
                Ok(open) => {
                    server.variables.insert(name.to_owned(), open);
                }
                Err(reason) => {
                    if !server_url::variables(written).iter().any(|(known, _)| *known == name) {
                        continue;
                    }
                    self.note(&variable, "server-variable", format!("the server's `{name}` is {default:?}, and another is given by the client's `base_url`: {reason}"));
                    // What a default says is no variable again.
                    if default.contains(['{', '}']) {
                        return None;
                    }
                    server.url =
                        server_url::filled(&server.url, |known| (known == name).then_some(default));
                }
            }
        }
        let url = &mut server.url;
        if let Some(path) =
            url.strip_prefix('/').map(str::to_owned).or_else(|| url.is_empty().then(String::new))
        {
            let message = format!(
                "the server `{written}` has no host, so calls go to {NOWHERE} until the client's `base_url` says otherwise"
            );
            self.note(at, "server-without-host", message);
            *url = format!("{NOWHERE}/{path}");
        }
        if !url.contains("://") && !url.starts_with('.') {
            *url = format!("https://{url}");
        }
        *url = url.trim_end_matches('/').to_owned();
        if let Err(reason) = wire::base_url(&defaults_filled_in(&server)) {
            self.note(at, "server-url", format!("the server {written:?} is left out: {reason}"));
            return None;
        }
        for (name, variable) in &server.variables {
            values.insert(name.clone(), variable.enum_.clone());
        }
        Some(Server(server))
    }

    /// A variable that the client's builder fills in, or why it cannot.
    fn server_variable(
        &mut self,
        name: &str,
        at: &At<'d>,
        default: &str,
        url: &str,
        values: &Named<Option<Vec<String>>>,
    ) -> Result<ServerVariable, &'static str> {
        // Without a host of its own the URL is no other's to fill in.
        let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
        let stands: Vec<Part> = server_url::variables(&url)
            .into_iter()
            .filter(|(known, _)| *known == name)
            .map(|(_, part)| part)
            .collect();
        if stands.is_empty() || url.starts_with("https:///") {
            return Err("it does not stand in a URL with a host");
        }
        let mut enum_: Vec<String> = Vec::new();
        for value in at.get("enum").into_iter().flat_map(|list| list.items()) {
            let value = value.value.as_str().ok_or("a value of it is no text")?.to_owned();
            if !enum_.contains(&value) {
                enum_.push(value);
            }
        }
        if !enum_.is_empty() && !enum_.iter().any(|value| value == default) {
            self.note(at, "server-default", format!("the default {default:?} is none of the values of `{name}`, and is one of them here"));
            enum_.insert(0, default.to_owned());
        }
        for value in enum_.iter().map(String::as_str).chain([default]) {
            stands.iter().try_for_each(|part| server_url::fits(value, *part))?;
        }
        let enum_ = Some(enum_).filter(|values| !values.is_empty());
        let mut variants = BTreeSet::new();
        if !enum_
            .iter()
            .flatten()
            .all(|value| variants.insert(naming::type_name(value, Place::Variant)))
        {
            return Err("two of its values would have one name");
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !name.chars().all(plain) || !name.contains(|c: char| c.is_ascii_alphanumeric()) {
            return Err("its name is none that a method could have");
        }
        match values.get(name) {
            Some(known) if *known != enum_ => return Err("it has other values in another server"),
            None if self.is_of_the_builder(name, values) => {
                return Err("something else that is set on the client has its name");
            }
            Some(_) | None => {}
        }
        let (summary, description) = text::split(at.text("description").unwrap_or(""));
        Ok(ServerVariable { summary, description, default: default.to_owned(), enum_ })
    }

    /// Whether a method of the client's builder is called so already: a scheme, a parameter, a variable.
    fn is_of_the_builder(&self, name: &str, values: &Named<Option<Vec<String>>>) -> bool {
        let of = |name: &str| naming::value_name(name, Place::Builder);
        let schemes = self.scheme_ids.values().flatten();
        let mut methods = schemes.flat_map(|id| [of(id), naming::provider_name(id)]);
        let own = of(name);
        let type_ = |name: &str| naming::type_name(name, Place::Free);
        methods.any(|method| method == own)
            || self.client_params.keys().any(|known| of(known) == own)
            || values.keys().any(|known| of(known) == own || type_(known) == type_(name))
    }

    /// A name for a server: from its description, or its host.
    fn server_name(&self, at: &At<'d>, url: &str, servers: &Named<Server>) -> String {
        let described = at
            .text("description")
            .filter(|text| text.len() <= 30 && text.chars().any(|c| c.is_ascii_alphabetic()));
        let host = url
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split(['/', ':']).next())
            .unwrap_or("server");
        let free = |name: &str| {
            let rust = naming::type_name(name, Place::Free);
            !servers.keys().any(|known| naming::type_name(known, Place::Free) == rust)
        };
        let candidates = [described.unwrap_or(host), host, url];
        for candidate in candidates {
            let name = naming::value_name(candidate, Place::Free)
                .plain()
                .trim_start_matches('_')
                .to_owned();
            if free(&name) {
                return name;
            }
        }
        format!("server_{}", servers.len() + 1)
    }

    /// The ways to prove who is calling, and the scheme of the spec that each of the document's is.
    pub(super) fn schemes(&mut self) -> Named<Scheme> {
        let mut schemes: Named<Scheme> = Named::new();
        let root = At::root(self.root);
        let given = root.get("components").and_then(|components| components.get("securitySchemes"));
        let prefix = naming::value_name(&self.options.folder, Place::Free).plain().to_uppercase();
        for (written, at) in given.into_iter().flat_map(|schemes| schemes.members()) {
            let at = self.resolved(&at);
            let id = self.scheme_id(written, &schemes);
            let env = |what: &str| {
                let name = naming::value_name(what, Place::Free)
                    .plain()
                    .trim_start_matches('_')
                    .to_uppercase();
                Some(if name.starts_with(&format!("{prefix}_")) {
                    name
                } else {
                    format!("{prefix}_{name}")
                })
            };
            let mut scheme = Scheme::default();
            let (summary, _) = text::split(at.text("description").unwrap_or(""));
            scheme.summary = summary;
            let kind = at.text("type").unwrap_or("");
            let http = at.text("scheme").unwrap_or("").to_ascii_lowercase();
            match (kind, http.as_str(), at.text("in").unwrap_or("")) {
                ("http", "basic", _) => {
                    scheme.basic = Some(Basic {
                        username: Credential {
                            env: env(&format!("{id}_username")),
                            ..Credential::default()
                        },
                        password: Credential {
                            env: env(&format!("{id}_password")),
                            secret: true,
                            ..Credential::default()
                        },
                    });
                }
                ("http", "bearer", _) | ("oauth2" | "openIdConnect", _, _) => {
                    scheme.bearer =
                        Some(Credential { env: env(&token_name(&id)), ..Credential::default() });
                }
                ("apiKey", _, place @ ("query" | "cookie")) => {
                    let name = at.text("name").unwrap_or("");
                    if name.is_empty() {
                        self.note(
                            &at,
                            "scheme",
                            format!("the scheme `{written}` has no name, and is left out"),
                        );
                        continue;
                    }
                    let credential =
                        Credential { name: Some(argument(&id)), env: env(&id), secret: true };
                    let named = Some(Named::from_iter([(name.to_owned(), credential)]));
                    if place == "query" { scheme.query = named } else { scheme.cookie = named }
                }
                ("apiKey", _, "header") => {
                    let header = at.text("name").unwrap_or("");
                    let is_bearer = header.eq_ignore_ascii_case("authorization");
                    let credential =
                        Credential { name: Some(argument(&id)), env: env(&id), secret: true };
                    if header.is_empty()
                        || !header
                            .bytes()
                            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                    {
                        self.note(
                            &at,
                            "scheme",
                            format!("the scheme `{written}` names no header, and is left out"),
                        );
                        continue;
                    }
                    if is_bearer {
                        self.note(&at, "scheme", format!("the scheme `{written}` is a header `Authorization` of its own: its value is sent as it is given"));
                    }
                    scheme.headers = Some(Named::from_iter([(header.to_owned(), credential)]));
                }
                _ => {
                    let what = if kind == "apiKey" {
                        format!("{kind} in {}", at.text("in").unwrap_or("nothing"))
                    } else {
                        format!("{kind} {http}")
                    };
                    self.note(&at, "scheme", format!("the client knows no scheme of the kind `{}`; calls that need `{written}` alone are sent without", what.trim()));
                    self.scheme_ids.insert(written.to_owned(), None);
                    continue;
                }
            }
            self.scheme_ids.insert(written.to_owned(), Some(id.clone()));
            schemes.insert(id, scheme);
        }
        schemes
    }

    /// The scheme that a parameter `Authorization` is, where operations that need no other have one. `OpenAPI` says
    /// that such a parameter is not looked at, and who describes one means what a scheme would say.
    pub(super) fn authorization(&mut self, drafts: &[Draft<'d>], schemes: &mut Named<Scheme>) {
        for draft in drafts {
            if self.has_security(draft) {
                continue;
            }
            let Some(at) = self.authorization_parameter(draft) else { continue };
            let id = if let Some(id) = &self.authorization_id {
                id.clone()
            } else {
                let id = self.scheme_id("authorization", schemes);
                let prefix = naming::value_name(&self.options.folder, Place::Free);
                let credential = Credential {
                    name: Some(argument(&id)),
                    env: Some(format!("{}_AUTHORIZATION", prefix.plain().to_uppercase())),
                    secret: true,
                };
                let headers = Named::from_iter([("Authorization".to_owned(), credential)]);
                let scheme = Scheme { headers: Some(headers), ..Scheme::default() };
                schemes.insert(id.clone(), scheme);
                self.authorization_id = Some(id.clone());
                id
            };
            self.owner = Owner::Operation(draft.index);
            self.note(&at, "authorization", format!("the header `Authorization` is the scheme `{id}`, whose value is sent as it is given"));
            self.owner = Owner::Document;
        }
    }

    /// The parameter of an operation that is the header `Authorization`.
    fn authorization_parameter(&mut self, draft: &Draft<'d>) -> Option<At<'d>> {
        let is_it = |at: &At<'d>| {
            let name = at.text("name").unwrap_or("");
            at.text("in") == Some("header") && name.eq_ignore_ascii_case("authorization")
        };
        let quiet = std::mem::replace(&mut self.quiet, true);
        let found = self.described(draft).into_iter().find(is_it);
        self.quiet = quiet;
        found
    }

    /// Whether a scheme that the client knows is said to be needed.
    fn has_security(&self, draft: &Draft<'d>) -> bool {
        let root = At::root(self.root);
        let security = draft.at.get("security").or_else(|| root.get("security"));
        let mut names = security
            .into_iter()
            .flat_map(|security| security.items())
            .flat_map(|requirement| requirement.members());
        names.any(|(name, _)| matches!(self.scheme_ids.get(name), Some(Some(_))))
    }

    /// What an operation accepts for its parameter `Authorization`.
    fn accepted_by_header(&mut self, draft: &Draft<'d>) -> Vec<Accepted> {
        let Some(id) = self.authorization_id.clone() else { return Vec::new() };
        let Some(at) = self.authorization_parameter(draft) else { return Vec::new() };
        let open = (!at.flag("required")).then(|| Accepted::One("none".to_owned()));
        std::iter::once(Accepted::One(id)).chain(open).collect()
    }

    /// The id of a scheme: in small letters, and no other's.
    fn scheme_id(&self, written: &str, schemes: &Named<Scheme>) -> String {
        let plain = naming::value_name(written, Place::Free);
        let mut id: String = plain.plain().chars().take(60).collect();
        let start = id.clone();
        let mut number = 2;
        let taken = |id: &str| {
            schemes.keys().any(|known| {
                known == id
                    || *known == format!("{id}_provider")
                    || format!("{known}_provider") == id
            })
        };
        while id == "none" || taken(&id) {
            id = format!("{start}_{number}");
            number += 1;
        }
        id
    }

    /// What an operation accepts.
    pub(super) fn accepted(&mut self, draft: &Draft<'d>) -> Vec<Accepted> {
        let root = At::root(self.root);
        let Some(security) = draft.at.get("security").or_else(|| root.get("security")) else {
            return self.accepted_by_header(draft);
        };
        let mut alternatives: IndexMap<Vec<String>, ()> = IndexMap::new();
        let mut unknown = None;
        let mut open = false;
        for requirement in security.items() {
            let mut ids = Vec::new();
            let mut known = true;
            for (name, at) in requirement.members() {
                if let Some(Some(id)) = self.scheme_ids.get(name) {
                    ids.push(id.clone());
                } else {
                    known = false;
                    unknown = Some((at, name));
                }
            }
            if !known {
                continue;
            }
            if ids.is_empty() {
                open = true;
            } else {
                alternatives.insert(ids, ());
            }
        }
        if let Some((at, name)) = unknown.filter(|_| alternatives.is_empty() && !open) {
            self.loss(
                &at,
                "security",
                format!("the client cannot send what `{name}` needs, so the call is made without"),
            );
        }
        if alternatives.is_empty() {
            return self.accepted_by_header(draft);
        }
        let one = |mut ids: Vec<String>| {
            if ids.len() == 1 { Accepted::One(ids.swap_remove(0)) } else { Accepted::All(ids) }
        };
        let mut accepted: Vec<Accepted> = alternatives.into_keys().map(one).collect();
        if open && !accepted.is_empty() {
            accepted.push(Accepted::One("none".to_owned()));
        }
        accepted
    }

    /// The permissions that a vendor's hint names, any one of which is enough.
    pub(super) fn permissions(&self, draft: &Draft<'d>) -> Vec<String> {
        let hint = draft.at.get("x-api-token-group");
        let list = hint.and_then(|at| at.value.as_array()).into_iter().flatten();
        list.filter_map(Node::as_str)
            .filter(|name| !name.trim().is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// A server of which nothing is left open.
fn plain(url: String) -> Server {
    Server(ServerParts { url, ..ServerParts::default() })
}

/// The URL that a server has unless something else is filled in.
fn defaults_filled_in(server: &ServerParts) -> String {
    server_url::filled(&server.url, |name| {
        server.variables.get(name).map(|variable| variable.default.as_str())
    })
}

/// A token's name for the environment: `API_TOKEN` is one already.
fn token_name(id: &str) -> String {
    let lower = id.to_ascii_lowercase();
    if lower.ends_with("token") || lower.ends_with("key") {
        id.to_owned()
    } else {
        format!("{id}_token")
    }
}

/// What the builder's method calls its argument.
fn argument(id: &str) -> String {
    let last = id.rsplit('_').next().unwrap_or(id);
    if matches!(last, "key" | "token" | "email" | "secret" | "id") {
        last.to_owned()
    } else {
        "value".to_owned()
    }
}
