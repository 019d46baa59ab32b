//! Documentation as attributes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, parse_quote};

use super::{prose, requires};
use crate::ir::Text;

/// Documentation that is being put together: blocks of lines with an empty line between them.
#[derive(Default)]
pub(in crate::emit) struct Docs(Vec<String>);

impl Docs {
    /// Starts with a text from the spec, or with our own sentence if there is none.
    pub(in crate::emit) fn of(text: &Text, otherwise: &str) -> Self {
        let mut docs = Self::default();
        match text.summary.as_deref().map(prose::sentence).filter(|summary| !summary.is_empty()) {
            Some(summary) => docs.own(&summary),
            None => docs.own(otherwise),
        }
        if let Some(description) = &text.description {
            docs.block(prose::lines(description));
        }
        docs
    }

    /// Adds a paragraph of our own Markdown.
    pub(in crate::emit) fn own(&mut self, text: &str) {
        self.block(prose::wrap(text, ""));
    }

    /// Adds a list of our own Markdown.
    pub(in crate::emit) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        self.block(
            items.into_iter().flat_map(|item| prose::wrap(&format!("- {item}"), "  ")).collect(),
        );
    }

    /// Adds lines as they are.
    pub(in crate::emit) fn block(&mut self, mut lines: Vec<String>) {
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if lines.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    /// Returns the attributes that stand before an item.
    pub(in crate::emit) fn attributes(&self) -> TokenStream {
        let lines = self.0.iter().map(|line| spaced(line));
        quote!(#(#[doc = #lines])*)
    }
}

/// Returns a paragraph behind the documentation that an item has.
pub(in crate::emit) fn after(text: &str) -> Vec<Attribute> {
    let mut docs = Docs(vec![String::new()]);
    docs.0.extend(prose::wrap(text, ""));
    let line = |line: &String| {
        let line = spaced(line);
        parse_quote!(#[doc = #line])
    };
    docs.0.iter().map(line).collect()
}

/// Returns documentation of one line.
pub(in crate::emit) fn line(text: &str) -> TokenStream {
    let mut docs = Docs::default();
    docs.own(text);
    docs.attributes()
}

/// Returns the first sentence of a text from the spec, or our own if there is none.
pub(in crate::emit) fn summary(text: &Text, otherwise: &str) -> TokenStream {
    let text = Text { summary: text.summary.clone(), ..Text::default() };
    Docs::of(&text, otherwise).attributes()
}

/// Returns a text from the spec with its limits.
pub(in crate::emit) fn described(text: &Text, otherwise: &str, rules: &[String]) -> TokenStream {
    let mut docs = Docs::of(text, otherwise);
    if !rules.is_empty() {
        docs.own(&rules.join(" "));
    }
    docs.attributes()
}

/// Returns `#[deprecated]`, with a note if the spec has one.
pub(in crate::emit) fn deprecated(text: &Text) -> TokenStream {
    match &text.deprecated {
        Some(Some(note)) => {
            let note = prose::sentence(note);
            quote!(#[deprecated(note = #note)])
        }
        Some(None) => quote!(#[deprecated]),
        None => TokenStream::new(),
    }
}

/// Returns the inner documentation of a module; `required` are the features of which it needs one.
pub(in crate::emit) fn module(
    text: &Text,
    title: &str,
    root: bool,
    required: &[String],
) -> Vec<Attribute> {
    let otherwise = if root {
        format!("The {}.", prose::sentence(title))
    } else {
        format!("A part of the {}.", prose::sentence(title))
    };
    let mut docs = Docs::of(text, &otherwise);
    if !required.is_empty() {
        docs.own(&requires(required));
    }
    docs.0
        .iter()
        .map(|line| {
            let line = spaced(line);
            parse_quote!(#![doc = #line])
        })
        .collect()
}

/// Returns a line with a leading space, since the printer writes it directly after the slashes.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}
