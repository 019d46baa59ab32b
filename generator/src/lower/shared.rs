//! Parameters that several endpoints have: each stands once, as a constant, so that an endpoint's data
//! shows what is its own.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::check::checked;
use crate::ir::{self, Shared};
use crate::words::naming::{self, Name, Place};

/// Constants, each with the parameter that it stands for.
pub(super) type Constants = Vec<(Name, ir::Parameter)>;

impl Lowering<'_> {
    /// What every endpoint may have of its client and of its API.
    pub(super) fn parameters_of_the_api(&self) -> Constants {
        let client = self.api.client_parameters.iter();
        let client =
            client.map(|parameter| checked::Parameter { from_client: true, ..parameter.clone() });
        client
            .chain(self.api.headers.iter().cloned())
            .map(|parameter| (name(&parameter.name), self.own_parameter(&parameter)))
            .collect()
    }

    /// Those of the API's that endpoints refer to.
    pub(super) fn used(&self, modules: &[ir::Module]) -> Constants {
        let endpoints = modules.iter().flat_map(|module| &module.endpoints);
        let parameters = endpoints.flat_map(|endpoint| &endpoint.parameters);
        let used: BTreeSet<&Name> = parameters
            .filter_map(|parameter| match &parameter.shared {
                Some(Shared::Api(name)) => Some(name),
                _ => None,
            })
            .collect();
        self.shared.iter().filter(|(name, _)| used.contains(name)).cloned().collect()
    }
}

/// Finds the parameters that several endpoints of a module have, and makes these refer to constants. Of several that
/// have a name in common the one that most endpoints have gets the constant, so that a change to one of them leaves the
/// others as they are.
pub(super) fn within_module(endpoints: &mut [ir::Endpoint]) -> Constants {
    let mut forms: BTreeMap<Name, Vec<(ir::Parameter, usize)>> = BTreeMap::new();
    let mut order = Vec::new();
    // A name and a place alone are said as shortly as a constant is named.
    let own =
        |parameter: &&mut ir::Parameter| parameter.shared.is_none() && !parameter.schema.is_any();
    for parameter in endpoints.iter_mut().flat_map(|endpoint| &mut endpoint.parameters).filter(own)
    {
        let name = name(parameter.name.plain());
        let known = forms.entry(name.clone()).or_default();
        if known.is_empty() {
            order.push(name);
        }
        match known.iter_mut().find(|(other, _)| other.is_same(parameter)) {
            Some((_, count)) => *count += 1,
            None => known.push((parameter.clone(), 1)),
        }
    }
    let mut constants = Vec::new();
    for name in order {
        let known = forms.remove(&name).unwrap_or_default();
        let most = known.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let first = known.into_iter().find(|(_, count)| *count == most && most > 1);
        constants.extend(first.map(|(parameter, _)| (name, parameter)));
    }
    for parameter in endpoints.iter_mut().flat_map(|endpoint| &mut endpoint.parameters).filter(own)
    {
        let same = constants.iter().find(|(_, other)| other.is_same(parameter));
        parameter.shared = same.map(|(name, _)| Shared::Module(name.clone()));
    }
    constants
}

fn name(parameter: &str) -> Name {
    naming::constant_name(parameter, Place::Free)
}
