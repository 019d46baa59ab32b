//! Parameters of paths that are set once on the client: what the operations say of them goes along.

use crate::openapi::import::calls::Calls;
use crate::openapi::import::types::unions;
use crate::spec::model::{Endpoint, Parameter, Type, TypeParts};
use crate::words::key::Key;

/// The types that a parameter of the client can have as they are.
const WORDS: &[&str] = &["string", "integer", "number", "boolean"];

impl Calls<'_> {
    /// Takes the parameters of the client from the paths. Their type is that which all operations agree on, and text
    /// otherwise. Limits that not all have stay with the operations that have them.
    pub(in crate::openapi) fn lift_client_params(&mut self, endpoints: &mut [Endpoint]) {
        for (name, lifted) in &mut self.types.reader.client_params {
            let mut uses: Vec<(usize, Box<TypeParts>)> = Vec::new();
            for (index, endpoint) in endpoints.iter_mut().enumerate() {
                if let Some(parameter) = endpoint.path_params.shift_remove(&(&**name, false)) {
                    uses.push((index, unions::parts_of(parameter.type_)));
                }
            }
            let Some((_, first)) = uses.first() else { continue };
            let same =
                |parts: &TypeParts| (&parts.type_, &parts.format) == (&first.type_, &first.format);
            if !uses.iter().all(|(_, parts)| is_word(parts) && same(parts)) {
                continue;
            }
            let summary = uses.iter().find_map(|(_, parts)| parts.summary.clone());
            let mut of_client = TypeParts {
                summary,
                type_: first.type_.clone(),
                format: first.format.clone(),
                ..TypeParts::default()
            };
            let common = limits(first);
            if uses.iter().all(|(_, parts)| limits(parts) == common) {
                of_client = TypeParts {
                    summary: of_client.summary,
                    type_: of_client.type_,
                    format: of_client.format,
                    ..common
                };
            } else {
                for (index, parts) in &uses {
                    let limits = limits(parts);
                    if limits != TypeParts::default() {
                        let type_ = Type::Full(Box::new(limits));
                        let tighter = Parameter { type_, ..Parameter::default() };
                        endpoints[*index].path_params.insert(Key::new(name, true), tighter);
                    }
                }
            }
            lifted.type_ = Type::Full(Box::new(of_client));
        }
    }
}

fn is_word(parts: &TypeParts) -> bool {
    let word = parts.expression().is_some_and(|word| WORDS.contains(&word));
    word && parts.name.is_none() && parts.enum_.is_none() && !parts.nullable
}

/// What of a type only says which values there are.
fn limits(parts: &TypeParts) -> TypeParts {
    TypeParts { limits: parts.limits.clone(), ..TypeParts::default() }
}
