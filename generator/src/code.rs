//! Checks that a text from a spec is the piece of Rust that it should be and nothing more, since it is put into the
//! generated code as it is.

/// Returns whether a text is the full path of a type, such as `my_crate::Money`.
pub fn is_type(text: &str) -> bool {
    // Generic arguments may hold whole blocks of code, which nobody needs here.
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "_:<>, ".contains(c));
    plain
        && syn::parse_str::<syn::TypePath>(text)
            .is_ok_and(|path| path.qself.is_none() && path.path.segments.len() > 1)
}

/// Returns whether a text is the path of a trait that can be derived, such as `Hash` or `my_crate::Check`.
pub fn is_derive(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c));
    plain && syn::parse_str::<syn::Path>(text).is_ok()
}

/// Returns whether a text is the content of an attribute's brackets, such as `doc(alias = "price")`.
pub fn is_attribute(text: &str) -> bool {
    syn::parse_str::<syn::Meta>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_piece_of_the_kind_passes() {
        for text in ["my_crate::Money", "std::vec::Vec<my_crate::Money>", "::a::B", "crate::a::B"] {
            assert!(is_type(text), "{text}");
        }
        for text in
            ["", "Money", "a::B; fn c() {}", "a::B<{ c() }>", "(a::B)", "<A as B>::C", "a b::C"]
        {
            assert!(!is_type(text), "{text}");
        }
        assert!(is_derive("Hash") && is_derive("my_crate::Check"));
        for text in ["", "Hash, Eq", "Hash)]", "A<B>", "a b"] {
            assert!(!is_derive(text), "{text}");
        }
        assert!(
            is_attribute("cfg(feature = \"a\")") && is_attribute("a::b = 1") && is_attribute("a")
        );
        for text in ["", "a)] fn b() {}", "a] #[b", "!a", "a(", "a // b\n)] c"] {
            assert!(!is_attribute(text), "{text}");
        }
    }
}
