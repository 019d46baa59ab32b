//! A proxy on raw sockets: `CONNECT` for https, the absolute form for http.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What the proxy does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Rule {
    /// Forwards for whoever has these credentials, as `Proxy-Authorization` carries them; 407 for others.
    Only(String),
    /// Answers this instead of forwarding.
    Answer(&'static str),
}

/// A proxy that reaches every host on the loopback, whatever its name. Its thread ends with the process.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    site: Arc<Site>,
}

struct Site {
    rule: Rule,
    heads: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl Proxy {
    pub(crate) fn start(rule: Rule) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let site =
            Arc::new(Site { rule, heads: Mutex::default(), connections: AtomicUsize::new(0) });
        let served = Arc::clone(&site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                served.connections.fetch_add(1, Ordering::Relaxed);
                let site = Arc::clone(&served);
                // Either side may leave whenever it likes.
                thread::spawn(move || drop(serve(&site, stream)));
            }
        });
        Self { port, site }
    }

    /// The heads of all requests to the proxy, as they came; not what went through a tunnel.
    pub(crate) fn heads(&self) -> Vec<String> {
        lock(&self.site.heads).clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.site.connections.load(Ordering::Relaxed)
    }
}

fn serve(site: &Site, mut client: TcpStream) -> Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    while let Some(head) = head(&mut reader)? {
        lock(&site.heads).push(head.clone());
        let allowed = match &site.rule {
            Rule::Only(credentials) => {
                field(&head, "proxy-authorization") == Some(credentials.as_str())
            }
            Rule::Answer(answer) => return client.write_all(answer.as_bytes()),
        };
        if !allowed {
            let answer = "HTTP/1.1 407 Proxy Authentication Required\r\n\
                          Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n";
            client.write_all(answer.as_bytes())?;
            continue;
        }
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if method == "CONNECT" {
            let origin = reach(target)?;
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
            return tunnel(reader, client, origin);
        }
        forward(&mut reader, &mut client, &head, target)?;
    }
    Ok(())
}

/// The origin with this host and port: on the loopback, as no name that is asked for is known elsewhere.
fn reach(authority: &str) -> Result<TcpStream> {
    let port = authority.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(80);
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
}

/// Copies both ways until both sides have ended.
fn tunnel(mut from: BufReader<TcpStream>, mut client: TcpStream, origin: TcpStream) -> Result<()> {
    let (mut up, mut down) = (origin.try_clone()?, origin);
    let back = thread::spawn(move || {
        drop(std::io::copy(&mut down, &mut client));
        client.shutdown(Shutdown::Write)
    });
    drop(std::io::copy(&mut from, &mut up));
    up.shutdown(Shutdown::Write)?;
    drop(back.join());
    Ok(())
}

/// One request in the absolute form, as a proxy is asked: the origin gets it in its own form, without what is for the
/// proxy.
fn forward(from: &mut impl Read, client: &mut impl Write, head: &str, target: &str) -> Result<()> {
    let rest = target.strip_prefix("http://").expect("the absolute form");
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut origin = reach(authority)?;
    let own: String = head
        .replacen(target, path, 1)
        .split_inclusive("\r\n")
        .filter(|line| !line.to_ascii_lowercase().starts_with("proxy-"))
        .collect();
    origin.write_all(own.as_bytes())?;
    copy_body(from, &mut origin, head)?;
    let mut answer = BufReader::new(origin);
    let head = self::head(&mut answer)?.unwrap_or_default();
    client.write_all(head.as_bytes())?;
    copy_body(&mut answer, client, &head)
}

fn copy_body(from: &mut impl Read, to: &mut impl Write, head: &str) -> Result<()> {
    let length = field(head, "content-length").and_then(|length| length.parse().ok());
    std::io::copy(&mut from.take(length.unwrap_or(0)), to).map(drop)
}

/// Up to the empty line; nothing if the other side has ended.
fn head(from: &mut impl BufRead) -> Result<Option<String>> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if from.read_line(&mut head)? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(head))
}

/// The value of a header.
pub(crate) fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
