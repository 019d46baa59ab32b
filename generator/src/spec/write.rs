//! The model as spec files, as somebody would write them by hand.
//!
//! What is read again is the same model, save that a type which says no more than its name is
//! written as the bare name, and that a resource file without content is left out.

mod api;
mod endpoint;
mod literal;
mod scalar;
mod types;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::model::{Named, OverridesFile, ResourceFile, Type};
use super::{Api, Document};
use yaml::{Map, Node, Shape};

/// The text of each file of an API, by its path below the API's folder: `api.yaml`,
/// `zones/dns_records.yaml`.
///
/// The paths are as safe as the model's own: a step of them that is no plain name is for the
/// caller to refuse.
pub fn write(api: &Api) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("api.yaml".to_owned(), file(0, api::groups(&api.file.content)));
    for resource in &api.resources {
        let groups = self::resource(resource);
        if !groups.iter().all(Map::is_empty) {
            let path = resource.path.join("/") + ".yaml";
            files.insert(path, file(resource.path.len().saturating_sub(1), groups));
        }
    }
    files
}

/// The text of a file of overrides.
pub fn write_overrides(file: &OverridesFile) -> String {
    let OverridesFile { formats, types, endpoints } = file;
    let mut map = Map::default();
    map.named("formats", formats, Shape::Block, |word| Node::Text(word.clone()));
    map.named("types", types, Shape::Block, self::types::rust);
    map.named("endpoints", endpoints, Shape::Block, self::types::rust);
    let mut text = String::new();
    yaml::print(&map, &mut text);
    text
}

/// The file in which lists and mappings stand deepest within each other, and how deep that is.
pub fn deepest(api: &Api) -> (String, usize) {
    let depth = |groups: Vec<Map>| groups.iter().map(Map::depth).max().unwrap_or(0);
    let head = ("api.yaml".to_owned(), depth(api::groups(&api.file.content)));
    let resources = api
        .resources
        .iter()
        .map(|resource| (resource.path.join("/") + ".yaml", depth(self::resource(resource))));
    resources.fold(head, |deepest, each| if each.1 > deepest.1 { each } else { deepest })
}

/// A file: what editors find the schema by, then groups of keys with a blank line between them.
fn file(depth: usize, groups: Vec<Map>) -> String {
    let mut text =
        format!("# yaml-language-server: $schema={}schema.json\n", "../".repeat(depth + 1));
    let mut first = true;
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        if !std::mem::take(&mut first) {
            text.push('\n');
        }
        yaml::print(&group, &mut text);
    }
    text
}

fn resource(resource: &Document<ResourceFile>) -> Vec<Map> {
    let ResourceFile { summary, description, endpoints, types } = &resource.content;
    let mut head = Map::default();
    head.text("summary", summary.as_ref());
    head.text("description", description.as_ref());
    head.named("endpoints", endpoints, Shape::Spaced, endpoint::endpoint);
    vec![head, self::types(types)]
}

fn types(types: &Named<Type>) -> Map {
    let mut map = Map::default();
    map.named("types", types, Shape::Spaced, types::definition);
    map
}

impl Map {
    /// A key with what has a name each, if there is any.
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
