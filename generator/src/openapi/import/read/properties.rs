//! The properties of an object, in their order.

use std::collections::BTreeMap;

use crate::openapi::import::read::pointer::At;

/// The maximum number of names that are searched without an index. Every schema has such a list, and hardly any is
/// longer.
const MOST: usize = 32;

/// The schemas of each property. The index is not a hash, since the names are untrusted.
#[derive(Debug, Clone, Default)]
pub(in crate::openapi::import) struct Properties<'d> {
    list: Vec<(&'d str, Vec<At<'d>>)>,
    index: BTreeMap<&'d str, usize>,
}

impl<'d> Properties<'d> {
    fn position(&self, name: &str) -> Option<usize> {
        if self.list.len() > MOST {
            return self.index.get(name).copied();
        }
        self.list.iter().position(|(known, _)| *known == name)
    }

    /// Returns the schemas of a property, which is added if it is new.
    pub(in crate::openapi::import) fn of(&mut self, name: &'d str) -> &mut Vec<At<'d>> {
        let position = self.position(name).unwrap_or_else(|| {
            let position = self.list.len();
            self.list.push((name, Vec::new()));
            if position == MOST {
                let names = self.list.iter().enumerate();
                self.index = names.map(|(position, (name, _))| (*name, position)).collect();
            } else if position > MOST {
                self.index.insert(name, position);
            }
            position
        });
        &mut self.list[position].1
    }

    pub(in crate::openapi::import) fn get(&self, name: &str) -> Option<&Vec<At<'d>>> {
        self.position(name).map(|position| &self.list[position].1)
    }

    /// Returns a name as the document has it.
    pub(in crate::openapi::import) fn name(&self, name: &str) -> Option<&'d str> {
        self.position(name).map(|position| self.list[position].0)
    }

    pub(in crate::openapi::import) fn contains(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    pub(in crate::openapi::import) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.list.iter().map(|(name, _)| *name)
    }

    pub(in crate::openapi::import) fn values(&self) -> impl Iterator<Item = &Vec<At<'d>>> {
        self.list.iter().map(|(_, schemas)| schemas)
    }

    pub(in crate::openapi::import) fn iter(&self) -> impl Iterator<Item = (&'d str, &Vec<At<'d>>)> {
        self.list.iter().map(|(name, schemas)| (*name, schemas))
    }

    pub(in crate::openapi::import) fn len(&self) -> usize {
        self.list.len()
    }

    pub(in crate::openapi::import) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Properties};

    #[test]
    fn a_name_is_found_among_few_and_many() {
        let names: Vec<String> =
            (0..MOST * 3).map(|number| (number * 7 % 97).to_string()).collect();
        let mut properties = Properties::default();
        for (count, name) in names.iter().enumerate() {
            assert_eq!(properties.len(), count);
            assert!(!properties.contains(name));
            assert!(properties.of(name).is_empty());
            for known in &names[..=count] {
                assert_eq!(properties.name(known), Some(known.as_str()));
                assert!(properties.of(known).is_empty());
            }
        }
        let found: Vec<&str> = properties.names().collect();
        assert_eq!(found, names);
    }
}
