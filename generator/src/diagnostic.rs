//! Messages as data: what is wrong, where, and what to do about it.
//!
//! A stage collects its diagnostics and goes on for as long as it can; the pipeline stops at the
//! stage's end. How a message looks in a terminal is decided in one place, [`render`].

mod excerpt;
mod render;

use crate::source::{Sources, Span};

#[cfg(feature = "openapi")]
pub(crate) use excerpt::plain;
pub use render::{render, render_all};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of message it is, in kebab-case, such as `unknown-key`.
    pub code: &'static str,
    /// Whether it stops the run.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// Which file or folder, where there is no text to point into.
    pub path: Option<String>,
    /// What the place is, in a few words beside it.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that have to do with it, and what they are.
    pub notes: Vec<(Span, String)>,
}

/// Whether a message stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

impl Diagnostic {
    /// A message that stops the run.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// A message that does not stop the run.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message.into())
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            span: None,
            path: None,
            label: None,
            help: None,
            notes: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says which file or folder, where there is no text to point into.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Says what the place is, in a few words beside it.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shows another place that has to do with it.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push((span, text.into()));
        self
    }

    /// Where the message stands, for programs: the file, and the line and column where there are any.
    pub fn location(&self, sources: &Sources) -> Option<Location> {
        let Some(span) = self.span else {
            return self.path.clone().map(|file| Location { file, line: None, column: None });
        };
        let source = sources.get(span.source);
        let position = source.position(span.start);
        Some(Location {
            file: source.path.clone(),
            line: Some(position.line),
            column: Some(position.column),
        })
    }
}

/// Where a message stands, for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path as messages show it.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
}

/// The messages of a run, or of a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// No messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether there is no message at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether any of the messages stops the run.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The messages in their present order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Puts them in the order of the files and of the places in each, whatever stage they are from;
    /// messages about a whole file or folder stand first.
    pub fn sort(&mut self) {
        self.list.sort_by(|left, right| {
            let key = |diagnostic: &Diagnostic| {
                (diagnostic.span.map(|span| (span.source, span.start)), diagnostic.severity)
            };
            key(left)
                .cmp(&key(right))
                .then_with(|| left.path.cmp(&right.path))
                .then_with(|| left.code.cmp(right.code))
                .then_with(|| left.message.cmp(&right.message))
        });
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.list.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(diagnostics: T) -> Self {
        Self { list: diagnostics.into_iter().collect() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
