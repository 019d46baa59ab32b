//! What is generated, resolved to the last name, as plain data: no spans, no YAML, no tokens.

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

/// A whole client crate.
#[derive(Debug, Clone)]
pub struct Package {
    /// Where the crate's users find the generated modules (`media_clients`), for examples that
    /// compile; without it examples are shown but not compiled.
    pub doc_path: Option<String>,
    pub layout: Layout,
    pub apis: Vec<Api>,
    /// Whether the crate gets tests of the examples in its document.
    pub example_tests: bool,
}

/// Where the modules of an API stand in their crate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// Each API below a module of its own, in a crate that somebody else writes.
    #[default]
    Modules,
    /// The one API is the crate: its client stands at the root.
    Crate,
}

/// A cargo feature: the calls of a resource, and of those below it that have no feature of their own.
#[derive(Debug, Clone)]
pub struct Feature {
    /// `zones-dns_records`.
    pub name: String,
    /// The feature of the resource above, which this one turns on.
    pub above: Option<String>,
    /// How a user reaches the resource from a client: `zones().dns_records()`.
    pub access: String,
    /// How many calls it holds.
    pub endpoints: usize,
}

/// Features any one of which has something compiled; never empty, in the order of the features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition(pub Vec<String>);

#[derive(Debug, Clone)]
pub struct Api {
    pub module: Name,
    /// The cargo feature that the API is behind.
    pub feature: Option<String>,
    /// What of it cargo's features select, parents before their children; none: it is whole.
    pub features: Vec<Feature>,
    pub name: String,
    pub servers: Vec<Server>,
    /// What their URLs leave open.
    pub server_variables: Vec<ServerVariable>,
    pub base_url_env: Option<String>,
    pub request_id: Option<String>,
    pub schemes: Vec<Scheme>,
    pub client_parameters: Vec<ClientParameter>,
    /// Parameters of the client and of every endpoint, as far as endpoints have them as they are.
    pub shared: Vec<(Name, Parameter)>,
    pub envelope: Option<Envelope>,
    pub failure: Option<Failure>,
    pub rate_limits: Vec<RateLimit>,
    /// The folder of its spec, as the heads of generated files name it: `spec/cloudflare`.
    pub source: String,
    /// The root first, then every other module, parents before their children.
    pub modules: Vec<Module>,
    /// What the document gives for examples, by how they are tried; nothing where no tests of them are asked for.
    pub examples: Vec<(Trial, Vec<ExampleValue>)>,
    /// The places of examples that no type is for.
    #[cfg_attr(
        not(feature = "openapi"),
        allow(dead_code, reason = "documents alone have examples")
    )]
    pub untyped_examples: Vec<String>,
    /// A call of each endpoint with values of the document; nothing where no tests of them are asked for.
    pub calls: Vec<ExampleCall>,
}

/// A value that the document gives for an example.
#[derive(Debug, Clone)]
pub struct ExampleValue {
    /// Where it stands in the document, as a JSON pointer.
    pub at: String,
    /// The value, as JSON text on one line.
    pub json: String,
    /// Whether it has members that its schema does not name.
    pub has_more: bool,
}

/// What is done with an example.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trial {
    /// It is read and written as a type.
    Value(TypeRef),
    /// It is the answer of an endpoint; the module is an index into the API's.
    Answer { module: usize, constant: Name, status: u16 },
    /// It is what a variant of the answers of an endpoint holds.
    OneOf { constant: Name, status: u16, name: TypePath, variant: Name },
}

impl Api {
    /// What it is called in a sentence: `Cloudflare API`, also where its name says already that it is one.
    pub fn title(&self) -> String {
        let says_so = self.name.split_whitespace().next_back().is_some_and(|word| {
            word.eq_ignore_ascii_case("api") || word.eq_ignore_ascii_case("apis")
        });
        if says_so { self.name.clone() } else { format!("{} API", self.name) }
    }

    /// The features of the runtime without which the API does not compile.
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

    /// All that is said of what values keep to.
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
    /// With `{name}` for each variable.
    pub url: String,
    /// The variables of the URL, each with its default.
    pub variables: Vec<(String, String)>,
}

/// What URLs of servers leave open: a method of the builder.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    pub wire: String,
    pub method: Name,
    pub text: Text,
    /// The values that it may have, as an enum; none: any text.
    pub values: Option<ServerValues>,
}

#[derive(Debug, Clone)]
pub struct ServerValues {
    pub name: Name,
    /// Each variant, and the value that it stands for.
    pub variants: Vec<(Name, String)>,
}

#[derive(Debug, Clone)]
pub struct Scheme {
    pub id: String,
    pub method: Name,
    /// The builder's method that takes a provider of tokens, where the scheme has tokens.
    pub provider: Option<Name>,
    /// The struct that names the credentials, where the scheme has several: by position they could be swapped.
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
    /// The parameter of the query.
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
    /// The client's method that gives a changed copy: `with_account_id`.
    pub with: Name,
    pub type_: TypeRef,
    pub env: Option<String>,
    pub text: Text,
    /// Sentences about its limits.
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
    /// Below the API's own module; empty for that itself.
    pub path: Vec<Name>,
    /// What the whole module is behind: that any of its items is compiled.
    pub condition: Option<Condition>,
    /// What its handle and its calls are behind.
    pub calls_condition: Option<Condition>,
    /// The spec file that it comes from.
    pub source: String,
    pub text: Text,
    /// The struct that holds the resource's methods; the root's is the client.
    pub handle: Option<Name>,
    /// How a user reaches the handle from a client: `stream().keys()`.
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
    /// The method that gives the handle, and the handle; none for a module of types alone.
    pub accessor: Option<(Name, Name)>,
    /// What the method is behind.
    pub calls_condition: Option<Condition>,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Endpoint {
    /// `stream.keys.delete`.
    pub id: String,
    pub method_name: Name,
    pub request: Name,
    pub constant: Name,
    pub text: Text,
    pub method: Method,
    pub path: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// Any one of these, each all together.
    pub auth: Vec<Vec<String>>,
    pub permissions: Vec<String>,
    pub answer: Answer,
    /// What the answer's data keeps to, where anything limits it or is secret.
    pub answer_schema: Option<Schema>,
    /// The media type to ask for, where it is not the usual one of the answer's form.
    pub accept: Option<String>,
    /// What the answer makes of the API's envelope, where that is not what every answer does.
    pub wrapping: Option<Wrapping>,
    pub pages: Option<Pages>,
    /// Whether a call made twice does what one does, where its method does not tell.
    pub idempotent: Option<bool>,
    /// Instead of what the client says.
    pub retries: Retries,
    /// Of one attempt, instead of what the client says.
    pub timeout_millis: Option<u64>,
    pub deadline_millis: Option<u64>,
    /// Headers of the answer that the spec tells of.
    pub response_headers: Vec<ResponseHeader>,
    /// What the spec tells of calls that fail, for the documentation.
    pub failures: Vec<StatusFailure>,
}

/// The body of a failed call.
#[derive(Debug, Clone)]
pub struct StatusFailure {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// Where it is not the API's own.
    pub type_: Option<TypeRef>,
    pub text: Text,
}

/// A header of an answer.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    pub name: String,
    /// The constant of the request that reads it.
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
    /// Filled in from the client.
    pub from_client: bool,
    /// Sent with every call, so that no caller gives it.
    pub constant: Option<Constant>,
    /// The constant of the API that states it, if it is one of the API's.
    pub shared: Option<Name>,
    pub type_: TypeRef,
    pub notation: Notation,
    pub schema: Schema,
    pub secret: bool,
    pub reserved: Vec<String>,
    pub text: Text,
    /// Sentences about its limits.
    pub rules: Vec<String>,
    /// An expression for the documentation's example.
    pub example: Example,
}

impl Parameter {
    /// Whether two are the same to the runtime.
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
    /// Whether each part stands on its own, if the style does not say so itself.
    pub explode: Option<bool>,
    pub lists: ListKeys,
    /// The value is more than a text or a list of texts.
    pub structured: bool,
}

/// The way in which a value becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// By a style, each part as text.
    Style(Style),
    /// As JSON.
    Json,
    /// A string as it is, and anything else as JSON.
    Text,
}

/// A value that the generated code itself gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
}

/// How an example gives a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// A literal: text, a number, `true`.
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    /// A file on the disk.
    File,
    /// No literal can: the example takes it as an argument.
    Argument,
}

#[derive(Debug, Clone)]
pub struct Body {
    pub form: BodyForm,
    /// Where it is not the usual one of the form.
    pub media_type: Option<String>,
    pub wrap: Option<String>,
    pub text: Text,
    pub schema: Schema,
    /// Of a form: how lists repeat their keys.
    pub lists: ListKeys,
    /// The fields of a form that are written otherwise than the others.
    pub encodings: Vec<FieldNotation>,
    pub kind: BodyKind,
    /// Of a value as a whole: the fields of it that every call sends.
    pub sends: Vec<(String, Constant)>,
}

/// How a field of a form is written, as far as that is not by keys like `field[a][b]`.
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
    /// Its method or argument.
    pub name: Name,
    /// Sent with every call, so that no caller gives it.
    pub constant: Option<Constant>,
    /// Of a file: its media type, where the caller says none.
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
        /// Null is a value of the type itself.
        takes_null: bool,
        secret: bool,
    },
    /// Text, as it is.
    Text { type_: TypeRef, secret: bool },
    /// A list, as a page.
    Page { item: TypeRef, secret: bool },
    /// Bytes, handed on while they come.
    Download,
    /// Server-sent events, handed on while they come.
    Events { item: TypeRef, secret: bool },
    /// A value a line, handed on while they come.
    Lines { item: TypeRef, secret: bool },
    /// Each of these by its status, as an enum.
    ByStatus { name: Name, cases: Vec<StatusAnswer> },
}

/// What is answered with a status.
#[derive(Debug, Clone)]
pub struct StatusAnswer {
    /// None: any other.
    pub status: Option<u16>,
    pub variant: Name,
    pub answer: Answer,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct TypeDef {
    pub name: Name,
    /// What all that is written of it is behind.
    pub condition: Option<Condition>,
    pub text: Text,
    /// Paths of traits to derive besides.
    pub derive: Vec<String>,
    /// Attributes, without their brackets.
    pub attributes: Vec<String>,
    pub kind: TypeKind,
    /// What a value keeps to in the directions that it goes. What an enum keeps to, its values say.
    pub schema: Option<Schema>,
    /// The static that holds the schema, where the type is another's and cannot say it itself.
    pub schema_static: Option<Name>,
}

#[derive(Debug, Clone)]
pub enum TypeKind {
    Object {
        fields: Vec<Field>,
        rest: Option<Rest>,
        generic: bool,
        /// Callers build values of it: those that are sent, and in modules of one's own all, for the answers of a mock.
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
        /// One of the cases holds a secret, so what is none of them may hold it as well.
        secret: bool,
    },
    Alias(TypeRef),
}

/// The members of an object that have no field.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Of the field that holds them, and of the method that sets it.
    pub name: Name,
    /// What each of them is.
    pub type_: TypeRef,
    /// The members that are none of them: those with fields, and the tags of unions.
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
    /// The tag's value, where there is a tag.
    pub wire: String,
    /// The tag is a field of the case itself, which writes it.
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
    /// Sentences about its limits.
    pub rules: Vec<String>,
}

/// Whether a field must be there, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    /// Absent or a value.
    Optional,
    /// There, but perhaps null.
    Nullable,
    /// Absent, null or a value: three things.
    ThreeState,
}

/// Where a type stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TypePath {
    /// An index into the API's modules.
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
    /// A text of a format.
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
    /// The envelope's type parameter.
    Hole,
}

impl TypeRef {
    /// Whether an argument takes the type itself: nothing else becomes it that a caller is likely to have. A literal
    /// would be taken for an `i32`, which becomes no unsigned integer.
    pub fn is_taken_as_it_is(&self) -> bool {
        matches!(self, Self::Boolean | Self::Uint32 | Self::Uint64 | Self::Int128 | Self::Uint128)
    }
}

/// What a value must keep to where it is sent, and is expected to keep to in an answer; only what limits something is
/// there.
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
    /// A file, which stands beside the values.
    Binary,
    String,
    /// A string that is one of these.
    OneOf(Vec<String>),
    Integer,
    Number,
    Boolean,
    List(Box<Schema>),
    Tuple(Vec<Schema>),
    Map(Box<Schema>),
    /// Name, whether it must be there in what is sent, and what it keeps to.
    /// And what the members keep to that have no name here.
    Object(Vec<(String, bool, Schema)>, Option<Box<Schema>>),
    Union(Vec<Schema>),
    /// What a named type says of itself.
    Reference(TypePath),
    /// The static that says it of a type that cannot.
    Static(TypePath),
}

impl Schema {
    /// No limit at all.
    pub fn any() -> Self {
        Self::of(SchemaKind::Any)
    }

    /// A kind without limits.
    pub fn of(kind: SchemaKind) -> Self {
        Self { kind, limits: Limits::default(), nullable: false, secret: false }
    }

    /// Whether any text in it must match a pattern.
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

    /// Whether every value keeps to it.
    pub fn is_any(&self) -> bool {
        *self == Self::any()
    }
}
