//! What there is to tell, before it is known which operations it concerns.

use std::collections::BTreeSet;

use crate::openapi::findings::Severity;
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::pointer::At;

impl<'d> Reader<'d> {
    pub(in crate::openapi) fn note(
        &mut self,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.find(Severity::Note, at, code, message);
    }

    pub(in crate::openapi) fn loss(
        &mut self,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.find(Severity::Loss, at, code, message);
    }

    pub(in crate::openapi) fn find(
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
    pub(in crate::openapi) fn told_of_types(&self, same_as: &[usize]) -> BTreeSet<usize> {
        let of_type = |told: &Told<'_>| match &told.owner {
            Owner::Type(id) => Some(same_as.get(*id).copied().unwrap_or(*id)),
            _ => None,
        };
        self.found.iter().filter_map(of_type).collect()
    }
}

/// Who is told of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::openapi) enum Owner {
    Document,
    Operation(usize),
    /// Every operation that uses the type.
    Type(usize),
}

/// A finding before it is known which operations it concerns.
#[derive(Debug, Clone)]
pub(in crate::openapi) struct Told<'d> {
    pub(in crate::openapi) owner: Owner,
    pub(in crate::openapi) severity: Severity,
    pub(in crate::openapi) at: At<'d>,
    pub(in crate::openapi) code: &'static str,
    pub(in crate::openapi) message: String,
}
