//! What generated code states about an API: its endpoints and schemas, and how its types are read and written. A
//! program that learns of an API at run time uses the same items.

pub use crate::answer::Answer;
pub use crate::answer::service::Service;
pub use crate::call::drafted::Structured;
#[cfg(feature = "hmac")]
pub use crate::describe::api::HmacProfile;
pub use crate::describe::api::{
    Api, ClientParameter, Credential, EnvelopeRule, FailureRule, HeaderCredential, RateLimitRule,
    Scalar, Scheme, SchemeKind,
};
pub use crate::describe::argument::{ParameterTexts, ParameterValue};
pub use crate::describe::body::{Body, BodyForm, FieldEncoding};
pub use crate::describe::data::{Alternatives, Held, List, Names, Text};
pub use crate::describe::endpoint::Endpoint;
pub use crate::describe::operation::{AnswerForm, Method, Operation, StatusForm, Wrapped};
pub use crate::describe::pages::{PageStyle, Pages};
pub use crate::describe::parameter::{Parameter, Place};
#[cfg(feature = "patterns")]
pub use crate::describe::pattern::Pattern;
pub use crate::describe::schema::{Field, Format, Kind, Reference, Schema};
pub use crate::describe::server::{Server, ServerVariable};
pub use crate::describe::style::{Encoding, ListKeys, Style};
pub use crate::face::compose::Compose;
pub use crate::face::request::{Enveloped, Sendable};
pub use crate::json::foreign::extern_type;
pub use crate::json::form::Form;
pub use crate::json::read::{Fields, Reader};
pub use crate::json::tape::Node;
pub use crate::json::union::{Choice, OpenEnum, OpenInteger, Union};
pub use crate::json::value::{Object, Value};
pub use crate::json::write::{FieldWriter, Writer};
