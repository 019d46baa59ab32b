//! The public surface of each client, signatures only: what a change of the spec changes for users.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Fields, File, ImplItem, Item, Signature, Visibility};

#[test]
fn cloudflare() {
    insta::assert_snapshot!(surface("cloudflare"));
}

#[test]
fn agora() {
    insta::assert_snapshot!(surface("agora"));
}

/// Everything public in the files of one API, a line each.
fn surface(api: &str) -> String {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let mut files = Vec::new();
    rust_files(&generated, &mut files);
    let mut files: Vec<_> = files
        .into_iter()
        .map(|file| (module(file.strip_prefix(&generated).unwrap()), file))
        .collect();
    files.sort();
    let mut text = String::new();
    for (module, file) in files {
        if module.split("::").next() != Some(api) {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        writeln!(text, "mod {module}").unwrap();
        for line in lines(&syn::parse_file(&source).unwrap()) {
            writeln!(text, "    {line}").unwrap();
        }
        text.push('\n');
    }
    text
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// `cloudflare/stream/keys.rs` is the module `cloudflare::stream::keys`.
fn module(file: &Path) -> String {
    let path = file.with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap());
    names.filter(|name| *name != "mod").collect::<Vec<_>>().join("::")
}

fn lines(file: &File) -> Vec<String> {
    let mut lines = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if public(&item.vis) => {
                lines.push(format!("struct {}{}", item.ident, tidy(&item.generics)));
                fields(&item.fields, &mut lines);
            }
            Item::Enum(item) if public(&item.vis) => {
                lines.push(format!("enum {}", item.ident));
                for variant in &item.variants {
                    lines.push(format!("    {}{}", variant.ident, tidy(&variant.fields)));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let before = lines.len();
                lines.push(format!("impl {}", tidy(&item.self_ty)));
                for member in &item.items {
                    if let ImplItem::Fn(function) = member
                        && public(&function.vis)
                    {
                        lines.push(format!("    {}", signature(&function.sig)));
                    }
                }
                if lines.len() == before + 1 {
                    // Constants that the crate keeps to itself, and nothing else.
                    lines.pop();
                }
            }
            Item::Fn(item) if public(&item.vis) => lines.push(signature(&item.sig)),
            Item::Static(item) if public(&item.vis) => {
                lines.push(format!("static {}: {}", item.ident, tidy(&item.ty)));
            }
            Item::Type(item) if public(&item.vis) => {
                lines.push(format!(
                    "type {}{} = {}",
                    item.ident,
                    tidy(&item.generics),
                    tidy(&item.ty)
                ));
            }
            Item::Mod(item) if public(&item.vis) => lines.push(format!("mod {}", item.ident)),
            Item::Use(item) if public(&item.vis) => lines.push(format!("use {}", tidy(&item.tree))),
            _ => {}
        }
    }
    lines
}

/// A signature without what only the body sees: `mut self` is `self` to a caller.
fn signature(signature: &Signature) -> String {
    tidy(signature).replace("(mut self", "(self")
}

fn fields(fields: &Fields, lines: &mut Vec<String>) {
    for field in fields {
        if let (true, Some(name)) = (public(&field.vis), &field.ident) {
            lines.push(format!("    {name}: {}", tidy(&field.ty)));
        }
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as people space them.
fn tidy(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (tokens, tidy) in [
        (" ,", ","),
        (" :", ":"),
        (" ;", ";"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (":: ", "::"),
        (" ::", "::"),
        (",)", ")"),
        (",>", ">"),
        ("-> (", "->("),
        ("->", " -> "),
        ("  ", " "),
    ] {
        text = text.replace(tokens, tidy);
    }
    text
}
