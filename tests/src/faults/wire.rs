//! The server: a thread with a runtime of its own, so that it shares nothing with the client under test.

use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use socket2::{Domain, Socket, Type};
use tokio::sync::{oneshot, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::act::{Act, Moment};
use super::connection::serve;
use super::journal::{Journal, lock};
use crate::{Received, documented};

type Answer = Box<dyn Fn(&Received) -> Act + Send + Sync>;

/// A server on 127.0.0.1 at a free port that follows a script, and otherwise answers as the documents of the APIs show.
///
/// It stops when dropped: the thread ends, and with it every connection.
pub struct Wire {
    address: SocketAddr,
    site: Arc<Site>,
    /// A port that is taken and refuses connections.
    refusing: Option<Socket>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What all connections share.
pub(super) struct Site {
    pub(super) journal: Journal,
    plan: Mutex<Plan>,
    answer: Answer,
    tls: Mutex<Option<TlsAcceptor>>,
    /// How many times idle connections were closed.
    closing: watch::Sender<u64>,
}

#[derive(Default)]
struct Plan {
    script: VecDeque<Act>,
    always: Option<Act>,
}

impl Wire {
    /// Starts a server that behaves until it is told otherwise.
    ///
    /// # Panics
    ///
    /// If the machine gives no port or no thread.
    pub fn start() -> Self {
        let mut server = Self::refusing();
        server.open();
        server
    }

    /// Starts a server that does with each request what this says.
    ///
    /// # Panics
    ///
    /// If the machine gives no port or no thread.
    pub fn acting(answer: impl Fn(&Received) -> Act + Send + Sync + 'static) -> Self {
        let mut server = Self::with(Box::new(answer));
        server.open();
        server
    }

    /// Takes a port where connections are refused, until it is opened.
    ///
    /// # Panics
    ///
    /// If the machine gives no port.
    pub fn refusing() -> Self {
        Self::with(Box::new(|request| Act::reply(&documented(request))))
    }

    fn with(answer: Answer) -> Self {
        // A socket that is bound and does not listen keeps its port from others, and the kernel refuses for it.
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("a free port");
        let address = socket.local_addr().ok().and_then(|address| address.as_socket());
        Self {
            address: address.expect("a bound socket has an address"),
            site: Arc::new(Site {
                journal: Journal::new(),
                plan: Mutex::default(),
                answer,
                tls: Mutex::new(None),
                closing: watch::Sender::new(0),
            }),
            refusing: Some(socket),
            stop: None,
            thread: None,
        }
    }

    /// Lets connections in, where they were refused before.
    ///
    /// # Panics
    ///
    /// If the machine gives no thread.
    pub fn open(&mut self) {
        let Some(socket) = self.refusing.take() else { return };
        socket.listen(1024).expect("a bound socket can listen");
        socket.set_nonblocking(true).expect("a listener that does not block");
        let (stop, stopped) = oneshot::channel();
        let site = Arc::clone(&self.site);
        self.stop = Some(stop);
        self.thread = Some(std::thread::spawn(move || run(socket.into(), site, stopped)));
    }

    /// Speaks TLS from now on, with these certificates.
    pub fn secure(&self, config: Arc<ServerConfig>) {
        *lock(&self.site.tls) = Some(TlsAcceptor::from(config));
    }

    /// Adds to what is done with the next requests, one act each.
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        lock(&self.site.plan).script.extend(acts);
    }

    /// Does this with every request that no script is left for.
    pub fn always(&self, act: Act) {
        lock(&self.site.plan).always = Some(act);
    }

    /// Behaves from now on.
    pub fn behave(&self) {
        *lock(&self.site.plan) = Plan::default();
    }

    /// Closes every connection on which no request is being read or answered, and waits until they are gone.
    ///
    /// Others go on, and with them the wait.
    pub async fn close_idle(&self) {
        let mut open = self.open_connections();
        self.site.closing.send_modify(|times| *times += 1);
        drop(open.wait_for(|open| *open == 0).await);
    }

    /// The host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Where the server is reached without TLS, such as `http://127.0.0.1:40123`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first of the requests as they came; at most 64.
    pub fn requests(&self) -> Vec<Received> {
        self.site.journal.requests()
    }

    /// How many requests came, by method.
    pub fn methods(&self) -> BTreeMap<String, u64> {
        self.site.journal.methods()
    }

    /// How many requests came in words, such as `1 GET, 2 POST`.
    pub fn tally(&self) -> String {
        let counts = self.methods();
        let counts: Vec<String> =
            counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> u64 {
        self.site.journal.connections()
    }

    /// How many bytes were written in all.
    pub fn written(&self) -> u64 {
        self.site.journal.written()
    }

    /// How many connections are open, now and from now on.
    pub fn open_connections(&self) -> watch::Receiver<u64> {
        self.site.journal.open()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // The runtime goes with its thread, and every open connection with the runtime.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Site {
    pub(super) fn tls(&self) -> Option<TlsAcceptor> {
        lock(&self.tls).clone()
    }

    /// Is ready when idle connections are to be closed.
    pub(super) fn closing(&self) -> watch::Receiver<u64> {
        self.closing.subscribe()
    }

    /// What is next, if it begins at this moment.
    pub(super) fn planned(&self, moment: Moment) -> Option<Act> {
        let mut plan = lock(&self.plan);
        match plan.script.front() {
            Some(act) if act.moment == moment => plan.script.pop_front(),
            Some(_) => None,
            None => plan.always.clone().filter(|act| act.moment == moment),
        }
    }

    pub(super) fn act_on(&self, request: &Received) -> Act {
        self.planned(Moment::Request).unwrap_or_else(|| (self.answer)(request))
    }
}

fn run(listener: TcpListener, site: Arc<Site>, stopped: oneshot::Receiver<()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime of one thread")
        .block_on(async {
            tokio::select! {
                () = accept(listener, site) => {}
                _ = stopped => {}
            }
        });
}

async fn accept(listener: TcpListener, site: Arc<Site>) {
    let listener =
        tokio::net::TcpListener::from_std(listener).expect("a listener that does not block");
    while let Ok((stream, _)) = listener.accept().await {
        let site = Arc::clone(&site);
        tokio::spawn(async move { serve(&site, stream).await });
    }
}
