//! Redirects: loops, other origins, plain http, calls that must not be redirected.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use media_clients_tests::faults::Act;
use media_clients_tests::{API_TOKEN, CUSTOMER_ID, CUSTOMER_SECRET, Reply};

use crate::authority::authority;
use crate::call::{Call, Fault, Kind};
use crate::case::Case;
use crate::certificates::secured;
use crate::scene::{API_KEY, Scene};

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange)
}

fn redirect(scene: &mut Scene, status: u16, location: &str) {
    scene.server.always(Act::reply(&Reply::empty(status).header("location", location)));
}

/// To the same path at another origin, which is where the documented answer is.
fn elsewhere(scene: &mut Scene, path: &str) {
    let location = format!("{}{path}", scene.other.base_url());
    redirect(scene, 302, &location);
}

const KEY: &str = "/client/v4/accounts/a/calls/turn_keys/k";
const KEYS: &str = "/client/v4/accounts/a/stream/keys";
const AGORA: &str = "/eu/v1/projects/a/rtls/ingress/streamkeys/k";

/// The other origin was asked, and learned nothing.
fn no_credentials(scene: &Scene, _: Option<&Fault>) {
    let request = scene.other.requests().pop().expect("the other origin is asked");
    let basic = BASE64_STANDARD.encode(format!("{CUSTOMER_ID}:{CUSTOMER_SECRET}"));
    for (name, value) in request.headers() {
        for credential in [API_TOKEN, API_KEY, "nobody@example.com", CUSTOMER_SECRET, &basic] {
            assert!(!value.contains(credential), "the other origin is told {name}: {value}");
        }
        assert!(!matches!(name.as_str(), "authorization" | "x-auth-key" | "x-auth-email"));
    }
    let own = scene.server.requests().remove(0);
    assert!(own.header("authorization").or(own.header("x-auth-key")).is_some());
}

/// The other origin was never asked.
fn not_asked(scene: &Scene, _: Option<&Fault>) {
    assert_eq!(scene.other.connections(), 0);
}

pub(crate) fn cases() -> Vec<Case> {
    let to_other: fn(&mut Scene) = |scene| elsewhere(scene, KEY);
    vec![
        case("a redirect loop", Call::Get, |scene| redirect(scene, 302, "?again")).fails(
            Kind::Redirect,
            1,
            "11 GET",
        ),
        case("a redirect on the same origin", Call::Get, |scene| {
            scene.server.script([Act::reply(&Reply::empty(307).header("location", KEY))]);
        })
        .succeeds("2 GET")
        .check(|scene, _| {
            assert!(scene.server.requests()[1].header("authorization").is_some());
        }),
        case("to another origin, bearer", Call::Get, to_other)
            .succeeds("1 GET")
            .check(no_credentials),
        case("to another origin, X-Auth-Key", Call::Keys, |scene| elsewhere(scene, KEYS))
            .succeeds("1 GET")
            .check(no_credentials),
        case("to another origin, basic", Call::AgoraGet, |scene| elsewhere(scene, AGORA))
            .succeeds("1 GET")
            .check(no_credentials),
        case("to another origin and back, bearer", Call::Get, |scene| {
            let back = format!("{}{KEY}", scene.server.base_url());
            scene.other.always(Act::reply(&Reply::empty(302).header("location", &back)));
            let there = format!("{}{KEY}", scene.other.base_url());
            scene.server.script([Act::reply(&Reply::empty(302).header("location", &there))]);
        })
        .succeeds("2 GET")
        .check(no_credentials),
        case("from https to plain http, bearer", Call::Get, |scene| {
            secured(scene, authority().good());
            elsewhere(scene, KEY);
        })
        .fails(Kind::Redirect, 1, "1 GET")
        .check(not_asked),
        case("from https to plain http, X-Auth-Key", Call::Keys, |scene| {
            secured(scene, authority().good());
            elsewhere(scene, KEYS);
        })
        .fails(Kind::Redirect, 1, "1 GET")
        .check(not_asked),
        case("from https to plain http, basic", Call::AgoraGet, |scene| {
            secured(scene, authority().good());
            elsewhere(scene, AGORA);
        })
        .fails(Kind::Redirect, 1, "1 GET")
        .check(not_asked),
        case("from https to plain http on the same host, bearer", Call::Get, |scene| {
            secured(scene, authority().good());
            let location = format!("http://localhost:{}{KEY}", scene.other.port());
            redirect(scene, 302, &location);
        })
        .fails(Kind::Redirect, 1, "1 GET")
        .check(not_asked),
        case("to credentials in a URL", Call::Get, |scene| {
            let location = format!("http://user:pass@{}{KEY}", scene.other.host());
            redirect(scene, 302, &location);
        })
        .fails(Kind::Redirect, 1, "1 GET")
        .check(not_asked),
        case("to a file", Call::Get, |scene| redirect(scene, 302, "file:///etc/passwd")).fails(
            Kind::Redirect,
            1,
            "1 GET",
        ),
        case("a redirect of a creation, 307", Call::Create, |scene| {
            let location = format!("{}/elsewhere", scene.other.base_url());
            redirect(scene, 307, &location);
        })
        .fails(Kind::Redirect, 1, "1 POST")
        .check(not_asked),
        case("a redirect of a creation, 303", Call::AgoraCreate, |scene| {
            redirect(scene, 303, "/elsewhere");
        })
        .fails(Kind::Redirect, 1, "1 POST"),
        case("a redirect of a deletion", Call::Delete, |scene| redirect(scene, 308, "/elsewhere"))
            .fails(Kind::Redirect, 1, "1 DELETE"),
        case("a redirect to nowhere", Call::Get, |scene| {
            scene.server.always(Act::reply(&Reply::empty(302)));
        })
        .fails(Kind::Failure, 1, "1 GET"),
    ]
}
