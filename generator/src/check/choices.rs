//! Types that are one of several: enums and unions.

use super::Checking;
use super::checked::{Kind, Type, Union};
use super::place::Place;
use crate::naming;
use crate::spec::model::{self, EnumValues, UnionCases};

impl Checking<'_> {
    pub(super) fn enum_values(
        &mut self,
        values: &EnumValues,
        place: &Place,
    ) -> Vec<(String, Option<String>)> {
        let mut list: Vec<(String, Option<String>)> = Vec::new();
        match values {
            EnumValues::Described(values) => {
                list.extend(values.iter().map(|(value, text)| (value.clone(), text.clone())));
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
                    if list.iter().any(|(other, _)| other == word) {
                        self.error(
                            "enum-value",
                            &place,
                            format!("the value `{word}` is there twice"),
                        )
                        .help("keep one of them")
                        .add();
                        continue;
                    }
                    list.push((word.to_owned(), None));
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

    pub(super) fn union(
        &mut self,
        owner: &str,
        cases: &UnionCases,
        tag: Option<&str>,
        place: &Place,
    ) -> Union {
        let inside = place.child("union");
        let cases = match (cases, tag) {
            (UnionCases::Tagged(cases), Some(_)) => cases
                .iter()
                .map(|(value, type_)| {
                    let place = inside.child(value);
                    let before = self.found.len();
                    let type_ = self.type_(&naming::joined(owner, value), type_, &place);
                    if !self.is_object(&type_.kind) && !self.is_mistaken(&type_, before) {
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
            (UnionCases::Untagged(types), None) => self.untagged(owner, types, &inside),
        };
        Union { tag: tag.map(str::to_owned), cases }
    }

    /// The cases of a union that has no tag, each named after its type.
    fn untagged(
        &mut self,
        owner: &str,
        written: &[model::Type],
        place: &Place,
    ) -> Vec<(String, Type)> {
        let mut cases: Vec<(String, Type)> = Vec::new();
        for (index, type_) in written.iter().enumerate() {
            let place = place.child(&index.to_string());
            let before = self.found.len();
            let type_ =
                self.type_(&naming::joined(owner, &format!("case{}", index + 1)), type_, &place);
            if self.is_mistaken(&type_, before) {
                continue;
            }
            if type_.nullable {
                self.error("nullable-case", &place, "null is no case of its own")
                    .help("write `| null` where the union is used")
                    .add();
            }
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
            Kind::Integer | Kind::Int32 => "integer".to_owned(),
            Kind::Number => "number".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::DateTime => "date_time".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::Any => "any".to_owned(),
            Kind::Binary => "binary".to_owned(),
            Kind::List(_) => "list".to_owned(),
            Kind::Map(_) => "map".to_owned(),
            Kind::Named(id) => self.definitions[id.0].name.clone(),
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
