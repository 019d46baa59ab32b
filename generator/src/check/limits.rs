//! Whether limits can be kept, and whether they mean anything for what they limit.

use std::collections::HashMap;

use super::Judging;
use super::checked::{Kind, Limits};
use crate::resolve::Place;
use crate::spec::model::TypeParts;

/// What is wrong with each pattern that was met: many types have one of a few, and to read one takes longer than all else
/// about a type.
#[derive(Default)]
pub(super) struct Patterns(HashMap<String, Option<String>>);

impl Patterns {
    fn fault_of(&mut self, pattern: &str) -> Option<&String> {
        if !self.0.contains_key(pattern) {
            let fault = regex_lite::Regex::new(pattern).err().map(|error| error.to_string());
            self.0.insert(pattern.to_owned(), fault);
        }
        self.0.get(pattern)?.as_ref()
    }
}

/// Judges the limits that a type states, each against its kind.
pub(super) fn limits(
    cx: &mut Judging<'_>,
    parts: &TypeParts,
    kind: &Kind,
    patterns: &mut Patterns,
    place: &Place,
) {
    let plain = cx.facts.is_text(kind);
    let text = plain || cx.facts.is_measured(kind);
    let numeric = {
        let base = cx.facts.behind(kind);
        base.is_integer() || *base == Kind::Number
    };
    let list = matches!(cx.facts.behind(kind), Kind::List(_));
    let keys = [
        ("minLength", parts.min_length.is_some(), text, "a string"),
        ("maxLength", parts.max_length.is_some(), text, "a string"),
        ("maxBytes", parts.max_bytes.is_some(), text, "a string"),
        ("pattern", parts.pattern.is_some(), text, "a string"),
        ("minimum", parts.minimum.is_some(), numeric, "a number"),
        ("maximum", parts.maximum.is_some(), numeric, "a number"),
        ("exclusiveMinimum", parts.exclusive_minimum.is_some(), numeric, "a number"),
        ("exclusiveMaximum", parts.exclusive_maximum.is_some(), numeric, "a number"),
        ("multipleOf", parts.multiple_of.is_some(), numeric, "a number"),
        ("minItems", parts.min_items.is_some(), list, "a list"),
        ("maxItems", parts.max_items.is_some(), list, "a list"),
        ("uniqueItems", parts.unique_items, list, "a list"),
    ];
    for (key, given, fits, what) in keys {
        if given && !fits {
            cx.found
                .error_at_key(
                    "misplaced-limit",
                    &place.child(key),
                    format!("`{key}` limits {what}, and this is none"),
                )
                .help("take it away, or put it beside the type that it limits")
                .add();
        }
    }
    let bounds = [
        ("minimum", parts.minimum),
        ("maximum", parts.maximum),
        ("exclusiveMinimum", parts.exclusive_minimum),
        ("exclusiveMaximum", parts.exclusive_maximum),
        ("multipleOf", parts.multiple_of),
    ];
    for (key, bound) in bounds {
        let wrong =
            bound.is_some_and(|bound| !bound.is_finite() || (key == "multipleOf" && bound <= 0.0));
        if wrong {
            cx.found
                .error(
                    "wrong-limit",
                    &place.child(key),
                    format!("`{key}` is no number that limits anything"),
                )
                .help(if key == "multipleOf" {
                    "write a number above 0"
                } else {
                    "write a finite number"
                })
                .add();
        }
    }
    if let Some(pattern) = &parts.pattern
        && let Some(error) = patterns.fault_of(pattern)
    {
        cx.found.error("invalid-pattern", &place.child("pattern"), format!("`pattern` is no regular expression: {error}"))
            .help("patterns are those of the `regex-lite` crate: without look-around and back-references")
            .add();
    }
}

/// Whether any value can keep to the limits; `place` is where the last of them were added.
pub(super) fn consistent(limits: &Limits, place: &Place, cx: &mut Judging<'_>) {
    let lengths = [
        ("minLength", "maxLength", limits.min_length, limits.max_length),
        ("minLength", "maxBytes", limits.min_length, limits.max_bytes),
        ("minItems", "maxItems", limits.min_items, limits.max_items),
    ];
    for (low, high, least, greatest) in lengths {
        if let (Some(least), Some(greatest)) = (least, greatest)
            && greatest < least
        {
            contradiction(cx, low, high, &least.to_string(), &greatest.to_string(), place);
        }
    }
    let lows = [("minimum", limits.minimum), ("exclusiveMinimum", limits.exclusive_minimum)];
    let highs = [("maximum", limits.maximum), ("exclusiveMaximum", limits.exclusive_maximum)];
    let pairs = lows.iter().flat_map(|low| highs.iter().map(move |high| (low, high)));
    for ((low, least), (high, greatest)) in pairs {
        let (Some(least), Some(greatest)) = (least, greatest) else { continue };
        let open = *low == "exclusiveMinimum" || *high == "exclusiveMaximum";
        if greatest < least || (open && greatest <= least) {
            contradiction(cx, low, high, &least.to_string(), &greatest.to_string(), place);
            return;
        }
    }
}

fn contradiction(
    cx: &mut Judging<'_>,
    low: &str,
    high: &str,
    least: &str,
    greatest: &str,
    place: &Place,
) {
    // One of them may be from the type that is used.
    let places = [place.child(high), place.child(low)];
    let place = places
        .into_iter()
        .find(|place| place.exists(cx.facts.api))
        .unwrap_or_else(|| place.clone());
    cx.found
        .error(
            "contradicting-limits",
            &place,
            format!("no value keeps to `{low}: {least}` and `{high}: {greatest}`"),
        )
        .help("raise the one or lower the other")
        .add();
}
