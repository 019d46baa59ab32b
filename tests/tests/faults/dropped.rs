//! Futures that are dropped at each of the points where they wait.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use media_clients_tests::Reply;
use media_clients_tests::faults::Act;

use crate::call::{Call, Clients, Fault, Kind};
use crate::case::{Case, Playing};
use crate::scene::Scene;

/// The connections that a client may keep.
const POOL: usize = 2;

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange).play(dropping).varies()
}

pub(crate) fn cases() -> Vec<Case> {
    let slow: fn(&mut Scene) = |scene| {
        pooled(scene);
        scene.server.always(piecemeal());
    };
    let failing: fn(&mut Scene) = |scene| {
        pooled(scene);
        scene.server.always(Act::reply(&Reply::empty(503)));
    };
    vec![
        case("dropped at every point of a slow answer", Call::Get, slow),
        case("dropped at every point of a slow answer", Call::Create, slow),
        case("dropped at every point of a slow answer", Call::AgoraCreate, slow),
        case("dropped at every point of three attempts", Call::Get, failing).fails(
            Kind::Failure,
            3,
            "",
        ),
        case("dropped at every point of a refusal", Call::Create, failing).fails(
            Kind::Failure,
            1,
            "",
        ),
        case("dropped at every point of a redirect loop", Call::Get, |scene| {
            pooled(scene);
            let redirect = Reply::empty(302).header("location", "?again");
            scene.server.always(Act::reply(&redirect));
        })
        .fails(Kind::Redirect, 1, ""),
        case("dropped at every point, a token first", Call::ProvidedGet, slow),
        case("dropped at every point of a silence", Call::Get, |scene| {
            pooled(scene);
            scene.hurry();
            scene.server.always(Act::silence());
        })
        .fails(Kind::Timeout, 3, ""),
    ]
}

fn pooled(scene: &mut Scene) {
    scene.reqwest = |builder| builder.pool_max_idle_per_host(POOL);
}

/// An answer in small pieces: there is much to wait for.
fn piecemeal() -> Act {
    let body = r#"{"success":true,"status":"success","result":{"uid":"u","name":"n","key":"k"},"#;
    let body = format!(
        r#"{body}"data":{{"streamKey":"k","channel":"c","uid":"u","expiresAfter":0,"createdAt":"1"}}}}"#
    );
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    Act::write("").drip(head + &body, Duration::from_micros(200))
}

/// Makes the call again and again, dropping it after one more poll each time, until it ends by itself. Each drop may
/// cost a request, and never two of a creation; no connection outlives its call but those that the pool keeps.
fn dropping<'a>(call: Call, clients: &'a Clients, scene: &'a Scene) -> Playing<'a> {
    Box::pin(async move {
        for polls in 1.. {
            let before: u64 = scene.server.methods().values().sum();
            let ended = Polls { call: Box::pin(call.make(clients)), left: polls }.await;
            settle(scene).await;
            let sent = scene.server.methods().values().sum::<u64>() - before;
            if matches!(call, Call::Create | Call::AgoraCreate) {
                assert!(sent <= 1, "a creation was sent {sent} times");
            }
            let Some(ended) = ended else { continue };
            assert!(polls > 2, "there was something to wait for");
            return ended;
        }
        unreachable!("a call ends");
    })
}

/// Waits until the connections of dropped calls are gone.
async fn settle(scene: &Scene) {
    let mut open = scene.server.open_connections();
    open.wait_for(|open| *open <= POOL as u64).await.expect("the server is there");
}

/// A call that is dropped after so many polls.
struct Polls<F> {
    call: Pin<Box<F>>,
    left: u32,
}

impl<F: Future<Output = Result<(), Fault>>> Future for Polls<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.left -= 1;
        match self.call.as_mut().poll(context) {
            Poll::Ready(ended) => Poll::Ready(Some(ended)),
            Poll::Pending if self.left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}
