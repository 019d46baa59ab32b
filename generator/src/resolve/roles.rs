//! The types that an API has for its answers: what all of them have in common, and what a failed call answers.

use super::Place;
use super::lift::Lifting;
use super::types::{Kind, Type, TypeId};

impl Lifting<'_, '_> {
    /// Looks up the envelope and the failure.
    pub(super) fn roles(&mut self) {
        let file = &self.facts.api.file.content;
        if let Some(envelope) = &file.envelope {
            // The envelope cannot be used as a type anywhere else.
            let named = self.facts.names.get(&envelope.type_);
            let type_ = named.map(|id| Type::plain(Kind::Named(*id)));
            let place = Place::root(&["envelope", "type"]);
            self.facts.envelope = self.object_named(&envelope.type_, type_, &place);
        }
        if let Some(failure) = &file.failure {
            let place = Place::root(&["failure", "type"]);
            self.facts.failure = self.object_named(&failure.type_, None, &place);
        }
    }

    fn object_named(&mut self, name: &str, known: Option<Type>, place: &Place) -> Option<TypeId> {
        let before = self.found.len();
        let type_ = known.unwrap_or_else(|| self.expression(name, place));
        match type_.kind {
            Kind::Named(id) if self.facts.is_object(&type_.kind) => Some(id),
            Kind::Any if self.found.len() > before || !self.facts.api.complete => None,
            _ => {
                self.found
                    .error("no-object", place, format!("`{name}` is not an object"))
                    .help("write the name of a type with `fields:`")
                    .add();
                None
            }
        }
    }
}
