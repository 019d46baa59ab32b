//! `clientwright check`.

use std::process::ExitCode;

use super::failed;
use super::generate::Arguments;

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let report = match arguments.generator().check() {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    for warning in &report.warnings {
        eprintln!("{warning}");
    }
    match report.require_current() {
        Ok(report) => {
            println!(
                "{} is current: {} files",
                arguments.folders.out.display(),
                report.unchanged.len()
            );
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error),
    }
}
