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
    println!(
        "{:<38} {:>12} {:>12}  ours against raw",
        "per call",
        Hand::Raw.name(),
        Hand::Ours.name()
    );
    for call in Call::ALL {
        println!("{}", call.text());
        row("  instructions", count::instructions(&server, call), |raw, ours| {
            format!("x {:.3}  (at most 1.05)", ours / raw)
        })?;
        row("  allocations", count::allocations(&server, call).map(Some), |raw, ours| {
            format!("{:+.1}  (at most +12)", ours - raw)
        })?;
        let compared = throughput::compare(&server, call)?;
        println!(
            "  {:<36} {:>12.0} {:>12.0}  x {:.3}  (at least 0.97; {:.3} to {:.3} in {} rounds)",
            format!("calls a second, {} at a time", throughput::CONCURRENCY),
            compared.raw,
            compared.ours,
            compared.ratio,
            compared.least,
            compared.most,
            throughput::ROUNDS
        );
    }
    Ok(())
}

/// Prints a pair of counts and how they compare; or why they are not there.
fn row(
    name: &str,
    counts: Result<Option<(f64, f64)>, Fault>,
    compared: impl FnOnce(f64, f64) -> String,
) -> Result<(), Fault> {
    match counts? {
        Some((raw, ours)) => {
            println!("{name:<38} {raw:>12.1} {ours:>12.1}  {}", compared(raw, ours));
        }
        None => println!("{name:<38} not counted: valgrind is not installed"),
    }
    Ok(())
}
