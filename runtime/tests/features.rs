//! Stable rustdoc does not show which feature an item requires, so the documentation of the item says it: "Requires the
//! feature `x`." This reads the tokens of every source file, and fails on a public item behind a feature that does not say
//! so, and on one that names a feature which it is not behind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The features that an item is behind.
type Gates = BTreeSet<String>;

/// A public item.
struct Item {
    /// The file and the name, for messages.
    name: String,
    /// The type that it is a part of: a method, a field or a variant.
    owner: Option<String>,
    gates: Gates,
    docs: String,
}

#[derive(Default)]
struct Found {
    items: Vec<Item>,
    /// The features that each type is behind.
    types: BTreeMap<String, Gates>,
}

/// Where tokens are.
#[derive(Clone)]
struct Place {
    /// The folder in which the files of modules are looked for.
    folder: PathBuf,
    file: String,
    gates: Gates,
    owner: Option<String>,
    /// Whether everything here is public: in an enum and in a trait.
    public: bool,
}

/// The attributes of an item.
#[derive(Default)]
struct Attributes {
    gates: Gates,
    docs: String,
    /// Whether nobody sees it: a test, or `doc(hidden)`.
    hidden: bool,
}

impl Attributes {
    fn add(&mut self, attribute: &Group) {
        let tokens: Vec<TokenTree> = attribute.stream().into_iter().collect();
        match (tokens.first().map(ToString::to_string).as_deref(), tokens.get(1)) {
            (Some("cfg"), Some(TokenTree::Group(predicate))) => {
                self.hidden |= words(predicate).iter().any(|word| word == "test");
                features(predicate.stream(), &mut self.gates);
            }
            (Some("doc"), Some(TokenTree::Group(arguments))) => {
                self.hidden |= words(arguments).iter().any(|word| word == "hidden");
            }
            (Some("doc"), Some(TokenTree::Punct(_))) => {
                if let Some(TokenTree::Literal(text)) = tokens.get(2) {
                    self.docs.push_str(text.to_string().trim_matches('"').trim());
                    self.docs.push('\n');
                }
            }
            _ => {}
        }
    }
}

fn words(group: &Group) -> Vec<String> {
    group.stream().into_iter().map(|token| token.to_string()).collect()
}

/// Adds the features that a predicate of `cfg` requires. What stands in a `not(..)` is not required.
fn features(predicate: TokenStream, gates: &mut Gates) {
    let tokens: Vec<TokenTree> = predicate.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        let before = |back: usize| {
            let token = index.checked_sub(back).and_then(|index| tokens.get(index));
            token.map(ToString::to_string).unwrap_or_default()
        };
        match token {
            TokenTree::Literal(name) if before(2) == "feature" => {
                gates.insert(name.to_string().trim_matches('"').to_owned());
            }
            TokenTree::Group(inner) if before(1) != "not" => features(inner.stream(), gates),
            _ => {}
        }
    }
}

fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether a `>` is the end of `->` or `=>`.
fn is_arrow(tokens: &[TokenTree], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    is_punct(before, '-') || is_punct(before, '=')
}

/// Finds the public items in tokens, and returns the documentation of what holds them: its `//!`.
fn walk(tokens: TokenStream, place: &Place, found: &mut Found) -> String {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let (mut at, mut outer, mut inner) = (0, Attributes::default(), Attributes::default());
    while at < tokens.len() {
        let is_inner = is_punct(tokens.get(at + 1), '!');
        let attribute = group(tokens.get(at + 1 + usize::from(is_inner)), Delimiter::Bracket);
        if let (true, Some(attribute)) = (is_punct(tokens.get(at), '#'), attribute) {
            if is_inner {
                inner.add(attribute);
            } else {
                outer.add(attribute);
            }
            at += 2 + usize::from(is_inner);
            continue;
        }
        let length = length(&tokens[at..]);
        item(&tokens[at..at + length], std::mem::take(&mut outer), place, found);
        at += length;
    }
    inner.docs
}

/// How many of the tokens are the first item.
fn length(tokens: &[TokenTree]) -> usize {
    let has_value = tokens
        .iter()
        .take(3)
        .any(|token| matches!(token.to_string().as_str(), "const" | "static" | "use" | "type"))
        && !tokens.iter().take(6).any(|token| token.to_string() == "fn");
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ';' | ','),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !has_value,
        _ => false,
    };
    let mut angles = 0_i32;
    for (index, token) in tokens.iter().enumerate() {
        if let TokenTree::Punct(punct) = token {
            let closes = punct.as_char() == '>' && !is_arrow(tokens, index);
            angles += i32::from(punct.as_char() == '<') - i32::from(closes);
        }
        if angles <= 0 && ends(token) {
            return index + 1;
        }
    }
    tokens.len()
}

fn item(tokens: &[TokenTree], attributes: Attributes, place: &Place, found: &mut Found) {
    let mut at = 0;
    let mut public = place.public;
    if ident(tokens.first()).as_deref() == Some("pub") {
        let limit = group(tokens.get(1), Delimiter::Parenthesis);
        (public, at) = (limit.is_none(), 1 + usize::from(limit.is_some()));
    }
    while matches!(ident(tokens.get(at)).as_deref(), Some("const" | "async" | "unsafe"))
        && matches!(ident(tokens.get(at + 1)).as_deref(), Some("async" | "unsafe" | "fn"))
    {
        at += 1;
    }
    let body = group(tokens.last(), Delimiter::Brace);
    let mut inside = place.clone();
    inside.gates.extend(attributes.gates);
    let (gates, mut docs) = (inside.gates.clone(), attributes.docs);
    let keyword = ident(tokens.get(at)).unwrap_or_default();
    let mut name = ident(tokens.get(at + 1)).unwrap_or_default();
    match keyword.as_str() {
        "mod" if !attributes.hidden || inside.gates.is_empty() => {
            inside.folder.push(&name);
            docs += &match body {
                Some(body) => walk(body.stream(), &inside, found),
                None => read(&mut inside, found),
            };
        }
        "struct" | "enum" | "trait" => {
            found.types.insert(name.clone(), gates.clone());
            inside.owner = Some(name.clone());
            inside.public = public && keyword != "struct";
            if let Some(body) = body {
                walk(body.stream(), &inside, found);
            }
        }
        "impl" => {
            if let (Some(owner), Some(body)) = (implemented(&tokens[at + 1..]), body) {
                inside.owner = Some(owner);
                walk(body.stream(), &inside, found);
            }
            return;
        }
        "macro_rules" => {
            for arm in body.into_iter().flat_map(Group::stream) {
                if let Some(arm) = group(Some(&arm), Delimiter::Brace) {
                    walk(arm.stream(), &inside, found);
                }
            }
            return;
        }
        "use" => {
            // What is within the crate says itself which feature it requires.
            if is_own(&name, &place.folder) {
                return;
            }
        }
        "fn" | "const" | "static" | "type" => {}
        // A field or a variant.
        _ if place.owner.is_some() => name = keyword,
        _ => return,
    }
    if public && !attributes.hidden {
        let owner = place.owner.clone();
        let name = format!("{}: `{}{name}`", place.file, prefix(owner.as_deref()));
        found.items.push(Item { name, owner, gates, docs });
    }
}

fn prefix(owner: Option<&str>) -> String {
    owner.map(|owner| format!("{owner}::")).unwrap_or_default()
}

/// Whether a path begins in the crate: at a module of this folder.
fn is_own(first: &str, folder: &Path) -> bool {
    matches!(first, "crate" | "self" | "super")
        || folder.join(first).is_dir()
        || folder.join(format!("{first}.rs")).is_file()
}

/// The type that an `impl` adds methods to; none where it implements a trait.
fn implemented(tokens: &[TokenTree]) -> Option<String> {
    let mut angles = 0_i32;
    let mut owner = None;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && !is_arrow(tokens, index) => {
                angles -= 1;
            }
            TokenTree::Ident(word) if angles == 0 => match word.to_string().as_str() {
                "for" => return None,
                "where" => break,
                word if owner.is_none() && !is_punct(tokens.get(index + 1), ':') => {
                    owner = Some(word.to_owned());
                }
                _ => {}
            },
            _ => {}
        }
    }
    owner
}

/// Reads the file of a module.
fn read(place: &mut Place, found: &mut Found) -> String {
    let file = place.folder.with_extension("rs");
    let file = if file.is_file() { file } else { place.folder.join("mod.rs") };
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    place.file = file.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
    let text = fs::read_to_string(&file).unwrap();
    walk(text.parse().unwrap(), place, found)
}

/// The features that a text says are required.
fn said(docs: &str) -> Gates {
    let text = docs.replace('\n', " ");
    let mut gates = Gates::new();
    for (start, _) in text.match_indices("Requires the feature") {
        let sentence = text[start..].split(['.', ':']).next().unwrap();
        let names = sentence.split(" of `").next().unwrap().split('`').skip(1).step_by(2);
        gates.extend(names.map(str::to_owned));
    }
    gates
}

/// What is wrong with the texts of the items.
fn faults(found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for Item { name, owner, gates, docs } in &found.items {
        let of_owner = owner.as_ref().and_then(|owner| found.types.get(owner));
        let said = said(docs);
        for gate in gates.difference(&said) {
            if !of_owner.is_some_and(|known| known.contains(gate)) {
                faults.push(format!("{name} does not say \"Requires the feature `{gate}`.\""));
            }
        }
        for gate in said.difference(gates) {
            faults.push(format!(
                "{name} is not behind the feature `{gate}`, which it says it requires"
            ));
        }
    }
    faults
}

fn found(folder: &Path, text: &str) -> Found {
    let mut found = Found::default();
    let place = Place {
        folder: folder.to_owned(),
        file: "lib.rs".to_owned(),
        gates: Gates::new(),
        owner: None,
        public: false,
    };
    walk(text.parse().unwrap(), &place, &mut found);
    found
}

#[test]
fn every_item_behind_a_feature_says_so() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = found(&top, &fs::read_to_string(top.join("lib.rs")).unwrap());
    let faults = faults(&found);
    assert!(faults.is_empty(), "{faults:#?}");
    let behind = found.items.iter().filter(|item| !item.gates.is_empty()).count();
    assert!(
        behind > 80,
        "only {behind} of {} public items are behind a feature",
        found.items.len()
    );
}

#[test]
fn what_is_missing_is_found_in_every_form() {
    let text = r#"
        #[cfg(feature = "a")] mod inner {
            pub struct Bare;
            /// Requires the feature `a`.
            pub enum Fine { One, #[cfg(feature = "b")] Two }
            impl<T: Fn() -> u8> Known<T> { pub const fn method(&self) -> u8 { 0 } }
            impl Clone for Known { fn clone(&self) -> Self { Self } }
            pub(crate) fn hidden() {}
        }
        pub struct Known { #[cfg(all(feature = "a", feature = "b"))] pub field: [u8; 2], pub other: u8 }
        #[cfg(feature = "a")] #[doc(hidden)] macro_rules! methods {
            ($name:ident) => { impl $name { pub fn expanded(self) {} } };
        }
        #[cfg(not(feature = "a"))] pub fn otherwise() {}
        #[cfg(feature = "a")] pub use outside;
        #[cfg(feature = "a")] pub use crate::inner::Bare;
        /// Requires the features `a` and `b`.
        #[cfg(feature = "a")] pub const VALUE: u8 = const { 1 };
    "#;
    let found = found(Path::new("nowhere"), text);
    let expected = [
        "lib.rs: `Bare` does not say \"Requires the feature `a`.\"",
        "lib.rs: `Fine::Two` does not say \"Requires the feature `b`.\"",
        "lib.rs: `Known::method` does not say \"Requires the feature `a`.\"",
        "lib.rs: `Known::field` does not say \"Requires the feature `a`.\"",
        "lib.rs: `Known::field` does not say \"Requires the feature `b`.\"",
        "lib.rs: `name::expanded` does not say \"Requires the feature `a`.\"",
        "lib.rs: `outside` does not say \"Requires the feature `a`.\"",
        "lib.rs: `VALUE` is not behind the feature `b`, which it says it requires",
    ];
    assert_eq!(faults(&found), expected);
}
