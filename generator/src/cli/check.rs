//! `clientwright check`.

use std::process::ExitCode;

use super::generate::Arguments;
use super::{failed, say, warn};

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let report = match arguments.generator().check() {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    for warning in &report.warnings {
        warn(format_args!("{warning}"));
    }
    let finished = match &report.import {
        Some(import) => arguments.folders.parts.finish(import),
        None => ExitCode::SUCCESS,
    };
    match report.require_current() {
        Ok(report) => {
            say(format_args!(
                "{} is up to date: {} files",
                arguments.folders.out.display(),
                report.unchanged.len()
            ));
            finished
        }
        Err(error) => failed(&error),
    }
}
