//! Counts the allocations of calls: `allocations <raw|ours|memory> <list|create> <base URL> <calls>` prints how many all of
//! them made together, once everything is warm.

use std::alloc::System;
use std::process::ExitCode;

use clientwright_benches::calls::{Fault, counted};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let taken = || {
        let stats = ALLOCATOR.stats();
        stats.allocations + stats.reallocations
    };
    let mut before = 0;
    counted(&arguments, || before = taken())?;
    println!("{}", taken() - before);
    Ok(())
}
