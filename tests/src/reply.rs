//! What the server answers.

use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::Value;

/// An answer on the wire.
pub(crate) type Answer = hyper::Response<Full<Bytes>>;

/// An answer to be sent, or none.
#[derive(Debug, Clone)]
pub struct Reply {
    kind: Kind,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Answer,
    HangUp,
    Silence,
}

impl Reply {
    /// An answer of JSON.
    #[allow(clippy::needless_pass_by_value, reason = "answers are written in place with `json!`")]
    pub fn json(status: u16, body: Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    /// An answer of any kind of text.
    pub fn text(status: u16, content_type: &str, body: &str) -> Self {
        let mut reply = Self::empty(status).header("content-type", content_type);
        reply.body = body.as_bytes().to_vec();
        reply
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { kind: Kind::Answer, status, headers: Vec::new(), body: Vec::new() }
    }

    /// No answer: the connection is closed once the request is read.
    pub fn hang_up() -> Self {
        Self { kind: Kind::HangUp, ..Self::empty(0) }
    }

    /// No answer: the connection stays open and silent.
    pub fn silence() -> Self {
        Self { kind: Kind::Silence, ..Self::empty(0) }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The answer as its bytes are written; nothing if it is none.
    pub(crate) fn to_wire(&self) -> Vec<u8> {
        let Kind::Answer = self.kind else { return Vec::new() };
        let length = (!matches!(self.status, 204 | 304))
            .then(|| ("content-length".to_owned(), self.body.len().to_string()));
        let headers: String = self
            .headers
            .iter()
            .chain(&length)
            .flat_map(|(name, value)| [name, ": ", value, "\r\n"])
            .collect();
        let head = format!("HTTP/1.1 {} \r\n{headers}\r\n", self.status);
        [head.as_bytes(), &self.body].concat()
    }

    pub(crate) async fn into_answer(self) -> Option<Answer> {
        match self.kind {
            Kind::Answer => {}
            Kind::HangUp => return None,
            Kind::Silence => return std::future::pending().await,
        }
        let mut answer = hyper::Response::builder().status(self.status);
        for (name, value) in self.headers {
            answer = answer.header(name, value);
        }
        Some(
            answer
                .body(Full::new(self.body.into()))
                .expect("a reply's status and headers are valid"),
        )
    }
}
