//! Finds the operations of a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::findings::{Operation, Severity};
use crate::openapi::import::read::Reader;
use crate::openapi::import::read::findings::{Owner, Reads};
use crate::openapi::import::read::pointer::{self, At, Dangling};
use crate::spec::model::Method;
use crate::words::naming::{self, Scope};

/// The methods of operations.
pub(in crate::openapi::import) const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
];

/// An operation that is imported.
#[derive(Debug, Clone)]
pub(in crate::openapi::import) struct Draft<'d> {
    /// Its index in [`Findings::operations`](crate::openapi::findings::Findings).
    pub(in crate::openapi::import) index: usize,
    pub(in crate::openapi::import) method: Method,
    /// The path as the spec has it.
    pub(in crate::openapi::import) path: String,
    pub(in crate::openapi::import) at: At<'d>,
    /// The path item that contains it.
    item: At<'d>,
    pub(in crate::openapi::import) id: Option<&'d str>,
    /// The query of the path, which is sent with every call.
    pub(in crate::openapi::import) constants: Vec<(String, String)>,
}

impl<'d> Reader<'d> {
    /// Returns every requested operation, in the document's order.
    pub(in crate::openapi::import) fn drafts(&mut self) -> Vec<Draft<'d>> {
        let root = At::root(self.root);
        let mut drafts = Vec::new();
        let Some(paths) = root.get("paths") else {
            self.loss(&root, "no-paths", "the document has no `paths`, so the client has no calls");
            return drafts;
        };
        self.is_of_a_kind(&paths, "`paths`");
        for (path, item) in paths.members().filter(|(path, _)| !path.starts_with("x-")) {
            let item = self.resolved(&item);
            self.is_of_a_kind(&item, "a path");
            for (word, at) in item.members() {
                drafts.extend(self.draft(path, &item, word, &at));
            }
        }
        Self::tell_calls_apart(&mut drafts);
        drafts
    }

    /// Returns a requested operation, if a key of a path is one.
    fn draft(
        &mut self,
        path: &'d str,
        item: &At<'d>,
        word: &str,
        at: &At<'d>,
    ) -> Option<Draft<'d>> {
        let method = METHODS.iter().find(|(name, _)| *name == word).map(|(_, method)| *method);
        if (method.is_none() && word != "trace")
            || !self.is_of_a_kind(at, "an operation")
            || !self.is_wanted(path, at)
        {
            return None;
        }
        let index = self.operations.len();
        let id = at.text("operationId");
        self.operations.push(Operation {
            method: word.to_uppercase(),
            path: path.to_owned(),
            pointer: at.pointer(),
            id: id.map(str::to_owned),
            name: None,
        });
        self.about(Owner::Operation(index), |reader| {
            let Some(method) = method else {
                let message = "clients do not send TRACE (RFC 9110, section 9.3.8)";
                reader.find(Severity::Skip, at, "method", message);
                return None;
            };
            let (path, constants) = reader.path(path, at);
            Some(Draft { index, method, path, at: *at, item: *item, id, constants })
        })
    }

    /// Returns whether a value is an object, as it must be.
    fn is_of_a_kind(&mut self, at: &At<'d>, what: &str) -> bool {
        if !at.value.is_object() {
            self.loss(at, "odd-kind", format!("{what} must be an object; this value is left out"));
        }
        at.value.is_object()
    }

    /// Distinguishes calls with the same method and path apart from the names of placeholders.
    fn tell_calls_apart(drafts: &mut [Draft<'d>]) {
        let mut seen: BTreeSet<(Method, String)> = BTreeSet::new();
        for draft in drafts {
            let mut shape = String::new();
            let mut inside = false;
            for c in draft.path.chars() {
                match c {
                    '{' => inside = true,
                    '}' => inside = false,
                    _ if inside => continue,
                    _ => {}
                }
                shape.push(c);
            }
            if seen.insert((draft.method, shape.clone())) {
                continue;
            }
            let word = draft.id.map(|id| naming::value_name(id, Scope::Free).plain().to_owned());
            let numbered = (2..).map(|number| format!("variant_{number}"));
            let plain = draft.path.split('#').next().unwrap_or_default().to_owned();
            let shape = shape.split('#').next().unwrap_or_default().to_owned();
            let word = word
                .into_iter()
                .chain(numbered)
                .find(|word| seen.insert((draft.method, format!("{shape}#{word}"))));
            draft.path = format!("{plain}#{}", word.unwrap_or_default());
        }
    }

    /// Returns whether the options request an operation, by a tag or by the beginning of its path.
    pub(in crate::openapi::import) fn is_wanted(&mut self, path: &str, at: &At<'d>) -> bool {
        if self.options.only.is_empty() {
            return true;
        }
        let tags: Vec<&str> = at
            .get("tags")
            .into_iter()
            .flat_map(At::items)
            .filter_map(|tag| tag.value.as_str())
            .collect();
        let mut wanted = false;
        for (index, only) in self.options.only.iter().enumerate() {
            let below = || {
                path.strip_prefix(only.trim_end_matches('/'))
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let matches = if only.starts_with('/') {
                below()
            } else {
                tags.iter().any(|tag| tag.eq_ignore_ascii_case(only))
            };
            if matches {
                self.matched[index] = true;
                wanted = true;
            }
        }
        wanted
    }

    /// Returns the parameters of an operation and of its path, each once.
    pub(in crate::openapi::import) fn described(&mut self, draft: &Draft<'d>) -> Vec<At<'d>> {
        let mut all: Vec<At<'d>> = Vec::new();
        for list in [draft.item.get("parameters"), draft.at.get("parameters")].into_iter().flatten()
        {
            for at in list.items() {
                let at = self.resolved(&at);
                // The operation's own parameter takes precedence over that of the path.
                let same = |other: &At<'d>| {
                    other.text("name") == at.text("name") && other.text("in") == at.text("in")
                };
                match all.iter_mut().find(|other| same(other)) {
                    Some(known) => *known = at,
                    None => all.push(at),
                }
            }
        }
        all
    }

    /// Returns the target of a reference, or the value itself.
    pub(in crate::openapi::import) fn resolved(&mut self, at: &At<'d>) -> At<'d> {
        let mut found = *at;
        // Keywords beside the reference add nothing here, so a chain may have them.
        for _ in 0..pointer::LONGEST_CHAIN {
            let Some(reference) = found.text("$ref") else { return found };
            match self.resolve(reference) {
                Ok(target) => found = target,
                Err(dangling) => {
                    let message = dangling.message(reference);
                    self.loss(at, "ref-nowhere", message);
                    return *at;
                }
            }
        }
        let reference = at.text("$ref").unwrap_or_default();
        let message = Dangling::circle(reference).message(reference);
        self.loss(at, "ref-nowhere", message);
        *at
    }

    /// Renames a placeholder that occurs a second time, since it is another parameter.
    fn without_repeated_placeholders(&mut self, path: &str, at: &At<'d>) -> String {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut text = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            let mut own = name.to_owned();
            let number = numbers.entry(name).or_insert(1);
            while !seen.insert(own.clone()) {
                *number += 1;
                own = format!("{name}_{number}");
            }
            if own != name {
                self.note(
                    at,
                    "placeholder-twice",
                    format!(
                        "the placeholder `{{{name}}}` occurs twice in the path; the second one becomes `{{{own}}}`"
                    ),
                );
            }
            text.push_str(before);
            text.extend(["{", &own, "}"]);
            rest = behind;
        }
        text + rest
    }

    /// Returns a path as the spec writes it, and its query.
    fn path(&mut self, written: &str, at: &At<'d>) -> (String, Vec<(String, String)>) {
        let (rest, fragment) = written
            .split_once('#')
            .map_or((written, None), |(rest, fragment)| (rest, Some(fragment)));
        let (rest, query) =
            rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let mut path = String::new();
        if !rest.starts_with('/') {
            path.push('/');
        }
        for c in rest.chars() {
            match c {
                // Characters that a path cannot have are percent-encoded (RFC 3986, section 2.1).
                c if c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(c) => {
                    let mut buffer = [0; 4];
                    path.extend(
                        c.encode_utf8(&mut buffer).bytes().map(|byte| format!("%{byte:02X}")),
                    );
                }
                c => path.push(c),
            }
        }
        path = self.without_repeated_placeholders(&path, at);
        let mut constants = Vec::new();
        for pair in query.into_iter().flat_map(|query| query.split('&')) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name.is_empty() || value.starts_with('{') || name.starts_with('{') {
                continue;
            }
            constants.push((name.to_owned(), value.to_owned()));
        }
        if query.is_some() {
            self.note(
                at,
                "query-in-path",
                "the path contains a query, which is sent as query parameters",
            );
        }
        if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
            let plain: String = fragment
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                .collect();
            path.push('#');
            path.push_str(&plain);
        }
        (path, constants)
    }
}

impl Reader<'_> {
    /// Fails if a requested part does not exist.
    pub(in crate::openapi::import) fn refuse_what_matches_nothing(
        &self,
        drafts: &[Draft<'_>],
    ) -> Result<(), Diagnostics> {
        let mut found = Diagnostics::new();
        for (only, matched) in self.options.only.iter().zip(&self.matched) {
            if !matched {
                found.push(
                    Diagnostic::error("only", format!("`{only}` matches neither a path nor a tag of the document"))
                        .help("pass the beginning of a path, such as `/zones`, or a tag as the document writes it"),
                );
            }
        }
        for name in &self.options.client_params {
            if !drafts.iter().any(|draft| placeholders(&draft.path).contains(name)) {
                found.push(
                    Diagnostic::error(
                        "client-param",
                        format!("the placeholder `{{{name}}}` does not occur in any path"),
                    )
                    .help(
                        "pass the name of a placeholder as the paths have it between `{` and `}`",
                    ),
                );
            }
        }
        if found.has_errors() { Err(found) } else { Ok(()) }
    }
}

/// Returns the placeholders of a path, each once.
pub(in crate::openapi::import) fn placeholders(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = path.split('#').next().unwrap_or(path);
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}
