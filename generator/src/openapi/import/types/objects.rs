//! Objects: their fields, and other members.

use std::collections::{BTreeSet, HashSet};

use crate::openapi::import::read::normal_form::{Additional, Meaning};
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::Types;
use crate::openapi::import::types::values::another_name;
use crate::openapi::import::types::{Parts, any};
use crate::spec::model::{Field, Rust, Type, TypeParts};
use crate::words::key::{Key, Keyed};
use crate::words::limit::{Limit, Limits, Subject, counted};
use crate::words::naming::{self, Scope};

impl<'d> Types<'d> {
    pub(super) fn object(&mut self, meaning: &Meaning<'d>) -> Parts {
        if meaning.properties.is_empty() {
            let values = self.rest(meaning).unwrap_or_else(any);
            let limits = self.limits(meaning, Subject::Objects);
            return Parts::with(TypeParts { map: Some(values), limits, ..TypeParts::default() });
        }
        Parts(self.object_with_fields(meaning))
    }

    /// Returns an object with named fields, and with others if the schema allows them.
    pub(super) fn object_with_fields(&mut self, meaning: &Meaning<'d>) -> Box<TypeParts> {
        let fields = self.fields(meaning);
        let rest = self.rest(meaning);
        let mut limits = self.limits(meaning, Subject::Objects);
        if rest.is_none() {
            self.keep_to_fields(meaning, &fields, &mut limits);
        }
        Box::new(TypeParts {
            fields: Some(fields.into()),
            rest: rest.map(Box::new),
            limits,
            ..TypeParts::default()
        })
    }

    /// Leaves out how many members an object must have where no value that is sent can have as many: callers give the fields
    /// that are described, and no others.
    pub(in crate::openapi) fn keep_to_fields(
        &mut self,
        meaning: &Meaning<'d>,
        fields: &Keyed<Field>,
        limits: &mut Limits,
    ) {
        let sent = || fields.iter().filter(|(_, field)| !field.read_only);
        let all = sent().count() as u64;
        let required = sent().filter(|(key, _)| !key.optional).count() as u64;
        let impossible = |limit: &Limit| match limit {
            Limit::MinProperties(least) => *least > all,
            Limit::MaxProperties(most) => *most < required,
            _ => false,
        };
        for limit in limits.iter().filter(|limit| impossible(limit)) {
            let message = format!(
                "no value keeps to `{limit}`: {} can be sent, and {required} must be; it is left out",
                counted(all, "field"),
            );
            self.reader.loss(&meaning.at, "contradiction", message);
        }
        limits.retain(|limit| !impossible(limit));
    }

    /// Returns the type of members without a property, if the schema states that there are any; of several patterns any
    /// one.
    fn rest(&mut self, meaning: &Meaning<'d>) -> Option<Type> {
        let all = match &meaning.additional {
            Some(Additional::Of(all)) => all,
            Some(Additional::Any) => return Some(any()),
            // Without a statement about others, they may occur all the same, and have no meaning.
            Some(Additional::None) | None => return None,
        };
        let mut types: Vec<Type> = all.iter().map(|at| self.type_of(at)).collect();
        match types.len() {
            0 | 1 => types.pop(),
            _ => Some(Type::Full(self.union_of(types).0)),
        }
    }

    /// Returns the properties of an object as fields.
    pub(in crate::openapi::import) fn fields(&mut self, meaning: &Meaning<'d>) -> Keyed<Field> {
        let mut fields = Keyed::with_capacity(meaning.properties.len());
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for (wire, schemas) in meaning.properties.iter() {
            let place = schemas.first().copied().unwrap_or(meaning.at);
            if wire.is_empty() {
                self.reader.loss(
                    &place,
                    "odd-name",
                    "the name of a field is empty; the field is left out",
                );
                self.count_lost(&place, "odd-name");
                continue;
            }
            let rust = naming::value_name(wire, Scope::Free).plain().to_owned();
            let own_name =
                taken.contains(&rust).then(|| another_name(wire, |name| taken.contains(name)));
            taken.insert(own_name.clone().unwrap_or(rust));
            let (read_only, write_only) = self.directions(schemas);
            let mut unique: Vec<At<'d>> = Vec::with_capacity(schemas.len());
            for schema in schemas {
                if !unique.iter().any(|other| other.place() == schema.place()) {
                    unique.push(*schema);
                }
            }
            let mut type_ = self.type_of_all(&unique);
            if let (Some(name), Type::Full(parts)) = (own_name, &mut type_) {
                parts.rust = Some(Rust { name: Some(name), ..Rust::default() }.into());
            }
            let required = meaning.required.contains(wire);
            let both = read_only && write_only;
            let field = Field {
                read_only: read_only && !both,
                write_only: write_only && !both,
                ..Field::new(type_)
            };
            fields.insert(Key::new(wire, required), field);
        }
        self.without_property(meaning, &mut fields);
        fields
    }

    /// Adds required members without a description: callers can pass them as any JSON. A response may lack them, since
    /// nobody seems to check.
    fn without_property(&mut self, meaning: &Meaning<'d>, fields: &mut Keyed<Field>) {
        if meaning.properties.is_empty() || matches!(meaning.additional, Some(Additional::None)) {
            return;
        }
        let rust = |wire: &str| naming::value_name(wire, Scope::Free);
        for wire in &meaning.required {
            let taken = fields.keys().any(|key| rust(&key.wire) == rust(wire));
            if taken || wire.is_empty() {
                continue;
            }
            let message = format!(
                "`{wire}` is required but not described under `properties`; it becomes an optional field of any JSON"
            );
            self.reader.note(&meaning.at, "required-without-property", message);
            fields.insert(Key::new(*wire, false), Field::new(any()));
        }
    }

    /// Returns whether a property is read-only, and whether it is write-only.
    fn directions(&mut self, schemas: &[At<'d>]) -> (bool, bool) {
        let mut seen = HashSet::new();
        let mut open: Vec<At<'d>> = schemas.to_vec();
        let (mut read_only, mut write_only) = (false, false);
        while let Some(schema) = open.pop() {
            read_only |= schema.flag("readOnly");
            write_only |= schema.flag("writeOnly");
            if let Some((target, _)) = self.reference(&schema)
                && seen.insert(target.place())
            {
                open.push(target);
            }
            open.extend(schema.get("allOf").into_iter().flat_map(At::items));
        }
        (read_only, write_only)
    }
}
