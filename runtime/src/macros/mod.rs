//! The macros that generated code calls, once for each contract, type, request and client. What they expand to would be
//! too long to stand in the generated code.

mod client;
mod contract;
mod foreign;
mod requests;
mod types;
