//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    clientwright::cli::run()
}
