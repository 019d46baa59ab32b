//! Answers: what comes back, in which form, and how a list goes on.

use super::Checking;
use super::bodies::otherwise;
use super::checked::{Answer, Kind, Method, PageStyle, Pages, Wrapping};
use super::place::Place;
use crate::spec::model::{self, AnswerForm, Type as Written};
use crate::spec::nearest;
use crate::words::naming;

impl Checking<'_> {
    /// What an endpoint answers; `owner` names what is written out in it.
    pub(super) fn answer(
        &mut self,
        owner: &str,
        endpoint: &model::Endpoint,
        place: &Place,
    ) -> Option<Answer> {
        let inside = place.child("response");
        let Some(response) = &endpoint.response else {
            if endpoint.responses.is_empty() {
                self.error_at_key("no-response", place, "nothing says what comes back")
                    .help("add `response:`, the type of the data, or `none`")
                    .add();
                return None;
            }
            return Some(self.answers_by_status(owner, endpoint, place));
        };
        if !endpoint.responses.is_empty() {
            self.error_at_key(
                "two-responses",
                &inside,
                "`response` is every answer, and `responses` tells them apart",
            )
            .help("take one of them away")
            .add();
        }
        self.one_answer(&naming::joined(owner, "response"), endpoint, response, place, &inside)
    }

    /// What an endpoint answers, or what with one status; `name` is that of what is written out in it.
    pub(super) fn one_answer(
        &mut self,
        name: &str,
        endpoint: &model::Endpoint,
        response: &model::Response,
        outer: &Place,
        place: &Place,
    ) -> Option<Answer> {
        if self.is_nothing(response, place) {
            return None;
        }
        if endpoint.method == Method::Head {
            self.error_at_key(
                "response-of-head",
                place,
                "the answer to a HEAD has no body (RFC 9110, section 9.3.2)",
            )
            .help("write `response: none`; `.raw()` gives a call's status and headers")
            .add();
            return None;
        }
        if let Some(media_type) = &response.media_type {
            self.media_type(media_type, &place.child("media_type"));
        }
        if response.as_ != AnswerForm::Json && endpoint.envelope == Some(Wrapping::Optional) {
            self.error_at_key(
                "misplaced-envelope",
                &outer.child("envelope"),
                "only JSON can stand in the envelope",
            )
            .help("take it away: any other answer comes without the envelope")
            .add();
        }
        Some(match response.as_ {
            AnswerForm::Json => Answer::Json(self.type_(name, &response.type_, place)),
            AnswerForm::Text => {
                let mut type_ = self.text_type(name, &response.type_, place);
                self.never_null(type_.nullable, place);
                type_.nullable = false;
                Answer::Text(type_)
            }
            AnswerForm::Binary => {
                self.bytes(&response.type_, place);
                let nullable = matches!(&response.type_, Written::Full(parts) if parts.nullable);
                self.never_null(nullable, place);
                Answer::Binary
            }
            AnswerForm::Events => {
                Answer::Events(self.type_(name, &otherwise(&response.type_, "any"), place))
            }
            AnswerForm::Lines => {
                Answer::Lines(self.type_(name, &otherwise(&response.type_, "any"), place))
            }
        })
    }

    fn never_null(&mut self, nullable: bool, place: &Place) {
        if nullable {
            self.error_at_key("nullable-answer", place, "only JSON can be null")
                .help("take the null away")
                .add();
        }
    }

    pub(super) fn only_of_a_list(&mut self, answer: Option<&Answer>, place: &Place) {
        let list = match answer {
            Some(Answer::Json(type_)) => {
                matches!(self.base(&type_.kind), Kind::List(_)) && !type_.nullable
            }
            _ => false,
        };
        if !list {
            self.error_at_key("pages-of-what", place, "only a list has pages")
                .help("write `response: { list: .. }`")
                .add();
        }
    }

    /// How a list goes on after its first page.
    pub(super) fn pages(
        &mut self,
        pages: &model::Pages,
        endpoint: &model::Endpoint,
        place: &Place,
    ) -> Pages {
        let (key, parameter) = match pages.style {
            PageStyle::Single => ("single", None),
            PageStyle::Page => ("page", pages.page.as_ref()),
            PageStyle::Offset => ("offset", pages.offset.as_ref()),
            PageStyle::Cursor => ("cursor", pages.cursor.as_ref()),
            PageStyle::Link => ("link", None),
        };
        let asks = !matches!(pages.style, PageStyle::Single | PageStyle::Link);
        if asks && parameter.is_none() {
            self.error(
                "no-page-parameter",
                place,
                format!("nothing says which parameter holds the {key}"),
            )
            .help(format!("write `{key}: <the query parameter>`"))
            .add();
        }
        for (name, value) in [
            ("page", &pages.page),
            ("offset", &pages.offset),
            ("cursor", &pages.cursor),
            ("size", &pages.size),
        ] {
            let Some(value) = value else { continue };
            let counted = name != "size" && has_constant(endpoint, value);
            if counted {
                self.error(
                    "misplaced-const",
                    &place.child(name),
                    format!("`{value}` is constant, so every page would be the first"),
                )
                .help("take the `const` of the parameter away")
                .add();
            }
            let known = || endpoint.query.keys().map(|key| key.wire.as_str());
            if !known().any(|key| key == value) {
                let near = nearest(value, known()).map_or_else(
                    || "describe it under `query:`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.error(
                    "no-page-parameter",
                    &place.child(name),
                    format!("the endpoint has no query parameter `{value}`"),
                )
                .help(near)
                .add();
            }
        }
        if pages.style == PageStyle::Cursor && pages.next.is_none() {
            self.error("no-next", place, "nothing says where an answer holds the following cursor")
                .help("write `next:` with the way to it, such as `result_info.cursor`")
                .add();
        }
        for (name, way) in [
            ("items", &pages.items),
            ("total", &pages.total),
            ("next", &pages.next),
            ("more", &pages.more),
        ] {
            if let Some(way) = way {
                self.way(way, false, &place.child(name));
            }
        }
        Pages {
            style: pages.style,
            parameter: parameter.cloned(),
            size: pages.size.clone(),
            items: pages.items.clone(),
            total: pages.total.clone(),
            next: pages.next.clone(),
            more: pages.more.clone(),
        }
    }
}

/// Whether a query parameter has one value that is sent with every call.
fn has_constant(endpoint: &model::Endpoint, wire: &str) -> bool {
    endpoint.query.get(&(wire, false)).is_some_and(|parameter| parameter.const_.is_some())
}
