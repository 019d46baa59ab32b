//! Plans the cargo features of an API, and the condition of each item.
//!
//! A feature enables the calls of one resource and the feature of the resource above, so that the way to it is always
//! there. The plan starts with the resources of the first level. It then divides the largest feature into one for each
//! resource below it, again and again, while there are no more than [`MOST`] features and any has more than [`LARGE`]
//! calls. Small resources stay whole, so that a name such as `zones-dns_records` selects all that belongs together.
//!
//! A type is compiled if any feature is enabled whose calls reach it. If these are many, the features of the resources
//! above stand for them, and if those are many too, the type is always compiled: a condition is one line. Whatever a
//! type refers to is reached by all that reach the type, so its condition is never narrower.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::{access, schema};
use crate::check::checked::{Answer, Api, BodyKind, Endpoint, Shape, TypeId};
use crate::ir::{Condition, Feature, PASSED_ON};

/// The maximum number of features of a crate, as crates.io allows.
const MOST: usize = 300;

/// The number of calls above which a resource is divided.
const LARGE: usize = 20;

/// The maximum number of features in a condition.
const NAMED: usize = 3;

/// Names that a crate's own features have, beside those that the runtime's have.
const TAKEN: &[&str] = &["clientwright", "default"];

/// The features of an API and the conditions of its parts, each by its index in the API.
pub(super) struct Features {
    pub(super) list: Vec<Feature>,
    /// For each resource, the condition of its handle and calls.
    pub(super) calls: Vec<Option<Condition>>,
    /// For each resource, the condition of its module.
    pub(super) modules: Vec<Option<Condition>>,
    pub(super) types: Vec<Option<Condition>>,
}

impl Features {
    /// Returns the plan of an API that is always compiled as a whole.
    pub(super) fn none(api: &Api) -> Self {
        Self {
            list: Vec::new(),
            calls: vec![None; api.resources.len()],
            modules: vec![None; api.resources.len()],
            types: vec![None; api.types.len()],
        }
    }

    /// Returns the plan with a feature for each resource, as far as that makes a difference.
    pub(super) fn plan(api: &Api) -> Self {
        let with_calls = api.resources.iter().filter(|resource| !resource.endpoints.is_empty());
        if with_calls.count() < 2 {
            return Self::none(api);
        }
        let tree = Tree::new(api);
        let plan = Plan::new(api, &tree);
        let types = plan.types(api);
        let modules = plan.modules(api, &tree, &types);
        Self {
            calls: plan
                .of
                .iter()
                .zip(&tree.calls)
                .map(|(of, calls)| {
                    let of = of.filter(|_| *calls > 0)?;
                    Some(Condition(vec![plan.list[of].name.clone()]))
                })
                .collect(),
            modules: modules.iter().map(|set| plan.condition(set)).collect(),
            types: types.iter().map(|set| plan.condition(set)).collect(),
            list: plan.list,
        }
    }
}

/// The resources and their calls.
struct Tree {
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    /// The number of calls of a resource and all below it.
    calls: Vec<usize>,
}

impl Tree {
    fn new(api: &Api) -> Self {
        let count = api.resources.len();
        let places: BTreeMap<&[String], usize> = api
            .resources
            .iter()
            .enumerate()
            .map(|(index, resource)| (resource.path.as_slice(), index))
            .collect();
        let mut tree = Self {
            parent: vec![None; count],
            children: vec![Vec::new(); count],
            calls: api.resources.iter().map(|resource| resource.endpoints.len()).collect(),
        };
        for (index, resource) in api.resources.iter().enumerate() {
            let above = resource.path.split_last().and_then(|(_, above)| places.get(above));
            if let Some(&above) = above {
                tree.parent[index] = Some(above);
                tree.children[above].push(index);
            }
        }
        // Parents come before their children.
        for index in (0..count).rev() {
            if let Some(above) = tree.parent[index] {
                tree.calls[above] += tree.calls[index];
            }
        }
        tree
    }

    fn callable(&self, index: usize) -> Vec<usize> {
        let children = self.children[index].iter().copied();
        children.filter(|&child| self.calls[child] > 0).collect()
    }
}

/// The features that enable an item, as indices into the plan; `None` if it is always compiled.
type Set = Option<BTreeSet<usize>>;

struct Plan {
    list: Vec<Feature>,
    /// The index of the feature above, which is smaller.
    above: Vec<Option<usize>>,
    depth: Vec<usize>,
    /// For each resource, the feature of its calls.
    of: Vec<Option<usize>>,
}

impl Plan {
    fn new(api: &Api, tree: &Tree) -> Self {
        let chosen = chosen(tree);
        let mut plan = Self {
            list: Vec::new(),
            above: Vec::new(),
            depth: Vec::new(),
            of: vec![None; api.resources.len()],
        };
        let mut names: BTreeSet<String> =
            TAKEN.iter().chain(PASSED_ON).map(|&name| name.to_owned()).collect();
        for (index, resource) in api.resources.iter().enumerate() {
            let above = tree.parent[index].and_then(|above| plan.of[above]);
            if !chosen.contains(&index) {
                plan.of[index] = above;
                continue;
            }
            let mut name = resource.path.join("-");
            while !names.insert(name.clone()) {
                name.push('_');
            }
            plan.of[index] = Some(plan.list.len());
            plan.depth.push(above.map_or(1, |above| plan.depth[above] + 1));
            plan.above.push(above);
            plan.list.push(Feature {
                name,
                above: above.map(|above| plan.list[above].name.clone()),
                access: access(resource),
                endpoints: 0,
            });
        }
        for (of, resource) in plan.of.iter().zip(&api.resources) {
            if let Some(of) = of {
                plan.list[*of].endpoints += resource.endpoints.len();
            }
        }
        plan
    }

    /// Returns the features that enable each type.
    fn types(&self, api: &Api) -> Vec<Set> {
        let edges: Vec<Vec<TypeId>> =
            api.types.iter().map(|definition| parts(&definition.shape)).collect();
        let mut sets: Vec<Set> = vec![Some(BTreeSet::new()); api.types.len()];
        let mut always = Vec::new();
        for parameter in api.client_parameters.iter().chain(&api.headers) {
            schema::mentioned(&parameter.type_, &mut always);
        }
        always.extend(api.envelope.as_ref().map(|envelope| envelope.type_));
        always.extend(api.failure.as_ref().map(|failure| failure.type_));
        let mut seeds = vec![Vec::new(); self.list.len()];
        for (resource, of) in api.resources.iter().zip(&self.of) {
            let seeds = of.map_or(&mut always, |of| &mut seeds[of]);
            for endpoint in &resource.endpoints {
                used(endpoint, seeds);
            }
        }
        spread(&edges, always, &mut sets, None);
        for (feature, seeds) in seeds.into_iter().enumerate() {
            spread(&edges, seeds, &mut sets, Some(feature));
        }
        // A type that no call uses belongs to its resource.
        let idle = |set: &Set| set.as_ref().is_some_and(BTreeSet::is_empty);
        let unused: Vec<usize> = (0..sets.len()).filter(|&id| idle(&sets[id])).collect();
        for id in unused {
            spread(&edges, vec![TypeId(id)], &mut sets, self.of[api.types[id].resource]);
        }
        sets
    }

    /// Returns the features that enable each module: those of all its parts.
    fn modules(&self, api: &Api, tree: &Tree, types: &[Set]) -> Vec<Set> {
        let mut modules: Vec<Set> = tree
            .calls
            .iter()
            .zip(&self.of)
            .map(|(calls, of)| match of {
                Some(of) if *calls > 0 => Some(BTreeSet::from([*of])),
                None if *calls > 0 => None,
                _ => Some(BTreeSet::new()),
            })
            .collect();
        for (definition, set) in api.types.iter().zip(types) {
            join(&mut modules[definition.resource], set);
        }
        for index in (0..modules.len()).rev() {
            if let Some(above) = tree.parent[index] {
                let set = modules[index].clone();
                join(&mut modules[above], &set);
            }
        }
        modules
    }

    /// Returns the features that stand for a set: those at the greatest depth at which they are few enough.
    fn condition(&self, set: &Set) -> Option<Condition> {
        let set = set.as_ref().filter(|set| !set.is_empty())?;
        let deepest = set.iter().map(|&feature| self.depth[feature]).max()?;
        let few = (1..=deepest).rev().find_map(|depth| {
            let at: BTreeSet<usize> =
                set.iter().map(|&feature| self.raised(feature, depth)).collect();
            (at.len() <= NAMED).then_some(at)
        })?;
        // A feature enables those above it, so that these alone are enough.
        let covered = |feature: usize| {
            let mut above = self.above[feature];
            while let Some(other) = above {
                if few.contains(&other) {
                    return true;
                }
                above = self.above[other];
            }
            false
        };
        let names = few.iter().filter(|&&feature| !covered(feature));
        Some(Condition(names.map(|&feature| self.list[feature].name.clone()).collect()))
    }

    /// Returns the feature itself, or the one above it that is not deeper than `depth`.
    fn raised(&self, mut feature: usize, depth: usize) -> usize {
        while self.depth[feature] > depth {
            let Some(above) = self.above[feature] else { break };
            feature = above;
        }
        feature
    }
}

/// Returns the resources with a feature of their own.
fn chosen(tree: &Tree) -> BTreeSet<usize> {
    let order = |&index: &usize| (tree.calls[index], Reverse(index));
    let mut first = tree.callable(0);
    first.sort_by_key(|index| Reverse(order(index)));
    first.truncate(MOST);
    let mut chosen: BTreeSet<usize> = first.iter().copied().collect();
    let mut open: BinaryHeap<_> = first.iter().map(order).collect();
    while let Some((calls, Reverse(index))) = open.pop() {
        if calls <= LARGE {
            break;
        }
        let below = tree.callable(index);
        if chosen.len() + below.len() <= MOST {
            open.extend(below.iter().map(order));
            chosen.extend(below);
        }
    }
    chosen
}

/// Adds the types that a call names.
fn used(endpoint: &Endpoint, open: &mut Vec<TypeId>) {
    for parameter in &endpoint.parameters {
        schema::mentioned(&parameter.type_, open);
    }
    match endpoint.body.as_ref().map(|body| &body.kind) {
        Some(BodyKind::Fields(fields)) => {
            for field in fields {
                schema::mentioned(&field.type_, open);
            }
        }
        Some(BodyKind::Whole(type_)) => schema::mentioned(type_, open),
        Some(BodyKind::Upload) | None => {}
    }
    for type_ in endpoint.answer.iter().flat_map(Answer::types) {
        schema::mentioned(type_, open);
    }
    for header in &endpoint.response_headers {
        schema::mentioned(&header.type_, open);
    }
    for type_ in endpoint.failures.iter().filter_map(|failure| failure.type_.as_ref()) {
        schema::mentioned(type_, open);
    }
}

/// Returns the types that a type names.
fn parts(shape: &Shape) -> Vec<TypeId> {
    let mut parts = Vec::new();
    match shape {
        Shape::Object { fields, rest, .. } => {
            for field in fields {
                schema::mentioned(&field.type_, &mut parts);
            }
            if let Some(rest) = rest {
                schema::mentioned(&rest.type_, &mut parts);
            }
        }
        Shape::Union(union) => {
            for (_, type_) in &union.cases {
                schema::mentioned(type_, &mut parts);
            }
        }
        Shape::Alias(type_) => schema::mentioned(type_, &mut parts),
        Shape::Text { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) => {}
    }
    parts
}

/// Adds a feature to types and to all that these name; without a feature they become always compiled. What is marked
/// already needs no second visit.
fn spread(edges: &[Vec<TypeId>], mut open: Vec<TypeId>, sets: &mut [Set], feature: Option<usize>) {
    while let Some(TypeId(id)) = open.pop() {
        let fresh = match (&mut sets[id], feature) {
            (None, _) => false,
            (Some(set), Some(feature)) => set.insert(feature),
            (set, None) => set.take().is_some(),
        };
        if fresh {
            open.extend_from_slice(&edges[id]);
        }
    }
}

fn join(set: &mut Set, other: &Set) {
    match (set.as_mut(), other) {
        (Some(set), Some(other)) => set.extend(other),
        _ => *set = None,
    }
}
