//! A server that speaks HTTP/2 over TLS and nothing else, and can refuse streams and close connections as HTTP/2 does.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream};
use tokio::net::TcpStream;
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::server::TlsStream;

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    /// The number of its connection, from 1.
    pub(crate) connection: u64,
    pub(crate) head: http::request::Parts,
    pub(crate) body: Vec<u8>,
}

impl Stream {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// 200 with this JSON.
    Answer(String),
    /// The same, once so many requests wait for it.
    AnswerTogether(String, u64),
    /// The stream is reset for this reason, before anything is answered.
    Reset(Reason),
    /// The stream is reset within the body.
    ResetInBody(Reason),
    /// The whole connection goes away for this reason, and with it the request.
    GoAway(Reason),
    /// 200 with this JSON, and no further requests on this connection.
    AnswerAndGoAway(String),
    /// Nothing, until the client resets the stream.
    Silence,
}

type Plan = Box<dyn Fn(&Stream, usize) -> Act + Send + Sync>;

/// The server, a thread with a runtime of its own. It stops when dropped.
pub(crate) struct Http2 {
    pub(crate) port: u16,
    site: Arc<Site>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Site {
    plan: Plan,
    streams: Mutex<Vec<Stream>>,
    connections: AtomicU64,
    /// How many requests wait for others.
    waiting: watch::Sender<u64>,
    /// Why streams were reset by the client.
    cancelled: watch::Sender<Vec<Reason>>,
}

impl Http2 {
    /// A server that does what the plan says of each request and its number, from 0.
    pub(crate) fn start(
        config: &ServerConfig,
        plan: impl Fn(&Stream, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let mut config = config.clone();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a listener that does not block");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let site = Arc::new(Site {
            plan: Box::new(plan),
            streams: Mutex::default(),
            connections: AtomicU64::new(0),
            waiting: watch::Sender::new(0),
            cancelled: watch::Sender::new(Vec::new()),
        });
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&site);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime of one thread").block_on(async {
                tokio::select! {
                    () = accept(listener, TlsAcceptor::from(Arc::new(config)), served) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { port, site, stop: Some(stop), thread: Some(thread) }
    }

    /// Every request so far.
    pub(crate) fn streams(&self) -> Vec<Stream> {
        lock(&self.site.streams).clone()
    }

    /// How many connections agreed on HTTP/2.
    pub(crate) fn connections(&self) -> u64 {
        self.site.connections.load(Ordering::Relaxed)
    }

    /// Waits until the client has reset a stream, and tells for which reason.
    pub(crate) async fn cancelled(&self) -> Reason {
        let mut cancelled = self.site.cancelled.subscribe();
        let reasons = cancelled.wait_for(|reasons| !reasons.is_empty()).await;
        reasons.expect("the server runs")[0]
    }
}

impl Drop for Http2 {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, site: Arc<Site>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        let (tls, site) = (tls.clone(), Arc::clone(&site));
        tokio::spawn(async move {
            if let Ok(stream) = tls.accept(stream).await {
                // A client may leave whenever it likes.
                drop(serve(stream, site).await);
            }
        });
    }
}

async fn serve(stream: TlsStream<TcpStream>, site: Arc<Site>) -> Result<(), h2::Error> {
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]), "agreed on by ALPN");
    let number = site.connections.fetch_add(1, Ordering::Relaxed) + 1;
    let mut connection: Connection<_, bytes::Bytes> = h2::server::handshake(stream).await?;
    let (leave, mut leaving) = tokio::sync::mpsc::unbounded_channel();
    loop {
        let next = tokio::select! {
            next = connection.accept() => next,
            Some(reason) = leaving.recv() => {
                match reason {
                    Reason::NO_ERROR => connection.graceful_shutdown(),
                    reason => connection.abrupt_shutdown(reason),
                }
                continue;
            }
        };
        let Some(next) = next else { return Ok(()) };
        let (request, respond) = next?;
        tokio::spawn(answer(Arc::clone(&site), number, request, respond, leave.clone()));
    }
}

async fn answer(
    site: Arc<Site>,
    connection: u64,
    request: http::Request<RecvStream>,
    mut respond: SendResponse<bytes::Bytes>,
    leave: tokio::sync::mpsc::UnboundedSender<Reason>,
) -> Result<(), h2::Error> {
    let (head, mut incoming) = request.into_parts();
    let mut body = Vec::new();
    while let Some(piece) = incoming.data().await {
        let piece = piece?;
        incoming.flow_control().release_capacity(piece.len())?;
        body.extend_from_slice(&piece);
    }
    let stream = Stream { connection, head, body };
    let number = {
        let mut streams = lock(&site.streams);
        streams.push(stream.clone());
        streams.len() - 1
    };
    let mut send = |text: String, ends: bool| -> Result<_, h2::Error> {
        let head = http::Response::builder().header("content-type", "application/json");
        let head = head.body(()).expect("a response");
        let mut sending = respond.send_response(head, false)?;
        sending.send_data(text.into(), ends)?;
        Ok(sending)
    };
    match (site.plan)(&stream, number) {
        Act::Answer(text) => drop(send(text, true)?),
        Act::AnswerTogether(text, count) => {
            site.waiting.send_modify(|waiting| *waiting += 1);
            drop(site.waiting.subscribe().wait_for(|waiting| *waiting >= count).await);
            send(text, true)?;
        }
        Act::ResetInBody(reason) => send("{\"success\":".to_owned(), false)?.send_reset(reason),
        Act::Reset(reason) => respond.send_reset(reason),
        Act::GoAway(reason) => {
            leave.send(reason).expect("the connection is served");
            std::future::pending::<()>().await;
        }
        Act::AnswerAndGoAway(text) => {
            send(text, true)?;
            leave.send(Reason::NO_ERROR).expect("the connection is served");
        }
        Act::Silence => {
            let reason = std::future::poll_fn(|context| respond.poll_reset(context)).await?;
            site.cancelled.send_modify(|reasons| reasons.push(reason));
        }
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
