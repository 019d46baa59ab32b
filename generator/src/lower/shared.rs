//! The parameters that the spec itself states once for all endpoints: those of the client and the API's headers. Each
//! is a constant, so that an endpoint's data shows its own parameters only.
//!
//! Equal parameters of endpoints are not shared: otherwise a new endpoint would change the code of its neighbors.

use std::collections::BTreeSet;

use super::Lowering;
use crate::check::checked;
use crate::ir;
use crate::words::naming::{self, Name, Scope};

/// Constants, each with its parameter.
pub(super) type Constants = Vec<(Name, ir::Parameter)>;

impl Lowering<'_> {
    /// Returns the parameters that every endpoint may have from its client and its API.
    pub(super) fn parameters_of_the_api(&self) -> Constants {
        let client = self.api.client_parameters.iter();
        let client =
            client.map(|parameter| checked::Parameter { from_client: true, ..parameter.clone() });
        client
            .chain(self.api.headers.iter().cloned())
            .map(|parameter| (name(&parameter.name), self.own_parameter(&parameter)))
            .collect()
    }

    /// Returns those of them that endpoints refer to.
    pub(super) fn used(&self, modules: &[ir::Module]) -> Constants {
        let endpoints = modules.iter().flat_map(|module| &module.endpoints);
        let parameters = endpoints.flat_map(|endpoint| &endpoint.parameters);
        let used: BTreeSet<&Name> =
            parameters.filter_map(|parameter| parameter.shared.as_ref()).collect();
        self.shared.iter().filter(|(name, _)| used.contains(name)).cloned().collect()
    }
}

fn name(parameter: &str) -> Name {
    naming::constant_name(parameter, Scope::Free)
}
