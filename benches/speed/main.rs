//! What the runtime costs a call, against the same call by hand on reqwest, on the same server, in one build.
//!
//! `cargo bench -p clientwright-benches --bench speed` prints the table.

use std::process::ExitCode;

use clientwright_benches::calls::{Call, Fault, Hand, counted};
use clientwright_benches::server::{SERVE, Server, serve};

mod count;
mod throughput;

/// The argument that makes the program the one whose instructions are counted.
const CALLS: &str = "calls";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((mode, _)) if mode == SERVE => serve().map_err(Fault::from),
        Some((mode, rest)) if mode == CALLS => counted(rest, || ()),
        // `cargo bench` adds an argument of its own.
        _ => compare(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), Fault> {
    let server = Server::start()?;
    println!("{:<36} {:>10} {:>10}  ours against raw", "", Hand::Raw.name(), Hand::Ours.name());
    for call in Call::ALL {
        println!("{}", call.text());
        instructions(&server, call)?;
        allocations(&server, call)?;
        let found = throughput::compare(&server, call)?;
        println!(
            "{:<36} {:>10.0} {:>10.0}  x {:.3} (at least 0.97), from {:.3} to {:.3} in {} rounds",
            format!("  calls a second, {} at a time", throughput::CONCURRENCY),
            found.raw,
            found.ours,
            found.ratio,
            found.least,
            found.most,
            throughput::ROUNDS
        );
    }
    Ok(())
}

fn instructions(server: &Server, call: Call) -> Result<(), Fault> {
    let of = |hand| count::instructions(server, hand, call);
    let (Some(raw), Some(ours), Some(alone)) = (of(Hand::Raw)?, of(Hand::Ours)?, of(Hand::Memory)?)
    else {
        println!("  instructions: not counted, as valgrind is not installed");
        return Ok(());
    };
    let ratio = ours / raw;
    println!("{:<36} {raw:>10.0} {ours:>10.0}  x {ratio:.3} (at most 1.05)", "  instructions");
    println!(
        "{:<36} {:>10} {alone:>10.0}  {:.0} % of ours",
        "    of the runtime alone, in memory",
        "",
        100.0 * alone / ours
    );
    Ok(())
}

fn allocations(server: &Server, call: Call) -> Result<(), Fault> {
    let of = |hand| count::allocations(server, hand, call);
    let (raw, ours, alone) = (of(Hand::Raw)?, of(Hand::Ours)?, of(Hand::Memory)?);
    let more = ours - raw;
    println!("{:<36} {raw:>10.1} {ours:>10.1}  {more:+.1} (at most +12)", "  allocations");
    println!(
        "{:<36} {:>10} {alone:>10.1}  {:.0} % of ours",
        "    of the runtime alone, in memory",
        "",
        100.0 * alone / ours
    );
    Ok(())
}
