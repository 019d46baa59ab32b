//! Why a client could not be generated.

use std::fmt;

use crate::diagnostic::{self, Diagnostics};
use crate::output::OutputError;
use crate::source::Sources;

/// Why a client could not be generated. Its text is for people: it shows each error of a spec with file, line, column,
/// the line itself, and what to do.
pub struct GenerateError(Kind);

enum Kind {
    Spec { what: &'static str, diagnostics: Diagnostics, sources: Sources },
    Output(OutputError),
    Crate(String),
    Stale { written: Vec<String>, removed: Vec<String> },
}

impl GenerateError {
    pub(crate) fn spec(mut diagnostics: Diagnostics, sources: Sources) -> Self {
        diagnostics.sort();
        Self(Kind::Spec { what: "spec", diagnostics, sources })
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn document(mut diagnostics: Diagnostics, sources: Sources) -> Self {
        diagnostics.sort();
        Self(Kind::Spec { what: "document", diagnostics, sources })
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn overrides(mut diagnostics: Diagnostics, sources: Sources) -> Self {
        diagnostics.sort();
        Self(Kind::Spec { what: "overrides", diagnostics, sources })
    }

    pub(crate) fn output(error: OutputError) -> Self {
        Self(Kind::Output(error))
    }

    pub(crate) fn of_crate(why: impl fmt::Display) -> Self {
        Self(Kind::Crate(why.to_string()))
    }

    pub(crate) fn stale(written: Vec<String>, removed: Vec<String>) -> Self {
        Self(Kind::Stale { written, removed })
    }

    /// Returns whether a spec or a document is wrong, rather than the output folder.
    #[must_use]
    pub fn is_spec(&self) -> bool {
        matches!(self.0, Kind::Spec { .. })
    }

    /// Renders the whole text, with colours for a terminal if `color` is set.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        match &self.0 {
            Kind::Spec { what, diagnostics, sources } => {
                let errors = diagnostics
                    .iter()
                    .filter(|each| each.severity == diagnostic::Severity::Error)
                    .count();
                let count =
                    if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
                let text = diagnostic::render_all(diagnostics, sources, color);
                format!("{}\n\n{count} in the {what}; nothing was written.", text.trim_end())
            }
            Kind::Output(error) => error.to_string(),
            Kind::Crate(why) => why.clone(),
            Kind::Stale { written, removed } => {
                let stale = written.iter().map(|path| format!("  stale     {path}\n"));
                let left_over = removed.iter().map(|path| format!("  left over {path}\n"));
                let list: String = stale.chain(left_over).collect();
                format!("the generated client is out of date with its spec:\n{list}")
                    + "run `cargo build` without `CI` set, or `clientwright generate`, and commit the result"
            }
        }
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for GenerateError {
    /// Writes the text for people, so that a build script that unwraps shows the messages rather than the fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Spec { .. } | Kind::Crate(_) | Kind::Stale { .. } => None,
            Kind::Output(error) => std::error::Error::source(error),
        }
    }
}
