//! The servers of the API.

use std::collections::BTreeSet;

use crate::openapi::import::read::Reader;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{Named, Server, ServerParts, ServerVariable};
use crate::words::naming::{self, Scope};
use crate::words::server_url::{self, Part};
use crate::words::wire;

impl<'d> Reader<'d> {
    /// Returns the servers by name; the first is the default.
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
                "the document names no server; calls go to {NOWHERE} unless the client sets `base_url`"
            );
            self.note(&root, "no-server", message);
            servers.insert("default".to_owned(), plain(NOWHERE.to_owned()));
        }
        servers
    }

    /// Returns a server with its variables. `values` are those of variables of other servers.
    fn server(&mut self, at: &At<'d>, values: &mut Named<Option<Vec<String>>>) -> Option<Server> {
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
                    self.note(&variable, "server-variable", format!("the server's `{name}` is always {default:?}, since {reason}; set `base_url` of the client for another value"));
                    // A variable in a default is not replaced again.
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
                "the server `{written}` has no host; calls go to {NOWHERE} unless the client sets `base_url`"
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

    /// Returns a variable of the builder, or why it cannot be one.
    fn server_variable(
        &mut self,
        name: &str,
        at: &At<'d>,
        default: &str,
        url: &str,
        values: &Named<Option<Vec<String>>>,
    ) -> Result<ServerVariable, &'static str> {
        // Without a host of its own, a URL cannot have variables.
        let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
        let stands: Vec<Part> = server_url::variables(&url)
            .into_iter()
            .filter(|(known, _)| *known == name)
            .map(|(_, part)| part)
            .collect();
        if stands.is_empty() || url.starts_with("https:///") {
            return Err("the URL has no host");
        }
        let mut enum_: Vec<String> = Vec::new();
        for value in at.get("enum").into_iter().flat_map(At::items) {
            let value = value.value.as_str().ok_or("one of its values is not a string")?.to_owned();
            if !enum_.contains(&value) {
                enum_.push(value);
            }
        }
        if !enum_.is_empty() && !enum_.iter().any(|value| value == default) {
            self.note(at, "server-default", format!("the default {default:?} is not among the values of `{name}`; it is added to them"));
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
            return Err("two of its values would have the same name");
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !name.chars().all(plain) || !name.contains(|c: char| c.is_ascii_alphanumeric()) {
            return Err("its name cannot be that of a method");
        }
        match values.get(name) {
            Some(known) if *known != enum_ => return Err("another server has other values for it"),
            None if self.is_of_the_builder(name, values) => {
                return Err("another setting of the client has its name");
            }
            Some(_) | None => {}
        }
        let (summary, description) = descriptions::split(at.text("description").unwrap_or(""));
        Ok(ServerVariable { summary, description, default: default.to_owned(), enum_ })
    }

    /// Returns whether the builder has a method of this name already: a scheme, a parameter, a variable.
    fn is_of_the_builder(&self, name: &str, values: &Named<Option<Vec<String>>>) -> bool {
        let of = |name: &str| naming::value_name(name, Scope::Builder);
        let schemes = self.scheme_ids.values().flatten();
        let mut methods = schemes.flat_map(|id| [of(id), naming::provider_name(id)]);
        let own = of(name);
        let type_ = |name: &str| naming::type_name(name, Scope::Free);
        methods.any(|method| method == own)
            || self.options.client_params.iter().any(|known| of(known) == own)
            || values.keys().any(|known| of(known) == own || type_(known) == type_(name))
    }

    /// Returns a name for a server, from its description or its host.
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

/// Returns a server without variables.
fn plain(url: String) -> Server {
    Server(ServerParts { url, ..ServerParts::default() })
}

/// Returns the URL of a server with the defaults of its variables.
fn defaults_filled_in(server: &ServerParts) -> String {
    server_url::filled(&server.url, |name| {
        server.variables.get(name).map(|variable| variable.default.as_str())
    })
}

/// The URL of an API whose document names no server.
const NOWHERE: &str = "http://localhost";

/// The maximum number of variables of a server, since each is searched in the whole URL.
const MOST_VARIABLES: usize = 100;
