//! Whether an error says that the certificate of a server is not accepted.

use std::error::Error;

/// Returns whether an error, without its sources, says that the certificate of a server is not accepted.
#[cfg(feature = "rustls")]
pub(crate) fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let mut error: &(dyn Error + 'static) = error;
    // An I/O error does not list the error that it was made from among its sources, and may itself be made from
    // another.
    while let Some(within) = error.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref()) {
        error = within;
    }
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}

/// Returns `false`: without a TLS implementation of its own, the runtime cannot recognise such errors.
#[cfg(not(feature = "rustls"))]
pub(crate) fn is_untrusted(_: &(dyn Error + 'static)) -> bool {
    false
}
