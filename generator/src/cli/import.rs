//! `clientwright import`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{Parts, failed, say};
use crate::Import;

/// The document, and what becomes of it.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE", help = "OpenAPI 3.0 or 3.1 document, JSON or YAML")]
    document: PathBuf,
    /// Folder that the spec is written to; its name becomes that of the API's module
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[command(flatten)]
    parts: Parts,
    /// Replace the spec files in the folder, and remove those that the import does not write
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut import = Import::new(&arguments.document, &arguments.out).force(arguments.force);
    import = import.overrides(arguments.parts.overrides());
    for part in &arguments.parts.only {
        import = import.only(part);
    }
    for name in &arguments.parts.client_params {
        import = import.client_param(name);
    }
    let imported = match import.run() {
        Ok(imported) => imported,
        Err(error) => return failed(&error),
    };
    say(format_args!("{}", imported.report));
    say(format_args!(
        "{}: {} written, {} unchanged, {} removed",
        arguments.out.display(),
        imported.written.len(),
        imported.unchanged.len(),
        imported.removed.len()
    ));
    arguments.parts.finish(&imported.report)
}
