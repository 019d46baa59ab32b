//! Path parameters that are set once on the client, with what the operations say about them.

use crate::openapi::import::calls::Calls;
use crate::openapi::import::types::unions;
use crate::spec::model::{Endpoint, Named, Parameter, Type, TypeParts};
use crate::words::key::Key;
use crate::words::naming::{self, Scope};

/// The types that a parameter of the client can have.
const WORDS: &[&str] = &["string", "integer", "number", "boolean"];

impl Calls<'_> {
    /// Moves the parameters of the client out of the paths.
    pub(super) fn client_params(&self, endpoints: &mut [Endpoint]) -> Named<Parameter> {
        let reader = &self.types.reader;
        let prefix = reader.prefix();
        let mut lifted: Named<Parameter> = Named::new();
        for name in &reader.options.client_params {
            if lifted.contains_key(name) {
                continue;
            }
            let plain = naming::value_name(name, Scope::Free);
            let plain = plain.plain().trim_start_matches('_').to_uppercase();
            let type_ = type_of_all(name, endpoints);
            let env = Some(format!("{prefix}_{plain}"));
            lifted.insert(name.clone(), Parameter { type_, env, ..Parameter::default() });
        }
        lifted
    }
}

/// Returns the type on which all operations agree, and otherwise `string`. Limits that not all operations have stay
/// with the operations.
fn type_of_all(name: &str, endpoints: &mut [Endpoint]) -> Type {
    let mut uses: Vec<(usize, Box<TypeParts>)> = Vec::new();
    for (index, endpoint) in endpoints.iter_mut().enumerate() {
        if let Some(parameter) = endpoint.path_params.shift_remove(&(name, false)) {
            uses.push((index, unions::parts_of(parameter.type_)));
        }
    }
    let text = || Type::Bare("string".to_owned());
    let Some((_, first)) = uses.first() else { return text() };
    let same = |parts: &TypeParts| (&parts.type_, &parts.format) == (&first.type_, &first.format);
    if !uses.iter().all(|(_, parts)| is_word(parts) && same(parts)) {
        return text();
    }
    let mut of_client = TypeParts {
        summary: uses.iter().find_map(|(_, parts)| parts.summary.clone()),
        type_: first.type_.clone(),
        format: first.format.clone(),
        ..TypeParts::default()
    };
    if uses.iter().all(|(_, parts)| parts.limits == first.limits) {
        of_client.limits = first.limits.clone();
    } else {
        for (index, parts) in &uses {
            let limits = TypeParts { limits: parts.limits.clone(), ..TypeParts::default() };
            if limits != TypeParts::default() {
                let tighter =
                    Parameter { type_: Type::Full(Box::new(limits)), ..Parameter::default() };
                endpoints[*index].path_params.insert(Key::new(name, true), tighter);
            }
        }
    }
    Type::Full(Box::new(of_client))
}

fn is_word(parts: &TypeParts) -> bool {
    let word = parts.expression().is_some_and(|word| WORDS.contains(&word));
    word && parts.name.is_none() && parts.enum_.is_none() && !parts.nullable
}
