//! What emitters share: names in scope, documentation, schemas, blank lines.

pub(super) mod docs;
pub(super) mod prose;
pub(super) mod schema;
pub(super) mod scope;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{ImplItem, Item};

use crate::ir::{Method, Module};
use crate::naming::Name;

/// A name as a token.
pub(super) fn ident(name: &Name) -> Ident {
    if name.as_str().starts_with("r#") {
        Ident::new_raw(name.plain(), Span::call_site())
    } else {
        Ident::new(name.as_str(), Span::call_site())
    }
}

/// The type that has a module's methods.
pub(super) fn handle(module: &Module) -> Ident {
    module.handle.as_ref().map_or_else(|| Ident::new("Client", Span::call_site()), ident)
}

/// A method as the runtime's functions are called.
pub(super) fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// `GET /things/{id}`.
pub(super) fn call(method: Method, path: &str) -> String {
    prose::code(&format!("{} {path}", verb(method).to_uppercase()))
}

/// An `impl` block with a blank line between its methods.
pub(super) fn spaced(mut block: syn::ItemImpl) -> Item {
    let items = std::mem::take(&mut block.items);
    for item in items {
        if !block.items.is_empty() {
            // The printer writes nothing for it but the end of its line.
            block.items.push(ImplItem::Verbatim(TokenStream::new()));
        }
        block.items.push(item);
    }
    Item::Impl(block)
}
