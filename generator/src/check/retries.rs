//! How often and how soon a failed call is made again.

use super::Checking;
use super::checked::Retries;
use super::place::Place;
use crate::spec::model::RetryParts;

/// The runtime waits no longer for anything, in milliseconds: a day.
const LONGEST_WAIT: u64 = 24 * 60 * 60 * 1000;

impl Checking<'_> {
    /// What an endpoint says of it.
    pub(super) fn retries(&mut self, parts: &RetryParts, place: &Place) -> Retries {
        let found = self.found.len();
        let retries = Retries {
            max: parts.max,
            initial_delay_millis: self.wait(parts.initial_delay.as_ref(), "initial_delay", place),
            max_delay_millis: self.wait(parts.max_delay.as_ref(), "max_delay", place),
            max_retry_after_millis: self.wait(
                parts.max_retry_after.as_ref(),
                "max_retry_after",
                place,
            ),
        };
        if self.found.len() > found {
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
            self.error_at_key(
                "wait-for-nothing",
                &place.child(name),
                format!("`{name}` waits for a retry, and `max: 0` allows none"),
            )
            .help("take one of the two away")
            .add();
        }
        if let (Some(first), Some(most)) = (&parts.initial_delay, &parts.max_delay)
            && retries.initial_delay_millis > retries.max_delay_millis
        {
            self.error(
                "delays",
                &place.child("initial_delay"),
                format!("the first wait, `{first}`, is longer than the longest, `{most}`"),
            )
            .help("make `initial_delay` at most as long as `max_delay`")
            .add();
        }
        retries
    }

    fn wait(&mut self, text: Option<&String>, name: &str, place: &Place) -> Option<u64> {
        let text = text?;
        let place = place.child(name);
        let millis = self.duration(text, &place);
        if millis > LONGEST_WAIT {
            self.error(
                "duration",
                &place,
                format!("`{text}` is longer than the day that a call can wait"),
            )
            .help("write at most `24h`")
            .add();
        }
        Some(millis)
    }
}
