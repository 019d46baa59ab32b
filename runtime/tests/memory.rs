//! How much room is made for an answer before it has come. It is a test by itself: it counts all that the program takes.

use std::alloc::System;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::channel;

use clientwright_runtime::spec::{Api, Endpoint};
use clientwright_runtime::{ClientBuilder, Json, Request};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

mod support;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static API: Api = Api::new("Media");
static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things");

const MIB: usize = 1 << 20;

#[test]
fn a_server_cannot_have_room_made_for_what_it_only_announces() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (taken, goes_on) = channel();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        let announced = 30 * MIB;
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {announced}\r\n\r\n1").unwrap();
        // The second piece comes by itself, and is what room is made for.
        goes_on.recv().unwrap();
        stream.write_all(b"2").unwrap();
        goes_on.recv().unwrap();
    });
    let client = ClientBuilder::new(&API).base_url(url).retries(0).build().unwrap();
    let call = Request::new(&client, &GET).on_progress(move |_| taken.send(()).unwrap());
    let region = Region::new(ALLOCATOR);
    let error = support::run(call).unwrap_err();
    let allocated = region.change().bytes_allocated;
    assert!(error.is_transport(), "{error}");
    assert!((MIB..8 * MIB).contains(&allocated), "{allocated} bytes");
    server.join().unwrap();
}
