//! `oneOf` and `anyOf` as enums and unions: by a tag if something distinguishes the cases, and otherwise in an order in
//! which no case hides another.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::openapi::import::read::node::is_null;
use crate::openapi::import::read::normal_form::{ARRAY, Choice, Meaning, OBJECT};
use crate::openapi::import::read::pointer::{self, At};
use crate::openapi::import::types::Types;
use crate::openapi::import::types::{Parts, is_structure};
use crate::spec::model::{EnumValues, Type, TypeParts, UnionCases};
use crate::words::formats::{Target, TextType};
use crate::words::naming;

/// The maximum number of cases, above which no reader can distinguish them.
const MOST_CASES: usize = 400;

impl<'d> Types<'d> {
    /// Returns the type of a schema with cases; `None` if it has none.
    pub(super) fn choices(&mut self, meaning: &Meaning<'d>) -> Option<Parts> {
        let choice = meaning.choices.first()?.clone();
        if self.is_beside_the_point(meaning, &choice) {
            let message =
                "the cases describe objects, but the value is a list; the cases are ignored";
            self.reader.note(&meaning.at, "choice-of-others", message);
            return None;
        }
        if meaning.choices.len() > 1 {
            self.reader.loss(
                &meaning.at,
                "several-choices",
                "several choices apply together; only the first one counts",
            );
            for case in meaning.choices[1..].iter().flat_map(|choice| &choice.cases) {
                self.count_lost(case, "several-choices");
            }
        }
        if choice.cases.len() > MOST_CASES {
            self.reader.loss(
                &meaning.at,
                "many-cases",
                "there are too many cases to distinguish; the schema becomes any JSON",
            );
            self.count_lost(&meaning.at, "many-cases");
            return Some(Parts::of("any"));
        }
        if !meaning.properties.is_empty() {
            return Some(self.distributed(meaning, &choice));
        }
        let mut nullable = meaning.nullable;
        let mut cases = Vec::new();
        for case in &choice.cases {
            if is_null(case.value) {
                nullable = true;
            } else {
                cases.push(*case);
            }
        }
        let mut parts = match cases.as_slice() {
            [] => Parts::of("any"),
            [one] => {
                let type_ = self.type_of(one);
                Parts(parts_of(type_))
            }
            _ => {
                if let Some(parts) = self.tagged(&cases, choice.discriminator.as_ref()) {
                    parts
                } else {
                    let types = cases.iter().map(|case| self.type_of(case)).collect();
                    self.union_of(types)
                }
            }
        };
        parts.0.nullable |= nullable;
        Some(parts)
    }

    /// Returns whether the cases of a list's schema say nothing about lists: rules for members of objects do not apply
    /// to them.
    fn is_beside_the_point(&mut self, meaning: &Meaning<'d>, choice: &Choice<'d>) -> bool {
        meaning.kinds == ARRAY
            && !meaning.items.is_empty()
            && choice.cases.iter().all(|case| {
                let case = self.reader.meaning(case);
                case.is_object() && case.kinds & ARRAY == 0 && case.items.is_empty()
            })
    }

    /// Returns the union for cases beside properties, in which each case has the properties as well.
    fn distributed(&mut self, meaning: &Meaning<'d>, choice: &Choice<'d>) -> Parts {
        let mut base = meaning.clone();
        base.choices.clear();
        let mut types = Vec::new();
        let mut with_fields = Vec::new();
        // A value with properties is not null.
        for case in choice.cases.iter().filter(|case| !is_null(case.value)) {
            let inner = self.reader.meaning(case);
            let object = inner.kinds == 0 || inner.kinds & OBJECT != 0;
            if !object || !inner.choices.is_empty() {
                // There are too many cases, so only their common part is kept.
                self.reader.loss(
                    case,
                    "choice-beside-fields",
                    "cases beside `properties` are left out unless they are plain objects",
                );
                for case in &choice.cases {
                    self.count_lost(case, "choice-beside-fields");
                }
                return self.object_parts(&base);
            }
            with_fields.push(inner);
        }
        let plain = with_fields.iter().all(|inner| {
            inner.properties.is_empty()
                || inner.properties.names().all(|key| base.properties.contains(key))
        });
        if plain {
            // The cases only say which properties go together.
            for inner in &with_fields {
                for (name, schemas) in inner.properties.iter() {
                    let known = base.properties.of(name);
                    if known.is_empty() {
                        known.extend(schemas.iter().copied());
                    }
                }
            }
            self.reader.note(
                &meaning.at,
                "required-choice",
                "the client does not check which fields are required together",
            );
            return self.object_parts(&base);
        }
        for inner in with_fields {
            let mut merged = base.clone();
            for (name, schemas) in inner.properties.iter() {
                merged.properties.of(name).extend(schemas.iter().copied());
            }
            merged.required.extend(inner.required.iter().copied());
            merged.description = inner.description;
            merged.nullable = false;
            types.push(Type::Full(self.object_parts(&merged).0));
        }
        self.union_of(types)
    }

    fn object_parts(&mut self, meaning: &Meaning<'d>) -> Parts {
        Parts(self.object_with_fields(meaning))
    }

    /// Returns the cases that a field distinguishes: the discriminator, or one with a fixed value in each case.
    fn tagged(&mut self, cases: &[At<'d>], discriminator: Option<&At<'d>>) -> Option<Parts> {
        let meanings: Vec<Meaning<'d>> =
            cases.iter().map(|case| self.reader.meaning(case)).collect();
        if !meanings.iter().all(|meaning| meaning.is_object() && meaning.choices.is_empty()) {
            return None;
        }
        let stated = discriminator.and_then(|at| at.text("propertyName"));
        let tag = match stated {
            Some(tag) => tag,
            None => self.fixed_field(&meanings)?,
        };
        let mut tagged: IndexMap<String, usize> = IndexMap::new();
        for (index, meaning) in meanings.iter().enumerate() {
            let mut values = self.mapped(discriminator, &cases[index]);
            if values.is_empty() {
                values = self.fixed_values(meaning, tag);
            }
            if values.is_empty() && stated.is_some() {
                // Without a mapping, the value is the schema's name.
                let name = cases[index].text("$ref").and_then(pointer::last_name);
                values.extend(name);
            }
            if values.is_empty() {
                return None;
            }
            for value in values {
                if tagged.insert(value, index).is_some() {
                    return None;
                }
            }
        }
        let mut names = BTreeSet::new();
        if !tagged
            .keys()
            .all(|value| names.insert(naming::type_name(value, naming::Scope::Variant)))
        {
            return None;
        }
        let mut types: Vec<Type> = Vec::new();
        for case in cases {
            types.push(self.type_of(case));
        }
        for type_ in &mut types {
            without_field(type_, tag);
        }
        let union =
            tagged.into_iter().map(|(value, index)| (value, types[index].clone())).collect();
        Some(Parts::with(TypeParts {
            union: Some(UnionCases::Tagged(union).into()),
            tag: Some(tag.to_owned()),
            ..TypeParts::default()
        }))
    }

    /// Returns the values of the discriminator's mapping for a case.
    fn mapped(&self, discriminator: Option<&At<'d>>, case: &At<'d>) -> Vec<String> {
        let Some(mapping) = discriminator.and_then(|at| at.get("mapping")) else {
            return Vec::new();
        };
        let Some(reference) = case.text("$ref") else { return Vec::new() };
        let name = pointer::last_name(reference);
        let is_case = |target: &str| target == reference || Some(target) == name.as_deref();
        mapping
            .members()
            .filter(|(_, target)| target.value.as_str().is_some_and(is_case))
            .map(|(value, _)| value.to_owned())
            .collect()
    }

    /// Returns a required field that has different values in each case.
    fn fixed_field(&mut self, meanings: &[Meaning<'d>]) -> Option<&'d str> {
        let first = meanings.first()?;
        let names: Vec<&'d str> = first.properties.names().collect();
        names.into_iter().find(|name| {
            let mut seen = BTreeSet::new();
            meanings.iter().all(|meaning| {
                let values = self.fixed_values(meaning, name);
                meaning.required.contains(name)
                    && !values.is_empty()
                    && values.into_iter().all(|value| seen.insert(value))
            })
        })
    }

    /// Returns the only strings that a field can be.
    fn fixed_values(&mut self, meaning: &Meaning<'d>, field: &str) -> Vec<String> {
        let Some(schemas) = meaning.properties.get(field) else { return Vec::new() };
        let meaning = self.reader.meaning_of_all(&schemas.clone());
        let values = meaning.values.unwrap_or_default();
        let texts: Vec<String> =
            values.iter().filter_map(|value| value.as_str()).map(str::to_owned).collect();
        if texts.len() == values.len() && !meaning.nullable { texts } else { Vec::new() }
    }

    /// Returns types as the cases of a union: none twice, none hidden by another, with null beside them.
    pub(in crate::openapi::import) fn union_of(&self, types: Vec<Type>) -> Parts {
        let mut nullable = false;
        let mut flat: Vec<Box<TypeParts>> = Vec::new();
        let mut open = types;
        open.reverse();
        while let Some(type_) = open.pop() {
            let mut parts = parts_of(type_);
            nullable |= std::mem::take(&mut parts.nullable);
            match parts.union.take().map(|union| *union) {
                // A union within a union is a part of it.
                Some(UnionCases::Untagged(cases)) => open.extend(cases.into_iter().rev()),
                other => {
                    parts.union = other.map(Box::new);
                    flat.push(parts);
                }
            }
        }
        let mut cases: Vec<Box<TypeParts>> = Vec::new();
        for parts in flat {
            if parts.expression() == Some("any") {
                // If one case can be anything, so can the union.
                return Parts::of("any");
            }
            self.add_case(parts, &mut cases);
        }
        let integer =
            |parts: &TypeParts| parts.expression() == Some("integer") && parts.enum_.is_none();
        if cases.iter().any(|parts| parts.expression() == Some("number")) {
            cases.retain(|parts| !integer(parts));
        }
        let mut parts = match cases.len() {
            0 => Parts::of("any"),
            1 => Parts(cases.remove(0)),
            _ => {
                cases.sort_by_cached_key(|parts| self.rank(parts));
                let cases = cases.into_iter().map(Type::Full).collect();
                Parts::with(TypeParts {
                    union: Some(UnionCases::Untagged(cases).into()),
                    ..TypeParts::default()
                })
            }
        };
        parts.0.nullable |= nullable && parts.0.expression() != Some("any");
        parts
    }

    /// Adds a case, unless an existing one accepts its values already.
    #[allow(clippy::vec_box, reason = "they are moved about, and large")]
    fn add_case(&self, parts: Box<TypeParts>, cases: &mut Vec<Box<TypeParts>>) {
        let is_text =
            |parts: &TypeParts| parts.expression() == Some("string") && !self.is_narrow(parts);
        let is_enum =
            |parts: &TypeParts| parts.enum_.is_some() && parts.expression() != Some("integer");
        if is_text(&parts) {
            // An open enum accepts any string.
            if cases.iter().any(|case| is_enum(case)) {
                return;
            }
            if let Some(known) = cases.iter_mut().find(|other| is_text(other)) {
                loosen(known);
                return;
            }
        }
        if is_enum(&parts) {
            if let Some(known) = cases.iter_mut().find(|other| is_enum(other)) {
                let values = |parts: &TypeParts| match parts.enum_.as_deref() {
                    Some(EnumValues::Plain(values)) => values.clone(),
                    Some(EnumValues::Described(values)) => {
                        values.keys().map(|value| Value::from(value.as_str())).collect()
                    }
                    None => Vec::new(),
                };
                let mut all = values(known);
                all.extend(values(&parts));
                let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
                let mut merged = self.string_enum(&texts).0;
                std::mem::swap(&mut merged.summary, &mut known.summary);
                *known = merged;
                return;
            }
            cases.retain(|other| !is_text(other));
        }
        if let Some(known) = cases.iter_mut().find(|other| self.same_kind(other, &parts)) {
            // The type of a string is all that matters.
            if !self.is_narrow(&parts) {
                loosen(known);
            }
            return;
        }
        cases.push(parts);
    }

    /// Returns the position of a case among others: a case that accepts fewer values comes first.
    fn rank(&self, parts: &TypeParts) -> (u8, std::cmp::Reverse<usize>) {
        let first = |rank| (rank, std::cmp::Reverse(0));
        if let Some(fields) = &parts.fields {
            let required = fields.keys().filter(|key| !key.optional).count();
            return if required == 0 { first(4) } else { (0, std::cmp::Reverse(required)) };
        }
        if let Some(id) = parts.schema() {
            return match self.components.list.get(id).and_then(|component| component.type_.as_ref())
            {
                Some(type_ @ Type::Full(target)) if is_structure(type_) => self.rank(target),
                // A type that is being converted is an object that contains itself.
                _ => (0, std::cmp::Reverse(1)),
            };
        }
        if parts.union.is_some() {
            return first(3);
        }
        if parts.map.is_some() {
            return first(5);
        }
        if parts.list.is_some() || parts.tuple.is_some() {
            return first(6);
        }
        match parts.expression() {
            Some("boolean") => first(7),
            Some("integer") => first(8),
            Some("number") => first(9),
            Some("string") if self.is_narrow(parts) => {
                (10, std::cmp::Reverse(self.precedence(parts)))
            }
            None => first(11),
            _ => first(12),
        }
    }

    /// Returns whether no value distinguishes two types.
    fn same_kind(&self, one: &TypeParts, other: &TypeParts) -> bool {
        match (&one.type_, &other.type_) {
            (Some(one_name), Some(other_name)) => {
                one_name == other_name && self.text_type(one) == self.text_type(other)
            }
            (None, None) => match ((&one.list, &other.list), (&one.map, &other.map)) {
                ((Some(one), Some(other)), _) | (_, (Some(one), Some(other))) => {
                    match (one, other) {
                        (Type::Full(one), Type::Full(other)) => self.same_kind(one, other),
                        (one, other) => {
                            matches!((one, other), (Type::Bare(a), Type::Bare(b)) if a == b)
                        }
                    }
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns the type of a string by its format, if it is not a plain one.
    fn text_type(&self, parts: &TypeParts) -> Option<&Target> {
        if parts.expression() != Some("string") || parts.secret {
            return None;
        }
        self.formats.of(parts.format.as_deref()?).filter(|target| **target != Target::Text)
    }

    /// Returns whether a string has a type that accepts fewer values than any string.
    pub(super) fn is_narrow(&self, parts: &TypeParts) -> bool {
        self.text_type(parts).is_some()
    }

    /// Returns the order in which types of strings are tried: an IPv4 address is an IP address, and a number may be
    /// Base64.
    fn precedence(&self, parts: &TypeParts) -> usize {
        match self.text_type(parts) {
            Some(Target::Type(TextType::Ipv4 | TextType::Ipv6)) => 2,
            Some(Target::Type(TextType::Decimal | TextType::Ip)) => 1,
            _ => 0,
        }
    }
}

/// Removes the limits that apply to one of several cases only.
fn loosen(parts: &mut TypeParts) {
    let kept = TypeParts {
        summary: parts.summary.take(),
        description: parts.description.take(),
        type_: parts.type_.take(),
        list: parts.list.take(),
        map: parts.map.take(),
        secret: parts.secret,
        ..TypeParts::default()
    };
    *parts = kept;
}

pub(in crate::openapi::import) fn parts_of(type_: Type) -> Box<TypeParts> {
    match type_ {
        Type::Full(parts) => parts,
        Type::Bare(name) => Box::new(TypeParts::named(name)),
    }
}

/// Removes a field from an object that is written where it is used.
fn without_field(type_: &mut Type, field: &str) {
    let Type::Full(parts) = type_ else { return };
    let Some(fields) = &mut parts.fields else { return };
    for optional in [false, true] {
        fields.shift_remove(&(field, optional));
    }
}
