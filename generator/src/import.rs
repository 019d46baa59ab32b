//! From an `OpenAPI` document to a spec that can be edited by hand.

#[cfg(feature = "example-tests")]
mod examples;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::check::{self, checked};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document;
use crate::openapi::report::ImportReport;
use crate::openapi::{self, Options};
use crate::output;
use crate::overrides::Overrides;
use crate::source::Sources;
use crate::spec;
use crate::stack::deep;
use crate::{ExampleReport, GenerateError};

/// Turns an `OpenAPI` 3.0 or 3.1 document, JSON or YAML, into a folder of spec files. Requires the feature `openapi`.
///
/// # Example
///
/// ```no_run
/// let imported = clientwright::Import::new("acme.json", "spec/acme").client_param("account_id").run()?;
/// println!("{}", imported.report);
/// # Ok::<(), clientwright::GenerateError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "an import does nothing until it is run"]
pub struct Import {
    document: PathBuf,
    out_dir: PathBuf,
    options: Options,
    overrides: Overrides,
    force: bool,
}

/// The result of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The findings: what was imported, what was lost, and where.
    pub report: ImportReport,
    /// The files that were written, below the folder.
    pub written: Vec<String>,
    /// The files that were already up to date.
    pub unchanged: Vec<String>,
    /// The files that were removed, which happens with [`Import::force`] only.
    pub removed: Vec<String>,
}

impl Import {
    /// Creates an import of a document into a folder. The folder's name becomes that of the API's module: `spec/acme`.
    pub fn new(document: impl Into<PathBuf>, out_dir: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: out_dir.into(),
            options: Options::default(),
            overrides: Overrides::new(),
            force: false,
        }
    }

    /// Imports only the operations below this path or with this tag. Can be called several times; the default is all
    /// operations.
    pub fn only(mut self, part: impl Into<String>) -> Self {
        self.options.only.push(part.into());
        self
    }

    /// Makes this path parameter one that is set once on the client. Can be called several times.
    pub fn client_param(mut self, name: impl Into<String>) -> Self {
        self.options.client_params.push(name.into());
        self
    }

    /// Adds overrides of types, endpoints and formats, which are written into the spec beside them. Can be called
    /// several times.
    pub fn overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = self.overrides.and(overrides);
        self
    }

    /// Sets whether spec files in the folder are replaced, and removed if the import does not write them. By default
    /// such files are an error if they differ, since they may have been edited by hand.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Reads the document and writes the spec. If there is any error, nothing is written.
    pub fn run(&self) -> Result<Imported, GenerateError> {
        let mut sources = Sources::new();
        let folder = match folder_name(&self.out_dir) {
            Ok(folder) => folder,
            Err(diagnostics) => return Err(GenerateError::document(diagnostics, sources)),
        };
        let options = Options { folder, ..self.options.clone() };
        let taken = take(&self.document, &options, &self.overrides, &mut sources)?;
        let files = spec::write(&taken.api);
        if let Some(diagnostics) = too_large(&files).or_else(|| too_deep(&taken.api)) {
            return Err(GenerateError::document(diagnostics, sources));
        }
        let changes = output::write_specs(&self.out_dir, &files, self.force)
            .map_err(GenerateError::output)?;
        Ok(Imported {
            report: taken.report,
            written: changes.written,
            unchanged: changes.unchanged,
            removed: changes.removed,
        })
    }
}

/// The import of a document.
pub(crate) struct Taken {
    pub(crate) api: spec::Api,
    pub(crate) checked: checked::Api,
    pub(crate) report: ImportReport,
    /// The document's examples, if they are wanted.
    pub(crate) examples: Option<ExampleReport>,
}

/// The maximum number of times that what the check refuses is left out. Each round leaves something out, so this is
/// only a bound.
const ROUNDS: usize = 50;

/// Reads a document, and leaves out what the check refuses.
pub(crate) fn take(
    path: &Path,
    options: &Options,
    overrides: &Overrides,
    sources: &mut Sources,
) -> Result<Taken, GenerateError> {
    let sources = Mutex::new(sources);
    deep(|| {
        let mut sources = sources.lock().unwrap_or_else(PoisonError::into_inner);
        read_and_check(path, options, overrides, &mut sources)
    })
}

fn read_and_check(
    path: &Path,
    options: &Options,
    overrides: &Overrides,
    sources: &mut Sources,
) -> Result<Taken, GenerateError> {
    let mut wrong = Diagnostics::default();
    let said = overrides.read(sources, &mut wrong);
    if wrong.has_errors() {
        return Err(GenerateError::overrides(wrong, std::mem::take(sources)));
    }
    let (formats, overridden) = (said.formats(), said.pointers());
    let options = &Options { formats, overridden, ..options.clone() };
    let read = document::read(path, &crate::shown(path), sources).and_then(|document| {
        openapi::import(&document, options).map(|imported| (document, imported))
    });
    let (document, mut imported) = match read {
        Ok(read) => read,
        Err(diagnostics) => {
            return Err(GenerateError::document(diagnostics, std::mem::take(sources)));
        }
    };
    let places = imported.places();
    let wrong = said.apply(std::slice::from_mut(&mut imported.api), Some(&places));
    if wrong.has_errors() {
        return Err(GenerateError::overrides(wrong, std::mem::take(sources)));
    }
    for _ in 0..ROUNDS {
        let mut diagnostics = Diagnostics::default();
        let spec = spec::Spec { apis: vec![imported.api] };
        let checked = check::check(&spec, sources, &mut diagnostics).pop();
        let Some(api) = spec.apis.into_iter().next() else { break };
        imported.api = api;
        if let Some(mut checked) = checked.filter(|_| !diagnostics.has_errors()) {
            let report = ImportReport::new(&imported.findings, &document, sources);
            let found = std::mem::take(&mut imported.examples);
            let operations = &imported.findings.operations;
            let examples =
                options.examples.then(|| take_examples(&document, found, operations, &mut checked));
            return Ok(Taken { api: imported.api, checked, report, examples });
        }
        // An error in overrides is the user's, not one of the document.
        let of_user: Diagnostics = diagnostics.iter().filter_map(|each| said.own(each)).collect();
        if of_user.has_errors() {
            return Err(GenerateError::overrides(of_user, std::mem::take(sources)));
        }
        if !imported.leave_out(&diagnostics) {
            // A place in the model does not exist in the document.
            let plain = diagnostics.iter().map(|each| {
                let message =
                    format!("the spec that the document gives is not valid: {}", each.message);
                let error = Diagnostic::error(each.code, message);
                match &each.help {
                    Some(help) => error.help(help),
                    None => error,
                }
            });
            let plain = plain.collect();
            return Err(GenerateError::document(plain, std::mem::take(sources)));
        }
    }
    let message = format!(
        "the spec that the document gives is still not valid after {ROUNDS} rounds of leaving out what the check refuses"
    );
    let error =
        Diagnostic::error("refused", message).help("import a part of the document with `--only`");
    Err(GenerateError::document(Diagnostics::from_iter([error]), std::mem::take(sources)))
}

/// Returns an error if a spec file is larger than what can be read back.
fn too_large(files: &BTreeMap<String, String>) -> Option<Diagnostics> {
    let (name, text) = files.iter().max_by_key(|(_, text)| text.len())?;
    if text.len() as u64 <= spec::LARGEST_FILE {
        return None;
    }
    let most = spec::LARGEST_FILE / 1024 / 1024;
    let message = format!(
        "`{name}` of the spec would have {} MiB, and a spec file can have at most {most} MiB",
        text.len().div_ceil(1024 * 1024)
    );
    let error = Diagnostic::error("too-large", message).help("import a part of the document with `--only`, or generate a crate from it directly: `clientwright generate --openapi`");
    Some(Diagnostics::from_iter([error]))
}

/// Returns an error if types are nested deeper than what can be read back.
fn too_deep(api: &spec::Api) -> Option<Diagnostics> {
    let (name, depth) = spec::deepest(api);
    if depth <= spec::DEEPEST {
        return None;
    }
    let most = spec::DEEPEST;
    let message = format!(
        "`{name}` of the spec would nest types {depth} deep, and a spec file can nest at most {most}"
    );
    let error = Diagnostic::error("too-deep", message).help("move inner schemas of the document to `components` and refer to them by `$ref`, or import a part of it with `--only`");
    Some(Diagnostics::from_iter([error]))
}

/// Adds the examples that are to be tested and the calls that are to be made to an API.
#[cfg(feature = "example-tests")]
fn take_examples(
    document: &document::Document,
    found: Vec<openapi::examples::Example>,
    operations: &[openapi::findings::Operation],
    api: &mut checked::Api,
) -> ExampleReport {
    let (examples, report) = examples::examples(document, found, api);
    api.examples = examples;
    api.calls = openapi::requests::calls(document, operations);
    report
}

/// Does nothing: without a validator of examples, nobody asks for them.
#[cfg(not(feature = "example-tests"))]
fn take_examples(
    _: &document::Document,
    _: Vec<openapi::examples::Example>,
    _: &[openapi::findings::Operation],
    _: &mut checked::Api,
) -> ExampleReport {
    ExampleReport::default()
}

impl ImportReport {
    /// Writes the report as [JSON](Self::json). An existing file is replaced.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), GenerateError> {
        output::save(path.as_ref(), &self.json()).map_err(GenerateError::output)
    }
}

/// Returns the name of the API's folder, which becomes the name of a module.
fn folder_name(folder: &Path) -> Result<String, Diagnostics> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if plain {
        return Ok(name);
    }
    let message = format!(
        "the folder of an API becomes a module in Rust, and `{name}` is not a valid name for one"
    );
    let error = Diagnostic::error("file-name", message)
        .at_path(crate::shown(folder))
        .help("use `a-z`, `0-9` and `_`, beginning with a letter: `--out spec/acme`");
    Err(Diagnostics::from_iter([error]))
}
