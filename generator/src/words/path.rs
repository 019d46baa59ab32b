//! Path templates: `/accounts/{account_id}/tokens`.

/// A part of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'p> {
    Literal(&'p str),
    Placeholder(&'p str),
}

/// Returns the segments of a path, each divided into its parts.
pub fn parse(path: &str) -> Result<Vec<Vec<Part<'_>>>, String> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err("it must start with `/`".to_owned());
    };
    if path.contains('?') {
        return Err("it must not contain a query; write the parameters under `query`".to_owned());
    }
    if let Some(wrong) =
        path.chars().find(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(*c))
    {
        return Err(format!("it must not contain {wrong:?}"));
    }
    let (rest, fragment) = without_fragment(rest);
    if let Some(fragment) = fragment {
        if fragment.is_empty() {
            return Err("its fragment, after `#`, is empty".to_owned());
        }
        if fragment.contains(['#', '{', '}']) {
            return Err("its fragment, after `#`, must not contain `#`, `{` or `}`".to_owned());
        }
    }
    let mut segments = Vec::new();
    for segment in rest.split('/') {
        let parts = parts(segment)?;
        if matches!(parts.as_slice(), [Part::Literal("." | "..")]) {
            return Err(format!("it must not contain the segment `{segment}`"));
        }
        segments.push(parts);
    }
    Ok(segments)
}

fn parts(segment: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while !rest.is_empty() {
        let Some(open) = rest.find(['{', '}']) else {
            parts.push(Part::Literal(rest));
            break;
        };
        if rest[open..].starts_with('}') {
            return Err("it has a `}` without a `{`".to_owned());
        }
        if open > 0 {
            parts.push(Part::Literal(&rest[..open]));
        } else if matches!(parts.last(), Some(Part::Placeholder(_))) {
            return Err("two parameters must have something between them".to_owned());
        }
        let Some(close) = rest.find('}') else {
            return Err("it has a `{` without a `}`".to_owned());
        };
        let name = &rest[open + 1..close];
        if name.is_empty() || name.contains('{') {
            return Err("a parameter in it has no name".to_owned());
        }
        parts.push(Part::Placeholder(name));
        rest = &rest[close + 1..];
    }
    Ok(parts)
}

/// Splits a path from its fragment, which is never sent: it distinguishes endpoints that share a method and a path.
pub fn without_fragment(path: &str) -> (&str, Option<&str>) {
    match path.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (path, None),
    }
}

/// Returns the placeholders of a path, in order.
pub fn placeholders<'p>(segments: &[Vec<Part<'p>>]) -> Vec<&'p str> {
    segments
        .iter()
        .flatten()
        .filter_map(|part| match part {
            Part::Placeholder(name) => Some(*name),
            Part::Literal(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_segments_of_literals_and_placeholders() {
        let segments = parse("/a/{b}.json").unwrap();
        assert_eq!(segments[1], [Part::Placeholder("b"), Part::Literal(".json")]);
        assert_eq!(placeholders(&segments), ["b"]);
        assert_eq!(parse("/a/{b}.json#x/y").unwrap(), segments);
        for wrong in [
            "a", "/a?b", "/{a", "/a}", "/{}", "/{a}{b}", "/../a", "/a b", "/a#", "/a#b#c", "/a#{b}",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
