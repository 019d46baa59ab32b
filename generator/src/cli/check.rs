//! `clientwright check`.

use std::process::ExitCode;

use super::{Folders, failed};

pub(super) fn run(folders: &Folders) -> ExitCode {
    let report = match folders.generator().check() {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    for warning in &report.warnings {
        eprintln!("{warning}");
    }
    match report.require_current() {
        Ok(report) => {
            println!("{} is current: {} files", folders.out.display(), report.unchanged.len());
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error),
    }
}
