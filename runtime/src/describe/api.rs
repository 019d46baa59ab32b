//! What all endpoints of an API share, as plain data.

use std::time::Duration;

use crate::describe::data::{List, Names, Text};
use crate::describe::operation::Method;
use crate::describe::server::Server;

/// The description of an API: its servers, its authentication, its envelope, its rate limits.
///
/// ```
/// use clientwright_runtime::spec::{Api, Credential, EnvelopeRule, FailureRule, Scalar, Scheme, Server};
///
/// static API: Api = Api::new("Cloudflare")
///     .servers(const { &[Server::new("default", "https://api.cloudflare.com/client/v4")] })
///     .schemes(const {
///         &[Scheme::bearer("api_token", Credential::new("token").env("CLOUDFLARE_API_TOKEN").secret())]
///     })
///     .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"))
///     .failure(FailureRule::new().message("errors[].message").code("errors[].code"));
/// assert_eq!(API.name, "Cloudflare");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Api {
    /// The name, for messages.
    pub name: Text,
    /// The servers. The first one is the default.
    pub servers: List<Server>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<Text>,
    /// The response header with the id of a request that the API's support asks for.
    pub request_id: Option<Text>,
    /// The authentication schemes.
    pub schemes: List<Scheme>,
    /// The parameters that are set once on the client.
    pub client_parameters: List<ClientParameter>,
    /// How the data of a response is wrapped.
    pub envelope: Option<EnvelopeRule>,
    /// Where a failure says what went wrong.
    pub failure: FailureRule,
    /// The rate limits of the server.
    pub rate_limits: List<RateLimitRule>,
    /// The folder of the spec, such as `spec/cloudflare`, for reports. The first words of an operation's id lead to its
    /// file there.
    pub source: Option<Text>,
}

impl Api {
    /// Returns an API without servers, schemes and envelope.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            servers: &[],
            base_url_env: None,
            request_id: None,
            schemes: &[],
            client_parameters: &[],
            envelope: None,
            failure: FailureRule::new(),
            rate_limits: &[],
            source: None,
        }
    }

    /// Sets the servers. The first one is the default.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets the environment variable that overrides the base URL.
    #[must_use]
    pub const fn base_url_env(mut self, variable: &'static str) -> Self {
        self.base_url_env = Some(variable);
        self
    }

    /// Sets the response header with the id of a request that the API's support asks for.
    #[must_use]
    pub const fn request_id(mut self, header: &'static str) -> Self {
        self.request_id = Some(header);
        self
    }

    /// Sets the authentication schemes.
    #[must_use]
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// Sets the parameters that are set once on the client.
    #[must_use]
    pub const fn client_parameters(mut self, parameters: &'static [ClientParameter]) -> Self {
        self.client_parameters = parameters;
        self
    }

    /// Sets how the data of a response is wrapped.
    #[must_use]
    pub const fn envelope(mut self, rule: EnvelopeRule) -> Self {
        self.envelope = Some(rule);
        self
    }

    /// Sets the rate limits of the server. A client keeps to them if the feature `rate-limit` is on.
    #[must_use]
    pub const fn rate_limits(mut self, rules: &'static [RateLimitRule]) -> Self {
        self.rate_limits = rules;
        self
    }

    /// Sets the folder of the spec, for reports.
    #[must_use]
    pub const fn source(mut self, folder: &'static str) -> Self {
        self.source = Some(folder);
        self
    }

    /// Sets where a failure says what went wrong.
    #[must_use]
    pub const fn failure(mut self, rule: FailureRule) -> Self {
        self.failure = rule;
        self
    }
}

/// A rate limit: how many calls the server allows in a window of time.
///
/// ```
/// use clientwright_runtime::spec::{Method, RateLimitRule};
///
/// // 50 calls per second that change something, for each project.
/// static WRITES: RateLimitRule = RateLimitRule::new("writes", 50, 1_000)
///     .methods(&[Method::Post, Method::Put, Method::Patch, Method::Delete])
///     .each(&["project"]);
/// # let _ = &WRITES;
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RateLimitRule {
    /// The name, for messages.
    pub name: Text,
    /// The number of calls that a window allows.
    pub requests: u32,
    /// The length of the window.
    pub per: Duration,
    /// The methods that count; empty: all methods.
    pub methods: List<Method>,
    /// The parameters by whose values calls are counted separately.
    pub each: Names,
}

impl RateLimitRule {
    /// Returns a limit on all calls together: `requests` in `per_millis` milliseconds.
    #[must_use]
    pub const fn new(name: &'static str, requests: u32, per_millis: u64) -> Self {
        Self {
            name,
            requests,
            per: Duration::from_millis(per_millis),
            methods: &[],
            each: Names::NONE,
        }
    }

    /// Sets the methods that count.
    #[must_use]
    pub const fn methods(mut self, methods: &'static [Method]) -> Self {
        self.methods = methods;
        self
    }

    /// Sets the parameters by whose values calls are counted separately.
    #[must_use]
    pub const fn each(mut self, parameters: &'static [&'static str]) -> Self {
        self.each = Names(parameters);
        self
    }
}

/// An authentication scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// The name by which operations refer to it.
    pub id: Text,
    /// What the scheme sends.
    pub kind: SchemeKind,
}

/// What a [`Scheme`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A bearer token: `Authorization: Bearer <token>` (RFC 6750).
    Bearer {
        /// The token.
        token: Credential,
    },
    /// A user name and a password: `Authorization: Basic <base64 of username:password>` (RFC 7617).
    Basic {
        /// The user name. It must not contain a colon.
        username: Credential,
        /// The password.
        password: Credential,
    },
    /// A signature of the request.
    ///
    /// Requires the feature `hmac`.
    #[cfg(feature = "hmac")]
    Hmac {
        /// What is signed, and how the signature is sent.
        profile: HmacProfile,
        /// The name of the key.
        username: Credential,
        /// The key, used as text.
        secret: Credential,
    },
    /// Headers, all of which are sent.
    Headers(List<HeaderCredential>),
    /// A query parameter.
    Query {
        /// The name of the parameter.
        name: Text,
        /// The value.
        credential: Credential,
    },
    /// A cookie.
    Cookie {
        /// The name of the cookie.
        name: Text,
        /// The value.
        credential: Credential,
    },
}

impl Scheme {
    const fn new(id: &'static str, kind: SchemeKind) -> Self {
        Self { id, kind }
    }

    /// Returns a scheme with a bearer token: `Authorization: Bearer <token>` (RFC 6750).
    #[must_use]
    pub const fn bearer(id: &'static str, token: Credential) -> Self {
        Self::new(id, SchemeKind::Bearer { token })
    }

    /// Returns a scheme with a user name and a password: `Authorization: Basic <base64 of username:password>` (RFC
    /// 7617).
    #[must_use]
    pub const fn basic(id: &'static str, username: Credential, password: Credential) -> Self {
        Self::new(id, SchemeKind::Basic { username, password })
    }

    /// Returns a scheme that signs the request.
    ///
    /// Requires the feature `hmac`.
    #[cfg(feature = "hmac")]
    #[must_use]
    pub const fn hmac(
        id: &'static str,
        profile: HmacProfile,
        username: Credential,
        secret: Credential,
    ) -> Self {
        Self::new(id, SchemeKind::Hmac { profile, username, secret })
    }

    /// Returns a scheme with headers, all of which are sent.
    #[must_use]
    pub const fn headers(id: &'static str, headers: &'static [HeaderCredential]) -> Self {
        Self::new(id, SchemeKind::Headers(headers))
    }

    /// Returns a scheme with a query parameter.
    #[must_use]
    pub const fn query(id: &'static str, name: &'static str, credential: Credential) -> Self {
        Self::new(id, SchemeKind::Query { name, credential })
    }

    /// Returns a scheme with a cookie.
    #[must_use]
    pub const fn cookie(id: &'static str, name: &'static str, credential: Credential) -> Self {
        Self::new(id, SchemeKind::Cookie { name, credential })
    }

    /// Returns the credentials of the scheme, in the order in which the builder takes them.
    pub(crate) fn credentials(&self) -> Vec<&Credential> {
        match &self.kind {
            SchemeKind::Bearer { token } => vec![token],
            SchemeKind::Basic { username, password } => vec![username, password],
            #[cfg(feature = "hmac")]
            SchemeKind::Hmac { username, secret, .. } => vec![username, secret],
            SchemeKind::Headers(headers) => headers.iter().map(|pair| &pair.credential).collect(),
            SchemeKind::Query { credential, .. } | SchemeKind::Cookie { credential, .. } => {
                vec![credential]
            }
        }
    }
}

/// What an HMAC scheme signs, and how it sends the signature.
///
/// Requires the feature `hmac`.
#[cfg(feature = "hmac")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HmacProfile {
    /// The signature that Kong's plugin `hmac-auth` expects: of the host, the date, the request line with the encoded
    /// path and query, and the SHA-256 digest of the body as sent, even if it is empty. `Date` and `Digest` are sent as
    /// well.
    Kong,
}

/// A header that carries a credential.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeaderCredential {
    /// The name of the header.
    pub header: Text,
    /// The value.
    pub credential: Credential,
}

impl HeaderCredential {
    /// Returns a header with its credential.
    #[must_use]
    pub const fn new(header: &'static str, credential: Credential) -> Self {
        Self { header, credential }
    }
}

/// A value that authenticates calls.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Credential {
    /// The name: the argument of the builder's method.
    pub name: Text,
    /// The environment variable with the value.
    pub env: Option<Text>,
    /// Whether the value is secret, which tells generated code the type of the argument. Messages never show a
    /// credential, secret or not.
    pub secret: bool,
}

impl Credential {
    /// Returns a credential.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, env: None, secret: false }
    }

    /// Sets the environment variable with the value.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }

    /// Marks the value as secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

/// A parameter that is set once on the client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientParameter {
    /// The name of the operations' parameter that it sets.
    pub name: Text,
    /// The environment variable with the value.
    pub env: Option<Text>,
}

impl ClientParameter {
    /// Returns a client parameter.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, env: None }
    }

    /// Sets the environment variable with the value.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }
}

/// How the data of a response is wrapped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EnvelopeRule {
    /// The path to the field that says whether the call succeeded, and its value if it did. Any other value is a
    /// failure, whatever the status.
    pub success: Option<(Text, Scalar)>,
    /// The path to the data; `None`: the whole body is the data.
    pub data: Option<Text>,
}

impl Default for EnvelopeRule {
    fn default() -> Self {
        Self::new()
    }
}

impl EnvelopeRule {
    /// Returns a rule without any path.
    #[must_use]
    pub const fn new() -> Self {
        Self { success: None, data: None }
    }

    /// Sets the field that says whether the call succeeded, and its value if it did.
    #[must_use]
    pub const fn success_equals(mut self, field: &'static str, value: Scalar) -> Self {
        self.success = Some((field, value));
        self
    }

    /// Sets the field that holds the data.
    #[must_use]
    pub const fn data(mut self, field: &'static str) -> Self {
        self.data = Some(field);
        self
    }
}

/// A value that a field is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scalar {
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(&'static str),
}

/// Where a failure says what went wrong: paths such as `errors[].message`, where `[]` is the first item of a list.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FailureRule {
    /// The path to the message.
    pub message: Option<Text>,
    /// The path to the code.
    pub code: Option<Text>,
}

impl FailureRule {
    /// Returns a rule without any path.
    #[must_use]
    pub const fn new() -> Self {
        Self { message: None, code: None }
    }

    /// Sets the path to the message.
    #[must_use]
    pub const fn message(mut self, path: &'static str) -> Self {
        self.message = Some(path);
        self
    }

    /// Sets the path to the code.
    #[must_use]
    pub const fn code(mut self, path: &'static str) -> Self {
        self.code = Some(path);
        self
    }
}
