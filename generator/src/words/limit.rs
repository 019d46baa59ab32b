//! The constraint words. Each is one line of the table below; everything else about it is a match without a wildcard,
//! here and in the files of this folder, so that the compiler names each place that a new word is missing from.

mod keeps;
mod sentences;
mod set;

use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};

#[cfg(feature = "example-tests")]
pub use keeps::is_match;
pub use sentences::counted;
pub use set::Limits;

/// One word a line: its description, what it takes, its key in a spec and in JSON Schema, and the method of the
/// runtime's `Schema` that states it. Limits that other keys of a spec imply stand behind `implied`.
macro_rules! words {
    (
        $($(#[doc = $says:literal])+ $word:ident($takes:ty) = $key:literal, $method:ident;)+
        implied:
        $($(#[doc = $implied_says:literal])+
        $implied:ident($implied_takes:ty) = $implied_key:literal, $implied_method:ident;)+
    ) => {
        /// A constraint word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Word {
            $($word,)+
            $($implied,)+
        }

        /// A constraint word with its operand.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Limit {
            $($(#[doc = $says])+ $word($takes),)+
            $($(#[doc = $implied_says])+ $implied($implied_takes),)+
        }

        impl Word {
            /// The words that are keys of their own, in the order of a spec.
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// Returns the key of a spec and of JSON Schema that states it.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$word => $key,)+
                    $(Self::$implied => $implied_key,)+
                }
            }

            /// Returns the method of the runtime's `Schema` that states it.
            pub fn method(self) -> &'static str {
                match self {
                    $(Self::$word => stringify!($method),)+
                    $(Self::$implied => stringify!($implied_method),)+
                }
            }

            /// Returns the description that an editor shows for the key.
            #[cfg(test)] // A test writes the schema for editors.
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$word => concat!($($says),+),)+
                    $(Self::$implied => concat!($($implied_says),+),)+
                }
                .trim_start()
            }

            /// Returns the kind of operand that the word takes.
            pub fn takes(self) -> Takes {
                match self {
                    $(Self::$word => <$takes>::TAKES,)+
                    $(Self::$implied => <$implied_takes>::TAKES,)+
                }
            }

            /// Returns the limit with an operand, if the word can take it.
            pub fn limit(self, stated: Stated<'_>) -> Option<Limit> {
                match self {
                    $(Self::$word => Operand::of(stated).map(Limit::$word),)+
                    $(Self::$implied => Operand::of(stated).map(Limit::$implied),)+
                }
            }
        }

        impl Limit {
            /// Returns the word of the limit.
            pub fn word(&self) -> Word {
                match self {
                    $(Self::$word(_) => Word::$word,)+
                    $(Self::$implied(_) => Word::$implied,)+
                }
            }

            /// Returns the operand of the limit.
            pub fn stated(&self) -> Stated<'_> {
                match self {
                    $(Self::$word(operand) => operand.stated(),)+
                    $(Self::$implied(operand) => operand.stated(),)+
                }
            }
        }
    };
}

words! {
    /// The minimum number of characters.
    MinLength(u64) = "minLength", min_length;
    /// The maximum number of characters.
    MaxLength(u64) = "maxLength", max_length;
    /// The maximum number of bytes in UTF-8.
    MaxBytes(u64) = "maxBytes", max_bytes;
    /// A regular expression that must match a part of the value.
    Pattern(String) = "pattern", pattern;
    /// The minimum value.
    Minimum(f64) = "minimum", minimum;
    /// The maximum value.
    Maximum(f64) = "maximum", maximum;
    /// The value must be greater than this.
    ExclusiveMinimum(f64) = "exclusiveMinimum", exclusive_minimum;
    /// The value must be less than this.
    ExclusiveMaximum(f64) = "exclusiveMaximum", exclusive_maximum;
    /// The value must be a multiple of this.
    MultipleOf(f64) = "multipleOf", multiple_of;
    /// The minimum number of items.
    MinItems(u64) = "minItems", min_items;
    /// The maximum number of items.
    MaxItems(u64) = "maxItems", max_items;
    /// Whether the items must be unique.
    UniqueItems(bool) = "uniqueItems", unique_items;
    /// The minimum number of properties.
    MinProperties(u64) = "minProperties", min_properties;
    /// The maximum number of properties.
    MaxProperties(u64) = "maxProperties", max_properties;

    implied:
    /// Whether the value is a UUID.
    Uuid(bool) = "format", format;
    /// The integers that are allowed.
    OneOf(Vec<i64>) = "enum", one_of_integers;
}

/// The kind of values that a word applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Strings,
    Numbers,
    Lists,
    /// Objects whose members are not all named.
    Objects,
}

impl Subject {
    /// Returns the name of the values in messages.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Strings => "strings",
            Self::Numbers => "numbers",
            Self::Lists => "lists",
            Self::Objects => "objects, maps and `any`",
        }
    }
}

/// How to find the tighter of two limits of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tighter {
    Greater,
    Less,
    /// The limit nearer to the value counts, since the two cannot be compared.
    Nearer,
}

impl Word {
    /// Returns the word with this key.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.key() == key)
    }

    /// Returns the kind of values that the word applies to.
    pub fn subject(self) -> Subject {
        match self {
            Self::MinLength | Self::MaxLength | Self::MaxBytes | Self::Pattern | Self::Uuid => {
                Subject::Strings
            }
            Self::Minimum
            | Self::Maximum
            | Self::ExclusiveMinimum
            | Self::ExclusiveMaximum
            | Self::MultipleOf
            | Self::OneOf => Subject::Numbers,
            Self::MinItems | Self::MaxItems | Self::UniqueItems => Subject::Lists,
            Self::MinProperties | Self::MaxProperties => Subject::Objects,
        }
    }

    fn tighter(self) -> Tighter {
        match self {
            Self::MinLength
            | Self::Minimum
            | Self::ExclusiveMinimum
            | Self::MinItems
            | Self::MinProperties => Tighter::Greater,
            Self::MaxLength
            | Self::MaxBytes
            | Self::Maximum
            | Self::ExclusiveMaximum
            | Self::MaxItems
            | Self::MaxProperties => Tighter::Less,
            Self::Pattern | Self::MultipleOf | Self::UniqueItems | Self::Uuid | Self::OneOf => {
                Tighter::Nearer
            }
        }
    }

    /// Returns the words that state a maximum for this minimum. If the maximum is less than the minimum, no value keeps
    /// to both.
    fn opposites(self) -> &'static [Self] {
        match self {
            Self::MinLength => &[Self::MaxLength, Self::MaxBytes],
            Self::Minimum | Self::ExclusiveMinimum => &[Self::Maximum, Self::ExclusiveMaximum],
            Self::MinItems => &[Self::MaxItems],
            Self::MinProperties => &[Self::MaxProperties],
            Self::MaxLength
            | Self::MaxBytes
            | Self::Pattern
            | Self::Maximum
            | Self::ExclusiveMaximum
            | Self::MultipleOf
            | Self::MaxItems
            | Self::UniqueItems
            | Self::MaxProperties
            | Self::Uuid
            | Self::OneOf => &[],
        }
    }
}

impl Limit {
    /// Returns whether it is tighter than another limit of its word.
    pub fn is_tighter(&self, other: &Self) -> bool {
        match self.word().tighter() {
            Tighter::Greater => self.amount() > other.amount(),
            Tighter::Less => self.amount() < other.amount(),
            Tighter::Nearer => false,
        }
    }

    /// Returns whether no value can keep to both limits.
    fn contradicts(&self, greatest: &Self) -> bool {
        let open = matches!(self, Self::ExclusiveMinimum(_))
            || matches!(greatest, Self::ExclusiveMaximum(_));
        self.word().opposites().contains(&greatest.word())
            && (greatest.amount() < self.amount() || open && greatest.amount() <= self.amount())
    }

    /// Returns what is wrong with the operand, as the end of a sentence.
    pub fn fault(&self) -> Option<&'static str> {
        match self.stated() {
            Stated::Number(number) if !number.is_finite() => Some("must be a finite number"),
            Stated::Number(factor) if matches!(self, Self::MultipleOf(_)) && factor <= 0.0 => {
                Some("must be greater than 0")
            }
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below what a float holds")]
    fn amount(&self) -> Option<f64> {
        match self.stated() {
            Stated::Count(count) => Some(count as f64),
            Stated::Number(number) => Some(number),
            Stated::Text(_) | Stated::Flag(_) | Stated::Integers(_) => None,
        }
    }
}

/// Writes the limit as a spec does: `maxLength: 32`.
impl Display for Limit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.word().key())?;
        match self.stated() {
            Stated::Count(count) => write!(f, "{count}"),
            Stated::Number(number) => write!(f, "{number}"),
            Stated::Text(text) => f.write_str(text),
            Stated::Flag(flag) => write!(f, "{flag}"),
            Stated::Integers(integers) => write!(f, "{integers:?}"),
        }
    }
}

impl Hash for Limit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.word().hash(state);
        match self.stated() {
            Stated::Count(count) => count.hash(state),
            Stated::Number(number) => number.to_bits().hash(state),
            Stated::Text(text) => text.hash(state),
            Stated::Flag(flag) => flag.hash(state),
            Stated::Integers(integers) => integers.hash(state),
        }
    }
}

/// The kind of a word's operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Count,
    Number,
    Text,
    Flag,
    Integers,
}

/// The operand of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stated<'a> {
    Count(u64),
    Number(f64),
    Text(&'a str),
    Flag(bool),
    Integers(&'a [i64]),
}

#[cfg(feature = "example-tests")]
impl<'a> Stated<'a> {
    /// Returns the operand that a JSON value is.
    pub fn of(value: &'a serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Number(number) => {
                number.as_u64().map(Self::Count).or_else(|| number.as_f64().map(Self::Number))
            }
            serde_json::Value::String(text) => Some(Self::Text(text)),
            serde_json::Value::Bool(flag) => Some(Self::Flag(*flag)),
            _ => None,
        }
    }
}

/// The type of a word's operand.
trait Operand: Sized {
    const TAKES: Takes;

    fn of(stated: Stated<'_>) -> Option<Self>;

    fn stated(&self) -> Stated<'_>;
}

impl Operand for u64 {
    const TAKES: Takes = Takes::Count;

    fn of(stated: Stated<'_>) -> Option<Self> {
        match stated {
            Stated::Count(count) => Some(count),
            // Some documents write `10.0`.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the range has been looked at"
            )]
            Stated::Number(number) if (0.0..1e15).contains(&number) => Some(number as u64),
            _ => None,
        }
    }

    fn stated(&self) -> Stated<'_> {
        Stated::Count(*self)
    }
}

impl Operand for f64 {
    const TAKES: Takes = Takes::Number;

    #[expect(clippy::cast_precision_loss, reason = "what a spec states of numbers are floats")]
    fn of(stated: Stated<'_>) -> Option<Self> {
        match stated {
            Stated::Count(count) => Some(count as f64),
            Stated::Number(number) => Some(number),
            _ => None,
        }
    }

    fn stated(&self) -> Stated<'_> {
        Stated::Number(*self)
    }
}

impl Operand for String {
    const TAKES: Takes = Takes::Text;

    fn of(stated: Stated<'_>) -> Option<Self> {
        match stated {
            Stated::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }

    fn stated(&self) -> Stated<'_> {
        Stated::Text(self)
    }
}

/// A word whose operand is `false` states nothing.
impl Operand for bool {
    const TAKES: Takes = Takes::Flag;

    fn of(stated: Stated<'_>) -> Option<Self> {
        (stated == Stated::Flag(true)).then_some(true)
    }

    fn stated(&self) -> Stated<'_> {
        Stated::Flag(*self)
    }
}

impl Operand for Vec<i64> {
    const TAKES: Takes = Takes::Integers;

    fn of(stated: Stated<'_>) -> Option<Self> {
        match stated {
            Stated::Integers(integers) => Some(integers.to_vec()),
            _ => None,
        }
    }

    fn stated(&self) -> Stated<'_> {
        Stated::Integers(self)
    }
}

#[cfg(test)]
mod tests;
