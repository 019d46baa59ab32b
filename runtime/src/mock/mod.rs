//! What tests of programs that call an API need: answers without a server, and time that does not pass.

mod clock;

pub use clock::TestClock;
