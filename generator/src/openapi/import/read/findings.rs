//! The findings, before it is known which operations they concern.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::openapi::findings::Severity;
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::pointer::At;

/// The current findings, and their owner.
pub(super) struct Telling {
    owner: Owner,
    /// Whether findings are dropped, since a part is only looked at.
    quiet: bool,
    /// The findings that each owner has already.
    told: HashSet<(Owner, u32, &'static str)>,
}

impl Telling {
    pub(super) fn new() -> Self {
        Self { owner: Owner::Document, quiet: false, told: HashSet::new() }
    }
}

/// What reads a document: a reader, or a struct that holds one.
pub(in crate::openapi::import) trait Reads<'d> {
    fn reader(&mut self) -> &mut Reader<'d>;

    /// Runs a step whose findings belong to an owner.
    fn about<T>(&mut self, owner: Owner, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.reader().telling.owner, owner);
        let done = work(self);
        self.reader().telling.owner = before;
        done
    }

    /// Runs a step whose findings are dropped.
    fn quietly<T>(&mut self, look: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.reader().telling.quiet, true);
        let found = look(self);
        self.reader().telling.quiet = before;
        found
    }
}

impl<'d> Reads<'d> for Reader<'d> {
    fn reader(&mut self) -> &mut Self {
        self
    }
}

impl<'d> Reader<'d> {
    pub(in crate::openapi::import) fn note(
        &mut self,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.find(Severity::Note, at, code, message);
    }

    pub(in crate::openapi::import) fn loss(
        &mut self,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.find(Severity::Loss, at, code, message);
    }

    pub(super) fn find(
        &mut self,
        severity: Severity,
        at: &At<'d>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        let Telling { owner, quiet, told } = &mut self.telling;
        if *quiet || !told.insert((*owner, at.place(), code)) {
            return;
        }
        self.found.push(Told { owner: *owner, severity, at: *at, code, message: message.into() });
    }

    pub(in crate::openapi::import) fn is_quiet(&self) -> bool {
        self.telling.quiet
    }

    /// Repeats the findings of a schema, which concern its next user as well.
    pub(in crate::openapi::import) fn tell_again(&mut self, found: Range<usize>) {
        let Some(first) = self.found.get(found.start).map(|told| told.owner) else { return };
        let owner = self.telling.owner;
        for index in found {
            let told = &self.found[index];
            // Findings that belong to a type of its own reach the users of that type.
            if told.owner == first
                && told.owner != owner
                && self.telling.told.insert((owner, told.at.place(), told.code))
            {
                self.found.push(Told { owner, ..told.clone() });
            }
        }
    }

    /// Returns the types with findings.
    pub(in crate::openapi::import) fn told_of_types(&self, same_as: &[usize]) -> BTreeSet<usize> {
        let of_type = |told: &Told<'_>| match &told.owner {
            Owner::Type(id) => Some(same_as.get(*id).copied().unwrap_or(*id)),
            _ => None,
        };
        self.found.iter().filter_map(of_type).collect()
    }
}

/// The owner of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::openapi::import) enum Owner {
    Document,
    Operation(usize),
    /// Every operation that uses the type.
    Type(usize),
}

/// A finding before it is known which operations it concerns.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Told<'d> {
    pub(in crate::openapi::import) owner: Owner,
    pub(in crate::openapi::import) severity: Severity,
    pub(in crate::openapi::import) at: At<'d>,
    pub(in crate::openapi::import) code: &'static str,
    pub(in crate::openapi::import) message: String,
}
