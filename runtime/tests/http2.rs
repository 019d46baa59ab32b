//! HTTP/2, spoken frame by frame by a server that takes no call.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use clientwright_runtime::spec::{Api, Endpoint};
use clientwright_runtime::{ClientBuilder, Json, Request, reqwest};

mod support;

static API: Api = Api::new("Media");
static CREATE: Endpoint<Json, ()> = Endpoint::post("things.create", "/things");

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const REFUSED_STREAM: u8 = 7;

/// Refuses every stream, and counts them.
fn refuse(mut stream: TcpStream, count: &AtomicU32) -> io::Result<()> {
    stream.read_exact(&mut [0; 24])?;
    stream.write_all(&[0, 0, 0, SETTINGS, 0, 0, 0, 0, 0])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [high, middle, low, kind, flags, id @ ..] = head;
        let length = u32::from_be_bytes([0, high, middle, low]);
        stream.read_exact(&mut vec![0; length as usize])?;
        match kind {
            HEADERS => {
                count.fetch_add(1, Ordering::SeqCst);
                let [a, b, c, d] = id;
                stream.write_all(&[0, 0, 4, RST_STREAM, 0, a, b, c, d, 0, 0, 0, REFUSED_STREAM])?;
            }
            // What is no acknowledgement is acknowledged.
            SETTINGS if flags & 1 == 0 => stream.write_all(&[0, 0, 0, SETTINGS, 1, 0, 0, 0, 0])?,
            _ => {}
        }
    }
}

#[test]
fn nothing_is_sent_again_behind_the_runtimes_back() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            // The client hangs up once it has seen enough.
            let _ = refuse(stream.unwrap(), &counted);
        }
    });
    let client = ClientBuilder::new(&API)
        .base_url(url)
        .reqwest(reqwest::Client::builder().http2_prior_knowledge())
        .build()
        .unwrap();
    // By itself reqwest sends twice more what a server refuses so.
    let error = support::run(Request::new(&client, &CREATE)).unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (1, 1));
}
