//! Parameters that the spec itself states once for all endpoints: those of the client and the API's headers. Each is a
//! constant, so that an endpoint's data shows what is its own.
//!
//! Parameters of endpoints are never shared because they are equal: a new endpoint would then rewrite its neighbors.

use std::collections::BTreeSet;

use super::Lowering;
use crate::check::checked;
use crate::ir;
use crate::words::naming::{self, Name, Scope};

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
        let used: BTreeSet<&Name> =
            parameters.filter_map(|parameter| parameter.shared.as_ref()).collect();
        self.shared.iter().filter(|(name, _)| used.contains(name)).cloned().collect()
    }
}

fn name(parameter: &str) -> Name {
    naming::constant_name(parameter, Scope::Free)
}
