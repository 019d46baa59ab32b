//! The types of an API's responses, and the API `()` for a program that learns of an API at run time.

use serde_json::Value as Json;

use crate::describe::api::Api;
use crate::json::value::Value;

/// The types of one API, known at compile time.
pub trait Service: 'static {
    /// The type of a failure's body. A body that does not fit it is not an error: the failure is then missing.
    type Failure: Value + Send + Sync;

    /// The type of a whole response body with its envelope; `T` itself for an API without an envelope.
    type Envelope<T: Value>: Value;

    /// Returns the description of the API.
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
