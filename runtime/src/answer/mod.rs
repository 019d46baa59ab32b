//! The types that a response can be read as.

use crate::answer::decode::{Rejection, interpret, unexpected};
use crate::json::value::Value;
use crate::send::Received;

pub(crate) mod decode;
pub(crate) mod download;
#[cfg(feature = "drift")]
pub(crate) mod drift;
pub(crate) mod events;
mod incoming;
pub(crate) mod lines;
pub(crate) mod links;
pub(crate) mod response;
pub(crate) mod service;

/// A type that a response can be read as. These are every [`Value`], which is read as a whole;
/// [`Download`](crate::Download), [`Events`](crate::Events) and [`Lines`](crate::Lines), which are streamed; and an
/// enum that [`answers!`](crate::answers) makes of such types. No other type can implement it.
pub trait Answer: Sized {
    /// Reads the response.
    #[doc(hidden)]
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected>;
}

/// A response that has arrived.
pub struct Arrived<'a> {
    pub(crate) received: &'a mut Received,
    /// Whether the envelope itself is the result.
    pub(crate) whole: bool,
    /// Reports what the envelope holds and the spec does not describe.
    #[cfg(feature = "drift")]
    pub(crate) report: Option<fn(&crate::answer::decode::Document<'_>)>,
}

impl<'a> Arrived<'a> {
    pub(crate) fn new(received: &'a mut Received, whole: bool) -> Self {
        Self {
            received,
            whole,
            #[cfg(feature = "drift")]
            report: None,
        }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.received.status
    }

    /// Returns the error of a status that the operation does not define.
    #[must_use]
    pub fn unexpected(&self) -> Rejected {
        Rejected(unexpected(self.received))
    }
}

/// Why a response was not accepted.
pub struct Rejected(pub(crate) Rejection);

impl<T: Value> Answer for T {
    #[inline]
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        interpret(arrived.received, arrived.whole)
            .and_then(|document| {
                #[cfg(feature = "drift")]
                if let Some(report) = arrived.report {
                    report(&document);
                }
                document.read()
            })
            .map_err(Rejected)
    }
}
