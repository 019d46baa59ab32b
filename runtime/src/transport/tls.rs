//! TLS by rustls, with ring.
//!
//! ring is chosen over rustls' own default, aws-lc-rs, for what it costs whoever builds a client (docs/decisions.md has
//! the figures). The choice is the client's alone: nothing is installed for the process, unless a reqwest builder is
//! handed over while the process has no provider, which reqwest answers with a panic.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::call::wire::{Failure, TransportError};

/// A builder that verifies servers as the platform does. A provider that the process has chosen goes before ring.
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

/// Sees to it that the builder finds a provider.
pub(super) fn provide() {
    if CryptoProvider::get_default().is_none() {
        // Another thread may have been first, and then has installed one.
        let _ = ring::default_provider().install_default();
    }
}
