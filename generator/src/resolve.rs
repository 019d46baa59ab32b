//! What the names of a spec stand for, frozen in one step: which file defines each type, what each is behind its aliases,
//! what the objects extend, and which type stands at each place that has one.
//!
//! This stage reports names that lead nowhere, or in a circle. [`check`](crate::check) judges the rest afterwards, by these
//! facts.

mod bodies;
mod calls;
mod choices;
mod expression;
mod extend;
mod facts;
mod fields;
mod found;
mod kinds;
mod lift;
mod names;
mod place;
mod recursion;
mod roles;
pub mod types;
pub mod written;

pub use facts::{Facts, Role, Spelled};
pub use found::Found;
pub use lift::is_integer;
pub use names::is_name;
pub use place::Place;

use crate::spec;

/// How many aliases may stand for each other, and how many objects extend each other, in a row. Nobody writes as many, and
/// whoever follows a chain may do so step into step.
const LONGEST_CHAIN: usize = 32;

/// Resolves an API. Where something was told, what it stands for is `any`.
pub fn resolve<'a>(api: &'a spec::Api, found: &mut Found<'a>) -> Facts<'a> {
    let mut lifting = lift::Lifting::new(api, found);
    lifting.definitions();
    lifting.client_parameters();
    lifting.roles();
    lifting.calls();
    // Inline types are known only now, so what looks at all of them comes last.
    lifting.extend_objects();
    lifting.open_envelope();
    lifting.find_endless_types();
    lifting.facts
}
