//! The command line: flags and output. The work is done by the library.

mod check;
mod generate;
mod import;
mod schema;

use std::fmt;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::{GenerateError, Generator, ImportReport, Overrides};

#[derive(Debug, Parser)]
#[command(
    name = "clientwright",
    version,
    about = "Generates typed Rust clients from short YAML specs or OpenAPI documents"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the client of the specs: modules, or a whole crate
    Generate(generate::Arguments),
    /// Check that the client is up to date, without writing anything
    Check(generate::Arguments),
    #[command(about = "Turn an OpenAPI document into a spec that you can edit by hand")]
    Import(import::Arguments),
    /// Print the JSON Schema of spec files, for editors
    Schema,
}

/// The input and the output folder.
#[derive(Debug, Args)]
struct Folders {
    /// Folder of the specs, with one folder for each API
    #[arg(long, default_value = "spec", value_name = "FOLDER", conflicts_with = "openapi")]
    spec: std::path::PathBuf,
    #[arg(
        long,
        value_name = "FILE",
        help = "OpenAPI 3.0 or 3.1 document, JSON or YAML, to read instead of specs"
    )]
    openapi: Option<std::path::PathBuf>,
    #[command(flatten)]
    parts: Parts,
    /// Folder that the client is written to
    #[arg(long, default_value = "generated", value_name = "FOLDER")]
    out: std::path::PathBuf,
    /// Path at which users of the crate find the generated modules, such as `my_crate::api`
    #[arg(long, value_name = "PATH")]
    doc_path: Option<String>,
}

impl Folders {
    fn generator(&self) -> Generator {
        let mut generator = match &self.openapi {
            Some(document) => Generator::openapi(document),
            None => Generator::new(&self.spec),
        };
        for part in &self.parts.only {
            generator = generator.only(part);
        }
        for name in &self.parts.client_params {
            generator = generator.client_param(name);
        }
        let generator = generator.overrides(self.parts.overrides()).out_dir(&self.out);
        match &self.doc_path {
            Some(path) => generator.doc_path(path),
            None => generator,
        }
    }
}

/// The part of a document that is read, and what else applies to it.
#[derive(Debug, Args)]
struct Parts {
    /// Read only the operations below this path or with this tag; can be given several times
    #[arg(long, value_name = "PATH_OR_TAG")]
    only: Vec<String>,
    /// Make this path parameter one that is set once on the client; can be given several times
    #[arg(long = "client-param", value_name = "NAME")]
    client_params: Vec<String>,
    /// Read overrides from this file, with `types`, `endpoints` and `formats`; can be given several times, and a later
    /// file takes precedence
    #[arg(long, value_name = "FILE")]
    overrides: Vec<std::path::PathBuf>,
    /// Fail if any operation is skipped; the others are written all the same
    #[arg(long)]
    strict: bool,
    /// Write the report on the document to this file as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<std::path::PathBuf>,
}

impl Parts {
    /// Returns the first flag that applies to documents only. `requires = "openapi"` would not do: clap does not
    /// require an argument that conflicts with one that is given, and `--spec` does.
    fn of_document(&self) -> Option<&'static str> {
        let flags = [
            ("--only", !self.only.is_empty()),
            ("--client-param", !self.client_params.is_empty()),
            ("--strict", self.strict),
            ("--report", self.report.is_some()),
        ];
        flags.into_iter().find_map(|(flag, is_given)| is_given.then_some(flag))
    }

    fn overrides(&self) -> Overrides {
        self.overrides.iter().fold(Overrides::new(), Overrides::file)
    }

    /// Saves the report if requested, and fails in strict mode if an operation was skipped.
    fn finish(&self, report: &ImportReport) -> ExitCode {
        if let Some(path) = &self.report
            && let Err(error) = report.save(path)
        {
            return failed(&error);
        }
        if self.strict && report.skipped > 0 {
            warn(format_args!(
                "{} operations were skipped, and `--strict` allows none; see the report for the reasons, or leave `--strict` out",
                report.skipped
            ));
            return ExitCode::FAILURE;
        }
        ExitCode::SUCCESS
    }
}

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    let command = Arguments::parse().command;
    if let Command::Generate(arguments) | Command::Check(arguments) = &command
        && let Some(flag) = arguments.without_document()
    {
        let message = format!(
            "`{flag}` applies to OpenAPI documents only: name a document with `--openapi FILE`, or leave `{flag}` out"
        );
        Arguments::command().error(ErrorKind::MissingRequiredArgument, message).exit();
    }
    match command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Schema => schema::run(),
    }
}

/// Prints why there is no client.
fn failed(error: &GenerateError) -> ExitCode {
    let color = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    warn(format_args!("{}", error.render(color)));
    ExitCode::FAILURE
}

/// Prints a line to standard output. If the reader has gone away, nothing can be done about it.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line to standard error.
fn warn(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
