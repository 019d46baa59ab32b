//! Lists over all their pages, against a server on the loopback: what is asked for, and where it ends.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use clientwright_runtime::spec::{
    Api, Credential, Endpoint, EnvelopeRule, Operation, Pages, Parameter, Scalar, Schema, Scheme,
};
use clientwright_runtime::transport::{
    BoxFuture, HttpRequest, HttpResponse, Reqwest, Transport, TransportError,
};
use clientwright_runtime::{
    BearerToken, Client, ClientBuilder, Error, Json, Page, PageStream, Request,
};
use support::{Server, answer, json, run};

static API: Api = Api::new("Media").schemes(
    const {
        &[
            Scheme::bearer("token", Credential::new("token").secret()),
            Scheme::query("query", "key", Credential::new("key").secret()),
        ]
    },
);

type List = Endpoint<Page<Json>, ()>;

const PARAMETERS: &[Parameter] = &[
    Parameter::query("page", Schema::integer()),
    Parameter::query("per_page", Schema::integer()),
    Parameter::query("offset", Schema::integer()),
    Parameter::query("cursor", Schema::string()),
    Parameter::query("name", Schema::string().secret()),
    Parameter::header("X-Note", Schema::string()),
];

const fn list(id: &'static str) -> List {
    Endpoint::get(id, "/list").parameters(PARAMETERS).auth(&[&["token"], &["query"]])
}

static NUMBERED: List =
    list("list.page").pages(Pages::page("page").size("per_page").items("data").total("total"));
static BY_OFFSET: List = list("list.offset")
    .pages(Pages::offset("offset").size("per_page").items("data").total("total").more("more"));
static BY_CURSOR: List =
    list("list.cursor").pages(Pages::cursor("cursor").items("data").next("next").more("more"));
static LINKED: List =
    list("list.link").pages(Pages::link().items("data").next("links.next").total("total"));
static SINGLE: List = list("list.single").pages(Pages::single().items("data"));

fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API)
        .retries(0)
        .base_url(format!("{}/v1", server.url))
        .credentials("token", [("token", "token-0123456789")])
}

/// What a whole walk gives, and which paths it asked for.
#[derive(Debug, PartialEq)]
struct Walk {
    pages: Vec<String>,
    error: Option<String>,
    paths: Vec<String>,
    position: Option<String>,
}

/// Walks on until the stream is over; after an error it must be.
async fn walk(mut stream: PageStream<Json, ()>) -> Walk {
    let mut walk = Walk { pages: Vec::new(), error: None, paths: Vec::new(), position: None };
    while let Some(page) = stream.next().await {
        assert_eq!(walk.error, None, "it goes on after an error");
        match page {
            Ok(page) => {
                let items: Vec<String> = page.items.iter().map(ToString::to_string).collect();
                walk.pages.push(items.join(" "));
            }
            Err(error) => walk.error = Some(error.to_string()),
        }
    }
    assert!(stream.next().await.is_none());
    walk.position = stream.position().map(str::to_owned);
    walk
}

/// Walks through these answers, all of which must be asked for and no other.
fn walked(endpoint: &'static List, answers: &[&str]) -> Walk {
    let server = Server::new(answers.iter().map(|body| json(200, body)));
    let stream = Request::new(&client(&server), endpoint).pages();
    let mut walk = run(walk(stream));
    walk.paths = paths(server);
    walk
}

fn paths(server: Server) -> Vec<String> {
    server.rest().iter().map(|sent| sent.path().replace("/v1/list", "")).collect()
}

/// A walk that ends well.
fn over(pages: &[&str], paths: &[&str]) -> Walk {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Walk { pages: own(pages), error: None, paths: own(paths), position: None }
}

#[test]
fn numbered_pages_end_at_the_total() {
    assert_eq!(
        walked(
            &NUMBERED,
            &[
                r#"{"data":[1,2],"total":5}"#,
                r#"{"data":[3,4],"total":5}"#,
                r#"{"data":[5],"total":5}"#
            ]
        ),
        over(&["1 2", "3 4", "5"], &["", "?page=2", "?page=3"])
    );
}

#[test]
fn numbered_pages_end_at_an_empty_page_whatever_the_total() {
    let last = r#"{"data":[],"total":100}"#;
    assert_eq!(
        walked(&NUMBERED, &[r#"{"data":[1,2],"total":100}"#, r#"{"data":[3],"total":100}"#, last]),
        over(&["1 2", "3", ""], &["", "?page=2", "?page=3"])
    );
    assert_eq!(walked(&NUMBERED, &[r#"{"data":[]}"#]), over(&[""], &[""]));
}

#[test]
fn a_total_smaller_than_the_page_itself_is_none() {
    assert_eq!(
        walked(
            &NUMBERED,
            &[
                r#"{"data":[1,2],"total":0}"#,
                r#"{"data":[3,4],"total":1}"#,
                r#"{"data":[],"total":0}"#
            ]
        ),
        over(&["1 2", "3 4", ""], &["", "?page=2", "?page=3"])
    );
    assert_eq!(
        walked(&BY_OFFSET, &[r#"{"data":[1,2],"total":0}"#, r#"{"data":[],"total":0}"#]),
        over(&["1 2", ""], &["", "?offset=2"])
    );
}

#[test]
fn a_total_smaller_than_what_was_seen_ends_it() {
    assert_eq!(
        walked(&NUMBERED, &[r#"{"data":[1,2],"total":3}"#, r#"{"data":[3,4],"total":3}"#]),
        over(&["1 2", "3 4"], &["", "?page=2"])
    );
}

/// A server may give fewer items on a page than were asked for.
#[test]
fn items_are_counted_instead_of_what_was_asked_for() {
    let server = Server::new([
        json(200, r#"{"data":[1,2],"total":4}"#),
        json(200, r#"{"data":[3],"total":4}"#),
        json(200, r#"{"data":[4],"total":4}"#),
    ]);
    let call = Request::new(&client(&server), &NUMBERED).argument("per_page", &4_u32);
    assert_eq!(run(walk(call.pages())).pages, ["1 2", "3", "4"]);
    assert_eq!(paths(server), ["?per_page=4", "?page=2&per_page=4", "?page=3&per_page=4"]);
}

#[test]
fn a_last_page_that_is_repeated_is_not_given_again() {
    let last = r#"{"data":[{"a":[3,"x",null,true,-1,1.5]}],"page":"#;
    assert_eq!(
        walked(
            &NUMBERED,
            &[r#"{"data":[1],"page":1}"#, &format!("{last}2}}"), &format!("{last}3}}")]
        ),
        over(&["1", r#"{"a":[3,"x",null,true,-1,1.5]}"#], &["", "?page=2", "?page=3"])
    );
}

#[test]
fn pages_that_differ_in_anything_are_not_the_same() {
    let items = [
        "1",
        "-1",
        "1.5",
        "\"1\"",
        "[1]",
        "[[1]]",
        "[]",
        "{}",
        "{\"1\":1}",
        "[1,1]",
        "null",
        "true",
        "false",
        "\"\\u0031x\"",
        "0",
    ];
    let mut answers: Vec<String> =
        items.iter().map(|item| format!(r#"{{"data":[{item}]}}"#)).collect();
    answers.push(r#"{"data":[]}"#.to_owned());
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    assert_eq!(walked(&NUMBERED, &answers).pages.len(), items.len() + 1);
}

#[test]
fn offsets_go_on_by_what_came() {
    assert_eq!(
        walked(
            &BY_OFFSET,
            &[r#"{"data":[1,2]}"#, r#"{"data":[3]}"#, r#"{"data":[4,5]}"#, r#"{"data":[]}"#]
        ),
        over(&["1 2", "3", "4 5", ""], &["", "?offset=2", "?offset=3", "?offset=5"])
    );
    assert_eq!(
        walked(&BY_OFFSET, &[r#"{"data":[1,2],"total":3}"#, r#"{"data":[3],"total":3}"#]),
        over(&["1 2", "3"], &["", "?offset=2"])
    );
    // An offset that does not move is a position that comes again.
    assert_eq!(
        walked(&BY_OFFSET, &[r#"{"data":[1],"more":true}"#, r#"{"data":[],"more":true}"#]),
        over(&["1", ""], &["", "?offset=1"])
    );
    assert_eq!(walked(&BY_OFFSET, &[r#"{"data":[],"more":true}"#]), over(&[""], &[""]));
}

#[test]
fn cursors_end_with_the_last() {
    for last in [
        r#"{"data":[3]}"#,
        r#"{"data":[3],"next":null}"#,
        r#"{"data":[3],"next":""}"#,
        r#"{"data":[3],"next":"c","more":false}"#,
        r#"{"data":[3],"next":{}}"#,
    ] {
        assert_eq!(
            walked(&BY_CURSOR, &[r#"{"data":[1,2],"next":"a b/&"}"#, last]),
            over(&["1 2", "3"], &["", "?cursor=a%20b%2F%26"])
        );
    }
    assert_eq!(
        walked(&BY_CURSOR, &[r#"{"data":[1],"next":7}"#, r#"{"data":[2]}"#]),
        over(&["1", "2"], &["", "?cursor=7"])
    );
}

#[test]
fn an_empty_page_is_not_the_last_where_more_follow() {
    assert_eq!(
        walked(
            &BY_CURSOR,
            &[
                r#"{"data":[],"next":"a","more":true}"#,
                r#"{"data":[],"next":"b","more":true}"#,
                r#"{"data":[1],"next":"c","more":true}"#,
                r#"{"data":[],"next":"d"}"#,
            ]
        ),
        over(&["", "", "1", ""], &["", "?cursor=a", "?cursor=b", "?cursor=c"])
    );
}

#[test]
fn circles_of_cursors_end_whatever_their_length() {
    assert_eq!(
        walked(&BY_CURSOR, &[r#"{"data":[1],"next":"a"}"#, r#"{"data":[2],"next":"a"}"#]),
        over(&["1", "2"], &["", "?cursor=a"])
    );
    assert_eq!(
        walked(
            &BY_CURSOR,
            &[
                r#"{"data":[1],"next":"a"}"#,
                r#"{"data":[2],"next":"b"}"#,
                r#"{"data":[3],"next":"c"}"#,
                r#"{"data":[4],"next":"a"}"#
            ]
        ),
        over(&["1", "2", "3", "4"], &["", "?cursor=a", "?cursor=b", "?cursor=c"])
    );
    let server = Server::new([
        json(200, r#"{"data":[1],"next":"b"}"#),
        json(200, r#"{"data":[2],"next":"a"}"#),
    ]);
    let call = Request::new(&client(&server), &BY_CURSOR).starting_at("a");
    let walk = run(walk(call.pages()));
    assert_eq!((walk.pages, walk.error), (vec!["1".to_owned(), "2".to_owned()], None));
}

#[test]
fn a_single_page_is_the_only_one() {
    assert_eq!(walked(&SINGLE, &[r#"{"data":[1],"next":"a"}"#]), over(&["1"], &[""]));
    let server = Server::new([b""]);
    let error = run(Request::new(&client(&server), &SINGLE).starting_at("2")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "list.single: the operation has a single page: remove `.starting_at(..)`; nothing was sent"
    );
}

fn linked(link: &str, body: &str) -> Vec<u8> {
    answer(200, &format!("link: {link}\r\n"), body)
}

#[test]
fn links_of_the_header_are_followed_as_they_are() {
    let server = Server::listening(|url| {
        vec![
            linked(&format!("<{url}/v1/list?page=2&x=%2f>; rel=\"next\""), r#"{"data":[1]}"#),
            linked("<?page=3>; rel=prev, <?page=3>; rel=next", r#"{"data":[2]}"#),
            linked("</other/../path>; rel=next", r#"{"data":[3],"links":{"next":"/no"}}"#),
            json(200, r#"{"data":[4],"links":{"next":"?in=body"}}"#),
            linked("<?page=1>; rel=first", r#"{"data":[5]}"#),
        ]
    });
    let call = Request::new(&client(&server), &LINKED)
        .argument("name", "n")
        .argument("X-Note", "note")
        .header("X-Trace", "trace");
    assert_eq!(run(walk(call.pages())).pages, ["1", "2", "3", "4", "5"]);
    let sent = server.rest();
    let paths: Vec<&str> = sent.iter().map(support::Sent::path).collect();
    assert_eq!(
        paths,
        ["/v1/list?name=n", "/v1/list?page=2&x=%2f", "/v1/list?page=3", "/path", "/path?in=body"]
    );
    for sent in sent {
        assert_eq!(sent.header("authorization"), Some("Bearer token-0123456789"));
        assert_eq!((sent.header("x-note"), sent.header("x-trace")), (Some("note"), Some("trace")));
    }
}

#[test]
fn links_end_with_none_with_an_empty_page_and_where_they_lead_back() {
    let end = |second: Vec<u8>| {
        let server = Server::new([linked("<?p=2>; rel=next", r#"{"data":[1]}"#), second]);
        let walk = run(walk(Request::new(&client(&server), &LINKED).pages()));
        assert_eq!((walk.error, walk.position), (None, None));
        assert_eq!(server.rest().len(), 2);
        walk.pages
    };
    assert_eq!(end(json(200, r#"{"data":[2]}"#)), ["1", "2"]);
    assert_eq!(end(linked("<?p=3>; rel=next", r#"{"data":[]}"#)), ["1", ""]);
    assert_eq!(end(linked("<?p=2>; rel=next", r#"{"data":[2]}"#)), ["1", "2"]);
    assert_eq!(end(linked("<?p=3>; rel=next", r#"{"data":[1]}"#)), ["1"]);
    assert_eq!(end(json(200, r#"{"data":[2],"links":{"next":""}}"#)), ["1", "2"]);
    assert_eq!(end(json(200, r#"{"data":[2],"links":{"next":null}}"#)), ["1", "2"]);
}

#[test]
fn a_link_is_resolved_against_where_the_page_came_from() {
    let server = Server::new([
        answer(302, "location: /v2/deep/list?moved\r\n", ""),
        linked("<more?p=2>; rel=next", r#"{"data":[1]}"#),
        json(200, r#"{"data":[2]}"#),
    ]);
    let walk = run(walk(Request::new(&client(&server), &LINKED).pages()));
    assert_eq!(walk.pages, ["1", "2"]);
    assert_eq!(paths(server), ["", "/v2/deep/list?moved", "/v2/deep/more?p=2"]);
}

#[test]
fn a_link_to_another_origin_is_refused() {
    let other = Server::new([json(200, r#"{"data":[2]}"#)]);
    let said = |link: &str| {
        let server = Server::new([linked(&format!("<{link}>; rel=next"), r#"{"data":[1]}"#)]);
        let mut pages = Request::new(&client(&server), &LINKED).pages();
        let error: Error = run(async {
            assert_eq!(pages.try_next().await.unwrap().unwrap().items, [1]);
            let error = pages.try_next().await.unwrap_err();
            assert!(pages.try_next().await.unwrap().is_none());
            error
        });
        assert!(error.is_invalid());
        let text = error.to_string();
        assert!(!text.contains("s3cret") && !format!("{error:?}").contains("s3cret"), "{text}");
        text.replace(&server.url, "OWN").replace(&other.url, "OTHER")
    };
    let elsewhere = |to: &str| {
        format!(
            "list.link: the link to the next page leads to another origin, {to}, and would take the \
             credentials of OWN there; nothing was sent"
        )
    };
    let port = &other.url["http://127.0.0.1:".len()..];
    assert_eq!(said(&format!("{}/list?s3cret", other.url)), elsewhere("OTHER"));
    assert_eq!(
        said(&format!("//localhost:{port}/s3cret")),
        elsewhere(&format!("http://localhost:{port}"))
    );
    assert_eq!(said("https://127.0.0.1/s3cret"), elsewhere("https://127.0.0.1"));
    let nowhere =
        "list.link: the link to the next page that the server sent is not a URL; nothing was sent";
    assert_eq!(said("ftp://127.0.0.1/s3cret"), nowhere);
    assert_eq!(said("http://user:s3cret@127.0.0.1/"), nowhere);
    assert_eq!(said("http://"), nowhere);
    assert_eq!(other.so_far(), 0);
    std::mem::forget(other);
}

#[test]
fn credentials_and_secrets_in_links_are_not_shown() {
    let server = Server::new([
        linked("<?key=***&p=2&sig=s3cret>; rel=next", r#"{"data":[1]}"#),
        answer(500, "", ""),
    ]);
    let client = ClientBuilder::new(&API)
        .retries(0)
        .base_url(&server.url)
        .credentials("query", [("key", "k3y-value")])
        .build()
        .unwrap();
    let call = Request::new(&client, &LINKED);
    let mut pages = call.clone().pages();
    run(async {
        let page = pages.try_next().await.unwrap().unwrap();
        assert_eq!(
            page.next.as_deref(),
            Some(format!("{}/list?p=2&sig=s3cret", server.url).as_str())
        );
        assert_eq!(pages.position(), page.next.as_deref());
        assert!(!format!("{page:?} {pages:?}").contains("s3cret"), "{page:?}");
        let error = pages.try_next().await.unwrap_err();
        assert_eq!(error.to_string(), "list.link: 500 Internal Server Error");
        assert!(!format!("{error:?}").contains("s3cret"));
    });
    let url = call.starting_at(pages.position().unwrap()).url().unwrap();
    assert_eq!(url.to_string(), format!("{}/[redacted]", server.url));
    assert_eq!(url.reveal(), format!("{}/list?p=2&sig=s3cret&key=k3y-value", server.url));
    assert_eq!(paths(server), ["/list?key=k3y-value", "/list?p=2&sig=s3cret&key=k3y-value"]);
}

#[test]
fn a_page_on_its_own_says_what_asks_for_the_next() {
    let server = Server::listening(|_| {
        vec![
            json(200, r#"{"data":[1,2],"total":3}"#),
            json(200, r#"{"data":[3],"total":3}"#),
            linked("<?p=2>; rel=next", r#"{"data":[1],"total":9}"#),
            json(200, r#"{"data":[2],"total":9}"#),
        ]
    });
    let client = client(&server);
    run(async {
        let call = Request::new(&client, &NUMBERED).argument("per_page", &2_u32);
        let page = call.clone().await.unwrap();
        assert_eq!((page.total, page.next.as_deref()), (Some(3), Some("2")));
        let page = call.starting_at(page.next.unwrap()).await.unwrap();
        assert_eq!((page.items, page.next), (vec![Json::from(3)], None));
        let page = Request::new(&client, &LINKED).await.unwrap();
        assert_eq!(page.total, Some(9));
        let page = Request::new(&client, &LINKED).starting_at(page.next.unwrap()).await.unwrap();
        assert_eq!((page.items, page.next), (vec![Json::from(2)], None));
    });
    assert_eq!(paths(server), ["?per_page=2", "?page=2&per_page=2", "", "?p=2"]);
}

#[test]
fn pages_beyond_the_maximum_are_an_error() {
    let answers = || (1..=3).map(|page| json(200, &format!(r#"{{"data":[{page}]}}"#)));
    let server = Server::new(answers());
    let client = builder(&server).max_pages(3).build().unwrap();
    let mut pages = Request::new(&client, &NUMBERED).pages();
    run(async {
        for _ in 0..3 {
            pages.try_next().await.unwrap().unwrap();
        }
        let error = pages.try_next().await.unwrap_err();
        assert!(error.is_too_many_pages());
        assert_eq!(error.attempts(), 0);
        assert_eq!(
            error.to_string(),
            "list.page: the list has more than the maximum of 3 pages: raise it with `.max_pages(..)` on the request \
             or on the client's builder, or continue with `.starting_at(..)` at the stream's position"
        );
        assert_eq!(pages.position(), Some("4"));
        assert!(pages.next().await.is_none());
    });
    assert_eq!(server.rest().len(), 3);
    // The request's own maximum goes before the client's; one that is just reached is none.
    let server = Server::new([json(200, r#"{"data":[1]}"#), json(200, r#"{"data":[]}"#)]);
    let client = builder(&server).max_pages(1).build().unwrap();
    let walk = run(walk(Request::new(&client, &NUMBERED).max_pages(2).pages()));
    assert_eq!((walk.pages, walk.error), (vec!["1".to_owned(), String::new()], None));
    let error = run(Request::new(&client, &NUMBERED).max_pages(0)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "list.page: the maximum number of pages is zero: set at least 1; nothing was sent"
    );
}

#[test]
fn after_an_error_the_stream_is_over_and_says_where_to_go_on() {
    for failing in [answer(500, "", ""), json(200, r#"{"data":"x"}"#), Vec::new()] {
        let server = Server::new([
            json(200, r#"{"data":[1],"next":"a"}"#),
            json(200, r#"{"data":[2],"next":"b"}"#),
            failing,
            json(200, r#"{"data":[3]}"#),
        ]);
        let call = Request::new(&client(&server), &BY_CURSOR);
        let mut items = call.clone().items();
        run(async {
            assert_eq!(items.position(), None);
            assert_eq!(items.try_next().await.unwrap(), Some(Json::from(1)));
            assert_eq!(items.position(), Some("a"));
            assert_eq!(items.try_next().await.unwrap(), Some(Json::from(2)));
            let error = items.try_next().await.unwrap_err();
            assert!(!error.is_invalid());
            assert_eq!(items.try_next().await.unwrap(), None);
            assert!(items.next().await.is_none());
            let mut rest = call.starting_at(items.position().unwrap()).items();
            assert_eq!(rest.try_next().await.unwrap(), Some(Json::from(3)));
            assert_eq!(rest.try_next().await.unwrap(), None);
            assert_eq!(rest.position(), None);
        });
        assert_eq!(paths(server), ["", "?cursor=a", "?cursor=b", "?cursor=b"]);
    }
}

#[test]
fn a_list_that_is_cut_off_ends_with_an_error_after_its_items() {
    for cut in [
        r#"{"data":[3],"more":true}"#,
        r#"{"data":[3],"more":true,"next":null}"#,
        r#"{"data":[3],"more":true,"next":""}"#,
    ] {
        let first = r#"{"data":[1,2],"more":true,"next":"a"}"#;
        let walk = walked(&BY_CURSOR, &[first, cut]);
        assert_eq!(walk.pages, ["1 2", "3"], "{cut}");
        assert_eq!(
            walk.error.as_deref(),
            Some(
                "list.cursor: the list is incomplete: `more` says that a page follows, but `next` does not say how \
                 to request it; the items of the pages so far were returned"
            )
        );
        let server = Server::new([json(200, first), json(200, cut)]);
        let mut items = Request::new(&client(&server), &BY_CURSOR).items();
        run(async {
            for item in 1..=3 {
                assert_eq!(items.try_next().await.unwrap(), Some(Json::from(item)));
            }
            let error = items.try_next().await.unwrap_err();
            assert!(error.is_decode() && error.status() == Some(200), "{error}");
            assert_eq!(error.body(), Some(cut.as_bytes()));
            assert_eq!(items.try_next().await.unwrap(), None);
        });
        // Whoever wants no more than there are does not meet it.
        let server = Server::new([json(200, first), json(200, cut)]);
        let three = run(Request::new(&client(&server), &BY_CURSOR).collect_up_to(3)).unwrap();
        assert_eq!(three.len(), 3);
    }
    // An end is an end, and so is a cursor that comes again.
    for over in [
        r#"{"data":[3],"more":false}"#,
        r#"{"data":[3]}"#,
        r#"{"data":[3],"more":true,"next":"a"}"#,
    ] {
        let walk = walked(&BY_CURSOR, &[r#"{"data":[1],"more":true,"next":"a"}"#, over]);
        assert_eq!((walk.pages.len(), walk.error), (2, None), "{over}");
    }
}

/// Sends by reqwest, and counts.
struct Counting(Reqwest, Arc<AtomicU32>);

impl Transport for Counting {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.send(request)
    }
}

#[test]
fn nothing_is_sent_before_it_is_wanted() {
    let server = Server::new([
        json(200, r#"{"data":[1,2]}"#),
        json(200, r#"{"data":[3]}"#),
        json(200, r#"{"data":[]}"#),
    ]);
    let count = Arc::new(AtomicU32::new(0));
    let transport = Counting(Reqwest::with_defaults().unwrap(), Arc::clone(&count));
    let client = builder(&server).transport(transport).build().unwrap();
    // Whatever was left to the runtime has its turn.
    let asked = async || {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        count.load(Ordering::SeqCst)
    };
    let call = Request::new(&client, &NUMBERED);
    run(async {
        let mut items = call.items();
        assert_eq!(asked().await, 0);
        items.try_next().await.unwrap();
        items.try_next().await.unwrap();
        assert_eq!(asked().await, 1);
        items.try_next().await.unwrap();
        assert_eq!(asked().await, 2);
        drop(items);
        assert_eq!(asked().await, 2);
    });
    assert_eq!(server.so_far(), 2);
    std::mem::forget(server);
}

#[test]
fn a_future_that_is_dropped_loses_no_page() {
    let server = Server::new([json(200, r#"{"data":[1],"total":1}"#)]);
    let mut pages = Request::new(&client(&server), &NUMBERED).pages();
    run(async {
        {
            let mut first = pin!(pages.next());
            // Polled once, and dropped while it is on its way.
            let is_ready =
                poll_fn(|context| std::task::Poll::Ready(first.as_mut().poll(context).is_ready()));
            assert!(!is_ready.await);
        }
        assert_eq!(pages.try_next().await.unwrap().unwrap().items, [1]);
        assert!(pages.next().await.is_none());
    });
    assert_eq!(server.rest().len(), 1);
}

#[test]
fn collecting_asks_for_no_page_that_it_does_not_need() {
    let collect = |most: usize, answers: &[&str]| {
        let server = Server::new(answers.iter().map(|body| json(200, body)));
        let items = run(Request::new(&client(&server), &NUMBERED).collect_up_to(most)).unwrap();
        assert_eq!(server.rest().len(), answers.len());
        let numbers: Vec<i64> = items.iter().filter_map(Json::as_i64).collect();
        numbers
    };
    let two = r#"{"data":[1,2]}"#;
    assert_eq!(collect(0, &[]), [0; 0]);
    assert_eq!(collect(1, &[two]), [1]);
    assert_eq!(collect(2, &[two]), [1, 2]);
    assert_eq!(collect(3, &[two, r#"{"data":[3,4]}"#]), [1, 2, 3]);
    assert_eq!(collect(usize::MAX, &[two, r#"{"data":[]}"#]), [1, 2]);
}

#[test]
fn an_error_ends_collecting() {
    let server = Server::new([json(200, r#"{"data":[1]}"#), answer(403, "", "")]);
    let error = run(Request::new(&client(&server), &NUMBERED).collect_up_to(2)).unwrap_err();
    assert!(error.is_forbidden());
    let wrong = Request::new(&client(&server), &NUMBERED).argument("page", "x").collect_up_to(1);
    assert!(run(wrong).unwrap_err().is_invalid());
}

/// Each page is retried on its own.
#[test]
fn a_page_that_fails_is_asked_for_again() {
    let server = Server::new([
        json(200, r#"{"data":[1]}"#),
        answer(503, "retry-after-ms: 1\r\n", ""),
        json(200, r#"{"data":[2]}"#),
        answer(503, "retry-after-ms: 1\r\n", ""),
        json(200, r#"{"data":[]}"#),
    ]);
    let client = builder(&server).retries(1).build().unwrap();
    let walk = run(walk(Request::new(&client, &NUMBERED).pages()));
    assert_eq!((walk.pages.len(), walk.error), (3, None));
    assert_eq!(paths(server), ["", "?page=2", "?page=2", "?page=3", "?page=3"]);
}

/// A long walk outlives a token.
#[test]
fn credentials_are_chosen_anew_for_each_page() {
    let server =
        Server::new(["[1]", "[2]", "[]"].map(|items| json(200, &format!(r#"{{"data":{items}}}"#))));
    let fetched = AtomicU32::new(0);
    let client = builder(&server)
        .token_provider("token", move || {
            let token =
                BearerToken::new(format!("token-{}", fetched.fetch_add(1, Ordering::Relaxed)));
            async move { Ok::<_, String>(token.expires_at(SystemTime::UNIX_EPOCH)) }
        })
        .build()
        .unwrap();
    run(walk(Request::new(&client, &NUMBERED).pages()));
    let sent = server.rest();
    let tokens: Vec<&str> = sent.iter().filter_map(|sent| sent.header("authorization")).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1", "Bearer token-2"]);
}

/// The list is in the envelope, and the total beside it.
#[test]
fn pages_come_in_envelopes_and_of_operations_made_at_run_time() {
    static WRAPPED: Api = Api::new("Wrapped")
        .envelope(EnvelopeRule::new().success_equals("success", Scalar::Bool(true)).data("result"));
    let server = Server::new([
        json(200, r#"{"success":true,"result":[1,2],"result_info":{"total_count":3}}"#),
        json(200, r#"{"success":true,"result":[3],"result_info":{"total_count":3}}"#),
    ]);
    let client = ClientBuilder::new(&WRAPPED).base_url(&server.url).build().unwrap();
    let mut operation = Operation::new("list", clientwright_runtime::spec::Method::Get, "/v1/list");
    operation.parameters = vec![Parameter::query("page", Schema::integer())].leak();
    operation.pages = Some(Pages::page("page").total("result_info.total_count"));
    let walk = run(walk(Request::of(&client, operation).pages()));
    assert_eq!(walk.pages, ["1 2", "3"]);
    assert_eq!(paths(server), ["", "?page=2"]);
}

/// Streams move between threads, and are streams.
#[test]
fn streams_are_streams() {
    fn is<T: futures_core::Stream + Send + Unpin + std::fmt::Debug>(_: &T) {}
    fn is_future<T: IntoFuture<IntoFuture: Send + Unpin>>(_: &T) {}
    let server = Server::new([b""]);
    let call = Request::new(&client(&server), &NUMBERED);
    is(&call.clone().pages());
    is(&call.clone().items());
    is_future(&call.collect_up_to(1));
    std::mem::forget(server);
}
