//! What the server was sent.

use std::fmt;

use hyper::http::request::Parts;
use serde_json::Value;

/// A request as it came: nothing decoded, nothing put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    pub(crate) fn new(head: &Parts, body: Vec<u8>) -> Self {
        let headers = head.headers.iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        Self {
            method: head.method.to_string(),
            target: head.uri.to_string(),
            headers: headers.collect(),
            body,
        }
    }

    /// The head of a request that was read from the wire; names of headers are in lower case.
    pub(crate) fn from_wire(method: &str, target: &str, headers: Vec<(String, String)>) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() }
    }

    pub(crate) fn with_body(self, body: Vec<u8>) -> Self {
        Self { body, ..self }
    }

    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query as they stood in the request line.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The path as it stood in the request line, still percent-encoded.
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&*self.target, |(path, _)| path)
    }

    /// The query as it stood in the request line, still percent-encoded.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Names (in lower case) and values of the headers in the order in which they came.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The first header of this name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body read as JSON.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }
}

/// The request as on the wire, made fit for snapshots: the headers sorted, and without what differs
/// from run to run, from version to version and from build to build, which is the port, the client's
/// version, and the compressions that some member of the build has switched on in reqwest.
impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        let mut headers = self.headers.clone();
        headers.sort();
        for (name, value) in headers {
            match &*name {
                "accept-encoding" => {}
                "host" => writeln!(f, "host: {}", value.split(':').next().unwrap_or_default())?,
                "user-agent" => {
                    writeln!(f, "user-agent: {}", value.split('/').next().unwrap_or_default())?;
                }
                _ => writeln!(f, "{name}: {value}")?,
            }
        }
        if !self.body.is_empty() {
            writeln!(f, "\n{}", self.text())?;
        }
        Ok(())
    }
}
