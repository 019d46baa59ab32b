//! What an endpoint says of the calls of it that fail.

use super::bodies::says_what_it_is;
use super::checked::StatusFailure;
use super::place::Place;
use super::{Checking, statuses, text};
use crate::spec::model::{Named, Type as Written};
use crate::words::naming;

impl Checking<'_> {
    /// The bodies of failed calls by status; `owner` names what is written out in them.
    pub(super) fn failures(
        &mut self,
        owner: &str,
        failures: &Named<Written>,
        place: &Place,
    ) -> Vec<StatusFailure> {
        let mut checked = Vec::new();
        for (status, written) in failures {
            let place = place.child(status);
            let is_class = matches!(status.as_str(), "3XX" | "4XX" | "5XX" | "default");
            if !is_class && !statuses::is_status(status, b"345") {
                self.error_at_key(
                    "failure-status",
                    &place,
                    format!("`{status}` is no status of a call that failed"),
                )
                .help("write one such as `404`, a class of them such as `4XX`, or `default`")
                .add();
                continue;
            }
            let has_type = match written {
                Written::Bare(name) => name.trim() != "none",
                Written::Full(parts) => says_what_it_is(parts) || parts.extends.is_some(),
            };
            let type_ = has_type.then(|| {
                let name = naming::joined(owner, &statuses::name(status));
                self.type_(&name, written, &place)
            });
            let text = match written {
                Written::Full(parts) => {
                    text(parts.summary.as_ref(), parts.description.as_ref(), None)
                }
                Written::Bare(_) => text(None, None, None),
            };
            checked.push(StatusFailure { status: status.clone(), type_, text });
        }
        checked
    }
}
