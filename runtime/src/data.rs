//! The building blocks of descriptions: data that is a `static` in generated code and can equally be made at run time.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// Text that is either part of the program or made at run time.
pub type Text = Cow<'static, str>;

/// A list that is either part of the program or made at run time.
pub type List<T> = Cow<'static, [T]>;

/// A value that is either a `static` or shared at run time.
///
/// ```
/// use clientwright_runtime::{Held, Schema};
/// static NAME: Schema = Schema::string().max_length(32);
/// let fixed = Held::Fixed(&NAME);
/// let shared = Held::from(Schema::string());
/// assert!(fixed.max_length.is_some() && shared.max_length.is_none());
/// ```
#[derive(Debug)]
pub enum Held<T: 'static> {
    /// Part of the program.
    Fixed(&'static T),
    /// Made at run time.
    Shared(Arc<T>),
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Fixed(value) => value,
            Self::Shared(value) => value,
        }
    }
}

impl<T> Clone for Held<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Fixed(value) => Self::Fixed(value),
            Self::Shared(value) => Self::Shared(Arc::clone(value)),
        }
    }
}

impl<T> From<&'static T> for Held<T> {
    fn from(value: &'static T) -> Self {
        Self::Fixed(value)
    }
}

impl<T> From<Arc<T>> for Held<T> {
    fn from(value: Arc<T>) -> Self {
        Self::Shared(value)
    }
}

impl<T> From<T> for Held<T> {
    fn from(value: T) -> Self {
        Self::Shared(Arc::new(value))
    }
}

/// A [`Held`] value, whose `Drop` is reached through a table that only one made at run time has: a program that makes none is
/// linked without.
pub(crate) enum Kept<T: 'static> {
    Fixed(&'static T),
    Shared(Arc<dyn Keep<T>>),
}

pub(crate) trait Keep<T>: Send + Sync {
    fn kept(&self) -> &T;
}

impl<T: Send + Sync> Keep<T> for T {
    fn kept(&self) -> &T {
        self
    }
}

impl<T: Send + Sync> From<Held<T>> for Kept<T> {
    #[inline]
    fn from(held: Held<T>) -> Self {
        match held {
            Held::Fixed(value) => Self::Fixed(value),
            Held::Shared(value) => Self::Shared(value),
        }
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Fixed(value) => value,
            Self::Shared(value) => (**value).kept(),
        }
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Fixed(value) => Self::Fixed(value),
            Self::Shared(value) => Self::Shared(Arc::clone(value)),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A list of names. (A `List<Text>` cannot be written as a list of plain literals in a `static`.)
#[derive(Clone, Debug)]
pub enum Names {
    /// Part of the program.
    Fixed(&'static [&'static str]),
    /// Made at run time.
    Owned(Vec<String>),
}

impl Names {
    pub(crate) const NONE: Self = Self::Fixed(&[]);

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (fixed, owned): (&[&str], &[String]) = match self {
            Self::Fixed(names) => (names, &[]),
            Self::Owned(names) => (&[], names),
        };
        fixed.iter().copied().chain(owned.iter().map(String::as_str))
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Whether `name` is among the names.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|candidate| candidate == name)
    }
}

/// The credential schemes that an operation accepts: any one of the entries, each of which is a set used together.
#[derive(Clone, Debug)]
pub enum Alternatives {
    /// Part of the program.
    Fixed(&'static [&'static [&'static str]]),
    /// Made at run time.
    Owned(Vec<Vec<String>>),
}

impl Alternatives {
    /// How many alternatives there are; none means that no credentials are sent.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Fixed(alternatives) => alternatives.len(),
            Self::Owned(alternatives) => alternatives.len(),
        }
    }

    /// Whether there is no alternative.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The scheme names of one alternative.
    ///
    /// # Panics
    ///
    /// If there is no alternative with this index.
    pub fn schemes(&self, index: usize) -> impl Iterator<Item = &str> {
        let (fixed, owned): (&[&str], &[String]) = match self {
            Self::Fixed(alternatives) => (alternatives[index], &[]),
            Self::Owned(alternatives) => (&[], &alternatives[index]),
        };
        fixed.iter().copied().chain(owned.iter().map(String::as_str))
    }
}

/// Sets a field in a `const fn`, where the old value must not be dropped: it never owns anything there, or is leaked.
pub(crate) const fn set<T>(slot: &mut T, value: T) {
    core::mem::forget(core::mem::replace(slot, value));
}
