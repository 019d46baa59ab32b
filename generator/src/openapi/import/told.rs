//! What there is to tell, before it is known which operations it concerns.

use std::collections::BTreeSet;

use super::at::At;
use super::{Importing, Owner};
use crate::openapi::findings::Severity;

impl<'d> Importing<'d> {
    pub(super) fn note(&mut self, at: &At<'d>, code: &'static str, message: impl Into<String>) {
        self.find(Severity::Note, at, code, message);
    }

    pub(super) fn loss(&mut self, at: &At<'d>, code: &'static str, message: impl Into<String>) {
        self.find(Severity::Loss, at, code, message);
    }

    pub(super) fn find(
        &mut self,
        severity: Severity,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        if self.quiet || !self.told.insert((self.owner, at.place(), code)) {
            return;
        }
        let (owner, message) = (self.owner, message.into());
        self.found.push(Told { owner, severity, at: *at, code, message });
    }

    /// The types of which something is told.
    pub(super) fn told_of_types(&self) -> BTreeSet<usize> {
        let of_type = |told: &Told<'_>| match &told.owner {
            Owner::Type(id) => Some(self.same_as.get(*id).copied().unwrap_or(*id)),
            _ => None,
        };
        self.found.iter().filter_map(of_type).collect()
    }
}

/// A finding before it is known which operations it concerns.
#[derive(Debug, Clone)]
pub(super) struct Told<'d> {
    pub(super) owner: Owner,
    pub(super) severity: Severity,
    pub(super) at: At<'d>,
    pub(super) code: &'static str,
    pub(super) message: String,
}
