//! Servers whose URLs leave something open: where calls go, and what is refused before any is made.

use std::ffi::OsString;

use clientwright_runtime::spec::{Api, Endpoint, Server, ServerVariable};
use clientwright_runtime::{ClientBuilder, Json, Request};

static API: Api = Api::new("Media").base_url_env("MEDIA_BASE_URL").servers(
    const {
        &[
            Server::new("default", "https://{region}.example.com/{base}").variables(
                const {
                    &[
                        ServerVariable::new("region", "eu").values(&["eu", "us"]),
                        ServerVariable::new("base", "v1"),
                    ]
                },
            ),
            Server::new("own", "http://{host}:{port}").variables(
                const {
                    &[ServerVariable::new("host", "localhost"), ServerVariable::new("port", "8080")]
                },
            ),
        ]
    },
);

static GET: Endpoint<Json, ()> = Endpoint::get("things", "/things");

fn url(builder: ClientBuilder) -> Result<String, String> {
    let client = builder.build().map_err(|error| error.to_string())?;
    let url = Request::new(&client, &GET).url().map_err(|error| error.to_string())?;
    Ok(url.reveal().to_owned())
}

fn with(variables: &[(&str, &str)]) -> ClientBuilder {
    variables.iter().fold(ClientBuilder::new(&API), |builder, (name, value)| {
        builder.server_variable(name, *value)
    })
}

#[test]
fn calls_go_where_the_variables_say() {
    let is = |builder, expected: &str| assert_eq!(url(builder).as_deref(), Ok(expected));
    is(with(&[]), "https://eu.example.com/v1/things");
    is(with(&[("region", "us")]), "https://us.example.com/v1/things");
    is(with(&[("region", "us"), ("region", "eu")]), "https://eu.example.com/v1/things");
    is(with(&[("base", "a/b c")]), "https://eu.example.com/a/b%20c/things");
    is(with(&[("base", "")]), "https://eu.example.com/things");
    is(with(&[("port", "1")]).server("own"), "http://localhost:1/things");
    // Another server's variables have no part in this one.
    is(with(&[("host", "other.example")]), "https://eu.example.com/v1/things");
}

#[test]
fn a_whole_url_goes_before_variables() {
    let builder = with(&[("region", "us")]).base_url("https://mine.example");
    assert_eq!(url(builder).as_deref(), Ok("https://mine.example/things"));
    let builder = with(&[("region", "us")]).env_from(|name| {
        (name == "MEDIA_BASE_URL").then(|| OsString::from("https://theirs.example"))
    });
    assert_eq!(url(builder).as_deref(), Ok("https://theirs.example/things"));
}

#[test]
fn what_would_lead_elsewhere_is_refused() {
    let refused = |builder, expected: &str| {
        let error = url(builder).unwrap_err();
        assert!(error.contains(expected), "{error}");
    };
    refused(with(&[("regoin", "eu")]), "the servers of the API do not have a variable `regoin`");
    refused(
        with(&[("region", "cn")]),
        "the server variable `region` must be one of `eu`, `us` (it is \"cn\")",
    );
    refused(with(&[("region", "evil.example/")]), "`region` must be one of");
    refused(with(&[("base", "../..")]), "would lead out of it");
    for value in
        ["evil.example/", "a@evil.example", "evil.example?", "evil.example#", "evil.example:1", ""]
    {
        refused(with(&[("host", value)]).server("own"), "`host` is in the host");
    }
    refused(with(&[("port", "1@evil.example")]).server("own"), "`port` is in the port");
}
