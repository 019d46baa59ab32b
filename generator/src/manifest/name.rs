//! Names of crates.

use crate::words::naming::is_keyword;

/// Names that a crate cannot have, or that would shadow one that generated code needs.
const TAKEN: &[&str] = &[
    "alloc",
    "build",
    "clientwright_runtime",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc_macro",
    "std",
    "test",
];

/// Device names of Windows, which no file there can have.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// How long a name may be, by the rule of crates.io.
const LONGEST: usize = 64;

/// Checks that a crate can have this name, and returns the reason if it cannot.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let in_code = name.replace('-', "_");
    let device = in_code.strip_prefix("com").or(in_code.strip_prefix("lpt"));
    let why = if !name.starts_with(|first: char| first.is_ascii_alphabetic())
        || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    {
        "the name of a crate begins with an ASCII letter, and has only ASCII letters, digits, `-` and `_`"
    } else if name.len() > LONGEST {
        "a crate's name has at most 64 characters"
    } else if is_keyword(&in_code) || matches!(in_code.as_str(), "crate" | "self" | "super") {
        "it is a keyword of Rust"
    } else if TAKEN.contains(&in_code.as_str()) {
        "cargo or Rust itself uses that name; choose another one"
    } else if DEVICES.contains(&in_code.as_str())
        || device.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    {
        "it is the name of a device on Windows; choose another name"
    } else {
        return Ok(());
    };
    // The name may be long and hold control characters; the message must not.
    let shown: String = name.chars().take(LONGEST).collect();
    Err(format!("a crate cannot be named `{}`: {why}", shown.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn names_are_those_that_cargo_takes() {
        for name in ["acme-client", "acme_client", "a", "Acme2", "com10"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in [
            "",
            "../../x",
            "acme client",
            "2fa",
            "-x",
            "_x",
            "self",
            "type",
            "std",
            "test",
            "aux",
            "com1",
            "ac\nme",
            "\"x\"",
            "é",
            "clientwright-runtime",
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
        let error = check_name(&"x".repeat(10_000)).unwrap_err();
        assert!(error.len() < 200 && error.contains("64"), "{error}");
    }
}
