//! Failures that pass: how often a call is made again, and how long is waited.

use std::time::Duration;

use media_clients_tests::Reply;
use media_clients_tests::faults::Act;
use serde_json::json;

use crate::call::{Call, Fault, Kind};
use crate::case::Case;
use crate::scene::Scene;

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange)
}

/// A failure that either API can read.
fn refusal(status: u16) -> Reply {
    let errors = json!([{ "code": 1000, "message": "not now" }]);
    let body = json!({
        "success": false, "errors": errors, "messages": [], "result": null,
        "status": "error", "message": "not now",
    });
    Reply::json(status, body)
}

fn failure(status: u16) -> Act {
    Act::reply(&refusal(status))
}

/// Too many calls, with these headers.
fn too_many(headers: &[(&str, &str)]) -> Act {
    let reply = headers.iter().fold(refusal(429), |reply, (name, value)| reply.header(name, value));
    Act::reply(&reply)
}

/// One failure, and then the server behaves.
fn once(scene: &mut Scene, act: Act) {
    scene.server.script([act]);
}

pub(crate) fn cases() -> Vec<Case> {
    [statuses(), asked(), hints(), tokens(), options()].into_iter().flatten().collect()
}

fn statuses() -> Vec<Case> {
    macro_rules! always {
        ($($status:literal $attempts:literal $counted:literal)*) => {
            vec![$(
                case(concat!($status, " for ever"), Call::Get, |scene| {
                    scene.server.always(failure($status));
                })
                .fails(Kind::Failure, $attempts, $counted)
            ),*]
        };
    }
    let mut cases = always! {
        408 3 "3 GET"
        429 3 "3 GET"
        500 3 "3 GET"
        502 3 "3 GET"
        503 3 "3 GET"
        504 3 "3 GET"
        400 1 "1 GET"
        404 1 "1 GET"
        409 1 "1 GET"
        425 1 "1 GET"
        501 1 "1 GET"
        505 1 "1 GET"
    };
    let brief: fn(&mut Scene) = |scene| once(scene, failure(503));
    cases.extend([
        case("503 then 200", Call::Get, brief).succeeds("2 GET").waits(&[500]),
        case("503 then 200", Call::AgoraGet, brief).succeeds("2 GET").waits(&[500]),
        case("503 then 200", Call::Delete, brief).succeeds("2 DELETE").waits(&[500]),
        case("503 then 200", Call::Create, brief).fails(Kind::Failure, 1, "1 POST"),
        case("503 then 200", Call::Roll, brief).fails(Kind::Failure, 1, "1 PUT"),
        case("503 then 200", Call::AgoraCreate, brief).fails(Kind::Failure, 1, "1 POST"),
        case("503 then 200", Call::AgoraMute, brief).fails(Kind::Failure, 1, "1 POST"),
        case("503, then a reset, then 200", Call::Get, |scene| {
            scene.server.script([failure(503), Act::reset()]);
        })
        .succeeds("3 GET")
        .waits(&[500, 1_000]),
        case("silence, then 200", Call::Get, |scene| {
            scene.hurry();
            once(scene, Act::silence());
        })
        .succeeds("2 GET")
        .waits(&[500]),
        case("half a body, then 200", Call::Get, |scene| {
            once(scene, Act::write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{").close());
        })
        .succeeds("2 GET")
        .waits(&[500]),
        case("a redirect, then a reset, then 200", Call::Get, |scene| {
            let reply = Reply::empty(302).header("location", "?again");
            scene.server.script([Act::reply(&reply), Act::reset()]);
        })
        .succeeds("3 GET")
        .waits(&[500]),
    ]);
    cases
}

fn retry_after(fault: Option<&Fault>, seconds: u64) {
    let fault = fault.expect("a failure");
    assert_eq!(fault.retry_after, Some(Duration::from_secs(seconds)));
}

/// How long the server asks to wait. The clock of the client shows 14 November 2023, 22:13:20 UTC.
fn asked() -> Vec<Case> {
    let seconds: fn(&mut Scene) = |scene| once(scene, too_many(&[("retry-after", "3")]));
    vec![
        case("429 with seconds", Call::Get, seconds).succeeds("2 GET").waits(&[3_000]),
        case("429 with seconds", Call::AgoraMute, seconds).succeeds("2 POST").waits(&[3_000]),
        case("429 with seconds", Call::Create, seconds)
            .fails(Kind::Failure, 1, "1 POST")
            .check(|_, fault| retry_after(fault, 3)),
        case("429 with seconds", Call::AgoraCreate, seconds).fails(Kind::Failure, 1, "1 POST"),
        case("429 with a fraction of seconds", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "1.5")]));
        })
        .succeeds("2 GET")
        .waits(&[1_500]),
        case("429 with 0 seconds", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "0")]));
        })
        .succeeds("2 GET")
        .waits(&[0]),
        case("429 with milliseconds", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "3"), ("retry-after-ms", "250")]));
        })
        .succeeds("2 GET")
        .waits(&[250]),
        case("429 with milliseconds that are none", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "3"), ("retry-after-ms", "-1")]));
        })
        .succeeds("2 GET")
        .waits(&[3_000]),
        case("429 with a number beyond all", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "999999999999999999999999")]));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("429 with a date", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "Tue, 14 Nov 2023 22:13:40 GMT")]));
        })
        .succeeds("2 GET")
        .waits(&[20_000]),
        case("429 with a past date", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "Tue, 14 Nov 2023 22:13:00 GMT")]));
        })
        .succeeds("2 GET")
        .waits(&[0]),
        case("429 with a minute", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "60")]));
        })
        .succeeds("2 GET")
        .waits(&[60_000]),
        case("429 with more than a minute", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "61")]));
        })
        .fails(Kind::Failure, 1, "1 GET")
        .check(|_, fault| retry_after(fault, 61)),
        case("429 with a year in seconds", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "31536000")]));
        })
        .fails(Kind::Failure, 1, "1 GET")
        .check(|_, fault| retry_after(fault, 31_536_000)),
        case("429 with a date in a year", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "Wed, 13 Nov 2024 22:13:20 GMT")]));
        })
        .fails(Kind::Failure, 1, "1 GET")
        .check(|_, fault| retry_after(fault, 31_536_000)),
        case("503 with seconds", Call::Get, |scene| {
            let reply = refusal(503).header("retry-after", "7");
            once(scene, Act::reply(&reply));
        })
        .succeeds("2 GET")
        .waits(&[7_000]),
        case("429 with nonsense", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "soon")]));
        })
        .succeeds("2 GET")
        .waits(&[500]),
        case("429 with a negative number", Call::Get, |scene| {
            once(scene, too_many(&[("retry-after", "-5")]));
        })
        .succeeds("2 GET")
        .waits(&[500]),
    ]
}

fn hint(status: u16, word: &str) -> Act {
    Act::reply(&refusal(status).header("x-should-retry", word))
}

fn hints() -> Vec<Case> {
    vec![
        case("x-should-retry: true with 400", Call::Get, |scene| once(scene, hint(400, "true")))
            .succeeds("2 GET")
            .waits(&[500]),
        case("x-should-retry: true with 400", Call::AgoraMute, |scene| {
            once(scene, hint(400, "true"));
        })
        .fails(Kind::Failure, 1, "1 POST"),
        case("x-should-retry: true with 500", Call::Create, |scene| {
            once(scene, hint(500, "true"));
        })
        .fails(Kind::Failure, 1, "1 POST"),
        case("x-should-retry: false with 503", Call::Get, |scene| once(scene, hint(503, "false")))
            .fails(Kind::Failure, 1, "1 GET"),
        case("x-should-retry: false with 429", Call::AgoraMute, |scene| {
            once(scene, hint(429, "false"));
        })
        .fails(Kind::Failure, 1, "1 POST"),
        case("x-should-retry: perhaps with 503", Call::Get, |scene| {
            once(scene, hint(503, "perhaps"));
        })
        .succeeds("2 GET")
        .waits(&[500]),
    ]
}

/// Each request carried the next token of the provider.
fn fresh(scene: &Scene, _: Option<&Fault>) {
    for (index, request) in scene.server.requests().iter().enumerate() {
        let expected = format!("Bearer token-of-nobody-{}", index + 1);
        assert_eq!(request.header("authorization"), Some(expected.as_str()));
    }
}

fn tokens() -> Vec<Case> {
    let unauthorized: fn(&mut Scene) = |scene| once(scene, failure(401));
    vec![
        case("401, then a fresh token", Call::ProvidedGet, unauthorized)
            .succeeds("2 GET")
            .check(fresh),
        case("401, then a fresh token for the next call", Call::ProvidedCreate, unauthorized)
            .play(|call, clients, scene| {
                Box::pin(async move {
                    let refused = call.make(clients).await;
                    call.afterwards().make(clients).await?;
                    fresh(scene, None);
                    refused
                })
            })
            .fails(Kind::Failure, 1, "1 GET, 1 POST"),
        case("401 for the fresh token too", Call::ProvidedGet, |scene| {
            scene.server.always(failure(401));
        })
        .fails(Kind::Failure, 2, "2 GET")
        .check(fresh),
        case("401, then 503, then 200", Call::ProvidedGet, |scene| {
            scene.server.script([failure(401), failure(503)]);
        })
        .succeeds("3 GET")
        // The attempt that got the 401 counts among those that failed.
        .waits(&[500]),
        case("401 without a provider", Call::Get, |scene| scene.server.always(failure(401))).fails(
            Kind::Failure,
            1,
            "1 GET",
        ),
        case("a provider that fails", Call::ProvidedGet, |_| {})
            .play(|call, clients, scene| {
                Box::pin(async move {
                    // Every 401 uses up one more of the tokens that the provider has.
                    scene.server.always(failure(401));
                    for _ in 0..4 {
                        assert!(call.make(clients).await.is_err());
                    }
                    scene.server.behave();
                    call.make(clients).await
                })
            })
            .fails(Kind::Credentials, 0, "8 GET"),
    ]
}

fn options() -> Vec<Case> {
    vec![
        case("no retries by choice", Call::Get, |scene| {
            scene.options = |builder| builder.retries(0);
            scene.server.always(failure(503));
        })
        .fails(Kind::Failure, 1, "1 GET"),
        case("waits that double up to 8 s", Call::Get, |scene| {
            scene.options = |builder| builder.retries(6);
            scene.server.always(failure(503));
        })
        .fails(Kind::Failure, 7, "7 GET")
        .waits(&[500, 1_000, 2_000, 4_000, 8_000, 8_000]),
        case("waits less a quarter by chance", Call::Get, |scene| {
            scene.options = |builder| builder.jitter(|| 1.0);
            scene.server.always(failure(503));
        })
        .fails(Kind::Failure, 3, "3 GET")
        .waits(&[375, 750]),
        case("a deadline before the second retry", Call::Get, |scene| {
            scene.options = |builder| builder.deadline(Duration::from_millis(1_200));
            scene.server.always(failure(503));
        })
        .fails(Kind::Failure, 2, "2 GET")
        .waits(&[500]),
        case("a deadline before the timeout", Call::Get, |scene| {
            scene.options = |builder| builder.deadline(Duration::from_millis(100));
            scene.server.always(Act::silence());
        })
        .fails(Kind::Timeout, 1, "1 GET"),
        case("a retry budget that is used up", Call::Get, |scene| {
            scene.options = |builder| builder.retry_budget(9);
            scene.server.always(failure(503));
        })
        .fails(Kind::Failure, 2, "2 GET")
        .waits(&[500]),
    ]
}
