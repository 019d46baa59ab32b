//! Headers of answers that are secret: the call is not made twice, and nothing shows them.

mod support;

use clientwright_runtime::mock::TestClock;
use clientwright_runtime::spec::{Api, Endpoint};
use clientwright_runtime::transport::{Recorder, Reqwest};
use clientwright_runtime::{ClientBuilder, Json, Request, Response};
use support::{Server, answer, run};

static API: Api = Api::new("Media");

static BEGIN: Endpoint<Json, ()> =
    Endpoint::post("uploads.begin", "/uploads").nullable().secret_headers(&["Upload-Place"]);
static LOOK: Endpoint<Json, ()> =
    Endpoint::get("uploads.look", "/uploads").nullable().secret_headers(&["Upload-Place"]);

const PLACE: &str = "https://upload.example/0123456789abcdef";

fn begun(status: u16) -> Vec<u8> {
    let body = format!(r#"{{"echoed":"{PLACE}"}}"#);
    answer(status, &format!("upload-place: {PLACE}\r\nx-note: plain\r\n"), &body)
}

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(&server.url).clock(TestClock::new())
}

#[test]
fn a_call_is_not_made_again_once_the_server_may_have_acted_on_it() {
    for status in [408, 429, 503] {
        let server = Server::new([begun(status)]);
        let client = builder(&server).build().unwrap();
        let error = run(Request::new(&client, &BEGIN).idempotent(true)).unwrap_err();
        assert_eq!(error.attempts(), 1, "{status}");
        assert!(error.to_string().contains("the response holds a secret"), "{error}");
        assert!(!format!("{error:?} {:?}", error.headers()).contains(PLACE));
    }
    // A call that only reads gives the same again.
    let server = Server::new([begun(503), begun(200)]);
    run(Request::new(&builder(&server).build().unwrap(), &LOOK)).unwrap();
}

#[test]
fn its_value_is_there_for_whoever_asks_and_shown_to_nobody() {
    let server = Server::new([begun(201)]);
    let client = builder(&server).build().unwrap();
    let response: Response<Json> = run(Request::new(&client, &BEGIN).response()).unwrap();
    assert_eq!(response.headers().get("upload-place"), Some(PLACE));
    assert!(!format!("{:?}", response.headers()).contains(PLACE));
}

#[test]
fn a_recording_does_not_hold_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.json");
    let server = Server::new([begun(201), begun(400)]);
    let recorder = Recorder::new(Reqwest::with_defaults().unwrap(), &path);
    let client = builder(&server).transport(recorder).build().unwrap();
    run(Request::new(&client, &BEGIN)).unwrap();
    run(Request::new(&client, &BEGIN)).unwrap_err();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("0123456789abcdef"), "{text}");
    assert!(text.contains("upload-place") && text.contains("plain"), "{text}");
}
