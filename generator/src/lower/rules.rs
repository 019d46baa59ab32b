//! Defaults as sentences for the documentation.

use crate::check::checked::{Kind, Type};

/// Returns the sentence about the default of a type.
pub(super) fn default(type_: &Type) -> Option<String> {
    if type_.secret || matches!(type_.kind, Kind::List(_) | Kind::Tuple(_) | Kind::Map(_)) {
        return None;
    }
    let default = type_.default.as_ref()?.to_string();
    Some(format!("The server's default is `{}`.", default.replace('`', "'")))
}
