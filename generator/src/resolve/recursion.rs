//! Types that would never end: an alias of itself, an object that cannot be without itself.

use super::LONGEST_CHAIN;
use super::lift::Lifting;
use super::types::{Kind, Shape, Type};

impl Lifting<'_, '_> {
    fn find_long_aliases(&mut self, aliases: &[Vec<usize>]) {
        // But for tuples, what an alias stands for mentions one type at most.
        let next = |id: &usize| aliases[*id].first().copied();
        for id in 0..aliases.len() {
            let chain = std::iter::successors(Some(id), next).skip(1).take(LONGEST_CHAIN + 2);
            // A circle is as long as is looked at, and an error of its own.
            if chain.count() == LONGEST_CHAIN + 1 {
                let place = self.facts.defined_at[id].clone();
                let name = self.facts.definitions[id].name.clone();
                self.found
                    .error_at_key(
                        "long-chain",
                        &place,
                        format!("`{name}` stands for more than {LONGEST_CHAIN} aliases in a row"),
                    )
                    .help("write the type behind the last of them")
                    .add();
            }
        }
    }

    /// Finds out whether every type has an end.
    pub(super) fn find_endless_types(&mut self) {
        let before = self.found.len();
        self.find_circles();
        self.facts.endless = self.found.len() > before;
    }

    fn find_circles(&mut self) {
        let aliases: Vec<Vec<usize>> = self
            .facts
            .definitions
            .iter()
            .map(|definition| match &definition.shape {
                Shape::Alias(type_) => mentioned(&type_.kind),
                _ => Vec::new(),
            })
            .collect();
        let aliases: Vec<Vec<usize>> = aliases
            .into_iter()
            .map(|to| {
                to.into_iter()
                    .filter(|&id| matches!(self.facts.definitions[id].shape, Shape::Alias(_)))
                    .collect()
            })
            .collect();
        self.find_long_aliases(&aliases);
        for circle in circles(&aliases) {
            self.endless(
                &circle,
                "cyclic-alias",
                ["is an alias of itself", " is "],
                "change one of them to another type",
            );
        }
        let needed: Vec<Vec<usize>> = self
            .facts
            .definitions
            .iter()
            .map(|definition| match &definition.shape {
                Shape::Object { fields, .. } => fields
                    .iter()
                    .filter(|field| field.required && !field.read_only)
                    .flat_map(|field| held(&field.type_))
                    .collect(),
                Shape::Alias(type_) => held(type_),
                _ => Vec::new(),
            })
            .collect();
        // A union tries its cases on the same value, so it must not try itself.
        let tried: Vec<Vec<usize>> = self
            .facts
            .definitions
            .iter()
            .map(|definition| match &definition.shape {
                Shape::Union(union) => {
                    union.cases.iter().flat_map(|(_, type_)| held(type_)).collect()
                }
                Shape::Alias(type_) => held(type_),
                _ => Vec::new(),
            })
            .collect();
        for circle in circles(&tried) {
            if circle.iter().any(|&id| matches!(self.facts.definitions[id].shape, Shape::Union(_)))
            {
                self.endless(
                    &circle,
                    "endless-type",
                    ["is a case of itself", " may be "],
                    "remove that case, or move it into a field",
                );
            }
        }
        for circle in circles(&needed) {
            if circle
                .iter()
                .any(|&id| matches!(self.facts.definitions[id].shape, Shape::Object { .. }))
            {
                self.endless(
                    &circle,
                    "endless-type",
                    ["cannot exist without itself", " needs "],
                    "make a field on the way optional, nullable or a list",
                );
            }
        }
    }

    fn endless(&mut self, circle: &[usize], code: &'static str, what: [&str; 2], help: &str) {
        let way: Vec<String> = circle
            .iter()
            .chain(circle.first())
            .map(|&id| format!("`{}`", self.facts.definitions[id].name))
            .collect();
        let [what, verb] = what;
        let Some(&first) = circle.first() else { return };
        let place = self.facts.defined_at[first].clone();
        let name = self.facts.definitions[first].name.clone();
        self.found
            .error_at_key(code, &place, format!("`{name}` {what}: {}", way.join(verb)))
            .help(help)
            .add();
    }
}

/// Returns the names that a value holds in itself, and not in a list, a map or a perhaps.
fn held(type_: &Type) -> Vec<usize> {
    match &type_.kind {
        Kind::Named(id) if !type_.nullable => vec![id.0],
        Kind::Tuple(items) if !type_.nullable => {
            items.iter().flat_map(|item| held(&item.0)).collect()
        }
        _ => Vec::new(),
    }
}

fn mentioned(kind: &Kind) -> Vec<usize> {
    match kind {
        Kind::Named(id) => vec![id.0],
        Kind::List(inner) | Kind::Map(inner) => mentioned(&inner.0.kind),
        Kind::Tuple(items) => items.iter().flat_map(|item| mentioned(&item.0.kind)).collect(),
        _ => Vec::new(),
    }
}

/// Returns one circle through each group of nodes that reach each other, from the first of them.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut state = vec![0_u8; edges.len()];
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for root in 0..edges.len() {
        if state[root] != 0 {
            continue;
        }
        // The way from the root, with the next edge to try at each node.
        let mut way = vec![(root, 0)];
        state[root] = 1;
        while let Some((node, edge)) = way.pop() {
            let Some(&to) = edges[node].get(edge) else {
                state[node] = 2;
                continue;
            };
            way.push((node, edge + 1));
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => {
                    let start = way.iter().position(|&(node, _)| node == to).unwrap_or(0);
                    let mut circle: Vec<usize> =
                        way[start..].iter().map(|&(node, _)| node).collect();
                    // Begin with the one that was defined first, so that the message is the same whatever was asked first.
                    let least = circle
                        .iter()
                        .enumerate()
                        .min_by_key(|(_, node)| **node)
                        .map_or(0, |(at, _)| at);
                    circle.rotate_left(least);
                    if !circles.contains(&circle) {
                        circles.push(circle);
                    }
                }
                _ => {}
            }
        }
    }
    circles
}
