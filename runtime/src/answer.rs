//! What a call can answer.

use crate::decode::{Rejection, interpret};
use crate::send::Received;
use crate::value::Value;

/// What a call can answer: any [`Value`], read whole; or a [`Download`](crate::Download), [`Events`](crate::Events) or
/// [`Lines`](crate::Lines), handed on as they come. Nothing else implements it.
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
}

/// Why it is no answer.
pub struct Rejected(pub(crate) Rejection);

impl<T: Value> Answer for T {
    fn take(arrived: &mut Arrived<'_>) -> Result<Self, Rejected> {
        interpret(arrived.received, arrived.whole)
            .and_then(|document| document.read())
            .map_err(Rejected)
    }
}
