//! Reports of what a server sends and the spec does not know.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::{Mutex, PoisonError};

/// How many different drifts a client reports; all others are let go, so that a server cannot fill the memory.
const MOST: usize = 1_000;

/// Something in an answer that the API's spec does not know or does not allow: the spec is out of date, or the server
/// is at fault.
///
/// It is handed to what [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift) sets, once for each kind, operation
/// and place (and value, if that is unknown) in the life of a client and its clones, up to 1,000 of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub(crate) kind: DriftKind,
    pub(crate) operation: String,
    pub(crate) path: String,
    pub(crate) source: Option<String>,
    pub(crate) detail: String,
}

/// What kind of [`Drift`] it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the spec does not name.
    UnknownField,
    /// A value of an enum, or a case of a union, that the spec does not name.
    UnknownValue,
    /// A value that breaks a limit of the spec, such as its greatest length.
    Breach,
}

impl Drift {
    /// What kind of drift it is.
    #[must_use]
    pub fn kind(&self) -> DriftKind {
        self.kind
    }

    /// The operation that was answered.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The place in the body, such as `result.policies[].effect`: `[]` is any item of a list, `*` any key of a map.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file of the spec that describes the operation, such as `spec/cloudflare/stream/keys.yaml`, if the API's
    /// description tells where its spec is.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// What there is to say of it, such as `must have at most 32 characters`. It shows no value that the spec calls
    /// secret, and no secret of the call.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}", self.operation, self.path, self.detail)?;
        match &self.source {
            Some(source) => write!(f, " ({source})"),
            None => Ok(()),
        }
    }
}

pub(crate) type Listener = Box<dyn Fn(&Drift) + Send + Sync>;

/// Who is told of drifts, and what of.
#[derive(Default)]
pub(crate) struct Reports {
    pub(crate) listener: Option<Listener>,
    seen: Mutex<HashSet<u64>>,
}

impl Reports {
    pub(crate) fn new(listener: Option<Listener>) -> Self {
        Self { listener, seen: Mutex::default() }
    }

    /// Whether anybody wants to know.
    pub(crate) fn are_read(&self) -> bool {
        #[cfg(feature = "tracing")]
        let traced = tracing::enabled!(target: "clientwright::drift", tracing::Level::WARN);
        #[cfg(not(feature = "tracing"))]
        let traced = false;
        self.listener.is_some() || traced
    }

    /// Whether it is the first of its kind.
    pub(crate) fn is_new(&self, drift: &impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        drift.hash(&mut hasher);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.len() < MOST && seen.insert(hasher.finish())
    }
}
