//! Types that are one of several: enums and unions.

use super::checked::{Kind, Shape, Type, TypeBox, TypeId, Union};
use super::{Judging, overrides};
use crate::resolve::{Facts, Found, Place, Spelled};
use crate::spec::model::{EnumValues, TypeParts, UnionCases};

/// How many parts of a type are compared with those of another.
const MOST_PARTS: usize = 64;

/// Judges the values of an enum.
pub(super) fn enum_values(
    parts: &TypeParts,
    values: &EnumValues,
    place: &Place,
    found: &mut Found<'_>,
) {
    let mut known: Vec<&str> = Vec::new();
    match values {
        EnumValues::Described(values) => {
            for (value, given) in values {
                if let Some(name) = &given.name {
                    overrides::rust_name(name, &place.child(value).child("name"), found);
                }
                known.push(value);
            }
        }
        EnumValues::Plain(values) => {
            for (index, value) in values.iter().enumerate() {
                let place = place.child(&index.to_string());
                match value.as_str() {
                    None => found
                        .error(
                            "enum-value",
                            &place,
                            format!("`{value}` is not a string, and the other values are"),
                        )
                        .help("put it in quotes if the API sends a string")
                        .add(),
                    Some(word) if known.contains(&word) => found
                        .error(
                            "enum-value",
                            &place,
                            format!("the enum lists the value `{word}` twice"),
                        )
                        .help("remove one of them")
                        .add(),
                    Some(word) => known.push(word),
                }
            }
        }
    }
    if known.is_empty() {
        found
            .error("enum-value", place, "the enum lists no values")
            .help("list its values, or write `type: string`")
            .add();
    }
    if parts.expression() == Some("integer") {
        integers(&known, place, found);
    }
}

fn integers(values: &[&str], place: &Place, found: &mut Found<'_>) {
    let mut known: Vec<i64> = Vec::new();
    for value in values {
        match value.parse::<i64>() {
            Err(_) => found
                .error_at_key(
                    "enum-value",
                    &place.child(value),
                    format!("`{value}` is not an integer"),
                )
                .help("write `type: string` if the values are strings")
                .add(),
            Ok(integer) if known.contains(&integer) => found
                .error_at_key(
                    "enum-value",
                    &place.child(value),
                    format!("the enum lists the value `{integer}` twice"),
                )
                .help("remove one of them")
                .add(),
            Ok(integer) => known.push(integer),
        }
    }
}

/// Judges the cases of a union, and how they are distinguished.
pub(super) fn union(cx: &mut Judging<'_>, cases: &UnionCases, spelled: &Spelled<'_>) {
    let place = spelled.place.child("union");
    let Some(Shape::Union(union)) = cx.facts.shape(&spelled.type_.kind) else { return };
    match (cases, spelled.parts.tag.as_deref()) {
        (UnionCases::Tagged(cases), Some(tag)) => {
            for (value, (_, type_)) in cases.keys().zip(&union.cases) {
                let place = place.child(value);
                if !cx.facts.takes_tag(&type_.kind, tag) && !cx.facts.is_mistaken(&place) {
                    cx.found
                        .error(
                            "tagged-case",
                            &place,
                            format!("the case `{value}` is not an object, so it cannot have a tag"),
                        )
                        .help(
                            "remove `tag` and list the types, if they can be distinguished without it",
                        )
                        .add();
                }
            }
        }
        (UnionCases::Tagged(_), None) => cx
            .found
            .error(
                "no-tag",
                &place,
                "the union lists its cases by the value of a tag, but `tag:` is missing",
            )
            .help("write `tag: <field>` beside `union`, or list the types without values")
            .add(),
        (UnionCases::Untagged(_), Some(_)) => cx
            .found
            .error(
                "no-tag-values",
                &place,
                "the union has a `tag:`, and lists its cases without the values of the tag",
            )
            .help("write `union` as a map from each value of the tag to its type")
            .add(),
        (UnionCases::Untagged(cases), None) => {
            let places = (0..cases.len()).map(|index| place.child(&index.to_string()));
            let places = places.filter(|place| !cx.facts.is_mistaken(place));
            for (place, _) in places.zip(&union.cases).filter(|(_, (_, type_))| type_.nullable) {
                cx.found
                    .error("nullable-case", &place, "a case of a union cannot be null")
                    .help("remove the null here, and write `| null` after the union's name where it is used")
                    .add();
            }
        }
    }
}

/// Judges unions, once all their cases are known.
pub(super) fn unions(cx: &mut Judging<'_>) {
    for (index, definition) in cx.facts.definitions.iter().enumerate() {
        match &definition.shape {
            Shape::Union(union @ Union { tag: None, .. }) => {
                same_cases(cx, union, &cx.facts.defined_at[index]);
            }
            Shape::Union(Union { tag: Some(tag), cases, .. }) => {
                tag_in_cases(cx, TypeId(index), tag, cases);
            }
            _ => {}
        }
    }
}

/// Cases that are the same behind their names: the second would never be tried.
fn same_cases(cx: &mut Judging<'_>, union: &Union, place: &Place) {
    let cases = union.cases.iter();
    let kinds: Vec<Kind> =
        cases.map(|(_, case)| cx.facts.behind_aliases(&case.kind, &mut { MOST_PARTS })).collect();
    for index in (1..kinds.len()).filter(|&index| kinds[..index].contains(&kinds[index])) {
        let place = place.child("union").child(&index.to_string());
        cx.found
            .error("same-case", &place, "this case is the same type as an earlier one")
            .help("remove one of them")
            .add();
    }
}

/// Checks that the tag of a union is a string, even if a case has it as a field and writes it.
fn tag_in_cases(cx: &mut Judging<'_>, union: TypeId, tag: &str, cases: &[(String, Type)]) {
    for (_, case) in cases {
        let Kind::Named(id) = cx.facts.behind(&case.kind) else { continue };
        let Shape::Object { fields, .. } = &cx.facts.definition(*id).shape else { continue };
        let own = fields.iter().find(|field| field.wire == tag);
        if own.is_some_and(|field| !is_text_or_enum(cx.facts, &field.type_.kind)) {
            let place = cx.facts.place_of_field(*id, tag);
            let name = &cx.facts.definition(union).name;
            let at = cx.facts.defined_at[union.0].child("tag").value(cx.facts.api);
            cx.found
                .error_at_key(
                    "tag-as-field",
                    &place,
                    format!("the field `{tag}` is the tag of `{name}`, so it must be a string or an enum"),
                )
                .note(at, "the tag")
                .help("change its type, or remove the field; the union writes the tag")
                .add();
        }
    }
}

fn is_text_or_enum(facts: &Facts<'_>, kind: &Kind) -> bool {
    facts.is_text(kind) || matches!(facts.shape(kind), Some(Shape::Enum(_)))
}

impl Facts<'_> {
    /// Returns a kind with no alias in it; circles of aliases are reported elsewhere. `left` bounds how
    /// many parts are looked behind: tuples of tuples have more than there is room for.
    fn behind_aliases(&self, kind: &Kind, left: &mut usize) -> Kind {
        let Some(fewer) = left.checked_sub(1) else { return Kind::Any };
        *left = fewer;
        let mut inner = |held: &TypeBox| {
            let kind = self.behind_aliases(&held.0.kind, left);
            Box::new(TypeBox(Type { nullable: held.0.nullable, ..Type::plain(kind) }))
        };
        match self.behind(kind) {
            Kind::List(item) => Kind::List(inner(item)),
            Kind::Tuple(items) => Kind::Tuple(items.iter().map(|item| *inner(item)).collect()),
            Kind::Map(value) => Kind::Map(inner(value)),
            other => other.clone(),
        }
    }
}
