//! The same calls by hand, as a careful engineer writes them on reqwest: what does not change from call to call is made
//! once, the URL is built by segments, the answer is read straight into types as exact as the generated ones.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ACCOUNT, Fault, TOKEN};

mod types;

pub use types::TurnKeyCreated;
use types::{Envelope, Token, TurnKeyDraft};

/// The client by hand.
#[derive(Clone, Debug)]
pub struct ByHand {
    http: Client,
    base: Url,
}

impl ByHand {
    /// A client of the server at this address.
    ///
    /// # Errors
    ///
    /// The client cannot be built.
    pub fn new(base_url: &str) -> Result<Self, Fault> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
        bearer.set_sensitive(true);
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (AUTHORIZATION, bearer),
        ]);
        let http = Client::builder()
            .tls_backend_preconfigured(tls()?)
            .default_headers(headers)
            .user_agent(concat!("by-hand/", env!("CARGO_PKG_VERSION")))
            .timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { http, base: base_url.parse()? })
    }

    pub(super) async fn list_tokens(&self, per_page: u32) -> Result<Vec<Token>, Fault> {
        let mut url = self.url(&["accounts", ACCOUNT, "tokens"])?;
        url.query_pairs_mut().append_pair("per_page", &per_page.to_string());
        let page = Self::send(self.http.get(url)).await?;
        Ok(page)
    }

    pub(super) async fn create_turn_key(&self, name: &str) -> Result<TurnKeyCreated, Fault> {
        let url = self.url(&["accounts", ACCOUNT, "calls", "turn_keys"])?;
        Self::send(json(self.http.post(url), &TurnKeyDraft { name: Some(name) })?).await
    }

    fn url(&self, segments: &[&str]) -> Result<Url, Fault> {
        let mut url = self.base.clone();
        url.path_segments_mut().map_err(|()| "the base has no path")?.extend(segments);
        Ok(url)
    }

    async fn send<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Fault> {
        let response = request.send().await?;
        let status = response.status();
        let body = response.bytes().await?;
        if !status.is_success() {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
        }
        let envelope: Envelope<T> = serde_json::from_slice(&body)?;
        match envelope.result {
            Some(result) if envelope.success => Ok(result),
            _ => Err(format!("the server says that it failed: {:?}", envelope.errors).into()),
        }
    }
}

/// TLS as the runtime has it: reqwest has no provider of its own with the features that the runtime enables.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(tls)
}

/// As reqwest's own `json`, which is behind a feature that the runtime does not enable.
fn json(request: RequestBuilder, body: &impl Serialize) -> Result<RequestBuilder, Fault> {
    let content_type = HeaderValue::from_static("application/json");
    Ok(request.header(CONTENT_TYPE, content_type).body(serde_json::to_vec(body)?))
}
