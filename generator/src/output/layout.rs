//! The layout of a file: items as prettyplease prints them, macro calls and lists of imports with one entry a line.
//!
//! prettyplease fills the lines of a list like those of a paragraph, so that one new name would move all that follow it, and
//! two branches that each add one would not merge. It does not look into macro calls at all. Generated code calls few macros,
//! and all of them take lists in braces, as a `use` does, so this file prints them itself.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemMacro, ItemUse, UseTree};

/// Returns the text of a file, with a blank line between two groups.
pub(super) fn file(attributes: Vec<Attribute>, groups: Vec<Vec<Item>>) -> String {
    let mut text = printed(attributes, Vec::new());
    for group in groups {
        text.push('\n');
        let mut items = Vec::new();
        for item in group {
            let listed = match &item {
                Item::Macro(call) => macro_call(call),
                Item::Use(list) if imports_several(&list.tree) => imports(list),
                _ => {
                    items.push(item);
                    continue;
                }
            };
            text.push_str(&printed(Vec::new(), std::mem::take(&mut items)));
            text.push_str(&listed);
        }
        text.push_str(&printed(Vec::new(), items));
    }
    text
}

fn printed(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

/// Returns an item that is a macro call, with its attributes before it.
fn macro_call(item: &ItemMacro) -> String {
    let mut text = attributes(&item.attrs);
    push(&mut text, item.mac.path.to_token_stream());
    text.push_str("!(");
    push(&mut text, item.mac.tokens.clone());
    text.push_str(");\n");
    text
}

/// Returns whether a `use` ends in a list of names.
fn imports_several(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => imports_several(&path.tree),
        UseTree::Group(list) => list.items.len() > 1,
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => false,
    }
}

/// Returns a `use`, with its attributes before it.
fn imports(item: &ItemUse) -> String {
    let mut text = attributes(&item.attrs);
    push(&mut text, item.vis.to_token_stream());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push(' ');
    }
    text.push_str("use ");
    // After the word `use`, the colons of a whole path have a space before them.
    let (colons, tree) = (&item.leading_colon, &item.tree);
    push(&mut text, quote::quote!(#colons #tree));
    text.push_str(";\n");
    text
}

fn attributes(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes {
        push(&mut text, attribute.to_token_stream());
        text.push('\n');
    }
    text
}

/// What the last token means for the space before the next one.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// It is the first token, or one that has no space behind it.
    Nothing,
    /// It is a name, a literal, or the end of a group.
    Word,
    /// It is a comma, or a sign between spaces.
    Spaced,
}

/// Appends tokens on one line, except that each entry in braces has a line of its own.
fn push(text: &mut String, tokens: TokenStream) {
    let mut last = Last::Nothing;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str(if last == Last::Nothing { "{" } else { " {" });
                entries(text, group.stream());
                last = Last::Word;
            }
            TokenTree::Group(group) => {
                if last == Last::Spaced {
                    text.push(' ');
                }
                enclosed(text, &group);
                last = Last::Word;
            }
            TokenTree::Punct(first) => {
                let mut sign = String::from(first.as_char());
                let mut spacing = first.spacing();
                while spacing == Spacing::Joint
                    && let Some(TokenTree::Punct(next)) = tokens.peek()
                {
                    sign.push(next.as_char());
                    spacing = next.spacing();
                    tokens.next();
                }
                last = signed(text, &sign, last);
            }
            word => {
                if last != Last::Nothing {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
                last = Last::Word;
            }
        }
    }
}

/// Appends a sign, with a space before it if it is one that stands between spaces.
fn signed(text: &mut String, sign: &str, last: Last) -> Last {
    match sign {
        "," => {
            text.push(',');
            Last::Spaced
        }
        "=" | "=>" => {
            text.push(' ');
            text.push_str(sign);
            Last::Spaced
        }
        // A `>` ends a generic type, which counts as a word.
        ">" | ">>" => {
            text.push_str(sign);
            Last::Word
        }
        sign => {
            if last == Last::Spaced {
                text.push(' ');
            }
            text.push_str(sign);
            Last::Nothing
        }
    }
}

fn enclosed(text: &mut String, group: &Group) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    };
    text.push_str(open);
    push(text, group.stream());
    text.push_str(close);
}

/// Appends the content of braces, one entry a line.
fn entries(text: &mut String, tokens: TokenStream) {
    let mut entry = TokenStream::new();
    let mut is_first = true;
    for token in tokens.into_iter().chain([comma()]) {
        if !matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ',') {
            entry.extend([token]);
        } else if !entry.is_empty() {
            if std::mem::take(&mut is_first) {
                text.push('\n');
            }
            text.push_str("    ");
            push(text, std::mem::take(&mut entry));
            text.push_str(",\n");
        }
    }
    text.push('}');
}

fn comma() -> TokenTree {
    proc_macro2::Punct::new(',', Spacing::Alone).into()
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use syn::parse_quote;

    use super::*;

    fn laid_out(call: ItemMacro) -> String {
        file(Vec::new(), vec![vec![Item::Macro(call)]])
    }

    #[test]
    fn each_entry_of_a_list_has_a_line() {
        let text = laid_out(parse_quote! {
            #[cfg(any(feature = "a", feature = "b"))]
            object!(Key<T> { id, type_ = "type" } nullable { owner } rest more, LIMITS);
        });
        assert_eq!(
            text,
            "\n#[cfg(any(feature = \"a\", feature = \"b\"))]\n\
             object!(Key<T> {\n    id,\n    type_ = \"type\",\n} nullable {\n    owner,\n} rest more, LIMITS);\n"
        );
    }

    #[test]
    fn each_name_of_a_list_of_imports_has_a_line() {
        let imports = vec![
            parse_quote!(
                use std::collections::BTreeMap;
            ),
            parse_quote!(
                pub use ::runtime::{self as runtime, Page, Traits as _};
            ),
            parse_quote!(
                #[cfg(feature = "a")]
                use super::r#type::{self, Key};
            ),
            parse_quote!(
                use super::Api;
            ),
        ];
        assert_eq!(
            file(Vec::new(), vec![imports]),
            "\nuse std::collections::BTreeMap;\n\
             pub use ::runtime::{\n    self as runtime,\n    Page,\n    Traits as _,\n};\n\
             #[cfg(feature = \"a\")]\nuse super::r#type::{\n    self,\n    Key,\n};\n\
             use super::Api;\n"
        );
    }

    #[test]
    fn types_and_patterns_read_as_a_person_writes_them() {
        for (call, text) in [
            (quote!(::runtime::contract!(1);), "::runtime::contract!(1);"),
            (
                quote!(request!(List, Request<Page<Token>>);),
                "request!(List, Request<Page<Token>>);",
            ),
            (quote!(object!(Point {});), "object!(Point {});"),
            (
                quote!(union!(U by "type" { A = own("a") } from { A(Vec<(i64, super::B)>) });),
                "union!(U by \"type\" {\n    A = own(\"a\"),\n} from {\n    A(Vec<(i64, super::B)>),\n});",
            ),
            (
                quote!(answers!(Answer { 200 => Ok(_), 200..=299 => Other });),
                "answers!(Answer {\n    200 => Ok(_),\n    200..=299 => Other,\n});",
            ),
            (quote!(open_integer!(N { A = -1 });), "open_integer!(N {\n    A = -1,\n});"),
            (quote!(paged!(List, r#type::A);), "paged!(List, r#type::A);"),
        ] {
            assert_eq!(laid_out(syn::parse2(call).unwrap()), format!("\n{text}\n"));
        }
    }

    #[test]
    fn a_type_of_several_parameters_keeps_its_commas() {
        let call = parse_quote!(union!(U { A } from { A(BTreeMap<String, Vec<i64>>), B(C) }););
        let expected =
            "union!(U {\n    A,\n} from {\n    A(BTreeMap<String, Vec<i64>>),\n    B(C),\n});";
        assert_eq!(laid_out(call), format!("\n{expected}\n"));
    }
}
