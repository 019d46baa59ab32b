//! What the endpoints of an API have in common, as plain data.

use std::time::Duration;

use crate::describe::data::{List, Names, Text};
use crate::describe::operation::Method;
use crate::describe::server::Server;

/// The description of an API: where it is, how calls are authorised, how answers are wrapped.
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
    /// Its name, for messages.
    pub name: Text,
    /// Where it can be reached; the first is the default.
    pub servers: List<Server>,
    /// The environment variable that replaces the base URL.
    pub base_url_env: Option<Text>,
    /// The response header that identifies a call to the API's support.
    pub request_id: Option<Text>,
    /// The ways to authorise a call.
    pub schemes: List<Scheme>,
    /// The parameters that are set once on the client.
    pub client_parameters: List<ClientParameter>,
    /// How answers are wrapped.
    pub envelope: Option<EnvelopeRule>,
    /// Where a failure says what went wrong.
    pub failure: FailureRule,
    /// How many calls the server allows in a time.
    pub rate_limits: List<RateLimitRule>,
    /// The folder of the spec, such as `spec/cloudflare`, for reports. The first words of an operation's id lead to its
    /// file in it.
    pub source: Option<Text>,
}

impl Api {
    /// An API without servers, schemes and envelope.
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

    /// Where it can be reached; the first is the default.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// The environment variable that replaces the base URL.
    #[must_use]
    pub const fn base_url_env(mut self, variable: &'static str) -> Self {
        self.base_url_env = Some(variable);
        self
    }

    /// The response header that identifies a call to the API's support.
    #[must_use]
    pub const fn request_id(mut self, header: &'static str) -> Self {
        self.request_id = Some(header);
        self
    }

    /// The ways to authorise a call.
    #[must_use]
    pub const fn schemes(mut self, schemes: &'static [Scheme]) -> Self {
        self.schemes = schemes;
        self
    }

    /// The parameters that are set once on the client.
    #[must_use]
    pub const fn client_parameters(mut self, parameters: &'static [ClientParameter]) -> Self {
        self.client_parameters = parameters;
        self
    }

    /// How answers are wrapped.
    #[must_use]
    pub const fn envelope(mut self, rule: EnvelopeRule) -> Self {
        self.envelope = Some(rule);
        self
    }

    /// How many calls the server allows in a time. The client keeps to it where the feature `rate-limit` is on.
    #[must_use]
    pub const fn rate_limits(mut self, rules: &'static [RateLimitRule]) -> Self {
        self.rate_limits = rules;
        self
    }

    /// The folder of the spec, for reports.
    #[must_use]
    pub const fn source(mut self, folder: &'static str) -> Self {
        self.source = Some(folder);
        self
    }

    /// Where a failure says what went wrong.
    #[must_use]
    pub const fn failure(mut self, rule: FailureRule) -> Self {
        self.failure = rule;
        self
    }
}

/// How many calls the server allows in a time.
///
/// ```
/// use clientwright_runtime::spec::{Method, RateLimitRule};
///
/// // 50 calls a second that change something, for each project.
/// static WRITES: RateLimitRule = RateLimitRule::new("writes", 50, 1_000)
///     .methods(&[Method::Post, Method::Put, Method::Patch, Method::Delete])
///     .each(&["project"]);
/// # let _ = &WRITES;
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RateLimitRule {
    /// Its name, for messages.
    pub name: Text,
    /// How many calls are allowed.
    pub requests: u32,
    /// In which time.
    pub per: Duration,
    /// The methods that count; none: all of them.
    pub methods: List<Method>,
    /// The parameters for each of whose values the limit holds on its own.
    pub each: Names,
}

impl RateLimitRule {
    /// A limit on all calls together.
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

    /// The methods that count.
    #[must_use]
    pub const fn methods(mut self, methods: &'static [Method]) -> Self {
        self.methods = methods;
        self
    }

    /// The parameters for each of whose values the limit holds on its own.
    #[must_use]
    pub const fn each(mut self, parameters: &'static [&'static str]) -> Self {
        self.each = Names(parameters);
        self
    }
}

/// A way to authorise a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Scheme {
    /// The name by which operations refer to it.
    pub id: Text,
    /// What it sends.
    pub kind: SchemeKind,
}

/// What a [`Scheme`] sends.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SchemeKind {
    /// `Authorization: Bearer <token>` (RFC 6750).
    Bearer {
        /// The token.
        token: Credential,
    },
    /// `Authorization: Basic <base64 of username:password>` (RFC 7617).
    Basic {
        /// The user name; it holds no colon.
        username: Credential,
        /// The password.
        password: Credential,
    },
    /// A signature over the request.
    #[cfg(feature = "hmac")]
    Hmac {
        /// What is signed and how it is sent.
        profile: HmacProfile,
        /// The name of the key.
        username: Credential,
        /// The key, used as text.
        secret: Credential,
    },
    /// Headers, all of which are sent.
    Headers(List<HeaderCredential>),
    /// A parameter of the query.
    Query {
        /// The name of the parameter.
        name: Text,
        /// Its value.
        credential: Credential,
    },
    /// A cookie.
    Cookie {
        /// The name of the cookie.
        name: Text,
        /// Its value.
        credential: Credential,
    },
}

impl Scheme {
    const fn new(id: &'static str, kind: SchemeKind) -> Self {
        Self { id, kind }
    }

    /// `Authorization: Bearer <token>` (RFC 6750).
    #[must_use]
    pub const fn bearer(id: &'static str, token: Credential) -> Self {
        Self::new(id, SchemeKind::Bearer { token })
    }

    /// `Authorization: Basic <base64 of username:password>` (RFC 7617).
    #[must_use]
    pub const fn basic(id: &'static str, username: Credential, password: Credential) -> Self {
        Self::new(id, SchemeKind::Basic { username, password })
    }

    /// A signature over the request.
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

    /// Headers, all of which are sent.
    #[must_use]
    pub const fn headers(id: &'static str, headers: &'static [HeaderCredential]) -> Self {
        Self::new(id, SchemeKind::Headers(headers))
    }

    /// A parameter of the query.
    #[must_use]
    pub const fn query(id: &'static str, name: &'static str, credential: Credential) -> Self {
        Self::new(id, SchemeKind::Query { name, credential })
    }

    /// A cookie.
    #[must_use]
    pub const fn cookie(id: &'static str, name: &'static str, credential: Credential) -> Self {
        Self::new(id, SchemeKind::Cookie { name, credential })
    }

    /// The credentials that it needs.
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

/// What an HMAC scheme signs and how it sends the signature.
#[cfg(feature = "hmac")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HmacProfile {
    /// As Kong's plugin `hmac-auth` wants it: host, date, request line with the encoded path and query, and the
    /// SHA-256 digest of the body as sent; an empty body is hashed too. `Date` and `Digest` are sent as well.
    Kong,
}

/// A header that carries a credential.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HeaderCredential {
    /// The name of the header.
    pub header: Text,
    /// Its value.
    pub credential: Credential,
}

impl HeaderCredential {
    /// A header with its credential.
    #[must_use]
    pub const fn new(header: &'static str, credential: Credential) -> Self {
        Self { header, credential }
    }
}

/// A value that authorises calls.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Credential {
    /// Its name, by which the builder takes it.
    pub name: Text,
    /// The environment variable that it is read from.
    pub env: Option<Text>,
    /// Whether it is secret. (No message shows any credential; this only tells generated code which type to take.)
    pub secret: bool,
}

impl Credential {
    /// A credential.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, env: None, secret: false }
    }

    /// The environment variable that it is read from.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }

    /// It is secret.
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
    /// The name of the operations' parameter that it fills.
    pub name: Text,
    /// The environment variable that it is read from.
    pub env: Option<Text>,
}

impl ClientParameter {
    /// A client parameter.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, env: None }
    }

    /// The environment variable that it is read from.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }
}

/// How answers are wrapped.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EnvelopeRule {
    /// The path to the field that tells success, and its value then. Any other value is a failure, whatever the status.
    pub success: Option<(Text, Scalar)>,
    /// The path to the data; without one the whole body is the data.
    pub data: Option<Text>,
}

impl Default for EnvelopeRule {
    fn default() -> Self {
        Self::new()
    }
}

impl EnvelopeRule {
    /// A rule that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { success: None, data: None }
    }

    /// The field that tells success, and its value then.
    #[must_use]
    pub const fn success_equals(mut self, field: &'static str, value: Scalar) -> Self {
        self.success = Some((field, value));
        self
    }

    /// The field that holds the data.
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
    /// A text.
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
    /// A rule that says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { message: None, code: None }
    }

    /// The path to the message.
    #[must_use]
    pub const fn message(mut self, path: &'static str) -> Self {
        self.message = Some(path);
        self
    }

    /// The path to the code.
    #[must_use]
    pub const fn code(mut self, path: &'static str) -> Self {
        self.code = Some(path);
        self
    }
}
