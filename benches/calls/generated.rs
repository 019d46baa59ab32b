//! The calls by the generated client, as anybody makes them.

use media_clients::cloudflare::accounts::tokens::Token;
use media_clients::cloudflare::calls::turn_keys::TurnKeyCreated;
use media_clients::cloudflare::{Client, Error};
use media_clients::runtime::Page;

use super::memory::Memory;
use super::{ACCOUNT, Fault, TOKEN};

/// The generated client.
#[derive(Clone, Debug)]
pub struct Generated(Client);

impl Generated {
    /// A client of the server at this address.
    ///
    /// # Errors
    ///
    /// The client cannot be built.
    pub fn new(base_url: &str) -> Result<Self, Fault> {
        let client =
            Client::builder().api_token(TOKEN).account_id(ACCOUNT).base_url(base_url).build()?;
        Ok(Self(client))
    }

    /// The same over a transport that answers at once.
    ///
    /// # Errors
    ///
    /// The client cannot be built.
    pub fn in_memory() -> Result<Self, Fault> {
        let builder = Client::builder().api_token(TOKEN).account_id(ACCOUNT);
        // An address of loopback, as over the network.
        let builder = builder.base_url("http://127.0.0.1:40000/client/v4");
        Ok(Self(builder.transport(Memory::new()?).build()?))
    }

    pub(super) async fn list_tokens(&self, per_page: i64) -> Result<Page<Token>, Error> {
        self.0.accounts().tokens().list().per_page(per_page).await
    }

    pub(super) async fn create_turn_key(&self, name: &str) -> Result<TurnKeyCreated, Error> {
        self.0.calls().turn_keys().create().name(name).await
    }
}
