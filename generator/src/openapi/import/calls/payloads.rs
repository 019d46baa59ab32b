//! Requests that a server makes: webhooks, and callbacks of operations. There is nothing to call, so only the types of
//! their payloads are imported, for the receiver.

use crate::openapi::import::calls::Calls;
use crate::openapi::import::calls::bodies;
use crate::openapi::import::read::descriptions;
use crate::openapi::import::read::operations::{Draft, METHODS};
use crate::openapi::import::read::pointer::At;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::Type;

/// The resource whose file has the types.
pub(in crate::openapi::import) const FILE: &str = "webhooks";

/// The body of a request that a server makes.
pub(in crate::openapi::import) struct Payload {
    /// The parts of its name: the webhook, or the operation and its callback.
    pub(in crate::openapi::import) name: Vec<String>,
    /// The index of the draft whose callback it is.
    pub(in crate::openapi::import) draft: Option<usize>,
    pub(in crate::openapi::import) pointer: String,
    pub(in crate::openapi::import) type_: Type,
}

impl<'d> Calls<'d> {
    /// Returns the payloads of all webhooks, and of the callbacks of the imported operations.
    pub(super) fn payloads(&mut self, drafts: &[Draft<'d>]) -> Vec<Payload> {
        let mut payloads = Vec::new();
        let webhooks = At::root(self.types.reader.root).get("webhooks");
        for (name, item) in webhooks.into_iter().flat_map(At::members) {
            if name.starts_with("x-") {
                continue;
            }
            let sender = format!("The webhook `{name}` sends it.");
            self.of_item(&item, name, &sender, None, &mut payloads);
        }
        for (index, draft) in drafts.iter().enumerate() {
            let callbacks = draft.at.get("callbacks");
            for (name, callback) in callbacks.into_iter().flat_map(At::members) {
                let callback = self.types.reader.resolved(&callback);
                let path = draft.path.split('#').next().unwrap_or_default();
                let method = &self.types.reader.operations[draft.index].method;
                let sender = format!("The callback `{name}` of `{method} {path}` sends it.");
                for (expression, item) in callback.members() {
                    if !expression.starts_with("x-") {
                        self.of_item(&item, name, &sender, Some(index), &mut payloads);
                    }
                }
            }
        }
        payloads
    }

    /// Adds the payloads of a path, one for each method.
    fn of_item(
        &mut self,
        item: &At<'d>,
        name: &str,
        sender: &str,
        draft: Option<usize>,
        payloads: &mut Vec<Payload>,
    ) {
        let item = self.types.reader.resolved(item);
        let calls: Vec<(&str, At<'d>)> = item
            .members()
            .filter(|(word, at)| {
                METHODS.iter().any(|(name, _)| name == word) && at.value.is_object()
            })
            .collect();
        for (method, at) in &calls {
            // `only` applies to the operation of a callback.
            if draft.is_none() && !self.types.reader.is_wanted("", at) {
                continue;
            }
            let Some(body) = at.given("requestBody") else { continue };
            let body = self.types.reader.resolved(&body);
            let Some(schema) = bodies::described(&body) else { continue };
            if !self.types.reader.meaning(&schema).states_a_type() {
                continue;
            }
            let mut parts = parts_of(self.types.type_of(&schema));
            // No server would send null.
            parts.nullable = false;
            let (summary, description) =
                descriptions::of_operation(at.text("summary"), at.text("description"));
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
}
