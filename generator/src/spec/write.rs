//! The model as spec files, as somebody would write them by hand.
//!
//! Reading the files again gives the same model, except that a type with nothing but a name is written as the bare name, and
//! that a resource file without content is left out.

#[cfg(feature = "openapi")]
mod api;
#[cfg(feature = "openapi")]
mod endpoint;
#[cfg(feature = "openapi")]
mod files;
#[cfg(feature = "openapi")]
mod literal;
mod scalar;
#[cfg(feature = "openapi")]
mod types;
mod yaml;

#[cfg(all(test, feature = "openapi"))]
mod tests;

use indexmap::IndexMap;

use super::model::{OverridesFile, Rust};
#[cfg(feature = "openapi")]
pub use files::{deepest, write};
use yaml::{Map, Node, Shape};

/// Returns the text of a file of overrides.
pub fn write_overrides(file: &OverridesFile) -> String {
    let OverridesFile { formats, types, endpoints } = file;
    let mut map = Map::default();
    map.named("formats", formats, Shape::Block, |word| Node::Text(word.clone()));
    map.named("types", types, Shape::Block, rust);
    map.named("endpoints", endpoints, Shape::Block, rust);
    let mut text = String::new();
    yaml::print(&map, &mut text);
    text
}

fn rust(rust: &Rust) -> Node {
    let Rust { name, skip, extern_type, derive, attributes } = rust;
    let mut map = Map::default();
    map.text("name", name.as_ref());
    map.flag("skip", *skip);
    map.text("extern_type", extern_type.as_ref());
    map.list("derive", derive);
    map.list("attributes", attributes);
    map.shaped(Shape::Fit)
}

impl Map {
    /// Returns a key with named members, if there are any.
    fn named<K: ToString, T>(
        &mut self,
        key: &str,
        named: &IndexMap<K, T>,
        shape: Shape,
        node: impl Fn(&T) -> Node,
    ) {
        if !named.is_empty() {
            let entries = named.iter().map(|(name, value)| (name.to_string(), node(value)));
            self.push(key, Node::Map(entries.collect(), shape));
        }
    }
}
