//! Servers that cannot prove who they are.

use std::sync::Arc;

use media_clients_tests::faults::Act;
use tokio_rustls::rustls::ServerConfig;

use crate::authority::{authority, self_signed};
use crate::call::{Call, Kind};
use crate::case::Case;
use crate::scene::Scene;

/// The server speaks TLS as `localhost`.
pub(crate) fn secured(scene: &mut Scene, config: Arc<ServerConfig>) {
    scene.server.secure(config);
    scene.base_url = Some(format!("https://localhost:{}", scene.server.port()));
}

fn case(name: &'static str, call: Call, arrange: fn(&mut Scene)) -> Case {
    Case::new(name, call, arrange).mend(|scene| scene.server.secure(authority().good()))
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("a good certificate", Call::Get, |scene| secured(scene, authority().good()))
            .succeeds("1 GET"),
        case("a certificate of nobody's making", Call::Get, |scene| secured(scene, self_signed()))
            .fails(Kind::Connect, 1, "none"),
        case("a certificate of nobody's making", Call::Create, |scene| {
            secured(scene, self_signed());
        })
        .fails(Kind::Connect, 1, "none"),
        case("an expired certificate", Call::Get, |scene| secured(scene, authority().expired()))
            .fails(Kind::Connect, 1, "none"),
        case("a certificate of another host", Call::Get, |scene| {
            secured(scene, authority().of_host("elsewhere.example"));
        })
        .fails(Kind::Connect, 1, "none"),
        case("no TLS where TLS is expected", Call::Get, |scene| {
            scene.base_url = Some(format!("https://localhost:{}", scene.server.port()));
            let answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
            scene.server.always(Act::write(answer).and_silence().when_accepted());
        })
        .mend(|scene| {
            scene.server.behave();
            scene.server.secure(authority().good());
        })
        .fails(Kind::Connect, 3, "none"),
    ]
}
