//! What an endpoint costs whoever reads the generated code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{ImplItem, Item, ItemMacro, ReturnType, Type};

/// What stands for the requests of an endpoint by the form of its answer.
const REQUESTS: [&str; 3] = ["request", "streamed", "download"];

/// Of the formatted code: what stands for the endpoint, documentation and types left out. Of a parameter that several
/// endpoints share, each of them bears its part.
#[test]
fn an_endpoint_is_at_most_25_lines_at_the_median() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let mut lines = Vec::new();
    for entry in fs::read_dir(generated).unwrap() {
        let path = entry.unwrap().path();
        // An API is a file, and a folder beside it.
        if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("lib.rs")
        {
            let mut api = Code::default();
            api.add(&path);
            api.add_all(&path.with_extension(""));
            lines.extend(api.lines());
        }
    }
    lines.sort_by(f64::total_cmp);
    let median = lines[lines.len() / 2];
    println!("{} endpoints, {median:.1} lines at the median: {lines:.1?}", lines.len());
    assert!(lines.len() >= 79 && median <= 25.0, "{lines:.1?}");
}

/// The code of an API.
#[derive(Default)]
struct Code {
    endpoints: Vec<Endpoint>,
    /// The lines of each shared parameter.
    shared: BTreeMap<String, usize>,
}

#[derive(Default)]
struct Endpoint {
    /// All that is its own.
    lines: usize,
    /// The shared parameters that it refers to.
    shares: Vec<String>,
}

impl Code {
    fn add_all(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.add_all(&path);
            } else {
                self.add(&path);
            }
        }
    }

    fn add(&mut self, path: &Path) {
        let source = fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&source).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        for (name, size) in shared(&file.items, &lines) {
            self.shared.insert(full(path, &name), size);
        }
        for mut endpoint in endpoints(&file.items, &lines).into_values() {
            for share in &mut endpoint.shares {
                *share = full(path, share);
            }
            self.endpoints.push(endpoint);
        }
    }

    /// The lines of each endpoint, with its part of what it shares.
    fn lines(&self) -> impl Iterator<Item = f64> {
        let mut parts: BTreeMap<&str, f64> = BTreeMap::new();
        for (name, &size) in &self.shared {
            let shares = self.endpoints.iter().flat_map(|endpoint| &endpoint.shares);
            let users = shares.filter(|share| *share == name).count();
            assert!(users > 1, "{name} has {users} endpoints");
            parts.insert(name, float(size) / float(users));
        }
        self.endpoints.iter().map(move |endpoint| {
            let parts = endpoint.shares.iter().map(|share| parts[share.as_str()]);
            float(endpoint.lines) + parts.sum::<f64>()
        })
    }
}

/// A handle's name is unique in its file, and the API's in all of them.
fn full(path: &Path, name: &str) -> String {
    if name.starts_with("Api::") { name.to_owned() } else { format!("{}:{name}", path.display()) }
}

fn float(size: usize) -> f64 {
    f64::from(u32::try_from(size).unwrap())
}

/// How many lines of code something has.
fn size(node: &dyn Spanned, lines: &[&str]) -> usize {
    let span = node.span();
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("///");
    lines[span.start().line - 1..span.end().line].iter().copied().filter(is_code).count()
}

/// The constants of parameters that endpoints share, with their lines: `Api::ACCOUNT_ID`.
fn shared(items: &[Item], lines: &[&str]) -> Vec<(String, usize)> {
    let mut shared = Vec::new();
    for item in items {
        let Item::Impl(owner) = item else { continue };
        for item in &owner.items {
            if let ImplItem::Const(constant) = item
                && named(&constant.ty) == "Parameter"
            {
                let name = format!("{}::{}", named(&owner.self_ty), constant.ident);
                shared.push((name, size(constant, lines)));
            }
        }
    }
    shared
}

/// Each request's type, its methods, its endpoint and the method that prepares it.
fn endpoints(items: &[Item], lines: &[&str]) -> BTreeMap<String, Endpoint> {
    let mut endpoints: BTreeMap<String, Endpoint> = BTreeMap::new();
    let mut latest = String::new();
    for item in items {
        match item {
            Item::Macro(call) if REQUESTS.iter().any(|name| call.mac.path.is_ident(name)) => {
                latest = first_word(call);
                let request = items.iter().filter(|item| match item {
                    Item::Struct(item) => item.ident == latest,
                    Item::Impl(item) => named(&item.self_ty) == latest,
                    _ => false,
                });
                let own = size(call, lines) + request.map(|item| size(item, lines)).sum::<usize>();
                endpoints.insert(latest.clone(), Endpoint { lines: own, shares: Vec::new() });
            }
            // A request without options is the runtime's under its own name.
            Item::Type(item) if named(&item.ty) == "Request" && item.generics.params.is_empty() => {
                latest = item.ident.to_string();
                let own = Endpoint { lines: size(item, lines), shares: Vec::new() };
                endpoints.insert(latest.clone(), own);
            }
            // What is paged is a request as well, and stands behind that.
            Item::Macro(call) if call.mac.path.is_ident("paged") => {
                endpoints.get_mut(&first_word(call)).unwrap().lines += size(call, lines);
            }
            // An endpoint's data stands behind its request.
            Item::Static(data) if named(&data.ty) == "Endpoint" => {
                let endpoint = endpoints.get_mut(&latest).unwrap();
                endpoint.lines += size(data, lines);
                endpoint.shares = shares(&data.expr.to_token_stream().to_string());
            }
            _ => {}
        }
    }
    for item in items {
        let Item::Impl(handle) = item else { continue };
        for method in &handle.items {
            let ImplItem::Fn(method) = method else { continue };
            let ReturnType::Type(_, returned) = &method.sig.output else { continue };
            if let Some(endpoint) = endpoints.get_mut(&named(returned)) {
                endpoint.lines += size(method, lines);
            }
        }
    }
    endpoints
}

/// The constants in an endpoint's data that stand among its parameters: `Api::ACCOUNT_ID`.
fn shares(data: &str) -> Vec<String> {
    let data = data.replace(' ', "");
    let words = data.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '_'));
    let is_constant = |name: &str| {
        let constant = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        !name.is_empty() && name.chars().all(constant)
    };
    words
        .filter(|word| {
            word.rsplit_once("::").is_some_and(|(owner, name)| {
                owner.starts_with(|c: char| c.is_ascii_uppercase()) && is_constant(name)
            })
        })
        .map(str::to_owned)
        .collect()
}

fn first_word(call: &ItemMacro) -> String {
    call.mac.tokens.clone().into_iter().next().unwrap().to_string()
}

fn named(type_: &Type) -> String {
    match type_ {
        Type::Path(path) => path.path.segments.last().unwrap().ident.to_string(),
        _ => String::new(),
    }
}
