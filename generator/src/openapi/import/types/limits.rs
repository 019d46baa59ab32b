//! The limits of a value: the keywords of its schema that apply to its kind.

use crate::openapi::import::read::node::stated;
use crate::openapi::import::read::normal_form::Meaning;
use crate::openapi::import::types::Types;
use crate::words::limit::{Limits, Subject, Word};

impl<'d> Types<'d> {
    /// Returns the limits of values of one kind. Limits that the client cannot check, or that no value can keep to, are
    /// reported and left out.
    pub(in crate::openapi::import) fn limits(
        &mut self,
        meaning: &Meaning<'d>,
        subject: Subject,
    ) -> Limits {
        if meaning.limits.is_empty() {
            return Limits::default();
        }
        let stated = |word| meaning.limit(word).and_then(|(value, _)| stated(value));
        let mut limits = Limits::of_words(stated).about(subject);
        limits.retain(|limit| limit.fault().is_none());
        if limits.get(Word::Pattern).is_some()
            && let Some((value, at)) = meaning.limit(Word::Pattern)
            && let Some(fault) = value.as_str().and_then(|pattern| self.fault_of_pattern(pattern))
        {
            self.reader.loss(
                &at,
                "pattern",
                format!("the client does not check the pattern: {fault}"),
            );
            limits.remove(Word::Pattern);
        }
        while let Some((least, greatest)) = limits.contradiction() {
            let (least, greatest) = (least.word(), greatest.word());
            let message = format!(
                "`{}` and `{}` contradict each other; both are left out",
                least.key(),
                greatest.key()
            );
            self.reader.note(&meaning.at, "contradiction", message);
            limits.remove(least);
            limits.remove(greatest);
        }
        limits
    }

    /// Returns what is wrong with a pattern, cached, since a schema is converted wherever it is used.
    fn fault_of_pattern(&mut self, pattern: &'d str) -> Option<String> {
        if let Some(known) = self.patterns.get(pattern) {
            return known.clone();
        }
        let fault = regex_lite::Regex::new(pattern).err().map(|error| error.to_string());
        self.patterns.insert(pattern, fault.clone());
        fault
    }
}
