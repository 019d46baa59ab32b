//! The files of the types of webhooks and callbacks.

use std::collections::{BTreeMap, HashSet};

use crate::openapi::import::calls::payloads::{FILE, Payload};
use crate::openapi::import::names::Names;
use crate::openapi::import::trees;

impl Names<'_> {
    /// Assigns the types that only payloads need to the file of the payloads.
    pub(in crate::openapi::import) fn homes_of_payloads(
        &self,
        payloads: &[Payload],
        homes: &mut BTreeMap<usize, Vec<String>>,
    ) -> HashSet<usize> {
        let mut open = Vec::new();
        for payload in payloads {
            trees::named(&payload.type_, &mut open);
        }
        let mut seen: HashSet<usize> = HashSet::new();
        while let Some(id) = open.pop() {
            let id = self.same_as[id];
            if !seen.insert(id) {
                continue;
            }
            homes.entry(id).or_insert_with(|| vec![FILE.to_owned()]);
            trees::named(&self.types[id], &mut open);
        }
        seen
    }
}
