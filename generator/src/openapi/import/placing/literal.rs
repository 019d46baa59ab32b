//! Judges whether a default or an example is a value of its type; one that is not is left out.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::openapi::import::names::Names;
use crate::openapi::import::trees::inner;
use crate::spec::model::{EnumValues, Field, Type, TypeName, TypeParts, UnionCases};
use crate::words::formats::{self, Formats, Target, TextType};
use crate::words::judge::{Described, Member, Shape, judge};
use crate::words::key::Key;

/// The defaults and examples that do not match their types, by the numbers of the types within one: twice the number,
/// plus one for an example.
#[derive(Debug, Default)]
struct Misfits(Vec<usize>);

impl Misfits {
    fn find(&mut self, judging: &Judging<'_>, type_: &Type, number: &mut usize) {
        let own = 2 * *number;
        *number += 1;
        let Type::Full(parts) = type_ else { return };
        for (number, value) in [(own, &parts.default), (own + 1, &parts.example)] {
            if value.as_deref().is_some_and(|value| !judging.fits(value, type_)) {
                self.0.push(number);
            }
        }
        for inner in parts.within() {
            self.find(judging, inner, number);
        }
    }

    /// Removes them from the type in which they were found.
    fn leave_out(self, type_: &mut Type) {
        if !self.0.is_empty() {
            self.leave_out_within(type_, &mut 0);
        }
    }

    fn leave_out_within(&self, type_: &mut Type, number: &mut usize) {
        let own = 2 * *number;
        *number += 1;
        let Type::Full(parts) = type_ else { return };
        // They were found in this order.
        if self.0.binary_search(&own).is_ok() {
            parts.default = None;
        }
        if self.0.binary_search(&(own + 1)).is_ok() {
            parts.example = None;
        }
        for inner in inner(parts) {
            self.leave_out_within(inner, number);
        }
    }
}

impl Names<'_> {
    /// Removes the defaults and examples that do not match their types, from named types and from those that operations
    /// use.
    pub(super) fn leave_out_misfits<'t>(
        &mut self,
        called: &HashMap<usize, String>,
        used: impl Iterator<Item = &'t mut Type>,
    ) {
        let judging = Judging { types: &self.types, formats: &self.formats };
        for type_ in used {
            judging.misfits(type_).leave_out(type_);
        }
        let found = called.keys().map(|&id| (id, judging.misfits(&self.types[id])));
        for (id, misfits) in found.collect::<Vec<_>>() {
            let type_ = &mut self.types[id];
            misfits.leave_out(type_);
            if let Type::Full(parts) = type_
                && parts.expression() != Some("any")
            {
                // Each use of the type says whether null is a value; the type itself does not have it.
                parts.default.take_if(|value| value.is_null());
                parts.example.take_if(|value| value.is_null());
            }
        }
    }
}

/// Types as the judge of values sees them.
struct Judging<'t> {
    types: &'t [Type],
    formats: &'t Formats,
}

impl Judging<'_> {
    fn misfits(&self, type_: &Type) -> Misfits {
        let mut misfits = Misfits::default();
        misfits.find(self, type_, &mut 0);
        misfits
    }

    fn fits(&self, value: &Value, type_: &Type) -> bool {
        judge(value, type_, &|type_| self.judged(type_)).is_ok()
    }

    fn judged<'t>(&'t self, type_: &'t Type) -> Described<'t, Type> {
        match type_ {
            Type::Bare(name) => Described {
                nullable: false,
                limits: Cow::default(),
                shape: self.shape_of_name(name, None),
            },
            Type::Full(parts) => Described {
                nullable: parts.nullable,
                limits: Cow::Borrowed(&parts.limits),
                shape: self.shape_of(parts),
            },
        }
    }

    fn shape_of<'t>(&'t self, parts: &'t TypeParts) -> Shape<'t, Type> {
        if let Some(fields) = &parts.fields {
            return Shape::Object {
                fields: fields.iter().map(|(key, field)| member(key, field)).collect(),
                rest: parts.rest.as_deref(),
            };
        }
        match (parts.union.as_deref(), parts.tag.as_deref()) {
            (Some(UnionCases::Untagged(cases)), _) => return Shape::Union(cases.iter().collect()),
            (Some(UnionCases::Tagged(cases)), Some(tag)) => {
                let cases = cases.iter().map(|(name, case)| (name.as_str(), case)).collect();
                return Shape::Tagged { tag, cases };
            }
            (Some(UnionCases::Tagged(_)), None) => return Shape::Unknown,
            (None, _) => {}
        }
        if let Some(item) = &parts.list {
            return Shape::List(item);
        }
        if let Some(types) = &parts.tuple {
            return Shape::Tuple(types.iter().collect());
        }
        if let Some(values) = &parts.map {
            return Shape::Map(values);
        }
        match parts.enum_.as_deref() {
            Some(EnumValues::Plain(values)) => {
                return Shape::Enum(Box::new(|value| values.contains(value)));
            }
            Some(EnumValues::Described(values)) => {
                return Shape::Enum(Box::new(|value| {
                    value.as_str().is_some_and(|text| values.contains_key(text))
                }));
            }
            None => {}
        }
        match &parts.type_ {
            Some(TypeName::Written(name)) => self.shape_of_name(name, parts.format.as_deref()),
            Some(TypeName::Schema(id)) => self.types.get(*id).map_or(Shape::Unknown, Shape::Same),
            None => Shape::Unknown,
        }
    }

    fn shape_of_name(&self, name: &str, format: Option<&str>) -> Shape<'_, Type> {
        match name {
            "any" => Shape::Any,
            "string" => Shape::Text(format.and_then(|format| self.type_of_format(format))),
            "boolean" => Shape::Boolean,
            "integer" => Shape::Integer(formats::integers(format.unwrap_or("int64"))),
            "number" => Shape::Number,
            _ => Shape::Unknown,
        }
    }

    /// Returns the type of a format whose strings are checked.
    fn type_of_format(&self, format: &str) -> Option<TextType> {
        match self.formats.of(format) {
            Some(Target::Type(type_)) => Some(*type_),
            // A plain string is not checked.
            Some(Target::Text | Target::Own(_)) => None,
            None => (format == "uuid").then_some(TextType::Uuid),
        }
    }
}

fn member<'t>(key: &'t Key, field: &'t Field) -> Member<'t, Type> {
    let optional = key.optional || field.read_only || field.write_only;
    Member { wire: &key.wire, required: !optional, type_: &field.type_ }
}
