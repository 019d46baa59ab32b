//! The words of the language: the meaning of each, once, for all stages. Pure, and without places.

pub mod envelope;
pub mod example;
pub mod form;
pub mod formats;
pub mod judge;
pub mod key;
pub mod limit;
pub mod location;
pub mod method;
pub mod naming;
pub mod number;
pub mod order;
pub mod pages;
pub mod path;
pub mod server_url;
pub mod signing;
pub mod standing;
pub mod statuses;
pub mod style;
pub mod text;
pub mod timing;
pub mod wire;
