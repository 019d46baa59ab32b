//! Objects that have the fields of another, and the envelope's hole.

use super::Checking;
use super::checked::{Envelope, Field, Kind, Shape, TypeId, Union};
use crate::spec::nearest;

impl Checking<'_> {
    /// Puts the fields of what an object extends before its own.
    pub(super) fn extend_objects(&mut self) {
        let ids: Vec<TypeId> = self.bases.keys().copied().collect();
        let mut done: Vec<TypeId> = Vec::new();
        for id in ids {
            self.extend(id, &mut Vec::new(), &mut done);
        }
    }

    fn extend(&mut self, id: TypeId, open: &mut Vec<TypeId>, done: &mut Vec<TypeId>) {
        if done.contains(&id) {
            return;
        }
        let Some((base, place)) = self.bases.get(&id).cloned() else { return };
        if open.contains(&id) {
            let name = self.definitions[id.0].name.clone();
            self.error("endless-extends", &place, format!("`{name}` extends itself")).help("take one `extends` out of the circle").add();
            done.push(id);
            return;
        }
        let Some(&base_id) = self.names.get(&base) else {
            let known: Vec<String> = self.names.keys().cloned().collect();
            let help = match nearest(&base, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it under `types:` in any file of this API".to_owned(),
            };
            self.error("unknown-type", &place, format!("no type is called `{base}`")).help(help).add();
            return;
        };
        open.push(id);
        self.extend(base_id, open, done);
        open.pop();
        let Shape::Object { fields: inherited, .. } = &self.definitions[base_id.0].shape else {
            self.error("extends-kind", &place, format!("`{base}` is no object, so it has no fields to take over"))
                .help("extend an object, or use the type in a field")
                .add();
            return;
        };
        let inherited = inherited.clone();
        if let Shape::Object { fields, .. } = &mut self.definitions[id.0].shape {
            *fields = merged(inherited, std::mem::take(fields));
        }
        done.push(id);
    }

    /// The tag of a union is written by the union, so that no case can hold another value of it.
    pub(super) fn find_tags_in_cases(&mut self) {
        for user in 0..self.definitions.len() {
            let Shape::Union(Union { tag: Some(tag), cases }) = &self.definitions[user].shape else { continue };
            let (tag, cases) = (tag.clone(), cases.clone());
            for (_, case) in cases {
                let Kind::Named(id) = self.base(&case.kind) else { continue };
                let Shape::Object { fields, .. } = &self.definitions[id.0].shape else { continue };
                if fields.iter().any(|field| field.wire == tag) {
                    let place = self.defined_at[id.0].child("fields").child(&tag);
                    let union = self.defined_at[user].child("tag").value(self.api);
                    self.error_at_key("tag-as-field", &place, format!("`{tag}` is the tag of `{}`, which writes it", self.definitions[user].name))
                        .note(union, "the tag")
                        .help("take it out of the fields")
                        .add();
                }
            }
        }
    }

    /// Makes the field that holds an endpoint's data the envelope's hole.
    pub(super) fn open_envelope(&mut self, envelope: Option<&Envelope>) {
        let Some(envelope) = envelope else { return };
        let id = envelope.type_;
        if let Shape::Object { hole, .. } = &mut self.definitions[id.0].shape {
            *hole = Some(envelope.data.clone());
        }
        for user in 0..self.definitions.len() {
            let shape = &self.definitions[user].shape;
            if mentions(shape, id) {
                let place = self.defined_at[user].clone();
                let name = self.definitions[id.0].name.clone();
                self.error("envelope-used", &place, format!("`{name}` is the envelope, which holds what each endpoint puts in it"))
                    .help("give what is used here a type of its own")
                    .add();
            }
        }
    }
}

/// A field of the same name takes the place of the one it replaces.
fn merged(mut base: Vec<Field>, own: Vec<Field>) -> Vec<Field> {
    for field in own {
        match base.iter_mut().find(|inherited| inherited.wire == field.wire) {
            Some(inherited) => *inherited = field,
            None => base.push(field),
        }
    }
    base
}

fn mentions(shape: &Shape, id: TypeId) -> bool {
    fn kind_mentions(kind: &Kind, id: TypeId) -> bool {
        match kind {
            Kind::Named(other) => *other == id,
            Kind::List(inner) | Kind::Map(inner) => kind_mentions(&inner.0.kind, id),
            _ => false,
        }
    }
    match shape {
        Shape::Object { fields, .. } => fields.iter().any(|field| kind_mentions(&field.type_.kind, id)),
        Shape::Union(union) => union.cases.iter().any(|(_, type_)| kind_mentions(&type_.kind, id)),
        Shape::Alias(type_) => kind_mentions(&type_.kind, id),
        Shape::Text { .. } | Shape::Enum(_) => false,
    }
}
