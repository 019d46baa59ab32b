//! Whether an error says that a server did not prove who it is.

use std::error::Error;

/// Whether an error, by itself, says that a server's certificate was refused.
#[cfg(feature = "rustls")]
pub(crate) fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let mut error: &(dyn Error + 'static) = error;
    // An I/O error hides what it was made of from the chain of sources, and may be made of another.
    while let Some(within) = error.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref()) {
        error = within;
    }
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}

/// Without a TLS of its own, the runtime does not know what its errors look like.
#[cfg(not(feature = "rustls"))]
pub(crate) fn is_untrusted(_: &(dyn Error + 'static)) -> bool {
    false
}
