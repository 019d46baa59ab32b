//! Overrides: what Rust makes of types and endpoints, said apart from the spec.
//!
//! Overrides are put into the model before the check, as if the spec had said them, so that every rule of the language
//! applies. Their places are put there too, so that a message points at the override itself. Overrides of a build
//! script are written as a file would be, and read like one.

#[cfg(feature = "openapi")]
mod documents;
mod matching;
mod put;

use std::path::PathBuf;

use matching::{Kind, find};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;
use crate::spec::model::{OverridesFile, Rust};
use crate::spec::{self, Api, Document};

/// Overrides of types, endpoints and formats, said in a build script or in a file instead of the spec.
///
/// An override takes precedence over the spec, key by key; traits and attributes are added to those of the spec.
/// Overrides of a build script take precedence over files, and a file over those named before it. An override that
/// matches nothing is an error.
///
/// # Example
///
/// ```no_run
/// use clientwright::{Generator, Override, Overrides};
///
/// let overrides = Overrides::new()
///     .format("uuid", "uuid")
///     .of_type("#/components/schemas/amount", Override::new().extern_type("my_crate::Money"))
///     .of_type("Zone", Override::new().derive("Hash"))
///     .of_endpoint("zones.purge_cache", Override::new().skip());
/// Generator::openapi("acme.json").overrides(overrides).generate()?;
/// # Ok::<(), clientwright::GenerateError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "overrides do nothing until a generator or an import is given them"]
pub struct Overrides {
    files: Vec<PathBuf>,
    said: OverridesFile,
}

/// Overrides of one type or endpoint: the keys of `rust:` in a spec.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use = "an override does nothing until it is put among the overrides"]
pub struct Override(Rust);

impl Overrides {
    /// Creates an empty set of overrides.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file: a mapping with `formats`, `types` and `endpoints`, each by name.
    ///
    /// ```yaml
    /// formats: { uuid: uuid }
    /// types:
    ///   '#/components/schemas/amount': { extern_type: my_crate::Money }
    /// endpoints:
    ///   zones.purge_cache: { skip: true }
    /// ```
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(path.into());
        self
    }

    /// Gives strings of this format a type: `uuid`, `decimal`, `string`, or any other that `formats` in an `api.yaml`
    /// accepts.
    pub fn format(mut self, format: impl Into<String>, type_: impl Into<String>) -> Self {
        self.said.formats.insert(format.into(), type_.into());
        self
    }

    /// Adds an override of a type. It is named by its name in the spec (`Token`, or `cloudflare.Token` if several APIs
    /// have one of that name) or, for a document, by its JSON pointer (`#/components/schemas/token`). A pointer to a
    /// property (`#/components/schemas/token/properties/name`) is an override of that field.
    pub fn of_type(mut self, name: impl Into<String>, more: Override) -> Self {
        merge(self.said.types.entry(name.into()).or_default(), more.0);
        self
    }

    /// Adds an override of an endpoint. It is named by its resource and name (`stream.keys.delete`, or with the API's
    /// name before it) or, for a document, by its JSON pointer (`#/paths/~1keys/delete`).
    pub fn of_endpoint(mut self, id: impl Into<String>, more: Override) -> Self {
        merge(self.said.endpoints.entry(id.into()).or_default(), more.0);
        self
    }

    /// Adds all overrides of others, which take precedence.
    pub(crate) fn and(mut self, others: Self) -> Self {
        let Self { files, said: OverridesFile { formats, types, endpoints } } = others;
        self.files.extend(files);
        self.said.formats.extend(formats);
        for (name, more) in types {
            self = self.of_type(name, Override(more));
        }
        for (id, more) in endpoints {
            self = self.of_endpoint(id, Override(more));
        }
        self
    }

    /// Returns the files that are read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Reads the files and the overrides of the build script. What cannot be read is reported and left out.
    pub(crate) fn read(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Said {
        let mut list: Vec<Document<OverridesFile>> = Vec::new();
        for path in &self.files {
            list.extend(spec::read_overrides(path, &crate::shown(path), sources, diagnostics));
        }
        if self.said != OverridesFile::default() {
            let text = spec::write_overrides(&self.said);
            list.extend(spec::overrides(text, "the overrides", sources, diagnostics));
        }
        let said = Said(list);
        said.check(diagnostics);
        said
    }
}

impl Override {
    /// Creates an empty override.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames it. The name is converted to the case of its place.
    pub fn rename(mut self, name: impl Into<String>) -> Self {
        self.0.name = Some(name.into());
        self
    }

    /// Leaves it out of the client.
    pub fn skip(mut self) -> Self {
        self.0.skip = true;
        self
    }

    /// Uses a type of your own instead of this one, by its full path, such as `my_crate::Money`.
    pub fn extern_type(mut self, path: impl Into<String>) -> Self {
        self.0.extern_type = Some(path.into());
        self
    }

    /// Derives this trait as well, for a struct or an enum.
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.0.derive.push(path.into());
        self
    }

    /// Adds an attribute to a type, without its brackets, such as `doc(alias = "price")`.
    pub fn attribute(mut self, attribute: impl Into<String>) -> Self {
        self.0.attributes.push(attribute.into());
        self
    }
}

/// Overrides that were read. Later ones take precedence.
#[derive(Debug)]
pub(crate) struct Said(Vec<Document<OverridesFile>>);

/// The places in an API of what the schemas and operations at these JSON pointers became: the path of the file, and the
/// keys that lead there.
pub(crate) type Places = Vec<(String, Vec<String>, Vec<String>)>;

impl Said {
    /// Reports overrides that are wrong wherever they are said. The check of the model reports the others.
    fn check(&self, diagnostics: &mut Diagnostics) {
        for document in &self.0 {
            let OverridesFile { types, endpoints, .. } = &document.content;
            let all = types.iter().map(|each| ("types", each));
            for (kind, (name, rust)) in all.chain(endpoints.iter().map(|each| ("endpoints", each)))
            {
                if *rust == Rust::default() {
                    let message = format!("the override of `{name}` is empty");
                    let error = Diagnostic::error("empty-override", message)
                        .at(document.spans.key(&[kind, name]))
                        .help("write at least one of `name`, `skip`, `extern_type`, `derive` and `attributes`");
                    diagnostics.push(error);
                }
            }
        }
    }

    /// Puts all overrides into the APIs, and reports those that match nothing. `places` are those of the schemas and
    /// operations, if the APIs come from a document.
    pub(crate) fn apply(&self, apis: &mut [Api], places: Option<&Places>) -> Diagnostics {
        let mut found = Diagnostics::new();
        for document in &self.0 {
            put::formats(document, apis, &mut found);
            for (kind, named) in [
                (Kind::Type, &document.content.types),
                (Kind::Endpoint, &document.content.endpoints),
            ] {
                for (name, rust) in named {
                    let way = [kind.key(), name];
                    match find(kind, name, apis, places) {
                        Ok(found) => put::rust(kind, &found, rust, apis, (&document.spans, &way)),
                        Err(error) => found.push(error.at(document.spans.key(&way))),
                    }
                }
            }
        }
        found
    }
}

/// Merges an override into what is there, over which it takes precedence.
fn merge(there: &mut Rust, more: Rust) {
    let Rust { name, skip, extern_type, derive, attributes } = more;
    there.name = name.or(there.name.take());
    there.skip |= skip;
    there.extern_type = extern_type.or(there.extern_type.take());
    for (list, more) in [(&mut there.derive, derive), (&mut there.attributes, attributes)] {
        for text in more {
            if !list.contains(&text) {
                list.push(text);
            }
        }
    }
}
