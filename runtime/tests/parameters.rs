//! Parameters by their styles, as a server on the loopback gets them.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::collections::BTreeMap;

use clientwright_runtime::spec::{
    Api, Credential, Endpoint, Field, ListKeys, Parameter, Schema, Scheme, Style,
};
use clientwright_runtime::{Client, ClientBuilder, Json, Request};
use support::{Server, json, run};

static API: Api = Api::new("Media");

const LIST: Schema = Schema::list(const { &Schema::string() });

static LISTS: Endpoint<(), ()> = Endpoint::get("things.list", "/things/{ids}/a{labels}/b{points}")
    .parameters(
        const {
            &[
                Parameter::path("ids", LIST).reserved(&["verify", "a,b"]),
                Parameter::path("labels", LIST).style(Style::Label).explode(true),
                Parameter::path("points", LIST).style(Style::Matrix),
                Parameter::query("tags", LIST.max_items(2)).explode(false),
                Parameter::query("days", LIST).style(Style::SpaceDelimited),
                Parameter::query("more", LIST),
                Parameter::query("keys", Schema::list(const { &Schema::string().secret() }))
                    .style(Style::PipeDelimited),
                Parameter::header("X-Flags", LIST),
            ]
        },
    )
    .void();

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API).retries(0).base_url(&server.url).build().unwrap()
}

fn lists(client: &Client) -> Request<(), ()> {
    Request::new(client, &LISTS)
        .argument("ids", &vec!["1", "a,b"])
        .argument("labels", &vec!["x", "y"])
        .argument("points", &vec!["0", "1"])
}

#[test]
fn lists_are_written_by_their_styles() {
    let server = Server::new([json(200, "")]);
    let call = lists(&client(&server))
        .argument("tags", &vec!["a,b", "c"])
        .argument("days", &vec!["mo", "tu we"])
        .argument("more", &vec!["1", "2"])
        .argument("keys", &vec!["k1", "k2"])
        .argument("X-Flags", &vec![true, false]);
    let shown = call.url().unwrap().to_string();
    run(call).unwrap();
    let sent = server.sent();
    let path =
        "/things/1,a%2Cb/a.x.y/b;points=0,1?tags=a%2Cb,c&days=mo%20tu%20we&more=1&more=2&keys=";
    assert_eq!(sent.path(), format!("{path}k1%7Ck2"));
    assert_eq!(sent.header("x-flags"), Some("true,false"));
    assert_eq!(shown, format!("{}{path}[redacted]%7C[redacted]", server.url));
}

#[test]
fn an_empty_list_leaves_no_trace() {
    let server = Server::new([json(200, "")]);
    run(lists(&client(&server))
        .argument("tags", &Vec::<String>::new())
        .argument("days", &Vec::<String>::new())
        .argument("more", &vec!["1"]))
    .unwrap();
    assert_eq!(server.sent().path(), "/things/1,a%2Cb/a.x.y/b;points=0,1?more=1");
}

#[test]
fn lists_keep_their_limits_and_leave_siblings_alone() {
    let server = Server::new([json(200, "")]);
    let client = client(&server);
    let refused = |call: Request<(), ()>| run(call).unwrap_err().to_string();
    let text = refused(lists(&client).argument("tags", &vec!["a", "b", "c"]));
    assert!(text.contains("`tags` must have at most 2 items"), "{text}");
    for ids in [vec!["verify"], vec!["a", "b"]] {
        let text = refused(lists(&client).argument("ids", &ids));
        assert!(text.contains("must not be the name of another endpoint"), "{text}");
    }
    let text = refused(lists(&client).argument("ids", &vec![".."]));
    assert!(text.contains("must not be empty, `.` or `..`"), "{text}");
    let text = refused(lists(&client).argument("labels", &Vec::<String>::new()));
    assert!(text.contains("the required path parameter `labels` is missing"), "{text}");
}

static CREATED: Schema =
    Schema::object(const { &[Field::optional("gt", Schema::integer().minimum(0.0))] });
static KEYED: Schema =
    Schema::object(const { &[Field::optional("key", Schema::string().max_length(6).secret())] });

static OBJECTS: Endpoint<(), ()> = Endpoint::get("things.objects", "/things/{point}")
    .parameters(
        const {
            &[
                Parameter::path("point", Schema::any())
                    .style(Style::Matrix)
                    .explode(true)
                    .structured(),
                Parameter::query(
                    "created",
                    Schema::union(const { &[Schema::integer(), Schema::reference(|| &CREATED)] }),
                )
                .style(Style::DeepObject)
                .structured(),
                Parameter::query("expand", LIST.max_items(2))
                    .lists(ListKeys::Brackets)
                    .structured(),
                Parameter::query("filter", Schema::reference(|| &KEYED)).structured(),
                Parameter::query("where", Schema::any()).style(Style::Json).structured(),
                Parameter::query("any", Schema::any()).style(Style::Text).structured(),
                Parameter::header("X-Point", Schema::any()).structured(),
            ]
        },
    )
    .void();

fn objects(client: &Client) -> Request<(), ()> {
    Request::new(client, &OBJECTS)
        .structured("point", &BTreeMap::from([point("x", 1), point("y", 2)]))
}

fn point(name: &str, value: i64) -> (String, i64) {
    (name.to_owned(), value)
}

fn object(json: &str) -> Json {
    serde_json::from_str(json).unwrap()
}

#[test]
fn objects_are_written_by_their_styles() {
    let server = Server::new([json(200, ""), json(200, "")]);
    let client = client(&server);
    run(objects(&client)
        .structured("created", &object(r#"{"gt":5,"lt":null}"#))
        .structured("expand", &vec!["a.b".to_owned(), "c d".to_owned()])
        .structured("filter", &object(r#"{"state":"open","tags":["x","y"]}"#))
        .structured("where", &object(r#"{"a":[1]}"#))
        .structured("any", &object(r#""as it is""#))
        .structured("X-Point", &object(r#"{"x":1,"y":"z"}"#)))
    .unwrap();
    let sent = server.sent();
    assert_eq!(
        sent.path(),
        "/things/;x=1;y=2?created%5Bgt%5D=5&expand%5B%5D=a.b&expand%5B%5D=c%20d\
         &state=open&tags=x&tags=y&where=%7B%22a%22%3A%5B1%5D%7D&any=as%20it%20is"
    );
    assert_eq!(sent.header("x-point"), Some("x,1,y,z"));
    run(objects(&client)
        .structured("created", &7_i64)
        .structured("where", &1_i64)
        .structured("where", &None::<i64>)
        .structured("X-Point", &object("{}")))
    .unwrap();
    let sent = server.sent();
    assert_eq!(sent.path(), "/things/;x=1;y=2?created=7");
    assert_eq!(sent.header("x-point"), None);
}

#[test]
fn objects_keep_their_limits() {
    let server = Server::new([json(200, "")]);
    let client = client(&server);
    let refused = |call: Request<(), ()>| run(call).unwrap_err().to_string();
    let text = refused(objects(&client).structured("created", &object(r#"{"gt":-1}"#)));
    assert!(text.contains("the query parameter `created`"), "{text}");
    let many = vec![String::new(), String::new(), String::new()];
    let text = refused(objects(&client).structured("expand", &many));
    assert!(text.contains("`expand` must have at most 2 items"), "{text}");
    let text = refused(objects(&client).structured("filter", &object(r#"{"key":"too long"}"#)));
    assert!(text.contains("`filter`, at `key`, must have at most 6 characters"), "{text}");
    assert!(!text.contains("too long"), "{text}");
    let text = refused(objects(&client).structured("any", &f64::NAN));
    assert!(text.contains("a number that is not finite"), "{text}");
    let text = refused(objects(&client).structured("point", &object("{}")));
    assert!(text.contains("must not become empty"), "{text}");
    let text = refused(objects(&client).structured("X-Point", &object(r#"{"a":"b\nc"}"#)));
    assert!(text.contains("contains a control character"), "{text}");
}

#[test]
fn a_secret_within_an_object_is_masked() {
    let server = Server::new([json(200, "")]);
    let call = objects(&client(&server)).structured("filter", &object(r#"{"key":"s3cret"}"#));
    let shown = call.url().unwrap().to_string();
    assert_eq!(shown, format!("{}/things/;x=1;y=2?key=[redacted]", server.url));
    let text = format!("{call:?}");
    assert!(!text.contains("s3cret"), "{text}");
    run(call).unwrap();
    assert_eq!(server.sent().path(), "/things/;x=1;y=2?key=s3cret");
}

static SESSION: Api = Api::new("Media")
    .schemes(const { &[Scheme::cookie("session", "sid", Credential::new("session").secret())] });

static COOKIES: Endpoint<(), ()> = Endpoint::get("things.cookies", "/things")
    .parameters(
        const {
            &[
                Parameter::cookie("theme", Schema::string()),
                Parameter::cookie("ids", LIST),
                Parameter::cookie("at", Schema::any()).explode(false).structured(),
            ]
        },
    )
    .auth(&[&["session"]])
    .void();

#[test]
fn all_cookies_stand_in_one_header() {
    let server = Server::new([json(200, ""), json(200, "")]);
    let client = ClientBuilder::new(&SESSION)
        .retries(0)
        .base_url(&server.url)
        .credentials("session", [("session", "s3cret")])
        .build()
        .unwrap();
    run(Request::new(&client, &COOKIES)
        .argument("theme", "dark; sid=other")
        .argument("ids", &vec!["1", "2"])
        .structured("at", &object(r#"{"x":1}"#)))
    .unwrap();
    let sent = server.sent();
    let cookies = "theme=dark%3B%20sid=other; ids=1; ids=2; at=x,1; sid=s3cret";
    assert_eq!(sent.header("cookie"), Some(cookies));
    run(Request::new(&client, &COOKIES).structured("at", &object("{}"))).unwrap();
    assert_eq!(server.sent().header("cookie"), Some("sid=s3cret"));
}
