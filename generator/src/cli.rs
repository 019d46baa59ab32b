//! The command line: flags and printing. What a command does is the library's.

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

/// Turns a short YAML description of HTTP endpoints into a typed Rust client.
#[derive(Debug, Parser)]
#[command(name = "clientwright", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client that the specs describe: modules, or a whole crate.
    Generate(generate::Arguments),
    /// Tells whether the client is what the specs describe, and writes nothing.
    Check(generate::Arguments),
    #[command(about = "Turns an OpenAPI document into a spec to be edited by hand")]
    Import(import::Arguments),
    /// Prints the JSON Schema of spec files, for editors.
    Schema,
}

/// Where the specs are and where the client goes.
#[derive(Debug, Args)]
struct Folders {
    /// The folder with a folder for each API.
    #[arg(long, default_value = "spec", value_name = "FOLDER", conflicts_with = "openapi")]
    spec: std::path::PathBuf,
    #[arg(
        long,
        value_name = "FILE",
        help = "An OpenAPI 3.0 or 3.1 document, JSON or YAML, instead of specs"
    )]
    openapi: Option<std::path::PathBuf>,
    #[command(flatten)]
    parts: Parts,
    /// The folder that the client is written to.
    #[arg(long, default_value = "generated", value_name = "FOLDER")]
    out: std::path::PathBuf,
    /// Where users of the crate find the generated modules, such as `my_crate::api`.
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

/// What of a document is taken, what is said more of it, and what is told of it.
#[derive(Debug, Args)]
struct Parts {
    /// Takes only the operations below this path or with this tag; may be given several times.
    #[arg(long, value_name = "PATH_OR_TAG")]
    only: Vec<String>,
    /// Makes this parameter of the paths one that is set once on the client; may be given several times.
    #[arg(long = "client-param", value_name = "NAME")]
    client_params: Vec<String>,
    /// Says more of types, endpoints and formats, by a file with `types`, `endpoints` and `formats`; may be given several
    /// times, and a later file goes before an earlier one.
    #[arg(long, value_name = "FILE")]
    overrides: Vec<std::path::PathBuf>,
    /// Fails if any operation is skipped; the others are written all the same.
    #[arg(long)]
    strict: bool,
    /// Writes the report on the document to this file as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<std::path::PathBuf>,
}

impl Parts {
    /// The first flag that only a document knows what to do with. `requires = "openapi"` would not
    /// do: clap asks for nothing that conflicts with what is given, and `--spec` does.
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

    /// Saves the report where that is asked for, and tells whether it is as good as is asked for.
    fn finish(&self, report: &ImportReport) -> ExitCode {
        if let Some(path) = &self.report
            && let Err(error) = report.save(path)
        {
            return failed(&error);
        }
        if self.strict && report.skipped > 0 {
            warn(format_args!(
                "{} operations were skipped, and `--strict` allows none",
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
            "`{flag}` is about an OpenAPI document, and specs are none: name a document with `--openapi FILE` instead of `--spec`, or leave `{flag}` out"
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

/// Prints a line. Where whoever reads has gone away, nothing is left to say, and nobody to say it to.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line beside what is asked for.
fn warn(line: fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
