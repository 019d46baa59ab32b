//! What is known of an API once its names are resolved.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Place;
use super::types::{BodyKind, Definition, Kind, Type, TypeId};
use crate::spec::{self, model, model::TypeParts};
use crate::words::formats::Formats;
use crate::words::key::Key;

/// One API with its names resolved.
pub struct Facts<'a> {
    pub api: &'a spec::Api,
    /// The root, then every file and folder, parents before their children.
    pub folders: Vec<Folder>,
    /// Of each file, its place in `folders`; the first file is `api.yaml`.
    pub folder_of: Vec<usize>,
    /// What texts of a format become.
    pub formats: Formats,
    /// Every type of the API; a [`TypeId`] is an index into it.
    pub definitions: Vec<Definition>,
    /// Where each definition stands.
    pub defined_at: Vec<Place>,
    /// The definition of each name.
    pub names: BTreeMap<String, TypeId>,
    /// Every type that is spelled out, with what it became.
    pub spelled: Vec<Spelled<'a>>,
    /// The object that holds what every answer has in common.
    pub envelope: Option<TypeId>,
    /// The object that a failed call answers.
    pub failure: Option<TypeId>,
    /// Whether a type has no end, so that no value can be followed into it.
    pub endless: bool,
    /// What each object extends by name, and where it says so.
    pub(super) bases: BTreeMap<TypeId, (String, Place)>,
    pub(super) types: HashMap<Place, Type>,
    pub(super) bodies: HashMap<Place, BodyKind>,
    pub(super) mistakes: HashSet<Place>,
}

/// A folder or a file of an API.
pub struct Folder {
    /// Its path within the API; empty for the root.
    pub path: Vec<String>,
    /// The file, where the folder has one: an index into the resources of the API.
    pub file: Option<usize>,
}

/// A type that is spelled out, rather than a bare name.
pub struct Spelled<'a> {
    pub place: Place,
    pub parts: &'a TypeParts,
    pub role: Role,
    /// What it stands for, with all that is written beside it.
    pub type_: Type,
    /// What it would be without the format that it has.
    pub unformatted: Option<Kind>,
    /// The type stands for an error that was reported; the rest can be judged once it is corrected.
    pub mistaken: bool,
    /// `rust: { name: .. }` names what has the type: a field, a parameter, a case.
    pub names_its_place: bool,
}

/// What a spelled type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A definition: under `types:`, with a `name:`, or of a structure that needs one.
    Definition(TypeId),
    /// A type that needs no definition.
    Use,
    /// The fields of a request, which are no type; parts of a multipart body may be files.
    Fields { parts: bool },
    /// Bytes: a file, or a body or an answer as a whole.
    Bytes,
}

impl<'a> Spelled<'a> {
    pub(super) fn new(parts: &'a TypeParts, role: Role, type_: Type, place: &Place) -> Self {
        Self {
            place: place.clone(),
            parts,
            role,
            type_,
            unformatted: None,
            mistaken: false,
            names_its_place: false,
        }
    }
}

impl<'a> Facts<'a> {
    pub(super) fn new(api: &'a spec::Api) -> Self {
        let (folders, folder_of) = folders(api);
        Self {
            api,
            folders,
            folder_of,
            formats: Formats::new(&api.file.content.formats),
            definitions: Vec::new(),
            defined_at: Vec::new(),
            names: BTreeMap::new(),
            spelled: Vec::new(),
            envelope: None,
            failure: None,
            endless: false,
            bases: BTreeMap::new(),
            types: HashMap::new(),
            bodies: HashMap::new(),
            mistakes: HashSet::new(),
        }
    }

    /// Returns the number of files; the first is `api.yaml`.
    pub fn files(&self) -> usize {
        self.api.resources.len() + 1
    }

    /// Returns the types that a file defines.
    pub fn types_of(&self, file: usize) -> &'a model::Named<model::Type> {
        let api = self.api;
        match file.checked_sub(1) {
            None => &api.file.content.types,
            Some(index) => &api.resources[index].content.types,
        }
    }

    /// Returns the endpoints of a file.
    pub fn endpoints_of(&self, file: usize) -> &'a model::Named<model::Endpoint> {
        let api = self.api;
        match file.checked_sub(1) {
            None => &api.file.content.endpoints,
            Some(index) => &api.resources[index].content.endpoints,
        }
    }

    /// Returns the type of a place, which is `any` where nothing has told what it is.
    pub fn type_at(&self, place: &Place) -> Type {
        self.types.get(place).cloned().unwrap_or_else(|| Type::plain(Kind::Any))
    }

    /// Returns whether the type of a place stands for a mistake that has been reported.
    pub fn is_mistaken(&self, place: &Place) -> bool {
        self.mistakes.contains(place)
    }

    /// Returns what the body at a place holds.
    pub fn body_at(&self, place: &Place) -> BodyKind {
        self.bodies.get(place).cloned().unwrap_or(BodyKind::Fields(Vec::new()))
    }

    /// Returns the definition of a type by its id.
    pub fn definition(&self, id: TypeId) -> &Definition {
        &self.definitions[id.0]
    }

    /// Returns where a field of an object stands, be it its own or one that it takes over.
    pub fn place_of_field(&self, object: TypeId, wire: &str) -> Place {
        let (mut id, mut seen) = (object, BTreeSet::new());
        while seen.insert(id) {
            let fields = self.defined_at[id.0].child("fields");
            let places = [true, false].map(|required| fields.of(&Key::new(wire, required)));
            if let Some(place) = places.into_iter().find(|place| place.exists(self.api)) {
                return place;
            }
            match self.bases.get(&id).and_then(|(base, _)| self.names.get(base)) {
                Some(&base) => id = base,
                None => break,
            }
        }
        self.defined_at[object.0].clone()
    }
}

/// Returns the files, and the folders between them that have no file of their own.
fn folders(api: &spec::Api) -> (Vec<Folder>, Vec<usize>) {
    let mut paths: BTreeMap<Vec<String>, Option<usize>> = BTreeMap::new();
    for (index, document) in api.resources.iter().enumerate() {
        for depth in 1..document.path.len() {
            paths.entry(document.path[..depth].to_vec()).or_insert(None);
        }
        paths.insert(document.path.clone(), Some(index));
    }
    let mut folders = vec![Folder { path: Vec::new(), file: None }];
    let mut folder_of = vec![0; api.resources.len() + 1];
    for (path, file) in paths {
        if let Some(index) = file {
            folder_of[index + 1] = folders.len();
        }
        folders.push(Folder { path, file });
    }
    (folders, folder_of)
}
