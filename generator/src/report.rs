//! What a run did.

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
    /// How many APIs there are.
    pub apis: usize,
    /// How many resources have anything to call.
    pub resources: usize,
    /// How many endpoints there are.
    pub endpoints: usize,
    /// How many types there are, those that are written where they are used included.
    pub types: usize,
    /// The files that were written, below the output folder.
    pub written: Vec<String>,
    /// The files that were as they should be.
    pub unchanged: Vec<String>,
    /// The files that were generated once, and are no longer.
    pub removed: Vec<String>,
    /// What is not wrong but worth a look, as text for people.
    pub warnings: Vec<String>,
    /// What was taken of an `OpenAPI` document, what was lost, and where. Requires the feature `openapi`.
    #[cfg(feature = "openapi")]
    pub import: Option<ImportReport>,
    /// What became of the document's examples, if tests of them were asked for. Requires the feature `openapi`.
    #[cfg(feature = "openapi")]
    pub examples: Option<ExampleReport>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What became of the examples of a document. Requires the feature `openapi`.
#[cfg(feature = "openapi")]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExampleReport {
    /// How many there are beside the schemas of types, bodies and answers.
    pub found: usize,
    /// How many the tests try: of a body whose fields are the call's own, each field for itself.
    pub tried: usize,
    /// How many examples that are tried have members that their schemas do not name, so that members may get lost.
    pub with_more: usize,
    /// Those that are not valid for their own schema: the place as a JSON pointer, and why.
    pub invalid: Vec<(String, String)>,
    /// The places of those that are valid, and that no type of the client is for.
    pub untyped: Vec<String>,
}

#[cfg(feature = "openapi")]
impl ExampleReport {
    /// The same with what is tried in a package.
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
            "{found} example{s}: {tried} to be tried, {} not valid for their schemas, {} of no type",
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

    /// The report itself where the output folder is current, else an error that names what is
    /// stale and how to mend it: for a build that must not write, such as one in continuous
    /// integration.
    pub fn require_current(self) -> Result<Self, GenerateError> {
        if self.is_current() {
            Ok(self)
        } else {
            Err(GenerateError::stale(self.written, self.removed))
        }
    }

    /// Whether the output folder holds what it should: nothing was written or removed, or would be.
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
