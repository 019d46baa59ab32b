//! No credential and no secret is in anything that is shown.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::error::Error as _;
use std::fmt::Debug;

use clientwright_runtime::spec::{
    Api, Body, Credential, Endpoint, EnvelopeRule, FailureRule, Field, HeaderCredential,
    HmacProfile, Parameter, Scalar, Schema, Scheme,
};
use clientwright_runtime::{Client, ClientBuilder, Error, Json, Request, Secret};
use support::{Server, answer, json, run};

const TOKEN: &str = "t0ken/with+odd=chars%";
const ID: &str = "customer-0123";
const PASSWORD: &str = "p&ss\"word <7>";
const EMAIL: &str = "someone@example.org";
const KEY: &str = "k3y-fedcba";
const SESSION: &str = "sess-42-value";
const STREAM: &str = "str3am key/1";
const PEM: &str = "MIIEpem\nline";

static API: Api = Api::new("Media")
    .request_id("x-request-id")
    .schemes(
        const {
            &[
                Scheme::bearer("token", Credential::new("token").secret()),
                Scheme::basic("basic", Credential::new("id"), Credential::new("password").secret()),
                Scheme::hmac(
                    "hmac",
                    HmacProfile::Kong,
                    Credential::new("id"),
                    Credential::new("password").secret(),
                ),
                Scheme::headers(
                    "pair",
                    const {
                        &[
                            HeaderCredential::new("X-Auth-Email", Credential::new("email")),
                            HeaderCredential::new("X-Auth-Key", Credential::new("key").secret()),
                        ]
                    },
                ),
                Scheme::query("query", "key", Credential::new("key").secret()),
                Scheme::cookie("cookie", "sid", Credential::new("session").secret()),
            ]
        },
    )
    .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"))
    .failure(FailureRule::new().message("message").code("code"));

static SEND: Endpoint<Secret, ()> = Endpoint::post("send", "/keys/{stream}")
    .parameters(
        const {
            &[
                Parameter::path("stream", Schema::string()).secret(),
                Parameter::query("note", Schema::string().secret()),
            ]
        },
    )
    .body(Body::json(Schema::object(
        const { &[Field::optional("pem", Schema::string().secret())] },
    )))
    .auth(&[&["query"], &["token"], &["basic"], &["hmac"], &["pair"], &["cookie"]]);

const SCHEMES: [(&str, &[(&str, &str)]); 6] = [
    ("token", &[("token", TOKEN)]),
    ("basic", &[("id", ID), ("password", PASSWORD)]),
    ("hmac", &[("id", ID), ("password", PASSWORD)]),
    ("pair", &[("email", EMAIL), ("key", KEY)]),
    ("query", &[("key", KEY)]),
    ("cookie", &[("session", SESSION)]),
];

/// Every form in which a secret may be echoed.
fn forms() -> Vec<String> {
    use base64::Engine as _;

    let base64 = base64::engine::general_purpose::STANDARD;
    let mut forms = vec![base64.encode(format!("{ID}:{PASSWORD}"))];
    for secret in [TOKEN, ID, PASSWORD, EMAIL, KEY, SESSION, STREAM, PEM] {
        let encoded: String = secret
            .bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
        forms.extend([
            secret.to_owned(),
            encoded.clone(),
            encoded.replace("%2F", "%2f"),
            base64.encode(secret),
        ]);
    }
    forms
}

#[track_caller]
fn clean(shown: &str) {
    for form in forms() {
        // As it is, and as a Debug or the display's own escapes would write it.
        let debug = format!("{form:?}");
        for form in [form.as_str(), debug.trim_matches('"'), &form.replace('\n', "\\u{a}")] {
            assert!(!shown.contains(form), "{form:?} is in {shown:?}");
        }
    }
}

#[track_caller]
fn clean_debug(value: &impl Debug) {
    clean(&format!("{value:?}"));
    clean(&format!("{value:#?}"));
}

#[track_caller]
fn clean_error(error: &Error) {
    clean(&error.to_string());
    clean_debug(error);
    clean_debug(&error.failure());
    clean(error.message().unwrap_or_default());
    clean(error.code().unwrap_or_default());
    clean(error.request_id().unwrap_or_default());
    let mut source = error.source();
    while let Some(cause) = source {
        clean(&cause.to_string());
        clean_debug(&cause);
        source = cause.source();
    }
}

fn builder(url: &str, (scheme, values): (&str, &[(&str, &str)])) -> ClientBuilder {
    ClientBuilder::new(&API).retries(0).base_url(url).credentials(scheme, values.iter().copied())
}

fn client(url: &str) -> Client {
    SCHEMES
        .iter()
        .fold(ClientBuilder::new(&API).retries(0).base_url(url), |builder, (scheme, values)| {
            builder.credentials(scheme, values.iter().copied())
        })
        .build()
        .unwrap()
}

fn call(client: &Client) -> Request<Secret, ()> {
    Request::new(client, &SEND)
        .argument("stream", STREAM)
        .argument("note", STREAM)
        .field("pem", &Secret::from(PEM))
        .header("X-Other", STREAM)
}

#[test]
fn what_holds_a_secret_does_not_show_it() {
    for scheme in SCHEMES {
        let builder = builder("https://api.example.com", scheme);
        clean_debug(&builder);
        let client = builder.build().unwrap();
        clean_debug(&client);
        let call = call(&client);
        clean_debug(&call);
        let url = call.url().unwrap();
        clean_debug(&url);
        clean(&url.to_string());
        clean_debug(&call.clone().raw());
        clean_debug(&call.clone().response());
        clean_debug(&call.into_future());
    }
    clean_debug(&Secret::from(PEM));
    assert_eq!(serde_json::to_string(&Secret::from(PEM)).unwrap(), "\"[redacted]\"");
}

#[test]
fn the_url_is_shown_with_its_secrets_masked() {
    let url = call(&client("https://api.example.com")).url().unwrap();
    assert_eq!(
        url.to_string(),
        "https://api.example.com/keys/[redacted]?note=[redacted]&key=[redacted]"
    );
    assert_eq!(
        url.reveal(),
        "https://api.example.com/keys/str3am%20key%2F1?note=str3am%20key%2F1&key=k3y-fedcba"
    );
}

#[test]
fn every_value_of_a_secret_parameter_is_masked() {
    static LIST: Endpoint<Json, ()> = Endpoint::get("list", "/keys").parameters(
        const {
            &[
                Parameter::query("key", Schema::list(const { &Schema::any() })).secret(),
                Parameter::query("id", Schema::list(const { &Schema::any() })),
            ]
        },
    );
    let request = Request::new(&client("https://api.example.com"), &LIST)
        .argument("key", &vec![Secret::from(KEY), Secret::from(STREAM)])
        .argument("id", &vec![1_i64, 2]);
    let url = request.url().unwrap();
    assert_eq!(url.reveal().matches("key=").count(), 2);
    assert!(url.reveal().ends_with("id=1&id=2"), "{}", url.reveal());
    clean(&url.to_string());
    clean_debug(&request);
}

#[test]
fn a_refused_credential_is_not_shown() {
    for (scheme, values) in SCHEMES {
        let broken = values.iter().map(|(name, value)| (*name, format!("{value}\n")));
        let broken: Vec<(&str, String)> = broken.collect();
        let broken: Vec<(&str, &str)> =
            broken.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let problem = builder("https://api.example.com", (scheme, &broken)).build().unwrap_err();
        clean_debug(&problem);
        clean_error(&problem.into());
    }
    for url in [format!("https://{ID}:{KEY}@example.org"), format!("https://example.org?{KEY}")] {
        clean_error(&ClientBuilder::new(&API).retries(0).base_url(url).build().unwrap_err().into());
    }
}

#[test]
fn a_server_that_echoes_secrets_is_not_quoted_with_them() {
    for form in forms() {
        let body = serde_json::json!({"success": false, "message": format!("bad: {form}!"), "code": form, &form: form});
        let header = format!("x-request-id: {}\r\n", form.replace('\n', " "));
        let server = Server::new([
            answer(401, &header, &body.to_string()),
            json(200, &body.to_string()),
            answer(400, "content-type: text/plain\r\n", &form),
            answer(
                502,
                "content-type: text/html\r\n",
                &format!(
                    "<title>{}</title>",
                    form.replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('"', "&quot;")
                ),
            ),
            answer(502, "content-type: text/plain\r\n", &format!("{}{form}", "x".repeat(195))),
        ]);
        let client = client(&server.url);
        for _ in 0..5 {
            clean_error(&run(call(&client)).unwrap_err());
        }
    }
}

#[test]
fn an_answer_that_does_not_fit_is_not_quoted() {
    let values = [
        serde_json::json!([PEM]),
        serde_json::json!({ PEM: PEM }),
        serde_json::json!(7_123_456),
        serde_json::json!(true),
        Json::Null,
    ];
    for value in values {
        let body = serde_json::json!({"success": true, "result": value});
        let server = Server::new([json(200, &body.to_string())]);
        let error = run(call(&client(&server.url))).unwrap_err();
        assert!(error.is_decode());
        clean_error(&error);
        assert!(!error.to_string().contains("7123456"));
    }
    let server = Server::new([json(200, &format!("{{\"success\":true,\"result\":\"{PEM}"))]);
    clean_error(&run(call(&client(&server.url))).unwrap_err());
    let server = Server::new([json(200, &format!("{STREAM} is no JSON"))]);
    clean_error(&run(call(&client(&server.url))).unwrap_err());
}

#[test]
fn a_transport_error_shows_no_url() {
    // Nothing listens on the first port.
    clean_error(&run(call(&client("http://127.0.0.1:1"))).unwrap_err());
    let server = Server::new([
        b"not HTTP at all".to_vec(),
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec(),
    ]);
    let client = client(&server.url);
    clean_error(&run(call(&client)).unwrap_err());
    clean_error(&run(call(&client)).unwrap_err());
}

#[test]
fn an_answer_holds_what_it_holds_and_shows_nothing() {
    let body = serde_json::json!({"success": true, "result": PEM}).to_string();
    let ok = || answer(200, &format!("set-cookie: sid={SESSION}\r\n"), &body);
    let server = Server::new([ok(), ok()]);
    let client = client(&server.url);
    let response = run(call(&client).response()).unwrap();
    assert_eq!(response.data().reveal(), PEM);
    clean_debug(&response);
    let raw = run(call(&client).raw()).unwrap();
    clean_debug(&raw);
    assert!(raw.data().as_str().unwrap().contains("MIIEpem"));
    let sent = server.sent();
    assert_eq!(sent.body, r#"{"pem":"MIIEpem\nline"}"#);
}
