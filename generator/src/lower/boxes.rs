//! Finds the references between types that need a box: those on a cycle without a list or a map.

use crate::check::checked::{Api, Kind, Shape, Type, TypeId};

/// For every type, the types that it holds directly and that hold it in turn.
pub(super) struct Boxes {
    component: Vec<usize>,
    cyclic: Vec<bool>,
}

impl Boxes {
    pub(super) fn find(api: &Api) -> Self {
        let edges: Vec<Vec<usize>> =
            api.types.iter().map(|definition| direct(&definition.shape)).collect();
        let component = components(&edges);
        let mut size = vec![0_usize; edges.len()];
        for &of in &component {
            size[of] += 1;
        }
        let cyclic =
            (0..edges.len()).map(|id| size[component[id]] > 1 || edges[id].contains(&id)).collect();
        Self { component, cyclic }
    }

    /// Returns whether a field of `from` that holds `to` directly must hold it in a box.
    pub(super) fn needed(&self, from: TypeId, to: TypeId) -> bool {
        self.component[from.0] == self.component[to.0] && self.cyclic[to.0]
    }
}

/// Returns the named types that a value of this shape holds directly.
fn direct(shape: &Shape) -> Vec<usize> {
    match shape {
        Shape::Object { fields, .. } => {
            fields.iter().flat_map(|field| named(&field.type_)).collect()
        }
        Shape::Union(union) => union.cases.iter().flat_map(|(_, type_)| named(type_)).collect(),
        Shape::Alias(type_) => named(type_),
        Shape::Text { .. } | Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
    }
}

fn named(type_: &Type) -> Vec<usize> {
    match &type_.kind {
        Kind::Named(id) => vec![id.0],
        Kind::Tuple(items) => items.iter().flat_map(|item| named(&item.0)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the strongly connected components by Tarjan's algorithm, with a stack of its own, since a chain of types may
/// be long.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut component) =
        (vec![NONE; count], vec![0; count], vec![NONE; count]);
    let (mut next, mut open) = (0, Vec::new());
    for root in 0..count {
        if index[root] != NONE {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                open.push(node);
            }
            if let Some(&to) = edges[node].get(edge) {
                calls.push((node, edge + 1));
                if index[to] == NONE {
                    calls.push((to, 0));
                } else if component[to] == NONE {
                    low[node] = low[node].min(index[to]);
                }
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = open.pop() {
                    component[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
            if let Some(&(parent, _)) = calls.last() {
                low[parent] = low[parent].min(low[node]);
            }
        }
    }
    component
}
