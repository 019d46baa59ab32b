//! Clients made of environment variables; the lookup is injected, so that no test changes its process's environment.

mod support;

use std::ffi::OsString;

use clientwright_runtime::spec::{
    Api, ClientParameter, Credential, Endpoint, HmacProfile, Parameter, Schema, Scheme,
    Server as Place,
};
use clientwright_runtime::{ClientBuilder, Json, Request};
use support::{Server, json, run};

static API: Api = Api::new("Media")
    .servers(
        const {
            &[
                Place::new("default", "https://one.example/v1"),
                Place::new("other", "https://two.example/v1"),
            ]
        },
    )
    .base_url_env("MEDIA_BASE_URL")
    .schemes(
        const {
            &[
                Scheme::basic(
                    "basic",
                    Credential::new("customer_id").env("MEDIA_ID"),
                    Credential::new("customer_secret").env("MEDIA_SECRET").secret(),
                ),
                Scheme::hmac(
                    "hmac",
                    HmacProfile::Kong,
                    Credential::new("customer_id").env("MEDIA_ID"),
                    Credential::new("customer_secret").env("MEDIA_SECRET").secret(),
                ),
            ]
        },
    )
    .client_parameters(const { &[ClientParameter::new("region").env("MEDIA_REGION")] });

static BASIC: Endpoint<Json, ()> = Endpoint::get("basic", "/{region}")
    .parameters(const { &[Parameter::path("region", Schema::string()).client()] })
    .auth(&[&["basic"], &["hmac"]]);
static HMAC: Endpoint<Json, ()> = Endpoint::get("hmac", "/hmac").auth(&[&["hmac"], &["basic"]]);

fn with(variables: &[(&str, &str)]) -> ClientBuilder {
    ClientBuilder::new(&API).retries(0).env_from(|name| {
        let (_, value) = variables.iter().find(|(known, _)| *known == name)?;
        Some(OsString::from(value))
    })
}

fn url(builder: ClientBuilder) -> String {
    let call = Request::new(&builder.build().unwrap(), &BASIC);
    call.url().unwrap().reveal().to_owned()
}

const ALL: [(&str, &str); 3] =
    [("MEDIA_ID", "cid"), ("MEDIA_SECRET", " csecret \n"), ("MEDIA_REGION", "eu")];

#[test]
fn credentials_that_schemes_share_fill_all_of_them() {
    let server = Server::new([json(200, "1"), json(200, "1")]);
    let client = with(&ALL).base_url(&server.url).build().unwrap();
    run(Request::new(&client, &BASIC)).unwrap();
    // The value was trimmed.
    assert_eq!(server.sent().header("authorization"), Some("Basic Y2lkOmNzZWNyZXQ="));
    run(Request::new(&client, &HMAC)).unwrap();
    assert!(server.sent().header("authorization").unwrap().starts_with("hmac "));
}

#[test]
fn what_is_set_in_code_wins_in_either_order() {
    let base = ("MEDIA_BASE_URL", " https://env.example/v2/ ");
    let all = [ALL[0], ALL[1], ALL[2], base];
    assert_eq!(url(with(&ALL)), "https://one.example/v1/eu");
    assert_eq!(url(with(&all)), "https://env.example/v2/eu");
    assert_eq!(url(with(&all).server("other")), "https://two.example/v1/eu");
    assert_eq!(url(with(&all).base_url("https://code.example")), "https://code.example/eu");
    assert_eq!(url(with(&all).parameter("region", "na")), "https://env.example/v2/na");
    let before = ClientBuilder::new(&API).retries(0).parameter("region", "ap").env_from(|name| {
        let (_, value) = ALL.iter().find(|(known, _)| *known == name)?;
        Some(OsString::from(value))
    });
    assert_eq!(url(before), "https://one.example/v1/ap");
}

#[test]
fn a_blank_variable_counts_as_not_set() {
    let client = with(&[("MEDIA_ID", "cid"), ("MEDIA_SECRET", "  "), ("MEDIA_REGION", "eu")])
        .build()
        .unwrap();
    let error = run(Request::new(&client, &BASIC)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "basic: the client has no credentials that the operation accepts; it accepts `basic` (`.basic(..)` on the \
         client's builder, or MEDIA_ID and MEDIA_SECRET in the environment), or `hmac` (`.hmac(..)` on the client's \
         builder, or MEDIA_ID and MEDIA_SECRET in the environment); the client has none; nothing was sent"
    );
    assert_eq!(error.schemes(), [["basic"], ["hmac"]]);
    assert!(error.permissions().is_empty());
}

#[test]
fn a_value_that_cannot_be_used_is_an_error_that_names_the_variable() {
    let said = |variables: &[(&str, &str)]| with(variables).build().unwrap_err().to_string();
    assert_eq!(
        said(&[("MEDIA_ID", "cid"), ("MEDIA_SECRET", "two\nlines")]),
        "Media: the environment variable MEDIA_SECRET contains a newline or another control character"
    );
    assert_eq!(
        said(&[("MEDIA_ID", "c:d"), ("MEDIA_SECRET", "s")]),
        "Media: a colon is not allowed in the user name (RFC 7617) of the scheme `basic`"
    );
    assert_eq!(
        said(&[("MEDIA_BASE_URL", "nowhere")]),
        "Media: the base URL cannot be parsed: write one such as https://api.example.com/v1"
    );
}

#[test]
fn a_variable_that_is_not_needed_is_not_looked_at() {
    let bad = [("MEDIA_REGION", "a\nb"), ("MEDIA_ID", "a\nb"), ("MEDIA_SECRET", "s")];
    let builder = with(&bad)
        .parameter("region", "eu")
        .credentials("basic", [("customer_id", "a"), ("customer_secret", "b")])
        .credentials("hmac", [("customer_id", "a"), ("customer_secret", "b")]);
    assert_eq!(url(builder), "https://one.example/v1/eu");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_utf8_is_an_error() {
    use std::os::unix::ffi::OsStringExt as _;

    let builder = ClientBuilder::new(&API)
        .retries(0)
        .env_from(|name| (name == "MEDIA_REGION").then(|| OsString::from_vec(vec![0x66, 0xff])));
    assert_eq!(
        builder.build().unwrap_err().to_string(),
        "Media: the environment variable MEDIA_REGION is not UTF-8"
    );
}
