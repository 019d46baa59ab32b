//! What a server sends of its own accord: webhooks, and callbacks of operations. There is nothing to call, so that only the
//! types of what they carry come over, for whoever receives it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::at::At;
use super::operations::{Draft, METHODS};
use super::place::Taken;
use super::resources;
use super::trees;
use super::{Importing, Origin, Owner, bodies, text};
use crate::spec::model::{Named, Type};

/// The resource whose file has the types.
const FILE: &str = "webhooks";

/// The body of a request that a server makes.
pub(super) struct Payload {
    /// Who sends it, as its parts: the webhook, or the callback behind its operation.
    name: Vec<String>,
    /// The operation whose callback it is, by its place among the drafts.
    draft: Option<usize>,
    pointer: String,
    pub(super) type_: Type,
}

impl<'d> Importing<'d> {
    /// The payloads of all webhooks, and of the callbacks of the operations that are taken.
    pub(super) fn payloads(&mut self, drafts: &[Draft<'d>]) -> Vec<Payload> {
        self.owner = Owner::Document;
        let mut payloads = Vec::new();
        let webhooks = At::root(self.root).get("webhooks");
        for (name, item) in webhooks.into_iter().flat_map(super::at::At::members) {
            if name.starts_with("x-") {
                continue;
            }
            let sender = format!("The webhook `{name}` sends it.");
            self.of_item(&item, name, &sender, None, &mut payloads);
        }
        for (index, draft) in drafts.iter().enumerate() {
            let callbacks = draft.at.get("callbacks");
            for (name, callback) in callbacks.into_iter().flat_map(super::at::At::members) {
                let callback = self.resolved(&callback);
                let path = draft.path.split('#').next().unwrap_or_default();
                let method = &self.operations[draft.index].method;
                let sender = format!("The callback `{name}` of `{method} {path}` sends it.");
                for (expression, item) in callback.members() {
                    if !expression.starts_with("x-") {
                        self.of_item(&item, name, &sender, Some(index), &mut payloads);
                    }
                }
            }
        }
        let mut types = Vec::new();
        for payload in &payloads {
            trees::named(&payload.type_, &mut types);
        }
        self.payload_types.extend(types);
        payloads
    }

    /// The payloads of a path, a method each.
    fn of_item(
        &mut self,
        item: &At<'d>,
        name: &str,
        sender: &str,
        draft: Option<usize>,
        payloads: &mut Vec<Payload>,
    ) {
        let item = self.resolved(item);
        let calls: Vec<(&str, At<'d>)> = item
            .members()
            .filter(|(word, at)| {
                METHODS.iter().any(|(name, _)| name == word) && at.value.is_object()
            })
            .collect();
        for (method, at) in &calls {
            // Of a callback the operation is asked for.
            if draft.is_none() && !self.is_wanted("", at) {
                continue;
            }
            let Some(body) = at.given("requestBody") else { continue };
            let body = self.resolved(&body);
            let Some(schema) = bodies::described(&body) else { continue };
            if !self.meaning(&schema).states_a_type() {
                continue;
            }
            let mut parts = super::unions::parts_of(self.type_of(&schema));
            // Nobody would send null of their own accord.
            parts.nullable = false;
            let (summary, description) =
                text::of_operation(at.text("summary"), at.text("description"));
            let said = [description, Some(sender.to_owned())].into_iter().flatten();
            let said = said.collect::<Vec<_>>().join("\n\n");
            (parts.summary, parts.description) = match summary {
                Some(summary) => (Some(summary), Some(said)),
                None => (Some(said), None),
            };
            let mut name = vec![name.to_owned()];
            if calls.len() > 1 {
                name.push((*method).to_owned());
            }
            payloads.push(Payload {
                name,
                draft,
                pointer: schema.pointer(),
                type_: Type::Full(parts),
            });
        }
    }

    /// Every type that a payload needs and no operation has: it stands with the payloads.
    pub(super) fn homes_of_payloads(
        &mut self,
        payloads: &[Payload],
        homes: &mut BTreeMap<usize, Vec<String>>,
    ) {
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
            if let Some(type_) = &self.components.list[id].type_ {
                trees::named(type_, &mut open);
            }
        }
        self.payload_types = seen;
    }

    /// Gives payloads names and a file, and tells of each where it stands.
    pub(super) fn define_payloads(
        &mut self,
        payloads: Vec<Payload>,
        of_drafts: &[resources::Named],
        names: &HashMap<usize, String>,
        files: &mut BTreeMap<Vec<String>, Taken>,
        types: &mut BTreeMap<Vec<String>, Named<Type>>,
    ) -> Vec<Origin> {
        let home = vec![FILE.to_owned()];
        let mut origins = Vec::new();
        for (index, payload) in payloads.into_iter().enumerate() {
            let mut parts: Vec<&str> = Vec::new();
            if let Some(draft) = payload.draft.and_then(|draft| of_drafts.get(draft)) {
                parts.extend(draft.resource.last().map(String::as_str));
                parts.push(&draft.name);
            }
            parts.extend(payload.name.iter().map(String::as_str));
            parts.push("payload");
            let name = parts.join(" ");
            let taken = files.entry(home.clone()).or_default();
            let name = self.another_unless_free(&super::place::clean(&name), taken);
            self.payload_pointers.push(payload.pointer);
            origins.push(Origin::payload(&home, &name, index));
            let types = types.entry(home.clone()).or_default();
            self.define(name, payload.type_, names, taken, types);
        }
        origins
    }
}
