//! The types of bodies and answers.

use super::lift::{Lifting, Reading};
use super::types::{BodyKind, Kind, Type};
use super::{Place, Role, Spelled, written};
use crate::spec::model::{self, AnswerForm, BodyForm, Method, Response};
use crate::words::key::Keyed;
use crate::words::naming;

impl<'a> Lifting<'a, '_> {
    /// Resolves the body of an endpoint. `owner` names the types that are written out in it.
    pub(super) fn body(
        &mut self,
        owner: &str,
        method: Method,
        body: &'a model::Body,
        place: &Place,
    ) {
        if matches!(method, Method::Get | Method::Head) {
            return;
        }
        let kind = match body.as_ {
            BodyForm::Json => self.json_body(owner, &body.type_, place),
            BodyForm::Form => self.fields_of_form(owner, body, false, place),
            BodyForm::Multipart => self.fields_of_form(owner, body, true, place),
            BodyForm::Binary => {
                self.bytes_as_a_whole(&body.type_, place);
                BodyKind::Upload
            }
            BodyForm::Text => {
                let text = Reading { otherwise: Some("string"), ..Reading::default() };
                self.whole(owner, &body.type_, text, place)
            }
        };
        self.facts.bodies.insert(place.clone(), kind);
    }

    fn json_body(&mut self, owner: &str, type_: &'a model::Type, place: &Place) -> BodyKind {
        if let Some(parts) = written::parts(type_) {
            if !written::says_what_it_is(parts) && parts.extends.is_none() {
                return BodyKind::Fields(Vec::new());
            }
            if let Some(fields) = written::fields_of_request(parts) {
                return self.fields_of_request(owner, parts, fields, false, place);
            }
        }
        self.whole(owner, type_, Reading::default(), place)
    }

    /// Returns a body of fields each of which stands on its own: a form, or the parts of a multipart body.
    fn fields_of_form(
        &mut self,
        owner: &str,
        body: &'a model::Body,
        multipart: bool,
        place: &Place,
    ) -> BodyKind {
        match written::fields_of_body(&body.type_) {
            Some((parts, fields)) if parts.extends.is_none() && multipart => {
                self.fields_of_request(owner, parts, fields, true, place)
            }
            Some((parts, _)) if parts.extends.is_none() => {
                self.json_body(owner, &body.type_, place)
            }
            _ => BodyKind::Fields(Vec::new()),
        }
    }

    fn fields_of_request(
        &mut self,
        owner: &str,
        written: &'a model::TypeParts,
        fields: &'a Keyed<model::Field>,
        parts: bool,
        place: &Place,
    ) -> BodyKind {
        let none = Type::plain(Kind::Any);
        self.facts.spelled.push(Spelled::new(written, Role::Fields { parts }, none, place));
        BodyKind::Fields(self.fields(owner, fields, parts, place))
    }

    /// Returns a value of its own, as a whole.
    fn whole(
        &mut self,
        owner: &str,
        type_: &'a model::Type,
        reading: Reading,
        place: &Place,
    ) -> BodyKind {
        let before = self.found.len();
        let whole = self.type_(&naming::joined(owner, "body"), type_, reading, place);
        self.keep_mistake(&whole, before, place);
        BodyKind::Whole(Box::new(whole))
    }

    /// Resolves a response of an endpoint, of all statuses or of one. `name` is that of the types that are written out
    /// in it.
    pub(super) fn answer(
        &mut self,
        name: &str,
        method: Method,
        response: &'a Response,
        place: &Place,
    ) {
        if written::is_nothing(response) || method == Method::Head {
            return;
        }
        let otherwise = match response.as_ {
            AnswerForm::Json => None,
            AnswerForm::Text => Some("string"),
            AnswerForm::Events | AnswerForm::Lines => Some("any"),
            AnswerForm::Binary => return self.bytes_as_a_whole(&response.type_, place),
        };
        self.kept(name, &response.type_, otherwise, place);
    }

    /// Keeps the type of a place, with a default if none is written.
    pub(super) fn kept(
        &mut self,
        name: &str,
        type_: &'a model::Type,
        otherwise: Option<&'static str>,
        place: &Place,
    ) {
        let before = self.found.len();
        let type_ = self.type_(name, type_, Reading { otherwise, ..Reading::default() }, place);
        self.keep(type_, before, place);
    }

    /// Keeps the type of a body that is bytes as a whole: it can have neither a type nor limits.
    fn bytes_as_a_whole(&mut self, type_: &'a model::Type, place: &Place) {
        if let Some(parts) = written::parts(type_)
            && written::type_of_bytes(type_).is_none()
        {
            self.bytes(Type::plain(Kind::Binary), parts, Reading::default(), place);
        }
    }
}
