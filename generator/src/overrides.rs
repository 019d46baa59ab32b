//! What Rust makes of types and endpoints, said where a client is generated rather than beside them.
//!
//! It is put into the model before the check, as if it stood there, so that every rule of the language holds for it. Its
//! places are put there too, so that a message about it points at it. What the builder says is written as a file would
//! be, and read like one.

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

/// What Rust makes of types, endpoints and formats, said where a client is generated instead of beside them: in a build
/// script, or in a file.
///
/// It goes before what the spec says by itself, key by key; traits and attributes are added to those of the spec. What is
/// said here goes before a file, and a file before those named earlier. What names nothing is an error.
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

/// What Rust makes of a type or an endpoint: the words of `rust:` in a spec.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use = "an override does nothing until it is put among the overrides"]
pub struct Override(Rust);

impl Overrides {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what a file says: a mapping with `formats`, `types` and `endpoints`, each by name.
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

    /// Makes texts of this format a type: `uuid`, `decimal`, `string`, or any other that `formats` in an `api.yaml` knows.
    pub fn format(mut self, format: impl Into<String>, type_: impl Into<String>) -> Self {
        self.said.formats.insert(format.into(), type_.into());
        self
    }

    /// Says more of a type, by its name in the spec (`Token`, or `cloudflare.Token` where several APIs have one of that
    /// name) or, of a document, by its JSON pointer (`#/components/schemas/token`). A pointer may lead on to a property
    /// (`#/components/schemas/token/properties/name`): then it says what `rust:` says beside a field.
    pub fn of_type(mut self, name: impl Into<String>, more: Override) -> Self {
        merge(self.said.types.entry(name.into()).or_default(), more.0);
        self
    }

    /// Says more of an endpoint, by its resource and name (`stream.keys.delete`, or with the API's name before it) or, of a
    /// document, by its JSON pointer (`#/paths/~1keys/delete`).
    pub fn of_endpoint(mut self, id: impl Into<String>, more: Override) -> Self {
        merge(self.said.endpoints.entry(id.into()).or_default(), more.0);
        self
    }

    /// The same with all that others say, which go before.
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

    /// The files that are read.
    pub(crate) fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Reads the files, and what was said besides. What cannot be read is left out and told.
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
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives it this name in Rust, which is put into the style of its place.
    pub fn rename(mut self, name: impl Into<String>) -> Self {
        self.0.name = Some(name.into());
        self
    }

    /// Leaves it out of the client.
    pub fn skip(mut self) -> Self {
        self.0.skip = true;
        self
    }

    /// Of a type: lets one of your own stand for it, by its whole path, such as `my_crate::Money`.
    pub fn extern_type(mut self, path: impl Into<String>) -> Self {
        self.0.extern_type = Some(path.into());
        self
    }

    /// Of a struct or an enum: derives this trait besides.
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.0.derive.push(path.into());
        self
    }

    /// Of a type: adds an attribute, without its brackets, such as `doc(alias = "price")`.
    pub fn attribute(mut self, attribute: impl Into<String>) -> Self {
        self.0.attributes.push(attribute.into());
        self
    }
}

/// Overrides that were read, each after those that it goes before.
#[derive(Debug)]
pub(crate) struct Said(Vec<Document<OverridesFile>>);

/// Where in an API stands what is made of the schemas and operations at these JSON pointers: the path of the file, and the
/// way to it there.
pub(crate) type Places = Vec<(String, Vec<String>, Vec<String>)>;

impl Said {
    /// What is wrong wherever it is said. What has no meaning in its place is for the check of the model.
    fn check(&self, diagnostics: &mut Diagnostics) {
        for document in &self.0 {
            let OverridesFile { types, endpoints, .. } = &document.content;
            let all = types.iter().map(|each| ("types", each));
            for (kind, (name, rust)) in all.chain(endpoints.iter().map(|each| ("endpoints", each)))
            {
                if *rust == Rust::default() {
                    let message = format!("nothing is said of `{name}`");
                    let error = Diagnostic::error("empty-override", message)
                        .at(document.spans.key(&[kind, name]))
                        .help("say what Rust makes of it: `name`, `skip`, `extern_type`, `derive` or `attributes`");
                    diagnostics.push(error);
                }
            }
        }
    }

    /// Puts all of it into the APIs, and tells what names nothing. `places` is where the schemas and operations of a
    /// document are, if they are of one.
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

/// What is said more goes before what is there.
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
