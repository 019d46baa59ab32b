//! The public surface of each client, signatures only: what a change of the spec changes for users.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Fields, File, ImplItem, Item, Visibility};

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
        text.push_str(&format!("mod {module}\n"));
        for line in lines(&syn::parse_file(&source).unwrap()) {
            text.push_str(&format!("    {line}\n"));
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
    names
        .filter(|name| *name != "mod")
        .collect::<Vec<_>>()
        .join("::")
}

fn lines(file: &File) -> Vec<String> {
    let mut lines = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if public(&item.vis) => {
                lines.push(format!(
                    "struct {}{}",
                    item.ident,
                    item.generics.to_token_stream()
                ));
                fields(&item.fields, &mut lines);
            }
            Item::Enum(item) if public(&item.vis) => {
                lines.push(format!("enum {}", item.ident));
                for variant in &item.variants {
                    let mut variant = variant.clone();
                    variant.attrs.clear();
                    lines.push(format!("    {}", tidy(&variant)));
                }
            }
            Item::Impl(item) if item.trait_.is_none() => {
                for member in &item.items {
                    if let ImplItem::Fn(function) = member
                        && public(&function.vis)
                    {
                        lines.push(format!("{}::{}", tidy(&item.self_ty), tidy(&function.sig)));
                    }
                }
            }
            Item::Fn(item) if public(&item.vis) => lines.push(tidy(&item.sig)),
            Item::Static(item) if public(&item.vis) => {
                lines.push(format!("static {}: {}", item.ident, tidy(&item.ty)));
            }
            Item::Type(item) if public(&item.vis) => {
                lines.push(format!(
                    "type {}{} = {}",
                    item.ident,
                    item.generics.to_token_stream(),
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
    let mut text = String::new();
    let mut previous = String::new();
    for token in tokens.to_token_stream().to_string().split_whitespace() {
        let glued = previous.is_empty()
            || ["<", "(", "&", "::", "'", "[", "#"]
                .iter()
                .any(|end| previous.ends_with(end))
            || [">", ")", ",", "::", ":", ";", "]", "<", "("]
                .iter()
                .any(|start| token.starts_with(start));
        if !glued || (previous == ")" && token.starts_with("->")) {
            text.push(' ');
        }
        text.push_str(token);
        previous = token.to_owned();
    }
    text
}
