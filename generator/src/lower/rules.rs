//! Defaults as sentences, for the documentation of whatever has them.

use crate::check::checked::{Kind, Type};

/// Returns what holds where nothing is sent.
pub(super) fn default(type_: &Type) -> Option<String> {
    if type_.secret || matches!(type_.kind, Kind::List(_) | Kind::Tuple(_) | Kind::Map(_)) {
        return None;
    }
    let default = type_.default.as_ref()?.to_string();
    Some(format!("The server takes `{}` where it is left out.", default.replace('`', "'")))
}
