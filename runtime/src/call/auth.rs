//! Credentials: prepared when a client is built, then selected and applied for each call.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base::headers::put;
use crate::base::scrub::Scrubber;
use crate::base::secret::Secret;
use crate::base::target::{Target, push_encoded};
use crate::base::text::quoted;
use crate::call::client::Config;
use crate::call::draft::Draft;
use crate::call::provider::{Held, TokenSource};
#[cfg(feature = "hmac")]
use crate::call::sign;
use crate::describe::api::{Api, Scheme, SchemeKind};
use crate::error::Problem;

/// What a scheme adds to a request, as far as it does not depend on the call.
#[derive(Clone)]
pub(crate) enum Ready {
    Headers(Vec<(HeaderName, HeaderValue)>),
    #[cfg(feature = "hmac")]
    Signed(sign::Key),
    /// `name=value`, encoded.
    Query {
        name: String,
        pair: Secret,
    },
    /// `name=value`.
    Cookie(Secret),
    /// A bearer token that is fetched when one is needed.
    Provided(Arc<dyn TokenSource>),
}

/// Shows no value.
impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ready([redacted])")
    }
}

/// Puts the credentials of a scheme, each given by its name, into the order of [`Scheme::credentials`].
///
/// # Errors
///
/// A name that the scheme does not have, or one that is missing. The error never shows a value.
pub(crate) fn in_order(
    scheme: &Scheme,
    mut given: Vec<(&str, Secret)>,
) -> Result<Vec<Secret>, String> {
    let mut values = Vec::new();
    for credential in scheme.credentials() {
        let Some(at) = given.iter().position(|(name, _)| *name == credential.name) else {
            return Err(format!(
                "the credential `{}` of the scheme `{}` is missing",
                credential.name, scheme.id
            ));
        };
        values.push(given.swap_remove(at).1);
    }
    match given.first() {
        None => Ok(values),
        Some((name, _)) => {
            Err(format!("the scheme `{}` does not have a credential {}", scheme.id, quoted(name)))
        }
    }
}

/// Prepares the credentials of a scheme. The values are in the order of [`Scheme::credentials`].
///
/// # Errors
///
/// A value that cannot be sent. The error names the credential and never shows the value.
pub(crate) fn ready(
    scheme: &Scheme,
    values: &[Secret],
    scrubber: &mut Scrubber,
) -> Result<Ready, String> {
    for (credential, value) in scheme.credentials().into_iter().zip(values) {
        let refuse = |fault: &str| {
            Err(format!(
                "the credential `{}` of the scheme `{}` {fault}",
                credential.name, scheme.id
            ))
        };
        let value = value.reveal();
        if value.trim().is_empty() {
            return refuse("is blank: set its value, or do not set the scheme");
        }
        if value.chars().any(char::is_control) {
            return refuse("contains a newline or another control character");
        }
        // A user name of one or two letters would mask parts of ordinary words.
        if credential.secret || value.len() > 3 {
            scrubber.add(value);
        }
    }
    make(scheme, values, scrubber)
}

fn make(scheme: &Scheme, values: &[Secret], scrubber: &mut Scrubber) -> Result<Ready, String> {
    let value = |index: usize| values.get(index).map_or("", Secret::reveal);
    let refuse = |fault: &str| Err(format!("{fault} of the scheme `{}`", scheme.id));
    match &scheme.kind {
        SchemeKind::Bearer { .. } => {
            let header = sensitive(&format!("Bearer {}", value(0)))?;
            Ok(Ready::Headers(vec![(AUTHORIZATION, header)]))
        }
        SchemeKind::Basic { .. } => {
            if value(0).contains(':') {
                return refuse("a colon is not allowed in the user name (RFC 7617)");
            }
            let pair = format!("{}:{}", value(0), value(1));
            scrubber.add(&pair);
            let header = sensitive(&format!("Basic {}", STANDARD.encode(pair)))?;
            Ok(Ready::Headers(vec![(AUTHORIZATION, header)]))
        }
        #[cfg(feature = "hmac")]
        SchemeKind::Hmac { profile, .. } => match sign::Key::new(*profile, value(0), value(1)) {
            Ok(key) => Ok(Ready::Signed(key)),
            Err(fault) => refuse(fault),
        },
        SchemeKind::Headers(headers) => headers
            .iter()
            .enumerate()
            .map(|(index, pair)| {
                let name = HeaderName::from_bytes(pair.header.as_bytes())
                    .map_err(|_| format!("`{}` is not a valid header name", pair.header))?;
                Ok((name, sensitive(value(index))?))
            })
            .collect::<Result<_, _>>()
            .map(Ready::Headers),
        SchemeKind::Query { name, .. } => {
            let mut pair = String::new();
            push_encoded(&mut pair, name);
            let name = pair.clone();
            pair.push('=');
            push_encoded(&mut pair, value(0));
            Ok(Ready::Query { name, pair: pair.into() })
        }
        SchemeKind::Cookie { name, .. } => {
            let is_octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
            if !value(0).bytes().all(is_octet) {
                return refuse(
                    "a character that is not allowed in a cookie (RFC 6265) is in the value",
                );
            }
            Ok(Ready::Cookie(format!("{name}={}", value(0)).into()))
        }
    }
}

pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        "a credential contains a character that is not allowed in a header".to_owned()
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The credentials that a call uses: the schemes of one alternative, all of which are ready.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen<'c> {
    first: Option<&'c Ready>,
    /// Nearly always empty.
    others: Vec<&'c Ready>,
}

/// Selects the first alternative that the operation accepts and for which all credentials are set. Credentials of the
/// call override those of the client.
///
/// # Errors
///
/// No alternative has all its credentials. The error lists what the operation accepts and what the client has.
pub(crate) fn choose(draft: &Draft) -> Result<Chosen<'_>, Problem> {
    let (config, operation) = (&*draft.client.0, &*draft.operation);
    let own = draft.credentials();
    if operation.auth.is_empty() && own.is_empty() {
        return Ok(Chosen::default());
    }
    let find = |id: &str| {
        let index = config.api.schemes.iter().position(|scheme| scheme.id == id)?;
        let brought = own.iter().find(|(known, _)| *known == index).map(|(_, ready)| ready);
        brought.or(config.schemes.get(index)?.as_ref())
    };
    let uses_own = |index: usize| {
        own.is_empty()
            || operation
                .auth
                .schemes(index)
                .any(|id| own.iter().any(|(known, _)| config.api.schemes[*known].id == id))
    };
    (0..operation.auth.len())
        .filter(|index| uses_own(*index))
        .find_map(|index| {
            let mut schemes = operation.auth.schemes(index).map(find);
            let Some(first) = schemes.next() else {
                return Some(Chosen::default());
            };
            let first = first?;
            let others = schemes.collect::<Option<_>>()?;
            Some(Chosen { first: Some(first), others })
        })
        .ok_or_else(|| {
            let text = if own.is_empty() {
                missing(config, operation)
            } else {
                format!(
                    "the operation does not accept the credentials that the request sets; {}",
                    missing(config, operation)
                )
            };
            let mut problem = Problem::invalid(operation.id, text);
            problem.details_mut().schemes = operation.auth;
            problem
        })
}

fn missing(config: &Config, operation: &crate::describe::operation::Operation) -> String {
    let accepted: Vec<String> = (0..operation.auth.len())
        .map(|index| {
            let schemes: Vec<String> =
                operation.auth.schemes(index).map(|id| describe(&config.api, id)).collect();
            schemes.join(" together with ")
        })
        .collect();
    let has: Vec<String> = config
        .api
        .schemes
        .iter()
        .zip(&config.schemes)
        .filter(|(_, ready)| ready.is_some())
        .map(|(scheme, _)| format!("`{}`", scheme.id))
        .collect();
    if accepted.is_empty() {
        return "it does not accept any: do not set credentials on the request; nothing was sent"
            .to_owned();
    }
    format!(
        "the client has no credentials that the operation accepts; it accepts {}; the client has {}; nothing was sent",
        accepted.join(", or "),
        if has.is_empty() { "none".to_owned() } else { has.join(", ") }
    )
}

/// Names a scheme and the ways to set it: `api_token` (`.api_token(..)` on the builder, or `CLOUDFLARE_API_TOKEN`).
fn describe(api: &Api, id: &str) -> String {
    let Some(scheme) = api.schemes.iter().find(|scheme| scheme.id == id) else {
        return format!("`{id}` (a scheme that the API does not define)");
    };
    let variables: Vec<&str> =
        scheme.credentials().iter().filter_map(|credential| credential.env).collect();
    if variables.is_empty() {
        format!("`{id}` (`.{id}(..)` on the client's builder)")
    } else {
        format!(
            "`{id}` (`.{id}(..)` on the client's builder, or {} in the environment)",
            variables.join(" and ")
        )
    }
}

impl<'c> Chosen<'c> {
    fn iter(&self) -> impl Iterator<Item = &'c Ready> {
        self.first.into_iter().chain(self.others.iter().copied())
    }

    /// Returns whether no credentials are sent.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Returns the token provider among them, if there is one.
    pub(crate) fn provided(&self) -> Option<&dyn TokenSource> {
        self.iter().find_map(|ready| match ready {
            Ready::Provided(provided) => Some(&**provided),
            _ => None,
        })
    }

    /// Returns the keys that sign the request, and with it the body, which must be in memory as a whole.
    #[cfg(feature = "hmac")]
    pub(crate) fn signing(&self) -> impl Iterator<Item = &'c sign::Key> {
        self.iter().filter_map(|ready| match ready {
            Ready::Signed(key) => Some(key),
            _ => None,
        })
    }

    /// Returns whether a header carries one of these credentials.
    pub(crate) fn owns(&self, name: &HeaderName) -> bool {
        self.iter().any(|ready| match ready {
            Ready::Headers(headers) => headers.iter().any(|(owned, _)| owned == name),
            #[cfg(feature = "hmac")]
            Ready::Signed(_) => sign::owns(name),
            Ready::Cookie(_) => name == COOKIE,
            Ready::Provided(_) => name == AUTHORIZATION,
            Ready::Query { .. } => false,
        })
    }

    /// Adds to the query what these credentials put there. After a redirect it may be there already.
    pub(crate) fn extend_query(&self, target: &mut Target) {
        for ready in self.iter() {
            if let Ready::Query { name, pair } = ready {
                let query = target.path().split_once('?').map_or("", |(_, query)| query);
                let is_there = query.split('&').any(|there| there.split('=').next() == Some(name));
                if !is_there {
                    target.push_query(pair.reveal());
                }
            }
        }
    }

    /// Returns the names, encoded, of the query parameters that carry these credentials.
    pub(crate) fn query_names(&self) -> Vec<String> {
        let name = |ready: &'c Ready| match ready {
            Ready::Query { name, .. } => Some(name.clone()),
            _ => None,
        };
        self.iter().filter_map(name).collect()
    }

    /// Removes these credentials from the query.
    pub(crate) fn strip_query(&self, target: &mut Target) {
        for ready in self.iter() {
            if let Ready::Query { name, .. } = ready {
                target.remove_query(name);
            }
        }
    }

    /// Adds the names of these query parameters, with masked values, to a URL that is shown.
    pub(crate) fn extend_shown_query(&self, shown: &mut String) {
        for ready in self.iter() {
            if let Ready::Query { name, .. } = ready {
                let separator = if shown.contains('?') { '&' } else { '?' };
                shown.push(separator);
                shown.push_str(name);
                shown.push('=');
                shown.push_str(crate::base::secret::REDACTED);
            }
        }
    }

    /// Adds the headers that carry the credentials, except those of a signature.
    pub(crate) fn extend_headers(
        &self,
        headers: &mut HeaderMap,
        token: Option<&Held>,
    ) -> Result<(), String> {
        let mut cookies = String::new();
        for ready in self.iter() {
            match ready {
                Ready::Headers(values) => {
                    for (name, value) in values {
                        put(headers, name.clone(), value.clone());
                    }
                }
                Ready::Cookie(pair) => {
                    if !cookies.is_empty() {
                        cookies.push_str("; ");
                    }
                    cookies.push_str(pair.reveal());
                }
                Ready::Provided(_) => {
                    if let Some(token) = token {
                        put(headers, AUTHORIZATION, token.header.clone());
                    }
                }
                #[cfg(feature = "hmac")]
                Ready::Signed(_) => {}
                Ready::Query { .. } => {}
            }
        }
        if !cookies.is_empty() {
            if let Some(given) = headers.get(COOKIE).and_then(|given| given.to_str().ok()) {
                // All cookies of a request are in one header.
                cookies = format!("{given}; {cookies}");
            }
            put(headers, COOKIE, sensitive(&cookies)?);
        }
        Ok(())
    }
}
