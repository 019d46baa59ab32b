//! The encodings of values, as far as they differ from the default.

use crate::check::checked::{Encoding, FieldEncoding, ListKeys, Parameter, Stand, Standing, Style};
use crate::ir::{self, Notation, Writing};

/// Returns the encoding of a parameter, by how its value is written there.
pub(super) fn of_parameter(parameter: &Parameter) -> Notation {
    let given = parameter.encoding;
    let Stand { standing, plain } = parameter.stand;
    let whole = match standing {
        Standing::Json => Some(Writing::Json),
        Standing::Any => Some(Writing::Text),
        _ => None,
    };
    if whole.is_some() {
        return Notation { style: whole, structured: true, ..Notation::default() };
    }
    // The items of a list have no keys of their own.
    let keyed = standing == Standing::List && given.lists != ListKeys::Repeat;
    let structured = !plain || keyed;
    let usual = parameter.location.slot().usual();
    Notation {
        style: (given.style != usual).then_some(Writing::Style(given.style)),
        explode: (given.explode != given.style.explodes()).then_some(given.explode),
        lists: if structured { given.lists } else { ListKeys::Repeat },
        structured,
    }
}

/// Returns the encoding of a form field.
pub(super) fn of_field(field: &FieldEncoding) -> ir::FieldNotation {
    let Encoding { style, explode, lists, json } = field.encoding;
    let notation = if json {
        Notation { style: Some(Writing::Json), ..Notation::default() }
    } else {
        Notation {
            style: (style != Style::DeepObject).then_some(Writing::Style(style)),
            explode: (explode != style.explodes()).then_some(explode),
            lists,
            structured: false,
        }
    };
    let (wire, media_type) = (field.wire.clone(), field.media_type.clone());
    ir::FieldNotation { wire, notation, media_type }
}
