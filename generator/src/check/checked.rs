//! The spec after the check: every name resolved, every inline type lifted out and named, every
//! limit merged. What stands here is right, so that what follows need not be able to fail.

use serde_json::Value;

pub use crate::resolve::types::{
    BodyKind, Definition, EnumValue, Field, Kind, Rest, Shape, Type, TypeBox, TypeId, Union,
};
pub use crate::words::envelope::{Scalar, Wrapping};
pub use crate::words::example::ExampleCall;
pub use crate::words::form::{AnswerForm, BodyForm};
pub use crate::words::location::Location;
pub use crate::words::method::Method;
pub use crate::words::pages::Pages;
pub use crate::words::signing::HmacProfile;
pub use crate::words::standing::{Stand, Standing};
pub use crate::words::style::{Encoding, ListKeys, Style};
pub use crate::words::text::Text;
pub use crate::words::timing::{RateLimit, Retries};

use crate::words::limit::Limits;

/// One API.
#[derive(Debug, Clone)]
pub struct Api {
    pub folder: String,
    pub name: String,
    /// Never empty, the first is the default.
    pub servers: Vec<Server>,
    /// What their URLs leave open, each name once.
    pub server_variables: Vec<ServerVariable>,
    pub base_url_env: Option<String>,
    pub request_id: Option<String>,
    pub schemes: Vec<Scheme>,
    pub client_parameters: Vec<Parameter>,
    /// Header parameters of every endpoint, which stand among those of each as well.
    pub headers: Vec<Parameter>,
    pub envelope: Option<Envelope>,
    pub failure: Option<Failure>,
    pub rate_limits: Vec<RateLimit>,
    /// The root first, then every resource, parents before their children.
    pub resources: Vec<Resource>,
    /// Every type of the API; a [`TypeId`] is an index into it.
    pub types: Vec<Definition>,
    /// What is to be tried on what is generated. A spec has none: they come from the document that it was made of.
    pub examples: Vec<Example>,
    /// A call of each endpoint with values of its document; nothing where no tests of them are asked for.
    pub calls: Vec<ExampleCall>,
}

/// A value, and what it is an example of.
#[derive(Debug, Clone)]
pub struct Example {
    /// Where it stands in the document, as a JSON pointer.
    pub at: String,
    pub value: Value,
    /// Whether it has members that its schema does not name.
    pub has_more: bool,
    pub of: ExampleOf,
}

/// What a value is an example of. An endpoint is identified by its resource, an index into [`Api::resources`], and by its
/// place there.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "example-tests"),
    allow(dead_code, reason = "nothing is tried without a judge")
)]
pub enum ExampleOf {
    /// A value of a type: with the nulls that it allows where it is used.
    Type(Box<Type>),
    Body {
        resource: usize,
        endpoint: usize,
    },
    /// With this status: `200`, `2XX` or `default`.
    Answer {
        resource: usize,
        endpoint: usize,
        status: String,
    },
    /// What a call that fails with this status answers: `404`, `4XX` or `default`.
    Failure {
        resource: usize,
        endpoint: usize,
        status: String,
    },
}

/// Where an API is served.
#[derive(Debug, Clone)]
pub struct Server {
    pub name: String,
    /// With `{name}` for each variable.
    pub url: String,
    /// The defaults of its variables.
    pub variables: Vec<(String, String)>,
}

/// What URLs of servers leave open.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    pub name: String,
    pub text: Text,
    /// None: any value that its place takes.
    pub values: Option<Vec<String>>,
}

/// One resource: what a file holds, or a folder without a file of its own.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Empty for the root.
    pub path: Vec<String>,
    /// The file as messages show it, where there is one.
    pub source: Option<String>,
    pub text: Text,
    pub endpoints: Vec<Endpoint>,
}

/// One way to prove who is calling.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub id: String,
    pub text: Text,
    pub kind: SchemeKind,
}

#[derive(Debug, Clone)]
pub enum SchemeKind {
    Bearer(Credential),
    Basic {
        username: Credential,
        password: Credential,
    },
    Headers(Vec<(String, Credential)>),
    /// The name of the parameter, and what it holds.
    Query(String, Credential),
    /// The name of the cookie, and what it holds.
    Cookie(String, Credential),
    Hmac {
        profile: HmacProfile,
        username: Credential,
        secret: Credential,
    },
}

impl SchemeKind {
    /// Returns the credentials in the order in which a builder takes them.
    pub fn credentials(&self) -> Vec<&Credential> {
        match self {
            Self::Bearer(token) => vec![token],
            Self::Basic { username, password } => vec![username, password],
            Self::Headers(headers) => headers.iter().map(|(_, credential)| credential).collect(),
            Self::Query(_, credential) | Self::Cookie(_, credential) => vec![credential],
            Self::Hmac { username, secret, .. } => vec![username, secret],
        }
    }
}

#[derive(Debug, Clone)]
pub struct Credential {
    pub name: String,
    pub env: Option<String>,
    pub secret: bool,
}

#[derive(Debug, Clone)]
pub struct Envelope {
    pub success: Option<(String, Scalar)>,
    pub data: String,
    pub type_: TypeId,
}

#[derive(Debug, Clone)]
pub struct Failure {
    pub type_: TypeId,
    pub message: Option<String>,
    pub code: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The method's name in the spec; of another form of an endpoint, the names of both.
    pub name: String,
    /// What its name in Rust is made from.
    pub rust_name: String,
    /// Of another form of an endpoint: the names of the endpoint and of the form.
    pub form: Option<(String, String)>,
    pub text: Text,
    pub method: Method,
    pub path: String,
    /// In the order of the path, then query, then headers, then cookies.
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// Any one of these, each all together; one without any, which stands last, takes a call without credentials.
    pub auth: Vec<Vec<String>>,
    pub permissions: Vec<String>,
    pub answer: Option<Answer>,
    /// The media type to ask for, where it is not the usual one of the answer's form.
    pub accept: Option<String>,
    pub pages: Option<Pages>,
    pub idempotent: Option<bool>,
    pub retries: Retries,
    pub timeout_millis: Option<u64>,
    pub deadline_millis: Option<u64>,
    /// Headers of the answer that the spec tells of.
    pub response_headers: Vec<ResponseHeader>,
    /// What the spec tells of calls that fail.
    pub failures: Vec<StatusFailure>,
    /// What the answer makes of the API's envelope, where that is not what every answer does.
    pub wrapping: Option<Wrapping>,
}

/// The body of a failed call.
#[derive(Debug, Clone)]
pub struct StatusFailure {
    /// `404`, `4XX` or `default`.
    pub status: String,
    /// Where it is not the API's own.
    pub type_: Option<Type>,
    pub text: Text,
}

/// A header of an answer.
#[derive(Debug, Clone)]
pub struct ResponseHeader {
    pub name: String,
    pub type_: Type,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Parameter {
    /// As the API spells it.
    pub wire: String,
    /// As the client spells it.
    pub name: String,
    pub location: Location,
    pub required: bool,
    /// Set once on the client.
    pub from_client: bool,
    /// Sent with every call, so that no caller gives it: a string, a number or a boolean.
    pub constant: Option<Box<Value>>,
    /// The environment variable of a client parameter.
    pub env: Option<String>,
    pub type_: Type,
    pub encoding: Encoding,
    /// How a value stands in its place.
    pub stand: Stand,
    /// A value may name a sibling endpoint.
    pub allow_sibling: bool,
    /// Values that would name a sibling endpoint, unless that is allowed.
    pub reserved: Vec<String>,
    pub text: Text,
}

/// What comes back, by the form in which it does.
#[derive(Debug, Clone)]
pub enum Answer {
    Json(Type),
    Text(Type),
    Binary,
    /// Server-sent events with this data.
    Events(Type),
    /// A value a line.
    Lines(Type),
    /// Each of them by its status; at least two, of which two differ.
    ByStatus(Vec<StatusAnswer>),
}

impl Answer {
    /// Returns the types of the data, or of each part of it; bytes have none.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Json(type_) | Self::Text(type_) | Self::Events(type_) | Self::Lines(type_) => {
                vec![type_]
            }
            Self::Binary => Vec::new(),
            Self::ByStatus(cases) => {
                cases.iter().filter_map(|case| case.answer.as_ref()).flat_map(Self::types).collect()
            }
        }
    }

    /// Returns the form in which it comes, where there is one alone.
    pub fn form(&self) -> Option<AnswerForm> {
        Some(match self {
            Self::Json(_) => AnswerForm::Json,
            Self::Text(_) => AnswerForm::Text,
            Self::Binary => AnswerForm::Binary,
            Self::Events(_) => AnswerForm::Events,
            Self::Lines(_) => AnswerForm::Lines,
            Self::ByStatus(_) => return None,
        })
    }
}

/// What is answered with a status.
#[derive(Debug, Clone)]
pub struct StatusAnswer {
    /// `202`, or `2XX`, which is the last.
    pub status: String,
    /// What it is called.
    pub variant: String,
    pub answer: Option<Answer>,
    /// The media type to ask for, where it is not the usual one of the form.
    pub accept: Option<String>,
    pub text: Text,
}

#[derive(Debug, Clone)]
pub struct Body {
    pub form: BodyForm,
    /// Where it is not the usual one of the form.
    pub media_type: Option<String>,
    pub wrap: Option<String>,
    /// Of a form: how lists repeat their keys.
    pub lists: ListKeys,
    /// The fields of a form that are written otherwise than the others.
    pub encodings: Vec<FieldEncoding>,
    pub text: Text,
    pub kind: BodyKind,
    /// What the fields keep to together, where they are the body's own.
    pub limits: Limits,
    /// Of a value as a whole: the fields of it that every call sends.
    pub sends: Vec<(String, Value)>,
}

/// How a field of a form is written.
#[derive(Debug, Clone)]
pub struct FieldEncoding {
    pub wire: String,
    pub encoding: Encoding,
    /// Of a part.
    pub media_type: Option<String>,
}
