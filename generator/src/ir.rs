//! The generated crate as plain data, with every name resolved: no spans, no YAML, no tokens.

mod used;

pub use crate::words::envelope::{Scalar, Wrapping};
pub use crate::words::example::ExampleCall;
pub use crate::words::form::BodyForm;
pub use crate::words::formats::TextType;
use crate::words::limit::{Limits, Word};
pub use crate::words::location::Location;
pub use crate::words::method::Method;
use crate::words::naming::Name;
pub use crate::words::pages::{NextPage, Pages};
pub use crate::words::style::{ListKeys, Style};
pub use crate::words::text::Text;
pub use crate::words::timing::{RateLimit, Retries};

/// The features of the runtime that a crate of an API gives to its users.
pub const PASSED_ON: &[&str] =
    &["blocking", "drift", "files", "mock", "rate-limit", "record", "tower", "tracing"];

/// A client crate.
#[derive(Debug, Clone)]
pub struct Package {
    /// The path at which users of the crate find the generated modules (`media_clients`). Without it, documentation
    /// examples are shown but not compiled.
    pub doc_path: Option<String>,
    pub layout: Layout,
    pub apis: Vec<Api>,
    /// Whether the crate gets tests of the examples in its document.
    pub example_tests: bool,
}

/// The place of an API's modules in their crate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// Each API is a module, in a crate that is written by hand.
    #[default]
    Modules,
    /// The one API is the crate: its client is the root.
    Crate,
}

/// A cargo feature: the calls of a resource, and of those below it that have no feature of their own.
#[derive(Debug, Clone)]
pub struct Feature {
    /// `zones-dns_records`.
    pub name: String,
    /// The feature of the resource above, which this one enables.
    pub above: Option<String>,
    /// The calls that lead from a client to the resource: `zones().dns_records()`.
    pub access: String,
    /// The number of endpoints that it enables.
    pub endpoints: usize,
}

/// Features of which at least one must be enabled; never empty, in the order of the features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(pub Vec<String>);

#[derive(Debug, Clone)]
pub struct Api {
    pub module: Name,
    /// The cargo feature that enables the API.
    pub feature: Option<String>,
    /// The features of its parts, parents before their children; empty if the API has none.
    pub features: Vec<Feature>,
    pub name: String,
    pub servers: Vec<Server>,
    /// The variables of the servers' URLs.
    pub server_variables: Vec<ServerVariable>,
    pub base_url_env: Option<String>,
    pub request_id: Option<String>,
    pub schemes: Vec<Scheme>,
    pub client_parameters: Vec<ClientParameter>,
    /// The parameters of the client and of every endpoint, as far as endpoints use them unchanged.
    pub shared: Vec<(Name, Parameter)>,
    pub envelope: Option<Envelope>,
    pub failure: Option<Failure>,
    pub rate_limits: Vec<RateLimit>,
    /// The folder of its spec, as the headers of generated files name it: `spec/cloudflare`.
    pub source: String,
    /// The modules, the root first and parents before their children.
    pub modules: Vec<Module>,
    /// The document's examples, by how they are tested; empty unless tests are requested.
    pub examples: Vec<(Trial, Vec<ExampleValue>)>,
    /// The places of the examples without a type.
    #[cfg_attr(
        not(feature = "openapi"),
        allow(dead_code, reason = "documents alone have examples")
    )]
    pub untyped_examples: Vec<String>,
    /// A call of each endpoint with values of the document; empty unless tests are requested.
    pub calls: Vec<ExampleCall>,
}

/// An example of the document.
#[derive(Debug, Clone)]
pub struct ExampleValue {
    /// Its place in the document, as a JSON pointer.
    pub at: String,
    /// The value, as JSON text on one line.
    pub json: String,
    /// Whether it has members that its schema does not name.
    pub has_more: bool,
}

/// How an example is tested.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trial {
    /// It is read and written as a type.
    Value(TypeRef),
    /// It is the response of an endpoint. `module` is an index into the API's modules.
    Answer { module: usize, constant: Name, status: u16 },
    /// It is the content of a variant of an endpoint's responses.
    OneOf { constant: Name, status: u16, name: TypePath, variant: Name },
}

impl Api {
    /// Returns the API's name in a sentence: `Cloudflare API`, also if the name ends with `API` already.
    pub fn title(&self) -> String {
        let says_so = self.name.split_whitespace().next_back().is_some_and(|word| {
            word.eq_ignore_ascii_case("api") || word.eq_ignore_ascii_case("apis")
        });
        if says_so { self.name.clone() } else { format!("{} API", self.name) }
    }

    /// Returns the features of the runtime without which the API does not compile.
    pub fn needs(&self) -> impl Iterator<Item = &'static str> {
        let signs = self.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::KongHmac));
        let has_patterns = self.schemas().any(Schema::has_pattern);
        let types = self.text_types();
        let needed = [
            ("decimal", types.contains(&TextType::Decimal)),
            ("hmac", signs),
            ("patterns", has_patterns),
            ("uuid", types.contains(&TextType::Uuid)),
        ];
        needed.into_iter().filter(|(_, needed)| *needed).map(|(feature, _)| feature)
    }

    /// Returns every schema of the API.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let shared = self.shared.iter().map(|(_, parameter)| &parameter.schema);
        shared.chain(self.modules.iter().flat_map(|module| {
            let types = module.types.iter().filter_map(|each| each.schema.as_ref());
            let endpoints = module.endpoints.iter().flat_map(|endpoint| {
                let parameters = endpoint.parameters.iter().map(|parameter| &parameter.schema);
                let body = endpoint.body.as_ref().map(|body| &body.schema);
                parameters.chain(body).chain(&endpoint.answer_schema)
            });
            types.chain(endpoints)
        }))
    }
}

#[derive(Debug, Clone)]
pub struct Server {
    pub variant: Name,
    pub name: String,
    /// The URL, with `{name}` for each variable.
    pub url: String,
    /// The variables of the URL, each with its default.
    pub variables: Vec<(String, String)>,
}

/// A variable of the servers' URLs, which is a method of the builder.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    pub wire: String,
    pub method: Name,
    pub text: Text,
    /// The allowed values, as an enum; `None` allows any text.
    pub values: Option<ServerValues>,
}

#[derive(Debug, Clone)]
pub struct ServerValues {
    pub name: Name,
    /// The variants, each with its value.
    pub variants: Vec<(Name, String)>,
}

#[derive(Debug, Clone)]
pub struct Scheme {
    pub id: String,
    pub method: Name,
    /// The builder's method that takes a token provider, if the scheme has tokens.
    pub provider: Option<Name>,
    /// The struct that names the credentials, if the scheme has several: positional ones could be swapped.
    pub named: Option<Name>,
    pub text: Text,
    pub kind: SchemeKind,
    pub credentials: Vec<Credential>,
}

#[derive(Debug, Clone)]
pub enum SchemeKind {
    Bearer,
    Basic,
    /// The header of each credential, in their order.
    Headers(Vec<String>),
    /// The query parameter.
    Query(String),
    /// The cookie.
    Cookie(String),
    /// Kong's `hmac-auth`.
    KongHmac,
}

#[derive(Debug, Clone)]
pub struct Credential {
    pub name: String,
    pub argument: Name,
    pub env: Option<String>,
    pub secret: bool,
}

#[derive(Debug, Clone)]
pub struct ClientParameter {
    pub wire: String,
    /// The builder's method.
    pub method: Name,
    /// The client's method that returns a changed copy: `with_account_id`.
    pub with: Name,
    pub type_: TypeRef,
    pub env: Option<String>,
    pub text: Text,
    /// The sentences about its limits.
    pub rules: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Envelope {
    pub success: Option<(String, Scalar)>,
    pub data: String,
    pub type_: TypePath,
}

#[derive(Debug, Clone)]
pub struct Failure {
    pub type_: TypePath,
    pub message: Option<String>,
    pub code: Option<String>,
}

/// A module: one file.
#[derive(Debug, Clone)]
pub struct Module {
    /// The path below the API's own module; empty for that module itself.
    pub path: Vec<Name>,
    /// The condition of the whole module: that any of its items is compiled.
    pub condition: Option<Condition>,
    /// The condition of its handle and its calls.
    pub calls_condition: Option<Condition>,
    /// The spec file that it comes from.
    pub source: String,
    pub text: Text,
    /// The struct with the resource's methods; that of the root is the client.
    pub handle: Option<Name>,
    /// The calls that lead from a client to the handle: `stream().keys()`.
    pub access: String,
    pub children: Vec<Child>,
    pub endpoints: Vec<Endpoint>,
    pub types: Vec<TypeDef>,
}

/// A module below a module.
#[derive(Debug, Clone)]
pub struct Child {
    pub module: Name,
    pub condition: Option<Condition>,
    /// The method that returns the handle, and the handle; `None` for a module of types only.
    pub accessor: Option<(Name, Name)>,
    /// The condition of the method.
    pub calls_condition: Option<Condition>,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The full name, such as `stream.keys.delete`.
    pub id: String,
    pub method_name: Name,
    pub request: Name,
    pub constant: Name,
    pub text: Text,
    pub method: Method,
    pub path: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// The alternatives of authentication, each a set of schemes.
    pub auth: Vec<Vec<String>>,
    pub permissions: Vec<String>,
    pub answer: Answer,
    /// The schema of the response's data, if anything in it is limited or secret.
    pub answer_schema: Option<Schema>,
    /// The media type to accept, if it is not the usual one of the response's format.
    pub accept: Option<String>,
    /// How the response differs from the API's envelope.
    pub wrapping: Option<Wrapping>,
    pub pages: Option<Pages>,
    /// Whether the call is idempotent, if its method does not tell.
    pub idempotent: Option<bool>,
    /// The overrides of the client's retries.
    pub retries: Retries,
    /// The timeout of one attempt, which overrides that of the client.
    pub timeout_millis: Option<u64>,
    pub deadline_millis: Option<u64>,
    /// The response headers that the spec describes.
    pub response_headers: Vec<ResponseHeader>,
    /// The failures that the spec describes, for the documentation.
    pub failures: Vec<StatusFailure>,
}

/// The response body of a failed call.
#[derive(Debug, Clone)]
pub struct StatusFailure {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// The type, if it is not the API's own.
    pub type_: Option<TypeRef>,
    pub text: Text,
}

/// A response header.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    pub name: String,
    /// The request's constant by which it is read.
    pub constant: Name,
    pub type_: TypeRef,
    pub secret: bool,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Parameter {
    pub wire: String,
    pub name: Name,
    pub location: Location,
    pub required: bool,
    /// Whether the value is taken from the client.
    pub from_client: bool,
    /// The value that is sent with every call, so that callers do not pass one.
    pub constant: Option<Constant>,
    /// The API's constant that describes it, if there is one.
    pub shared: Option<Name>,
    pub type_: TypeRef,
    pub notation: Notation,
    pub schema: Schema,
    pub secret: bool,
    pub reserved: Vec<String>,
    pub text: Text,
    /// The sentences about its limits.
    pub rules: Vec<String>,
    /// An expression for the example in the documentation.
    pub example: Example,
}

impl Parameter {
    /// Returns whether two parameters are the same to the runtime.
    pub fn is_same(&self, other: &Self) -> bool {
        self.wire == other.wire
            && self.location == other.location
            && self.required == other.required
            && self.from_client == other.from_client
            && self.notation == other.notation
            && self.schema == other.schema
            && self.secret == other.secret
            && self.reserved == other.reserved
    }
}

/// How a value is written, as far as that differs from the default of its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notation {
    /// The style, if it is not the usual one of the place.
    pub style: Option<Writing>,
    /// Whether the parts are written separately, if the style does not tell.
    pub explode: Option<bool>,
    pub lists: ListKeys,
    /// Whether the value is more than a text or a list of texts.
    pub structured: bool,
}

/// How a value becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// By a style, each part as text.
    Style(Style),
    /// As JSON.
    Json,
    /// A string as it is, and anything else as JSON.
    Text,
}

/// A value that the generated code itself sends.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
}

/// How an example writes a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// As a literal: text, a number, `true`.
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    /// As a file on disk.
    File,
    /// As an argument of the example, since no literal can express it.
    Argument,
}

#[derive(Debug, Clone)]
pub struct Body {
    pub form: BodyForm,
    /// The media type, if it is not the usual one of the format.
    pub media_type: Option<String>,
    pub wrap: Option<String>,
    pub text: Text,
    pub schema: Schema,
    /// For a form: how lists repeat their keys.
    pub lists: ListKeys,
    /// For a form: the fields that are encoded differently.
    pub encodings: Vec<FieldNotation>,
    pub kind: BodyKind,
    /// For a whole value: its fields that every call sends.
    pub sends: Vec<(String, Constant)>,
}

/// The encoding of a form field, as far as it differs from keys like `field[a][b]`.
#[derive(Debug, Clone)]
pub struct FieldNotation {
    pub wire: String,
    pub notation: Notation,
    pub media_type: Option<String>,
}

#[derive(Debug, Clone)]
pub enum BodyKind {
    /// Fields that the request sets one by one.
    Fields(Vec<BodyField>),
    /// One value.
    Whole { argument: Name, type_: TypeRef },
    /// Bytes.
    Upload { argument: Name },
}

#[derive(Debug, Clone)]
pub struct BodyField {
    pub field: Field,
    /// The name of its method or argument.
    pub name: Name,
    /// The value that is sent with every call, so that callers do not pass one.
    pub constant: Option<Constant>,
    /// For a file: its media type, unless the caller passes one.
    pub media_type: Option<String>,
    pub example: Example,
}

#[derive(Debug, Clone)]
pub enum Answer {
    /// No data.
    None,
    /// One value.
    One {
        type_: TypeRef,
        nullable: bool,
        /// Whether the type itself has null as a value.
        takes_null: bool,
        secret: bool,
    },
    /// Plain text.
    Text { type_: TypeRef, secret: bool },
    /// A list, as a page.
    Page { item: TypeRef, secret: bool },
    /// Bytes, streamed.
    Download,
    /// Server-sent events, streamed.
    Events { item: TypeRef, secret: bool },
    /// One value per line, streamed.
    Lines { item: TypeRef, secret: bool },
    /// A variant of an enum for each status.
    ByStatus { name: Name, cases: Vec<StatusAnswer> },
}

/// The response with one status.
#[derive(Debug, Clone)]
pub struct StatusAnswer {
    /// The status; `None` for any other.
    pub status: Option<u16>,
    pub variant: Name,
    pub answer: Answer,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct TypeDef {
    pub name: Name,
    /// The condition of everything that is generated for it.
    pub condition: Option<Condition>,
    pub text: Text,
    /// The paths of additional traits to derive.
    pub derive: Vec<String>,
    /// Attributes, without their brackets.
    pub attributes: Vec<String>,
    pub kind: TypeKind,
    /// What its values must keep to in the directions that they go. The values of an enum need nothing else.
    pub schema: Option<Schema>,
    /// The static that holds the schema, if the type is not generated and cannot hold it.
    pub schema_static: Option<Name>,
}

#[derive(Debug, Clone)]
pub enum TypeKind {
    Object {
        fields: Vec<Field>,
        rest: Option<Rest>,
        generic: bool,
        /// Whether callers build values of it: sent ones, and in modules of hand-written specs all, for responses of a
        /// mock.
        sent: bool,
    },
    Text {
        secret: bool,
    },
    Enum(Vec<Variant>),
    IntegerEnum(Vec<(i64, Variant)>),
    Union {
        tag: Option<String>,
        cases: Vec<Case>,
        /// Whether one of the cases holds a secret, so that an unknown case may hold it as well.
        secret: bool,
    },
    Alias(TypeRef),
}

/// The members of an object that have no field.
#[derive(Debug, Clone)]
pub struct Rest {
    /// The name of the field that holds them, and of the method that sets it.
    pub name: Name,
    /// The type of each member.
    pub type_: TypeRef,
    /// The members that do not belong to it: those with fields, and the tags of unions.
    pub named: Vec<String>,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Variant {
    pub name: Name,
    pub wire: String,
    pub summary: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Case {
    pub name: Name,
    /// The value of the tag, if the union has one.
    pub wire: String,
    /// Whether the tag is a field of the case, which writes it then.
    pub has_tag: bool,
    pub type_: TypeRef,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub wire: String,
    pub name: Name,
    /// The method that sets it.
    pub setter: Name,
    pub type_: TypeRef,
    pub presence: Presence,
    pub read_only: bool,
    pub text: Text,
    /// The sentences about its limits.
    pub rules: Vec<String>,
}

/// Whether a field must be present, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    /// Absent or a value.
    Optional,
    /// Present, but possibly null.
    Nullable,
    /// Absent, null or a value, as three different things.
    ThreeState,
}

/// The module and name of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypePath {
    /// The index into the API's modules.
    pub module: usize,
    pub name: Name,
}

/// A type as Rust code writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeRef {
    String,
    Secret,
    Integer,
    Int32,
    Uint32,
    Uint64,
    Int128,
    Uint128,
    Number,
    Boolean,
    /// A string of a format.
    Formatted(TextType),
    Json,
    /// Bytes to be sent: a file of a multipart body.
    Upload,
    List(Box<TypeRef>),
    Tuple(Vec<TypeRef>),
    Map(Box<TypeRef>),
    Option(Box<TypeRef>),
    Boxed(Box<TypeRef>),
    Named(TypePath),
    /// A type that is not generated, by its path.
    Extern(String),
    /// The type parameter of the envelope.
    Hole,
}

impl TypeRef {
    /// Returns whether an argument takes the type itself rather than `impl Into`: callers hardly have anything else
    /// that converts to it, and a literal would become an `i32`, which does not convert to an unsigned integer.
    pub fn is_taken_as_it_is(&self) -> bool {
        matches!(self, Self::Boolean | Self::Uint32 | Self::Uint64 | Self::Int128 | Self::Uint128)
    }
}

/// What a value must keep to if it is sent, and is expected to keep to in a response. Only limits and secrets are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    pub kind: SchemaKind,
    pub limits: Limits,
    pub nullable: bool,
    pub secret: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum SchemaKind {
    Any,
    /// A file, which is sent beside the values.
    Binary,
    String,
    /// A string from this list.
    OneOf(Vec<String>),
    Integer,
    Number,
    Boolean,
    List(Box<Schema>),
    Tuple(Vec<Schema>),
    Map(Box<Schema>),
    /// The members with their names, whether a request must have them, and their schemas; then the schema of all other
    /// members.
    Object(Vec<(String, bool, Schema)>, Option<Box<Schema>>),
    Union(Vec<Schema>),
    /// The schema of a named type.
    Reference(TypePath),
    /// The static with the schema of a type that cannot hold it.
    Static(TypePath),
}

impl Schema {
    /// Creates a schema without any limit.
    pub fn any() -> Self {
        Self::of(SchemaKind::Any)
    }

    /// Creates a schema of a kind, without limits.
    pub fn of(kind: SchemaKind) -> Self {
        Self { kind, limits: Limits::default(), nullable: false, secret: false }
    }

    /// Returns whether any string in it must match a pattern.
    pub fn has_pattern(&self) -> bool {
        let within = match &self.kind {
            SchemaKind::List(inner) | SchemaKind::Map(inner) => inner.has_pattern(),
            SchemaKind::Object(fields, rest) => {
                fields.iter().any(|(_, _, inner)| inner.has_pattern())
                    || rest.as_ref().is_some_and(|inner| inner.has_pattern())
            }
            SchemaKind::Tuple(items) => items.iter().any(Self::has_pattern),
            SchemaKind::Union(cases) => cases.iter().any(Self::has_pattern),
            _ => false,
        };
        within || self.limits.get(Word::Pattern).is_some()
    }

    /// Returns whether it allows every value.
    pub fn is_any(&self) -> bool {
        *self == Self::any()
    }
}
