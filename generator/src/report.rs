//! The result of a run.

use std::fmt;
use std::time::Duration;

use crate::GenerateError;
use crate::diagnostic::{self, Diagnostics};
use crate::ir::Package;
#[cfg(feature = "openapi")]
use crate::openapi::report::ImportReport;
use crate::output::Changes;
use crate::source::Sources;

/// What a run did, or would do.
#[derive(Debug, Clone)]
pub struct Report {
    /// The number of APIs.
    pub apis: usize,
    /// The number of resources with endpoints.
    pub resources: usize,
    /// The number of endpoints.
    pub endpoints: usize,
    /// The number of types, including those that are written where they are used.
    pub types: usize,
    /// The files that were written, below the output folder.
    pub written: Vec<String>,
    /// The files that were already up to date.
    pub unchanged: Vec<String>,
    /// The files that were removed, since the spec no longer gives them.
    pub removed: Vec<String>,
    /// The warnings, as text for people.
    pub warnings: Vec<String>,
    /// The report on the `OpenAPI` document: what was imported, what was lost, and where. Requires the feature
    /// `openapi`.
    #[cfg(feature = "openapi")]
    pub import: Option<ImportReport>,
    /// The report on the document's examples, if tests of them were requested. Requires the feature `openapi`.
    #[cfg(feature = "openapi")]
    pub examples: Option<ExampleReport>,
    /// The duration of the run.
    pub elapsed: Duration,
}

/// The examples of a document, and which of them are tested. Requires the feature `openapi`.
#[cfg(feature = "openapi")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExampleReport {
    /// The number of examples beside the schemas of types, bodies and responses.
    pub found: usize,
    /// The number of examples that are tested. If the fields of a body are arguments of the call, each field counts.
    pub tried: usize,
    /// The number of tested examples with members that their schemas do not name, which may get lost.
    pub with_more: usize,
    /// The examples that are not valid for their own schema: the JSON pointer, and the reason.
    pub invalid: Vec<(String, String)>,
    /// The JSON pointers of the valid examples that no type of the client is for.
    pub untyped: Vec<String>,
}

#[cfg(feature = "openapi")]
impl ExampleReport {
    /// Adds the number of examples that a package tests.
    pub(crate) fn of(mut self, package: &Package) -> Self {
        for api in &package.apis {
            self.tried += api.examples.iter().map(|(_, examples)| examples.len()).sum::<usize>();
            self.untyped.extend(api.untyped_examples.iter().cloned());
        }
        self
    }
}

#[cfg(feature = "openapi")]
impl fmt::Display for ExampleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, tried, invalid, untyped, .. } = self;
        let s = if *found == 1 { "" } else { "s" };
        write!(
            f,
            "{found} example{s}: {tried} tested, {} not valid for their schema, {} without a type in the client",
            invalid.len(),
            untyped.len()
        )
    }
}

impl Report {
    pub(crate) fn new(
        package: &Package,
        changes: Changes,
        mut diagnostics: Diagnostics,
        sources: &Sources,
        elapsed: Duration,
    ) -> Self {
        diagnostics.sort();
        let modules = || package.apis.iter().flat_map(|api| &api.modules);
        Self {
            apis: package.apis.len(),
            resources: modules().filter(|module| !module.endpoints.is_empty()).count(),
            endpoints: modules().map(|module| module.endpoints.len()).sum(),
            types: modules().map(|module| module.types.len()).sum(),
            written: changes.written,
            unchanged: changes.unchanged,
            removed: changes.removed,
            warnings: diagnostics
                .iter()
                .map(|each| diagnostic::render(each, sources, false))
                .collect(),
            #[cfg(feature = "openapi")]
            import: None,
            #[cfg(feature = "openapi")]
            examples: None,
            elapsed,
        }
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn of_document(
        self,
        import: ImportReport,
        examples: Option<ExampleReport>,
        package: &Package,
    ) -> Self {
        let examples = examples.map(|examples| examples.of(package));
        Self { import: Some(import), examples, ..self }
    }

    /// Returns the report itself if the output folder is up to date, and otherwise an error that names the stale files
    /// and what to do. It is for builds that must not write, such as those in continuous integration.
    pub fn require_current(self) -> Result<Self, GenerateError> {
        if self.is_current() {
            Ok(self)
        } else {
            Err(GenerateError::stale(self.written, self.removed))
        }
    }

    /// Returns whether the output folder is up to date: the run neither wrote nor removed files, and would not.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, {}, {}, {}: {} written, {} unchanged, {} removed in {:.1} ms",
            counted(self.apis, "API"),
            counted(self.resources, "resource"),
            counted(self.endpoints, "endpoint"),
            counted(self.types, "type"),
            counted(self.written.len(), "file"),
            self.unchanged.len(),
            self.removed.len(),
            self.elapsed.as_secs_f64() * 1000.0,
        )
    }
}

fn counted(count: usize, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
