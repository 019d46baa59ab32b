//! What limits a value: the words of its schema that apply to its kind.

use crate::openapi::import::read::node::stated;
use crate::openapi::import::read::normal_form::Meaning;
use crate::openapi::import::types::Types;
use crate::words::limit::{Limits, Subject, Word};

impl<'d> Types<'d> {
    /// The limits of values of one kind. What the client cannot check, or no value can keep to, is left out and told.
    pub(super) fn limits(&mut self, meaning: &Meaning<'d>, subject: Subject) -> Limits {
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
            self.reader.loss(&at, "pattern", format!("the pattern is not checked: {fault}"));
            limits.remove(Word::Pattern);
        }
        while let Some((least, greatest)) = limits.contradiction() {
            let (least, greatest) = (least.word(), greatest.word());
            let message = format!(
                "no value keeps to both `{}` and `{}`; they are left out",
                least.key(),
                greatest.key()
            );
            self.reader.note(&meaning.at, "contradiction", message);
            limits.remove(least);
            limits.remove(greatest);
        }
        limits
    }

    /// What is wrong with a pattern. A schema is converted wherever it is used, and its pattern is the same each time.
    fn fault_of_pattern(&mut self, pattern: &'d str) -> Option<String> {
        if let Some(known) = self.patterns.get(pattern) {
            return known.clone();
        }
        let fault = regex_lite::Regex::new(pattern).err().map(|error| error.to_string());
        self.patterns.insert(pattern, fault.clone());
        fault
    }
}
