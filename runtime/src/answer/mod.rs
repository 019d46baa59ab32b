//! What a call can answer.

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

/// What a call can answer: any [`Value`], read whole; or a [`Download`](crate::Download), [`Events`](crate::Events) or
/// [`Lines`](crate::Lines), handed on as they come; or an enum of such by [`answers!`](crate::answers). Nothing else
/// implements it.
pub trait Answer: Sized {
    /// Takes it out of what came.
    #[doc(hidden)]
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected>;
}

/// What came.
pub struct Arrived<'a> {
    pub(crate) received: &'a mut Received,
    /// Whether the envelope itself is asked for.
    pub(crate) whole: bool,
    /// Reports what the envelope holds and the spec does not know.
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

    /// Its status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.received.status
    }

    /// Why it is no answer, where its status is none of those that were to come.
    #[must_use]
    pub fn unexpected(&self) -> Rejected {
        Rejected(unexpected(self.received))
    }
}

/// Why it is no answer.
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
