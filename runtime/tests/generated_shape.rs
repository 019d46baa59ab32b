//! A small client in exactly the shape of generated code, called against a server on the loopback.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the client below is public where generated code is"
)]

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use support::{Server, json, run};

mod media {
    use clientwright_runtime as rt;
    use rt::spec::{
        Api as Description, Body, ClientParameter, Compose as _, Credential, EnvelopeRule,
        FailureRule, Field, HeaderCredential, Pages, Parameter, Scalar, Schema, Scheme, Server,
    };

    rt::contract!(2);

    static API: Description = Description::new("Media")
        .servers(const { &[Server::new("default", "https://api.example.com/v4")] })
        .base_url_env("MEDIA_BASE_URL")
        .request_id("x-request-id")
        .schemes(
            const {
                &[
                    Scheme::bearer(
                        "api_token",
                        Credential::new("token").env("MEDIA_API_TOKEN").secret(),
                    ),
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
                ]
            },
        )
        .client_parameters(const { &[ClientParameter::new("account_id").env("MEDIA_ACCOUNT_ID")] })
        .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"))
        .failure(FailureRule::new().message("errors[].message").code("errors[].code"));

    #[derive(Debug)]
    pub enum Api {}

    impl rt::spec::Service for Api {
        type Failure = Failure;
        type Envelope<T: rt::spec::Value> = Envelope<T>;

        fn api() -> &'static Description {
            &API
        }
    }

    pub type Request<T> = rt::Request<T, Api>;
    pub type Endpoint<T> = rt::spec::Endpoint<T, Api>;
    pub type Error = rt::Error<Failure>;

    #[derive(Clone, Debug)]
    pub struct Client(rt::Client);
    #[derive(Debug)]
    pub struct ClientBuilder(rt::ClientBuilder);
    rt::client!(Client, ClientBuilder, Api);

    impl Client {
        pub fn keys(&self) -> Keys {
            Keys::new(&self.0)
        }

        #[must_use]
        pub fn with_account_id(&self, account_id: impl Into<AccountId>) -> Self {
            Self(self.0.with_parameter("account_id", &account_id.into()))
        }
    }

    impl ClientBuilder {
        #[must_use]
        pub fn api_token(self, token: impl Into<rt::Secret>) -> Self {
            Self(self.0.credentials("api_token", [("token", token.into())]))
        }

        #[must_use]
        pub fn api_key(self, email: impl Into<String>, key: impl Into<rt::Secret>) -> Self {
            Self(self.0.credentials(
                "api_key",
                [("email", rt::Secret::from(email.into())), ("key", key.into())],
            ))
        }

        #[must_use]
        pub fn account_id(self, account_id: impl Into<AccountId>) -> Self {
            Self(self.0.parameter("account_id", &account_id.into()))
        }
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccountId(String);
    rt::string_newtype!(AccountId);

    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Pem(rt::Secret);
    rt::secret_newtype!(Pem);

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Envelope<T> {
        pub success: bool,
        pub errors: Vec<Message>,
        pub result: T,
    }

    rt::object!(Envelope<T> { success = "success", errors = "errors", result = "result" });

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Failure {
        pub errors: Vec<Message>,
    }

    rt::object!(Failure { errors = "errors" });

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Message {
        pub code: i64,
        pub message: String,
    }

    rt::object!(Message { code = "code", message = "message" });

    /// Has a field of each kind: read-only, secret, three-state, required but nullable, with a default, recursive.
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Key {
        pub id: Option<String>,
        pub pem: Option<Pem>,
        pub expires_on: rt::Maybe<rt::Timestamp>,
        pub owner: Option<String>,
        pub region: Region,
        pub scope: Option<Scope>,
        pub shape: Option<Shape>,
        pub size: Option<i64>,
        pub children: Option<Vec<Key>>,
    }

    impl Key {
        pub fn new(region: impl Into<Region>) -> Self {
            Self {
                id: None,
                pem: None,
                expires_on: rt::Maybe::Absent,
                owner: None,
                region: region.into(),
                scope: None,
                shape: None,
                size: None,
                children: None,
            }
        }
    }

    rt::object!(Key {
        pem = "pem",
        expires_on = "expires_on",
        region = "region",
        scope = "scope",
        shape = "shape",
        size = "size",
        children = "children",
    } nullable {
        owner = "owner",
    } read_only {
        id = "id",
    });

    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Region {
        Europe,
        Asia,
        Unknown(String),
    }

    rt::open_enum!(Region { Europe = "eu", Asia = "ap" });

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Scope {
        Text(String),
        Map(std::collections::BTreeMap<String, String>),
        Unknown(rt::Json),
    }

    rt::union!(Scope { Text, Map } from { Text(String) });

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub enum Shape {
        Circle(Circle),
        Point(Point),
        Unknown(rt::Json),
    }

    rt::union!(Shape by "type" {
        Circle = tagged("circle"),
        Point = tagged("point"),
    } from {
        Circle(Circle),
        Point(Point),
    });

    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct Circle {
        pub radius: f64,
    }

    impl Circle {
        pub fn new(radius: f64) -> Self {
            Self { radius }
        }
    }

    rt::object!(Circle { radius = "radius" });

    #[derive(Clone, Debug, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Point {}

    rt::object!(Point {});

    static ACCOUNT_ID: Schema = Schema::string().max_length(32);

    /// Refers to itself.
    static KEY: Schema = Schema::object(
        const {
            &[
                Field::optional("pem", Schema::string().secret().max_length(16)),
                Field::required("region", Schema::string().one_of(&["eu", "ap"])),
                Field::optional("children", Schema::list(const { &Schema::reference(|| &KEY) })),
            ]
        },
    );

    pub static DELETE: Endpoint<String> =
        Endpoint::delete("keys.delete", "/accounts/{account_id}/keys/{identifier}")
            .parameters(
                const {
                    &[
                        Parameter::path("account_id", Schema::reference(|| &ACCOUNT_ID)).client(),
                        Parameter::path("identifier", Schema::string().max_length(32))
                            .reserved(&["verify"]),
                    ]
                },
            )
            .auth(&[&["api_token"], &["api_key"]])
            .permissions(&["Keys Write"]);

    pub static CREATE: Endpoint<Key> = Endpoint::post("keys.create", "/accounts/{account_id}/keys")
        .parameters(
            const { &[Parameter::path("account_id", Schema::reference(|| &ACCOUNT_ID)).client()] },
        )
        .body(
            Body::json(Schema::object(
                const {
                    &[
                        Field::required("region", Schema::string().one_of(&["eu", "ap"])),
                        Field::optional("name", Schema::string().max_length(8)),
                    ]
                },
            ))
            .wrap("settings"),
        )
        .auth(&[&["api_token"]])
        .secret();

    pub static PUT: Endpoint<()> =
        Endpoint::put("keys.put", "/accounts/{account_id}/keys/{identifier}")
            .parameters(
                const {
                    &[
                        Parameter::path("account_id", Schema::reference(|| &ACCOUNT_ID)).client(),
                        Parameter::path("identifier", Schema::string()),
                    ]
                },
            )
            .body(Body::json(Schema::reference(|| &KEY)))
            .auth(&[&["api_token"]])
            .void();

    pub static GET: Endpoint<Option<Key>> =
        Endpoint::get("keys.get", "/accounts/{account_id}/keys/{identifier}")
            .parameters(
                const {
                    &[
                        Parameter::path("account_id", Schema::reference(|| &ACCOUNT_ID)).client(),
                        Parameter::path("identifier", Schema::string()),
                    ]
                },
            )
            .auth(&[&["api_token"]])
            .nullable();

    pub static LIST: Endpoint<rt::Page<Key>> =
        Endpoint::get("keys.list", "/accounts/{account_id}/keys")
            .parameters(
                const {
                    &[
                        Parameter::path("account_id", Schema::reference(|| &ACCOUNT_ID)).client(),
                        Parameter::query("page", Schema::integer().minimum(1.0)),
                        Parameter::query("per_page", Schema::integer().minimum(5.0).maximum(50.0)),
                        Parameter::query(
                            "region",
                            Schema::list(const { &Schema::string().one_of(&["eu", "ap"]) }),
                        ),
                    ]
                },
            )
            .auth(&[&["api_token"]])
            .pages(Pages::page("page").size("per_page").total("result_info.total_count"));

    #[derive(Clone, Debug)]
    pub struct Keys {
        client: rt::Client,
    }

    impl Keys {
        pub(crate) fn new(client: &rt::Client) -> Self {
            Self { client: client.clone() }
        }

        pub fn delete(&self, identifier: impl Into<String>) -> Delete {
            Delete(Request::new(&self.client, &DELETE).argument("identifier", &identifier.into()))
        }

        pub fn create(&self, region: impl Into<Region>) -> Create {
            Create(Request::new(&self.client, &CREATE).field("region", &region.into()))
        }

        pub fn put(&self, identifier: impl Into<String>, key: impl Into<Key>) -> Put {
            Put(Request::new(&self.client, &PUT)
                .argument("identifier", &identifier.into())
                .body(&key.into()))
        }

        pub fn get(&self, identifier: impl Into<String>) -> Get {
            Get(Request::new(&self.client, &GET).argument("identifier", &identifier.into()))
        }

        pub fn list(&self) -> List {
            List(Request::new(&self.client, &LIST))
        }
    }

    #[derive(Clone, Debug)]
    #[must_use = "a request is sent when it is awaited"]
    pub struct Delete(Request<String>);
    rt::request!(Delete, Request<String>);

    #[derive(Clone, Debug)]
    #[must_use = "a request is sent when it is awaited"]
    pub struct Create(Request<Key>);
    rt::request!(Create, Request<Key>);

    impl Create {
        pub fn name(self, name: impl Into<String>) -> Self {
            Self(self.0.field("name", &name.into()))
        }

        pub fn expires_on(self, expires_on: impl Into<rt::Maybe<rt::Timestamp>>) -> Self {
            Self(self.0.field("expires_on", &expires_on.into()))
        }
    }

    #[derive(Clone, Debug)]
    #[must_use = "a request is sent when it is awaited"]
    pub struct Put(Request<()>);
    rt::request!(Put, Request<()>);

    #[derive(Clone, Debug)]
    #[must_use = "a request is sent when it is awaited"]
    pub struct Get(Request<Option<Key>>);
    rt::request!(Get, Request<Option<Key>>);

    #[derive(Clone, Debug)]
    #[must_use = "a request is sent when it is awaited"]
    pub struct List(Request<rt::Page<Key>>);
    rt::request!(List, Request<rt::Page<Key>>);
    rt::paged!(List, Key);

    impl List {
        pub fn per_page(self, per_page: impl Into<i64>) -> Self {
            Self(self.0.argument("per_page", &per_page.into()))
        }

        pub fn region(self, region: impl Into<Vec<Region>>) -> Self {
            Self(self.0.argument("region", &region.into()))
        }
    }
}

use clientwright_runtime::Maybe;
use media::{Circle, Client, Key, Region, Scope, Shape};

fn client(server: &Server) -> Client {
    Client::builder()
        .api_token("token-0123456789")
        .account_id("023e")
        .base_url(&server.url)
        .build()
        .unwrap()
}

#[test]
fn a_call_gives_the_data_in_the_envelope() {
    let server = Server::new([json(200, r#"{"success":true,"errors":[],"result":"ok"}"#)]);
    let deleted: String = run(client(&server).keys().delete("ed17")).unwrap();
    assert_eq!(deleted, "ok");
    let sent = server.sent();
    assert_eq!(sent.line, "DELETE /accounts/023e/keys/ed17 HTTP/1.1");
    assert_eq!(sent.header("authorization"), Some("Bearer token-0123456789"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("content-type"), None);
    assert_eq!(sent.body, "");
}

#[test]
fn the_whole_envelope_the_response_and_the_bytes_can_be_had() {
    let body = r#"{"success":true,"errors":[],"result":"ok"}"#;
    let server = Server::new([json(200, body), json(201, body), json(404, "{")]);
    let keys = client(&server).keys();
    let envelope = run(keys.delete("a").envelope()).unwrap();
    assert_eq!((envelope.success, envelope.result.as_str()), (true, "ok"));
    let response = run(keys.delete("a").response()).unwrap();
    assert_eq!((response.status(), response.data().as_str()), (201, "ok"));
    assert_eq!(response.headers().get("Content-Type"), Some("application/json"));
    let raw = run(keys.delete("a").timeout(Duration::from_secs(9)).raw()).unwrap();
    assert_eq!((raw.status(), raw.data().as_str()), (404, Some("{")));
}

#[test]
fn fields_of_a_body_are_sent_in_order_and_the_last_value_counts() {
    let answer =
        r#"{"success":true,"errors":[],"result":{"owner":null,"region":"mars","pem":"hush"}}"#;
    let server = Server::new([json(201, answer), json(201, answer)]);
    let keys = client(&server).keys();
    let time = "2026-01-02T03:04:05Z".parse::<clientwright_runtime::Timestamp>().unwrap();
    let create = keys.create("eu").name("first").expires_on(time).name("last");
    let created = run(create.clone()).unwrap();
    assert_eq!(created.region, Region::Unknown("mars".to_owned()));
    assert_eq!(created.pem.unwrap().reveal(), "hush");
    assert_eq!(
        server.sent().body,
        r#"{"settings":{"region":"eu","expires_on":"2026-01-02T03:04:05Z","name":"last"}}"#
    );
    run(create.expires_on(None)).unwrap();
    let sent = server.sent();
    assert_eq!(sent.body, r#"{"settings":{"region":"eu","name":"last","expires_on":null}}"#);
    assert_eq!(sent.header("content-type"), Some("application/json"));
}

#[test]
fn a_body_is_sent_without_what_only_answers_have_and_with_its_secrets() {
    let server = Server::new([json(200, "")]);
    let mut key = Key::new(Region::Asia);
    key.id = Some("only in answers".to_owned());
    key.pem = Some("c2VjcmV0".into());
    key.scope = Some(Scope::Map(BTreeMap::from([("a".to_owned(), "b".to_owned())])));
    key.shape = Some(Shape::Circle(Circle::new(0.5)));
    run(client(&server).keys().put("x", &key)).unwrap();
    assert_eq!(
        server.sent().body,
        r#"{"pem":"c2VjcmV0","region":"ap","scope":{"a":"b"},"shape":{"type":"circle","radius":0.5},"owner":null}"#
    );
    assert!(!format!("{key:?}").contains("c2VjcmV0"));
    let shown = serde_json_text(&key);
    assert!(
        shown.contains("only in answers")
            && shown.contains("[redacted]")
            && !shown.contains("c2VjcmV0"),
        "{shown}"
    );
}

fn serde_json_text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn types_can_be_read_and_written_by_serde() {
    let text = r#"{"id":"k","owner":"o","region":"eu","scope":"s","shape":{"type":"point"},"size":7,"children":[{"owner":null,"region":"ap"}]}"#;
    let key: Key = serde_json::from_str(text).unwrap();
    assert_eq!(key.children.as_ref().map(Vec::len), Some(1));
    assert!(matches!(key.shape, Some(Shape::Point(_))));
    let again = serde_json_text(&key);
    assert_eq!(serde_json::from_str::<Key>(&again).unwrap(), key);
    let fault = serde_json::from_str::<Key>(r#"{"owner":"o","region":7}"#).unwrap_err();
    assert_eq!(fault.to_string(), "`region` is a number, expected a string");
}

#[test]
fn nothing_is_an_answer_where_the_endpoint_says_so() {
    let server = Server::new([
        json(200, r#"{"success":true,"errors":[],"result":null}"#),
        json(200, r#"{"success":true,"errors":[]}"#),
        json(200, r#"{"success":true,"errors":[],"result":null}"#),
        json(200, r#"{"success":true,"errors":[]}"#),
    ]);
    let keys = client(&server).keys();
    assert_eq!(run(keys.get("a")).unwrap(), None);
    assert_eq!(run(keys.get("a")).unwrap(), None);
    let error = run(keys.delete("a")).unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "keys.delete: the response (200) does not fit the spec: `result` is null"
    );
    let error = run(keys.delete("a")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "keys.delete: the response (200) does not fit the spec: `result` is missing"
    );
}

#[test]
fn a_list_is_a_page() {
    let server = Server::new([json(
        200,
        r#"{"success":true,"errors":[],"result":[{"owner":null,"region":"eu"}],"result_info":{"total_count":9}}"#,
    )]);
    let list = client(&server).keys().list().region([Region::Europe, Region::Asia]).per_page(5);
    let page = run(list).unwrap();
    assert_eq!((page.len(), page.total, page.next.as_deref()), (1, Some(9), Some("2")));
    assert_eq!(page.into_iter().next().unwrap().region, Region::Europe);
    assert_eq!(server.sent().path(), "/accounts/023e/keys?per_page=5&region=eu&region=ap");
}

#[test]
fn a_list_goes_over_all_its_pages() {
    let page = |region: &str| {
        json(
            200,
            &format!(
                r#"{{"success":true,"errors":[],"result":[{{"owner":null,"region":"{region}"}}],"result_info":{{"total_count":2}}}}"#
            ),
        )
    };
    let both = || [page("eu"), page("ap")];
    let server = Server::new([both(), both(), both()].concat());
    let list = || client(&server).keys().list().max_pages(2);
    let regions = run(async {
        let mut regions = Vec::new();
        let mut items = list().items();
        while let Some(key) = items.try_next().await? {
            regions.push(key.region);
        }
        let mut pages = list().per_page(5).pages();
        while let Some(page) = pages.try_next().await? {
            regions.extend(page.into_iter().map(|key: Key| key.region));
        }
        let first: Vec<Key> = list().collect_up_to(1).await?;
        let second: Vec<Key> = list().starting_at("2").collect_up_to(1).await?;
        regions.extend(first.into_iter().chain(second).map(|key| key.region));
        Ok::<_, media::Error>(regions)
    });
    let regions: Vec<String> = regions.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(regions, ["eu", "ap", "eu", "ap", "eu", "ap"]);
    let sent = server.rest();
    let paths: Vec<&str> =
        sent.iter().map(|sent| sent.path().split_once("keys").unwrap().1).collect();
    assert_eq!(paths, ["", "?page=2", "?per_page=5", "?page=2&per_page=5", "", "?page=2"]);
}

#[test]
fn a_failure_has_its_own_type() {
    let server = Server::new([json(
        200,
        r#"{"success":false,"errors":[{"code":10005,"message":"no such key"}],"result":null}"#,
    )]);
    let error = run(client(&server).keys().delete("a")).unwrap_err();
    assert!(error.is_failure());
    assert_eq!(error.failure().unwrap().errors[0].code, 10005);
    assert_eq!((error.message(), error.code()), (Some("no such key"), Some("10005")));
}

#[test]
fn unions_keep_what_no_case_reads() {
    let read = |text: &str| {
        serde_json::from_str::<Key>(&format!(r#"{{"owner":null,"region":"eu",{text}}}"#))
    };
    let scope = |text: &str| read(&format!(r#""scope":{text}"#)).unwrap().scope.unwrap();
    assert_eq!(scope("\"x\""), Scope::Text("x".to_owned()));
    assert_eq!(scope("{}"), Scope::Map(BTreeMap::new()));
    assert_eq!(scope("{\"a\":1}"), Scope::Unknown(serde_json::json!({"a": 1})));
    assert_eq!(scope("[1]"), Scope::Unknown(serde_json::json!([1])));
    let shape = |text: &str| read(&format!(r#""shape":{text}"#));
    assert!(matches!(
        shape(r#"{"type":"square","side":1}"#).unwrap().shape,
        Some(Shape::Unknown(_))
    ));
    assert!(matches!(shape("7").unwrap().shape, Some(Shape::Unknown(_))));
    let fault = shape(r#"{"type":"circle","radius":"big"}"#).unwrap_err();
    assert_eq!(fault.to_string(), "`shape.radius` is a string, expected a number");
}

#[test]
fn a_recursive_type_stops_at_the_depth_limit() {
    let nested = |depth: usize| {
        let open = r#"{"owner":null,"region":"eu","children":["#;
        format!("{}{}", open.repeat(depth), "]}".repeat(depth))
    };
    assert!(serde_json::from_str::<Key>(&nested(60)).is_ok());
    assert!(serde_json::from_str::<Key>(&nested(70)).is_err());
    assert!(serde_json::from_str::<Key>(&nested(100_000)).is_err());
}

#[test]
fn a_key_that_is_too_deep_or_wrong_is_not_sent() {
    let server = Server::new([json(200, "{}")]);
    let keys = client(&server).keys();
    let mut child = Key::new("eu");
    child.pem = Some("longer than sixteen".into());
    let mut key = Key::new("eu");
    key.children = Some(vec![child]);
    let error = run(keys.put("x", key)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "keys.put: the field `children[0].pem` of the request body must have at most 16 characters; nothing was sent"
    );
    assert_eq!(
        Client::builder().build().unwrap().keys().get("x").url().unwrap_err().to_string(),
        "keys.get: the required path parameter `account_id` is missing: set it on the client's builder, or \
         MEDIA_ACCOUNT_ID in the environment; nothing was sent"
    );
    let moved = client(&server).with_account_id("other");
    assert!(moved.keys().get("x").url().unwrap().reveal().ends_with("/accounts/other/keys/x"));
    assert_eq!(Maybe::<i64>::default(), Maybe::Absent);
}

#[test]
fn the_second_scheme_is_used_without_the_first() {
    let server = Server::new([json(200, r#"{"success":true,"errors":[],"result":"ok"}"#)]);
    let client = Client::builder()
        .api_key("a@b.c", "k3y")
        .account_id("023e")
        .base_url(&server.url)
        .build()
        .unwrap();
    run(client.keys().delete("a")).unwrap();
    let sent = server.sent();
    assert_eq!(
        (sent.header("x-auth-email"), sent.header("x-auth-key")),
        (Some("a@b.c"), Some("k3y"))
    );
    assert_eq!(sent.header("authorization"), None);
    assert!(run(client.keys().get("a")).unwrap_err().is_invalid());
}

#[test]
fn futures_may_move_between_threads() {
    fn shared<T: Send + Sync>() {}
    fn movable<T: Send>(value: T) -> T {
        value
    }
    let server = Server::new([json(200, "{}")]);
    let keys = client(&server).keys();
    drop(movable(IntoFuture::into_future(keys.list())));
    drop(movable(keys.get("a").raw()));
    drop(movable(keys.get("a").response()));
    shared::<media::Error>();
    shared::<Client>();
}
