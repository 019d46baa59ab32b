//! Connections that do not come about, break, fall silent or end too early.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use media_clients::runtime::reqwest;
use media_clients_tests::faults::{Act, Wire};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::call::{Call, Clients, Kind};
use crate::case::{Case, Playing};
use crate::scene::Scene;

fn refused(scene: &mut Scene) {
    scene.server = Wire::refusing();
}

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange)
}

pub(crate) fn cases() -> Vec<Case> {
    [unmade(), broken_off(), slow(), kept()].into_iter().flatten().collect()
}

fn unmade() -> Vec<Case> {
    vec![
        case("refused", Call::Get, refused)
            .fails(Kind::Connect, 3, "none")
            .mend(|scene| scene.server.open()),
        case("refused", Call::Create, refused)
            .fails(Kind::Connect, 3, "none")
            .mend(|scene| scene.server.open()),
        case("refused", Call::AgoraCreate, refused)
            .fails(Kind::Connect, 3, "none")
            .mend(|scene| scene.server.open()),
        case("no such name", Call::Get, |scene| unresolved(scene, u32::MAX))
            .fails(Kind::Connect, 3, "none")
            .mend(|_| UNKNOWN.store(0, Ordering::Relaxed)),
        case("no such name", Call::Create, |scene| unresolved(scene, u32::MAX))
            .fails(Kind::Connect, 3, "none")
            .mend(|_| UNKNOWN.store(0, Ordering::Relaxed)),
        case("no such name, then one", Call::Get, |scene| unresolved(scene, 2))
            .succeeds("1 GET")
            .waits(&[500, 1_000]),
        case("no such name, then one", Call::Create, |scene| unresolved(scene, 2))
            .succeeds("1 POST")
            .waits(&[500, 1_000]),
    ]
}

fn broken_off() -> Vec<Case> {
    vec![
        case("reset before the head is read", Call::Get, |scene| {
            scene.server.always(Act::reset().when_begun());
        })
        .fails(Kind::Transport, 3, "none"),
        case("reset before the head is read", Call::Create, |scene| {
            scene.server.always(Act::reset().when_begun());
        })
        .fails(Kind::Transport, 1, "none"),
        case("reset before the body is read", Call::Create, |scene| {
            scene.server.always(Act::reset().when_headed());
        })
        .fails(Kind::Transport, 1, "1 POST"),
        case("reset before headers", Call::Get, |scene| scene.server.always(Act::reset())).fails(
            Kind::Transport,
            3,
            "3 GET",
        ),
        case("reset before headers", Call::Delete, |scene| scene.server.always(Act::reset()))
            .fails(Kind::Transport, 3, "3 DELETE"),
        case("reset before headers", Call::Create, |scene| scene.server.always(Act::reset()))
            .fails(Kind::Transport, 1, "1 POST"),
        case("reset before headers", Call::Roll, |scene| scene.server.always(Act::reset())).fails(
            Kind::Transport,
            1,
            "1 PUT",
        ),
        case("reset before headers", Call::AgoraCreate, |scene| scene.server.always(Act::reset()))
            .fails(Kind::Transport, 1, "1 POST"),
        case("reset before headers", Call::AgoraMute, |scene| scene.server.always(Act::reset()))
            .fails(Kind::Transport, 1, "1 POST"),
        case("closed before headers", Call::Get, |scene| scene.server.always(Act::hang_up()))
            .fails(Kind::Transport, 3, "3 GET"),
        case("closed before headers", Call::Create, |scene| scene.server.always(Act::hang_up()))
            .fails(Kind::Transport, 1, "1 POST"),
        case("reset in the headers", Call::Get, |scene| {
            scene.server.always(Act::write("HTTP/1.1 200 OK\r\nContent-Le").and_reset());
        })
        .fails(Kind::Transport, 3, "3 GET"),
    ]
}

fn slow() -> Vec<Case> {
    vec![
        case("silence before headers", Call::Get, silent).fails(Kind::Timeout, 3, "3 GET"),
        case("silence before headers", Call::Create, silent).fails(Kind::Timeout, 1, "1 POST"),
        case("silence before headers", Call::AgoraCreate, silent).fails(Kind::Timeout, 1, "1 POST"),
        case("silence in the body", Call::Get, |scene| {
            scene.hurry();
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"success\":";
            scene.server.always(Act::write(head).and_silence());
        })
        .fails(Kind::Timeout, 3, "3 GET"),
        case("one byte a second", Call::Get, |scene| dripping(scene, Duration::from_secs(1)))
            .fails(Kind::Timeout, 3, "3 GET"),
        case("one byte a second", Call::Create, |scene| dripping(scene, Duration::from_secs(1)))
            .fails(Kind::Timeout, 1, "1 POST"),
        case("one byte every 10 ms", Call::Get, |scene| {
            dripping(scene, Duration::from_millis(10));
        })
        .fails(Kind::Timeout, 3, "3 GET"),
    ]
}

fn kept() -> Vec<Case> {
    vec![
        case("idle connections are closed", Call::Get, |_| {}).play(closing).succeeds("4 GET"),
        case("idle connections are closed", Call::Create, |_| {}).play(closing).succeeds("4 POST"),
        case("idle connections are closed as the call begins", Call::Get, |_| {})
            .play(|call, clients, scene| {
                Box::pin(async move {
                    call.make(clients).await?;
                    scene.server.close_idle().await;
                    call.make(clients).await
                })
            })
            .succeeds("2 GET")
            // The client may notice that the connection is gone before it sends, or after.
            .varies(),
        case("a kept connection is reset under the call", Call::Get, |_| {})
            .play(|call, clients, scene| {
                Box::pin(async move {
                    call.make(clients).await?;
                    scene.server.script([Act::reset()]);
                    call.make(clients).await
                })
            })
            .succeeds("3 GET")
            .waits(&[500]),
        case("a kept connection is reset under the call", Call::Create, |_| {})
            .play(|call, clients, scene| {
                Box::pin(async move {
                    call.make(clients).await?;
                    scene.server.script([Act::reset()]);
                    call.make(clients).await
                })
            })
            .fails(Kind::Transport, 1, "2 POST"),
    ]
}

fn silent(scene: &mut Scene) {
    scene.hurry();
    scene.server.always(Act::silence());
}

fn dripping(scene: &mut Scene, every: Duration) {
    scene.hurry();
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n";
    scene.server.always(Act::write(head).drip([b' '; 4000], every));
}

fn closing<'a>(call: Call, clients: &'a Clients, scene: &'a Scene) -> Playing<'a> {
    Box::pin(async move {
        call.make(clients).await?;
        for _ in 0..3 {
            scene.server.close_idle().await;
            // The client has been told; its connections run only while the test does not.
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            call.make(clients).await?;
        }
        Ok(())
    })
}

/// How many times more the name of the server is not known.
static UNKNOWN: AtomicU32 = AtomicU32::new(0);

fn unresolved(scene: &mut Scene, times: u32) {
    UNKNOWN.store(times, Ordering::Relaxed);
    scene.base_url = Some(format!("http://localhost:{}", scene.server.port()));
    scene.reqwest = |builder| builder.dns_resolver(Names);
}

/// A resolver that does not know the server at first. The system's would ask the network.
struct Names;

impl Resolve for Names {
    fn resolve(&self, _: Name) -> Resolving {
        let left = UNKNOWN.load(Ordering::Relaxed);
        UNKNOWN.store(left.saturating_sub(1), Ordering::Relaxed);
        Box::pin(async move {
            if left > 0 {
                return Err(io::Error::new(io::ErrorKind::NotFound, "no such name").into());
            }
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            Ok(Box::new(std::iter::once(address)) as Addrs)
        })
    }
}
