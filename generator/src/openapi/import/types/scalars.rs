//! Strings and numbers, with their limits.

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
            // The type of a date implies its length and pattern.
            Some("date-time" | "date") if self.is_narrow(&parts) => {
                parts.secret = false;
                return Parts::with(parts);
            }
            // Bytes in JSON are strings, unless the user states their encoding.
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
        // Integers from zero to more than a signed type can hold.
        let stated = |word| parts.limits.number(word);
        let from_zero = stated(Word::Minimum).is_some_and(|bound| bound >= 0.0);
        if parts.format.is_none()
            && from_zero
            && stated(Word::Maximum).is_some_and(|bound| (9.3e18..1.9e19).contains(&bound))
        {
            parts.format = Some("uint64".to_owned());
        }
        // The maximum of 64 bits, which many programs round up.
        let mut values = meaning.default.into_iter().chain(meaning.example);
        let is_beyond = |value: Node<'_>| value.is_number() && value.as_i64().is_none();
        if parts.format.is_none() && values.any(|value| is_beyond(value) && is_whole(value)) {
            parts.format = Some("int128".to_owned());
        }
        // A bound that does not fit into 64 bits cannot be broken by a value of the type.
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

/// Returns whether a number has no fraction.
fn is_whole(value: Node<'_>) -> bool {
    value.as_u64().is_some()
        || value.as_f64().is_some_and(|value| value.fract() == 0.0 && value.abs() > 9.2e18)
}

/// The formats of integers that the client has types for.
const FORMATS_OF_INTEGERS: &[&str] = &["int32", "int64", "uint32", "uint64"];
