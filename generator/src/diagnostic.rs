//! Messages as data: what is wrong, where, and what to do about it.
//!
//! A stage collects its messages and continues as far as it can; the pipeline stops at the end of the stage. Only
//! [`render`] decides how a message looks in a terminal.

mod excerpt;
mod render;

use crate::source::{Sources, Span};

#[cfg(feature = "openapi")]
pub(crate) use excerpt::plain;
pub use render::{render, render_all};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of message in kebab-case, such as `unknown-key`.
    pub code: &'static str,
    /// Whether the message stops the run.
    pub severity: Severity,
    /// What is wrong, on one line.
    pub message: String,
    /// The place in a file.
    pub span: Option<Span>,
    /// The file or folder, if no text can be shown.
    pub path: Option<String>,
    /// A few words beside the place, which say what it is.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Related places, each with what it is.
    pub notes: Vec<(Span, String)>,
}

/// Whether a message stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The message stops the run.
    Error,
    /// The message does not stop the run.
    Warning,
}

impl Diagnostic {
    /// Creates a message that stops the run.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message.into())
    }

    /// Creates a message that does not stop the run.
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

    /// Sets the place in a file.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets the file or folder, if no text can be shown.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Sets the words beside the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.notes.push((span, text.into()));
        self
    }

    /// Returns the place of the message for programs: the file, and the line and column if they are known.
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

/// The place of a message, for programs.
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
    /// Creates an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Returns whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of messages.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether any message stops the run.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the messages in their present order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Sorts the messages by file and place, whatever stage they come from. Messages about a whole file or folder come
    /// first.
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
