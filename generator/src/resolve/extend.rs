//! Objects that have the fields of another, and the envelope's hole.

use std::collections::BTreeSet;

use super::lift::Lifting;
use super::names::BUILT_IN;
use super::types::{Field, Shape, TypeId};
use super::{LONGEST_CHAIN, Place};
use crate::spec::nearest;

impl Lifting<'_, '_> {
    /// Puts the fields of what an object extends before its own.
    pub(super) fn extend_objects(&mut self) {
        let ids: Vec<TypeId> = self.facts.bases.keys().copied().collect();
        if self.find_long_chains(&ids) {
            return;
        }
        let mut done = BTreeSet::new();
        for id in ids {
            self.extend(id, &mut Vec::new(), &mut done);
        }
    }

    /// Reports the chains of `extends` that are too long, and returns whether there are any.
    fn find_long_chains(&mut self, ids: &[TypeId]) -> bool {
        let base = |id: &TypeId| self.facts.names.get(&self.facts.bases.get(id)?.0).copied();
        let length = |id: &TypeId| {
            std::iter::successors(Some(*id), base).skip(1).take(LONGEST_CHAIN + 2).count()
        };
        // A circle is as long as is looked at, and an error of its own.
        let long: Vec<TypeId> =
            ids.iter().copied().filter(|id| length(id) == LONGEST_CHAIN + 1).collect();
        for id in &long {
            let (_, place) = self.facts.bases[id].clone();
            let name = self.facts.definitions[id.0].name.clone();
            self.found
                .error(
                    "long-chain",
                    &place,
                    format!("`{name}` extends more than {LONGEST_CHAIN} objects in a row"),
                )
                .help("merge some of these objects")
                .add();
        }
        !long.is_empty()
    }

    fn extend(&mut self, id: TypeId, open: &mut Vec<TypeId>, done: &mut BTreeSet<TypeId>) {
        if done.contains(&id) {
            return;
        }
        let Some((base, place)) = self.facts.bases.get(&id).cloned() else { return };
        if open.contains(&id) {
            let name = self.facts.definitions[id.0].name.clone();
            self.found
                .error(
                    "endless-extends",
                    &place,
                    format!("`{name}` extends itself, directly or through others"),
                )
                .help("remove one `extends` of the circle")
                .add();
            done.insert(id);
            return;
        }
        let Some(&base_id) = self.facts.names.get(&base) else {
            if BUILT_IN.contains(&base.as_str()) {
                self.extends_no_object(&base, &place);
            }
            if BUILT_IN.contains(&base.as_str()) || !self.facts.api.complete {
                return;
            }
            let known: Vec<String> = self.facts.names.keys().cloned().collect();
            let help = match nearest(&base, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it under `types:` in any file of this API".to_owned(),
            };
            self.found
                .error("unknown-type", &place, format!("the type `{base}` is not defined"))
                .help(help)
                .add();
            return;
        };
        open.push(id);
        self.extend(base_id, open, done);
        open.pop();
        let Shape::Object { fields: inherited, rest: others, limits: wider, .. } =
            &self.facts.definitions[base_id.0].shape
        else {
            self.extends_no_object(&base, &place);
            return;
        };
        let (inherited, others, wider) = (inherited.clone(), others.clone(), wider.clone());
        if let Shape::Object { fields, rest, limits, .. } = &mut self.facts.definitions[id.0].shape
        {
            *fields = merged(inherited, std::mem::take(fields));
            *rest = rest.take().or(others);
            *limits = wider.tightened(limits);
        }
        done.insert(id);
    }

    fn extends_no_object(&mut self, base: &str, place: &Place) {
        self.found
            .error(
                "extends-kind",
                place,
                format!("`{base}` is not an object, so it has no fields to inherit"),
            )
            .help("extend an object, or use the type in a field")
            .add();
    }

    /// Makes the field that holds an endpoint's data the envelope's hole.
    pub(super) fn open_envelope(&mut self) {
        let Some(envelope) = &self.facts.api.file.content.envelope else { return };
        let definition = self.facts.envelope.map(|id| &mut self.facts.definitions[id.0].shape);
        if let Some(Shape::Object { hole, .. }) = definition {
            *hole = Some(envelope.data.clone());
        }
    }
}

/// Returns the fields with the added ones, each of which replaces one of the same name in its place.
fn merged(mut base: Vec<Field>, own: Vec<Field>) -> Vec<Field> {
    for field in own {
        match base.iter_mut().find(|inherited| inherited.wire == field.wire) {
            Some(inherited) => *inherited = field,
            None => base.push(field),
        }
    }
    base
}
