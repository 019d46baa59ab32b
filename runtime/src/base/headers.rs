//! The headers of a response, and what some of them mean.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base::http_date;
use crate::base::rate_limit::RateLimit;

/// The headers of a response. Its `Debug` shows names only, since values may be secret.
#[derive(Clone, Default)]
pub struct Headers(pub(crate) HeaderMap);

impl Headers {
    /// Returns an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the first value of a header. The case of `name` does not matter. `None` also if the value has characters
    /// other than visible ASCII.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// Returns what the server says about its rate limits (`RateLimit` and `RateLimit-Policy`), if it does.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(&self.0)
    }

    /// Returns all values of a header, as bytes.
    pub fn get_all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0.get_all(name).iter().map(http::HeaderValue::as_bytes)
    }

    /// Returns all headers: names in lower case, values as bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_bytes()))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Sets a header. `HeaderMap::insert` is generic over the name: each place that inlines it would grow by kilobytes.
#[inline(never)]
pub(crate) fn put(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.insert(name, value);
}

/// Returns how long the server asks to wait: by `retry-after-ms`, or by `Retry-After` in seconds or as a date (RFC
/// 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let wait = |text: &str, unit: f64| {
        let number = text.parse::<f64>().ok().filter(|number| *number >= 0.0)?;
        // A wait that a Duration cannot hold counts as the longest that it can.
        Some(Duration::try_from_secs_f64(number * unit).unwrap_or(Duration::MAX))
    };
    if let Some(asked) = text("retry-after-ms").and_then(|text| wait(text, 0.001)) {
        return Some(asked);
    }
    let text = text(RETRY_AFTER.as_str())?;
    if let Some(asked) = wait(text, 1.0) {
        return Some(asked);
    }
    // A date in the past asks for no wait.
    Some(http_date::parse(text, now)?.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_time_to_wait_is_read_in_all_its_forms() {
        let now = SystemTime::from("2023-11-14T22:13:20Z".parse::<Timestamp>().unwrap());
        let wait = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, http::HeaderValue::from_static(value));
            retry_after(&headers, now)
        };
        assert_eq!(wait("retry-after", "3"), Some(Duration::from_secs(3)));
        assert_eq!(wait("retry-after", " 1.5 "), Some(Duration::from_millis(1500)));
        assert_eq!(wait("retry-after-ms", "250"), Some(Duration::from_millis(250)));
        assert_eq!(
            wait("retry-after", "Tue, 14 Nov 2023 22:14:20 GMT"),
            Some(Duration::from_secs(60))
        );
        for obsolete in ["Tuesday, 14-Nov-23 22:14:20 GMT", "Tue Nov 14 22:14:20 2023"] {
            assert_eq!(wait("retry-after", obsolete), Some(Duration::from_secs(60)), "{obsolete}");
        }
        // 50 years ahead and a day: it is 1973.
        assert_eq!(wait("retry-after", "Tuesday, 15-Nov-73 22:14:20 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("retry-after", "Tue, 14 Nov 2023 22:12:20 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("retry-after", "1e300"), Some(Duration::MAX));
        assert_eq!(wait("retry-after-ms", "1e300"), Some(Duration::MAX));
        let mut both = HeaderMap::new();
        both.insert("retry-after-ms", http::HeaderValue::from_static("-1"));
        both.insert("retry-after", http::HeaderValue::from_static("3"));
        assert_eq!(retry_after(&both, now), Some(Duration::from_secs(3)));
        for odd in ["", "-1", "NaN", "soon"] {
            assert_eq!(wait("retry-after", odd), None, "{odd}");
        }
    }
}
