//! Two calls, each made by the generated client and by hand.

use std::error::Error;
use std::fmt;

mod by_hand;
mod generated;
mod memory;

pub use by_hand::ByHand;
pub use generated::Generated;

/// Names an account, as the API's do.
const ACCOUNT: &str = "eb78d65290b24279ba6f44721b3ea3c4";
/// A token as long as the API's.
const TOKEN: &str = "fakefakefakefakefakefakefakefakefakefake";

/// What can go wrong with a call.
pub type Fault = Box<dyn Error + Send + Sync>;

/// A call that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET`: a page of 20 tokens of an account, about 13 kB of JSON.
    List,
    /// `POST`: makes a key, by a body of one field; the answer is as small.
    Create,
}

impl Call {
    /// Both.
    pub const ALL: [Self; 2] = [Self::List, Self::Create];

    /// Its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
        }
    }

    /// What it is, for a reader.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::List => "GET, page of 20 tokens",
            Self::Create => "POST, small body",
        }
    }
}

/// Who makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// reqwest and `serde_json`, written by hand.
    Raw,
    /// The generated client.
    Ours,
    /// The generated client over a transport that answers at once.
    Memory,
}

impl Hand {
    /// All of them, the rival first.
    pub const ALL: [Self; 3] = [Self::Raw, Self::Ours, Self::Memory];

    /// Its name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Ours => "ours",
            Self::Memory => "memory",
        }
    }
}

/// A client by one hand or the other.
#[derive(Clone, Debug)]
pub enum Client {
    /// By hand.
    Raw(ByHand),
    /// Generated.
    Ours(Generated),
}

impl Client {
    /// A client of the server at this address.
    ///
    /// # Errors
    ///
    /// The client cannot be built.
    pub fn new(hand: Hand, base_url: &str) -> Result<Self, Fault> {
        Ok(match hand {
            Hand::Raw => Self::Raw(ByHand::new(base_url)?),
            Hand::Ours => Self::Ours(Generated::new(base_url)?),
            Hand::Memory => Self::Ours(Generated::in_memory()?),
        })
    }

    /// Makes a call, and checks that the answer is what it must be.
    ///
    /// # Errors
    ///
    /// The call fails, or gives something else.
    pub async fn make(&self, call: Call) -> Result<(), Fault> {
        match (self, call) {
            (Self::Raw(client), Call::List) => {
                let page = client.list_tokens(20).await?;
                expect(page.len(), 20)?;
                drop(page);
            }
            (Self::Ours(client), Call::List) => {
                let page = client.list_tokens(20).await?;
                expect(page.len(), 20)?;
                drop(page);
            }
            (Self::Raw(client), Call::Create) => {
                let key = client.create_turn_key("production").await?;
                expect(key.uid.map_or(0, |uid| uid.len()), 32)?;
            }
            (Self::Ours(client), Call::Create) => {
                let key = client.create_turn_key("production").await?;
                expect(key.uid.map_or(0, |uid| uid.len()), 32)?;
            }
        }
        Ok(())
    }
}

fn expect(found: usize, expected: usize) -> Result<(), Fault> {
    if found == expected { Ok(()) } else { Err(Unexpected { found, expected }.into()) }
}

/// An answer other than the server's.
#[derive(Debug)]
struct Unexpected {
    found: usize,
    expected: usize,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has {}, expected {}", self.found, self.expected)
    }
}

impl Error for Unexpected {}

/// How many calls are made before any is counted: connections are opened, buffers have grown.
const WARM_UP: usize = 100;

/// Makes calls one after the other on one thread, as arguments say: `<raw|ours|memory> <list|create> <base URL> <calls>`.
/// `warm` is called when what follows is to be counted.
///
/// # Errors
///
/// The arguments are others, or a call fails.
pub fn counted(arguments: &[String], warm: impl FnOnce()) -> Result<(), Fault> {
    let [hand, call, base_url, calls] = arguments else {
        return Err("the arguments are <raw|ours|memory> <list|create> <base URL> <calls>".into());
    };
    let hand =
        Hand::ALL.into_iter().find(|known| known.name() == hand).ok_or("raw, ours or memory")?;
    let call = Call::ALL.into_iter().find(|known| known.name() == call).ok_or("list or create")?;
    let calls: usize = calls.parse()?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let client = Client::new(hand, base_url)?;
        for _ in 0..WARM_UP {
            client.make(call).await?;
        }
        warm();
        for _ in 0..calls {
            client.make(call).await?;
        }
        Ok(())
    })
}
