//! The event pass: from the text of a file to a tree whose keys and values have spans.
//!
//! It knows YAML and nothing of the spec language. YAML that parsers disagree about, or that hides what a
//! file means, is refused here: aliases, merge keys, tags, duplicate keys, several documents.

mod build;
mod characters;
mod quotes;
mod syntax;
mod tabs;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::node::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use build::Builder;

/// The maximum depth of nested lists and mappings. Ten levels are unusual by hand, since types nest by name; imported types
/// nest as they do in their document. Later passes are recursive, so the depth must be bounded.
pub const DEPTH: usize = 64;

/// Returns the tree of a file, unless the text is empty or not YAML.
pub(super) fn read(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    characters::check(text, source, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let offsets = Offsets::new(text, source);
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok((event, span)) => (event, offsets.span(span)),
            Err(error) => {
                builder.finish(diagnostics);
                diagnostics.push(syntax::explain(&error, text, &offsets, &builder));
                return None;
            }
        };
        match event {
            Event::DocumentStart(_) if builder.has_root() => {
                diagnostics.push(
                    Diagnostic::error(
                        "several-documents",
                        "a spec file must be a single YAML document",
                    )
                    .at(span)
                    .label("a second document starts here")
                    .help("move what follows to another file, or remove the `---`"),
                );
                break;
            }
            Event::Scalar(text, style, anchor, tag) => {
                builder.node(span, anchor, tag.is_some());
                builder.scalar(text.into_owned(), style == ScalarStyle::Plain, span);
            }
            Event::SequenceStart(anchor, tag) => {
                builder.node(span, anchor, tag.is_some());
                builder.open_sequence(span);
            }
            Event::MappingStart(anchor, tag) => {
                builder.node(span, anchor, tag.is_some());
                builder.open_mapping(span);
            }
            Event::Alias(anchor) => builder.alias(anchor, span),
            Event::SequenceEnd | Event::MappingEnd => builder.close(span),
            _ => {}
        }
        if builder.depth() > DEPTH {
            builder.finish(diagnostics);
            diagnostics.push(
                Diagnostic::error(
                    "too-deep",
                    format!("lists and mappings are nested more than {DEPTH} levels deep"),
                )
                .at(span)
                .help("move inner types to `types:` and refer to them by name"),
            );
            return None;
        }
    }
    builder.finish(diagnostics);
    let root = builder.into_root();
    if root.is_none() {
        diagnostics.push(
            Diagnostic::error("empty-file", "the file is empty")
                .at(Span::new(source, 0, 0))
                .help("describe the resource, or remove the file; a folder is a resource without a file of its own"),
        );
    }
    root
}

/// From the parser's positions, which count characters, to byte offsets.
#[derive(Debug)]
struct Offsets {
    source: SourceId,
    /// Where each character starts; of plain ASCII there is nothing to look up.
    bytes: Option<Vec<usize>>,
    end: usize,
}

impl Offsets {
    fn new(text: &str, source: SourceId) -> Self {
        let bytes =
            (!text.is_ascii()).then(|| text.char_indices().map(|(offset, _)| offset).collect());
        Self { source, bytes, end: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).copied().unwrap_or(self.end),
            None => character.min(self.end),
        }
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        Span::new(self.source, self.byte(span.start.index()), self.byte(span.end.index()))
    }
}
