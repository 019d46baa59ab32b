//! Regular expressions that strings must match.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use regex_lite::Regex;

use crate::describe::data::Text;

/// A regular expression that must match somewhere in a string.
///
/// An expression that `regex-lite` cannot compile (look-around, back-references, Unicode classes) accepts every string.
///
/// Requires the feature `patterns`.
///
/// ```
/// use clientwright_runtime::spec::Schema;
///
/// static KEY: Schema = Schema::string().pattern("^[0-9a-f]+$");
/// let mut made_at_run_time = Schema::string();
/// made_at_run_time.pattern = Some("^[0-9a-f]+$".into());
/// assert_eq!(KEY.pattern, made_at_run_time.pattern);
/// ```
#[derive(Clone, Copy)]
pub struct Pattern {
    expression: Text,
    /// The only way to the regex engine: a program whose schemas have no pattern is linked without it.
    accepts: fn(&str, &str) -> bool,
}

impl Pattern {
    /// Returns a pattern.
    #[must_use]
    pub const fn new(expression: Text) -> Self {
        Self { expression, accepts }
    }

    pub(crate) fn accepts(self, text: &str) -> bool {
        (self.accepts)(self.expression, text)
    }
}

impl From<Text> for Pattern {
    fn from(expression: Text) -> Self {
        Self::new(expression)
    }
}

/// Dereferences to the expression.
impl Deref for Pattern {
    type Target = str;

    fn deref(&self) -> &str {
        self.expression
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}

fn accepts(expression: &str, text: &str) -> bool {
    compiled(expression).is_none_or(|regex| regex.is_match(text))
}

/// Returns the expression, compiled once; `None` if it cannot be compiled.
fn compiled(expression: &str) -> Option<Arc<Regex>> {
    static COMPILED: OnceLock<Mutex<HashMap<String, Option<Arc<Regex>>>>> = OnceLock::new();
    let mut compiled = COMPILED
        .get_or_init(Mutex::default)
        .lock()
        // The map is consistent, whatever happened to another thread.
        .unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = compiled.get(expression) {
        return regex.clone();
    }
    let regex = Regex::new(expression).ok().map(Arc::new);
    compiled.insert(expression.to_owned(), regex.clone());
    regex
}
