//! clientwright turns a short YAML description of HTTP endpoints into a typed Rust client.
//!
//! A build script is three lines:
//!
//! ```no_run
//! // build.rs
//! let result = clientwright::Generator::new("spec").out_dir("generated").generate();
//! if let Err(error) = result {
//!     eprintln!("{error}");
//!     std::process::exit(1);
//! }
//! ```
//!
//! The generator is a straight line, and this file is the whole of it: text is read into a model,
//! the model checked, what is right lowered to plain data, the data emitted as tokens, and the
//! tokens formatted and written. Each stage imports the type that it takes and the type that it
//! gives, and nothing else.

mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod diagnostic;
mod emit;
mod error;
mod ir;
mod lower;
mod manifest;
mod naming;
mod output;
mod report;
mod source;
mod spec;

use std::path::{Path, PathBuf};
use std::time::Instant;

pub use error::GenerateError;
pub use report::Report;

use diagnostic::Diagnostics;
use output::Rendered;
use source::Sources;

/// What a reader of a generated file is told to run.
const DEFAULT_COMMAND: &str = "cargo build";

/// Generates a client from a folder of specs.
///
/// # Example
///
/// ```no_run
/// let report = clientwright::Generator::new("spec").out_dir("generated").generate()?;
/// println!("{report}");
/// # Ok::<(), clientwright::GenerateError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a generator does nothing until it is told to generate"]
pub struct Generator {
    spec: PathBuf,
    out_dir: PathBuf,
    doc_path: Option<String>,
    command: String,
}

impl Generator {
    /// A generator that reads this folder, which holds a folder for each API.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self {
            spec: spec.into(),
            out_dir: PathBuf::from("generated"),
            doc_path: None,
            command: DEFAULT_COMMAND.to_owned(),
        }
    }

    /// The folder that the client is written to; the default is `generated`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = folder.into();
        self
    }

    /// Where users of the crate find the generated modules, such as `my_crate::api`, so that the
    /// examples in the documentation compile. The default is what the `Cargo.toml` above the output
    /// folder says, where its `[lib] path` is the generated `lib.rs`; elsewhere examples are shown
    /// but not compiled.
    pub fn doc_path(mut self, path: impl Into<String>) -> Self {
        self.doc_path = Some(path.into());
        self
    }

    /// The command that the head of each generated file names; the default is `cargo build`.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// Reads the specs, and makes the output folder hold their client. Only what differs is
    /// written, and nothing at all where a spec has an error.
    pub fn generate(&self) -> Result<Report, GenerateError> {
        self.run(output::write)
    }

    /// Reads the specs, and tells what [`generate`](Self::generate) would write; writes nothing.
    pub fn check(&self) -> Result<Report, GenerateError> {
        self.run(output::compare)
    }

    fn run(
        &self,
        finish: fn(&Path, &Rendered) -> Result<output::Changes, output::OutputError>,
    ) -> Result<Report, GenerateError> {
        let start = Instant::now();
        let shown = shown(&self.spec);
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let spec = spec::read(&self.spec, &shown, &mut sources, &mut diagnostics);
        // What reads well is checked even where another file does not, so that one run shows all.
        let checked = check::check(&spec, &sources, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(GenerateError::spec(diagnostics, sources));
        }
        let manifest = manifest::read(&self.out_dir);
        let setting = lower::Setting {
            doc_path: self.doc_path.clone().or(manifest.doc_path),
            features: manifest.features,
        };
        let package = lower::lower(&checked, &setting);
        let texts = sources
            .iter()
            .map(|(_, source)| (source.path.as_str(), source.text.as_str()))
            .collect();
        let rendered = output::render(&emit::emit(&package), &texts, &shown, &self.command);
        let changes = finish(&self.out_dir, &rendered).map_err(GenerateError::output)?;
        Ok(Report::new(&package, changes, diagnostics, &sources, start.elapsed()))
    }
}

/// The JSON Schema of spec files, for editors, as text that ends with a line break.
pub fn schema() -> String {
    spec::schema()
}

/// A path as messages and generated files show it: relative where it can be, with forward slashes.
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&current).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
}
