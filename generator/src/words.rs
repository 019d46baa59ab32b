//! The words of the language: what each means, once, for every stage that meets it. Pure, and without places.

pub mod formats;
pub mod key;
pub mod naming;
pub mod path;
pub mod server_url;
pub mod standing;
pub mod statuses;
pub mod style;
pub mod wire;
