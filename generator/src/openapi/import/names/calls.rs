//! Gives endpoints their names, and assigns each to a resource.
//!
//! The literal segments of the path, without versions, name the resource, and the method with the path's end names the
//! call. A path that ends with a placeholder is one item (`get`, `replace`, `update`, `delete`), one that ends with a
//! literal a collection (`list`, `create`) or a single thing (`get`). A literal at the end with only one call, which is
//! not a plural, is that call: `POST /zones/{id}/purge_cache` is `zones().purge_cache(..)`. Two calls with the same
//! name are distinguished by the placeholder at the end, then by the operation's id, then by what differs in the path.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::openapi::import::names::Names;
use crate::openapi::import::read::operations::Draft;
use crate::spec::model::Method;
use crate::words::naming::{self, Scope};

/// The maximum length of the name of a file or a method.
const LONGEST: usize = 60;
/// The maximum depth of nested resources.
const DEEPEST: usize = 10;

/// The resource of an endpoint, and its name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::openapi::import) struct Named {
    pub(in crate::openapi::import) resource: Vec<String>,
    pub(in crate::openapi::import) name: String,
}

/// The parts of a path that matter for names.
struct Shape {
    /// The literal segments, as names.
    literals: Vec<String>,
    /// The last placeholder, if the path ends with it.
    item: Option<String>,
    /// All placeholders.
    placeholders: Vec<String>,
    versions: Vec<String>,
    /// The part after a `:` or the fragment: `cancel` of `/runs/{id}:cancel`.
    action: Option<String>,
}

impl Names<'_> {
    /// Returns a name for every draft. `lists` tells which of them return a list.
    pub(in crate::openapi::import) fn names(
        &mut self,
        drafts: &[Draft<'_>],
        lists: &[bool],
    ) -> Vec<Named> {
        let shapes: Vec<Shape> = drafts.iter().map(|draft| shape(&draft.path)).collect();
        let prefix = common_prefix(&shapes);
        let shapes: Vec<Shape> = shapes
            .into_iter()
            .map(|mut shape| {
                shape.literals.drain(..prefix.min(shape.literals.len()));
                shape
            })
            .collect();
        // The number of calls with a path's literals, and the literals that continue.
        let mut calls: HashMap<&[String], usize> = HashMap::new();
        let mut inner: BTreeSet<&[String]> = BTreeSet::new();
        let mut items: BTreeSet<&[String]> = BTreeSet::new();
        for shape in &shapes {
            *calls.entry(&shape.literals).or_default() += 1;
            for depth in 0..shape.literals.len() {
                inner.insert(&shape.literals[..depth]);
            }
            if shape.item.is_some() {
                items.insert(&shape.literals);
            }
        }
        let mut methods: HashMap<&str, Vec<Method>> = HashMap::new();
        for draft in drafts {
            methods.entry(draft.path.as_str()).or_default().push(draft.method);
        }
        let mut named: Vec<Named> = Vec::with_capacity(drafts.len());
        for (index, (draft, shape)) in drafts.iter().zip(&shapes).enumerate() {
            let literals = shape.literals.as_slice();
            let alone = calls.get(literals) == Some(&1) && !inner.contains(literals);
            let last = shape.literals.last().map_or("", String::as_str);
            let mut resource = shape.literals.clone();
            let name = if let Some(action) = &shape.action {
                action.clone()
            } else if shape.item.is_some() {
                of_item(draft.method, methods.get(draft.path.as_str()).map_or(&[], Vec::as_slice))
                    .to_owned()
            } else if literals.is_empty() {
                of_collection(draft.method, false)
            } else if alone && draft.method == Method::Get && !lists[index] && !is_plural(last)
                || alone && !matches!(draft.method, Method::Get | Method::Head | Method::Options)
            {
                resource.pop();
                last.to_owned()
            } else {
                let is_list = lists[index] || items.contains(literals);
                of_collection(draft.method, is_list)
            };
            // A resource and its call become types of one file, so their names must differ.
            if resource.last().is_some_and(|last| {
                naming::type_name(last, Scope::Free) == naming::type_name(&name, Scope::Free)
            }) {
                resource.pop();
            }
            if resource.len() > DEEPEST {
                let rest = resource.split_off(DEEPEST - 1).join("_");
                resource.push(cut(&rest));
            }
            named.push(Named { resource, name: cut(&name) });
        }
        self.tell_apart(drafts, &shapes, &mut named);
        named
    }

    /// Gives different names to calls with the same one.
    fn tell_apart(&self, drafts: &[Draft<'_>], shapes: &[Shape], named: &mut [Named]) {
        // The resources below a resource, which are beside its calls.
        let mut children: BTreeSet<(Vec<String>, String)> = BTreeSet::new();
        for each in named.iter() {
            for depth in 0..each.resource.len() {
                children.insert((each.resource[..depth].to_vec(), each.resource[depth].clone()));
            }
        }
        let mut groups: BTreeMap<(Vec<String>, String), Vec<usize>> = BTreeMap::new();
        for (index, each) in named.iter().enumerate() {
            groups.entry((each.resource.clone(), each.name.clone())).or_default().push(index);
        }
        let mut taken: BTreeSet<(Vec<String>, String)> = BTreeSet::new();
        for (key, members) in &groups {
            // The first keeps the plain name, unless a resource has it.
            if members.len() == 1 && !children.contains(key) {
                taken.insert(key.clone());
            }
        }
        for (key, mut members) in groups {
            let plain_is_free = !children.contains(&key);
            if members.len() == 1 && plain_is_free {
                continue;
            }
            members.sort_by_key(|&index| (shapes[index].placeholders.len(), index));
            for (position, &index) in members.iter().enumerate() {
                let (draft, shape) = (&drafts[index], &shapes[index]);
                let mut candidates = Vec::new();
                if position == 0 && plain_is_free {
                    candidates.push(key.1.clone());
                }
                if let Some(placeholder) = shape.placeholders.last() {
                    candidates.push(format!("{}_by_{placeholder}", key.1));
                }
                candidates
                    .extend(shape.versions.iter().map(|version| format!("{}_{version}", key.1)));
                if let Some(id) = draft.id {
                    candidates.push(of_id(id, &key.0));
                    candidates.push(word(id));
                }
                candidates.push(format!("{}_{}", verb(draft.method), key.1));
                candidates.push(format!("{}_by_{}", key.1, shape.placeholders.join("_and_")));
                let free = |name: &String| {
                    let key = (key.0.clone(), name.clone());
                    !name.is_empty() && !taken.contains(&key) && !children.contains(&key)
                };
                let mut name = candidates.into_iter().map(|name| cut(&name)).find(free);
                let mut number = 2;
                while name.is_none() {
                    name = Some(format!("{}_{number}", key.1)).filter(free);
                    number += 1;
                }
                let name = name.unwrap_or_default();
                taken.insert((key.0.clone(), name.clone()));
                named[index].name = name;
            }
        }
    }
}

/// Returns the name of a call on one item. `beside` are the methods of its path.
fn of_item(method: Method, beside: &[Method]) -> &'static str {
    let changes = beside.iter().any(|method| matches!(method, Method::Put | Method::Patch));
    match method {
        // An API without PUT and PATCH updates by POST.
        Method::Post if beside.contains(&Method::Get) && !changes => "update",
        other => of_one(other),
    }
}

fn of_one(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "create",
        Method::Put => "replace",
        Method::Patch => "update",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// Returns the name of a call on a collection, or on a single thing.
fn of_collection(method: Method, is_list: bool) -> String {
    if method == Method::Get && is_list { "list".to_owned() } else { of_one(method).to_owned() }
}

fn verb(method: Method) -> &'static str {
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

/// Returns what an operation's id adds to the resource's name: `dns-records-for-a-zone-list-dns-records` is `list`.
fn of_id(id: &str, resource: &[String]) -> String {
    let known: BTreeSet<String> = resource
        .iter()
        .flat_map(|part| part.split('_').map(str::to_owned).collect::<Vec<_>>())
        .flat_map(|part| {
            let singular = part.strip_suffix('s').unwrap_or(&part).to_owned();
            [part, singular]
        })
        .collect();
    let left: Vec<String> = word(id)
        .split('_')
        .filter(|part| {
            !known.contains(*part) && !matches!(*part, "a" | "the" | "for" | "of" | "an")
        })
        .map(str::to_owned)
        .collect();
    left.join("_")
}

/// Returns the parts of a path.
fn shape(path: &str) -> Shape {
    let (path, fragment) =
        path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let mut shape = Shape {
        literals: Vec::new(),
        item: None,
        placeholders: Vec::new(),
        versions: Vec::new(),
        action: None,
    };
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        shape.action = None;
        shape.item = None;
        if let Some((_, after)) = segment.split_once('{') {
            let name = after.split('}').next().unwrap_or(after);
            shape.placeholders.push(word(name));
            shape.item = Some(word(name));
            let behind = segment.rsplit('}').next().unwrap_or("");
            if let Some(action) = behind.strip_prefix(':').filter(|action| !action.is_empty()) {
                shape.action = Some(word(action));
            }
            continue;
        }
        if is_version(segment) {
            shape.versions.push(word(segment));
            continue;
        }
        let plain = segment
            .strip_suffix(".json")
            .or_else(|| segment.strip_suffix(".xml"))
            .unwrap_or(segment);
        let (plain, action) =
            plain.split_once(':').map_or((plain, None), |(plain, action)| (plain, Some(action)));
        shape.action = action.filter(|action| !action.is_empty()).map(word);
        // `chat.postMessage` is a method of `chat`.
        shape.literals.extend(plain.split('.').filter(|part| !part.is_empty()).map(resource_word));
    }
    if let Some(fragment) = fragment {
        shape.action = Some(word(fragment));
    }
    shape
}

/// Returns the number of literals at the start that all paths have, such as `api`.
fn common_prefix(shapes: &[Shape]) -> usize {
    let Some(first) = shapes.first() else { return 0 };
    if shapes.len() < 2 {
        return 0;
    }
    let mut length = 0;
    while let Some(literal) = first.literals.get(length) {
        let all = shapes.iter().all(|shape| {
            shape.literals.get(length) == Some(literal) && shape.literals.len() > length + 1
        });
        if !all {
            break;
        }
        length += 1;
    }
    length
}

/// Returns whether a segment is the version of an API: `v1`, `v1beta2`, `2010-04-01`.
fn is_version(segment: &str) -> bool {
    let numbers =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if let Some(rest) = segment.strip_prefix(['v', 'V']) {
        let rest = rest.split("alpha").next().unwrap_or(rest);
        return numbers(rest.split("beta").next().unwrap_or(rest));
    }
    let date: Vec<&str> = segment.split('-').collect();
    date.len() == 3
        && date[0].len() == 4
        && date.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty())
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// Returns a name in the case of methods.
fn word(text: &str) -> String {
    let plain = naming::value_name(text, Scope::Free).plain().trim_matches('_').to_owned();
    if plain.starts_with(|c: char| c.is_ascii_lowercase()) {
        cut(&plain)
    } else {
        cut(&format!("n{plain}"))
    }
}

/// Returns a name as that of a spec file.
fn resource_word(text: &str) -> String {
    let word = word(text);
    // This name is that of the API itself.
    if word == "api" { "api_root".to_owned() } else { word }
}

/// Returns a name that is short enough for a file, with a hash of the whole name if it was cut.
fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let start: String = text.chars().take(LONGEST - 9).collect();
    format!("{}_{hash:08x}", start.trim_end_matches('_'))
}
