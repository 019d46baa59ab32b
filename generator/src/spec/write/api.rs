//! What holds for a whole API.

use super::endpoint::endpoint;
use super::types::parameter;
use super::yaml::{Map, Node, Shape};
use crate::spec::model::{
    ApiFile, Basic, Credential, Envelope, Failure, Hmac, RateLimit, Scalar, Scheme, Server,
    ServerParts, ServerVariable,
};

/// Returns the keys of an `api.yaml`, in groups.
pub(super) fn groups(file: &ApiFile) -> Vec<Map> {
    let mut head = Map::default();
    head.word("clientwright", Some(file.clientwright));
    head.text("api", Some(&file.api));
    head.text("summary", file.summary.as_ref());
    head.text("description", file.description.as_ref());
    let open = file.servers.values().any(|Server(parts)| !parts.variables.is_empty());
    let servers = file.servers.iter().map(|(name, each)| (name.clone(), server(each)));
    let shape = if open { Shape::Block } else { Shape::Fit };
    head.push("servers", Node::Map(servers.collect(), shape));
    head.text("base_url_env", file.base_url_env.as_ref());
    head.node(
        "request_id",
        file.request_id.as_ref().map(|request_id| {
            let mut map = Map::default();
            map.text("header", Some(&request_id.header));
            map.shaped(Shape::Fit)
        }),
    );
    let mut groups = vec![head];
    let mut group = |add: &dyn Fn(&mut Map)| {
        let mut map = Map::default();
        add(&mut map);
        groups.push(map);
    };
    group(&|map| map.named("auth", &file.auth, Shape::Block, scheme));
    group(&|map| map.named("client_params", &file.client_params, Shape::Block, parameter));
    group(&|map| map.named("headers", &file.headers, Shape::Block, parameter));
    group(&|map| map.node("envelope", file.envelope.as_ref().map(envelope)));
    group(&|map| map.node("failure", file.failure.as_ref().map(failure)));
    group(&|map| map.named("rate_limit", &file.rate_limit, Shape::Block, rate_limit));
    group(&|map| {
        map.named("formats", &file.formats, Shape::Block, |word| Node::Text(word.clone()));
    });
    group(&|map| map.named("endpoints", &file.endpoints, Shape::Spaced, endpoint));
    groups.push(super::files::definitions(&file.types));
    groups
}

fn server(Server(ServerParts { url, variables }): &Server) -> Node {
    if variables.is_empty() {
        return Node::Text(url.clone());
    }
    let mut map = Map::default();
    map.push("url", Node::Text(url.clone()));
    map.named("variables", variables, Shape::Block, |variable| {
        let ServerVariable { summary, description, default, enum_ } = variable;
        let mut map = Map::default();
        map.text("summary", summary.as_ref());
        map.text("description", description.as_ref());
        map.push("default", Node::Text(default.clone()));
        map.list("enum", enum_.as_deref().unwrap_or_default());
        map.shaped(Shape::Fit)
    });
    map.shaped(Shape::Block)
}

fn scheme(scheme: &Scheme) -> Node {
    let Scheme { summary, bearer, basic, headers, query, cookie, hmac } = scheme;
    let mut map = Map::default();
    map.text("summary", summary.as_ref());
    map.node("bearer", bearer.as_ref().map(credential));
    map.node(
        "basic",
        basic.as_ref().map(|Basic { username, password }| {
            let mut map = Map::default();
            map.push("username", credential(username));
            map.push("password", credential(password));
            map.shaped(Shape::Block)
        }),
    );
    for (key, named) in [("headers", headers), ("query", query), ("cookie", cookie)] {
        let node = named.as_ref().map(|named| {
            let named = named.iter().map(|(name, value)| (name.clone(), credential(value)));
            Node::Map(named.collect(), Shape::Block)
        });
        map.node(key, node);
    }
    map.node(
        "hmac",
        hmac.as_ref().map(|Hmac { profile, username, secret }| {
            let mut map = Map::default();
            map.word("profile", Some(profile.word()));
            map.push("username", credential(username));
            map.push("secret", credential(secret));
            map.shaped(Shape::Block)
        }),
    );
    map.shaped(Shape::Block)
}

fn credential(credential: &Credential) -> Node {
    let Credential { name, env, secret } = credential;
    let mut map = Map::default();
    map.text("name", name.as_ref());
    map.text("env", env.as_ref());
    map.flag("secret", *secret);
    map.shaped(Shape::Fit)
}

fn envelope(envelope: &Envelope) -> Node {
    let Envelope { success, data, type_ } = envelope;
    let mut map = Map::default();
    map.node(
        "success",
        success.as_ref().map(|success| {
            let mut map = Map::default();
            map.text("field", Some(&success.field));
            map.push(
                "equals",
                match &success.equals {
                    Scalar::Bool(value) => Node::Word(value.to_string()),
                    Scalar::Integer(value) => Node::Word(value.to_string()),
                    Scalar::Text(text) => Node::Text(text.clone()),
                },
            );
            map.shaped(Shape::Fit)
        }),
    );
    map.text("data", Some(data));
    map.text("type", Some(type_));
    map.shaped(Shape::Block)
}

fn failure(failure: &Failure) -> Node {
    let Failure { type_, message, code } = failure;
    let mut map = Map::default();
    map.text("type", Some(type_));
    map.text("message", message.as_ref());
    map.text("code", code.as_ref());
    map.shaped(Shape::Block)
}

fn rate_limit(limit: &RateLimit) -> Node {
    let RateLimit { requests, per, methods, each } = limit;
    let mut map = Map::default();
    map.word("requests", Some(requests));
    map.text("per", Some(per));
    if !methods.is_empty() {
        let words = methods.iter().map(|each| Node::Word(each.word().to_owned()));
        map.push("methods", Node::List(words.collect()));
    }
    map.list("each", each);
    map.shaped(Shape::Fit)
}
