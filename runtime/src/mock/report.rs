//! What a mock reports when the calls are not as expected.

use std::error::Error;
use std::fmt::{self, Write as _};

use super::expectation::Expected;
use super::sent::Sent;
use super::state::Inner;

/// How many requests or expectations a message lists.
const LISTED: usize = 10;

/// The report of [`Mock::check`](super::Mock::check): responses that no call has used, and calls that nothing was
/// expected for. It shows no secret.
///
/// Requires the feature `mock`.
#[derive(Clone, PartialEq, Eq)]
pub struct Unmet(String);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the same text as `Display`, since `unwrap` on a `Result` shows this one.
impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Unmet {}

/// Says in one line why a request has no response.
pub(super) fn refusal(inner: &Inner, sent: &Sent) -> String {
    let same: Vec<&Expected> =
        inner.expected.iter().filter(|expected| expected.is_for(sent)).collect();
    if let Some((expected, fault)) =
        same.iter().find_map(|expected| Some((expected, expected.fault.as_ref()?)))
    {
        return format!(
            "the expectation of {} in the mock has a mistake: {fault}",
            expected.describe()
        );
    }
    let mut text = format!("the mock does not expect {sent}");
    let mut reasons: Vec<String> = same.iter().map(|expected| reason(expected, sent)).collect();
    if reasons.is_empty() {
        let open = inner.expected.iter().filter(|expected| expected.is_left());
        reasons = open.map(Expected::describe).collect();
        let _ = write!(text, "; it expects ");
        if reasons.is_empty() {
            reasons.push("no further call".to_owned());
        }
    } else {
        let _ = write!(text, "; ");
    }
    text + &listed(&reasons, "; ")
}

/// Says why an expectation of the same operation does not answer a request.
fn reason(expected: &Expected, sent: &Sent) -> String {
    let differences = expected.differences(sent);
    let described = expected.describe();
    if !differences.is_empty() {
        return format!("it expects {described}, but {}", differences.join(", "));
    }
    match expected.calls() {
        0 => format!("it expects {described}, but has no response for it: add a `.reply..(..)`"),
        calls => {
            format!("it expects {described}, but has answered that {} already", times(calls as u64))
        }
    }
}

/// Reports what is not as expected.
pub(super) fn unmet(inner: &Inner) -> Result<(), Unmet> {
    let mut parts = Vec::new();
    let mut told = Vec::new();
    for expected in &inner.expected {
        if let Some(fault) = &expected.fault {
            parts
                .push(format!("the expectation of {} has a mistake: {fault}", expected.describe()));
        } else if expected.answers.is_empty() {
            parts.push(format!(
                "{} is expected, but has no response: add a `.reply..(..)`",
                expected.describe()
            ));
        } else if expected.missing() > 0 {
            parts.push(missing(expected, inner, &mut told));
        }
    }
    let unexpected: Vec<String> = inner
        .sent
        .iter()
        .enumerate()
        .filter(|(index, sent)| sent.answered_by.is_none() && !told.contains(index))
        .map(|(_, sent)| format!("\n    {sent}"))
        .collect();
    if !unexpected.is_empty() {
        parts.push(format!("these calls were not expected:{}", listed(&unexpected, "")));
    }
    if parts.is_empty() {
        return Ok(());
    }
    Err(Unmet(format!("the calls were not as the mock expects:\n- {}", parts.join("\n- "))))
}

/// Describes an expectation that lacks calls, and the call that was made instead. The requests that it lists are noted.
fn missing(expected: &Expected, inner: &Inner, told: &mut Vec<usize>) -> String {
    let mut text = format!(
        "{} was expected {} more, but was {}",
        expected.describe(),
        times(expected.missing()),
        match expected.calls() {
            0 => "never called".to_owned(),
            calls => format!("called {}", times(calls as u64)),
        }
    );
    // Calls without a response come first, then those that differ least.
    let closest = inner
        .sent
        .iter()
        .enumerate()
        .filter(|(_, sent)| expected.is_for(sent))
        .map(|(index, sent)| (index, sent, expected.differences(sent)))
        .filter(|(_, _, differences)| !differences.is_empty())
        .min_by_key(|(_, sent, differences)| (sent.answered_by.is_some(), differences.len()));
    if let Some((index, sent, differences)) = closest {
        let _ =
            write!(text, "; instead there was\n    {sent}\n    where {}", differences.join(", "));
        if sent.answered_by.is_some() {
            text.push_str("\n    (which another expectation answered)");
        }
        told.push(index);
    } else if inner.sent.is_empty() {
        text.push_str("; no call was made at all");
    }
    text
}

fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

/// Joins the first lines, and says how many more there are.
fn listed(lines: &[String], separator: &str) -> String {
    let mut text = lines[..lines.len().min(LISTED)].join(separator);
    if lines.len() > LISTED {
        let _ = write!(text, "{separator} and {} more", lines.len() - LISTED);
    }
    text
}
