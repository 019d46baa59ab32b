//! Calls that are awaited outside of tokio's runtime.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use clientwright_runtime::spec::{Api, Endpoint};
use clientwright_runtime::{ClientBuilder, Json, Request};

static API: Api = Api::new("Media");
static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things");

#[test]
fn a_call_outside_of_tokio_says_what_it_needs() {
    let client = ClientBuilder::new(&API).base_url("http://127.0.0.1:1").build().unwrap();
    let call = pin!(Request::new(&client, &GET).into_future());
    let Poll::Ready(result) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("there is nothing that it could wait for");
    };
    let error = result.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things.get: refused by the transport: reqwest needs a tokio runtime, but the call is not awaited in one: \
         await it below `#[tokio::main]`, or use `.send_blocking()` (feature `blocking`)"
    );
}
