//! The spec as it is written: the keys of each file and their values, before any name is resolved.
//!
//! The types here are decoded by serde, and their JSON Schema (by schemars) is both what editors
//! complete from and what a file is checked against before it is decoded. So the documentation of
//! a field here is what an editor shows beside the key.

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

use super::shorthand;
pub use crate::words::envelope::{Scalar, Wrapping};
pub use crate::words::form::{AnswerForm, BodyForm};
use crate::words::key::Keyed;
use crate::words::limit::Limits;
pub use crate::words::method::Method;
pub use crate::words::pages::PageStyle;
pub use crate::words::signing::HmacProfile;
pub use crate::words::style::{ListKeys, Style, ValueForm};
pub use crate::words::text::{Deprecation, Text};

/// A default, an example or a constant, as it is written.
pub type Literal = serde_json::Value;

/// Values by their names, in the order in which they are written.
pub type Named<T> = IndexMap<String, T>;

/// An `api.yaml`: what applies to a whole API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false, "required" = ["clientwright", "api", "servers"])))]
pub struct ApiFile {
    /// The version of the spec language: 1.
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    pub clientwright: u64,
    /// The name of the API, as its vendor writes it.
    pub api: String,
    /// One sentence about the API.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// The servers of the API, by name; the first is the default.
    pub servers: Named<Server>,
    /// The environment variable that overrides the server's URL.
    pub base_url_env: Option<String>,
    /// The response header with the request ID.
    pub request_id: Option<RequestId>,
    /// Authentication schemes, by name.
    pub auth: Named<Scheme>,
    /// Path parameters that are set once on the client, by the name that paths use.
    pub client_params: Named<Parameter>,
    /// Header parameters of every endpoint; `Name?` is optional.
    pub headers: Keyed<Parameter>,
    /// The envelope around the data of every response.
    pub envelope: Option<Envelope>,
    /// The body of an error response.
    pub failure: Option<Failure>,
    /// Rate limits, by a name for messages.
    pub rate_limit: Named<RateLimit>,
    /// The Rust type of strings, by their `format`: `string` (unchecked text), `timestamp`, `date`, `time`, `span`, `uuid`,
    /// `base64`, `decimal`, `uri`, `ip`, `ipv4`, `ipv6`, or the full path of your own type, such as `my_crate::Money`.
    /// By default, `date-time` is a `timestamp`, `date` is a `date`, and every other format is a `string`.
    pub formats: Named<String>,
    /// Endpoints whose methods are on the client itself.
    pub endpoints: Named<Endpoint>,
    /// Types, which every file of this API can name.
    pub types: Named<Type>,
}

/// Any other file: one resource. The path of the file is the path of the resource.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct ResourceFile {
    /// One sentence about the resource.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// The endpoints of the resource, by the name of the method that calls them.
    pub endpoints: Named<Endpoint>,
    /// Types, which every file of this API can name.
    pub types: Named<Type>,
}

/// A file of overrides: Rust settings of types and endpoints, kept apart from the spec.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct OverridesFile {
    /// The Rust type of strings, by their `format`, as in an `api.yaml`.
    pub formats: Named<String>,
    /// Rust settings of types, by name (`Token`, or `cloudflare.Token` if there are several APIs) or, for an `OpenAPI`
    /// document, by JSON pointer (`#/components/schemas/token`), which may lead to a property
    /// (`#/components/schemas/token/properties/name`).
    pub types: Named<Rust>,
    /// Rust settings of endpoints, by resource and name (`stream.keys.delete`) or, for an `OpenAPI` document, by JSON pointer
    /// (`#/paths/~1keys/delete`).
    pub endpoints: Named<Rust>,
}

/// A server: a URL, or a URL with variables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Server(pub ServerParts);

/// A server whose URL has variables.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct ServerParts {
    /// The URL, with `{name}` for each variable: `https://{region}.example.com/{base}`.
    pub url: String,
    /// The variables of the URL, by name. Each is a method of the client's builder.
    #[serde(default)]
    pub variables: Named<ServerVariable>,
}

/// A variable in the URL of a server.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct ServerVariable {
    /// One sentence about the variable.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// The value that is used unless the builder sets another.
    pub default: String,
    /// The allowed values; by default, any value that is valid at its place in the URL.
    #[serde(rename = "enum")]
    pub enum_: Option<Vec<String>>,
}

/// The response header with the request ID.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct RequestId {
    /// The name of the response header.
    pub header: String,
}

/// An authentication scheme. Exactly one of the kinds is given.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Scheme {
    /// One sentence about the scheme and when to use it.
    pub summary: Option<String>,
    /// `Authorization: Bearer <token>` (RFC 6750).
    pub bearer: Option<Credential>,
    /// `Authorization: Basic <base64 of username:password>` (RFC 7617).
    pub basic: Option<Basic>,
    /// A set of headers with one credential each; all of them are sent.
    pub headers: Option<Named<Credential>>,
    /// One query parameter with the credential. It is masked wherever a URL is shown.
    pub query: Option<Named<Credential>>,
    /// One cookie with the credential.
    pub cookie: Option<Named<Credential>>,
    /// A signature of the request with a shared secret.
    pub hmac: Option<Hmac>,
}

/// The credentials of HTTP Basic authentication.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Basic {
    /// The user name.
    pub username: Credential,
    /// The password.
    pub password: Credential,
}

/// Request signing with a shared secret.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Hmac {
    /// What is signed, and how the signature is sent.
    pub profile: HmacProfile,
    /// The user name that the signature is sent with.
    pub username: Credential,
    /// The shared secret, which is never sent.
    pub secret: Credential,
}

/// A credential.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Credential {
    /// The name of the builder method's argument.
    pub name: Option<String>,
    /// The environment variable that the value is read from.
    pub env: Option<String>,
    /// Whether the value is masked in debug output. Passwords, tokens, signing secrets, and credentials in a query or a cookie always are.
    pub secret: bool,
}

/// The envelope around the data of every response.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Envelope {
    /// The condition for success; a response that does not meet it is an error, whatever its status.
    pub success: Option<Success>,
    /// The field with the endpoint's own data.
    pub data: String,
    /// The type of the envelope; the type of its data field is replaced by the endpoint's own.
    #[serde(rename = "type")]
    pub type_: String,
}

/// The condition for success.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Success {
    /// A field of the envelope.
    pub field: String,
    /// The value of the field on success.
    pub equals: Scalar,
}

/// The body of an error response.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Failure {
    /// The type of the body.
    #[serde(rename = "type")]
    pub type_: String,
    /// The path to the error message, such as `errors[].message`.
    #[serde(default)]
    pub message: Option<String>,
    /// The path to the error code, such as `errors[].code`.
    #[serde(default)]
    pub code: Option<String>,
}

/// A rate limit: the number of calls that the server allows per period.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false, "required" = ["requests", "per"])))]
pub struct RateLimit {
    /// The number of calls per period.
    #[cfg_attr(test, schemars(range(min = 1, max = 1_000_000_000)))]
    pub requests: u32,
    /// The period: an integer and a unit, such as `500ms`, `1s`, `5m` or `1h`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub per: String,
    /// The HTTP methods whose calls count; by default, all of them.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub methods: Vec<Method>,
    /// Client parameters; each combination of their values has a limit of its own.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub each: Vec<String>,
}

/// An endpoint: its method and path, its parameters and body, and its response.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false, "required" = ["method", "path"])))]
pub struct Endpoint {
    /// One sentence about what a call does.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{name}` for each path parameter. A fragment at the end distinguishes endpoints that share a method
    /// and a path; it is never sent.
    pub path: String,
    /// Path parameters of the endpoint, and stricter limits for parameters of the client.
    pub path_params: Keyed<Parameter>,
    /// Query parameters, as the API spells them; `name?` is optional. A `?` at the end of the name itself is doubled.
    pub query: Keyed<Parameter>,
    /// Header parameters; `Name?` is optional.
    pub headers: Keyed<Parameter>,
    /// Cookies; `name?` is optional.
    pub cookies: Keyed<Parameter>,
    /// The request body: JSON, unless `as` gives another format. `{}` sends an empty object.
    pub body: Option<Body>,
    /// The accepted authentication schemes, any one of which is enough; `[[a, b]]` requires both. `none` in the list makes
    /// authentication optional; without this key, the endpoint has none.
    pub auth: Vec<Accepted>,
    /// The permissions that the endpoint accepts, any one of which is enough.
    pub permissions: Vec<String>,
    /// The response: the type of its data, or `none`. It is JSON, unless `as` gives another format.
    pub response: Option<Response>,
    /// Instead of `response`, if successful responses have several types: each by its status (`202`); `2XX` is any other
    /// status.
    #[serde(deserialize_with = "shorthand::by_status")]
    #[cfg_attr(test, schemars(with = "Named<Response>", extend("minProperties" = 1)))]
    pub responses: Named<Response>,
    /// Variations of the same call, such as another media type: each is a method of its own, whose name is that of the
    /// endpoint followed by this one.
    #[cfg_attr(test, schemars(extend("minProperties" = 1)))]
    pub also: Named<Variation>,
    /// The bodies of error responses by status (`404`), class of statuses (`4XX`) or `default`, if they differ from the
    /// API's `failure`. A `summary` alone documents the status.
    #[serde(deserialize_with = "shorthand::by_status")]
    #[cfg_attr(test, schemars(with = "Named<Type>", extend("minProperties" = 1)))]
    pub failures: Named<Type>,
    /// The pagination of a list.
    pub pages: Option<Pages>,
    /// Whether a repeated call has the same effect as one; by default, the method decides.
    pub idempotent: Option<bool>,
    /// The maximum number of retries, which overrides that of the client (`0` disables retries), or the parts of a retry
    /// policy.
    pub retries: Option<Retries>,
    /// The timeout of one attempt, including the response body, which overrides that of the client: `30s`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub timeout: Option<String>,
    /// The deadline of a call, including all retries and the delays between them, which overrides that of the client: `90s`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub deadline: Option<String>,
    /// `none`: the response has no envelope; `optional`: it may have the API's envelope or not.
    pub envelope: Option<Wrapping>,
    /// `true`, or what to use instead.
    pub deprecated: Option<Deprecation>,
    /// Rust settings: its `name`, or `skip: true` to leave it out of the client.
    pub rust: Option<Rust>,
}

/// A retry policy: the maximum number of retries, or its parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Retries(pub RetryParts);

/// The parts of a retry policy, each of which overrides that of the client.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false, "minProperties" = 1)))]
pub struct RetryParts {
    /// The maximum number of retries; `0` disables retries.
    #[cfg_attr(test, schemars(range(max = 100)))]
    pub max: Option<u32>,
    /// The delay before the first retry, which doubles with each further one: `500ms`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub initial_delay: Option<String>,
    /// The maximum delay, unless the server asks for a longer one: `8s`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub max_delay: Option<String>,
    /// The maximum delay that a server may ask for; if it asks for a longer one, the call fails at once: `60s`.
    #[cfg_attr(test, schemars(title = "duration"))]
    pub max_retry_after: Option<String>,
}

/// A variation of a call: what differs from the endpoint.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Variation {
    /// One sentence about what a call does; by default, that of the endpoint.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// The request body.
    pub body: Option<Body>,
    /// The response.
    pub response: Option<Response>,
    /// Constants: the value of each of these fields of the body, which every call sends; the other variations do not send
    /// them.
    #[cfg_attr(test, schemars(extend("minProperties" = 1)))]
    pub sends: Named<Literal>,
}

/// The name of a scheme, or the names of several that are required together.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// One scheme.
    One(String),
    /// All of these together.
    All(Vec<String>),
}

/// The pagination of a list. Paths start at the whole body, with dots between fields.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false, "required" = ["style"])))]
pub struct Pages {
    /// How the next page is requested.
    pub style: PageStyle,
    /// The query parameter for the page number.
    pub page: Option<String>,
    /// The query parameter for the offset.
    pub offset: Option<String>,
    /// The query parameter for the cursor.
    pub cursor: Option<String>,
    /// The query parameter for the page size.
    pub size: Option<String>,
    /// The path to the items, if they are not the data itself.
    pub items: Option<String>,
    /// The path to the total number of items.
    pub total: Option<String>,
    /// The path to the next cursor or link.
    pub next: Option<String>,
    /// The path to a boolean that says whether there is another page.
    pub more: Option<String>,
}

/// A parameter: its type, and how its value is set and written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameter {
    /// Its type and limits. `name` is the name of the parameter in the client.
    pub type_: Type,
    /// For a header, a cookie or a query parameter: a constant, which every call sends.
    pub const_: Option<Box<Literal>>,
    /// For a client parameter: the environment variable that its value is read from.
    pub env: Option<String>,
    /// For a path parameter: allow a value that is the name of a sibling endpoint of the same method.
    pub allow_sibling: bool,
    /// The style of a list or an object, if it is not the default of its location.
    pub style: Option<Style>,
    /// Whether each part of a list or an object is written on its own, if it is not the default of the style.
    pub explode: Option<bool>,
    /// How a list repeats its key.
    pub lists: Option<ListKeys>,
    /// The format of the value, if it has no style.
    pub as_: Option<ValueForm>,
}

/// The encoding of a field of a form, or of all its fields.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct EncodingParts {
    /// The style of a list or an object. The default is `deepObject`: each part under a key like `field[a][b]`; in a
    /// multipart body it is the only style.
    pub style: Option<Style>,
    /// Whether each part of the value is written on its own.
    pub explode: Option<bool>,
    /// How a list repeats its key; the default is `repeat`.
    pub lists: Option<ListKeys>,
    /// `json`: the value is written as JSON, without a style.
    #[serde(rename = "as")]
    pub as_: Option<ValueForm>,
}

impl Parameter {
    /// Returns how its value is written.
    pub fn encoding(&self) -> EncodingParts {
        EncodingParts { style: self.style, explode: self.explode, lists: self.lists, as_: self.as_ }
    }
}

/// A request body: its type, its format, and how it is wrapped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The type; without any key, an empty JSON object, bytes or text.
    pub type_: Type,
    /// The format of the body.
    pub as_: BodyForm,
    /// The media type, if it is not the default of the format.
    pub media_type: Option<String>,
    /// The single field that the object is wrapped in.
    pub wrap: Option<String>,
    /// For a form: the encoding of fields that have none of their own.
    pub encoding: Option<EncodingParts>,
}

/// A response: its type and its format.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// The type, or `none`.
    pub type_: Type,
    /// The format of the body.
    pub as_: AnswerForm,
    /// The accepted media type, if it is not the default of the format.
    pub media_type: Option<String>,
    /// Response headers, by name; a `string` unless a type says more.
    pub headers: Named<Type>,
}

/// A type: a type expression, or its parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// A type expression: `string`, `Token`, `Token | null`, `Token[]`.
    Bare(String),
    /// A type with keys.
    Full(Box<TypeParts>),
}

impl Type {
    /// Returns the type expression, if it has one.
    pub fn expression(&self) -> Option<&str> {
        match self {
            Self::Bare(expression) => Some(expression),
            Self::Full(parts) => parts.expression(),
        }
    }

    /// Returns the schema whose type it is, while that has no name.
    #[cfg(feature = "openapi")]
    pub fn schema(&self) -> Option<usize> {
        match self {
            Self::Bare(_) => None,
            Self::Full(parts) => parts.schema(),
        }
    }

    /// Takes the type out of its place, which then holds an empty one.
    #[cfg(feature = "openapi")]
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Bare(String::new()))
    }
}

impl Type {
    /// Returns the documentation that stands beside it where it is used.
    pub fn text(&self) -> Text {
        match self {
            Self::Bare(_) => Text::default(),
            Self::Full(parts) => parts.text(),
        }
    }
}

impl TypeParts {
    /// Returns the parts of a type that is named by an expression.
    pub fn named(expression: impl Into<String>) -> Self {
        Self { type_: Some(TypeName::Written(expression.into())), ..Self::default() }
    }

    /// Returns the type expression, if it has one.
    pub fn expression(&self) -> Option<&str> {
        match self.type_.as_ref()? {
            TypeName::Written(expression) => Some(expression),
            #[cfg(feature = "openapi")]
            TypeName::Schema(_) => None,
        }
    }

    /// Returns the schema whose type it is, while that has no name.
    #[cfg(feature = "openapi")]
    pub fn schema(&self) -> Option<usize> {
        match self.type_ {
            Some(TypeName::Schema(id)) => Some(id),
            Some(TypeName::Written(_)) | None => None,
        }
    }

    /// Returns its documentation.
    pub fn text(&self) -> Text {
        Text::new(self.summary.as_ref(), self.description.as_ref(), self.deprecated.as_ref())
    }
}

impl Default for Type {
    fn default() -> Self {
        Self::Full(Box::default())
    }
}

/// What a type names to say what it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
pub enum TypeName {
    /// A type expression.
    Written(String),
    /// During an import, the type of the schema with this number, which gets its name at the end. No file can say it.
    #[cfg(feature = "openapi")]
    Schema(usize),
}

impl From<String> for TypeName {
    fn from(expression: String) -> Self {
        Self::Written(expression)
    }
}

/// A type with keys. At most one of `type`, `fields`, `enum`, `union`, `list`, `tuple` and `map` defines it (`enum` can be
/// combined with `type: integer`, and `fields` with `extends` and `rest`); the other keys limit and describe it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct TypeParts {
    /// One sentence about the values.
    pub summary: Option<String>,
    /// Further documentation, in Markdown.
    pub description: Option<String>,
    /// A built-in type or the name of one in `types`: `string`, `integer`, `number`, `boolean`, `date-time`, `date`, `any`,
    /// `Token`, `Token | null`, `Token[]`; for a file in a multipart body, `binary`.
    #[serde(rename = "type")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub type_: Option<TypeName>,
    /// The name of this type.
    pub name: Option<String>,
    /// The object type whose fields this one inherits.
    pub extends: Option<String>,
    /// The fields of an object; `name?` is optional. A `?` at the end of the name itself is doubled.
    pub fields: Option<Box<Keyed<Field>>>,
    /// With `fields` or `extends`: the type of all further members.
    pub rest: Option<Box<Type>>,
    /// The values, alone or each with a sentence about it.
    #[serde(rename = "enum")]
    pub enum_: Option<Box<EnumValues>>,
    /// The variants of a union; with `tag`, by the tag's value.
    pub union: Option<Box<UnionCases>>,
    /// The field that distinguishes the variants of a union.
    pub tag: Option<String>,
    /// The type of the items of a list.
    pub list: Option<Type>,
    /// The types of the items of a tuple, in order: 2 to 12.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub tuple: Option<Vec<Type>>,
    /// The type of the values of a map; its keys are strings.
    pub map: Option<Type>,
    /// Whether the value can be null; the same as `T | null`.
    pub nullable: bool,
    /// The constraint words, each of which is a key: `words::limit` defines them, and `shorthand` reads them.
    #[serde(skip)]
    pub limits: Limits,
    /// For a string: `date-time`, `date` or `uuid`; any other format is documentation, unless `formats` in `api.yaml` gives
    /// it a type. For an integer: `int8` to `int128` or `uint8` to `uint128`.
    pub format: Option<String>,
    /// The value that the server assumes if none is sent.
    #[serde(deserialize_with = "shorthand::literal")]
    #[cfg_attr(test, schemars(with = "Literal"))]
    pub default: Option<Box<Literal>>,
    /// An example for the documentation.
    #[serde(deserialize_with = "shorthand::literal")]
    #[cfg_attr(test, schemars(with = "Literal"))]
    pub example: Option<Box<Literal>>,
    /// Whether values are masked in debug output.
    pub secret: bool,
    /// `true`, or what to use instead.
    pub deprecated: Option<Deprecation>,
    /// Rust settings of the field, the parameter or the variant with this type, or else of the type.
    pub rust: Option<Box<Rust>>,
}

/// Rust settings.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
pub struct Rust {
    /// Its name, which is converted to the naming style of its kind.
    pub name: Option<String>,
    /// For an endpoint, a type, an optional field or an optional parameter: whether it is left out of the client.
    pub skip: bool,
    /// For a type: the full path of your own type that replaces it, such as `my_crate::Money`.
    pub extern_type: Option<String>,
    /// For a struct or an enum: additional traits to derive, such as `Hash`.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub derive: Vec<String>,
    /// For a type: attributes without `#[..]`, such as `doc(alias = "price")`.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub attributes: Vec<String>,
}

/// A field of an object: its type and its direction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Its type and limits.
    pub type_: Type,
    /// For a field listed in a body: a constant, which every call sends.
    pub const_: Option<Box<Literal>>,
    /// Whether the field is in responses only.
    pub read_only: bool,
    /// Whether the field is in requests only.
    pub write_only: bool,
    /// For a field listed in a multipart body: its media type; for a file, the default.
    pub media_type: Option<String>,
    /// For a field listed in a form: its encoding.
    pub encoding: Option<EncodingParts>,
}

#[cfg(feature = "openapi")]
impl Field {
    /// Returns a field of requests and responses.
    pub fn new(type_: Type) -> Self {
        Self {
            type_,
            const_: None,
            read_only: false,
            write_only: false,
            media_type: None,
            encoding: None,
        }
    }
}

/// The values of an enum.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumValues {
    /// Values only.
    Plain(Vec<Literal>),
    /// Values with a sentence, a name in Rust, both or neither.
    Described(Named<EnumValue>),
}

/// The name and the documentation of an enum value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// The name of the variant in Rust, if it is not made from the value.
    pub name: Option<String>,
    /// One sentence about the value.
    pub summary: Option<String>,
}

impl From<Option<String>> for EnumValue {
    fn from(summary: Option<String>) -> Self {
        Self { name: None, summary }
    }
}

/// The variants of a union.
#[derive(Debug, Clone, PartialEq)]
pub enum UnionCases {
    /// The first variant that fits, in this order.
    Untagged(Vec<Type>),
    /// The variant of the tag's value.
    Tagged(Named<Type>),
}
