//! Masking of known secrets in text that comes from elsewhere.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::utf8_percent_encode;

use crate::target::NOT_UNRESERVED;
use crate::write::REDACTED;

/// The secrets of a client or a call, in all the forms in which a server might echo them.
#[derive(Clone, Default)]
pub(crate) struct Scrubber {
    needles: Vec<String>,
}

impl Scrubber {
    /// Adds a secret as it is, and percent-encoded, in base64, and as it stands in JSON and HTML.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        let encoded = utf8_percent_encode(secret, NOT_UNRESERVED).to_string();
        let json = serde_json::Value::from(secret).to_string();
        let html = secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        for needle in [
            lower_hex(&encoded),
            encoded.replace("%20", "+"),
            encoded,
            json.trim_matches('"').to_owned(),
            html,
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
            secret.to_owned(),
        ] {
            // The base64 form of one or two bytes is so short that it would mask parts of ordinary words.
            if !self.needles.contains(&needle) && (needle.len() > 3 || needle == secret) {
                self.needles.push(needle);
            }
        }
        // Longer ones first: a secret may be part of another.
        self.needles
            .sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    /// The text with every known secret masked.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for needle in &self.needles {
            if text.contains(needle.as_str()) {
                text = Cow::Owned(text.replace(needle.as_str(), REDACTED));
            }
        }
        text
    }
}

/// `%2F` as `%2f`, which is the same.
fn lower_hex(encoded: &str) -> String {
    let mut hex = 0;
    encoded
        .chars()
        .map(|character| {
            if character == '%' {
                hex = 2;
                return character;
            }
            if hex > 0 {
                hex -= 1;
                return character.to_ascii_lowercase();
            }
            character
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_secret_is_masked() {
        let mut scrubber = Scrubber::default();
        scrubber.add("cid:p/ss \"w&rd");
        for echo in [
            "cid:p/ss \"w&rd",
            "cid%3Ap%2Fss%20%22w%26rd",
            "cid%3ap%2fss%20%22w%26rd",
            "cid%3Ap%2Fss+%22w%26rd",
            "cid:p/ss \\\"w&rd",
            "cid:p/ss &quot;w&amp;rd",
            "Y2lkOnAvc3MgIncmcmQ",
        ] {
            assert_eq!(scrubber.scrub(&format!("<{echo}>")), "<[redacted]>", "{echo}");
        }
    }

    #[test]
    fn a_secret_within_another_does_not_save_the_other() {
        let mut scrubber = Scrubber::default();
        scrubber.add("abcd");
        scrubber.add("abcdefgh");
        assert_eq!(scrubber.scrub("abcdefgh abcd"), "[redacted] [redacted]");
    }

    #[test]
    fn other_text_is_left_alone() {
        let mut scrubber = Scrubber::default();
        scrubber.add("");
        scrubber.add("token");
        assert!(matches!(scrubber.scrub("nothing here"), Cow::Borrowed(_)));
    }
}
