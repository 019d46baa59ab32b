//! The files of an API's folder.

use std::collections::BTreeMap;

use super::yaml::{self, Map, Shape};
use super::{api, endpoint, types};
use crate::spec::model::{Named, ResourceFile, Type};
use crate::spec::{Api, Document};

/// Returns the text of each file of an API, by its path below the API's folder: `api.yaml`,
/// `zones/dns_records.yaml`.
///
/// The paths are those of the model: the caller must refuse a segment that is not a plain name.
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

/// Returns the file in which lists and mappings stand deepest within each other, and how deep that is.
pub fn deepest(api: &Api) -> (String, usize) {
    let depth = |groups: Vec<Map>| groups.iter().map(Map::depth).max().unwrap_or(0);
    let head = ("api.yaml".to_owned(), depth(api::groups(&api.file.content)));
    let resources = api
        .resources
        .iter()
        .map(|resource| (resource.path.join("/") + ".yaml", depth(self::resource(resource))));
    resources.fold(head, |deepest, each| if each.1 > deepest.1 { each } else { deepest })
}

/// Returns a file: what editors find the schema by, then groups of keys with a blank line between them.
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
    vec![head, definitions(types)]
}

pub(super) fn definitions(types: &Named<Type>) -> Map {
    let mut map = Map::default();
    map.named("types", types, Shape::Spaced, types::definition);
    map
}
