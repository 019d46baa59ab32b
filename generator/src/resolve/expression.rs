//! Type expressions: `string`, `Token`, `Token | null`, `Token[]`.

/// How many times `[]` may follow a name.
const MOST_LISTS: usize = 8;

/// What an expression says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expression<'t> {
    pub(super) name: &'t str,
    /// How many times `[]` follows.
    pub(super) lists: usize,
    pub(super) nullable: bool,
}

/// Takes an expression apart.
pub(super) fn parse(text: &str) -> Result<Expression<'_>, &'static str> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let (base, nullable) = match parts.as_slice() {
        [base] => (*base, false),
        [base, "null"] | ["null", base] if *base != "null" => (*base, true),
        _ => {
            return Err(
                "`|` can only be followed by `null`; write other alternatives as a `union:`",
            );
        }
    };
    let mut name = base;
    let mut lists = 0;
    while let Some(inner) = name.strip_suffix("[]") {
        name = inner.trim_end();
        lists += 1;
    }
    if lists > MOST_LISTS {
        return Err("it nests lists too deeply");
    }
    if name.ends_with('?') {
        return Err("`?` belongs after the name of a field; write `| null` after a nullable type");
    }
    if name.is_empty()
        || name.contains(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
    {
        return Err("a type is a name, which `[]` or `| null` may follow");
    }
    Ok(Expression { name, lists, nullable })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_names_with_lists_and_null() {
        let expression = |name, lists, nullable| Ok(Expression { name, lists, nullable });
        assert_eq!(parse("string"), expression("string", 0, false));
        assert_eq!(parse("Token | null"), expression("Token", 0, true));
        assert_eq!(parse("null|Token"), expression("Token", 0, true));
        assert_eq!(parse("Token[][] | null"), expression("Token", 2, true));
        for wrong in [
            "",
            "a | b",
            "a?",
            "[]",
            "null | null",
            "a b",
            "a | null | null",
            "a[][][][][][][][][]",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
