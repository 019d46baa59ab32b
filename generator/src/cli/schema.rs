//! `clientwright schema`.

use std::io::Write as _;
use std::process::ExitCode;

pub(super) fn run() -> ExitCode {
    match std::io::stdout().write_all(crate::schema().as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has gone away: nothing is left to say, and nobody to say it to.
        Err(_) => ExitCode::FAILURE,
    }
}
