//! Renders a message as text for a terminal, in the style of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Place, plain};
use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{SourceId, Sources};

/// The maximum width of a line.
const WIDTH: usize = 120;

/// Renders one message with the lines that it is about, without a newline at the end. Control and direction characters
/// of files and messages are shown as signs, so that no text can control the terminal.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let excerpts = excerpts(diagnostic, sources);
    let mut group =
        Group::with_title(level.primary_title(plain(&diagnostic.message)).id(diagnostic.code));
    for excerpt in &excerpts {
        let mut snippet = Snippet::source(excerpt.text.as_str())
            .path(excerpt.path.as_str())
            .line_start(excerpt.line);
        for mark in &excerpt.marks {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet =
                snippet.annotation(kind.span(mark.range.clone()).label(mark.label.as_deref()));
        }
        group = group.element(snippet);
    }
    if let (None, Some(path)) = (diagnostic.span, &diagnostic.path) {
        group = group.element(Origin::path(plain(path)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(plain(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(WIDTH).render(&[group])
}

/// Renders all messages in the order of the files, each followed by an empty line.
pub fn render_all(diagnostics: &Diagnostics, sources: &Sources, color: bool) -> String {
    let mut sorted = diagnostics.clone();
    sorted.sort();
    sorted.iter().map(|diagnostic| render(diagnostic, sources, color) + "\n\n").collect()
}

/// Returns the lines to show: one excerpt for each file, that of the message's own place first.
fn excerpts(diagnostic: &Diagnostic, sources: &Sources) -> Vec<Excerpt> {
    let own = diagnostic.span.map(|span| Place {
        span,
        label: diagnostic.label.as_deref(),
        primary: true,
    });
    let others = diagnostic.notes.iter().map(|(span, text)| Place {
        span: *span,
        label: Some(text),
        primary: false,
    });
    let mut files: Vec<(SourceId, Vec<Place<'_>>)> = Vec::new();
    for place in own.into_iter().chain(others) {
        let id = place.span.source;
        match files.iter_mut().find(|(other, _)| *other == id) {
            Some((_, places)) => places.push(place),
            None => files.push((id, vec![place])),
        }
    }
    files.into_iter().map(|(id, places)| Excerpt::new(sources.get(id), &places)).collect()
}
