//! A server on raw sockets that does what no well-behaved server would: it resets, falls silent, lies about lengths.
//!
//! It knows no more of HTTP than it needs to read a request, so that nothing corrects what a test tells it to write.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//!
//! use media_clients_tests::faults::{Act, Wire};
//!
//! let server = Wire::start();
//! server.script([Act::write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal").close()]);
//!
//! let mut connection = TcpStream::connect(server.host())?;
//! connection.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")?;
//! let mut answer = String::new();
//! connection.read_to_string(&mut answer)?;
//! assert!(answer.ends_with("\r\n\r\nhal"));
//! assert_eq!(server.tally(), "1 GET");
//! # Ok::<(), std::io::Error>(())
//! ```

mod act;
mod connection;
mod journal;
mod read;
mod wire;

pub use act::Act;
pub use wire::Wire;
