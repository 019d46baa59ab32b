//! Where the API is served.

use std::collections::BTreeSet;

use crate::openapi::import::read::Reader;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{Named, Server, ServerParts, ServerVariable};
use crate::words::naming::{self, Scope};
use crate::words::server_url::{self, Part};
use crate::words::wire;

impl<'d> Reader<'d> {
    /// Where the API is served, by name; the first is the default.
    pub(super) fn servers(&mut self) -> Named<Server> {
        let mut servers: Named<Server> = Named::new();
        let mut values = Named::new();
        let root = At::root(self.root);
        let list: Vec<At<'d>> = root.get("servers").into_iter().flat_map(At::items).collect();
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
    pub(super) fn server(
        &mut self,
        at: &At<'d>,
        values: &mut Named<Option<Vec<String>>>,
    ) -> Option<Server> {
        let written = at.text("url")?.trim();
        let mut server = ServerParts { url: written.to_owned(), ..ServerParts::default() };
        let variables = at.get("variables").into_iter().flat_map(At::members);
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
    pub(super) fn server_variable(
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
        for value in at.get("enum").into_iter().flat_map(At::items) {
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
            .all(|value| variants.insert(naming::type_name(value, Scope::Variant)))
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
        let (summary, description) = descriptions::split(at.text("description").unwrap_or(""));
        Ok(ServerVariable { summary, description, default: default.to_owned(), enum_ })
    }

    /// Whether a method of the client's builder is called so already: a scheme, a parameter, a variable.
    pub(super) fn is_of_the_builder(
        &self,
        name: &str,
        values: &Named<Option<Vec<String>>>,
    ) -> bool {
        let of = |name: &str| naming::value_name(name, Scope::Builder);
        let schemes = self.scheme_ids.values().flatten();
        let mut methods = schemes.flat_map(|id| [of(id), naming::provider_name(id)]);
        let own = of(name);
        let type_ = |name: &str| naming::type_name(name, Scope::Free);
        methods.any(|method| method == own)
            || self.options.client_params.iter().any(|known| of(known) == own)
            || values.keys().any(|known| of(known) == own || type_(known) == type_(name))
    }

    /// A name for a server: from its description, or its host.
    pub(super) fn server_name(&self, at: &At<'d>, url: &str, servers: &Named<Server>) -> String {
        let described = at
            .text("description")
            .filter(|text| text.len() <= 30 && text.chars().any(|c| c.is_ascii_alphabetic()));
        let host = url
            .split("://")
            .nth(1)
            .and_then(|rest| rest.split(['/', ':']).next())
            .unwrap_or("server");
        let free = |name: &str| {
            let rust = naming::type_name(name, Scope::Free);
            !servers.keys().any(|known| naming::type_name(known, Scope::Free) == rust)
        };
        let candidates = [described.unwrap_or(host), host, url];
        for candidate in candidates {
            let name = naming::value_name(candidate, Scope::Free)
                .plain()
                .trim_start_matches('_')
                .to_owned();
            if free(&name) {
                return name;
            }
        }
        format!("server_{}", servers.len() + 1)
    }
}

/// A server of which nothing is left open.
pub(super) fn plain(url: String) -> Server {
    Server(ServerParts { url, ..ServerParts::default() })
}

/// The URL that a server has unless something else is filled in.
pub(super) fn defaults_filled_in(server: &ServerParts) -> String {
    server_url::filled(&server.url, |name| {
        server.variables.get(name).map(|variable| variable.default.as_str())
    })
}

/// Where an API is taken to be when its document does not say.
const NOWHERE: &str = "http://localhost";

/// How many variables of a server are looked at: each goes through the whole URL.
const MOST_VARIABLES: usize = 100;
