//! Texts and numbers, with what limits them.

use crate::openapi::document::Node;
use crate::openapi::import::read::normal_form::Meaning;
use crate::openapi::import::types::Parts;
use crate::openapi::import::types::Types;
use crate::spec::model::TypeParts;
use crate::words::limit::{Limit, Subject, Word};

impl<'d> Types<'d> {
    pub(super) fn string(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts::named("string");
        parts.format = meaning.format.map(str::to_owned);
        parts.secret = meaning.secret || meaning.format == Some("password");
        if parts.secret && meaning.secret {
            parts.format = None;
        }
        match meaning.format {
            // The length and the pattern of a date say nothing that the date does not.
            Some("date-time" | "date") if self.is_narrow(&parts) => {
                parts.secret = false;
                return Parts::with(parts);
            }
            // Bytes in JSON are text, unless the user knows how they are written there.
            Some("binary") if self.formats.of("binary").is_none() => parts.format = None,
            _ => {}
        }
        parts.limits = self.limits(meaning, Subject::Strings);
        Parts::with(parts)
    }

    pub(super) fn integer(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts::named("integer");
        parts.format =
            meaning.format.filter(|format| FORMATS_OF_INTEGERS.contains(format)).map(str::to_owned);
        parts.limits = self.limits(meaning, Subject::Numbers);
        // Whole numbers from zero to beyond what a sign leaves room for.
        let stated = |word| parts.limits.number(word);
        let from_zero = stated(Word::Minimum).is_some_and(|bound| bound >= 0.0);
        if parts.format.is_none()
            && from_zero
            && stated(Word::Maximum).is_some_and(|bound| (9.3e18..1.9e19).contains(&bound))
        {
            parts.format = Some("uint64".to_owned());
        }
        // The greatest of 64 bits, which many programs round up.
        let mut values = meaning.default.into_iter().chain(meaning.example);
        let is_beyond = |value: Node<'_>| value.is_number() && value.as_i64().is_none();
        if parts.format.is_none() && values.any(|value| is_beyond(value) && is_whole(value)) {
            parts.format = Some("int128".to_owned());
        }
        // What does not fit into 64 bits is a bound that no value of the type can break.
        parts.limits.retain(|limit| match limit {
            Limit::Minimum(bound) => *bound > -9.2e18,
            Limit::Maximum(bound) => *bound < 9.2e18,
            _ => true,
        });
        Parts::with(parts)
    }

    pub(super) fn number(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts::named("number");
        parts.limits = self.limits(meaning, Subject::Numbers);
        Parts::with(parts)
    }
}

/// Whether a number has no fraction.
pub(super) fn is_whole(value: Node<'_>) -> bool {
    value.as_u64().is_some()
        || value.as_f64().is_some_and(|value| value.fract() == 0.0 && value.abs() > 9.2e18)
}

/// The integers that a whole number of JSON is read as.
const FORMATS_OF_INTEGERS: &[&str] = &["int32", "int64", "uint32", "uint64"];
