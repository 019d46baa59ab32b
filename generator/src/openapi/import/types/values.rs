//! Lists of values as enums.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::openapi::document::Node;
use crate::openapi::import::read::normal_form::{INTEGER, Meaning, NUMBER, STRING};
use crate::openapi::import::types::Parts;
use crate::openapi::import::types::Types;
use crate::spec::model::{EnumValue, EnumValues, Named, Type, TypeParts};
use crate::words::naming::{self, Scope};

impl<'d> Types<'d> {
    /// Returns the type of a list of values.
    pub(super) fn values(&mut self, meaning: &Meaning<'d>, values: &[Node<'d>]) -> Option<Parts> {
        let strings: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
        let numbers: Vec<Node<'d>> =
            values.iter().copied().filter(|value| value.is_number()).collect();
        let others = values.len() - strings.len() - numbers.len();
        if values.is_empty() {
            // The only value is null.
            return Some(Parts::of("any"));
        }
        let takes_numbers = meaning.kinds == 0 || meaning.kinds & (INTEGER | NUMBER) != 0;
        let takes_strings = meaning.kinds == 0 || meaning.kinds & STRING != 0;
        if others == 0 && numbers.is_empty() && takes_strings {
            return Some(self.string_enum(&strings));
        }
        if others == 0 && strings.is_empty() && takes_numbers {
            return Some(self.number_enum(&numbers));
        }
        if others == 0 && takes_strings && takes_numbers {
            let cases = vec![
                Type::Full(self.number_enum(&numbers).0),
                Type::Full(self.string_enum(&strings).0),
            ];
            return Some(self.union_of(cases));
        }
        if !strings.is_empty() && !takes_strings {
            // `type: integer` with quoted values: the stated type is meant.
            let quoted: Vec<i64> = strings.iter().filter_map(|text| text.parse().ok()).collect();
            if takes_numbers && quoted.len() == values.len() {
                self.reader.note(
                    &meaning.at,
                    "quoted-values",
                    "the values of a number are written as strings; they are taken as numbers",
                );
                let values = quoted.into_iter().map(Value::from).collect();
                return Some(Parts::with(TypeParts {
                    type_: Some("integer".to_owned().into()),
                    enum_: Some(EnumValues::Plain(values).into()),
                    ..TypeParts::default()
                }));
            }
        }
        // The type of booleans, lists and objects says enough.
        None
    }

    /// Returns an open enum of strings.
    pub(super) fn string_enum(&self, values: &[&str]) -> Parts {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut kept: Named<EnumValue> = Named::new();
        let rust = |text: &str| naming::type_name(text, Scope::Variant).as_str().to_owned();
        for value in values {
            if kept.contains_key(*value) {
                continue;
            }
            let mut said = EnumValue::default();
            if !taken.insert(rust(value)) {
                let name = another_name(value, |name| taken.contains(&rust(name)));
                taken.insert(rust(&name));
                said.name = Some(name);
            }
            kept.insert((*value).to_owned(), said);
        }
        if kept.values().all(|said| said.name.is_none()) {
            let plain = kept.into_keys().map(Value::from).collect();
            return Parts::with(TypeParts {
                enum_: Some(EnumValues::Plain(plain).into()),
                ..TypeParts::default()
            });
        }
        Parts::with(TypeParts {
            enum_: Some(EnumValues::Described(kept).into()),
            ..TypeParts::default()
        })
    }

    fn number_enum(&mut self, numbers: &[Node<'d>]) -> Parts {
        let integers: Vec<Value> =
            numbers.iter().filter_map(|value| value.as_i64()).map(Value::from).collect();
        if integers.len() < numbers.len() {
            return Parts::of("number");
        }
        Parts::with(TypeParts {
            type_: Some("integer".to_owned().into()),
            enum_: Some(EnumValues::Plain(integers).into()),
            ..TypeParts::default()
        })
    }
}

/// Returns another name for one that is taken: with its signs spelled out, then with its capitals, then with a number.
pub(super) fn another_name(text: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain = naming::value_name(text, Scope::Free).plain().trim_matches('_').to_owned();
    let spelled = naming::spelled(text);
    let is_upper = text.chars().any(|c| c.is_ascii_uppercase())
        && !text.chars().any(|c| c.is_ascii_lowercase());
    let cased = if is_upper { format!("{plain}_upper") } else { format!("{plain}_value") };
    let numbered = (2..).map(|number| format!("{plain}_{number}"));
    let candidates = [spelled, cased];
    candidates.into_iter().chain(numbered).find(|name| !taken(name)).unwrap_or(plain)
}
