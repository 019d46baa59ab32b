//! Splits descriptions into a summary of one sentence and the rest, as the spec has them.

/// The maximum length of a text that counts as one sentence.
const LONGEST_SUMMARY: usize = 160;

/// Returns a description as a summary and the rest.
pub(in crate::openapi::import) fn split(description: &str) -> (Option<String>, Option<String>) {
    let text = description.trim();
    if text.is_empty() {
        return (None, None);
    }
    let first = text.split("\n\n").next().unwrap_or(text);
    let paragraph = flat(first);
    if first.len() == text.len() && paragraph.len() <= LONGEST_SUMMARY && is_prose(first) {
        return (Some(paragraph), None);
    }
    if let Some((sentence, _)) = paragraph.split_once(". ")
        && is_prose(first)
        && sentence.len() < LONGEST_SUMMARY
        && !ends_with_abbreviation(sentence)
    {
        let rest = rest_after(text, sentence);
        return (Some(format!("{sentence}.")), rest);
    }
    if paragraph.len() <= LONGEST_SUMMARY && is_prose(first) {
        let rest = text[first.len()..].trim();
        return (Some(paragraph), Some(rest.to_owned()).filter(|rest| !rest.is_empty()));
    }
    (None, Some(text.to_owned()))
}

/// Returns a separate summary and description, one of which often repeats the other.
pub(in crate::openapi::import) fn of_operation(
    summary: Option<&str>,
    description: Option<&str>,
) -> (Option<String>, Option<String>) {
    let given =
        |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let (summary, description) = (given(summary).map(|text| flat(&text)), given(description));
    match (summary, description) {
        (None, Some(description)) => split(&description),
        (summary, None) => (summary, None),
        (Some(summary), Some(description)) => {
            let bare = |text: &str| text.trim_end_matches('.').to_lowercase();
            if bare(&summary) == bare(&description) {
                return (Some(summary), None);
            }
            (Some(summary), Some(description))
        }
    }
}

/// Returns the lines of a paragraph as one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a paragraph is text, and not a list, a table or a block of code.
fn is_prose(paragraph: &str) -> bool {
    let marked = |line: &str| {
        let line = line.trim_start();
        line.starts_with(['#', '-', '*', '|', '>', '`', '<', '+', '='])
    };
    !paragraph.lines().any(marked)
}

fn ends_with_abbreviation(sentence: &str) -> bool {
    let last = sentence.rsplit(' ').next().unwrap_or("");
    matches!(last, "e.g" | "i.e" | "etc" | "vs" | "cf" | "No" | "approx") || last.len() == 1
}

/// Returns the text after its first sentence, whose white space may differ.
fn rest_after(text: &str, sentence: &str) -> Option<String> {
    let mut wanted = sentence.chars().filter(|c| !c.is_whitespace());
    let mut next = wanted.next();
    for (index, c) in text.char_indices() {
        let Some(expected) = next else {
            // The full stop itself.
            let rest = text[index..].trim_start_matches('.').trim();
            return Some(rest.to_owned()).filter(|rest| !rest.is_empty());
        };
        if c == expected {
            next = wanted.next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_a_sentence_and_what_follows() {
        let owned = |(first, rest): (Option<&str>, Option<&str>)| {
            (first.map(str::to_owned), rest.map(str::to_owned))
        };
        let long = "word ".repeat(50);
        for (text, expected) in [
            ("", (None, None)),
            ("Deletes a key.", (Some("Deletes a key."), None)),
            ("A key.\nOr two.", (Some("A key. Or two."), None)),
            ("A key.\n\n- one\n- two", (Some("A key."), Some("- one\n- two"))),
            ("- one\n- two", (None, Some("- one\n- two"))),
            (&format!("A key. {long}"), (Some("A key."), Some(long.trim()))),
            (long.trim(), (None, Some(long.trim()))),
        ] {
            assert_eq!(split(text), owned(expected), "{text}");
        }
    }

    #[test]
    fn a_description_that_repeats_the_summary_is_left_out() {
        assert_eq!(
            of_operation(Some("List keys"), Some("List keys.")),
            (Some("List keys".to_owned()), None)
        );
        assert_eq!(of_operation(None, Some("List keys.")), (Some("List keys.".to_owned()), None));
    }
}
