//! `clientwright generate`.

use std::process::ExitCode;

use super::{Folders, failed};

pub(super) fn run(folders: &Folders) -> ExitCode {
    let report = match folders.generator().generate() {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    for warning in &report.warnings {
        eprintln!("{warning}");
    }
    for path in &report.written {
        println!("wrote    {}/{path}", folders.out.display());
    }
    for path in &report.removed {
        println!("removed  {}/{path}", folders.out.display());
    }
    println!("{report}");
    ExitCode::SUCCESS
}
