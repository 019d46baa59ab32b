//! `clientwright schema`.

use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run() -> ExitCode {
    match std::io::stdout().write_all(crate::schema().as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // If the reader has gone away, nothing can be done about it.
        Err(_) => ExitCode::FAILURE,
    }
}
