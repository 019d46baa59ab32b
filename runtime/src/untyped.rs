//! The API `()`: what a program uses that learns of an API at run time.

use serde_json::Value as Json;

use crate::api::{Api, Service};
use crate::value::Value;

/// Any API: failures and envelopes are JSON values.
impl Service for () {
    type Failure = Json;
    type Envelope<T: Value> = Json;

    fn api() -> &'static Api {
        static UNNAMED: Api = Api::new("API");
        &UNNAMED
    }
}
