//! What emitters share: names in scope, documentation, schemas, blank lines.

pub(super) mod docs;
pub(super) mod example;
mod link;
pub(super) mod prose;
pub(super) mod requests;
pub(super) mod schema;
pub(super) mod scope;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, ImplItem, Item, ItemEnum, ItemStruct, ItemType, Visibility, parse_quote};

use crate::ir::{Api, Condition, Layout, Method, Module, Package, TextType};
use crate::words::naming::Name;

/// The name of the runtime crate in code.
pub(super) const RUNTIME: &str = "clientwright_runtime";

/// Returns a name as a token.
pub(super) fn ident(name: &Name) -> Ident {
    if name.as_str().starts_with("r#") {
        Ident::new_raw(name.plain(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// Returns the type with a module's methods.
pub(super) fn handle(module: &Module) -> Ident {
    module.handle.as_ref().map_or_else(|| Ident::new("Client", Span::call_site()), ident)
}

/// Returns the name of a method in the runtime.
pub(super) fn verb(method: Method) -> String {
    method.word().to_ascii_lowercase()
}

/// Returns a method and a path as code: `GET /things/{id}`.
pub(super) fn call(method: Method, path: &str) -> String {
    prose::code(&format!("{} {path}", method.word()))
}

/// Returns an `impl` block with a blank line between its methods.
pub(super) fn spaced(mut block: syn::ItemImpl) -> Item {
    let items = std::mem::take(&mut block.items);
    for item in items {
        if !block.items.is_empty() {
            // prettyplease prints only a line break for an empty `Verbatim`.
            block.items.push(ImplItem::Verbatim(TokenStream::new()));
        }
        block.items.push(item);
    }
    Item::Impl(block)
}

/// Returns the attribute `#[cfg(feature = "zones")]`, or one for any of several features.
pub(super) fn cfg(features: &[String]) -> TokenStream {
    match features {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Returns the sentence that says which feature an item requires, since stable rustdoc does not show it.
pub(super) fn requires(features: &[String]) -> String {
    match features {
        [feature] => format!("Requires the feature `{feature}`."),
        features => {
            let names: Vec<String> = features.iter().map(|name| format!("`{name}`")).collect();
            format!("Requires any one of the features {}.", names.join(", "))
        }
    }
}

/// Adds a condition to the items of a module, unless the module has the same. Public items say it.
pub(super) fn behind(groups: &mut [Vec<Item>], condition: Option<&Condition>, module: &Module) {
    let Some(condition) = condition.filter(|_| condition != module.condition.as_ref()) else {
        return;
    };
    let cfg = cfg(&condition.0);
    for item in groups.iter_mut().flatten() {
        let is_public = is_public(item);
        let Some(attributes) = attributes(item) else { continue };
        let after_docs = attributes.iter().take_while(|each| each.path().is_ident("doc")).count();
        let attribute: Attribute = parse_quote!(#cfg);
        attributes.insert(after_docs, attribute);
        if is_public {
            let said = docs::after(&requires(&condition.0));
            attributes.splice(after_docs..after_docs, said);
        }
    }
}

fn is_public(item: &Item) -> bool {
    let (Item::Enum(ItemEnum { vis, .. })
    | Item::Struct(ItemStruct { vis, .. })
    | Item::Type(ItemType { vis, .. })) = item
    else {
        return false;
    };
    matches!(vis, Visibility::Public(_))
}

fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Enum(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        _ => return None,
    })
}

/// Returns the path at which users of the crate find an API, as examples write it.
pub(super) fn place(package: &Package, api: &Api) -> String {
    let root = package.doc_path.clone().unwrap_or_else(|| "client".to_owned());
    match package.layout {
        Layout::Crate => root,
        Layout::Modules => format!("{root}::{}", api.module.as_str()),
    }
}

/// Returns the path at which users find an exported name: the crate's root, unless the spec uses the name there.
pub(super) fn reexported(package: &Package, api: &Api, name: &str) -> String {
    let root = package.doc_path.as_deref().unwrap_or("client");
    if package.layout == Layout::Modules {
        return format!("{root}::{name}");
    }
    let taken = super::taken(api, &api.modules[0]);
    match (taken.has(name), taken.has("runtime")) {
        (false, _) => format!("{root}::{name}"),
        (true, false) => format!("{root}::runtime::{name}"),
        (true, true) => format!("{RUNTIME}::{name}"),
    }
}

/// Returns the module and the name of the type of a string format.
pub(super) fn text_type(type_: TextType) -> (&'static str, &'static str) {
    let name = match type_ {
        TextType::Ip => return ("std::net", "IpAddr"),
        TextType::Ipv4 => return ("std::net", "Ipv4Addr"),
        TextType::Ipv6 => return ("std::net", "Ipv6Addr"),
        TextType::Timestamp => "Timestamp",
        TextType::Date => "Date",
        TextType::Time => "Time",
        TextType::Span => "Span",
        TextType::Uuid => "Uuid",
        TextType::Base64 => "Base64",
        TextType::Decimal => "Decimal",
        TextType::Uri => "Uri",
    };
    (RUNTIME, name)
}
