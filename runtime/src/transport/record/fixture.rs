//! The file of a recording: exchanges as JSON that people can read and compare.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value as Json;

use crate::base::text::shown;
use crate::call::wire::Failure;

/// The key that marks such a file. Its value is the version.
const MARK: &str = "clientwright_recording";
const VERSION: u64 = 1;

/// A request and its outcome, with all secrets masked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exchange {
    pub(super) asked: Asked,
    pub(super) outcome: Outcome,
}

/// A request, with all secrets masked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) operation: String,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Fields,
    pub(super) body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Answered {
        status: u16,
        headers: Fields,
        body: Body,
        /// Why the body is incomplete.
        cut: Option<Broken>,
    },
    Broken(Broken),
}

/// How sending or receiving failed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) failure: Failure,
    pub(super) text: String,
}

/// Headers by name. A name may have several values.
pub(super) type Fields = Vec<(String, Vec<String>)>;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    None,
    Json(Json),
    Text(String),
    Base64(Vec<u8>),
    /// The fields of a form, since their encoding differs each time.
    Fields(Json),
    /// A body that was read while it was sent, and is not recorded.
    Streamed,
}

impl Body {
    /// Returns the bytes that a server would send.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::None | Self::Streamed => Vec::new(),
            Self::Json(json) | Self::Fields(json) => json.to_string().into_bytes(),
            Self::Text(text) => text.clone().into_bytes(),
            Self::Base64(bytes) => bytes.clone(),
        }
    }

    /// Describes the body in a message.
    pub(super) fn excerpt(&self) -> String {
        match self {
            Self::None => "an empty body".to_owned(),
            Self::Json(json) | Self::Fields(json) => {
                format!("the body {}", shown(&json.to_string(), 200))
            }
            Self::Text(text) => format!("the body {}", shown(text, 200)),
            Self::Base64(bytes) => format!("a body of {} bytes", bytes.len()),
            Self::Streamed => "a body that is read while it is sent".to_owned(),
        }
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::None => {}
            Self::Json(json) => map.serialize_entry("json", json)?,
            Self::Text(text) => map.serialize_entry("text", text)?,
            Self::Base64(bytes) => map.serialize_entry("base64", &STANDARD.encode(bytes))?,
            Self::Fields(json) => map.serialize_entry("fields", json)?,
            Self::Streamed => map.serialize_entry("streamed", &true)?,
        }
        map.end()
    }
}

/// Headers as an object. A header that was sent several times is a list.
struct Headers<'a>(&'a Fields);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, values) in self.0 {
            match values.as_slice() {
                [value] => map.serialize_entry(name, value)?,
                values => map.serialize_entry(name, values)?,
            }
        }
        map.end()
    }
}

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("failure", failure_name(self.failure))?;
        map.serialize_entry("text", &self.text)?;
        map.end()
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("operation", &self.operation)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("headers", &Headers(&self.headers))?;
        if self.body != Body::None {
            map.serialize_entry("body", &self.body)?;
        }
        map.end()
    }
}

/// The part of an exchange after its request.
struct Answer<'a> {
    status: u16,
    headers: &'a Fields,
    body: &'a Body,
    cut: Option<&'a Broken>,
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("headers", &Headers(self.headers))?;
        if *self.body != Body::None {
            map.serialize_entry("body", self.body)?;
        }
        if let Some(cut) = self.cut {
            map.serialize_entry("cut", cut)?;
        }
        map.end()
    }
}

impl Serialize for Exchange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("request", &self.asked)?;
        match &self.outcome {
            Outcome::Answered { status, headers, body, cut } => {
                let answer = Answer { status: *status, headers, body, cut: cut.as_ref() };
                map.serialize_entry("response", &answer)?;
            }
            Outcome::Broken(broken) => map.serialize_entry("broken", broken)?,
        }
        map.end()
    }
}

/// All exchanges in the order of their requests.
struct Recording<'a>(&'a [&'a Exchange]);

impl Serialize for Recording<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(MARK, &VERSION)?;
        map.serialize_entry("exchanges", self.0)?;
        map.end()
    }
}

/// Writes a temporary file and renames it, so that nobody ever sees half of the recording.
pub(super) fn write(path: &Path, exchanges: &[&Exchange]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut text = serde_json::to_vec_pretty(&Recording(exchanges))?;
    text.push(b'\n');
    let name = path.file_name().ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "the path does not end with the name of a file")
    })?;
    let aside = path.with_file_name(format!(
        ".{}.{}.{}",
        name.to_string_lossy(),
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    ));
    let written = File::create_new(&aside)
        .and_then(|mut file| file.write_all(&text))
        .and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // The rest of the temporary file is useless, and an error in removing it adds nothing.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// Reads the file.
///
/// # Errors
///
/// What is wrong with it, and where.
pub(super) fn read(text: &[u8]) -> Result<Vec<Exchange>, String> {
    let json: Json =
        serde_json::from_slice(text).map_err(|fault| format!("is not JSON: {fault}"))?;
    let root = At { value: &json, path: String::new() };
    match json.get(MARK) {
        None => return Err(format!("is not a recording: `{MARK}` is missing")),
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(_) => {
            return Err(format!(
                "is a recording of another version (`{MARK}` must be {VERSION}): record it again"
            ));
        }
    }
    root.only(&[MARK, "exchanges"])?;
    root.field("exchanges")?.items()?.iter().map(exchange).collect()
}

fn exchange(at: &At<'_>) -> Result<Exchange, String> {
    at.only(&["request", "response", "broken"])?;
    let request = at.field("request")?;
    request.only(&["operation", "method", "url", "headers", "body"])?;
    let asked = Asked {
        operation: request.field("operation")?.text()?.to_owned(),
        method: request.field("method")?.text()?.to_owned(),
        url: request.field("url")?.text()?.to_owned(),
        headers: headers(&request.field("headers")?)?,
        body: body(request.optional("body"))?,
    };
    let outcome = match (at.optional("response"), at.optional("broken")) {
        (Some(response), None) => {
            response.only(&["status", "headers", "body", "cut"])?;
            let status = response.field("status")?;
            Outcome::Answered {
                status: status
                    .value
                    .as_u64()
                    .and_then(|status| u16::try_from(status).ok())
                    .filter(|status| (100..1000).contains(status))
                    .ok_or_else(|| status.must_be("an HTTP status"))?,
                headers: headers(&response.field("headers")?)?,
                body: body(response.optional("body"))?,
                cut: response.optional("cut").as_ref().map(broken).transpose()?,
            }
        }
        (None, Some(at)) => Outcome::Broken(broken(&at)?),
        _ => return Err(at.must_be("an exchange with either `response` or `broken`")),
    };
    Ok(Exchange { asked, outcome })
}

fn headers(at: &At<'_>) -> Result<Fields, String> {
    let Json::Object(members) = at.value else {
        return Err(at.must_be("an object"));
    };
    let header = |(name, value): (&String, _)| {
        let at = At { value, path: at.inner(name) };
        let values = match value {
            Json::Array(_) => {
                let items = at.items()?;
                items.iter().map(|item| item.text().map(str::to_owned)).collect::<Result<_, _>>()?
            }
            _ => vec![at.text()?.to_owned()],
        };
        let is_name = http::HeaderName::from_bytes(name.as_bytes()).is_ok();
        let are_values = values.iter().all(|value| http::HeaderValue::from_str(value).is_ok());
        if is_name && are_values { Ok((name.clone(), values)) } else { Err(at.must_be("a header")) }
    };
    members.iter().map(header).collect()
}

fn body(at: Option<At<'_>>) -> Result<Body, String> {
    let Some(at) = at else {
        return Ok(Body::None);
    };
    let expected = "an object with one of `json`, `text`, `base64`, `fields`, `streamed`";
    let only = at.value.as_object().filter(|members| members.len() == 1);
    let Some((name, value)) = only.and_then(|members| members.iter().next()) else {
        return Err(at.must_be(expected));
    };
    let inner = At { value, path: at.inner(name) };
    Ok(match name.as_str() {
        "json" => Body::Json(value.clone()),
        "fields" => Body::Fields(value.clone()),
        "text" => Body::Text(inner.text()?.to_owned()),
        "base64" => {
            Body::Base64(STANDARD.decode(inner.text()?).map_err(|_| inner.must_be("base64"))?)
        }
        "streamed" => Body::Streamed,
        _ => return Err(at.must_be(expected)),
    })
}

fn broken(at: &At<'_>) -> Result<Broken, String> {
    at.only(&["failure", "text"])?;
    let name = at.field("failure")?;
    let failure = FAILURES.iter().find(|(_, known)| name.value.as_str() == Some(known));
    let (failure, _) = failure.ok_or_else(|| {
        name.must_be("one of `connect`, `untrusted`, `timeout`, `body`, `refused`, `other`")
    })?;
    Ok(Broken { failure: *failure, text: at.field("text")?.text()?.to_owned() })
}

const FAILURES: [(Failure, &str); 6] = [
    (Failure::Connect, "connect"),
    (Failure::Untrusted, "untrusted"),
    (Failure::Timeout, "timeout"),
    (Failure::Body, "body"),
    (Failure::Refused, "refused"),
    (Failure::Other, "other"),
];

fn failure_name(failure: Failure) -> &'static str {
    FAILURES.iter().find(|(known, _)| *known == failure).map_or("other", |(_, name)| name)
}

/// A value in the file, and its path.
struct At<'a> {
    value: &'a Json,
    path: String,
}

impl<'a> At<'a> {
    fn inner(&self, name: &str) -> String {
        let mut path = self.path.clone();
        crate::json::tape::push_member(&mut path, name);
        path
    }

    fn must_be(&self, what: &str) -> String {
        let place = if self.path.is_empty() { "the file" } else { &format!("`{}`", self.path) };
        format!("was edited or is damaged: {place} must be {what}")
    }

    fn optional(&self, name: &str) -> Option<At<'a>> {
        self.value.get(name).map(|value| At { value, path: self.inner(name) })
    }

    fn field(&self, name: &str) -> Result<At<'a>, String> {
        self.optional(name)
            .ok_or_else(|| format!("was edited or is damaged: `{}` is missing", self.inner(name)))
    }

    fn text(&self) -> Result<&'a str, String> {
        self.value.as_str().ok_or_else(|| self.must_be("a string"))
    }

    fn items(&self) -> Result<Vec<At<'a>>, String> {
        let items = self.value.as_array().ok_or_else(|| self.must_be("a list"))?;
        let item = |(position, value)| At { value, path: format!("{}[{position}]", self.path) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// Checks that it is an object without other members than these.
    fn only(&self, names: &[&str]) -> Result<(), String> {
        let members = self.value.as_object().ok_or_else(|| self.must_be("an object"))?;
        match members.keys().find(|name| !names.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => {
                Err(format!("was edited or is damaged: `{}` is unknown", self.inner(name)))
            }
        }
    }
}
