//! Types that are one of several: enums and unions.

use std::collections::BTreeMap;

use super::lift::{Lifting, Reading};
use super::types::{EnumValue, Kind, Type, Union};
use super::{Place, is_name, written};
use crate::spec::model::{self, EnumValues, UnionCases};
use crate::words::formats::TextType;
use crate::words::naming;

/// Returns the values of an enum, each once.
pub(super) fn values(values: &EnumValues) -> Vec<EnumValue> {
    match values {
        EnumValues::Described(values) => values
            .iter()
            .map(|(value, given)| EnumValue {
                wire: value.clone(),
                name: given.name.as_ref().unwrap_or(value).clone(),
                summary: given.summary.clone(),
            })
            .collect(),
        EnumValues::Plain(values) => {
            let mut list: Vec<EnumValue> = Vec::new();
            for word in values.iter().filter_map(serde_json::Value::as_str) {
                if !list.iter().any(|other| other.wire == word) {
                    let (wire, name) = (word.to_owned(), word.to_owned());
                    list.push(EnumValue { wire, name, summary: None });
                }
            }
            list
        }
    }
}

/// Returns the values of an enum of integers, each once. A number says nothing, so that a single word beside it is its name.
pub(super) fn integers(values: &EnumValues) -> Vec<(i64, EnumValue)> {
    let mut list: Vec<(i64, EnumValue)> = Vec::new();
    for mut value in self::values(values) {
        let Ok(integer) = value.wire.parse::<i64>() else { continue };
        if list.iter().any(|(other, _)| *other == integer) {
            continue;
        }
        if value.name == value.wire && value.summary.as_deref().is_some_and(is_name) {
            value.name = value.summary.take().unwrap_or_default();
        }
        list.push((integer, value));
    }
    list
}

impl<'a> Lifting<'a, '_> {
    pub(super) fn union(
        &mut self,
        owner: &str,
        cases: &'a UnionCases,
        tag: Option<&str>,
        place: &Place,
    ) -> Union {
        let inside = place.child("union");
        let mut names = BTreeMap::new();
        let cases = match (cases, tag) {
            (UnionCases::Tagged(cases), Some(_)) => self.tagged(owner, cases, &mut names, &inside),
            (UnionCases::Untagged(types), None) => self.untagged(owner, types, &mut names, &inside),
            // One goes with the other, as the check tells.
            _ => Vec::new(),
        };
        Union { tag: tag.map(str::to_owned), cases, names }
    }

    fn tagged(
        &mut self,
        owner: &str,
        cases: &'a model::Named<model::Type>,
        names: &mut BTreeMap<usize, String>,
        place: &Place,
    ) -> Vec<(String, Type)> {
        let mut list = Vec::new();
        for (index, (value, type_)) in cases.iter().enumerate() {
            let rust = written::rust_name(type_);
            let type_ = self.case(owner, rust.unwrap_or(value), type_, &place.child(value));
            names.extend(rust.map(|name| (index, name.to_owned())));
            list.push((value.clone(), type_));
        }
        list
    }

    /// Returns the cases of a union that has no tag, each named after its type.
    fn untagged(
        &mut self,
        owner: &str,
        written: &'a [model::Type],
        names: &mut BTreeMap<usize, String>,
        place: &Place,
    ) -> Vec<(String, Type)> {
        let mut cases: Vec<(String, Type)> = Vec::new();
        for (index, type_) in written.iter().enumerate() {
            let place = place.child(&index.to_string());
            let rust = written::rust_name(type_);
            let inline = rust.map_or_else(|| format!("case{}", index + 1), str::to_owned);
            let type_ = self.case(owner, &inline, type_, &place);
            if self.facts.is_mistaken(&place) {
                continue;
            }
            names.extend(rust.map(|name| (cases.len(), name.to_owned())));
            let mut name = self.case_name(&type_.kind);
            if cases.iter().any(|(other, _)| *other == name) {
                name = self.long_case_name(&type_.kind);
            }
            cases.push((name, type_));
        }
        cases
    }

    fn case(&mut self, owner: &str, name: &str, type_: &'a model::Type, place: &Place) -> Type {
        let names_its_place = written::rust_name(type_).is_some();
        let reading = Reading { names_its_place, ..Reading::default() };
        let before = self.found.len();
        let type_ = self.type_(&naming::joined(owner, name), type_, reading, place);
        self.keep_mistake(&type_, before, place);
        type_
    }

    fn case_name(&self, kind: &Kind) -> String {
        match kind {
            Kind::String => "string".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::Formatted(TextType::Timestamp) => "date_time".to_owned(),
            Kind::Formatted(type_) => type_.word().to_owned(),
            Kind::Own(path) => own_name(path).to_owned(),
            Kind::Any => "any".to_owned(),
            Kind::Binary => "binary".to_owned(),
            Kind::List(_) => "list".to_owned(),
            Kind::Tuple(_) => "tuple".to_owned(),
            Kind::Map(_) => "map".to_owned(),
            Kind::Named(id) => self.facts.definitions[id.0].name.clone(),
            Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128 => "integer".to_owned(),
        }
    }

    fn long_case_name(&self, kind: &Kind) -> String {
        match kind {
            Kind::List(item) => naming::joined("list_of", &self.long_case_name(&item.0.kind)),
            Kind::Map(value) => naming::joined("map_of", &self.long_case_name(&value.0.kind)),
            other => self.case_name(other),
        }
    }
}

/// Returns the last name of a path: `Money` of `my_crate::Money`.
fn own_name(path: &str) -> &str {
    let plain = path.split('<').next().unwrap_or(path);
    plain.rsplit("::").next().unwrap_or(plain)
}
