//! The calls that the cases make, and what comes of one.

use std::fmt;
use std::time::Duration;

use media_clients::{agora, cloudflare, runtime};

use crate::scene::Scene;

/// An ID of the form that both documents show.
pub(crate) const ID: &str = "2a95132c15732412d22c1476fa83f27a";

/// Which call a case makes. Among them is one of each sort that the rules on retries tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Cloudflare, bearer: a `GET`.
    Get,
    /// Cloudflare, bearer: a `DELETE`.
    Delete,
    /// Cloudflare, bearer: a `POST` that makes a key and answers with its secret.
    Create,
    /// Cloudflare, bearer: a `PUT` that makes a new secret.
    Roll,
    /// Cloudflare, `X-Auth-Key`: a `GET`.
    Keys,
    /// As `Get`, with the token of a provider.
    ProvidedGet,
    /// As `Create`, with the token of a provider.
    ProvidedCreate,
    /// Agora, basic: a `GET`.
    AgoraGet,
    /// Agora, basic: a `POST` that makes a key and answers with it.
    AgoraCreate,
    /// Agora, basic: a `POST` that answers with nothing of worth.
    AgoraMute,
}

impl Call {
    /// How a line of the table shows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get | Self::Keys | Self::ProvidedGet => "get",
            Self::Delete => "delete",
            Self::Create | Self::ProvidedCreate => "create",
            Self::Roll => "roll",
            Self::AgoraGet => "agora get",
            Self::AgoraCreate => "agora create",
            Self::AgoraMute => "agora post",
        }
    }

    /// Makes the call.
    pub(crate) async fn make(self, clients: &Clients) -> Result<(), Fault> {
        match clients {
            Clients::Cloudflare(client) => self.make_cloudflare(client).await.map_err(Fault::from),
            Clients::Agora(client) => self.make_agora(client).await.map_err(Fault::from),
        }
    }

    async fn make_cloudflare(self, client: &cloudflare::Client) -> Result<(), cloudflare::Error> {
        let keys = client.calls().turn_keys();
        match self {
            Self::Delete => keys.delete(ID).await.map(drop),
            Self::Create | Self::ProvidedCreate => keys.create().name("relay").await.map(drop),
            Self::Roll => client.accounts().tokens().roll(ID).await.map(drop),
            Self::Keys => client.stream().keys().list().await.map(drop),
            _ => keys.get(ID).await.map(drop),
        }
    }

    async fn make_agora(self, client: &agora::Client) -> Result<(), agora::Error> {
        match self {
            Self::AgoraCreate => client.streamkeys().create("show-42", "1001").await.map(drop),
            Self::AgoraMute => client.online_streams().mute("B1B2", true, false).await.map(drop),
            _ => client.streamkeys().get("not-a-real-stream-key").await.map(drop),
        }
    }

    /// A call that the same client makes afterwards.
    pub(crate) fn afterwards(self) -> Self {
        match self {
            Self::AgoraGet | Self::AgoraCreate | Self::AgoraMute => Self::AgoraGet,
            Self::ProvidedGet | Self::ProvidedCreate => Self::ProvidedGet,
            Self::Keys => Self::Keys,
            _ => Self::Get,
        }
    }
}

/// The client that a call is made by.
pub(crate) enum Clients {
    Cloudflare(cloudflare::Client),
    Agora(agora::Client),
}

impl Clients {
    /// The client of this call's API, for the server of the scene.
    pub(crate) fn new(call: Call, scene: &Scene) -> Self {
        match call {
            Call::AgoraGet | Call::AgoraCreate | Call::AgoraMute => Self::Agora(scene.agora()),
            _ => Self::Cloudflare(scene.cloudflare(call)),
        }
    }
}

/// The phase in which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ok,
    Invalid,
    Connect,
    Timeout,
    Transport,
    Redirect,
    TooLarge,
    Decode,
    Failure,
    Credentials,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ok => "ok",
            Self::Invalid => "invalid",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Redirect => "redirect",
            Self::TooLarge => "too large",
            Self::Decode => "decode",
            Self::Failure => "failure",
            Self::Credentials => "credentials",
        })
    }
}

/// What the cases look at in an error.
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) attempts: u32,
    pub(crate) text: String,
    pub(crate) debug: String,
    pub(crate) retry_after: Option<Duration>,
}

impl<F> From<runtime::Error<F>> for Fault {
    fn from(error: runtime::Error<F>) -> Self {
        let kinds = [
            (error.is_invalid(), Kind::Invalid),
            (error.is_connect(), Kind::Connect),
            (error.is_timeout(), Kind::Timeout),
            (error.is_transport(), Kind::Transport),
            (error.is_redirect(), Kind::Redirect),
            (error.is_too_large(), Kind::TooLarge),
            (error.is_decode(), Kind::Decode),
            (error.is_failure(), Kind::Failure),
            (error.is_credentials(), Kind::Credentials),
        ];
        let mut held = kinds.iter().filter(|(is, _)| *is).map(|(_, kind)| *kind);
        let kind = held.next().unwrap_or_else(|| panic!("an error is of a known kind: {error:?}"));
        assert_eq!(held.next(), None, "an error is of one kind: {error:?}");
        Self {
            kind,
            attempts: error.attempts(),
            text: error.to_string(),
            debug: format!("{error:?}"),
            retry_after: error.retry_after(),
        }
    }
}
