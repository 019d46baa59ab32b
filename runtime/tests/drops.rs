//! Calls that are dropped at every point where they wait: nothing half-written stays, nothing is sent twice, and the
//! client goes on.

mod support;

use clientwright_runtime::spec::Compose as _;
use std::future::poll_fn;
use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use clientwright_runtime::spec::{AnswerForm, Api, Body, Endpoint, Field, Schema};
use clientwright_runtime::{Client, ClientBuilder, Download, Json, Request, Upload};
use futures_core::Stream;

static API: Api = Api::new("Media");
static FILE: Endpoint<Download, ()> =
    Endpoint::get("files.get", "/file").form(AnswerForm::Binary).bare();
static CHECK: Endpoint<Json, ()> = Endpoint::get("files.check", "/check");
static PUT: Endpoint<Json, ()> = Endpoint::post("files.put", "/file").body(Body::binary());
static FORM: Endpoint<Json, ()> =
    Endpoint::post("files.form", "/form").body(Body::multipart(Schema::object(
        const {
            &[
                Field::required("file", Schema::binary()),
                Field::required("more", Schema::binary()),
                Field::optional("note", Schema::string()),
            ]
        },
    )));

/// Enough for several pieces.
const SIZE: usize = 300_000;

/// Answers every request that comes whole, and keeps what its header `x-call` says.
struct Patient {
    url: String,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Patient {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&calls);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let kept = Arc::clone(&kept);
                // A client that has gone away is what is tested.
                std::thread::spawn(move || serve(&stream.unwrap(), &kept));
            }
        });
        Self { url, calls }
    }

    fn whole(&self, call: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|known| *known == call).count()
    }

    fn client(&self) -> Client {
        ClientBuilder::new(&API).base_url(&self.url).build().unwrap()
    }
}

fn serve(stream: &TcpStream, calls: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut call, mut length, mut is_file) = (String::new(), Some(0), false);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        is_file |= line.starts_with("GET /file ");
        match line.trim_end().split_once(": ") {
            Some(("x-call", name)) => name.clone_into(&mut call),
            Some(("content-length", number)) => length = number.parse().ok(),
            Some(("transfer-encoding", _)) => length = None,
            _ if line.ends_with("\r\n") && line.len() > 2 => {}
            _ if line == "\r\n" => break,
            _ => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
    match length {
        Some(length) => reader.read_exact(&mut vec![0; length])?,
        None => loop {
            let mut size = String::new();
            reader.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(io::Error::other)?;
            reader.read_exact(&mut vec![0; size + 2])?;
            if size == 0 {
                break;
            }
        },
    }
    calls.lock().unwrap().push(call);
    let body = if is_file { "x".repeat(SIZE) } else { "1".to_owned() };
    let head = format!("content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let mut stream = stream;
    stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}{body}").as_bytes())
}

/// Runs what a call does until it has waited this often, and drops it there; whether it came to its end. Then the client
/// must still work, and whatever else goes on for it must end.
fn dropped<F: Future<Output = ()>>(client: &Client, waits: usize, call: F) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap();
    let is_over = runtime.block_on(async {
        let is_over = {
            let mut call = Box::pin(call);
            let mut waited = 0;
            poll_fn(|context| {
                if call.as_mut().poll(context).is_ready() {
                    return Poll::Ready(true);
                }
                waited += 1;
                if waited == waits { Poll::Ready(false) } else { Poll::Pending }
            })
            .await
        };
        assert_eq!(Request::new(client, &CHECK).await.unwrap(), 1);
        is_over
    });
    // Waits for what works on files.
    drop(runtime);
    is_over
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_download_that_is_dropped_leaves_nothing_half_written() {
    let server = Patient::start();
    for old in [None, Some("old")] {
        for waits in 1.. {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("file");
            if let Some(old) = old {
                std::fs::write(&path, old).unwrap();
            }
            let client = server.client();
            let is_over = dropped(&client, waits, async {
                let saved = Request::new(&client, &FILE).save_to(&path).await.unwrap();
                assert_eq!(saved, SIZE as u64);
            });
            let text = std::fs::read_to_string(&path).ok();
            // The last step is over or not, whether or not anybody waits for it.
            let whole = text.as_ref().is_some_and(|text| text.len() == SIZE);
            assert!(whole || !is_over && text.as_deref() == old, "dropped after {waits} waits");
            let left = if text.is_some() { &["file"][..] } else { &[] };
            assert_eq!(names(folder.path()), left, "dropped after {waits} waits");
            if is_over {
                assert!(waits > 4, "it waited only {waits} times");
                break;
            }
        }
    }
}

/// A stream that waits before each of its pieces, and holds something as long as it lives.
struct Slow {
    left: usize,
    ready: bool,
    _held: Arc<()>,
}

impl Stream for Slow {
    type Item = Result<Vec<u8>, String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.ready = !self.ready;
        if self.ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(vec![b'x'; SIZE / 3])))
    }
}

struct Uploading {
    server: Patient,
    path: PathBuf,
    held: Arc<()>,
}

impl Uploading {
    fn stream(&self) -> Upload {
        let slow = Slow { left: 3, ready: false, _held: Arc::clone(&self.held) };
        Upload::stream(slow, Some(SIZE as u64))
    }

    /// Drops calls at every point where they wait.
    fn drop_everywhere(&self, name: &str, call: impl Fn(&Client) -> Request<Json, ()>) {
        for waits in 1.. {
            let client = self.server.client();
            let id = format!("{name}-{waits}");
            let request = call(&client).header("x-call", &id);
            let is_over = dropped(&client, waits, async {
                assert_eq!(request.await.unwrap(), 1);
            });
            assert!(self.server.whole(&id) <= 1, "{id} was sent twice");
            // Nothing holds on to what was to be sent.
            assert_eq!(Arc::strong_count(&self.held), 1, "{id}");
            assert_eq!(std::fs::metadata(&self.path).unwrap().len(), SIZE as u64);
            assert_eq!(names(self.path.parent().unwrap()), ["source"]);
            if is_over {
                assert_eq!(self.server.whole(&id), 1, "{id}");
                assert!(waits > 1, "{name} never waited");
                break;
            }
        }
    }
}

#[test]
fn an_upload_that_is_dropped_is_not_sent_again_and_lets_go_of_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("source");
    std::fs::write(&path, "x".repeat(SIZE)).unwrap();
    let up = Uploading { server: Patient::start(), path, held: Arc::new(()) };
    let bytes = || Upload::from(vec![b'x'; SIZE]);
    let file = || Upload::file(&up.path);
    up.drop_everywhere("bytes", |client| Request::new(client, &PUT).upload(&bytes()));
    up.drop_everywhere("file", |client| Request::new(client, &PUT).upload(&file()));
    up.drop_everywhere("stream", |client| Request::new(client, &PUT).upload(&up.stream()));
    up.drop_everywhere("form", |client| {
        let form = Request::new(client, &FORM).field("note", &"x".to_owned());
        form.file("file", &file()).file("more", &up.stream())
    });
    up.drop_everywhere("form of bytes", |client| {
        Request::new(client, &FORM).file("file", &bytes()).file("more", &bytes())
    });
}
