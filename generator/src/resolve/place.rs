//! Where in an API's files something stands.

use std::rc::Rc;

use crate::source::Span;
use crate::spec;
use crate::words::key::Key;

/// A file and the way to a value in it. The file 0 is `api.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub(super) file: usize,
    last: Option<Rc<Step>>,
}

/// One step of a way. Places share the steps that they have in common: there is one for nearly everything in a spec, and
/// hardly any is ever shown.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Step {
    key: Box<str>,
    before: Option<Rc<Step>>,
}

impl Place {
    pub fn root(pointer: &[&str]) -> Self {
        Self::new(0, pointer)
    }

    pub fn new(file: usize, pointer: &[&str]) -> Self {
        pointer.iter().fold(Self { file, last: None }, |place, part| place.child(part))
    }

    pub fn child(&self, key: &str) -> Self {
        let step = Step { key: key.into(), before: self.last.clone() };
        Self { file: self.file, last: Some(Rc::new(step)) }
    }

    /// Returns the place of a field or a parameter.
    pub fn of(&self, key: &Key) -> Self {
        self.child(&key.to_string())
    }

    /// Returns the keys from the file on.
    fn pointer(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.steps().map(|step| &*step.key).collect();
        keys.reverse();
        keys
    }

    /// Returns the place below it, where there is something there.
    pub fn below(&self, keys: &[&str], api: &spec::Api) -> Option<Self> {
        let spans = self.spans(api);
        if self.steps().count() + keys.len() > spans.longest() {
            return None;
        }
        let place = keys.iter().fold(self.clone(), |place, key| place.child(key));
        place.exists(api).then_some(place)
    }

    /// Returns the steps to it, the last one first.
    fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.last.as_deref(), |step| step.before.as_deref())
    }

    /// Returns whether it is a field that stands in a body itself.
    pub fn is_in_a_body(&self) -> bool {
        matches!(self.pointer().as_slice(), [_, _, "body", "fields", _])
    }

    /// Returns the place of the value, or of the nearest one around it.
    pub fn value(&self, api: &spec::Api) -> Span {
        self.spans(api).value(&self.pointer())
    }

    /// Returns whether there is such a key or item.
    pub fn exists(&self, api: &spec::Api) -> bool {
        let spans = self.spans(api);
        self.steps().count() <= spans.longest() && spans.contains(&self.pointer())
    }

    /// Returns the place of the key, or of the nearest one around it.
    pub fn key(&self, api: &spec::Api) -> Span {
        self.spans(api).key(&self.pointer())
    }

    fn spans<'a>(&self, api: &'a spec::Api) -> &'a spec::Spans {
        match self.file.checked_sub(1) {
            None => &api.file.spans,
            Some(index) => &api.resources[index].spans,
        }
    }
}
