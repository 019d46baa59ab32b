//! Tests of programs that call an API: responses without a server, and time that a test controls.
//!
//! Requires the feature `mock`.
//!
//! ```
//! use clientwright_runtime::mock::Mock;
//! use clientwright_runtime::{ClientBuilder, Json, Request};
//! use clientwright_runtime::spec::{Api, Compose as _, Endpoint, Parameter, Schema};
//!
//! static API: Api = Api::new("Example");
//! static GET: Endpoint<String, ()> = Endpoint::get("names.get", "/names/{id}")
//!     .parameters(const { &[Parameter::path("id", Schema::string())] });
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::new();
//! mock.on(&GET).with("id", "7").reply("seven");
//! mock.on(&GET).with("id", "8").reply_failure(404, Json::from("no such name"));
//!
//! // A generated client's builder has the same method.
//! let client = ClientBuilder::new(&API).mock(&mock).build()?;
//! let get = |id: &str| Request::new(&client, &GET).argument("id", id);
//! assert_eq!(get("7").await?, "seven");
//! assert!(get("8").await.unwrap_err().is_not_found());
//!
//! mock.verify();
//! # Ok(())
//! # }
//! ```

mod answer;
mod clock;
mod expectation;
mod matching;
mod report;
mod sent;
mod state;

pub use clock::TestClock;
pub use expectation::Expectation;
pub use report::Unmet;
pub use sent::Sent;
pub use state::Mock;
