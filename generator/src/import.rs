//! From a whole `OpenAPI` document to a spec that can be edited by hand.

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

/// What an import did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What was taken of the document, what was lost, and where.
    pub report: ImportReport,
    /// The files that were written, below the folder.
    pub written: Vec<String>,
    /// The files that were as they should be.
    pub unchanged: Vec<String>,
    /// The files that were removed, which takes [`Import::force`].
    pub removed: Vec<String>,
}

impl Import {
    /// An import of this document into this folder, whose name becomes that of the API's module:
    /// `spec/acme`.
    pub fn new(document: impl Into<PathBuf>, out_dir: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            out_dir: out_dir.into(),
            options: Options::default(),
            overrides: Overrides::new(),
            force: false,
        }
    }

    /// Takes only the operations below this path or with this tag; may be said several times. The
    /// default is all of them.
    pub fn only(mut self, part: impl Into<String>) -> Self {
        self.options.only.push(part.into());
        self
    }

    /// Makes this parameter of the paths one that is set once on the client; may be said several times.
    pub fn client_param(mut self, name: impl Into<String>) -> Self {
        self.options.client_params.push(name.into());
        self
    }

    /// Says more of types, endpoints and formats than the document: it is written into the spec, beside them. May be
    /// said several times.
    pub fn overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = self.overrides.and(overrides);
        self
    }

    /// Whether spec files that are in the folder already are replaced, and those that the import
    /// does not write removed. By default a folder with any that differ is an error, since they may
    /// have been edited by hand.
    pub fn force(mut self, force: bool) -> Self {
        self.force = force;
        self
    }

    /// Reads the document and writes the spec. Nothing is written where anything is wrong.
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

/// What was taken of a document.
pub(crate) struct Taken {
    pub(crate) api: spec::Api,
    pub(crate) checked: checked::Api,
    pub(crate) report: ImportReport,
    /// Of the document's examples, where they are wanted.
    pub(crate) examples: Option<ExampleReport>,
}

/// How often what the check refuses is left out at most. Each time something is, so that this is only a bound.
const ROUNDS: usize = 50;

/// Reads a document, and leaves out of it what the check refuses.
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
        // What a user says of the document is no oddity of it.
        let of_user: Diagnostics = diagnostics.iter().filter_map(|each| said.own(each)).collect();
        if of_user.has_errors() {
            return Err(GenerateError::overrides(of_user, std::mem::take(sources)));
        }
        if !imported.leave_out(&diagnostics) {
            // A place in the model is none in the document.
            let plain = diagnostics.iter().map(|each| {
                let message = format!("the spec made of the document is refused: {}", each.message);
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
    let message = "the spec made of the document is refused again and again";
    let error = Diagnostic::error("refused", message).help("take a part of it with `--only`");
    Err(GenerateError::document(Diagnostics::from_iter([error]), std::mem::take(sources)))
}

/// What of the spec would be refused when it is read.
fn too_large(files: &BTreeMap<String, String>) -> Option<Diagnostics> {
    let (name, text) = files.iter().max_by_key(|(_, text)| text.len())?;
    if text.len() as u64 <= spec::LARGEST_FILE {
        return None;
    }
    let most = spec::LARGEST_FILE / 1024 / 1024;
    let message = format!(
        "`{name}` of the spec would have {} MiB, and a spec file has at most {most}",
        text.len().div_ceil(1024 * 1024)
    );
    let error = Diagnostic::error("too-large", message).help("take a part of the document with `--only`, or generate a crate of it directly: `clientwright generate --openapi`");
    Some(Diagnostics::from_iter([error]))
}

/// The same of types that stand too deep within each other.
fn too_deep(api: &spec::Api) -> Option<Diagnostics> {
    let (name, depth) = spec::deepest(api);
    if depth <= spec::DEEPEST {
        return None;
    }
    let most = spec::DEEPEST;
    let message = format!(
        "in `{name}` of the spec types would stand {depth} deep within each other, and a spec file takes {most}"
    );
    let error = Diagnostic::error("too-deep", message).help("move inner schemas of the document to `components` and refer to them by `$ref`, or take a part of it with `--only`");
    Some(Diagnostics::from_iter([error]))
}

/// Gives an API the examples that are to be tried, and the calls that are to be made.
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

/// Without a judge of what is valid nobody asks for examples.
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
    /// Writes the report as [JSON](Self::json); a file that is there is replaced as a whole.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), GenerateError> {
        output::save(path.as_ref(), &self.json()).map_err(GenerateError::output)
    }
}

/// The name of the API's folder, which becomes that of a module.
fn folder_name(folder: &Path) -> Result<String, Diagnostics> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if plain {
        return Ok(name);
    }
    let message =
        format!("the name of an API's folder becomes a name in Rust, and `{name}` cannot");
    let error = Diagnostic::error("file-name", message)
        .at_path(crate::shown(folder))
        .help("names are made of `a-z`, `0-9` and `_`, from a letter on: `--out spec/acme`");
    Err(Diagnostics::from_iter([error]))
}
