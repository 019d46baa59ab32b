//! What a spec makes of texts of a format.

use std::collections::BTreeSet;

use super::Judging;
use super::checked::Kind;
use crate::code;
use crate::resolve::{Place, Role, Spelled, is_integer};
use crate::spec::nearest;
use crate::words::formats::{KNOWN, TEXT, Target, TextType};

/// Judges whether each of `formats` is one, and what it becomes is a type.
pub(super) fn formats(cx: &mut Judging<'_>) {
    let spelled = cx.facts.spelled.iter();
    let spelled = spelled.filter(|it| matches!(it.role, Role::Use | Role::Definition(_)));
    let met: BTreeSet<&str> =
        spelled.filter_map(|spelled| spelled.parts.format.as_deref()).collect();
    for (format, word) in &cx.facts.api.file.content.formats {
        let place = Place::root(&["formats", format]);
        // Of a format that everybody knows, a spec may say what it will become.
        let known = KNOWN.contains(&format.as_str()) || met.contains(format.as_str());
        if !known && cx.facts.api.complete {
            let met = met.iter().copied();
            let help = match nearest(format, KNOWN.iter().copied().chain(met)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add `format:` to the strings that have it, or remove this line".to_owned(),
            };
            cx.found
                .error_at_key(
                    "unknown-format",
                    &place,
                    format!("no type in this API has the format `{format}`"),
                )
                .help(help)
                .add();
        }
        match Target::parse(word) {
            None => cx
                .found
                .error(
                    "format-type",
                    &place,
                    format!("`{word}` is not a type for strings of a format"),
                )
                .help(meant(word))
                .add(),
            Some(Target::Own(path)) if !code::is_type(&path) => cx
                .found
                .error("format-type", &place, format!("`{path}` is not the path of a Rust type"))
                .help("write the full path, such as `my_crate::Money`")
                .add(),
            Some(_) => {}
        }
    }
}

/// Judges whether a format goes with the type beside which it stands.
pub(super) fn format_fits(cx: &mut Judging<'_>, spelled: &Spelled<'_>) {
    let Some((format, kind)) = spelled.parts.format.as_deref().zip(spelled.unformatted.as_ref())
    else {
        return;
    };
    let fits = match (format, kind) {
        (_, Kind::String) | ("float" | "double", Kind::Number) => true,
        (format, Kind::Integer) => is_integer(format),
        ("uuid", kind) => cx.facts.is_text(kind),
        _ => false,
    };
    if !fits {
        cx.found
            .error(
                "misplaced-format",
                &spelled.place.child("format"),
                format!("the format `{format}` does not apply to this type"),
            )
            .help("`date-time`, `date` and `uuid` apply to `string`; `int8` to `int128` and `uint8` to `uint128` apply to `integer`")
            .add();
    }
}

/// Returns what may have been meant by a word that stands for no type.
fn meant(word: &str) -> String {
    let words = || TextType::ALL.iter().map(|type_| type_.word()).chain([TEXT]);
    if let Some(near) = nearest(word, words()) {
        return format!("did you mean `{near}`?");
    }
    let words: Vec<String> = words().map(|it| format!("`{it}`")).collect();
    format!(
        "write one of {}, or the full path of a type of your own, such as `my_crate::Money`",
        words.join(", ")
    )
}
