//! Where in an API's files something stands.

use crate::source::Span;
use crate::spec;

/// A file and the way to a value in it. The file 0 is `api.yaml`.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: usize,
    pointer: Vec<String>,
}

impl Place {
    pub(super) fn root(pointer: &[&str]) -> Self {
        Self::new(0, pointer)
    }

    pub(super) fn new(file: usize, pointer: &[&str]) -> Self {
        Self { file, pointer: pointer.iter().map(|&part| part.to_owned()).collect() }
    }

    pub(super) fn child(&self, key: &str) -> Self {
        let mut pointer = self.pointer.clone();
        pointer.push(key.to_owned());
        Self { file: self.file, pointer }
    }

    /// Whether it is a field that stands in a body itself.
    pub(super) fn is_in_a_body(&self) -> bool {
        matches!(self.pointer.as_slice(), [_, _, body, fields, _] if body == "body" && fields == "fields")
    }

    /// The place of the value, or of the nearest one around it.
    pub(super) fn value(&self, api: &spec::Api) -> Span {
        self.spans(api).value(&self.pointer)
    }

    /// Whether there is such a key or item.
    pub(super) fn exists(&self, api: &spec::Api) -> bool {
        self.spans(api).contains(&self.pointer)
    }

    /// The place of the key, or of the nearest one around it.
    pub(super) fn key(&self, api: &spec::Api) -> Span {
        self.spans(api).key(&self.pointer)
    }

    fn spans<'a>(&self, api: &'a spec::Api) -> &'a spec::Spans {
        match self.file.checked_sub(1) {
            None => &api.file.spans,
            Some(index) => &api.resources[index].spans,
        }
    }
}
