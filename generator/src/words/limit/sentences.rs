//! Limits as sentences for the documentation.

use super::{Limit, Limits, Word};

impl Limits {
    /// Returns the sentences about the limits; a minimum and its maximum share one.
    pub fn sentences(&self) -> Vec<String> {
        self.iter().filter_map(|limit| self.sentence(limit)).collect()
    }

    fn sentence(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::MinLength(least) => from(*least, self.count(Word::MaxLength), "character"),
            Limit::MaxLength(most) => up_to(self.count(Word::MinLength), *most, "character"),
            Limit::MaxBytes(most) => Some(format!("At most {} in UTF-8.", counted(*most, "byte"))),
            Limit::Pattern(pattern) => Some(format!("Matches `{}`.", pattern.replace('`', "'"))),
            Limit::Minimum(least) => Some(match self.number(Word::Maximum) {
                Some(greatest) => format!("From {least} to {greatest}."),
                None => format!("At least {least}."),
            }),
            Limit::Maximum(_) if self.get(Word::Minimum).is_some() => None,
            Limit::Maximum(greatest) => Some(format!("At most {greatest}.")),
            Limit::ExclusiveMinimum(bound) => Some(format!("Greater than {bound}.")),
            Limit::ExclusiveMaximum(bound) => Some(format!("Less than {bound}.")),
            Limit::MultipleOf(factor) => Some(format!("A multiple of {factor}.")),
            Limit::MinItems(least) => from(*least, self.count(Word::MaxItems), "item"),
            Limit::MaxItems(most) => up_to(self.count(Word::MinItems), *most, "item"),
            Limit::MinProperties(least) => from(*least, self.count(Word::MaxProperties), "member"),
            Limit::MaxProperties(most) => up_to(self.count(Word::MinProperties), *most, "member"),
            Limit::UniqueItems(_) => Some("No two items are equal.".to_owned()),
            Limit::Uuid(_) => Some("A UUID.".to_owned()),
            Limit::OneOf(values) => {
                let values: Vec<String> = values.iter().map(i64::to_string).collect();
                Some(format!("One of {}.", values.join(", ")))
            }
        }
    }
}

/// Returns the sentence about a minimum count, together with the maximum if there is one. A minimum of 0 needs none.
fn from(least: u64, greatest: Option<u64>, unit: &str) -> Option<String> {
    match greatest {
        _ if least == 0 => None,
        Some(greatest) if least == greatest => Some(format!("Exactly {}.", counted(least, unit))),
        Some(greatest) => Some(format!("From {least} to {}.", counted(greatest, unit))),
        None => Some(format!("At least {}.", counted(least, unit))),
    }
}

/// Returns the sentence about a maximum count, unless that of the minimum includes it.
fn up_to(least: Option<u64>, greatest: u64, unit: &str) -> Option<String> {
    least.is_none_or(|least| least == 0).then(|| format!("At most {}.", counted(greatest, unit)))
}

/// Returns a count with its unit: `1 item`, `2 items`.
pub fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
