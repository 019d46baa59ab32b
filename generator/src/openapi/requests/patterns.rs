//! Makes a text that matches a pattern, for a request without an example in the document.

use regex_syntax::Parser;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The maximum length of such a text, in characters.
const LONGEST: usize = 4096;

/// Returns the shortest text found that matches a pattern and has at least this many characters; `None` if the pattern
/// is not a regular expression of Rust's dialect, or if more repetitions do not make it long enough.
pub(super) fn text(pattern: &str, least: usize) -> Option<String> {
    let hir = Parser::new().parse(pattern).ok()?;
    let mut before = None;
    for repeat in (0..=4).chain([8, 16, 24, 32, 36, 40, 64, 128, 256, 1024]) {
        let mut text = String::new();
        write(&hir, repeat, &mut text)?;
        // An empty text would be missing in a path, and tells little anywhere else.
        if text.chars().count() >= least.max(1) {
            return Some(text);
        }
        if text.is_empty() && least == 0 && before.is_some() {
            return Some(text);
        }
        before = Some(text);
    }
    before.filter(|text| text.chars().count() >= least)
}

/// Appends a match. `repeat` is the number of repetitions if the pattern leaves it open.
fn write(hir: &Hir, repeat: u32, out: &mut String) -> Option<()> {
    if out.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        // Assertions hold because of the pattern's own text before and after them.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => out.push(one_of(class)?),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repeat.clamp(repetition.min, most) {
                write(&repetition.sub, repeat, out)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, repeat, out)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, repeat, out)?;
            }
        }
        HirKind::Alternation(cases) => write(cases.first()?, repeat, out)?,
    }
    Some(())
}

/// Returns a letter or a digit if the class has one, since other characters have a meaning in many places.
fn one_of(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        let Class::Bytes(class) = class else { return None };
        return class.iter().next().map(|range| char::from(range.start()));
    };
    let has = |c: &char| class.iter().any(|range| range.start() <= *c && *c <= range.end());
    ('a'..='z')
        .chain('0'..='9')
        .chain('A'..='Z')
        .find(has)
        .or_else(|| ('!'..='~').find(has))
        .or_else(|| class.iter().next().map(regex_syntax::hir::ClassUnicodeRange::start))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_text_matches_its_pattern_and_is_as_long_as_it_must_be() {
        for (pattern, least, expected) in [
            ("^[0-9a-f]{4}$", 0, "aaaa"),
            ("^(alpha|beta)$", 0, "alpha"),
            ("^/.*$", 0, "/"),
            ("^[a-z_]+$", 3, "aaa"),
            ("^(?:[0-9a-f]{3})?$", 0, "aaa"),
            (r"^\d+\.\d+$", 0, "0.0"),
            ("^$", 0, ""),
        ] {
            assert_eq!(text(pattern, least).as_deref(), Some(expected), "{pattern}");
        }
        assert_eq!(text("^[a-z]$", 2), None);
        assert_eq!(text("(?=x)", 0), None);
    }
}
