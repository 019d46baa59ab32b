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
//! The generator is a straight line, and this file is the whole of it: it reads text into a model, checks the model,
//! lowers it to plain data, emits the data as tokens, and formats and writes the tokens. Each stage imports the type
//! that it takes and the type that it returns, and nothing else.
//!
//! # Features
//!
//! All features but `example-tests` are on by default. A build script that reads specs needs none of them.
//!
//! - `cli`: the program `clientwright`. Enables `example-tests`.
//! - `openapi`: `OpenAPI` documents ([`Generator::openapi`], [`Import`]).
//! - `example-tests`: tests of a document's examples ([`Generator::example_tests`]). Enables `openapi`.

#![cfg_attr(
    not(feature = "example-tests"),
    allow(rustdoc::broken_intra_doc_links, reason = "links lead to what features bring")
)]

mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod code;
mod diagnostic;
mod emit;
mod error;
#[cfg(feature = "openapi")]
mod import;
mod ir;
mod lower;
mod manifest;
#[cfg(feature = "openapi")]
mod openapi;
mod output;
mod overrides;
mod paths;
mod provenance;
mod report;
mod resolve;
mod source;
mod spec;
mod stack;
mod words;

use std::path::{Path, PathBuf};
use std::time::Instant;

pub use error::GenerateError;
#[cfg(feature = "openapi")]
pub use import::{Import, Imported};
#[cfg(feature = "openapi")]
pub use openapi::report::ImportReport;
pub use overrides::{Override, Overrides};
#[cfg(feature = "openapi")]
pub use report::ExampleReport;
pub use report::Report;

use diagnostic::Diagnostics;
use output::Rendered;
use provenance::Provenance;
use source::Sources;
use words::naming::module_of;

/// The command that generated files name by default.
const DEFAULT_COMMAND: &str = "cargo build";

/// Generates a client from a folder of specs, or from an `OpenAPI` document.
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
    input: Input,
    out_dir: PathBuf,
    doc_path: Option<String>,
    command: Option<String>,
    package: Option<Package>,
    overrides: Overrides,
    example_tests: bool,
}

/// The input of a generator.
#[derive(Debug, Clone)]
enum Input {
    /// A folder of specs.
    Specs(PathBuf),
    /// An `OpenAPI` document.
    #[cfg(feature = "openapi")]
    OpenApi { document: PathBuf, options: openapi::Options },
}

impl Input {
    fn path(&self) -> &Path {
        match self {
            Self::Specs(path) => path,
            #[cfg(feature = "openapi")]
            Self::OpenApi { document, .. } => document,
        }
    }
}

/// A crate that is generated whole.
#[derive(Debug, Clone)]
struct Package {
    name: String,
    runtime: manifest::Runtime,
}

/// The APIs that were read, with their warnings and reports.
struct Read {
    apis: Vec<check::checked::Api>,
    /// For a document: the reports on the import and on its examples.
    #[cfg(feature = "openapi")]
    import: Option<(ImportReport, Option<ExampleReport>)>,
}

impl Generator {
    /// Creates a generator that reads this folder, which holds one folder for each API.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self::reading(Input::Specs(spec.into()))
    }

    /// Creates a generator that reads an `OpenAPI` 3.0 or 3.1 document, JSON or YAML.
    ///
    /// The client is that of the spec which [`Import`] would write. It becomes a module named after the file, or a
    /// crate of its own ([`named_crate`](Self::named_crate)). Parts that cannot be expressed are left out and listed in
    /// [`Report::import`]. Requires the feature `openapi`.
    ///
    /// # Example
    ///
    /// ```no_run
    /// let report = clientwright::Generator::openapi("acme.json").named_crate("acme-client").out_dir("acme-client").generate()?;
    /// # Ok::<(), clientwright::GenerateError>(())
    /// ```
    #[cfg(feature = "openapi")]
    pub fn openapi(document: impl Into<PathBuf>) -> Self {
        let document = document.into();
        let stem = document.file_stem().unwrap_or_default().to_string_lossy();
        let options = openapi::Options { folder: module_of(&stem), ..openapi::Options::default() };
        Self::reading(Input::OpenApi { document, options })
    }

    /// Reads only the operations of a document below this path or with this tag. Can be called several times; the
    /// default is all operations. It does not apply to specs, which are always read whole. Requires the feature
    /// `openapi`.
    #[cfg(feature = "openapi")]
    pub fn only(mut self, part: impl Into<String>) -> Self {
        if let Input::OpenApi { options, .. } = &mut self.input {
            options.only.push(part.into());
        }
        self
    }

    /// Makes this path parameter of a document one that is set once on the client. Can be called several times. A spec
    /// has `client_params` for it. Requires the feature `openapi`.
    #[cfg(feature = "openapi")]
    pub fn client_param(mut self, name: impl Into<String>) -> Self {
        if let Input::OpenApi { options, .. } = &mut self.input {
            options.client_params.push(name.into());
        }
        self
    }

    fn reading(input: Input) -> Self {
        Self {
            input,
            out_dir: PathBuf::from("generated"),
            doc_path: None,
            command: None,
            package: None,
            overrides: Overrides::new(),
            example_tests: false,
        }
    }

    /// Adds overrides of types, endpoints and formats, for example to use a type of your own. Can be called several
    /// times.
    pub fn overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = self.overrides.and(overrides);
        self
    }

    /// Sets the folder that the client is written to. The default is `generated`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = folder.into();
        self
    }

    /// Sets the path at which users of the crate find the generated modules, such as `my_crate::api`, so that the
    /// documentation examples compile. The default comes from the `Cargo.toml` above the output folder, if its `[lib]
    /// path` is the generated `lib.rs`; otherwise the examples are shown but not compiled.
    pub fn doc_path(mut self, path: impl Into<String>) -> Self {
        self.doc_path = Some(path.into());
        self
    }

    /// Sets the command that the header of each generated file names. The default is `cargo build` if the `Cargo.toml`
    /// above the output folder has `clientwright` among its `[build-dependencies]`. Otherwise it is the equivalent
    /// `clientwright generate`, to be called from the folder of that `Cargo.toml`.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Writes a crate of this name instead of modules: the output folder, by default `generated`, holds its
    /// `Cargo.toml`, its `README.md` and `src`. The spec folder must then be the folder of one API, with its
    /// `api.yaml`; its client is the root of the crate.
    ///
    /// `Cargo.toml` has a feature for each resource, at most 300, all on by default. A missing `Cargo.toml` is written;
    /// later runs change only the features between two comment lines. A `README.md` whose first line is not ours stays
    /// as it is.
    ///
    /// [`generate`](Self::generate) fails if cargo would not accept the name.
    ///
    /// # Example
    ///
    /// ```no_run
    /// clientwright::Generator::new("spec/acme").named_crate("acme-client").out_dir("acme-client").generate()?;
    /// # Ok::<(), clientwright::GenerateError>(())
    /// ```
    pub fn named_crate(mut self, name: impl Into<String>) -> Self {
        let runtime = self.package.map(|package| package.runtime).unwrap_or_default();
        self.package = Some(Package { name: name.into(), runtime });
        self
    }

    /// Makes the crate of [`named_crate`](Self::named_crate) depend on the runtime in this folder instead of the
    /// published version. It has no effect without `named_crate`, or if `Cargo.toml` exists already.
    pub fn runtime_path(mut self, folder: impl Into<PathBuf>) -> Self {
        if let Some(package) = &mut self.package {
            package.runtime = manifest::Runtime::Path(folder.into());
        }
        self
    }

    /// Writes tests beside the crate of [`named_crate`](Self::named_crate), in `tests/examples`: each example of the
    /// document is read as its generated type and written again as the same JSON. A failing test names the example, its
    /// place in the document and the difference.
    ///
    /// Examples that are not valid for their own schema are not tested. Only documents have examples: with a spec, or
    /// without `named_crate`, [`generate`](Self::generate) fails.
    ///
    /// The tests need the feature `examples` of the runtime, which a newly written `Cargo.toml` has among its
    /// `[dev-dependencies]`. They run if all resources are compiled (the feature `default`).
    ///
    /// # Example
    ///
    /// ```no_run
    /// let crate_ = clientwright::Generator::openapi("acme.json").named_crate("acme-client").out_dir("acme-client");
    /// crate_.example_tests(true).generate()?;
    /// # Ok::<(), clientwright::GenerateError>(())
    /// ```
    #[cfg(feature = "example-tests")]
    pub fn example_tests(mut self, wanted: bool) -> Self {
        self.example_tests = wanted;
        self
    }

    /// Reads the specs and brings the output folder up to date. Only files that differ are written. If a spec has an
    /// error, nothing is written.
    pub fn generate(&self) -> Result<Report, GenerateError> {
        stack::deep(|| self.run(output::write))
    }

    /// Reads the specs and reports what [`generate`](Self::generate) would write, without writing anything.
    pub fn check(&self) -> Result<Report, GenerateError> {
        stack::deep(|| self.run(output::compare))
    }

    fn run(
        &self,
        finish: fn(&Path, &Rendered) -> Result<output::Changes, output::OutputError>,
    ) -> Result<Report, GenerateError> {
        let start = Instant::now();
        if let Some(package) = &self.package {
            manifest::check_name(&package.name).map_err(GenerateError::of_crate)?;
        }
        self.refuse_tests_of_nothing()?;
        let shown = shown(self.input.path());
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let mut read = self.read(&shown, &mut sources, &mut diagnostics)?;
        let provenance = self.provenance();
        for resource in read.apis.iter_mut().flat_map(|api| &mut api.resources) {
            // Messages show paths from the folder of the command, and code shows them from the folder of the crate.
            let inner = resource.source.as_deref().and_then(|path| path.strip_prefix(&shown));
            resource.source =
                inner.map(|inner| provenance.origin.clone() + inner.trim_start_matches('/'));
        }
        let package = lower::lower(&read.apis, &self.setting());
        drop(std::mem::take(&mut read.apis));
        let rendered = output::render(&emit::emit(&package), &provenance);
        let rendered = match &self.package {
            None => rendered,
            Some(Package { name, runtime }) => {
                let manifest = manifest::write(&self.out_dir, name, runtime, &package)
                    .map_err(GenerateError::of_crate)?;
                let rendered =
                    rendered.in_crate(&self.out_dir, manifest, &emit::readme(&package, name));
                if self.example_tests {
                    let files = emit::tests(&package, name);
                    let files = output::render(&files, &provenance);
                    rendered.with_tests(files, emit::test_data(&package, name))
                } else {
                    rendered
                }
            }
        };
        let changes = finish(&self.out_dir, &rendered).map_err(GenerateError::output)?;
        let report = Report::new(&package, changes, diagnostics, &sources, start.elapsed());
        #[cfg(feature = "openapi")]
        let report = match read.import {
            Some((import, examples)) => report.of_document(import, examples, &package),
            None => report,
        };
        Ok(report)
    }

    /// Fails if tests are requested that cannot be generated.
    fn refuse_tests_of_nothing(&self) -> Result<(), GenerateError> {
        let is_document = !matches!(self.input, Input::Specs(_));
        if !self.example_tests || (is_document && self.package.is_some()) {
            return Ok(());
        }
        Err(GenerateError::of_crate(
            "tests of examples need an OpenAPI document (`--openapi`) and the name of a crate (`--crate`): add what is \
             missing, or leave `--example-tests` out",
        ))
    }

    /// Reads what is to be generated: the APIs of the specs, or the one of a document.
    fn read(
        &self,
        shown: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Read, GenerateError> {
        match &self.input {
            Input::Specs(folder) => self.read_specs(folder, shown, sources, diagnostics),
            #[cfg(feature = "openapi")]
            Input::OpenApi { document, options } => self.read_document(document, options, sources),
        }
    }

    #[cfg(feature = "openapi")]
    fn read_document(
        &self,
        document: &Path,
        options: &openapi::Options,
        sources: &mut Sources,
    ) -> Result<Read, GenerateError> {
        let mut options = options.clone();
        options.examples = self.example_tests;
        if let Some(package) = &self.package {
            options.folder = module_of(&package.name);
        }
        let taken = import::take(document, &options, &self.overrides, sources)?;
        Ok(Read { apis: vec![taken.checked], import: Some((taken.report, taken.examples)) })
    }

    fn read_specs(
        &self,
        folder: &Path,
        shown: &str,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Read, GenerateError> {
        let mut spec = match &self.package {
            None => spec::read(folder, shown, sources, diagnostics),
            Some(package) => {
                // The name of a crate is not that of a module, and its one API may be in any folder.
                spec::read_one(folder, shown, &module_of(&package.name), sources, diagnostics)
            }
        };
        let complete = !diagnostics.has_errors();
        let said = self.overrides.read(sources, diagnostics);
        let wrong = said.apply(&mut spec.apis, None);
        // A name that is missing may be in a file that could not be read.
        if complete {
            diagnostics.extend(wrong);
        }
        // The readable files are checked even if another is not readable, so that one run shows all errors.
        let checked = check::check(&spec, sources, diagnostics);
        if diagnostics.has_errors() {
            let diagnostics = std::mem::take(diagnostics);
            return Err(GenerateError::spec(diagnostics, std::mem::take(sources)));
        }
        Ok(Read {
            apis: checked,
            #[cfg(feature = "openapi")]
            import: None,
        })
    }

    /// Returns how the client is set up, by the caller's settings or by the crate around the output folder.
    fn setting(&self) -> lower::Setting {
        if let Some(package) = &self.package {
            let doc_path = self.doc_path.clone();
            return lower::Setting {
                doc_path: doc_path.or_else(|| Some(package.name.replace('-', "_"))),
                features: Vec::new(),
                layout: ir::Layout::Crate,
                example_tests: self.example_tests,
            };
        }
        let manifest = manifest::read(&self.out_dir);
        lower::Setting {
            doc_path: self.doc_path.clone().or(manifest.doc_path),
            features: manifest.features,
            layout: ir::Layout::Modules,
            example_tests: false,
        }
    }

    /// Returns the content of the header of each generated file, as seen from the folder of the crate.
    fn provenance(&self) -> Provenance {
        let manifest = match &self.package {
            Some(_) => {
                manifest::Manifest { folder: Some(self.out_dir.clone()), ..Default::default() }
            }
            None => manifest::read(&self.out_dir),
        };
        let base = manifest.folder.as_deref();
        let mut origin = provenance::seen_from(base, self.input.path());
        if matches!(self.input, Input::Specs(_)) {
            origin.push('/');
        }
        let command = self.command.clone().unwrap_or_else(|| match base {
            Some(base) if !manifest.builds => self.command_line(base),
            _ => DEFAULT_COMMAND.to_owned(),
        });
        Provenance { origin, command }
    }

    /// Returns the command that is equivalent to this generator, called from the folder of the crate.
    fn command_line(&self, base: &Path) -> String {
        let path = |path: &Path| provenance::argument(&provenance::seen_from(Some(base), path));
        let mut line = vec!["clientwright generate".to_owned()];
        let mut add = |flag: &str, value: String| line.push(format!("--{flag} {value}"));
        match &self.input {
            Input::Specs(folder) => add("spec", path(folder)),
            #[cfg(feature = "openapi")]
            Input::OpenApi { document, options } => {
                add("openapi", path(document));
                options.only.iter().for_each(|part| add("only", provenance::argument(part)));
                let params = options.client_params.iter();
                params.for_each(|name| add("client-param", provenance::argument(name)));
            }
        }
        if let Some(package) = &self.package {
            add("crate", package.name.clone());
        }
        self.overrides.files().iter().for_each(|file| add("overrides", path(file)));
        add("out", path(&self.out_dir));
        if let Some(doc_path) = &self.doc_path {
            add("doc-path", provenance::argument(doc_path));
        }
        if self.example_tests {
            line.push("--example-tests".to_owned());
        }
        line.join(" ")
    }
}

/// Returns the JSON Schema of spec files, for editors. The text ends with a line break.
pub fn schema() -> String {
    spec::schema()
}

/// Returns a path as messages and generated files show it: relative if it can be, with forward slashes.
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&current).unwrap_or(path);
    let path = path.to_string_lossy().replace('\\', "/");
    // The path stands in comments, which end with their line.
    path.trim_end_matches('/').chars().filter(|c| !c.is_control()).collect()
}
