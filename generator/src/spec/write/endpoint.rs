//! Endpoints.

use super::literal::literal;
use super::rust;
use super::types::{body, deprecation, inline, parameter, response};
use super::yaml::{Map, Node, Shape};
use crate::spec::model::{Accepted, Endpoint, Pages, Retries, RetryParts, Variation, Wrapping};

pub(super) fn endpoint(endpoint: &Endpoint) -> Node {
    let mut map = Map::default();
    map.text("summary", endpoint.summary.as_ref());
    map.text("description", endpoint.description.as_ref());
    map.node("deprecated", endpoint.deprecated.as_ref().map(deprecation));
    map.word("method", Some(endpoint.method.word()));
    map.text("path", Some(&endpoint.path));
    map.named("path_params", &endpoint.path_params, Shape::Block, parameter);
    map.named("query", &endpoint.query, Shape::Block, parameter);
    map.named("headers", &endpoint.headers, Shape::Block, parameter);
    map.named("cookies", &endpoint.cookies, Shape::Block, parameter);
    map.node("body", endpoint.body.as_ref().map(body));
    map.word("idempotent", endpoint.idempotent);
    map.node("retries", endpoint.retries.as_ref().map(retries));
    map.text("timeout", endpoint.timeout.as_ref());
    map.text("deadline", endpoint.deadline.as_ref());
    if !endpoint.auth.is_empty() {
        map.push("auth", Node::List(endpoint.auth.iter().map(accepted).collect()));
    }
    map.list("permissions", &endpoint.permissions);
    map.word("envelope", endpoint.envelope.map(Wrapping::word));
    map.node("response", endpoint.response.as_ref().map(response));
    map.named("responses", &endpoint.responses, Shape::Block, response);
    map.named("failures", &endpoint.failures, Shape::Block, inline);
    map.named("also", &endpoint.also, Shape::Block, variation);
    map.node("pages", endpoint.pages.as_ref().map(pages));
    map.node("rust", endpoint.rust.as_ref().map(rust));
    map.shaped(Shape::Block)
}

fn variation(variation: &Variation) -> Node {
    let Variation { summary, description, body, response, sends } = variation;
    let mut map = Map::default();
    map.text("summary", summary.as_ref());
    map.text("description", description.as_ref());
    map.node("body", body.as_ref().map(self::body));
    map.node("response", response.as_ref().map(self::response));
    map.named("sends", sends, Shape::Fit, literal);
    map.shaped(Shape::Block)
}

/// Returns a number alone where nothing else is said.
fn retries(Retries(parts): &Retries) -> Node {
    let RetryParts { max, initial_delay, max_delay, max_retry_after } = parts;
    let waits = [
        ("initial_delay", initial_delay),
        ("max_delay", max_delay),
        ("max_retry_after", max_retry_after),
    ];
    if let Some(max) = max.filter(|_| waits.iter().all(|(_, wait)| wait.is_none())) {
        return Node::Word(max.to_string());
    }
    let mut map = Map::default();
    map.word("max", *max);
    for (key, wait) in waits {
        map.text(key, wait.as_ref());
    }
    map.shaped(Shape::Fit)
}

fn accepted(accepted: &Accepted) -> Node {
    match accepted {
        Accepted::One(scheme) => Node::Text(scheme.clone()),
        Accepted::All(schemes) => Node::List(schemes.iter().cloned().map(Node::Text).collect()),
    }
}

fn pages(pages: &Pages) -> Node {
    let mut map = Map::default();
    map.word("style", Some(pages.style.word()));
    for (key, value) in [
        ("page", &pages.page),
        ("offset", &pages.offset),
        ("cursor", &pages.cursor),
        ("size", &pages.size),
        ("items", &pages.items),
        ("total", &pages.total),
        ("next", &pages.next),
        ("more", &pages.more),
    ] {
        map.text(key, value.as_ref());
    }
    map.shaped(Shape::Fit)
}
