//! Texts and numbers, with what limits them.

use crate::openapi::document::Node;
use crate::openapi::import::read::normal_form::Meaning;
use crate::openapi::import::types::Parts;
use crate::openapi::import::types::Types;
use crate::spec::model::TypeParts;

impl<'d> Types<'d> {
    pub(in crate::openapi) fn string(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("string".to_owned()), ..TypeParts::default() };
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
        parts.min_length = self.whole_number(meaning, "minLength");
        parts.max_length = self.whole_number(meaning, "maxLength");
        if parts.min_length.zip(parts.max_length).is_some_and(|(least, most)| least > most) {
            self.reader.note(
                &meaning.at,
                "contradiction",
                "no text is as long as it must be; the limits are left out",
            );
            (parts.min_length, parts.max_length) = (None, None);
        }
        if let Some((value, at)) = meaning.limit("pattern")
            && let Some(pattern) = value.as_str()
        {
            // A schema is converted wherever it is used, and its pattern is the same each time.
            let fault = self.patterns.entry(pattern).or_insert_with(|| {
                regex_lite::Regex::new(pattern).err().map(|error| error.to_string())
            });
            match fault {
                None => parts.pattern = Some(pattern.to_owned()),
                Some(fault) => {
                    let message = format!("the pattern is not checked: {fault}");
                    self.reader.loss(&at, "pattern", message);
                }
            }
        }
        Parts::with(parts)
    }

    pub(in crate::openapi) fn integer(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("integer".to_owned()), ..TypeParts::default() };
        parts.format =
            meaning.format.filter(|format| FORMATS_OF_INTEGERS.contains(format)).map(str::to_owned);
        self.bounds(meaning, &mut parts);
        // Whole numbers from zero to beyond what a sign leaves room for.
        let from_zero = parts.minimum.is_some_and(|bound| bound >= 0.0);
        if parts.format.is_none()
            && from_zero
            && parts.maximum.is_some_and(|bound| (9.3e18..1.9e19).contains(&bound))
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
        parts.maximum = parts.maximum.filter(|bound| *bound < 9.2e18);
        parts.minimum = parts.minimum.filter(|bound| *bound > -9.2e18);
        Parts::with(parts)
    }

    pub(in crate::openapi) fn number(&mut self, meaning: &Meaning<'d>) -> Parts {
        let mut parts = TypeParts { type_: Some("number".to_owned()), ..TypeParts::default() };
        self.bounds(meaning, &mut parts);
        Parts::with(parts)
    }

    pub(in crate::openapi) fn bounds(&mut self, meaning: &Meaning<'d>, parts: &mut TypeParts) {
        let bound = |name: &str| {
            let (value, _) = meaning.limit(name)?;
            value.as_f64().filter(|bound| bound.is_finite())
        };
        let is_true = |name: &str| {
            meaning.limit(name).is_some_and(|(value, _)| value.as_bool() == Some(true))
        };
        parts.minimum = bound("minimum");
        parts.maximum = bound("maximum");
        parts.exclusive_minimum = bound("exclusiveMinimum");
        parts.exclusive_maximum = bound("exclusiveMaximum");
        parts.multiple_of = bound("multipleOf").filter(|factor| *factor > 0.0);
        // In 3.0 the bound stands in `minimum`, and the word only says that it is left out.
        if is_true("exclusiveMinimum") {
            parts.exclusive_minimum = parts.minimum.take();
        }
        if is_true("exclusiveMaximum") {
            parts.exclusive_maximum = parts.maximum.take();
        }
        let least = parts
            .minimum
            .into_iter()
            .chain(parts.exclusive_minimum)
            .fold(f64::NEG_INFINITY, f64::max);
        let most =
            parts.maximum.into_iter().chain(parts.exclusive_maximum).fold(f64::INFINITY, f64::min);
        let open = parts.exclusive_minimum == Some(least) || parts.exclusive_maximum == Some(most);
        if least > most || (open && least >= most) {
            self.reader.note(
                &meaning.at,
                "contradiction",
                "no number keeps to both of its bounds; they are left out",
            );
            (parts.minimum, parts.maximum) = (None, None);
            (parts.exclusive_minimum, parts.exclusive_maximum) = (None, None);
        }
    }

    pub(in crate::openapi) fn whole_number(
        &mut self,
        meaning: &Meaning<'d>,
        name: &str,
    ) -> Option<u64> {
        let (value, _) = meaning.limit(name)?;
        // Lengths are whole numbers, which some documents write as `10.0`.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let rounded = || {
            value.as_f64().filter(|number| (0.0..1e15).contains(number)).map(|number| number as u64)
        };
        value.as_u64().or_else(rounded)
    }
}

/// Whether a number has no fraction.
pub(in crate::openapi) fn is_whole(value: Node<'_>) -> bool {
    value.as_u64().is_some()
        || value.as_f64().is_some_and(|value| value.fract() == 0.0 && value.abs() > 9.2e18)
}

/// The integers that a whole number of JSON is read as.
const FORMATS_OF_INTEGERS: &[&str] = &["int32", "int64", "uint32", "uint64"];
