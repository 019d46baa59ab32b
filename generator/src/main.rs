//! The command line.

use std::process::ExitCode;

/// The generator makes many small allocations in several threads; with this allocator a large document takes two thirds
/// of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    clientwright::cli::run()
}
