//! The payloads of webhooks and callbacks as types of their file.

use std::collections::BTreeMap;

use crate::openapi::import::calls::payloads::{FILE, Payload};
use crate::openapi::import::names::calls;
use crate::openapi::import::names::homes::{self, Taken};
use crate::openapi::import::placing::Placing;
use crate::openapi::import::placing::assemble::Origin;
use crate::spec::model::{Named, Type};

impl Placing<'_> {
    /// Gives payloads names and a file, and reports where each is.
    pub(super) fn define_payloads(
        &mut self,
        payloads: Vec<Payload>,
        of_drafts: &[calls::Named],
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
    ) -> Vec<Origin> {
        let home = vec![FILE.to_owned()];
        let mut origins = Vec::new();
        for payload in payloads {
            let mut parts: Vec<&str> = Vec::new();
            if let Some(draft) = payload.draft.and_then(|draft| of_drafts.get(draft)) {
                parts.extend(draft.resource.last().map(String::as_str));
                parts.push(&draft.name);
            }
            parts.extend(payload.name.iter().map(String::as_str));
            parts.push("payload");
            let name = parts.join(" ");
            let taken = files.entry(home.clone()).or_default();
            let name = self.another_unless_free(&homes::clean(&name), taken);
            origins.push(Origin::payload(&home, &name, payload.pointer));
            let types = types.entry(home.clone()).or_default();
            self.define(name, payload.type_, taken, types);
        }
        origins
    }
}
