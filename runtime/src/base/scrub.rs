//! Masks known secrets in text that comes from elsewhere.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::base::secret::REDACTED;

/// In names, a text that equals a secret is masked only if it has at least this many bytes.
const LONGER_THAN_WORDS: usize = 8;

/// A secret of at least this many bytes is masked everywhere, within words too.
const WITHIN_WORDS: usize = 4;

/// The secrets of a client or a call, in every form in which a server might repeat them.
///
/// A secret of one to three bytes is masked only if neither a letter nor a digit is next to it. Such a short text
/// occurs in many words by chance: masks all over a message would hide what is wrong, and would show the secret by what
/// is missing. A secret of four or more bytes is always masked.
#[derive(Clone, Default)]
pub(crate) struct Scrubber {
    needles: Vec<String>,
}

impl Scrubber {
    /// Adds a secret: as it is, in base64, and escaped for JSON and for HTML; each also percent-encoded.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.is_empty() {
            return;
        }
        // A string can always be written as JSON.
        let json = serde_json::to_string(secret).unwrap_or_default();
        let html = secret
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        for needle in [
            json.get(1..json.len().saturating_sub(1)).unwrap_or_default().to_owned(),
            html,
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
            secret.to_owned(),
        ] {
            // The base64 form of one or two bytes is so short that it occurs as an ordinary word.
            if !self.needles.contains(&needle) && (needle.len() > 3 || needle == secret) {
                self.needles.push(needle);
            }
        }
    }

    /// Adds the secrets of another scrubber.
    pub(crate) fn extend(&mut self, other: &Self) {
        for needle in &other.needles {
            if !self.needles.contains(needle) {
                self.needles.push(needle.clone());
            }
        }
    }

    /// Masks every known secret in the text.
    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.scrub_from(text, 0)
    }

    /// Masks known secrets in a name, or in a message that consists of names, but only those that are too long to be a
    /// word by chance: `data` may be a secret of somebody, and still be the name of a field.
    pub(crate) fn scrub_name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        self.scrub_from(name, LONGER_THAN_WORDS)
    }

    /// Looks for secrets at every position of the text, those within another match included, so that overlapping
    /// secrets get one mask. What is inserted is not searched again, and a mask that is there already stays as it is.
    fn scrub_from<'t>(&self, text: &'t str, least: usize) -> Cow<'t, str> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for start in 0..text.len() {
            let needles = self.needles.iter().filter(|needle| needle.len() >= least);
            let secret = needles.filter_map(|needle| occurrence(text, start, needle)).max();
            let is_mask = text.as_bytes()[start..].starts_with(REDACTED.as_bytes());
            let Some(end) = secret.max(is_mask.then_some(start + REDACTED.len())) else {
                continue;
            };
            match spans.last_mut() {
                Some(span) if start < span.end => span.end = span.end.max(end),
                _ => spans.push(start..end),
            }
        }
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut masked = String::with_capacity(text.len());
        let mut kept = 0;
        for span in spans {
            // A span starts at an ASCII character or at the first byte of another one, and ends after a whole
            // character.
            masked.push_str(text.get(kept..span.start).unwrap_or_default());
            masked.push_str(REDACTED);
            kept = span.end;
        }
        masked.push_str(text.get(kept..).unwrap_or_default());
        Cow::Owned(masked)
    }
}

/// Returns the end of the secret that starts here, if one does and is to be masked.
fn occurrence(text: &str, start: usize, needle: &str) -> Option<usize> {
    let here = text.as_bytes().get(start..)?;
    // A secret may itself contain what looks like a percent-encoded byte.
    let as_it_is = || here.starts_with(needle.as_bytes()).then_some(needle.len());
    let end = start + matched(here, needle.as_bytes()).or_else(as_it_is)?;
    (needle.len() >= WITHIN_WORDS || stands_alone(text, start..end)).then_some(end)
}

/// Returns whether neither a letter nor a digit is next to a part of a text, percent-encoded or not.
fn stands_alone(text: &str, part: Range<usize>) -> bool {
    let (before, after) = text.as_bytes().split_at(part.start);
    let after = after.get(part.len()..).unwrap_or_default();
    let encoded = |triple: &[u8]| match *triple {
        [b'%', high, low] => percent_decoded(high, low),
        _ => None,
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let letter_before = match before.last_chunk::<3>().and_then(|triple| encoded(triple)) {
        Some(byte) => is_letter(byte),
        None => text[..part.start].ends_with(char::is_alphanumeric),
    };
    let letter_after = match after.first_chunk::<3>().and_then(|triple| encoded(triple)) {
        Some(byte) => is_letter(byte),
        None => text[part.end..].starts_with(char::is_alphanumeric),
    };
    !letter_before && !letter_after
}

/// Returns the length of the needle at the start of a text. Each of its bytes may be percent-encoded, and a space may
/// be a plus.
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

    fn scrubber(secrets: &[&str]) -> Scrubber {
        let mut scrubber = Scrubber::default();
        for secret in secrets {
            scrubber.add(secret);
        }
        scrubber
    }

    #[test]
    fn no_mask_is_masked_again() {
        let scrubber = scrubber(&["a", "token-value", "redacted", "dact"]);
        let once = scrubber.scrub("a token-value, redacted");
        assert_eq!(once, "[redacted] [redacted], [redacted]");
        assert_eq!(scrubber.scrub(&once), once);
    }

    #[test]
    fn short_secrets_are_masked_where_they_stand_alone() {
        let scrubber = scrubber(&["a", "42", "key", "long"]);
        for (text, masked) in [
            ("the path a was bad", "the path [redacted] was bad"),
            ("a", "[redacted]"),
            ("/keys/a/42?b=key", "/keys/[redacted]/[redacted]?b=[redacted]"),
            ("keys%2Fa%2f42", "keys%2F[redacted]%2f[redacted]"),
            ("<%61>", "<[redacted]>"),
            ("`a`", "`[redacted]`"),
            ("data 1425 keys \u{e9}a a\u{e9} %C3%A9a a%C3%A9 a%62 %62a", ""),
            ("belongs to", "be[redacted]s to"),
        ] {
            let masked = if masked.is_empty() { text } else { masked };
            assert_eq!(scrubber.scrub(text), masked);
        }
    }

    #[test]
    fn secrets_that_overlap_are_masked_as_one() {
        let secrets = scrubber(&["abcdef", "efghij", "xyxy"]);
        assert_eq!(secrets.scrub("<abcdefghij>"), "<[redacted]>");
        assert_eq!(secrets.scrub("<xyxyxy>"), "<[redacted]>");
        assert_eq!(secrets.scrub("<abcdefxyxy>"), "<[redacted][redacted]>");
        assert_eq!(scrubber(&["]abc"]).scrub("[redacted]abc"), "[redacted]");
    }

    #[test]
    fn a_secret_that_looks_encoded_is_masked() {
        let scrubber = scrubber(&["a%25b", "%2525"]);
        for echo in ["a%25b", "a%2525b", "%2525", "%252525"] {
            assert_eq!(scrubber.scrub(&format!("<{echo}>")), "<[redacted]>", "{echo}");
        }
    }

    #[test]
    fn names_are_masked_where_they_are_longer_than_words() {
        let scrubber = scrubber(&["data", "someones-token"]);
        assert_eq!(scrubber.scrub_name("data.someones-token"), "data.[redacted]");
        assert_eq!(scrubber.scrub("data.someones-token"), "[redacted].[redacted]");
    }

    #[test]
    fn other_text_is_left_alone() {
        let mut scrubber = Scrubber::default();
        scrubber.add("");
        scrubber.add("token");
        assert!(matches!(scrubber.scrub("nothing here"), Cow::Borrowed(_)));
    }
}
