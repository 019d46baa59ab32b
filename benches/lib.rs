//! What the benchmarks measure: made-up specs and documents, and calls in two hands.

#[cfg(feature = "calls")]
pub mod calls;
pub mod document;
#[cfg(feature = "calls")]
pub mod server;
pub mod synthetic;
