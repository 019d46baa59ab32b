//! Headers of answers, and answers that have nothing but headers.

use super::bodies::otherwise;
use super::checked::{Kind, ResponseHeader, Shape, Text};
use super::place::Place;
use super::{Checking, text};
use crate::spec::model::{self, AnswerForm, Type as Written, TypeParts};
use crate::words::naming;

impl Checking<'_> {
    /// The headers that an answer is said to have; `owner` names what is written out in them.
    pub(super) fn response_headers(
        &mut self,
        owner: &str,
        response: &model::Response,
        place: &Place,
    ) -> Vec<ResponseHeader> {
        let mut headers: Vec<ResponseHeader> = Vec::new();
        for (name, header) in &response.headers {
            let place = place.child("headers").child(name);
            self.header_name(name, true, &place);
            if headers.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                self.error_at_key(
                    "parameter-twice",
                    &place,
                    format!("`{name}` stands here twice, and headers know no capitals"),
                )
                .help("take one of them away")
                .add();
            }
            let owner = naming::joined(owner, name);
            let before = self.found.len();
            let mut type_ = self.type_(&owner, &otherwise(header, "string"), &place);
            if std::mem::take(&mut type_.nullable) {
                self.error_at_key(
                    "nullable-header",
                    &place,
                    "a header is there or not, and never null",
                )
                .help("take the null away; whoever reads it is told whether it is there")
                .add();
            } else if !self.fits_header(&type_.kind) && !self.is_mistaken(&type_, before) {
                self.error_at_key(
                    "header-kind",
                    &place,
                    "a header is text, a number, a boolean, a time or a date, and this type is none",
                )
                .help("write `string`, and read the text")
                .add();
            }
            let text = match header {
                Written::Full(parts) => {
                    text(parts.summary.as_ref(), parts.description.as_ref(), None)
                }
                Written::Bare(_) => Text::default(),
            };
            headers.push(ResponseHeader { name: name.clone(), type_, text });
        }
        headers
    }

    /// Whether a value can be read from one line of text.
    fn fits_header(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Named(id) => match &self.definitions[id.0].shape {
                Shape::Text { .. } | Shape::Enum(_) => true,
                Shape::Alias(target) => !target.nullable && self.fits_header(&target.kind),
                Shape::Object { .. } | Shape::Union(_) | Shape::IntegerEnum(_) => false,
            },
            Kind::List(_) | Kind::Tuple(_) | Kind::Map(_) | Kind::Any | Kind::Binary => false,
            Kind::String
            | Kind::Integer
            | Kind::Int32
            | Kind::Uint32
            | Kind::Uint64
            | Kind::Int128
            | Kind::Uint128
            | Kind::Number
            | Kind::Boolean
            | Kind::Formatted(_)
            | Kind::Own(_) => true,
        }
    }

    /// Whether an answer is nothing, in either form; says so where it is nothing and something besides.
    pub(super) fn is_nothing(&mut self, response: &model::Response, place: &Place) -> bool {
        let parts = match &response.type_ {
            Written::Bare(word) => return word.trim() == "none",
            Written::Full(parts) => parts,
        };
        if parts.type_.as_deref().map(str::trim) != Some("none") {
            return false;
        }
        let besides = besides(parts)
            .or((response.as_ != AnswerForm::Json).then_some("as"))
            .or(response.media_type.is_some().then_some("media_type"));
        if let Some(key) = besides {
            self.error_at_key(
                "none-with-type",
                &place.child(key),
                format!("`{key}` describes a value, but `type: none` means an empty response"),
            )
            .help("remove it; only `headers` can stand beside `type: none`")
            .add();
        }
        true
    }
}

/// A key besides `type` that only a type with values has.
fn besides(parts: &TypeParts) -> Option<&'static str> {
    let TypeParts {
        summary: _,
        description: _,
        type_: _,
        name,
        extends,
        fields,
        rest,
        enum_,
        union,
        tag,
        list,
        tuple,
        map,
        nullable,
        format,
        limits,
        default,
        example,
        secret,
        deprecated: _,
        rust: _,
    } = parts;
    let keys = [
        ("fields", fields.is_some()),
        ("extends", extends.is_some()),
        ("rest", rest.is_some()),
        ("enum", enum_.is_some()),
        ("union", union.is_some()),
        ("tag", tag.is_some()),
        ("list", list.is_some()),
        ("tuple", tuple.is_some()),
        ("map", map.is_some()),
        ("name", name.is_some()),
        ("nullable", *nullable),
        ("secret", *secret),
        ("format", format.is_some()),
        ("example", example.is_some()),
        ("default", default.is_some()),
    ];
    let given = keys.into_iter().find_map(|(key, given)| given.then_some(key));
    given.or_else(|| limits.iter().next().map(|limit| limit.word().key()))
}
