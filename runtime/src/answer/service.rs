//! The types of an API's answers, and the API `()` of a program that learns of an API at run time.

use serde_json::Value as Json;

use crate::describe::api::Api;
use crate::json::value::Value;

/// The types of one API, known at compile time.
pub trait Service: 'static {
    /// What the body of a failed call is read as. It is read tolerantly: a body that does not fit gives none.
    type Failure: Value + Send + Sync;

    /// The whole body around an answer; `T` itself for an API without an envelope.
    type Envelope<T: Value>: Value;

    /// The description.
    fn api() -> &'static Api;
}

/// Any API: failures and envelopes are JSON values.
impl Service for () {
    type Failure = Json;
    type Envelope<T: Value> = Json;

    fn api() -> &'static Api {
        static UNNAMED: Api = Api::new("API");
        &UNNAMED
    }
}
