//! Types, and what has the keys of a type among its own.

use super::literal::{literal, number};
use super::rust;
use super::yaml::{Map, Node, Shape};
use crate::spec::model::{
    AnswerForm, Body, BodyForm, Deprecation, EncodingParts, EnumValue, EnumValues, Field, ListKeys,
    Parameter, Response, Style, Type, TypeParts, UnionCases, ValueForm,
};
use crate::words::limit::Stated;

/// Returns a type that stands under its name.
pub(super) fn definition(type_: &Type) -> Node {
    let map = match bare(type_) {
        Some(name) => return Node::Expression(name),
        None => map(type_, Own::default(), true),
    };
    let long = ["summary", "description", "fields", "enum", "union"];
    let shape = if long.iter().any(|key| map.has(key)) { Shape::Block } else { Shape::Fit };
    map.shaped(shape)
}

/// Returns a type where it is used.
pub(super) fn inline(type_: &Type) -> Node {
    with(type_, Own::default())
}

pub(super) fn parameter(parameter: &Parameter) -> Node {
    let Parameter { type_, const_, env, allow_sibling, style, explode, lists, as_ } = parameter;
    let mut own = Own::default();
    own.kind.node("const", const_.as_deref().map(literal));
    own.kind.text("env", env.as_ref());
    let encoding = EncodingParts { style: *style, explode: *explode, lists: *lists, as_: *as_ };
    encoded(encoding, &mut own.kind);
    own.last.flag("allow_sibling", *allow_sibling);
    with(type_, own)
}

/// Returns the encoding of a field.
fn encoding(encoding: EncodingParts) -> Node {
    let mut map = Map::default();
    encoded(encoding, &mut map);
    map.shaped(Shape::Fit)
}

fn encoded(encoding: EncodingParts, map: &mut Map) {
    let EncodingParts { style, explode, lists, as_ } = encoding;
    map.word("as", as_.map(ValueForm::word));
    map.word("style", style.map(Style::word));
    map.word("explode", explode);
    map.word("lists", lists.map(ListKeys::word));
}

pub(super) fn field(field: &Field) -> Node {
    let Field { type_, const_, read_only, write_only, media_type, encoding } = field;
    let mut own = Own::default();
    own.kind.node("const", const_.as_deref().map(literal));
    own.kind.text("media_type", media_type.as_ref());
    own.kind.node("encoding", encoding.map(self::encoding));
    own.last.flag("read_only", *read_only);
    own.last.flag("write_only", *write_only);
    with(type_, own)
}

pub(super) fn body(body: &Body) -> Node {
    let Body { type_, as_, media_type, wrap, encoding } = body;
    let form = (*as_ != BodyForm::Json).then(|| as_.word());
    let mut own = Own::default();
    own.first.word("as", form);
    own.first.text("media_type", media_type.as_ref());
    own.first.text("wrap", wrap.as_ref());
    own.first.node("encoding", encoding.map(self::encoding));
    with(type_, own)
}

pub(super) fn response(response: &Response) -> Node {
    let Response { type_, as_, media_type, headers } = response;
    let form = (*as_ != AnswerForm::Json).then(|| as_.word());
    let mut own = Own::default();
    own.first.word("as", form);
    own.first.text("media_type", media_type.as_ref());
    own.last.named("headers", headers, Shape::Fit, inline);
    with(type_, own)
}

pub(super) fn deprecation(deprecated: &Deprecation) -> Node {
    match deprecated {
        Deprecation::Flag(flag) => Node::Word(flag.to_string()),
        Deprecation::Note(note) => Node::Text(note.clone()),
    }
}

/// Keys in addition to those of the type, by their position among them.
#[derive(Default)]
struct Own {
    /// Before everything.
    first: Map,
    /// Behind what kind of value it is.
    kind: Map,
    /// Behind the limits.
    last: Map,
}

fn with(type_: &Type, own: Own) -> Node {
    let alone = own.first.is_empty() && own.kind.is_empty() && own.last.is_empty();
    match bare(type_).filter(|_| alone) {
        Some(name) => Node::Expression(name),
        None => map(type_, own, false).shaped(Shape::Fit),
    }
}

/// Returns the bare form of a type that has one.
fn bare(type_: &Type) -> Option<String> {
    let parts = match type_ {
        Type::Bare(name) => return Some(name.clone()),
        Type::Full(parts) => parts,
    };
    let name = parts.expression()?.to_owned();
    let alone = TypeParts { type_: parts.type_.clone(), ..TypeParts::default() };
    (**parts == alone).then_some(name)
}

/// Returns the keys of a type, what it is before what limits it, and what is long at the end.
fn map(type_: &Type, own: Own, named: bool) -> Map {
    let mut map = own.first;
    let empty = TypeParts::default();
    let parts = match type_ {
        Type::Bare(_) => &empty,
        Type::Full(parts) => &**parts,
    };
    map.text("name", parts.name.as_ref());
    map.text("summary", parts.summary.as_ref());
    map.text("description", parts.description.as_ref());
    map.text("extends", parts.extends.as_ref());
    map.node("type", type_.expression().map(|name| Node::Expression(name.to_owned())));
    if let Some(EnumValues::Plain(values)) = parts.enum_.as_deref() {
        map.push("enum", Node::List(values.iter().map(literal).collect()));
    }
    for (key, inner) in [("list", &parts.list), ("map", &parts.map)] {
        map.node(key, inner.as_ref().filter(|inner| bare(inner).is_some()).map(inline));
    }
    map.extend(own.kind);
    limits(parts, &mut map);
    map.extend(own.last);
    map.node("default", parts.default.as_deref().map(literal));
    map.node("example", parts.example.as_deref().map(literal));
    map.node("deprecated", parts.deprecated.as_ref().map(deprecation));
    map.node("rust", parts.rust.as_deref().map(rust));
    long(parts, named, &mut map);
    map
}

fn limits(parts: &TypeParts, map: &mut Map) {
    map.text("format", parts.format.as_ref());
    map.flag("nullable", parts.nullable);
    for limit in parts.limits.iter() {
        let stated = match limit.stated() {
            Stated::Count(count) => Node::Word(count.to_string()),
            Stated::Number(bound) => number(bound),
            Stated::Text(text) => Node::Text(text.to_owned()),
            Stated::Flag(flag) => Node::Word(flag.to_string()),
            Stated::Integers(integers) => {
                Node::List(integers.iter().map(|integer| Node::Word(integer.to_string())).collect())
            }
        };
        map.push(limit.word().key(), stated);
    }
    map.flag("secret", parts.secret);
}

/// Writes a value of an enum: a sentence alone if nothing else is said.
fn enum_value(EnumValue { name, summary }: &EnumValue) -> Node {
    if name.is_none() {
        return summary.clone().map_or(Node::Nothing, Node::Text);
    }
    let mut map = Map::default();
    map.text("name", name.as_ref());
    map.text("summary", summary.as_ref());
    map.shaped(Shape::Fit)
}

/// Adds the keys that can take many lines.
fn long(parts: &TypeParts, named: bool, map: &mut Map) {
    if let Some(fields) = &parts.fields {
        let fields = fields.iter().map(|(key, field)| (key.to_string(), self::field(field)));
        map.push("fields", Node::Map(fields.collect(), Shape::Block));
    }
    map.node("rest", parts.rest.as_deref().map(inline));
    if let Some(items) = &parts.tuple {
        map.push("tuple", Node::List(items.iter().map(inline).collect()));
    }
    if let Some(EnumValues::Described(values)) = parts.enum_.as_deref() {
        let values = values.iter().map(|(value, sentence)| (value.clone(), enum_value(sentence)));
        let shape = if named { Shape::Block } else { Shape::Fit };
        map.push("enum", Node::Map(values.collect(), shape));
    }
    map.text("tag", parts.tag.as_ref());
    match parts.union.as_deref() {
        None => {}
        Some(UnionCases::Untagged(cases)) => {
            map.push("union", Node::List(cases.iter().map(inline).collect()));
        }
        Some(UnionCases::Tagged(cases)) => {
            let cases = cases.iter().map(|(value, case)| (value.clone(), inline(case)));
            let shape = if named { Shape::Block } else { Shape::Fit };
            map.push("union", Node::Map(cases.collect(), shape));
        }
    }
    for (key, inner) in [("list", &parts.list), ("map", &parts.map)] {
        map.node(key, inner.as_ref().filter(|inner| bare(inner).is_none()).map(inline));
    }
}
