//! `clientwright generate`, and the arguments that it shares with `clientwright check`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Folders, failed, say, warn};
use crate::Generator;

/// What is generated, and where it goes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) folders: Folders,
    /// Generate a whole crate of this name into the folder of `--out`; `--spec` is then the folder of one API
    #[arg(long = "crate", value_name = "NAME")]
    name: Option<String>,
    /// Folder of the runtime that the crate depends on, instead of the published version
    #[arg(long, value_name = "FOLDER", requires = "name")]
    runtime: Option<PathBuf>,
    /// Write tests of the document's examples beside the crate, in `tests/examples`
    #[arg(long, requires = "name")]
    example_tests: bool,
}

impl Arguments {
    /// Returns a flag that applies to documents only, if specs are read.
    pub(super) fn without_document(&self) -> Option<&'static str> {
        if self.folders.openapi.is_some() {
            return None;
        }
        self.folders.parts.of_document().or(self.example_tests.then_some("--example-tests"))
    }

    pub(super) fn generator(&self) -> Generator {
        let mut generator = self.folders.generator();
        if let Some(name) = &self.name {
            generator = generator.named_crate(name);
        }
        if let Some(folder) = &self.runtime {
            generator = generator.runtime_path(folder);
        }
        generator.example_tests(self.example_tests)
    }
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let report = match arguments.generator().generate() {
        Ok(report) => report,
        Err(error) => return failed(&error),
    };
    for warning in &report.warnings {
        warn(format_args!("{warning}"));
    }
    let out = arguments.folders.out.display();
    for path in &report.written {
        say(format_args!("wrote    {out}/{path}"));
    }
    for path in &report.removed {
        say(format_args!("removed  {out}/{path}"));
    }
    if let Some(import) = &report.import {
        say(format_args!("{import}"));
    }
    if let Some(examples) = &report.examples {
        say(format_args!("{examples}"));
    }
    say(format_args!("{report}"));
    match &report.import {
        Some(import) => arguments.folders.parts.finish(import),
        None => ExitCode::SUCCESS,
    }
}
