//! What a program may plug into a client besides a [transport](crate::transport): interceptors, which are called before
//! and after every attempt, and clocks.

pub use crate::base::clock::{Clock, Sleep, SystemClock};
pub use crate::call::interceptor::{AfterResponse, BeforeSend, Interceptor, OnRetry};
