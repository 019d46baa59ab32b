//! What all other rooms use: time, text, headers, secrets.

pub(crate) mod clock;
pub(crate) mod content;
pub(crate) mod headers;
pub(crate) mod http_date;
pub(crate) mod instant;
pub(crate) mod rate_limit;
pub(crate) mod scrub;
pub(crate) mod secret;
pub(crate) mod target;
pub(crate) mod text;
