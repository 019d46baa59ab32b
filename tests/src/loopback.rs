//! The server: it stands on a thread of its own, so that any test can use it, asynchronous or not.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;

use crate::{Received, Reply};

/// A server on 127.0.0.1 at a free port. It keeps every request as it came, and stops when dropped.
#[derive(Debug)]
pub struct Loopback {
    base_url: String,
    requests: Arc<Mutex<Vec<Received>>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Loopback {
    /// Starts a server whose answers are made by `answer`.
    ///
    /// # Panics
    ///
    /// If the machine gives no port or no thread.
    pub fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a listener that does not block");
        let address = listener.local_addr().expect("a bound listener has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (stop, stopped) = oneshot::channel();
        let site = Arc::new(Site { answer: Box::new(answer), requests: Arc::clone(&requests) });
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_io()
                .build()
                .expect("a runtime of one thread")
                .block_on(async {
                    tokio::select! {
                        () = serve(listener, site) => {}
                        _ = stopped => {}
                    }
                });
        });
        Self {
            base_url: format!("http://{address}"),
            requests,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Starts a server that gives the same answer to every request.
    pub fn answering(reply: Reply) -> Self {
        Self::start(move |_| reply.clone())
    }

    /// Starts a server that gives these answers, one a request, and hangs up when none is left.
    pub fn scripted(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = Mutex::new(replies.into_iter().collect::<VecDeque<_>>());
        Self::start(move |_| lock(&replies).pop_front().unwrap_or_else(Reply::hang_up))
    }

    /// Where the server is reached, such as `http://127.0.0.1:40123`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The host and port, as a `Host` header names them.
    pub fn host(&self) -> &str {
        self.base_url.trim_start_matches("http://")
    }

    /// Every request so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Received> {
        lock(&self.requests).clone()
    }

    /// The request, where exactly one has come.
    ///
    /// # Panics
    ///
    /// If none came, or several.
    #[track_caller]
    pub fn only_request(&self) -> Received {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "one request: {requests:#?}");
        requests.remove(0)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        // The runtime goes with its thread, and every open connection with the runtime.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// What all connections share.
struct Site {
    answer: Box<dyn Fn(&Received) -> Reply + Send + Sync>,
    requests: Arc<Mutex<Vec<Received>>>,
}

async fn serve(listener: TcpListener, site: Arc<Site>) {
    let listener =
        tokio::net::TcpListener::from_std(listener).expect("a listener that does not block");
    while let Ok((stream, _)) = listener.accept().await {
        let site = Arc::clone(&site);
        let service = service_fn(move |request| answer(Arc::clone(&site), request));
        // A client may leave whenever it likes: the error of a connection is no error of the server.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn answer(
    site: Arc<Site>,
    request: hyper::Request<Incoming>,
) -> Result<crate::reply::Answer, HungUp> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| HungUp)?.to_bytes();
    let received = Received::new(&head, body.to_vec());
    lock(&site.requests).push(received.clone());
    (site.answer)(&received).into_answer().await.ok_or(HungUp)
}

/// Ends a connection without an answer.
#[derive(Debug)]
struct HungUp;

impl std::fmt::Display for HungUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the server hangs up")
    }
}

impl std::error::Error for HungUp {}

/// A failed assertion elsewhere must not hide the requests that came before it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
