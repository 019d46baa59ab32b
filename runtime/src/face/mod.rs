//! What callers name: the builder of a client, requests, the futures that send them, and lists of pages.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod compose;
pub mod hooks;
pub(crate) mod pages;
pub(crate) mod request;
#[cfg(feature = "files")]
mod save;
pub mod spec;
