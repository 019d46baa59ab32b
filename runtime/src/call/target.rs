//! The path and the query of a call. Each value is encoded exactly once.

use crate::base::secret::REDACTED;
use crate::base::target::push_encoded;
use crate::call::style::push_styled;
use crate::describe::operation::Operation;
use crate::describe::parameter::{Parameter, Place};

/// The values of an operation's parameters, by index.
pub(crate) trait Values {
    fn of(&self, parameter: usize) -> impl Iterator<Item = &str>;
}

/// Appends the path and the query of a call, with secrets masked on request.
///
/// # Errors
///
/// A path segment that is empty, `.` or `..` once its placeholders are filled. Servers and proxies would remove it, and
/// the call would go to another endpoint.
pub(crate) fn append(
    out: &mut String,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    append_path(out, operation, values, masked)?;
    let mut separator = '?';
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if parameter.place != Place::Query {
            continue;
        }
        if !parameter.is_plain() {
            let end = out.len();
            out.push(separator);
            push_styled(out, parameter, values.of(index), masked);
            if out.len() == end + 1 {
                out.truncate(end);
            } else {
                separator = '&';
            }
            continue;
        }
        for value in values.of(index) {
            out.push(separator);
            separator = '&';
            push_encoded(out, parameter.name);
            out.push('=');
            push_value(out, parameter, value, masked);
        }
    }
    Ok(())
}

fn append_path(
    out: &mut String,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    let mut rest = operation.path;
    if !rest.starts_with('/') {
        out.push('/');
    }
    // Byte by byte: templates are so short that the searches of `str` cost more than they save.
    while let Some(brace) = position(rest, b'{') {
        // Segments without a placeholder are copied.
        let slash = rest.as_bytes()[..brace].iter().rposition(|byte| *byte == b'/');
        let start = slash.map_or(0, |slash| slash + 1);
        let end = position(&rest[brace..], b'/').map_or(rest.len(), |slash| brace + slash);
        out.push_str(&rest[..start]);
        append_segment(out, &rest[start..end], operation, values, masked)?;
        rest = &rest[end..];
    }
    out.push_str(rest);
    Ok(())
}

/// Appends a segment of the path with its placeholders filled.
fn append_segment(
    out: &mut String,
    segment: &str,
    operation: &Operation,
    values: &impl Values,
    masked: bool,
) -> Result<(), String> {
    let start = out.len();
    let mut rest = segment;
    let mut filled = false;
    while let Some((literal, name, behind)) = placeholder(rest) {
        out.push_str(literal);
        let (index, parameter) = path_parameter(operation, name).ok_or_else(|| {
            format!(
                "the path has the placeholder `{name}`, but the operation does not have a path parameter of this name"
            )
        })?;
        push_styled(out, parameter, values.of(index), masked);
        filled = true;
        rest = behind;
    }
    out.push_str(rest);
    if filled && is_dots(&out[start..]) {
        return Err(format!(
            "the path segment `{segment}` must not become empty, `.` or `..` once its placeholders are filled"
        ));
    }
    Ok(())
}

/// Splits a segment at its first placeholder: the text before it, its name, the text after it.
fn placeholder(segment: &str) -> Option<(&str, &str, &str)> {
    let open = position(segment, b'{')?;
    let close = open + position(&segment[open..], b'}')?;
    Some((&segment[..open], &segment[open + 1..close], &segment[close + 1..]))
}

fn position(text: &str, sought: u8) -> Option<usize> {
    text.as_bytes().iter().position(|byte| *byte == sought)
}

fn path_parameter<'o>(operation: &'o Operation, name: &str) -> Option<(usize, &'o Parameter)> {
    operation
        .parameters
        .iter()
        .enumerate()
        .find(|(_, parameter)| parameter.place == Place::Path && parameter.name == name)
}

/// Returns whether a segment would be removed. A dot may also be percent-encoded in the template.
fn is_dots(segment: &str) -> bool {
    match segment.len() {
        0..=2 => matches!(segment, "" | "." | ".."),
        3..=6 => {
            matches!(segment.to_ascii_lowercase().as_str(), "%2e" | ".%2e" | "%2e." | "%2e%2e")
        }
        _ => false,
    }
}

fn push_value(out: &mut String, parameter: &Parameter, value: &str, masked: bool) {
    if masked && parameter.is_secret() {
        out.push_str(REDACTED);
    } else {
        push_encoded(out, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::operation::Method;
    use crate::describe::schema::Schema;

    struct Given<'a>(&'a [&'a [&'a str]]);

    impl Values for Given<'_> {
        fn of(&self, parameter: usize) -> impl Iterator<Item = &str> {
            self.0[parameter].iter().copied()
        }
    }

    fn path(
        template: &'static str,
        names: &[&'static str],
        values: &[&str],
    ) -> Result<String, String> {
        let mut operation = Operation::new("op", Method::Get, template);
        operation.parameters = names
            .iter()
            .map(|name| Parameter::path(name, Schema::string()))
            .collect::<Vec<_>>()
            .leak();
        let values: Vec<&[&str]> = values.iter().map(std::slice::from_ref).collect();
        let mut out = String::new();
        append(&mut out, &operation, &Given(&values), false)?;
        Ok(out)
    }

    #[test]
    fn a_path_value_is_one_segment_whatever_it_holds() {
        for (value, encoded) in [
            ("abc-._~09", "abc-._~09"),
            ("a/b", "a%2Fb"),
            ("a?b#c", "a%3Fb%23c"),
            ("100%", "100%25"),
            ("%2e%2e", "%252e%252e"),
            ("%2F", "%252F"),
            (":name", "%3Aname"),
            ("a b+c", "a%20b%2Bc"),
            ("a;b,c=d&e@f!$'()*", "a%3Bb%2Cc%3Dd%26e%40f%21%24%27%28%29%2A"),
            ("é日", "%C3%A9%E6%97%A5"),
            ("...", "..."),
            ("..a", "..a"),
            ("a\\b", "a%5Cb"),
            ("\n\u{0}", "%0A%00"),
            ("{id}", "%7Bid%7D"),
        ] {
            assert_eq!(path("/k/{id}/v", &["id"], &[value]).unwrap(), format!("/k/{encoded}/v"));
        }
    }

    #[test]
    fn a_segment_never_becomes_empty_or_dots() {
        for (template, names, values) in [
            ("/k/{id}", &["id"][..], &[""][..]),
            ("/k/{id}", &["id"], &["."]),
            ("/k/{id}/x", &["id"], &[".."]),
            ("/k/.{id}", &["id"], &["."]),
            ("/k/%2e{id}", &["id"], &["."]),
            ("/k/{a}{b}", &["a", "b"], &[".", "."]),
        ] {
            let fault = path(template, names, values).unwrap_err();
            assert!(fault.contains("must not become empty"), "{template}: {fault}");
        }
    }

    #[test]
    fn placeholders_stand_among_literals() {
        assert_eq!(path("/k/{a}.{b}:x", &["a", "b"], &["1", "2"]).unwrap(), "/k/1.2:x");
        assert_eq!(path("k", &[], &[]).unwrap(), "/k");
        assert!(path("/k/{a}", &[], &[]).is_err());
    }

    #[test]
    fn a_query_keeps_the_order_of_the_operation_and_repeats_keys() {
        let mut operation = Operation::new("op", Method::Get, "/k");
        operation.parameters = vec![
            Parameter::query("b[]", Schema::any()),
            Parameter::query("none", Schema::any()),
            Parameter::query("a", Schema::string().secret()),
        ]
        .leak();
        let values = Given(&[&["1", "x y&z"], &[], &["s"]]);
        let mut out = String::new();
        append(&mut out, &operation, &values, false).unwrap();
        assert_eq!(out, "/k?b%5B%5D=1&b%5B%5D=x%20y%26z&a=s");
        out.clear();
        append(&mut out, &operation, &values, true).unwrap();
        assert_eq!(out, "/k?b%5B%5D=1&b%5B%5D=x%20y%26z&a=[redacted]");
    }
}
