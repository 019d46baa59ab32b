//! The rate limits that a server states in the headers of its responses.

use std::cmp::Reverse;
use std::time::Duration;

use http::HeaderMap;

/// The state of a server's rate limit, from the headers `RateLimit` and `RateLimit-Policy` of a response.
///
/// Two forms are read: that of the IETF's drafts since the eighth (`"default";r=50;t=30` and `"default";q=100;w=60`),
/// and the older one (`limit=100, remaining=50, reset=30` and `100;w=60`). What the server leaves out is `None`. If the
/// server states several limits, this is the one with the fewest calls remaining; of two with equally many, the one
/// with the longer window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The name of the limit.
    pub name: Option<String>,
    /// The number of calls that the window allows.
    pub limit: Option<u64>,
    /// The number of calls that remain.
    pub remaining: Option<u64>,
    /// The time until the number of remaining calls is reset, counted from the response.
    pub reset: Option<Duration>,
    /// The length of the window.
    pub window: Option<Duration>,
}

impl RateLimit {
    /// Returns the tightest limit of the headers. A part that cannot be read counts as not sent.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let limits = text(headers, "ratelimit");
        let policies = text(headers, "ratelimit-policy");
        let policies: Vec<Self> =
            policies.iter().flat_map(|text| split(text, ',')).filter_map(policy).collect();
        let mut all: Vec<Self> = match &limits {
            None => Vec::new(),
            Some(text) => match older(text) {
                Some(limit) => vec![limit],
                None => split(text, ',').filter_map(limit).collect(),
            },
        };
        for limit in &mut all {
            limit.complete(&policies);
        }
        if all.is_empty() {
            all = policies;
        }
        let tightness = |limit: &Self| (limit.remaining.unwrap_or(u64::MAX), Reverse(limit.reset));
        all.into_iter().min_by_key(tightness)
    }

    /// Fills in what the policy of the same name, or with the same number of calls, says.
    fn complete(&mut self, policies: &[Self]) {
        let same = |policy: &&Self| match &self.name {
            Some(_) => policy.name == self.name,
            None => policy.limit.is_some() && policy.limit == self.limit,
        };
        if let Some(policy) = policies.iter().find(same) {
            self.limit = self.limit.or(policy.limit);
            self.window = self.window.or(policy.window);
        }
    }
}

/// Returns all values of a header as one list.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<&str> =
        headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Reads `"name";r=50;t=30`.
fn limit(member: &str) -> Option<RateLimit> {
    let mut parts = split(member, ';');
    let mut limit = RateLimit { name: Some(name(parts.next()?)?), ..RateLimit::default() };
    for (key, value) in parts.filter_map(pair) {
        match key {
            "r" => limit.remaining = number(value),
            "t" => limit.reset = seconds(value),
            _ => {}
        }
    }
    (limit.remaining.is_some() || limit.reset.is_some()).then_some(limit)
}

/// Reads `"name";q=100;w=60` or `100;w=60`.
fn policy(member: &str) -> Option<RateLimit> {
    let mut parts = split(member, ';');
    let item = parts.next()?;
    let mut policy = RateLimit { limit: number(item), ..RateLimit::default() };
    if policy.limit.is_none() {
        policy.name = Some(name(item)?);
    }
    for (key, value) in parts.filter_map(pair) {
        match key {
            "q" => policy.limit = number(value),
            "w" => policy.window = seconds(value),
            _ => {}
        }
    }
    policy.limit.is_some().then_some(policy)
}

/// Reads `limit=100, remaining=50, reset=30`.
fn older(text: &str) -> Option<RateLimit> {
    let mut found = RateLimit::default();
    for member in split(text, ',') {
        let mut parts = split(member, ';');
        match pair(parts.next()?)? {
            ("limit", value) => found.limit = number(value),
            ("remaining", value) => found.remaining = number(value),
            ("reset", value) => found.reset = seconds(value),
            _ => {}
        }
        for (key, value) in parts.filter_map(pair) {
            if key == "w" {
                found.window = seconds(value);
            }
        }
    }
    (found.remaining.is_some() || found.reset.is_some()).then_some(found)
}

/// Splits at a separator, except within a quoted string (RFC 9651, section 3.3.3).
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => return character == separator && !quoted,
        }
        false
    })
    .map(str::trim)
}

fn pair(part: &str) -> Option<(&str, &str)> {
    let (key, value) = part.split_once('=')?;
    Some((key.trim(), value.trim()))
}

/// Reads a quoted string or a token.
fn name(item: &str) -> Option<String> {
    let Some(quoted) = item.strip_prefix('"') else {
        let is_token = item.starts_with(|first: char| first.is_ascii_alphabetic() || first == '*');
        return (is_token && !item.contains(['=', '"'])).then(|| item.to_owned());
    };
    let inner = quoted.strip_suffix('"')?;
    let mut escaped = false;
    Some(
        inner
            .chars()
            .filter(|character| {
                escaped = *character == '\\' && !escaped;
                !escaped
            })
            .collect(),
    )
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn seconds(text: &str) -> Option<Duration> {
    match number(text) {
        Some(seconds) => Some(Duration::from_secs(seconds)),
        None => Duration::try_from_secs_f64(text.parse().ok()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(limit: &[&'static str], policy: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in limit {
            headers.append("ratelimit", HeaderValue::from_static(value));
        }
        for value in policy {
            headers.append("ratelimit-policy", HeaderValue::from_static(value));
        }
        let found = RateLimit::of(&headers)?;
        let seconds = |time: Option<Duration>| time.map(|time| time.as_secs_f64());
        Some(format!(
            "{:?} {:?} of {:?}, {:?} s of {:?} s",
            found.name.as_deref(),
            found.remaining,
            found.limit,
            seconds(found.reset),
            seconds(found.window)
        ))
    }

    #[test]
    fn both_forms_are_read() {
        for (limit, policy, expected) in [
            (
                "\"default\";r=50;t=30",
                "\"default\";q=100;w=60",
                "Some(\"default\") Some(50) of Some(100), Some(30.0) s of Some(60.0) s",
            ),
            (
                " limit=100, remaining=50, reset=30 ",
                "100;w=60",
                "None Some(50) of Some(100), Some(30.0) s of Some(60.0) s",
            ),
            (
                "\"a\";r=9;t=1, \"b;,\\\"\";r=2;t=7.5;pk=:cHsdsRa894==:",
                "\"a\";q=10;w=1,\"b;,\\\"\";q=20;qu=\"requests\";w=600",
                "Some(\"b;,\\\"\") Some(2) of Some(20), Some(7.5) s of Some(600.0) s",
            ),
            (
                "default;r=0;t=3",
                "nonsense",
                "Some(\"default\") Some(0) of None, Some(3.0) s of None s",
            ),
            (
                "",
                "\"default\";q=100;w=60",
                "Some(\"default\") None of Some(100), None s of Some(60.0) s",
            ),
            (
                "\"a\";r=5;t=1, \"b\";r=5;t=9",
                "",
                "Some(\"b\") Some(5) of None, Some(9.0) s of None s",
            ),
        ] {
            assert_eq!(read(&[limit], &[policy]).as_deref(), Some(expected), "{limit}");
        }
        let lines = read(&["\"a\";r=5", "\"b\";r=4"], &[]);
        assert_eq!(lines.as_deref(), Some("Some(\"b\") Some(4) of None, None s of None s"));
    }

    #[test]
    fn odd_headers_give_none() {
        for odd in [
            "",
            ";",
            ",",
            "=",
            "\"",
            "\"a",
            "\"a\\",
            "\"a\"",
            "a;r=-1",
            "\"a\";r=x;t=1e400",
            "50",
            "limit=x",
            "limit=5",
            "r=5",
            "\"a\";=;;r",
            "99999999999999999999999;r=99999999999999999999999",
        ] {
            assert_eq!(read(&[odd], &[]), None, "{odd}");
            assert_eq!(read(&[odd], &[odd]).is_some(), odd == "50", "{odd}");
        }
        assert_eq!(read(&[], &[]), None);
    }
}
