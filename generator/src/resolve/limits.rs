//! What a value must keep to.

use std::ops::{Deref, DerefMut};

use crate::spec::model::TypeParts;

/// What a value must keep to. Most keep to nothing, and there is one beside every type.
#[derive(Debug, Clone, Default)]
pub struct Limits(Option<Box<Bounds>>);

impl Limits {
    /// These limits together with tighter ones: what the tighter ones say wins.
    pub fn tightened(&self, by: &Self) -> Self {
        match (&self.0, &by.0) {
            (_, None) => self.clone(),
            (None, Some(_)) => by.clone(),
            (Some(own), Some(by)) => own.tightened(by).into(),
        }
    }

    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        **self == NO_BOUNDS
    }
}

impl From<Bounds> for Limits {
    fn from(bounds: Bounds) -> Self {
        Self((bounds != NO_BOUNDS).then(|| Box::new(bounds)))
    }
}

impl Deref for Limits {
    type Target = Bounds;

    fn deref(&self) -> &Bounds {
        static NONE: Bounds = NO_BOUNDS;
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Limits {
    fn deref_mut(&mut self) -> &mut Bounds {
        self.0.get_or_insert_default()
    }
}

/// What limits a value. Lengths count characters, sizes bytes of UTF-8.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bounds {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub max_bytes: Option<u64>,
    pub pattern: Option<String>,
    pub uuid: bool,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<f64>,
    pub exclusive_maximum: Option<f64>,
    pub multiple_of: Option<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    /// Of an integer: the values that it takes.
    pub one_of: Vec<i64>,
}

const NO_BOUNDS: Bounds = Bounds {
    min_length: None,
    max_length: None,
    max_bytes: None,
    pattern: None,
    uuid: false,
    minimum: None,
    maximum: None,
    exclusive_minimum: None,
    exclusive_maximum: None,
    multiple_of: None,
    min_items: None,
    max_items: None,
    unique_items: false,
    one_of: Vec::new(),
};

impl Bounds {
    /// Returns the bounds that are written beside a type.
    pub(super) fn written(parts: &TypeParts) -> Self {
        Self {
            min_length: parts.min_length,
            max_length: parts.max_length,
            max_bytes: parts.max_bytes,
            pattern: parts.pattern.clone(),
            uuid: false,
            minimum: parts.minimum,
            maximum: parts.maximum,
            exclusive_minimum: parts.exclusive_minimum,
            exclusive_maximum: parts.exclusive_maximum,
            multiple_of: parts.multiple_of,
            min_items: parts.min_items,
            max_items: parts.max_items,
            unique_items: parts.unique_items,
            one_of: Vec::new(),
        }
    }

    fn tightened(&self, by: &Self) -> Self {
        Self {
            min_length: by.min_length.or(self.min_length),
            max_length: by.max_length.or(self.max_length),
            max_bytes: by.max_bytes.or(self.max_bytes),
            pattern: by.pattern.clone().or_else(|| self.pattern.clone()),
            uuid: by.uuid || self.uuid,
            minimum: by.minimum.or(self.minimum),
            maximum: by.maximum.or(self.maximum),
            exclusive_minimum: by.exclusive_minimum.or(self.exclusive_minimum),
            exclusive_maximum: by.exclusive_maximum.or(self.exclusive_maximum),
            multiple_of: by.multiple_of.or(self.multiple_of),
            min_items: by.min_items.or(self.min_items),
            max_items: by.max_items.or(self.max_items),
            unique_items: by.unique_items || self.unique_items,
            one_of: if by.one_of.is_empty() { self.one_of.clone() } else { by.one_of.clone() },
        }
    }
}
