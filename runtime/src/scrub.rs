//! Masking of known secrets in text that comes from elsewhere.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::write::REDACTED;

/// From this many bytes on, what looks like a secret in the place of a name is one.
const LONGER_THAN_WORDS: usize = 8;

/// The secrets of a client or a call, in all the forms in which a server might echo them.
#[derive(Clone, Default)]
pub(crate) struct Scrubber {
    needles: Vec<String>,
}

impl Scrubber {
    /// Adds a secret: as it is, in base64, and as it stands in JSON and HTML; each percent-encoded or not.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        let json = serde_json::Value::from(secret).to_string();
        let html = secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        for needle in [
            json.get(1..json.len() - 1).unwrap_or_default().to_owned(),
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
        self.needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    /// Adds what another one knows.
    pub(crate) fn extend(&mut self, other: &Self) {
        for needle in &other.needles {
            if !self.needles.contains(needle) {
                self.needles.push(needle.clone());
            }
        }
        self.needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    /// The text with every known secret masked.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.scrub_from(text, 0)
    }

    /// A name, or a message that is made of names, with every known secret masked that is too long
    /// to be a word by chance: `data` may be somebody's secret, and is a field's name all the same.
    pub(crate) fn scrub_name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        self.scrub_from(name, LONGER_THAN_WORDS)
    }

    fn scrub_from<'t>(&self, text: &'t str, least: usize) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for needle in self.needles.iter().filter(|needle| needle.len() >= least) {
            if let Some(masked) = mask(&text, needle.as_bytes()) {
                text = Cow::Owned(masked);
            }
        }
        text
    }
}

/// The text with every occurrence masked; nothing if there is none.
fn mask(text: &str, needle: &[u8]) -> Option<String> {
    let mut masked = String::new();
    let mut kept = 0;
    let mut at = 0;
    while at < text.len() {
        // A match starts with an ASCII character or with the first byte of a character, and ends behind a whole one.
        if let Some(length) = matched(&text.as_bytes()[at..], needle) {
            masked.push_str(text.get(kept..at)?);
            masked.push_str(REDACTED);
            at += length;
            kept = at;
        } else {
            at += 1;
        }
    }
    if kept == 0 {
        return None;
    }
    masked.push_str(text.get(kept..)?);
    Some(masked)
}

/// The length of the needle at the start of a text in which each of its bytes may be percent-encoded, and a space be a
/// plus.
fn matched(text: &[u8], needle: &[u8]) -> Option<usize> {
    let mut length = 0;
    for byte in needle {
        length += match text.get(length..)? {
            [b'%', high, low, ..] if percent_decoded(*high, *low) == Some(*byte) => 3,
            [literal, ..] if literal == byte || (*byte == b' ' && *literal == b'+') => 1,
            _ => return None,
        };
    }
    Some(length)
}

fn percent_decoded(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
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
            "cid:p%2fss%20%22w%26rd",
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
