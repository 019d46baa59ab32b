//! Limits and defaults as sentences, for the documentation of whatever has them.

use crate::check::checked::{Kind, Limits, Type};

/// One sentence a limit.
pub(super) fn limits(limits: &Limits) -> Vec<String> {
    let mut rules = Vec::new();
    rules.extend(range(limits.min_length, limits.max_length, "character"));
    if let Some(bytes) = limits.max_bytes {
        rules.push(format!("At most {} in UTF-8.", counted(bytes, "byte")));
    }
    if let Some(pattern) = &limits.pattern {
        rules.push(format!("Matches `{}`.", pattern.replace('`', "'")));
    }
    if limits.uuid {
        rules.push("A UUID.".to_owned());
    }
    rules.extend(match (limits.minimum, limits.maximum) {
        (Some(least), Some(greatest)) => Some(format!("From {least} to {greatest}.")),
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(greatest)) => Some(format!("At most {greatest}.")),
        (None, None) => None,
    });
    if let Some(bound) = limits.exclusive_minimum {
        rules.push(format!("Greater than {bound}."));
    }
    if let Some(bound) = limits.exclusive_maximum {
        rules.push(format!("Less than {bound}."));
    }
    if let Some(factor) = limits.multiple_of {
        rules.push(format!("A multiple of {factor}."));
    }
    rules.extend(range(limits.min_items, limits.max_items, "item"));
    if limits.unique_items {
        rules.push("No two items are equal.".to_owned());
    }
    if !limits.one_of.is_empty() {
        let values: Vec<String> = limits.one_of.iter().map(i64::to_string).collect();
        rules.push(format!("One of {}.", values.join(", ")));
    }
    rules
}

/// What holds where nothing is sent.
pub(super) fn default(type_: &Type) -> Option<String> {
    if type_.secret || matches!(type_.kind, Kind::List(_) | Kind::Tuple(_) | Kind::Map(_)) {
        return None;
    }
    let default = type_.default.as_ref()?.to_string();
    Some(format!("The server takes `{}` where it is left out.", default.replace('`', "'")))
}

fn range(least: Option<u64>, greatest: Option<u64>, unit: &str) -> Option<String> {
    match (least.filter(|&least| least > 0), greatest) {
        (Some(least), Some(greatest)) if least == greatest => {
            Some(format!("Exactly {}.", counted(least, unit)))
        }
        (Some(least), Some(greatest)) => {
            Some(format!("From {least} to {}.", counted(greatest, unit)))
        }
        (Some(least), None) => Some(format!("At least {}.", counted(least, unit))),
        (None, Some(greatest)) => Some(format!("At most {}.", counted(greatest, unit))),
        (None, None) => None,
    }
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
