//! Clients that talk to the server, and what a test says about a call.

use std::fmt::Debug;

use media_clients::{agora, cloudflare};

use crate::Loopback;

/// An account that exists in the documents only.
pub const ACCOUNT_ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";
/// A token of nobody.
pub const API_TOKEN: &str = "token-of-nobody-0123456789";
/// A project of nobody.
pub const APP_ID: &str = "0123456789abcdef0123456789abcdef";
/// A customer that does not exist.
pub const CUSTOMER_ID: &str = "cid0123456789abcdef";
/// The secret of that customer.
pub const CUSTOMER_SECRET: &str = "csecret-fedcba9876543210";

/// A client of Cloudflare's API that holds a token, whose server is this one, and which makes no call again.
///
/// # Panics
///
/// If the client cannot be built.
pub fn cloudflare_client(server: &Loopback) -> cloudflare::Client {
    cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .retries(0)
        .base_url(format!("{}/client/v4", server.base_url()))
        .build()
        .expect("a complete client")
}

/// A client of Agora's API for Europe that uses HTTP Basic, whose server is this one, and which makes no call again.
///
/// # Panics
///
/// If the client cannot be built.
pub fn agora_client(server: &Loopback) -> agora::Client {
    agora::Client::builder()
        .basic(agora::BasicCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .retries(0)
        .base_url(server.base_url())
        .build()
        .expect("a complete client")
}

/// The one request that the server was sent, and what became of the answer.
#[track_caller]
pub fn exchange(server: &Loopback, answer: &impl Debug) -> String {
    format!("{}\n----------\n{answer:#?}", server.only_request())
}
