//! What an endpoint says of the calls of it that fail.

use super::Judging;
use super::checked::{StatusFailure, Text};
use crate::resolve::{Place, written};
use crate::spec::model::{Named, Type as Written};
use crate::words::statuses;

/// Returns the bodies of failed calls by status.
pub(super) fn failures(
    cx: &mut Judging<'_>,
    failures: &Named<Written>,
    place: &Place,
) -> Vec<StatusFailure> {
    let mut checked = Vec::new();
    for (status, written) in failures {
        let place = place.child(status);
        if !statuses::is_of_failure(status) {
            cx.found
                .error_at_key(
                    "failure-status",
                    &place,
                    format!("`{status}` is not a status of failure"),
                )
                .help("write a status such as `404`, a class such as `4XX`, or `default`")
                .add();
            continue;
        }
        checked.push(StatusFailure {
            status: status.clone(),
            type_: written::has_type(written).then(|| cx.facts.type_at(&place)),
            text: Text { deprecated: None, ..written.text() },
        });
    }
    checked
}
