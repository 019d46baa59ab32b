//! What an endpoint costs whoever reads the generated code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::spanned::Spanned;
use syn::{ImplItem, Item, ReturnType, Type};

/// Of the formatted code: what stands for the endpoint, documentation and types left out.
#[test]
fn an_endpoint_is_at_most_25_lines_at_the_median() {
    let mut counts = Vec::new();
    count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated"), &mut counts);
    counts.sort_unstable();
    let median = counts[counts.len() / 2];
    println!("{} endpoints, {median} lines at the median: {counts:?}", counts.len());
    assert!(counts.len() >= 34 && median <= 25, "{counts:?}");
}

fn count(folder: &Path, counts: &mut Vec<usize>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count(&path, counts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            counts.extend(endpoints(&fs::read_to_string(&path).unwrap()).into_values());
        }
    }
}

/// The lines of each request's type, its methods, its endpoint and the method that prepares it.
fn endpoints(source: &str) -> BTreeMap<String, usize> {
    let lines: Vec<&str> = source.lines().collect();
    let size = |node: &dyn Spanned| {
        let span = node.span();
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("///");
        lines[span.start().line - 1..span.end().line].iter().copied().filter(is_code).count()
    };
    let file = syn::parse_file(source).unwrap();
    let mut endpoints = BTreeMap::new();
    let mut latest = String::new();
    for item in &file.items {
        match item {
            Item::Macro(call) if call.mac.path.is_ident("request") => {
                latest = call.mac.tokens.clone().into_iter().next().unwrap().to_string();
                let request = file.items.iter().filter(|item| match item {
                    Item::Struct(item) => item.ident == latest,
                    Item::Impl(item) => named(&item.self_ty) == latest,
                    _ => false,
                });
                let lines = size(call) + request.map(|item| size(item)).sum::<usize>();
                endpoints.insert(latest.clone(), lines);
            }
            // An endpoint's data stands behind its request.
            Item::Static(data) if named(&data.ty) == "Endpoint" => {
                *endpoints.get_mut(&latest).unwrap() += size(data);
            }
            _ => {}
        }
    }
    for item in &file.items {
        let Item::Impl(handle) = item else { continue };
        for method in &handle.items {
            let ImplItem::Fn(method) = method else { continue };
            let ReturnType::Type(_, returned) = &method.sig.output else { continue };
            if let Some(lines) = endpoints.get_mut(&named(returned)) {
                *lines += size(method);
            }
        }
    }
    endpoints
}

fn named(type_: &Type) -> String {
    match type_ {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        _ => String::new(),
    }
}
