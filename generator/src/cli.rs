//! The command line: flags and printing. What a command does is the library's.

mod check;
mod generate;
mod schema;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::{GenerateError, Generator};

/// Turns a short YAML description of HTTP endpoints into a typed Rust client.
#[derive(Debug, Parser)]
#[command(name = "clientwright", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client that the specs describe.
    Generate(Folders),
    /// Tells whether the client is what the specs describe, and writes nothing.
    Check(Folders),
    /// Prints the JSON Schema of spec files, for editors.
    Schema,
}

/// Where the specs are and where the client goes.
#[derive(Debug, Args)]
struct Folders {
    /// The folder with a folder for each API.
    #[arg(long, default_value = "spec", value_name = "FOLDER")]
    spec: std::path::PathBuf,
    /// The folder that the client is written to.
    #[arg(long, default_value = "generated", value_name = "FOLDER")]
    out: std::path::PathBuf,
    /// Where users of the crate find the generated modules, such as `my_crate::api`.
    #[arg(long, value_name = "PATH")]
    doc_path: Option<String>,
}

impl Folders {
    fn generator(&self) -> Generator {
        let generator = Generator::new(&self.spec).out_dir(&self.out);
        match &self.doc_path {
            Some(path) => generator.doc_path(path),
            None => generator,
        }
    }
}

/// Runs the command that the program was started with.
#[must_use]
pub fn run() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(folders) => generate::run(&folders),
        Command::Check(folders) => check::run(&folders),
        Command::Schema => schema::run(),
    }
}

/// Prints why there is no client.
fn failed(error: &GenerateError) -> ExitCode {
    let color = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    eprintln!("{}", error.render(color));
    ExitCode::FAILURE
}
