//! Leaves out the parts of an imported model that the check refuses, so that one oddity costs an operation or a type
//! and never the whole client.

use std::collections::BTreeSet;

use super::Imported;
use super::findings::{Finding, Severity};
use super::import::What;
use crate::diagnostic::{Diagnostics, Severity as Told};
use crate::spec::model::{Envelope, Field, Named, Type, TypeParts};
use crate::words::key::Key;

impl Imported {
    /// Leaves out the operations and types that have errors. Returns whether anything was left out.
    pub fn leave_out(&mut self, diagnostics: &Diagnostics) -> bool {
        let mut done: BTreeSet<usize> = BTreeSet::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Told::Error)
        {
            let own = diagnostic.span.filter(|span| span.source == self.api.file.source);
            let number = own.and_then(|span| span.start.checked_sub(1));
            let Some(number) = number.filter(|number| *number < self.origins.0.len()) else {
                continue;
            };
            if !done.insert(number) {
                continue;
            }
            let (origin, pointer) = self.origins.0[number].clone();
            let Some(name) = origin.way.last() else { continue };
            let (endpoints, types) = if origin.path.is_empty() {
                (&mut self.api.file.content.endpoints, &mut self.api.file.content.types)
            } else {
                let mut resources = self.api.resources.iter_mut();
                // An earlier round has removed the resource.
                match resources.find(|resource| resource.path == origin.path) {
                    Some(resource) => {
                        (&mut resource.content.endpoints, &mut resource.content.types)
                    }
                    None => continue,
                }
            };
            let message = diagnostic.message.clone();
            match origin.what {
                What::Endpoint(operation) => {
                    if endpoints.shift_remove(name).is_none() {
                        continue;
                    }
                    self.findings.operations[operation].name = None;
                    let operations = vec![operation];
                    self.findings.list.push(Finding {
                        severity: Severity::Skip,
                        operations,
                        pointer,
                        code: diagnostic.code,
                        message,
                    });
                }
                What::Type(_) | What::Payload(_) => {
                    let envelope = self.api.file.content.envelope.as_ref();
                    let envelope = envelope.filter(|envelope| envelope.type_ == *name);
                    replace(types, name, envelope);
                    // A type that is any JSON has no fields to be read.
                    self.api.file.content.failure.take_if(|failure| failure.type_ == *name);
                    let users = match origin.what {
                        What::Type(id) => self.users.get(&id).cloned(),
                        _ => None,
                    };
                    let operations = users.unwrap_or_default();
                    let message = format!("{message}; the type becomes any JSON");
                    self.findings.list.push(Finding {
                        severity: Severity::Loss,
                        operations,
                        pointer,
                        code: diagnostic.code,
                        message,
                    });
                    let nodes = &mut self.findings.nodes;
                    nodes.typed = nodes.typed.saturating_sub(1);
                    *nodes.untyped.entry(diagnostic.code).or_default() += 1;
                }
            }
        }
        // Resources without endpoints and types are removed.
        self.api.resources.retain(|resource| {
            !resource.content.endpoints.is_empty() || !resource.content.types.is_empty()
        });
        !done.is_empty()
    }
}

/// Replaces a type by any JSON. An envelope stays an object, with the fields by which every response is unwrapped.
fn replace(types: &mut Named<Type>, name: &str, envelope: Option<&Envelope>) {
    let Some(refused) = types.get_mut(name) else { return };
    let any = || Field::new(Type::Bare("any".to_owned()));
    *refused = match envelope {
        None => Type::Bare("any".to_owned()),
        Some(envelope) => {
            let success = envelope.success.as_ref().map(|success| success.field.clone());
            let names = success.into_iter().chain([envelope.data.clone()]);
            let fields = names.map(|name| (Key::new(name, false), any())).collect();
            Type::Full(Box::new(TypeParts {
                fields: Some(Box::new(fields)),
                ..TypeParts::default()
            }))
        }
    };
}
