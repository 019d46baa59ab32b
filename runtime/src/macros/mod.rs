//! What generated code says once per contract, type, request and client, and what is too long to say it there.

mod client;
mod contract;
mod foreign;
mod requests;
mod types;
