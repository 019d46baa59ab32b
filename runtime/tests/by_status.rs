//! Answers and failures that are told apart by their status.

mod support;

use clientwright_runtime::spec::{
    AnswerForm, Api, Body, Compose as _, Credential, Endpoint, EnvelopeRule, Scalar, Schema,
    Scheme, StatusForm,
};
use clientwright_runtime::{
    Client, ClientBuilder, Error, Header, Json, Request, Secret, Timestamp,
};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });

static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/thing").auth(&[&["token"]]);

fn client(url: &str) -> Client {
    let builder = ClientBuilder::new(&API).base_url(url).retries(0).allow_plain_http();
    builder.credentials("token", [("token", "t0ken-of-the-client")]).build().unwrap()
}

fn failed(answer: Vec<u8>) -> Error {
    let server = Server::new([answer]);
    let result = run(Request::new(&client(&server.url), &GET));
    result.unwrap_err()
}

#[test]
fn a_failure_is_read_as_the_type_of_its_status() {
    let error = failed(json(422, r#"{"fields":["name","size"],"echo":"t0ken-of-the-client"}"#));
    let fields = error.failure_as::<std::collections::BTreeMap<String, Json>>().unwrap();
    assert_eq!(fields["fields"], serde_json::json!(["name", "size"]));
    assert_ne!(fields["echo"], "t0ken-of-the-client", "what is secret is masked");
    assert_eq!(error.failure_as::<Json>().unwrap(), *error.failure().unwrap());

    let wrong = error.failure_as::<Vec<i64>>().unwrap_err();
    assert!(wrong.is_decode());
    assert_eq!(wrong.status(), Some(422));
    assert_eq!(
        wrong.to_string(),
        "things.get: the failure cannot be read: the body is an object, expected an array"
    );
}

#[test]
fn what_is_no_failure_of_the_servers_is_read_as_none() {
    let page = failed(answer(502, "content-type: text/html\r\n", "<title>Bad</title>"));
    let told = page.failure_as::<Json>().unwrap_err().to_string();
    assert_eq!(told, "things.get: the failure cannot be read: its body is not JSON");
    let misfit = failed(answer(200, "", "no JSON"));
    let told = misfit.failure_as::<Json>().unwrap_err().to_string();
    assert_eq!(told, "things.get: the failure cannot be read: the server did not send one");
}

#[test]
fn headers_of_an_answer_are_read_by_their_types() {
    const TOTAL: Header<i64> = Header::new("X-Total");
    const KEY: Header<Secret> = Header::new("location");
    const FINAL: Header<bool> = Header::new("x-final");
    const CHANGED: Header<Timestamp> = Header::new("x-changed");
    const RATIO: Header<f64> = Header::new("x-ratio");
    let headers = "x-total: 12\r\nlocation: /k\u{e9}y\r\nx-changed: 2024-05-01T10:00:00Z\r\nx-ratio: half\r\n";
    let server = Server::new([answer(200, headers, "{}")]);
    let response = run(Request::new(&client(&server.url), &GET).response()).unwrap();
    assert_eq!(response.header(TOTAL).unwrap(), Some(12));
    assert_eq!(response.header(KEY).unwrap().unwrap().reveal(), "/k\u{e9}y");
    assert_eq!(response.header(FINAL).unwrap(), None);
    assert_eq!(
        response.headers().read(CHANGED).unwrap().unwrap().to_string(),
        "2024-05-01T10:00:00Z"
    );
    let odd = response.header(RATIO).unwrap_err();
    assert!(odd.is_decode());
    assert_eq!(odd.to_string(), "the header `x-ratio`: its value cannot be read as `f64`");
    assert_eq!(format!("{TOTAL:?} {}", TOTAL.name()), r#"Header("X-Total") X-Total"#);
}

mod generated {
    use clientwright_runtime::{Download, Json, Request};

    #[derive(Debug)]
    #[allow(clippy::large_enum_variant, reason = "there is one a call")]
    pub(crate) enum ScanAnswer {
        Ok(Vec<i64>),
        Accepted(Json),
        NoContent,
        PartialContent(Download),
        MultiStatus(String),
        AlreadyReported,
    }
    clientwright_runtime::answers!(ScanAnswer {
        200 => Ok(_),
        202 => Accepted(_),
        204 => NoContent,
        206 => PartialContent(_),
        207 => MultiStatus(_),
        208 => AlreadyReported,
    });

    #[derive(Clone, Debug)]
    pub(crate) struct Scan(pub(crate) Request<ScanAnswer, ()>);
    clientwright_runtime::streamed!(Scan, Request<ScanAnswer, ()>);

    #[derive(Debug, PartialEq)]
    pub(crate) enum AnyAnswer {
        Created(i64),
        Other,
    }
    clientwright_runtime::answers!(AnyAnswer { 201 => Created(_), 200..=299 => Other });
}

use generated::{AnyAnswer, ScanAnswer};

static ENVELOPED: Api = Api::new("Media")
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"));

static SCAN: Endpoint<ScanAnswer, ()> = Endpoint::post("scans.scan", "/scan")
    .by_status(
        const {
            &[
                StatusForm::nothing(204),
                StatusForm::new(206, AnswerForm::Binary),
                StatusForm::new(207, AnswerForm::Text),
                StatusForm::nothing(208),
            ]
        },
    )
    .accept("application/json, */*");

static ANY: Endpoint<AnyAnswer, ()> = Endpoint::get("scans.any", "/any")
    .void()
    .by_status(const { &[StatusForm::new(201, AnswerForm::Json)] });

fn scanned(answer: Vec<u8>) -> Result<ScanAnswer, Error> {
    let server = Server::new([answer]);
    let builder = ClientBuilder::new(&ENVELOPED).base_url(&server.url).retries(0);
    let result = run(generated::Scan(Request::new(&builder.build().unwrap(), &SCAN)));
    assert_eq!(server.sent().header("accept"), Some("application/json, */*"));
    result
}

#[test]
fn an_answer_is_of_the_type_of_its_status() {
    let success = |data: &str| format!(r#"{{"success":true,"result":{data}}}"#);
    let ScanAnswer::Ok(numbers) = scanned(json(200, &success("[1,2]"))).unwrap() else { panic!() };
    assert_eq!(numbers, [1, 2]);
    let ScanAnswer::Accepted(pending) = scanned(json(202, &success(r#"{"in":3}"#))).unwrap() else {
        panic!()
    };
    assert_eq!(pending["in"], 3);
    assert!(matches!(scanned(answer(204, "", "")), Ok(ScanAnswer::NoContent)));
    for body in ["", "no JSON", r#"{"success":true}"#] {
        let nothing = scanned(answer(208, "", body));
        assert!(matches!(nothing, Ok(ScanAnswer::AlreadyReported)), "{body}");
    }
    let ScanAnswer::MultiStatus(text) = scanned(answer(207, "", "as it is")).unwrap() else {
        panic!()
    };
    assert_eq!(text, "as it is");
    let ScanAnswer::PartialContent(download) = scanned(answer(206, "", "bytes")).unwrap() else {
        panic!()
    };
    assert_eq!(run(download.bytes_up_to(9)).unwrap().as_bytes(), b"bytes");
}

#[test]
fn an_answer_that_does_not_fit_its_status_is_an_error() {
    let told = |answer| scanned(answer).unwrap_err().to_string();
    assert_eq!(
        told(json(200, r#"{"success":true,"result":{}}"#)),
        "scans.scan: the response (200) does not fit the spec: `result` is an object, expected an array"
    );
    assert_eq!(
        told(json(203, r#"{"success":true,"result":[]}"#)),
        "scans.scan: the response (203) does not fit the spec: the spec does not define a response with this status"
    );
    assert_eq!(told(json(404, "{}")), "scans.scan: 404 Not Found");
    let failed = scanned(json(202, r#"{"success":false}"#)).unwrap_err();
    assert!(failed.is_failure());
    let failed = scanned(json(208, r#"{"success":false}"#)).unwrap_err();
    assert!(failed.is_failure());
}

#[test]
fn any_other_status_may_be_an_answer_as_well() {
    let call = |answer| {
        let server = Server::new([answer]);
        run(Request::new(&client(&server.url), &ANY).response())
    };
    assert_eq!(call(json(201, "7")).unwrap().into_inner(), AnyAnswer::Created(7));
    let other = call(answer(200, "", "whatever")).unwrap();
    assert_eq!((other.status(), other.into_inner()), (200, AnyAnswer::Other));
    assert!(call(json(201, "")).unwrap_err().is_decode());
    assert!(call(answer(500, "", "")).unwrap_err().is_server_error());
}

static CHAT: Endpoint<Json, ()> =
    Endpoint::post("chats.stream", "/chats").body(Body::json(Schema::any()));

#[test]
fn a_form_of_a_call_sends_its_field_beside_a_body_as_a_whole() {
    let server = Server::new([json(200, "{}")]);
    let talk = serde_json::json!({ "text": "a, {b}", "stream": null });
    run(Request::new(&client(&server.url), &CHAT).body(&talk).field("stream", &true)).unwrap();
    let body: Json = serde_json::from_str(&server.sent().body).unwrap();
    assert_eq!(body, serde_json::json!({ "text": "a, {b}", "stream": true }));
}
