//! The limits of a type: each word at most once, in the order of the words.

#[cfg(feature = "openapi")]
use super::Subject;
use super::{Limit, Stated, Word};

/// The limits of a value. Every type has them and most are empty, so they are two words long and allocate only if they
/// are not empty.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Limits(Box<[Limit]>);

impl Limits {
    /// Returns the limits that a schema states, in any version of JSON Schema. `stated` returns the operand of a word.
    #[cfg(feature = "openapi")]
    pub fn of_words<'a>(stated: impl Fn(Word) -> Option<Stated<'a>>) -> Self {
        let mut limits: Self =
            Word::ALL.iter().filter_map(|word| word.limit(stated(*word)?)).collect();
        // In OpenAPI 3.0 the bound is in `minimum`, and `exclusiveMinimum` only says that it is excluded.
        if stated(Word::ExclusiveMinimum) == Some(Stated::Flag(true))
            && let Some(Limit::Minimum(bound)) = limits.remove(Word::Minimum)
        {
            limits.set(Limit::ExclusiveMinimum(bound));
        }
        if stated(Word::ExclusiveMaximum) == Some(Stated::Flag(true))
            && let Some(Limit::Maximum(bound)) = limits.remove(Word::Maximum)
        {
            limits.set(Limit::ExclusiveMaximum(bound));
        }
        limits
    }

    /// Returns whether there is no limit.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Limit> {
        self.0.iter()
    }

    /// Returns the limit of a word.
    pub fn get(&self, word: Word) -> Option<&Limit> {
        self.iter().find(|limit| limit.word() == word)
    }

    /// Returns the count that a word states.
    pub fn count(&self, word: Word) -> Option<u64> {
        match self.get(word)?.stated() {
            Stated::Count(count) => Some(count),
            _ => None,
        }
    }

    /// Returns the number that a word states.
    pub fn number(&self, word: Word) -> Option<f64> {
        match self.get(word)?.stated() {
            Stated::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Sets a limit, in place of an earlier one of its word.
    pub fn set(&mut self, limit: Limit) {
        self.remove(limit.word());
        self.extend([limit]);
    }

    /// Removes and returns the limit of a word.
    pub fn remove(&mut self, word: Word) -> Option<Limit> {
        let removed = self.get(word)?.clone();
        self.retain(|limit| limit.word() != word);
        Some(removed)
    }

    pub fn retain(&mut self, keep: impl FnMut(&Limit) -> bool) {
        let mut list = std::mem::take(&mut self.0).into_vec();
        list.retain(keep);
        self.0 = list.into_boxed_slice();
    }

    /// Keeps only the limits that apply to one kind of values.
    #[cfg(feature = "openapi")]
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        if self.iter().any(|limit| limit.word().subject() != subject) {
            self.retain(|limit| limit.word().subject() == subject);
        }
        self
    }

    /// Returns these limits together with those of a place nearer to the value: of two limits of one word, the tighter
    /// one.
    #[must_use]
    pub fn tightened(&self, nearer: &Self) -> Self {
        if nearer.is_empty() {
            return self.clone();
        }
        self.iter().chain(nearer.iter()).cloned().collect()
    }

    /// Returns two limits that no value can keep to at once.
    pub fn contradiction(&self) -> Option<(&Limit, &Limit)> {
        let pairs =
            self.iter().flat_map(|least| self.iter().map(move |greatest| (least, greatest)));
        pairs.into_iter().find(|(least, greatest)| least.contradicts(greatest))
    }
}

impl Extend<Limit> for Limits {
    fn extend<I: IntoIterator<Item = Limit>>(&mut self, limits: I) {
        let mut list = std::mem::take(&mut self.0).into_vec();
        for limit in limits {
            match list.binary_search_by_key(&limit.word(), Limit::word) {
                Ok(known) if list[known].is_tighter(&limit) => {}
                Ok(known) => list[known] = limit,
                Err(place) => list.insert(place, limit),
            }
        }
        self.0 = list.into_boxed_slice();
    }
}

/// Collects limits; of two limits of one word, the tighter one counts.
impl FromIterator<Limit> for Limits {
    fn from_iter<I: IntoIterator<Item = Limit>>(limits: I) -> Self {
        let mut set = Self::default();
        set.extend(limits);
        set
    }
}
