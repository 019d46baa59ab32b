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
//!
//! # Features
//!
//! All but `example-tests` are on by default; a build script that reads specs needs none of them.
//!
//! - `cli`: the program `clientwright`. Brings `example-tests`.
//! - `openapi`: whole `OpenAPI` documents ([`Generator::openapi`], [`Import`]).
//! - `example-tests`: tests of a document's examples ([`Generator::example_tests`]). Brings `openapi`.

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
    input: Input,
    out_dir: PathBuf,
    doc_path: Option<String>,
    command: Option<String>,
    package: Option<Package>,
    overrides: Overrides,
    example_tests: bool,
}

/// What a generator reads.
#[derive(Debug, Clone)]
enum Input {
    /// A folder of specs.
    Specs(PathBuf),
    /// A whole document.
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

/// What has been read, and what there is to tell of it.
struct Read {
    apis: Vec<check::checked::Api>,
    /// Of a document: what was taken of it, and of its examples.
    #[cfg(feature = "openapi")]
    import: Option<(ImportReport, Option<ExampleReport>)>,
}

impl Generator {
    /// A generator that reads this folder, which holds a folder for each API.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self::reading(Input::Specs(spec.into()))
    }

    /// A generator that reads an `OpenAPI` 3.0 or 3.1 document, JSON or YAML.
    ///
    /// The client is that of the spec which [`Import`] would write, in a module that is called like the
    /// file, or in a crate of its own ([`named_crate`](Self::named_crate)). What cannot be expressed is
    /// left out, and told by [`Report::import`]. Requires the feature `openapi`.
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

    /// Takes only the operations of a document below this path or with this tag; may be said several
    /// times. The default is all of them. Of specs, all is taken in any case. Requires the feature `openapi`.
    #[cfg(feature = "openapi")]
    pub fn only(mut self, part: impl Into<String>) -> Self {
        if let Input::OpenApi { options, .. } = &mut self.input {
            options.only.push(part.into());
        }
        self
    }

    /// Makes this parameter of a document's paths one that is set once on the client; may be said
    /// several times. A spec says it by itself. Requires the feature `openapi`.
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

    /// Says more of types, endpoints and formats than the spec or the document: to use a type of one's own, for
    /// instance. May be said several times.
    pub fn overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = self.overrides.and(overrides);
        self
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

    /// Sets the command that the head of each generated file names. The default is `cargo build` where the `Cargo.toml`
    /// above the output folder has `clientwright` among its `[build-dependencies]`, and otherwise the `clientwright
    /// generate` that does the same, to be called from the folder of that `Cargo.toml`.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }

    /// Writes a crate of this name instead of modules: the output folder, by default `generated`, holds
    /// its `Cargo.toml`, its `README.md` and `src`. The spec folder is then the folder of one API, with
    /// its `api.yaml`, whose client stands at the root of the crate.
    ///
    /// `Cargo.toml` has a feature for each resource, at most 300, all on by default. It is written where
    /// there is none; later runs change no more of it than the features, between two comment lines. A
    /// `README.md` without our first line is left as it is.
    ///
    /// A name that cargo would not take is an error of [`generate`](Self::generate).
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

    /// Makes the crate of [`named_crate`](Self::named_crate) depend on the runtime in this folder; the
    /// default is the published version. It does nothing without a name, or where there is a
    /// `Cargo.toml` already.
    pub fn runtime_path(mut self, folder: impl Into<PathBuf>) -> Self {
        if let Some(package) = &mut self.package {
            package.runtime = manifest::Runtime::Path(folder.into());
        }
        self
    }

    /// Writes tests beside the crate of [`named_crate`](Self::named_crate), in `tests/examples`: what the
    /// document gives for examples is read as the types that are generated of it, and written again as the
    /// same JSON. A test that fails names the example, its place in the document and what differs.
    ///
    /// Examples that are not valid for their own schema are not tried. Only documents have examples to
    /// try: with a spec, or without the name of a crate, [`generate`](Self::generate) is an error.
    ///
    /// The tests need the feature `examples` of the runtime, which a `Cargo.toml` that is written anew has
    /// among its `[dev-dependencies]`. They run where all resources are compiled (the feature `default`).
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

    /// Reads the specs, and makes the output folder hold their client. Only what differs is
    /// written, and nothing at all where a spec has an error.
    pub fn generate(&self) -> Result<Report, GenerateError> {
        stack::deep(|| self.run(output::write))
    }

    /// Reads the specs, and tells what [`generate`](Self::generate) would write; writes nothing.
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
            // Messages show the way from where the command was called, and the code the way from the crate.
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

    /// Tests that are asked for and cannot be are a mistake.
    fn refuse_tests_of_nothing(&self) -> Result<(), GenerateError> {
        let is_document = !matches!(self.input, Input::Specs(_));
        if !self.example_tests || (is_document && self.package.is_some()) {
            return Ok(());
        }
        Err(GenerateError::of_crate(
            "tests of examples are made of a whole document, and are part of a crate that is generated whole: give an \
             OpenAPI document (`--openapi`) and the name of a crate (`--crate`), or ask for no such tests",
        ))
    }

    /// What is to be generated: the APIs of the specs, or the one of a document, with what there is to tell of it.
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
                // No module bears the name of a crate, and any folder may hold its one API.
                spec::read_one(folder, shown, &module_of(&package.name), sources, diagnostics)
            }
        };
        let complete = !diagnostics.has_errors();
        let said = self.overrides.read(sources, diagnostics);
        let wrong = said.apply(&mut spec.apis, None);
        // What is not there may stand in a file that could not be read.
        if complete {
            diagnostics.extend(wrong);
        }
        // What reads well is checked even where another file does not, so that one run shows all.
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

    /// How the client is set up: by what is asked for, or by the crate around the output folder.
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

    /// Returns what the head of each generated file says, as seen from the folder of the crate.
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

    /// Returns the command that does the same as this generator, called from the folder of the crate.
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

/// The JSON Schema of spec files, for editors, as text that ends with a line break.
pub fn schema() -> String {
    spec::schema()
}

/// A path as messages and generated files show it: relative where it can be, with forward slashes.
fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&current).unwrap_or(path);
    let path = path.to_string_lossy().replace('\\', "/");
    // It stands in comments, which end with their line.
    path.trim_end_matches('/').chars().filter(|c| !c.is_control()).collect()
}
