//! The spec as it is written: what each key means to whoever writes it, and nothing about Rust.
//!
//! The types here are decoded by serde, and their JSON Schema (by schemars) is both what editors
//! complete from and what a file is checked against before it is decoded. So the documentation of
//! a field here is what an editor shows beside the key.

use indexmap::IndexMap;
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

/// A value as written: a default or an example.
pub type Literal = serde_json::Value;

/// Names to what they mean, in the order in which they are written.
pub type Named<T> = IndexMap<String, T>;

/// An `api.yaml`: what holds for a whole API.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false, "required" = ["clientwright", "api", "servers"]))]
pub struct ApiFile {
    /// The version of the spec language: 1.
    #[schemars(extend("const" = 1))]
    pub clientwright: u64,
    /// The API's name as its makers write it.
    pub api: String,
    /// One sentence: what the API is for.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// Where the API is served, by name; the first is the default.
    pub servers: Named<Server>,
    /// The environment variable that replaces the server's URL.
    pub base_url_env: Option<String>,
    /// Where an answer carries the identifier of its request.
    pub request_id: Option<RequestId>,
    /// The ways to prove who is calling, by name.
    pub auth: Named<Scheme>,
    /// Parameters that are set once on the client, by the name that paths use.
    pub client_params: Named<Parameter>,
    /// Header parameters of every endpoint; `Name?` makes one optional.
    pub headers: Keyed<Parameter>,
    /// What wraps the data of every answer.
    pub envelope: Option<Envelope>,
    /// What the body of a failed call looks like.
    pub failure: Option<Failure>,
    /// How many calls the server allows in a time, by a name for messages.
    pub rate_limit: Named<RateLimit>,
    /// What texts of a `format` become, by the format: `string` (plain text, of which nothing is checked), `timestamp`, `date`,
    /// `time`, `span`, `uuid`, `base64`, `decimal`, `uri`, `ip`, `ipv4`, `ipv6`, or a type of your own by its whole path,
    /// such as `my_crate::Money`. Unless said, `date-time` is a `timestamp`, `date` a `date`, and any other is text.
    pub formats: Named<String>,
    /// Endpoints that stand on the client itself.
    pub endpoints: Named<Endpoint>,
    /// Types that every file of this API can name.
    pub types: Named<Type>,
}

/// Any other file: one resource. The path of the file is the path of the resource.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct ResourceFile {
    /// One sentence: what the resource is.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// The resource's endpoints, by the name of the method that calls them.
    pub endpoints: Named<Endpoint>,
    /// Types, which every file of this API can name.
    pub types: Named<Type>,
}

/// A file of overrides: what Rust makes of types and endpoints, said apart from them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct OverridesFile {
    /// What texts of a `format` become, as in an `api.yaml`.
    pub formats: Named<String>,
    /// What Rust makes of types, by their names (`Token`, or `cloudflare.Token` where there are several APIs) or, of a
    /// document, by their JSON pointers (`#/components/schemas/token`), which may lead on to a property
    /// (`#/components/schemas/token/properties/name`).
    pub types: Named<Rust>,
    /// What Rust makes of endpoints, by their resources and names (`stream.keys.delete`) or, of a document, by their JSON
    /// pointers (`#/paths/~1keys/delete`).
    pub endpoints: Named<Rust>,
}

/// Where an API is served: a URL, or one with variables in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Server(pub ServerParts);

/// A URL that leaves something open, and what that is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct ServerParts {
    /// The URL, with `{name}` for each variable: `https://{region}.example.com/{base}`.
    pub url: String,
    /// What the URL leaves open, by name. Each is a method of the client's builder.
    #[serde(default)]
    pub variables: Named<ServerVariable>,
}

/// What the URL of a server leaves open.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct ServerVariable {
    /// One sentence: what it chooses.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// What it is unless the builder says otherwise.
    pub default: String,
    /// The values that it may have; any that its place in the URL takes unless said.
    #[serde(rename = "enum")]
    pub enum_: Option<Vec<String>>,
}

/// Where an answer carries the identifier of its request.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct RequestId {
    /// The name of the response header.
    pub header: String,
}

/// One way to prove who is calling. Exactly one of the kinds is given.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct Scheme {
    /// One sentence: what it is and when to use it.
    pub summary: Option<String>,
    /// `Authorization: Bearer <token>` (RFC 6750).
    pub bearer: Option<Credential>,
    /// `Authorization: Basic <base64 of username:password>` (RFC 7617).
    pub basic: Option<Basic>,
    /// A set of headers, each holding one credential; all of them are sent.
    pub headers: Option<Named<Credential>>,
    /// One parameter of the query, which holds the credential. It is masked wherever a URL is shown.
    pub query: Option<Named<Credential>>,
    /// One cookie, which holds the credential.
    pub cookie: Option<Named<Credential>>,
    /// The request is signed with a shared secret.
    pub hmac: Option<Hmac>,
}

/// The two credentials of HTTP Basic.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Basic {
    /// What stands before the colon.
    pub username: Credential,
    /// What stands after it.
    pub password: Credential,
}

/// Signing with a shared secret.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Hmac {
    /// What is signed, and how the signature is sent.
    pub profile: HmacProfile,
    /// Who signs.
    pub username: Credential,
    /// The shared secret.
    pub secret: Credential,
}

/// One value that proves who is calling.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct Credential {
    /// Its name as an argument of the builder's method.
    pub name: Option<String>,
    /// The environment variable that it is read from.
    pub env: Option<String>,
    /// Whether it is never shown. Passwords, tokens, signing secrets, and what stands in a query or a cookie are secret in any case.
    pub secret: bool,
}

/// What wraps the data of every answer.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Envelope {
    /// What tells success from failure; an answer without it has failed, whatever its status.
    pub success: Option<Success>,
    /// The field that holds the endpoint's own data.
    pub data: String,
    /// The type of the envelope; its data field is the hole for the endpoint's own type.
    #[serde(rename = "type")]
    pub type_: String,
}

/// What tells success from failure.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Success {
    /// The field of the envelope to look at.
    pub field: String,
    /// What it holds when the call succeeded.
    pub equals: Scalar,
}

/// What the body of a failed call looks like.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Failure {
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// Where the message for people stands, such as `errors[].message`.
    #[serde(default)]
    pub message: Option<String>,
    /// Where the code for programs stands, such as `errors[].code`.
    #[serde(default)]
    pub code: Option<String>,
}

/// How many calls the server allows in a time.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false, "required" = ["requests", "per"]))]
pub struct RateLimit {
    /// How many calls are allowed in the time.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub requests: u32,
    /// The time: a whole number and a unit, such as `500ms`, `1s`, `5m` or `1h`.
    #[schemars(title = "duration")]
    pub per: String,
    /// The methods whose calls count; unless said, every one.
    #[schemars(length(min = 1))]
    pub methods: Vec<Method>,
    /// The client parameters for each of whose values the limit holds on its own.
    #[schemars(length(min = 1))]
    pub each: Vec<String>,
}

/// One endpoint: a method and a path, what goes in and what comes out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false, "required" = ["method", "path"]))]
pub struct Endpoint {
    /// One sentence: what a call does.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{name}` for each path parameter. A fragment at its end tells endpoints of one method and path
    /// apart, and is never sent.
    pub path: String,
    /// The path parameters that are the endpoint's own, and what it tightens of the client's.
    pub path_params: Keyed<Parameter>,
    /// Query parameters, as the API spells them; `name?` is optional, and a `?` of the name itself is doubled.
    pub query: Keyed<Parameter>,
    /// Header parameters; `Name?` is optional.
    pub headers: Keyed<Parameter>,
    /// Cookies; `name?` is optional.
    pub cookies: Keyed<Parameter>,
    /// What is sent: JSON, unless `as` says otherwise. `{}` sends an empty object.
    pub body: Option<Body>,
    /// Any one of these schemes; `[[a, b]]` is both together; `none` among them sends nothing where the client has
    /// no credentials for the others; none at all is an open endpoint.
    pub auth: Vec<Accepted>,
    /// Any one of these permissions is enough.
    pub permissions: Vec<String>,
    /// The type of the data, or `none`. It comes as JSON, unless `as` says otherwise.
    pub response: Option<Response>,
    /// Instead of `response`, where answers that succeed are of several types: each by its status (`202`); `2XX` is any
    /// other.
    #[serde(deserialize_with = "shorthand::by_status")]
    #[schemars(with = "Named<Response>", extend("minProperties" = 1))]
    pub responses: Named<Response>,
    /// Other forms of the same call, such as another media type: each is a method of its own, with this name behind that
    /// of the endpoint.
    #[schemars(extend("minProperties" = 1))]
    pub also: Named<Form>,
    /// What the body of a failed call is, by its status (`404`), a class of them (`4XX`), or `default`, where an
    /// endpoint says more of it than the API's `failure`. A `summary` alone tells what the status means here.
    #[serde(deserialize_with = "shorthand::by_status")]
    #[schemars(with = "Named<Type>", extend("minProperties" = 1))]
    pub failures: Named<Type>,
    /// How a list goes on after its first page.
    pub pages: Option<Pages>,
    /// Whether a call that is made twice does what one does; unless said, its method tells.
    pub idempotent: Option<bool>,
    /// How many times a failed call is made again at most, instead of what the client says (`0` is never); or, spelled
    /// out, how often and how soon.
    pub retries: Option<Retries>,
    /// How long one attempt may take, the answer's body included, instead of what the client says: `30s`.
    #[schemars(title = "duration")]
    pub timeout: Option<String>,
    /// How long a call may take with all its retries and the waits between them, instead of what the client says: `90s`.
    #[schemars(title = "duration")]
    pub deadline: Option<String>,
    /// `none`: the answer comes without the API's envelope; `optional`: with or without it.
    pub envelope: Option<Wrapping>,
    /// `true`, or what to use instead.
    pub deprecated: Option<Deprecation>,
    /// What Rust makes of it: its `name`, or `skip: true` for a client without it.
    pub rust: Option<Rust>,
}

/// How often and how soon a failed call is made again: a number, or its parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Retries(pub RetryParts);

/// How often and how soon a failed call is made again, each instead of what the client says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false, "minProperties" = 1))]
pub struct RetryParts {
    /// How many times it is made again at most; `0` is never.
    #[schemars(range(max = 100))]
    pub max: Option<u32>,
    /// How long to wait before the first retry; it doubles with each one that follows: `500ms`.
    #[schemars(title = "duration")]
    pub initial_delay: Option<String>,
    /// How long to wait at most, where the server does not ask for more: `8s`.
    #[schemars(title = "duration")]
    pub max_delay: Option<String>,
    /// How long to wait at most if the server asks for it; if it asks for more, the call fails at once: `60s`.
    #[schemars(title = "duration")]
    pub max_retry_after: Option<String>,
}

/// Another form of a call: what differs from the endpoint.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct Form {
    /// One sentence: what a call does; unless said, that of the endpoint.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub response: Option<Response>,
    /// The one value of each of these fields of the body, which every call sends; the other forms do not send them.
    #[schemars(extend("minProperties" = 1))]
    pub sends: Named<Literal>,
}

/// A scheme by name, or several that go together.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// One scheme.
    One(String),
    /// All of these together.
    All(Vec<String>),
}

/// How a list goes on after its first page. Paths start from the whole body, dots between fields.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false, "required" = ["style"]))]
pub struct Pages {
    /// What asks for the following page.
    pub style: PageStyle,
    /// The query parameter that holds a page's number.
    pub page: Option<String>,
    /// The query parameter that holds an offset.
    pub offset: Option<String>,
    /// The query parameter that holds a cursor.
    pub cursor: Option<String>,
    /// The query parameter that holds a page's size.
    pub size: Option<String>,
    /// Where the items stand, where they are not the data itself.
    pub items: Option<String>,
    /// Where the number of all items stands.
    pub total: Option<String>,
    /// Where the following cursor or link stands.
    pub next: Option<String>,
    /// Where a boolean tells whether there is a following page.
    pub more: Option<String>,
}

/// A parameter: a type, and how it is filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameter {
    /// Its type and limits. `name` is the parameter's name in the client.
    pub type_: Type,
    /// Of a header or a query parameter: the one value that is sent with every call.
    pub const_: Option<Box<Literal>>,
    /// Of a client parameter: the environment variable that it is read from.
    pub env: Option<String>,
    /// Of a path parameter: allow a value that names a sibling endpoint of the same method.
    pub allow_sibling: bool,
    /// How a value of several parts is written, where that is not the usual way of its place.
    pub style: Option<Style>,
    /// Whether each part of a value stands on its own, where the style does not tell.
    pub explode: Option<bool>,
    /// How a list that has a key repeats it.
    pub lists: Option<ListKeys>,
    /// The form of the value, where it has no style.
    pub as_: Option<ValueForm>,
}

/// How a field of a form, or each field of it, is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct Encoding {
    /// `deepObject` unless said: each part under a key like `field[a][b]`. In parts, that is the only one.
    pub style: Option<Style>,
    /// Whether each part of the value stands on its own.
    pub explode: Option<bool>,
    /// How a list repeats its key; `repeat` unless said.
    pub lists: Option<ListKeys>,
    /// `json`: the value stands there as JSON, and has no style.
    #[serde(rename = "as")]
    pub as_: Option<ValueForm>,
}

impl Parameter {
    /// How its value is written.
    pub fn encoding(&self) -> Encoding {
        Encoding { style: self.style, explode: self.explode, lists: self.lists, as_: self.as_ }
    }
}

/// What is sent: a type, in which form, and how it is wrapped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The type; without any key, an empty object of JSON, bytes or a text.
    pub type_: Type,
    /// The form in which it is sent.
    pub as_: BodyForm,
    /// Its media type, where it is not the usual one of the form.
    pub media_type: Option<String>,
    /// The one field that holds the object on the wire.
    pub wrap: Option<String>,
    /// Of a form: how its fields are written, where they do not say so themselves.
    pub encoding: Option<Encoding>,
}

/// What comes back: a type, and in which form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// The type, or `none`.
    pub type_: Type,
    /// The form in which it comes.
    pub as_: AnswerForm,
    /// The media type that is asked for, where it is not the usual one of the form.
    pub media_type: Option<String>,
    /// Headers of the answer, by name; text unless a type says more.
    pub headers: Named<Type>,
}

/// A type: a bare name, or its parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// A type expression: `string`, `Token`, `Token | null`, `Token[]`.
    Bare(String),
    /// Spelled out.
    Full(Box<TypeParts>),
}

impl Type {
    /// Takes it out of its place, which then holds nothing that means anything.
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

/// A type spelled out: at most one of `type`, `fields`, `enum`, `union`, `list`, `tuple` and `map` says what
/// it is (`enum` also goes with `type: integer`, `fields` with `extends` and `rest`); the rest limits and
/// describes it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(extend("additionalProperties" = false))]
pub struct TypeParts {
    /// One sentence: what a value is.
    pub summary: Option<String>,
    /// More text, in Markdown.
    pub description: Option<String>,
    /// A built-in type or the name of one in `types`: `string`, `integer`, `number`, `boolean`,
    /// `date-time`, `date`, `any`, `Token`, `Token | null`, `Token[]`; of a file in a multipart
    /// body, `binary`.
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// The name of the type that is written here.
    pub name: Option<String>,
    /// The object whose fields this one has as well.
    pub extends: Option<String>,
    /// The fields of an object; `name?` is optional, and a `?` of the name itself is doubled.
    pub fields: Option<Box<Keyed<Field>>>,
    /// Beside `fields` or `extends`: the type of every member that has no field.
    pub rest: Option<Box<Type>>,
    /// The values, alone or each with a sentence.
    #[serde(rename = "enum")]
    pub enum_: Option<Box<EnumValues>>,
    /// The types of which it is one; with `tag`, by the tag's value.
    pub union: Option<Box<UnionCases>>,
    /// The field that tells the cases of a union apart.
    pub tag: Option<String>,
    /// The type of a list's items.
    pub list: Option<Type>,
    /// The types of the items of a tuple, a list with an item for each: 2 to 12.
    #[schemars(length(min = 1))]
    pub tuple: Option<Vec<Type>>,
    /// The type of the values of a map whose keys are strings.
    pub map: Option<Type>,
    /// Whether null is a value; the same as `T | null`.
    pub nullable: bool,
    /// The words that limit the value, each a key of its own: `words::limit` says what they mean, `shorthand` reads them.
    #[serde(skip)]
    pub limits: Limits,
    /// `date-time`, `date` or `uuid` of a string, `int8` to `int128` or `uint8` to `uint128` of an integer; of a string, any
    /// other is for the reader, unless `formats` in `api.yaml` makes a type of it.
    pub format: Option<String>,
    /// What the server takes where nothing is sent.
    #[serde(deserialize_with = "shorthand::literal")]
    #[schemars(with = "Literal")]
    pub default: Option<Box<Literal>>,
    /// A value for the documentation.
    #[serde(deserialize_with = "shorthand::literal")]
    #[schemars(with = "Literal")]
    pub example: Option<Box<Literal>>,
    /// Whether values are never shown.
    pub secret: bool,
    /// `true`, or what to use instead.
    pub deprecated: Option<Deprecation>,
    /// What Rust makes of it: of the field, the parameter or the case that has this type, or else of the type.
    pub rust: Option<Box<Rust>>,
}

/// What Rust makes of something.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct Rust {
    /// Its name, which is put into the style of its place.
    pub name: Option<String>,
    /// Of an endpoint, a type, or what may be left out: whether the client goes without it.
    pub skip: bool,
    /// Of a type: one of your own that stands for it, by its whole path, such as `my_crate::Money`.
    pub extern_type: Option<String>,
    /// Of a struct or an enum: traits to derive besides, such as `Hash`.
    #[schemars(length(min = 1))]
    pub derive: Vec<String>,
    /// Of a type: attributes without their brackets, such as `doc(alias = "price")`.
    #[schemars(length(min = 1))]
    pub attributes: Vec<String>,
}

/// A field of an object: a type, and the direction it goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Its type and limits.
    pub type_: Type,
    /// Of a body's own field: the one value that is sent with every call.
    pub const_: Option<Box<Literal>>,
    /// In answers only; left out of what is sent.
    pub read_only: bool,
    /// In requests only.
    pub write_only: bool,
    /// Of a multipart body's own field: its media type; of a file, where the caller says none.
    pub media_type: Option<String>,
    /// Of a form's own field: how its value is written.
    pub encoding: Option<Encoding>,
}

impl Field {
    /// A field that goes both ways.
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
    /// The values alone.
    Plain(Vec<Literal>),
    /// Each value with a sentence, a name in Rust, both or neither.
    Described(Named<EnumValue>),
}

/// What there is to say of a value of an enum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// Its name in Rust, where that is not made from the value.
    pub name: Option<String>,
    /// One sentence: what it means.
    pub summary: Option<String>,
}

impl From<Option<String>> for EnumValue {
    fn from(summary: Option<String>) -> Self {
        Self { name: None, summary }
    }
}

/// The types of which a union is one.
#[derive(Debug, Clone, PartialEq)]
pub enum UnionCases {
    /// Told apart by trying them in this order.
    Untagged(Vec<Type>),
    /// Told apart by the tag's value.
    Tagged(Named<Type>),
}
