//! The command line.

use std::process::ExitCode;

/// Generating is mostly small allocations, in several threads: with this, a large document takes two thirds of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    clientwright::cli::run()
}
