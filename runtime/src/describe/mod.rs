//! What an API is, as plain data: its operations, schemas and parameters. Generated code states it, and a program can
//! make it at run time.

pub(crate) mod api;
pub(crate) mod argument;
pub(crate) mod body;
pub(crate) mod data;
pub(crate) mod endpoint;
pub(crate) mod operation;
pub(crate) mod pages;
pub(crate) mod parameter;
#[cfg(feature = "patterns")]
pub(crate) mod pattern;
pub(crate) mod schema;
pub(crate) mod server;
pub(crate) mod style;
