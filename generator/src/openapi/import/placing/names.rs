//! Puts types into the model: numbers are replaced by names, and each type is written in its shortest form.

use crate::openapi::import::names::homes::{BUILT_IN, Placed, Taken, title};
use crate::openapi::import::names::same_structures::without_same_cases;
use crate::openapi::import::placing::Placing;
use crate::openapi::import::trees::inner;
use crate::openapi::import::types::is_structure;
use crate::openapi::import::types::unions::parts_of;
use crate::spec::model::{self, Endpoint, Named, Type, TypeName, TypeParts, UnionCases};
use crate::words::naming::{self, Scope};

impl Placing<'_> {
    /// Adds a type to the API's file.
    pub(super) fn define(
        &mut self,
        name: String,
        mut type_: Type,
        taken: &mut Taken,
        types: &mut Named<Type>,
    ) {
        self.settle(&mut type_, &name, taken, true);
        types.insert(name, type_);
    }

    /// Returns the name of the type of failures, which becomes one of the API's file if it has none.
    pub(super) fn settle_failure(
        &mut self,
        mut type_: Type,
        taken: &mut Taken,
        types: &mut Named<Type>,
    ) -> String {
        self.settle(&mut type_, "Failure", taken, true);
        match type_ {
            Type::Bare(name) => name,
            Type::Full(parts) => {
                let name = self.another_unless_free("Failure", taken);
                types.insert(name.clone(), Type::Full(parts));
                name
            }
        }
    }

    pub(super) fn another_unless_free(&mut self, name: &str, taken: &mut Taken) -> String {
        let is_free = !self.type_names_taken.contains(name) && taken.is_free(name);
        if is_free {
            self.type_names_taken.insert(name.to_owned());
            taken.take(name);
            return name.to_owned();
        }
        self.another(name, taken)
    }

    pub(super) fn settle_endpoint(&mut self, placed: &mut Placed, taken: &mut Taken) {
        let Placed { resource, name: owner, endpoint, .. } = placed;
        let resource = resource.last().map_or("", String::as_str);
        self.settle_parameters(endpoint, owner, taken);
        if let Some(body) = &mut endpoint.body {
            self.settle_body(body, owner, taken);
        }
        for (status, response) in &mut endpoint.responses {
            if !matches!(response.type_, Type::Bare(_)) {
                let name = of_call(resource, owner, &format!("answer_{status}"));
                self.settle_named(&mut response.type_, &name, taken);
            }
        }
        for (status, type_) in &mut endpoint.failures {
            let name = of_call(resource, owner, &format!("failure_{status}"));
            self.settle_named(type_, &name, taken);
        }
        for (key, form) in &mut endpoint.also {
            self.settle_form(form, resource, &format!("{owner}_{key}"), taken);
        }
        if let Some(response) = &mut endpoint.response
            && says_something(&response.type_)
        {
            self.settle(&mut response.type_, &naming::joined(owner, "response"), taken, false);
        }
    }

    fn settle_parameters(&mut self, endpoint: &mut Endpoint, owner: &str, taken: &mut Taken) {
        for (key, parameter) in endpoint.parameters_mut() {
            if parameter.const_.is_some() {
                continue;
            }
            // In a parameter, `name` is that of the parameter.
            let mut parts = parts_of(parameter.type_.take());
            let own = parts.name.take();
            let name = naming::joined(owner, own.as_deref().unwrap_or(&key.wire));
            let mut type_ = Type::Full(parts);
            self.settle_parameter(&mut type_, &name, taken);
            if let Some(own) = own {
                let mut parts = parts_of(type_);
                parts.name = Some(own);
                type_ = Type::Full(parts);
            }
            parameter.type_ = type_;
        }
    }

    /// Makes the fields of a small body, or of one that is not JSON, those of the request; any other body gets a type.
    fn settle_body(&mut self, body: &mut model::Body, owner: &str, taken: &mut Taken) {
        let Type::Full(parts) = &body.type_ else { return };
        let fields = parts.fields.as_deref().into_iter().flatten();
        let required = fields.filter(|(key, field)| !key.optional && !field.read_only).count();
        let is_json_or_form = matches!(body.as_, model::BodyForm::Json | model::BodyForm::Form);
        let split = parts.fields.is_some() && (!is_json_or_form || required <= 2);
        if split {
            self.settle(&mut body.type_, owner, taken, true);
        } else {
            self.settle(&mut body.type_, &naming::joined(owner, "body"), taken, false);
        }
    }

    /// Handles a variant of a call, which is named after both.
    fn settle_form(
        &mut self,
        form: &mut model::Variation,
        resource: &str,
        owner: &str,
        taken: &mut Taken,
    ) {
        if let Some(body) = &mut form.body {
            if body.as_ == model::BodyForm::Json {
                let name = of_call(resource, owner, "body");
                self.settle_named(&mut body.type_, &name, taken);
            } else {
                self.settle(&mut body.type_, owner, taken, true);
            }
        }
        if let Some(response) = &mut form.response
            && says_something(&response.type_)
        {
            let name = of_call(resource, owner, "response");
            self.settle_named(&mut response.type_, &name, taken);
        }
    }

    /// Gives a type that is written where it is used a name of its own, since the check's name for it is not known
    /// here.
    fn settle_named(&mut self, type_: &mut Type, name: &str, taken: &mut Taken) {
        if !is_structure(type_) {
            self.settle(type_, name, taken, false);
            return;
        }
        let name = self.another_unless_free(name, taken);
        let mut parts = parts_of(type_.take());
        parts.name = Some(name.clone());
        *type_ = Type::Full(parts);
        self.settle(type_, &name, taken, true);
    }

    /// Makes a parameter's own structure a string if its name is taken, since it cannot have another name.
    fn settle_parameter(&mut self, type_: &mut Type, name: &str, taken: &mut Taken) {
        let structured = is_structure(type_);
        let rust = naming::type_name(name, Scope::Free).as_str().to_owned();
        if structured && !taken.is_free(&rust) {
            let mut parts = parts_of(type_.take());
            parts.enum_ = None;
            parts.type_ = Some("string".to_owned().into());
            *type_ = Type::Full(parts);
        }
        self.settle(type_, name, taken, false);
    }
}

impl Placing<'_> {
    /// Replaces numbers by names, and gives another name to types whose name is taken.
    pub(super) fn settle(
        &mut self,
        type_: &mut Type,
        name: &str,
        file: &mut Taken,
        is_definition: bool,
    ) {
        let mut parts = parts_of(type_.take());
        without_same_cases(&mut parts, &self.same_as);
        if let Some(id) = parts.schema() {
            parts.type_ = self.called.get(&self.same_as[id]).cloned().map(TypeName::Written);
        }
        let structured = parts.fields.is_some()
            || parts.union.is_some()
            || (parts.enum_.is_some() && parts.expression() != Some("integer"));
        let mut name = name.to_owned();
        if structured && !is_definition {
            if parts.name.is_none() {
                let rust = naming::type_name(&name, Scope::Free).as_str().to_owned();
                if file.is_free(&rust) {
                    file.take(&rust);
                } else {
                    name = self.another(&name, file);
                    parts.name = Some(name.clone());
                }
            }
        } else if !structured {
            parts.name = parts.name.filter(|_| is_definition);
        }
        self.name_cases(&mut parts, file);
        let names_within = names_within(&parts, &name);
        for (inner, inner_name) in inner(&mut parts).into_iter().zip(names_within) {
            self.settle(inner, &inner_name, file, false);
        }
        *type_ = shortened(parts);
    }

    /// Names the cases that are written out after their titles, since a number says nothing.
    fn name_cases(&mut self, parts: &mut TypeParts, file: &mut Taken) {
        let Some(UnionCases::Untagged(cases)) = parts.union.as_deref_mut() else { return };
        for case in cases.iter_mut().filter(|case| is_structure(case)) {
            let Type::Full(case) = case else { continue };
            let Some(name) =
                case.summary.as_deref().and_then(title).filter(|_| case.name.is_none())
            else {
                continue;
            };
            let rust = naming::type_name(&name, Scope::Free).as_str().to_owned();
            if !BUILT_IN.contains(&name.as_str())
                && file.is_free(&rust)
                && self.type_names_taken.insert(rust.clone())
            {
                file.take(&rust);
                case.name = Some(name);
            }
        }
    }

    /// Returns a name for a type that is written where it is used, if its own is taken.
    fn another(&mut self, name: &str, file: &mut Taken) -> String {
        let candidates = [format!("{name}Value"), format!("{name}Type"), format!("{name}Object")];
        let mut numbers = 2..;
        let mut candidates = candidates.into_iter();
        loop {
            let candidate = candidates
                .next()
                .or_else(|| numbers.next().map(|number| format!("{name}{number}")))
                .unwrap_or_default();
            let rust = naming::type_name(&candidate, Scope::Free).as_str().to_owned();
            if !self.type_names_taken.contains(&rust) && file.is_free(&rust) {
                self.type_names_taken.insert(rust.clone());
                file.take(&rust);
                return candidate;
            }
        }
    }
}

/// Returns the name of a type of a call if types of other calls may have it.
fn of_call(resource: &str, owner: &str, part: &str) -> String {
    naming::joined(&naming::joined(resource, owner), part)
}

/// Returns whether a response has a type that is more than a word.
fn says_something(type_: &Type) -> bool {
    matches!(type_, Type::Full(parts) if !is_bare(parts))
}

/// Returns the names of the types within another that are written out: those that the check gives them.
fn names_within(parts: &TypeParts, name: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(
        parts
            .fields
            .as_deref()
            .into_iter()
            .flatten()
            .map(|(key, _)| naming::joined(name, &key.wire)),
    );
    names.extend(parts.list.iter().map(|_| name.to_owned()));
    names.extend(parts.map.iter().map(|_| name.to_owned()));
    names.extend(parts.rest.iter().map(|_| naming::joined(name, "rest")));
    names.extend(
        (1..=parts.tuple.as_ref().map_or(0, Vec::len))
            .map(|number| naming::joined(name, &format!("item{number}"))),
    );
    match parts.union.as_deref() {
        Some(UnionCases::Untagged(cases)) => {
            names.extend(
                (1..=cases.len()).map(|number| naming::joined(name, &format!("case{number}"))),
            );
        }
        Some(UnionCases::Tagged(cases)) => {
            names.extend(cases.keys().map(|value| naming::joined(name, value)));
        }
        None => {}
    }
    names
}

/// Returns the shortest form of a type.
fn shortened(mut parts: Box<TypeParts>) -> Type {
    let nullable = std::mem::take(&mut parts.nullable);
    let or_null = |text: String| Type::Bare(if nullable { text + " | null" } else { text });
    if let Some(item) = parts.list.take() {
        match item {
            Type::Bare(item)
                if !item.contains('|') && item.matches("[]").count() < 8 && is_bare(&parts) =>
            {
                return or_null(item + "[]");
            }
            item => parts.list = Some(item),
        }
    }
    if let Some(TypeName::Written(name)) = &parts.type_
        && *parts == TypeParts::named(name)
    {
        return or_null(name.clone());
    }
    parts.nullable = nullable;
    Type::Full(parts)
}

/// Returns whether a type says nothing at all.
fn is_bare(parts: &TypeParts) -> bool {
    *parts == TypeParts::default()
}
