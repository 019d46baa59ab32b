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
    if report.is_current() {
        println!("{} is current: {} files", folders.out.display(), report.unchanged.len());
        return ExitCode::SUCCESS;
    }
    for path in &report.written {
        eprintln!("stale    {}/{path}", folders.out.display());
    }
    for path in &report.removed {
        eprintln!("leftover {}/{path}", folders.out.display());
    }
    eprintln!("run `clientwright generate`, or `cargo build` where a build script calls it");
    ExitCode::FAILURE
}
