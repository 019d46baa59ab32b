//! Types that are one of several: enums and unions.

use std::collections::BTreeMap;

use super::Checking;
use super::checked::{EnumValue, Kind, Type, Union};
use super::place::Place;
use super::types::is_type_name;
use crate::spec::model::{self, EnumValues, UnionCases};
use crate::words::formats::TextType;
use crate::words::naming;

impl Checking<'_> {
    pub(super) fn enum_values(&mut self, values: &EnumValues, place: &Place) -> Vec<EnumValue> {
        let mut list: Vec<EnumValue> = Vec::new();
        match values {
            EnumValues::Described(values) => {
                for (value, given) in values {
                    if let Some(name) = &given.name {
                        self.rust_name(name, &place.child(value).child("name"));
                    }
                    list.push(EnumValue {
                        wire: value.clone(),
                        name: given.name.as_ref().unwrap_or(value).clone(),
                        summary: given.summary.clone(),
                    });
                }
            }
            EnumValues::Plain(values) => {
                for (index, value) in values.iter().enumerate() {
                    let place = place.child(&index.to_string());
                    let Some(word) = value.as_str() else {
                        self.error(
                            "enum-value",
                            &place,
                            format!("`{value}` is no string, as the other values are"),
                        )
                        .help("quote it if the API sends a string")
                        .add();
                        continue;
                    };
                    if list.iter().any(|other| other.wire == word) {
                        self.error(
                            "enum-value",
                            &place,
                            format!("the value `{word}` is there twice"),
                        )
                        .help("keep one of them")
                        .add();
                        continue;
                    }
                    list.push(EnumValue {
                        wire: word.to_owned(),
                        name: word.to_owned(),
                        summary: None,
                    });
                }
            }
        }
        if list.is_empty() {
            self.error("enum-value", place, "an enum without values has none to choose from")
                .help("list its values, or write `type: string`")
                .add();
        }
        list
    }

    /// The values of an enum of integers. A number says nothing, so that a single word beside it is its name.
    pub(super) fn named_integers(
        &mut self,
        values: Vec<EnumValue>,
        place: &Place,
    ) -> Vec<(i64, EnumValue)> {
        let mut list: Vec<(i64, EnumValue)> = Vec::new();
        for mut value in values {
            let Ok(integer) = value.wire.parse::<i64>() else {
                self.error_at_key(
                    "enum-value",
                    &place.child(&value.wire),
                    format!("`{}` is no integer", value.wire),
                )
                .help("write `type: string`, or leave the type out, where the values are strings")
                .add();
                continue;
            };
            if list.iter().any(|(other, _)| *other == integer) {
                self.error_at_key(
                    "enum-value",
                    &place.child(&value.wire),
                    format!("the value `{integer}` is there twice"),
                )
                .help("keep one of them")
                .add();
                continue;
            }
            if value.name == value.wire && value.summary.as_deref().is_some_and(is_type_name) {
                value.name = value.summary.take().unwrap_or_default();
            }
            list.push((integer, value));
        }
        list
    }

    pub(super) fn union(
        &mut self,
        owner: &str,
        cases: &UnionCases,
        tag: Option<&str>,
        place: &Place,
    ) -> Union {
        let inside = place.child("union");
        let mut names = BTreeMap::new();
        let cases = match (cases, tag) {
            (UnionCases::Tagged(cases), Some(tag)) => cases
                .iter()
                .enumerate()
                .map(|(index, (value, type_))| {
                    let place = inside.child(value);
                    let before = self.found.len();
                    let (rust, type_) = self.name_beside(type_, &place);
                    let name = rust.as_deref().unwrap_or(value);
                    let type_ = self.type_(&naming::joined(owner, name), &type_, &place);
                    names.extend(rust.map(|name| (index, name)));
                    if !self.takes_tag(&type_.kind, tag) && !self.is_mistaken(&type_, before) {
                        self.error("tagged-case", &place, format!("`{value}` is no object, so no tag can stand in it"))
                            .help("leave `tag` out and list the types, if they can be told apart without it")
                            .add();
                    }
                    (value.clone(), type_)
                })
                .collect(),
            (UnionCases::Tagged(_), None) => {
                self.error("no-tag", &inside, "nothing says which field tells these cases apart")
                    .help("write `tag: <field>` beside `union`, or list the types without names")
                    .add();
                Vec::new()
            }
            (UnionCases::Untagged(_), Some(_)) => {
                self.error("no-tag-values", &inside, "nothing says which value of the tag stands for which case")
                    .help("write `union` as a map from the tag's value to the type")
                    .add();
                Vec::new()
            }
            (UnionCases::Untagged(types), None) => {
                self.untagged(owner, types, &mut names, &inside)
            }
        };
        Union { tag: tag.map(str::to_owned), cases, names }
    }

    /// The cases of a union that has no tag, each named after its type.
    fn untagged(
        &mut self,
        owner: &str,
        written: &[model::Type],
        names: &mut BTreeMap<usize, String>,
        place: &Place,
    ) -> Vec<(String, Type)> {
        let mut cases: Vec<(String, Type)> = Vec::new();
        for (index, type_) in written.iter().enumerate() {
            let place = place.child(&index.to_string());
            let before = self.found.len();
            let (rust, type_) = self.name_beside(type_, &place);
            let inline = rust.clone().unwrap_or_else(|| format!("case{}", index + 1));
            let type_ = self.type_(&naming::joined(owner, &inline), &type_, &place);
            if self.is_mistaken(&type_, before) {
                continue;
            }
            if type_.nullable {
                self.error("nullable-case", &place, "null is no case of its own")
                    .help("write `| null` where the union is used")
                    .add();
            }
            names.extend(rust.map(|name| (cases.len(), name)));
            let mut name = self.case_name(&type_.kind);
            if cases.iter().any(|(other, _)| *other == name) {
                name = self.long_case_name(&type_.kind);
            }
            cases.push((name, type_));
        }
        cases
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
            Kind::Named(id) => self.definitions[id.0].name.clone(),
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

/// The last name of a path: `Money` of `my_crate::Money`.
fn own_name(path: &str) -> &str {
    let plain = path.split('<').next().unwrap_or(path);
    plain.rsplit("::").next().unwrap_or(plain)
}
