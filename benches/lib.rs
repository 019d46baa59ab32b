//! What the benchmarks measure: made-up specs, and calls in two hands.

pub mod calls;
pub mod server;
pub mod synthetic;
