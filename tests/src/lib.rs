//! A real HTTP/1.1 server on loopback, for the tests of the generated clients and for the tour.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//!
//! use media_clients_tests::{Loopback, Reply};
//!
//! let server = Loopback::answering(Reply::text(200, "text/plain", "hello"));
//!
//! let mut connection = TcpStream::connect(server.host())?;
//! connection.write_all(b"GET /greeting?to=you HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n")?;
//! let mut answer = String::new();
//! connection.read_to_string(&mut answer)?;
//! assert!(answer.ends_with("\r\n\r\nhello"));
//!
//! let request = server.only_request();
//! assert_eq!(request.method(), "GET");
//! assert_eq!(request.path(), "/greeting");
//! assert_eq!(request.query(), Some("to=you"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod clients;
mod documented;
pub mod faults;
mod loopback;
mod received;
mod reply;

pub use clients::{
    ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET, agora_client, cloudflare_client,
    exchange,
};
pub use documented::{agora_success, cloudflare_failure, cloudflare_success, documented};
pub use loopback::Loopback;
pub use received::Received;
pub use reply::Reply;

/// The README, whose examples compile, and run where they can.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
