//! Checks the retries of failed calls and their delays.

use super::checked::Retries;
use super::rates;
use crate::resolve::{Found, Place};
use crate::spec::model::RetryParts;

/// The runtime waits no longer for anything, in milliseconds: a day.
const LONGEST_WAIT: u64 = 24 * 60 * 60 * 1000;

/// Returns what an endpoint says of it.
pub(super) fn retries(parts: &RetryParts, place: &Place, found: &mut Found<'_>) -> Retries {
    let before = found.len();
    let retries = Retries {
        max: parts.max,
        initial_delay_millis: wait(parts.initial_delay.as_ref(), "initial_delay", place, found),
        max_delay_millis: wait(parts.max_delay.as_ref(), "max_delay", place, found),
        max_retry_after_millis: wait(
            parts.max_retry_after.as_ref(),
            "max_retry_after",
            place,
            found,
        ),
    };
    if found.len() > before {
        return retries;
    }
    let waits = [
        ("initial_delay", retries.initial_delay_millis),
        ("max_delay", retries.max_delay_millis),
        ("max_retry_after", retries.max_retry_after_millis),
    ];
    if let (Some(0), Some((name, _))) =
        (retries.max, waits.into_iter().find(|(_, wait)| wait.is_some()))
    {
        found
            .error_at_key(
                "wait-for-nothing",
                &place.child(name),
                format!("`{name}` has no effect, because `max: 0` allows no retries"),
            )
            .help("remove one of the two")
            .add();
    }
    if let (Some(first), Some(most)) = (&parts.initial_delay, &parts.max_delay)
        && retries.initial_delay_millis > retries.max_delay_millis
    {
        found
            .error(
                "delays",
                &place.child("initial_delay"),
                format!("`initial_delay` is longer than `max_delay`: `{first}` and `{most}`"),
            )
            .help("write an `initial_delay` that is at most as long as `max_delay`")
            .add();
    }
    retries
}

fn wait(text: Option<&String>, name: &str, place: &Place, found: &mut Found<'_>) -> Option<u64> {
    let text = text?;
    let place = place.child(name);
    let millis = rates::duration(text, &place, found);
    if millis > LONGEST_WAIT {
        found
            .error(
                "duration",
                &place,
                format!("`{text}` is longer than a day, the longest delay of the client"),
            )
            .help("write at most `24h`")
            .add();
    }
    Some(millis)
}
