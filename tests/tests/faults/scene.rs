//! What a case plays on: a server, perhaps a second one, and the options of the client.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use media_clients::runtime::reqwest;
use media_clients::{BearerToken, TokenProvider, agora, cloudflare};
use media_clients_tests::faults::Wire;
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET};

use crate::authority::authority;
use crate::call::Call;

/// A key of nobody.
pub(crate) const API_KEY: &str = "key-of-nobody-9876543210";

/// The server and the client's options; a case changes what it needs.
pub(crate) struct Scene {
    pub(crate) server: Wire,
    /// Another origin.
    pub(crate) other: Wire,
    /// What the client calls, where that is not the server's address without TLS.
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Duration,
    pub(crate) max_response_size: usize,
    /// Its waits are over at once, and counted.
    pub(crate) clock: TestClock,
    /// Changes the HTTP client underneath.
    pub(crate) reqwest: fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    /// Changes the client of Cloudflare's API.
    pub(crate) options: fn(cloudflare::ClientBuilder) -> cloudflare::ClientBuilder,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self {
            server: Wire::start(),
            other: Wire::start(),
            base_url: None,
            timeout: Duration::from_secs(5),
            max_response_size: 1024 * 1024,
            clock: TestClock::new(),
            reqwest: |builder| builder,
            options: |builder| builder,
        }
    }

    /// Gives up soon, for cases in which nothing else ends the call.
    pub(crate) fn hurry(&mut self) {
        self.timeout = Duration::from_millis(150);
    }

    fn base_url(&self) -> String {
        self.base_url.clone().unwrap_or_else(|| self.server.base_url())
    }

    fn transport(&self) -> reqwest::ClientBuilder {
        let builder = reqwest::Client::builder().tls_certs_only([authority().trusted()]);
        (self.reqwest)(builder)
    }

    /// A client with the credentials that this call is to be made with.
    pub(crate) fn cloudflare(&self, call: Call) -> cloudflare::Client {
        let builder = cloudflare::Client::builder()
            .account_id(ACCOUNT_ID)
            .base_url(format!("{}/client/v4", self.base_url()))
            .timeout(self.timeout)
            .max_response_size(self.max_response_size)
            .clock(self.clock.clone())
            .jitter(|| 0.0)
            .reqwest(self.transport());
        let builder = match call {
            Call::Keys => builder.api_key(cloudflare::ApiKeyCredentials {
                email: "nobody@example.com".into(),
                key: API_KEY.into(),
            }),
            Call::ProvidedGet | Call::ProvidedCreate => builder.api_token_provider(tokens()),
            _ => builder.api_token(API_TOKEN),
        };
        (self.options)(builder).build().expect("a complete client")
    }

    pub(crate) fn agora(&self) -> agora::Client {
        agora::Client::builder()
            .basic(agora::BasicCredentials {
                customer_id: CUSTOMER_ID.into(),
                customer_secret: CUSTOMER_SECRET.into(),
            })
            .region(agora::Region::Eu)
            .app_id(APP_ID)
            .base_url(self.base_url())
            .timeout(self.timeout)
            .max_response_size(self.max_response_size)
            .clock(self.clock.clone())
            .jitter(|| 0.0)
            .reqwest(self.transport())
            .build()
            .expect("a complete client")
    }

    /// A text without what differs from run to run.
    pub(crate) fn normal(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (server, name) in [(&self.server, "PORT"), (&self.other, "OTHER")] {
            text = text.replace(&server.port().to_string(), name);
        }
        // The time at which a certificate was found to have expired.
        let is_time =
            |word: &&str| word.len() >= 9 && word.bytes().all(|byte| byte.is_ascii_digit());
        let times: Vec<String> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(is_time)
            .map(str::to_owned)
            .collect();
        for time in times {
            text = text.replace(&time, "TIME");
        }
        text
    }
}

/// Gives another token each time, and none the ninth time.
fn tokens() -> impl TokenProvider {
    let given = AtomicU32::new(0);
    move || {
        let number = given.fetch_add(1, Ordering::Relaxed) + 1;
        async move {
            match number {
                9 => Err("the vault is shut"),
                _ => Ok(BearerToken::new(format!("token-of-nobody-{number}"))),
            }
        }
    }
}
