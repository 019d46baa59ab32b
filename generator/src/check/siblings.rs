//! Endpoints whose paths cover the same calls: the same method and path twice is an error, and a
//! value that would name a sibling's literal segment is kept back from a placeholder.

use std::collections::BTreeMap;

use super::Judging;
use super::checked::{Method, Resource};
use crate::resolve::Place;
use crate::words::path::{self, Part};

/// One endpoint, with its path taken apart.
struct Call {
    resource: usize,
    index: usize,
    method: Method,
    segments: Vec<Vec<OwnedPart>>,
}

#[derive(Clone, PartialEq, Eq)]
enum OwnedPart {
    Literal(String),
    Placeholder(String),
}

/// Finds endpoints with one method and one path, which names of placeholders do not distinguish.
pub(super) fn find_same_calls(cx: &mut Judging<'_>) {
    let mut seen: BTreeMap<(Method, String, Option<&str>), Place> = BTreeMap::new();
    for file in 0..cx.facts.files() {
        for (name, endpoint) in cx.facts.endpoints_of(file) {
            let place = Place::new(file, &["endpoints", name]);
            let Ok(segments) = path::parse(&endpoint.path) else { continue };
            let shape: Vec<String> = segments
                .iter()
                .map(|parts| {
                    parts
                        .iter()
                        .map(|part| match part {
                            Part::Literal(text) => (*text).to_owned(),
                            Part::Placeholder(_) => "{}".to_owned(),
                        })
                        .collect()
                })
                .collect();
            let (_, fragment) = path::without_fragment(&endpoint.path);
            let key = (endpoint.method, shape.join("/"), fragment);
            if let Some(first) = seen.get(&key) {
                let before = first.child("path").value(cx.facts.api);
                cx.found.error(
                    "same-call",
                    &place.child("path"),
                    "another endpoint has the same method and path",
                )
                .note(before, "the other endpoint")
                .help("merge the two, or add a fragment to one of the paths, such as `/things#by_name`")
                .add();
            } else {
                seen.insert(key, place);
            }
        }
    }
}

/// Keeps back from each placeholder the literals that siblings have in its place.
pub(super) fn reserve_siblings(resources: &mut [Resource]) {
    let mut calls = Vec::new();
    for (resource, each) in resources.iter().enumerate() {
        for (index, endpoint) in each.endpoints.iter().enumerate() {
            let Ok(segments) = path::parse(&endpoint.path) else { continue };
            let segments = segments
                .into_iter()
                .map(|parts| {
                    parts
                        .into_iter()
                        .map(|part| match part {
                            Part::Literal(text) => OwnedPart::Literal(text.to_owned()),
                            Part::Placeholder(name) => OwnedPart::Placeholder(name.to_owned()),
                        })
                        .collect()
                })
                .collect();
            calls.push(Call { resource, index, method: endpoint.method, segments });
        }
    }
    // Only calls of the same method and the same number of segments can be taken for each other.
    let mut groups: BTreeMap<(Method, usize), Vec<&Call>> = BTreeMap::new();
    for call in &calls {
        groups.entry((call.method, call.segments.len())).or_default().push(call);
    }
    for group in groups.values() {
        reserve_in_group(group, resources);
    }
}

fn reserve_in_group(group: &[&Call], resources: &mut [Resource]) {
    // Literal segments by position, with what stands before and behind them: looked up by each
    // placeholder, so that the work grows with the endpoints and not with their pairs.
    let mut literals: BTreeMap<(usize, Vec<Option<String>>), Vec<String>> = BTreeMap::new();
    for call in group {
        for position in 0..call.segments.len() {
            if let [OwnedPart::Literal(text)] = call.segments[position].as_slice() {
                let around = around(&call.segments, position);
                let values = literals.entry((position, around)).or_default();
                if !values.contains(text) {
                    values.push(text.clone());
                }
            }
        }
    }
    for call in group {
        for position in 0..call.segments.len() {
            let [OwnedPart::Placeholder(name)] = call.segments[position].as_slice() else {
                continue;
            };
            let Some(values) = literals.get(&(position, around(&call.segments, position))) else {
                continue;
            };
            let endpoint = &mut resources[call.resource].endpoints[call.index];
            let parameter =
                endpoint.parameters.iter_mut().find(|parameter| parameter.wire == *name);
            if let Some(parameter) = parameter.filter(|parameter| !parameter.allow_sibling) {
                parameter.reserved.clone_from(values);
                parameter.reserved.sort();
            }
        }
    }
}

/// Returns the other segments, each as its literal or as anything.
fn around(segments: &[Vec<OwnedPart>], position: usize) -> Vec<Option<String>> {
    segments
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != position)
        .map(|(_, parts)| match parts.as_slice() {
            [OwnedPart::Literal(text)] => Some(text.clone()),
            _ => None,
        })
        .collect()
}
