//! The building blocks of descriptions. A description is a `static` in generated code, and a program that reads a spec
//! can make one too. It owns nothing, so that the compiler makes no destructors for the descriptions of thousands of
//! endpoints. What is made at run time is therefore leaked (`String::leak`, `Vec::leak`): it lives as long as the
//! program.

use std::ops::Deref;
use std::sync::Arc;

/// Text of a description.
pub type Text = &'static str;

/// A list of a description.
pub type List<T> = &'static [T];

/// A value that is either a `static` or shared at run time.
///
/// ```
/// use clientwright_runtime::spec::{Held, Schema};
/// static NAME: Schema = Schema::string().max_length(32);
/// let fixed = Held::Fixed(&NAME);
/// let shared = Held::from(Schema::string());
/// assert!(fixed.max_length.is_some() && shared.max_length.is_none());
/// ```
#[derive(Debug)]
pub enum Held<T: 'static> {
    /// A `static` of the program.
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

/// A list of names.
#[derive(Clone, Copy, Debug)]
pub struct Names(pub &'static [&'static str]);

impl Names {
    pub(crate) const NONE: Self = Self(&[]);

    /// Returns the names in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// Returns whether the list is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether `name` is among the names.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(&name)
    }
}

/// The authentication schemes that an operation accepts. Any one of the entries is enough; each is a set of schemes
/// that are used together.
#[derive(Clone, Copy, Debug)]
pub struct Alternatives(pub &'static [&'static [&'static str]]);

impl Alternatives {
    /// Returns the number of alternatives. If it is 0, no credentials are sent.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether no credentials are sent.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the names of the schemes in one alternative.
    ///
    /// # Panics
    ///
    /// If the index is not less than [`len`](Self::len).
    pub fn schemes(&self, index: usize) -> impl Iterator<Item = &'static str> {
        self.0[index].iter().copied()
    }
}
