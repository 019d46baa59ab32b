//! Links to the next page: the header `Link` (RFC 8288).

use std::fmt;

use http::HeaderMap;
use http::header::LINK;

use crate::call::auth::choose;
use crate::json::page::Links;
use crate::send::Received;

/// The only way to the code that reads links: a program without lists that are paged by links is linked without it.
#[derive(Clone, Copy)]
pub(crate) struct ReadLinks(fn(&Received) -> Links);

impl ReadLinks {
    pub(crate) const fn new() -> Self {
        Self(read)
    }

    /// Returns the links of a response.
    pub(crate) fn of(self, received: &Received) -> Links {
        (self.0)(received)
    }
}

impl fmt::Debug for ReadLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadLinks")
    }
}

fn read(received: &Received) -> Links {
    let credentials = choose(&received.draft).map(|chosen| chosen.query_names());
    Links {
        from: received.target.clone(),
        next: next_link(&received.headers),
        credentials: credentials.unwrap_or_default(),
    }
}

/// Returns the first link with the relation `next`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().find_map(|value| {
        let mut rest = str::from_utf8(value.as_bytes()).ok()?;
        while let Some(link) = take_link(&mut rest) {
            if link.is_next {
                return Some(link.target.to_owned());
            }
        }
        None
    })
}

struct Link<'a> {
    target: &'a str,
    is_next: bool,
}

/// Takes the next link off a header (RFC 8288, appendix B.2). Text between links that is not a link is skipped.
fn take_link<'a>(rest: &mut &'a str) -> Option<Link<'a>> {
    let (_, behind) = rest.split_once('<')?;
    let (target, mut behind) = behind.split_once('>')?;
    let mut relation: Option<String> = None;
    let mut is_of_this_page = true;
    loop {
        behind = behind.trim_ascii_start();
        let Some(parameter) = behind.strip_prefix(';') else {
            break;
        };
        let (name, value, after) = parameter_of(parameter);
        behind = after;
        if name.eq_ignore_ascii_case("rel") {
            // Only the first one counts.
            relation.get_or_insert(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            // Its context is another resource than this page.
            is_of_this_page = false;
        }
    }
    *rest = behind;
    let is_next = relation.is_some_and(|relation| {
        relation.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case("next"))
    });
    Some(Link { target: target.trim_ascii(), is_next: is_next && is_of_this_page })
}

/// Returns the name and the value of the parameter that a text starts with, and the text after it.
fn parameter_of(text: &str) -> (&str, String, &str) {
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, behind) = text.split_at(end);
    let name = name.trim_ascii();
    let Some(value) = behind.strip_prefix('=') else {
        return (name, String::new(), behind);
    };
    let value = value.trim_ascii_start();
    if let Some(quoted) = value.strip_prefix('"') {
        let (value, behind) = unquote(quoted);
        return (name, value, behind);
    }
    let end = value.find([';', ',']).unwrap_or(value.len());
    let (value, behind) = value.split_at(end);
    (name, value.trim_ascii().to_owned(), behind)
}

/// Returns the text up to the closing quote, without its escapes, and the text after that.
fn unquote(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, &text[index + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn next(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        next_link(&headers)
    }

    #[test]
    fn the_next_link_is_found_in_all_its_forms() {
        for header in [
            r#"</n>; rel="next""#,
            "</n>; rel=next",
            "</n>;rel=next",
            "</n>;REL=\"Next\"",
            "</n> ; rel = \"next\" ; title=\"x\"",
            r#"</n>; rel="prefetch next""#,
            r#"</n>; title="a, b; rel=prev \"q\" </x>; rel=last"; rel="next""#,
            r#"</p>; rel="prev", </n>; rel="next", </l>; rel="last""#,
            r#"</p,q;rel=next>; rel="prev", </n>; rel="next""#,
            r#"</p>; rel="prev"; rel="next", </n>; rel="next""#,
            r#"</p>; rel=next; anchor="/other", </n>; rel=next"#,
            r"</p>; rel=prev,, ,</n>; crossorigin; rel=next",
            r"< /n >; rel=next",
            "junk, </n>; rel=next",
            "</n>; rel=\"next",
            r"</n>; rel=next, </m>; rel=next",
        ] {
            assert_eq!(next(&[header]).as_deref(), Some("/n"), "{header}");
        }
        assert_eq!(next(&["</p>; rel=prev", "</n>; rel=next"]).as_deref(), Some("/n"));
    }

    #[test]
    fn no_text_makes_it_stumble() {
        let pieces = ["<", ">", ";", ",", "=", "\"", "\\", " ", "rel", "next", "é", "anchor", "/n"];
        let mut chance = fastrand::Rng::with_seed(8288);
        for _ in 0..20_000 {
            let length = chance.usize(0..24);
            let text: String = (0..length).map(|_| pieces[chance.usize(0..pieces.len())]).collect();
            let mut rest = text.as_str();
            let mut before = rest.len() + 1;
            while take_link(&mut rest).is_some() {
                assert!(rest.len() < before, "{text}");
                before = rest.len();
            }
        }
    }

    #[test]
    fn what_is_no_next_link_is_none() {
        for header in [
            "",
            "</n>",
            "</n>; rel",
            "</n>; rel=",
            "</n>; rel=nextish",
            "</n>; rel=\"previous\"; title=\"next\"",
            "</n; rel=next",
            "/n; rel=next",
            "</n>, rel=next",
            "</n>; rev=next",
            "<<<>;;;===\"",
            "</n>; rel=prev; title=\"\\",
        ] {
            assert_eq!(next(&[header]), None, "{header}");
        }
        assert_eq!(next(&[]), None);
    }
}
