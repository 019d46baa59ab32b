//! The words that limit a value. Each stands once in the table below; what else there is to say of it are matches without
//! a wildcard, here and in the files of this folder, so that the compiler names each place that a new word is missing from.

mod keeps;
mod sentences;
mod set;

use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};

#[cfg(feature = "example-tests")]
pub use keeps::is_match;
pub use sentences::counted;
pub use set::Limits;

/// A word a line: what a spec says with it, what it takes, its key in a spec and in JSON Schema, and the method of the
/// runtime's `Schema` that states it. Limits that another key of a spec implies stand behind `implied`.
macro_rules! words {
    (
        $($(#[doc = $says:literal])+ $word:ident($takes:ty) = $key:literal, $method:ident;)+
        implied:
        $($(#[doc = $implied_says:literal])+
        $implied:ident($implied_takes:ty) = $implied_key:literal, $implied_method:ident;)+
    ) => {
        /// A word that limits a value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Word {
            $($word,)+
            $($implied,)+
        }

        /// A word together with what is stated beside it.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Limit {
            $($(#[doc = $says])+ $word($takes),)+
            $($(#[doc = $implied_says])+ $implied($implied_takes),)+
        }

        impl Word {
            /// The words that are keys of their own, in the order in which a spec states them.
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// The key that states it in a spec and in JSON Schema.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$word => $key,)+
                    $(Self::$implied => $implied_key,)+
                }
            }

            /// The method of the runtime's `Schema` that states it.
            pub fn method(self) -> &'static str {
                match self {
                    $(Self::$word => stringify!($method),)+
                    $(Self::$implied => stringify!($implied_method),)+
                }
            }

            /// What an editor shows beside the key.
            #[cfg(test)] // A test makes the schema that editors read.
            pub fn description(self) -> &'static str {
                match self {
                    $(Self::$word => concat!($($says),+),)+
                    $(Self::$implied => concat!($($implied_says),+),)+
                }
                .trim_start()
            }

            /// What stands beside the key.
            pub fn takes(self) -> Takes {
                match self {
                    $(Self::$word => <$takes>::TAKES,)+
                    $(Self::$implied => <$implied_takes>::TAKES,)+
                }
            }

            /// The limit that is stated, where what stands there can be stated by the word.
            pub fn limit(self, stated: Stated<'_>) -> Option<Limit> {
                match self {
                    $(Self::$word => Operand::of(stated).map(Limit::$word),)+
                    $(Self::$implied => Operand::of(stated).map(Limit::$implied),)+
                }
            }
        }

        impl Limit {
            /// The word that states it.
            pub fn word(&self) -> Word {
                match self {
                    $(Self::$word(_) => Word::$word,)+
                    $(Self::$implied(_) => Word::$implied,)+
                }
            }

            /// What stands beside its word.
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
    /// The least number of members of an object, those of its fields included.
    MinProperties(u64) = "minProperties", min_properties;
    /// The greatest number of members of an object, those of its fields included.
    MaxProperties(u64) = "maxProperties", max_properties;

    implied:
    /// Whether the value is a UUID.
    Uuid(bool) = "format", format;
    /// The integers that the value is one of.
    OneOf(Vec<i64>) = "enum", one_of_integers;
}

/// The kind of values that a word applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Strings,
    Numbers,
    Lists,
    /// Whatever has members.
    Objects,
}

impl Subject {
    /// The values, as a message names them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Strings => "strings",
            Self::Numbers => "numbers",
            Self::Lists => "lists",
            Self::Objects => "objects, maps and `any`",
        }
    }
}

/// Which of two statements of a word is the tighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tighter {
    Greater,
    Less,
    /// Neither can be told to be: the one that stands nearer to the value counts.
    Nearer,
}

impl Word {
    /// The word of a key.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.key() == key)
    }

    /// The kind of values that it applies to.
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

    /// Of a word that says what is least, those that say what is greatest: no value keeps to both where the greatest is
    /// less than the least.
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
    /// Whether it is tighter than another statement of its word.
    pub fn is_tighter(&self, other: &Self) -> bool {
        match self.word().tighter() {
            Tighter::Greater => self.amount() > other.amount(),
            Tighter::Less => self.amount() < other.amount(),
            Tighter::Nearer => false,
        }
    }

    /// Whether no value keeps to both of two limits.
    fn contradicts(&self, greatest: &Self) -> bool {
        let open = matches!(self, Self::ExclusiveMinimum(_))
            || matches!(greatest, Self::ExclusiveMaximum(_));
        self.word().opposites().contains(&greatest.word())
            && (greatest.amount() < self.amount() || open && greatest.amount() <= self.amount())
    }

    /// What is wrong with what is stated, as a sentence goes on.
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

/// As a spec writes it: `maxLength: 32`.
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

/// The kind of what stands beside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Count,
    Number,
    Text,
    Flag,
    Integers,
}

/// What stands beside a word.
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
    /// Returns what a value of JSON states.
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

/// The type of what stands beside a word.
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

/// A word that is not true says nothing.
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
