//! Reports of what a server sends and the spec does not describe.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::{Mutex, PoisonError};

/// The number of different drifts that a client reports. All others are dropped, so that a server cannot fill the
/// memory.
const MOST: usize = 1_000;

/// Something in a response that the spec does not describe or does not allow: the spec is out of date, or the server
/// has an error.
///
/// The listener that [`ClientBuilder::on_drift`](crate::ClientBuilder::on_drift) sets receives it once for each kind,
/// operation and path (and for each unknown value), during the life of a client and its clones, and up to 1,000 of
/// them.
///
/// Requires the feature `drift`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub(crate) kind: DriftKind,
    pub(crate) operation: String,
    pub(crate) path: String,
    pub(crate) source: Option<String>,
    pub(crate) detail: String,
}

/// The kind of a [`Drift`].
///
/// Requires the feature `drift`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DriftKind {
    /// A field that the spec does not define.
    UnknownField,
    /// A value of an enum, or a variant of a union, that the spec does not define.
    UnknownValue,
    /// A value that breaks a constraint of the spec, such as its maximum length.
    Breach,
}

impl Drift {
    /// Returns the kind of the drift.
    #[must_use]
    pub fn kind(&self) -> DriftKind {
        self.kind
    }

    /// Returns the id of the operation whose response it was.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the place in the response body, such as `result.policies[].effect`: `[]` is any item of a list, `*` any
    /// key of a map.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the file of the spec that defines the operation, such as `spec/cloudflare/stream/keys.yaml`, if the
    /// API's description says where its spec is.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Returns what is wrong, such as `must have at most 32 characters`. It contains no value that the spec marks as
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

/// The listener, and the drifts that were reported.
#[derive(Default)]
pub(crate) struct Reports {
    pub(crate) listener: Option<Listener>,
    seen: Mutex<HashSet<u64>>,
}

impl Reports {
    pub(crate) fn new(listener: Option<Listener>) -> Self {
        Self { listener, seen: Mutex::default() }
    }

    /// Returns whether anyone listens.
    pub(crate) fn are_read(&self) -> bool {
        #[cfg(feature = "tracing")]
        let traced = tracing::enabled!(target: "clientwright::drift", tracing::Level::WARN);
        #[cfg(not(feature = "tracing"))]
        let traced = false;
        self.listener.is_some() || traced
    }

    /// Returns whether this drift was not reported before.
    pub(crate) fn is_new(&self, drift: &impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        drift.hash(&mut hasher);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.len() < MOST && seen.insert(hasher.finish())
    }
}
