//! A wrong call never reaches the network: each has an error of its own, which says what and where.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::time::Duration;

use clientwright_runtime::spec::{
    Api, Body, ClientParameter, Credential, Endpoint, Field, Format, HeaderCredential, Parameter,
    Schema, Scheme, Server,
};
use clientwright_runtime::{BearerToken, ClientBuilder, Error, Json, Request, RetryPolicy, Secret};
use support::run;

static API: Api = Api::new("Media")
    .servers(const { &[Server::new("default", "https://192.0.2.1/v4")] })
    .schemes(
        const {
            &[
                Scheme::bearer("api_token", Credential::new("token").env("MEDIA_TOKEN").secret()),
                Scheme::headers(
                    "api_key",
                    const {
                        &[
                            HeaderCredential::new(
                                "X-Auth-Email",
                                Credential::new("email").env("MEDIA_EMAIL"),
                            ),
                            HeaderCredential::new(
                                "X-Auth-Key",
                                Credential::new("key").env("MEDIA_KEY").secret(),
                            ),
                        ]
                    },
                ),
                Scheme::cookie("session", "sid", Credential::new("session").secret()),
            ]
        },
    )
    .client_parameters(const { &[ClientParameter::new("account_id").env("MEDIA_ACCOUNT_ID")] });

static GET: Endpoint<Json, ()> =
    Endpoint::get("keys.get", "/accounts/{account_id}/keys/{id}/{stream}")
        .parameters(
            const {
                &[
                    Parameter::path("account_id", Schema::string()).client(),
                    Parameter::path(
                        "id",
                        Schema::string().min_length(2).max_length(8).pattern("^[^ ]*$"),
                    )
                    .reserved(&["verify"]),
                    Parameter::path("stream", Schema::string().max_length(16)).secret(),
                    Parameter::query("per_page", Schema::integer().minimum(5.0).maximum(50.0)),
                    Parameter::query("direction", Schema::string().one_of(&["asc", "desc"])),
                    Parameter::query("must", Schema::string()).required(),
                    Parameter::header("X-Request-ID", Schema::string().format(Format::Uuid)),
                    Parameter::header("X-Note", Schema::string()),
                    Parameter::header("X-Secret", Schema::string().secret()),
                ]
            },
        )
        .auth(&[&["api_token"], &["api_key", "session"]]);

static POST: Endpoint<Json, ()> = Endpoint::post("keys.create", "/keys")
    .body(Body::json(Schema::object(
        const {
            &[
                Field::required("name", Schema::string().max_length(4)),
                Field::optional("pem", Schema::string().secret().max_length(4)),
            ]
        },
    )))
    .auth(&[&["api_token"]]);

type Call = Request<Json, ()>;

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
        .retries(0)
        .credentials("api_token", [("token", "token-0123456789")])
        .parameter("account_id", "023e")
}

/// A call with nothing wrong.
fn get(builder: ClientBuilder) -> Call {
    Request::new(&builder.build().unwrap(), &GET)
        .argument("id", "ed17")
        .argument("stream", "hush")
        .argument("must", "x")
}

fn post() -> Call {
    Request::new(&builder().build().unwrap(), &POST)
}

/// What the call says when it is awaited. It cannot have been sent: the server's address is one for documentation.
fn refusal(call: Call) -> String {
    let error = run(call).unwrap_err();
    assert!(error.is_invalid(), "{error}");
    assert_eq!((error.attempts(), error.status()), (0, None));
    error.to_string()
}

#[test]
fn every_wrong_call_says_what_is_wrong() {
    let with = |name: &str, value: &str| refusal(get(builder()).argument(name, value));
    let none = || ClientBuilder::new(&API).retries(0).parameter("account_id", "023e");
    let said = [
        with("id", "x"),
        with("id", "much too long"),
        with("id", "a b"),
        with("id", ""),
        with("id", "."),
        with("id", ".."),
        with("id", "verify"),
        with("id", "a\nb\u{202e}c d"),
        with("stream", ""),
        with("stream", "a secret that is too long"),
        with("account_id", ".."),
        with("per_page", "4"),
        with("per_page", "51"),
        with("per_page", "many"),
        with("direction", "up"),
        with("X-Request-ID", "7"),
        with("X-Note", "a\r\nX-Evil: 1"),
        with("X-Secret", "hush\n"),
        with("unknown", "x"),
        refusal(get(builder()).argument("must", &Vec::<String>::new())),
        refusal(Request::new(&builder().build().unwrap(), &GET)),
        refusal(get(ClientBuilder::new(&API).retries(0))),
        refusal(get(none())),
        refusal(get(none().credentials("session", [("session", "s")]))),
        refusal(get(builder()).header("X-Trace", "a\nb")),
        refusal(get(builder()).header("no name", "a")),
        refusal(get(builder()).header("Authorization", "Bearer mine")),
        refusal(get(builder()).header("Host", "example.org")),
        refusal(get(builder()).header("Content-Length", "1")),
        refusal(get(builder()).header("Transfer-Encoding", "chunked")),
        refusal(get(builder()).field("name", &1_i64)),
        refusal(get(builder().base_url("http://example.org"))),
        refusal(post()),
        refusal(post().field("name", &"long name".to_owned())),
        refusal(post().field("name", &"abc".to_owned()).field("pem", &Secret::from("too long"))),
        refusal(post().field("name", &f64::NAN)),
        refusal(post().body(&Json::from(1))),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn an_encoded_dot_stays_one_segment() {
    for (value, path) in [
        ("%2e%2e", "/v4/accounts/023e/keys/%252e%252e/hush?must=x"),
        ("a/../b", "/v4/accounts/023e/keys/a%2F..%2Fb/hush?must=x"),
    ] {
        let url = get(builder()).argument("id", value).url().unwrap();
        assert_eq!(url.reveal(), format!("https://192.0.2.1{path}"));
        assert!(!url.to_string().contains("hush"));
    }
}

#[test]
fn every_wrong_option_says_what_is_wrong() {
    let said = |builder: ClientBuilder| {
        let error: Error = builder.build().unwrap_err().into();
        assert!(error.is_invalid());
        error.to_string()
    };
    let token = |token: &str| said(builder().credentials("api_token", [("token", token)]));
    let url = |url: &str| said(builder().base_url(url));
    let said = [
        token("abc\ndef"),
        token(" "),
        token("abc\u{0}"),
        said(builder().credentials("api_key", [("email", "only-one")])),
        said(builder().credentials("api_key", [("email", "a"), ("key", "b"), ("secret", "c")])),
        said(builder().credentials("session", [("session", "a;b")])),
        said(builder().credentials("nothing", [("token", "a")])),
        said(builder().parameter("nothing", "x")),
        said(builder().server("nowhere")),
        said(builder().user_agent("a\nb")),
        said(builder().user_agent(" ")),
        said(builder().timeout(Duration::ZERO)),
        said(builder().deadline(Duration::ZERO)),
        said(builder().retries(101)),
        said(builder().max_response_size(0)),
        said(builder().max_pages(0)),
        said(builder().max_pages(1_000_001)),
        said(builder().redirects(101)),
        said(builder().retry(RetryPolicy::new().max_delay(Duration::from_secs(86_401)))),
        said(builder().proxy("not a url with a pass:word")),
        said(builder().proxy("ftp://user:pass@proxy.example")),
        said(builder().proxy("https://")),
        said(
            builder().token_provider("api_key", || async { Ok::<_, String>(BearerToken::new("")) }),
        ),
        url("example.org"),
        url("ftp://example.org"),
        url("https://user:pass@example.org"),
        url("https://example.org?key=1"),
        url("https://example.org#part"),
    ];
    insta::assert_snapshot!(said.join("\n"));
}
