//! The errors of one API while they are collected.

use super::Place;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::spec;

/// What was found to be wrong with one API.
pub struct Found<'a> {
    api: &'a spec::Api,
    list: Diagnostics,
}

impl<'a> Found<'a> {
    /// Creates a list without errors.
    pub fn new(api: &'a spec::Api) -> Self {
        Self { api, list: Diagnostics::new() }
    }

    /// Returns the number of errors so far.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether an error points at a place in the text.
    pub fn is_at(&self, span: Span) -> bool {
        self.list.iter().any(|error| error.span == Some(span))
    }

    /// Begins an error at the value of a place.
    pub fn error(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
    ) -> Report<'_> {
        let diagnostic = Diagnostic::error(code, message).at(place.value(self.api));
        Report { list: &mut self.list, diagnostic }
    }

    /// Begins an error at the key of a place.
    pub fn error_at_key(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
    ) -> Report<'_> {
        let diagnostic = Diagnostic::error(code, message).at(place.key(self.api));
        Report { list: &mut self.list, diagnostic }
    }

    /// Returns the errors.
    pub fn into_diagnostics(self) -> Diagnostics {
        self.list
    }
}

/// An error on its way into the list.
#[must_use = "a report counts once it is added"]
pub struct Report<'f> {
    list: &'f mut Diagnostics,
    diagnostic: Diagnostic,
}

impl Report<'_> {
    /// Says what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.help(help);
        self
    }

    /// Points at another place that has to do with it.
    pub fn note(mut self, span: Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.note(span, text);
        self
    }

    /// Adds it, unless it is there already: what is used in several places is looked at from each of them.
    pub fn add(self) {
        let Diagnostic { code, span, message, .. } = &self.diagnostic;
        let same = |other: &Diagnostic| {
            other.span == *span && other.code == *code && other.message == *message
        };
        if !self.list.iter().any(same) {
            self.list.push(self.diagnostic);
        }
    }
}
