//! Objects that have the fields of another, and the envelope's hole.

use std::collections::BTreeSet;

use super::Checking;
use super::LONGEST_CHAIN;
use super::checked::{Envelope, Field, Kind, Shape, Type, TypeBox, TypeId, Union};
use super::names::BUILT_IN;
use super::place::Place;
use crate::spec::nearest;
use crate::words::key::Key;

/// How many parts of a type are compared with those of another.
const MOST_PARTS: usize = 64;

impl Checking<'_> {
    /// Puts the fields of what an object extends before its own.
    pub(super) fn extend_objects(&mut self) {
        let ids: Vec<TypeId> = self.bases.keys().copied().collect();
        if self.find_long_chains(&ids) {
            return;
        }
        let mut done = BTreeSet::new();
        for id in ids {
            self.extend(id, &mut Vec::new(), &mut done);
        }
    }

    /// A chain is followed to its end, which must be in reach.
    fn find_long_chains(&mut self, ids: &[TypeId]) -> bool {
        let base = |id: &TypeId| self.names.get(&self.bases.get(id)?.0).copied();
        let length = |id: &TypeId| {
            std::iter::successors(Some(*id), base).skip(1).take(LONGEST_CHAIN + 2).count()
        };
        // A circle is as long as is looked at, and an error of its own.
        let long: Vec<TypeId> =
            ids.iter().copied().filter(|id| length(id) == LONGEST_CHAIN + 1).collect();
        for id in &long {
            let (_, place) = self.bases[id].clone();
            let name = self.definitions[id.0].name.clone();
            self.error(
                "long-chain",
                &place,
                format!("`{name}` extends more than {LONGEST_CHAIN} objects in a row"),
            )
            .help("put some of the objects together")
            .add();
        }
        !long.is_empty()
    }

    fn extend(&mut self, id: TypeId, open: &mut Vec<TypeId>, done: &mut BTreeSet<TypeId>) {
        if done.contains(&id) {
            return;
        }
        let Some((base, place)) = self.bases.get(&id).cloned() else { return };
        if open.contains(&id) {
            let name = self.definitions[id.0].name.clone();
            self.error("endless-extends", &place, format!("`{name}` extends itself"))
                .help("take one `extends` out of the circle")
                .add();
            done.insert(id);
            return;
        }
        let Some(&base_id) = self.names.get(&base) else {
            if BUILT_IN.contains(&base.as_str()) {
                self.extends_no_object(&base, &place);
            }
            if BUILT_IN.contains(&base.as_str()) || !self.api.complete {
                return;
            }
            let known: Vec<String> = self.names.keys().cloned().collect();
            let help = match nearest(&base, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "define it under `types:` in any file of this API".to_owned(),
            };
            self.error("unknown-type", &place, format!("no type is called `{base}`"))
                .help(help)
                .add();
            return;
        };
        open.push(id);
        self.extend(base_id, open, done);
        open.pop();
        let Shape::Object { fields: inherited, rest: others, .. } =
            &self.definitions[base_id.0].shape
        else {
            self.extends_no_object(&base, &place);
            return;
        };
        let (inherited, others) = (inherited.clone(), others.clone());
        if let Shape::Object { fields, rest, .. } = &mut self.definitions[id.0].shape {
            *fields = merged(inherited, std::mem::take(fields));
            *rest = rest.take().or(others);
        }
        done.insert(id);
    }

    fn extends_no_object(&mut self, base: &str, place: &Place) {
        self.error(
            "extends-kind",
            place,
            format!("`{base}` is no object, so it has no fields to take over"),
        )
        .help("extend an object, or use the type in a field")
        .add();
    }

    /// Where a field of an object stands, be it its own or one that it takes over.
    pub(super) fn place_of_field(&self, object: TypeId, wire: &str) -> Place {
        let (mut id, mut seen) = (object, BTreeSet::new());
        while seen.insert(id) {
            let fields = self.defined_at[id.0].child("fields");
            let places = [true, false].map(|required| fields.of(&Key::new(wire, required)));
            if let Some(place) = places.into_iter().find(|place| place.exists(self.api)) {
                return place;
            }
            match self.bases.get(&id).and_then(|(base, _)| self.names.get(base)) {
                Some(&base) => id = base,
                None => break,
            }
        }
        self.defined_at[object.0].clone()
    }

    /// The tag of a union is text, also where a case has it as a field of its own and writes it.
    pub(super) fn find_tags_in_cases(&mut self) {
        for user in 0..self.definitions.len() {
            let Shape::Union(Union { tag: Some(tag), cases, .. }) = &self.definitions[user].shape
            else {
                continue;
            };
            let (tag, cases) = (tag.clone(), cases.clone());
            for (_, case) in cases {
                let Kind::Named(id) = self.base(&case.kind) else { continue };
                let Shape::Object { fields, .. } = &self.definitions[id.0].shape else { continue };
                let own = fields.iter().find(|field| field.wire == tag);
                if own.is_some_and(|field| !self.is_text_or_enum(&field.type_.kind)) {
                    let place = self.place_of_field(id, &tag);
                    let union = self.defined_at[user].child("tag").value(self.api);
                    self.error_at_key(
                        "tag-as-field",
                        &place,
                        format!(
                            "`{tag}` is the tag of `{}`, and no text here",
                            self.definitions[user].name
                        ),
                    )
                    .note(union, "the tag")
                    .help("take it out of the fields, so that the union writes it, or let it be a string or an enum")
                    .add();
                }
            }
        }
    }

    fn is_text_or_enum(&self, kind: &Kind) -> bool {
        match self.base(kind) {
            Kind::String => true,
            Kind::Named(id) => {
                matches!(self.definitions[id.0].shape, Shape::Text { .. } | Shape::Enum(_))
            }
            _ => false,
        }
    }

    /// Cases that are the same behind their names: the second would never be tried.
    pub(super) fn find_same_cases(&mut self) {
        for user in 0..self.definitions.len() {
            let Shape::Union(Union { tag: None, cases, .. }) = &self.definitions[user].shape else {
                continue;
            };
            let kinds: Vec<Kind> = cases
                .iter()
                .map(|(_, case)| self.behind_aliases(&case.kind, &mut { MOST_PARTS }))
                .collect();
            let same = (1..kinds.len()).filter(|&index| kinds[..index].contains(&kinds[index]));
            for index in same.collect::<Vec<_>>() {
                let place = self.defined_at[user].child("union").child(&index.to_string());
                self.error("same-case", &place, "this case can't be told from one before it")
                    .help("keep one of them")
                    .add();
            }
        }
    }

    /// A kind with no alias in it; aliases that go round in a circle are told of elsewhere. `left` bounds how many parts
    /// are looked behind: tuples of tuples have more than there is room for.
    fn behind_aliases(&self, kind: &Kind, left: &mut usize) -> Kind {
        let Some(fewer) = left.checked_sub(1) else { return Kind::Any };
        *left = fewer;
        let mut inner = |held: &TypeBox| {
            let kind = self.behind_aliases(&held.0.kind, left);
            Box::new(TypeBox(Type { nullable: held.0.nullable, ..Type::plain(kind) }))
        };
        match self.base(kind) {
            Kind::List(item) => Kind::List(inner(&item)),
            Kind::Tuple(items) => Kind::Tuple(items.iter().map(|item| *inner(item)).collect()),
            Kind::Map(value) => Kind::Map(inner(&value)),
            other => other,
        }
    }

    /// Makes the field that holds an endpoint's data the envelope's hole.
    pub(super) fn open_envelope(&mut self, envelope: Option<&Envelope>) {
        let Some(envelope) = envelope else { return };
        let id = envelope.type_;
        if let Shape::Object { hole, .. } = &mut self.definitions[id.0].shape {
            *hole = Some(envelope.data.clone());
        }
        let Some((way, _)) = &envelope.success else { return };
        let Shape::Object { fields, .. } = &self.definitions[id.0].shape else { return };
        let first = way.split('.').next().unwrap_or(way);
        // An empty way has been told of.
        if first.is_empty()
            || first == envelope.data
            || fields.iter().any(|field| field.wire == first)
        {
            return;
        }
        let name = self.definitions[id.0].name.clone();
        let help = match nearest(first, fields.iter().map(|field| field.wire.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{first}` to `{name}`, so that whoever asks for it sees it"),
        };
        let place = Place::root(&["envelope", "success", "field"]);
        self.error("envelope-success", &place, format!("`{name}` has no field `{first}`"))
            .help(help)
            .add();
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
