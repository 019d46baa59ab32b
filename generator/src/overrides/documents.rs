//! What an import asks of overrides, before it starts and when the check refuses a part.

use std::collections::BTreeSet;

use super::{Said, matching};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::spec::model::Named;

impl Said {
    /// Returns the types of the formats.
    pub(crate) fn formats(&self) -> Named<String> {
        let all = self.0.iter().flat_map(|document| &document.content.formats);
        all.map(|(format, type_)| (format.clone(), type_.clone())).collect()
    }

    /// Returns the JSON pointers of the overrides, without the `#`.
    pub(crate) fn pointers(&self) -> BTreeSet<String> {
        let all = self.0.iter().flat_map(|document| {
            document.content.types.keys().chain(document.content.endpoints.keys())
        });
        let pointers = all.filter_map(|key| key.strip_prefix('#'));
        let with_outer = pointers.flat_map(|pointer| {
            let outer = matching::divided(pointer).map(|(outer, _)| outer);
            std::iter::once(pointer).chain(outer)
        });
        with_outer.map(str::to_owned).collect()
    }

    /// Returns a message about an override, without its notes on places of the model, which a document does not have.
    pub(crate) fn own(&self, message: &Diagnostic) -> Option<Diagnostic> {
        let said = |span: &Span| self.0.iter().any(|document| document.source == span.source);
        let spans = message.span.iter().chain(message.notes.iter().map(|(span, _)| span));
        let span = spans.copied().find(said)?;
        Some(Diagnostic { span: Some(span), notes: Vec::new(), ..message.clone() })
    }
}
