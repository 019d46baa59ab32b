//! What an API is, as plain data: its operations, schemas and parameters. Generated code states it, and a program can make it
//! at run time.

pub(crate) mod api;
pub(crate) mod argument;
pub(crate) mod data;
pub(crate) mod operation;
#[cfg(feature = "patterns")]
pub(crate) mod pattern;
pub(crate) mod schema;
pub(crate) mod server;
pub(crate) mod style;
