//! How values of several parts are written, as far as that has to be said.

use crate::check::checked::{Encoding, FieldEncoding, ListKeys, Parameter, Stand, Standing, Style};
use crate::ir;

/// How a parameter is written, by how its value stands there.
pub(super) fn of_parameter(parameter: &Parameter) -> ir::Encoding {
    let given = parameter.encoding;
    let Stand { standing, plain } = parameter.stand;
    let whole = match standing {
        Standing::Json => Some(ir::Style::Json),
        Standing::Any => Some(ir::Style::Text),
        _ => None,
    };
    if whole.is_some() {
        return ir::Encoding { style: whole, explode: None, lists: None, structured: true };
    }
    let lists = lists(given.lists);
    // The texts of a list have no keys of their own.
    let structured = !plain || (standing == Standing::List && lists.is_some());
    let usual = parameter.location.place().usual();
    ir::Encoding {
        style: (given.style != usual).then(|| style(given.style)),
        explode: (given.explode != given.style.explodes()).then_some(given.explode),
        lists: lists.filter(|_| structured),
        structured,
    }
}

pub(super) fn of_field(field: &FieldEncoding) -> ir::FieldEncoding {
    let Encoding { style, explode, lists, json } = field.encoding;
    let encoding = if json {
        ir::Encoding { style: Some(ir::Style::Json), ..ir::Encoding::default() }
    } else {
        ir::Encoding {
            style: (style != Style::DeepObject).then(|| self::style(style)),
            explode: (explode != style.explodes()).then_some(explode),
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
