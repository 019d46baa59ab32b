//! Reads and writes the values of bodies.

pub(crate) mod foreign;
pub(crate) mod form;
pub(crate) mod formats;
pub(crate) mod maybe;
#[cfg(feature = "drift")]
pub(crate) mod notes;
pub(crate) mod page;
pub(crate) mod read;
pub(crate) mod secret;
pub(crate) mod tape;
pub(crate) mod tuple;
pub(crate) mod union;
pub(crate) mod value;
pub(crate) mod wide;
pub(crate) mod write;
