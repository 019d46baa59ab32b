//! TLS by rustls, with ring.
//!
//! ring builds faster than the default of rustls, aws-lc-rs; docs/decisions.md has the figures. The choice is local to
//! the client and does not install a provider for the process. There is one exception: reqwest panics if it gets a
//! builder while the process has no provider, so one is installed then.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::call::wire::{Failure, TransportError};

/// Returns a builder that verifies servers as the platform does. The provider that the process has installed takes
/// precedence over ring.
pub(super) fn default_builder() -> Result<reqwest::ClientBuilder, TransportError> {
    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier)
        .map_err(|error| TransportError::new(Failure::Connect, error.to_string()))?;
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(reqwest::Client::builder().tls_backend_preconfigured(config))
}

/// Makes sure that a provider is installed for a builder.
pub(super) fn provide() {
    if CryptoProvider::get_default().is_none() {
        // If another thread was first, it has installed one.
        let _ = ring::default_provider().install_default();
    }
}
