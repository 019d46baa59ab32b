//! Path templates: `/accounts/{account_id}/tokens`.

/// A part of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'p> {
    Literal(&'p str),
    Placeholder(&'p str),
}

/// The segments of a path, each in its parts.
pub(super) fn parse(path: &str) -> Result<Vec<Vec<Part<'_>>>, String> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err("it must start with `/`".to_owned());
    };
    if path.contains(['?', '#']) {
        return Err("a query or a fragment does not belong to it".to_owned());
    }
    if let Some(wrong) =
        path.chars().find(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(*c))
    {
        return Err(format!("it holds {wrong:?}, which paths do not have"));
    }
    let mut segments = Vec::new();
    for segment in rest.split('/') {
        let parts = parts(segment)?;
        if matches!(parts.as_slice(), [Part::Literal("." | "..")]) {
            return Err(format!("the segment `{segment}` would lead elsewhere"));
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
            return Err("a `}` closes nothing".to_owned());
        }
        if open > 0 {
            parts.push(Part::Literal(&rest[..open]));
        } else if matches!(parts.last(), Some(Part::Placeholder(_))) {
            return Err("nothing stands between two placeholders".to_owned());
        }
        let Some(close) = rest.find('}') else { return Err("a `{` is never closed".to_owned()) };
        let name = &rest[open + 1..close];
        if name.is_empty() || name.contains('{') {
            return Err("a placeholder has no name".to_owned());
        }
        parts.push(Part::Placeholder(name));
        rest = &rest[close + 1..];
    }
    Ok(parts)
}

/// The placeholders of a path, in their order.
pub(super) fn placeholders<'p>(segments: &[Vec<Part<'p>>]) -> Vec<&'p str> {
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
        for wrong in ["a", "/a?b", "/{a", "/a}", "/{}", "/{a}{b}", "/../a", "/a b"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
