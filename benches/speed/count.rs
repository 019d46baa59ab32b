//! What repeats from run to run: instructions and allocations.

use std::io;
use std::process::{Command, Stdio};

use clientwright_benches::calls::{Call, Fault, Hand};
use clientwright_benches::server::Server;

use crate::CALLS;

/// Calls of the shorter of two runs; the longer makes twice as many, and what they differ by is what these calls take.
const RUN: usize = 500;

/// Instructions of a call; nothing without valgrind.
pub(crate) fn instructions(server: &Server, hand: Hand, call: Call) -> Result<Option<f64>, Fault> {
    let Some(once) = run_under_valgrind(server, hand, call, RUN)? else { return Ok(None) };
    let twice = run_under_valgrind(server, hand, call, 2 * RUN)?;
    Ok(twice.map(|twice| per_call(twice.saturating_sub(once))))
}

/// The instructions of a whole run.
fn run_under_valgrind(
    server: &Server,
    hand: Hand,
    call: Call,
    calls: usize,
) -> Result<Option<u64>, Fault> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(std::env::current_exe()?).arg(CALLS);
    command.args(arguments(server, hand, call, calls));
    let output = match command.stdout(Stdio::null()).output() {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
        output => output?,
    };
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(told.into_owned().into());
    }
    // `==123== Collected : 4567`
    let collected =
        told.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    collected.map(Some).ok_or_else(|| "valgrind does not tell how much it collected".into())
}

/// Allocations of a call; one that grows counts again.
pub(crate) fn allocations(server: &Server, hand: Hand, call: Call) -> Result<f64, Fault> {
    let output = Command::new(env!("CARGO_BIN_EXE_allocations"))
        .args(arguments(server, hand, call, RUN))
        .stderr(Stdio::inherit())
        .output()?;
    Ok(per_call(String::from_utf8(output.stdout)?.trim().parse()?))
}

fn arguments(server: &Server, hand: Hand, call: Call, calls: usize) -> [String; 4] {
    [
        hand.name().to_owned(),
        call.name().to_owned(),
        server.base_url().to_owned(),
        calls.to_string(),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "counts of a run are far below 2^52")]
fn per_call(count: u64) -> f64 {
    count as f64 / RUN as f64
}
