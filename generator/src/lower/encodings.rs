//! How values of several parts are written, as far as that has to be said.

use super::Lowering;
use crate::check::checked::{
    Encoding, FieldEncoding, Kind, ListKeys, Location, Parameter, Shape, Style, Type,
};
use crate::ir;

impl Lowering<'_> {
    pub(super) fn encoding(&self, parameter: &Parameter) -> ir::Encoding {
        let usual = match parameter.location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        let given = parameter.encoding;
        let lists = lists(given.lists);
        let deep = given.style == Style::DeepObject;
        let type_ = self.behind_aliases(&parameter.type_);
        if given.json || (type_.kind == Kind::Any && !deep) {
            let style = if given.json { ir::Style::Json } else { ir::Style::Text };
            return ir::Encoding {
                style: Some(style),
                explode: None,
                lists: None,
                structured: true,
            };
        }
        let several = match &type_.kind {
            Kind::List(item) => lists.is_some() || !self.is_text_in_urls(&item.0),
            _ => !self.is_text_in_urls(type_),
        };
        ir::Encoding {
            style: (given.style != usual).then(|| style(given.style)),
            explode: (given.explode != (deep || given.style == Style::Form))
                .then_some(given.explode),
            lists: lists.filter(|_| several),
            structured: several,
        }
    }

    fn behind_aliases<'t>(&'t self, mut type_: &'t Type) -> &'t Type {
        while let Kind::Named(id) = &type_.kind
            && let Shape::Alias(target) = &self.api.types[id.0].shape
        {
            type_ = target;
        }
        type_
    }

    /// Whether a value is one text wherever it stands.
    fn is_text_in_urls(&self, type_: &Type) -> bool {
        match &self.behind_aliases(type_).kind {
            Kind::Any | Kind::Binary | Kind::List(_) | Kind::Map(_) => false,
            Kind::Named(id) => {
                matches!(self.api.types[id.0].shape, Shape::Text { .. } | Shape::Enum(_))
            }
            _ => true,
        }
    }
}

pub(super) fn of_field(field: &FieldEncoding) -> ir::FieldEncoding {
    let Encoding { style, explode, lists, json } = field.encoding;
    let usual = matches!(style, Style::Form | Style::DeepObject);
    let encoding = if json {
        ir::Encoding { style: Some(ir::Style::Json), ..ir::Encoding::default() }
    } else {
        ir::Encoding {
            style: (style != Style::DeepObject).then(|| self::style(style)),
            explode: (explode != usual).then_some(explode),
            lists: self::lists(lists),
            structured: false,
        }
    };
    let (wire, media_type) = (field.wire.clone(), field.media_type.clone());
    ir::FieldEncoding { wire, encoding, media_type }
}

pub(super) fn lists(keys: ListKeys) -> Option<ir::ListKeys> {
    match keys {
        ListKeys::Repeat => None,
        ListKeys::Brackets => Some(ir::ListKeys::Brackets),
        ListKeys::Indices => Some(ir::ListKeys::Indices),
    }
}

fn style(style: Style) -> ir::Style {
    match style {
        Style::Form => ir::Style::Form,
        Style::Simple => ir::Style::Simple,
        Style::Label => ir::Style::Label,
        Style::Matrix => ir::Style::Matrix,
        Style::SpaceDelimited => ir::Style::SpaceDelimited,
        Style::PipeDelimited => ir::Style::PipeDelimited,
        Style::DeepObject => ir::Style::DeepObject,
    }
}
