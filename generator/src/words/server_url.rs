//! Server URLs with variables: `https://{region}.example.com/{base}`.
//!
//! The part of the URL decides which values a variable allows: one in the host must not end the host.

/// The part of a URL that a variable is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Scheme,
    Host,
    Port,
    Path,
}

/// Returns the variables of a URL in order, each as often as it occurs.
pub fn variables(url: &str) -> Vec<(&str, Part)> {
    let mut found = Vec::new();
    let mut rest = url;
    let mut authority: Option<String> = None;
    let mut in_path = false;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        let said = match (&mut authority, before.split_once("://")) {
            (authority @ None, Some((_, said))) => {
                *authority = Some(String::new());
                said
            }
            _ => before,
        };
        in_path |= authority.is_some() && said.contains('/');
        if let Some(authority) = &mut authority {
            authority.push_str(said);
        }
        found.push((
            name,
            match &authority {
                None => Part::Scheme,
                Some(_) if in_path => Part::Path,
                Some(authority) if authority.contains(':') => Part::Port,
                Some(_) => Part::Host,
            },
        ));
        rest = behind;
    }
    found
}

/// Returns whether a value is allowed in a part of a URL, by the rules of the runtime.
pub fn fits(value: &str, part: Part) -> Result<(), &'static str> {
    match part {
        Part::Scheme => Err("the scheme of a URL cannot be a variable"),
        Part::Host => {
            let named = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
            if !value.is_empty() && value.bytes().all(named) {
                Ok(())
            } else {
                Err("it is in the host, which can have only letters, digits, `-`, `.` and `_`")
            }
        }
        Part::Port => {
            if value.bytes().all(|b| b.is_ascii_digit()) && value.parse::<u16>().is_ok() {
                Ok(())
            } else {
                Err("it is the port, which must be a number up to 65535")
            }
        }
        Part::Path => {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/!$&'()*+,;=:@".contains(c);
            if value.split('/').any(|part| matches!(part, "." | "..")) {
                Err("`.` and `..` would change the path before them")
            } else if value.chars().all(plain) {
                Ok(())
            } else {
                Err("it is in the path, and has characters that paths cannot have")
            }
        }
    }
}

/// Returns the URL with the values of its variables; variables without a value stay as they are.
pub fn filled<'v>(url: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut text = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        text.push_str(before);
        match value(name) {
            Some(value) => text.push_str(value),
            None => text.extend(["{", name, "}"]),
        }
        rest = behind;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_in_the_part_where_it_stands() {
        use Part::{Host, Path, Port, Scheme};

        let url = "{scheme}://{region}.{host}.example:{port}{more}/{base}/a:{version}{unclosed";
        let parts: Vec<Part> = variables(url).into_iter().map(|(_, part)| part).collect();
        assert_eq!(parts, [Scheme, Host, Host, Port, Port, Path, Path]);
        assert_eq!(variables("https://example.com/v1"), []);
        assert_eq!(variables("https://api.example.com{base}"), [("base", Host)]);
    }

    #[test]
    fn what_stays_open_is_left_as_it_is() {
        let filled = |url| filled(url, |name| (name == "a").then_some("1"));
        assert_eq!(filled("x{a}y{b}z{a}{"), "x1y{b}z1{");
    }
}
