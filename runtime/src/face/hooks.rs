//! What a program may hang into a client besides a [transport](crate::transport): interceptors, which see every attempt,
//! and clocks.

pub use crate::base::clock::{Clock, Sleep, SystemClock};
pub use crate::call::interceptor::{AfterResponse, BeforeSend, Interceptor, OnRetry};
