//! The head of the API: its name, and its authentication.

use indexmap::IndexMap;

use crate::openapi::document::Node;
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::findings::{Owner, Reads};
use crate::openapi::import::read::operations::Draft;
use crate::openapi::import::read::pointer::At;
use crate::spec::model::{Accepted, ApiFile, Basic, Credential, Named, Scheme};
use crate::words::naming::{self, Scope};

impl<'d> Reader<'d> {
    /// Returns the schemes of the spec, and records which of them each scheme of the document is.
    fn schemes(&mut self) -> Named<Scheme> {
        let mut schemes: Named<Scheme> = Named::new();
        let root = At::root(self.root);
        let given = root.get("components").and_then(|components| components.get("securitySchemes"));
        for (written, at) in given.into_iter().flat_map(At::members) {
            let at = self.resolved(&at);
            let id = self.scheme_id(written, &schemes);
            if let Some(scheme) = self.scheme(written, &at, &id) {
                self.scheme_ids.insert(written.to_owned(), Some(id.clone()));
                schemes.insert(id, scheme);
            }
        }
        schemes
    }

    /// Returns a scheme of the document as one of the spec, if the client supports its kind.
    fn scheme(&mut self, written: &str, at: &At<'d>, id: &str) -> Option<Scheme> {
        let mut scheme = Scheme::default();
        (scheme.summary, _) = descriptions::split(at.text("description").unwrap_or(""));
        let kind = at.text("type").unwrap_or("");
        let http = at.text("scheme").unwrap_or("").to_ascii_lowercase();
        let name = at.text("name").unwrap_or("");
        let of_key =
            Credential { name: Some(argument(id)), env: Some(self.variable(id)), secret: true };
        match (kind, http.as_str(), at.text("in").unwrap_or("")) {
            ("http", "basic", _) => scheme.basic = Some(self.basic(id)),
            ("http", "bearer", _) | ("oauth2" | "openIdConnect", _, _) => {
                let env = Some(self.variable(&token_name(id)));
                scheme.bearer = Some(Credential { env, ..Credential::default() });
            }
            ("apiKey", _, place @ ("query" | "cookie")) => {
                if name.is_empty() {
                    let message = format!("the scheme `{written}` lacks `name`; it is left out");
                    self.note(at, "scheme", message);
                    return None;
                }
                let named = Some(Named::from_iter([(name.to_owned(), of_key)]));
                if place == "query" { scheme.query = named } else { scheme.cookie = named }
            }
            ("apiKey", _, "header") => {
                if !self.is_header_of_scheme(written, at, name) {
                    return None;
                }
                scheme.headers = Some(Named::from_iter([(name.to_owned(), of_key)]));
            }
            _ => {
                let what = match kind {
                    "apiKey" => format!("apiKey in {}", at.text("in").unwrap_or("nothing")),
                    _ => format!("{kind} {http}"),
                };
                self.note(at, "scheme", format!("the client does not support schemes of the kind `{}`; calls that accept only `{written}` are sent without credentials", what.trim()));
                self.scheme_ids.insert(written.to_owned(), None);
                return None;
            }
        }
        Some(scheme)
    }

    fn basic(&self, id: &str) -> Basic {
        Basic {
            username: Credential {
                env: Some(self.variable(&format!("{id}_username"))),
                ..Credential::default()
            },
            password: Credential {
                env: Some(self.variable(&format!("{id}_password"))),
                secret: true,
                ..Credential::default()
            },
        }
    }

    /// Returns whether the header of a scheme is valid; `Authorization` is reported.
    fn is_header_of_scheme(&mut self, written: &str, at: &At<'d>, header: &str) -> bool {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if header.is_empty() || !header.bytes().all(is_plain) {
            let message = format!(
                "the `name` of the scheme `{written}` is not a valid header; the scheme is left out"
            );
            self.note(at, "scheme", message);
            return false;
        }
        if header.eq_ignore_ascii_case("authorization") {
            self.note(at, "scheme", format!("the scheme `{written}` sets the header `Authorization`, whose value is sent as it is given"));
        }
        true
    }

    /// Returns the prefix of environment variables.
    pub(in crate::openapi::import) fn prefix(&self) -> String {
        naming::value_name(&self.options.folder, Scope::Free).plain().to_uppercase()
    }

    /// Returns the environment variable of a credential.
    fn variable(&self, of: &str) -> String {
        let prefix = self.prefix();
        let name = naming::value_name(of, Scope::Free);
        let name = name.plain().trim_start_matches('_').to_uppercase();
        let has_prefix = name.starts_with(&format!("{prefix}_"));
        if has_prefix { name } else { format!("{prefix}_{name}") }
    }

    /// Adds a scheme for a parameter `Authorization`, if operations without another scheme have one. `OpenAPI` ignores
    /// such a parameter, and authors who describe one mean a scheme.
    pub(in crate::openapi::import) fn authorization(
        &mut self,
        drafts: &[Draft<'d>],
        schemes: &mut Named<Scheme>,
    ) {
        for draft in drafts {
            if self.has_security(draft) {
                continue;
            }
            let Some(at) = self.authorization_parameter(draft) else { continue };
            let id = if let Some(id) = &self.authorization_id {
                id.clone()
            } else {
                let id = self.scheme_id("authorization", schemes);
                let credential = Credential {
                    name: Some(argument(&id)),
                    env: Some(format!("{}_AUTHORIZATION", self.prefix())),
                    secret: true,
                };
                let headers = Named::from_iter([("Authorization".to_owned(), credential)]);
                let scheme = Scheme { headers: Some(headers), ..Scheme::default() };
                schemes.insert(id.clone(), scheme);
                self.authorization_id = Some(id.clone());
                id
            };
            let message = format!(
                "the header `Authorization` becomes the scheme `{id}`, whose value is sent as it is given"
            );
            self.about(Owner::Operation(draft.index), |reader| {
                reader.note(&at, "authorization", message);
            });
        }
    }

    /// Returns the parameter of an operation for the header `Authorization`.
    fn authorization_parameter(&mut self, draft: &Draft<'d>) -> Option<At<'d>> {
        let is_it = |at: &At<'d>| {
            let name = at.text("name").unwrap_or("");
            at.text("in") == Some("header") && name.eq_ignore_ascii_case("authorization")
        };
        self.quietly(|reader| reader.described(draft)).into_iter().find(is_it)
    }

    /// Returns whether an operation requires a scheme that the client supports.
    fn has_security(&self, draft: &Draft<'d>) -> bool {
        let root = At::root(self.root);
        let security = draft.at.get("security").or_else(|| root.get("security"));
        let mut names = security.into_iter().flat_map(At::items).flat_map(At::members);
        names.any(|(name, _)| matches!(self.scheme_ids.get(name), Some(Some(_))))
    }

    /// Returns the schemes that an operation accepts for its parameter `Authorization`.
    fn accepted_by_header(&mut self, draft: &Draft<'d>) -> Vec<Accepted> {
        let Some(id) = self.authorization_id.clone() else { return Vec::new() };
        let Some(at) = self.authorization_parameter(draft) else { return Vec::new() };
        let open = (!at.flag("required")).then(|| Accepted::One("none".to_owned()));
        std::iter::once(Accepted::One(id)).chain(open).collect()
    }

    /// Returns a unique id for a scheme, in lower case.
    fn scheme_id(&self, written: &str, schemes: &Named<Scheme>) -> String {
        let plain = naming::value_name(written, Scope::Free);
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

    /// Returns the schemes that an operation accepts.
    pub(in crate::openapi::import) fn accepted(&mut self, draft: &Draft<'d>) -> Vec<Accepted> {
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
                format!("the client cannot send the credentials of `{name}`, so the call is sent without them"),
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

    /// Returns the permissions of a vendor's extension, any one of which is enough.
    pub(in crate::openapi::import) fn permissions(&self, draft: &Draft<'d>) -> Vec<String> {
        let hint = draft.at.get("x-api-token-group");
        let list = hint.and_then(|at| at.value.as_array()).into_iter().flatten();
        list.filter_map(Node::as_str)
            .filter(|name| !name.trim().is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// Returns the name of a token for the environment: `API_TOKEN` is one already.
fn token_name(id: &str) -> String {
    let lower = id.to_ascii_lowercase();
    if lower.ends_with("token") || lower.ends_with("key") {
        id.to_owned()
    } else {
        format!("{id}_token")
    }
}

/// Returns the name of the argument of the builder's method.
fn argument(id: &str) -> String {
    let last = id.rsplit('_').next().unwrap_or(id);
    if matches!(last, "key" | "token" | "email" | "secret" | "id") {
        last.to_owned()
    } else {
        "value".to_owned()
    }
}

impl Reader<'_> {
    /// Returns the head of the API.
    pub(in crate::openapi::import) fn head(&mut self) -> ApiFile {
        let root = At::root(self.root);
        let info = root.get("info");
        let title = info
            .as_ref()
            .and_then(|info| info.text("title"))
            .map(str::trim)
            .filter(|title| !title.is_empty());
        let (summary, description) = descriptions::split(
            info.as_ref().and_then(|info| info.text("description")).unwrap_or(""),
        );
        let auth = self.schemes();
        let prefix = self.prefix();
        ApiFile {
            clientwright: 1,
            api: title.unwrap_or(&self.options.folder).to_owned(),
            summary,
            description,
            servers: self.servers(),
            base_url_env: Some(format!("{prefix}_BASE_URL")),
            auth,
            ..ApiFile::default()
        }
    }
}
