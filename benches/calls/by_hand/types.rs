//! The types of the answers, by serde's derives.
#![expect(dead_code, reason = "what is measured is that the fields are read out of the body")]

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Deserialize)]
pub(super) struct Envelope<T> {
    pub(super) success: bool,
    #[serde(default)]
    pub(super) errors: Vec<Message>,
    pub(super) result: Option<T>,
    result_info: Option<ResultInfo>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    code: i64,
    message: String,
}

#[derive(Debug, Deserialize)]
struct ResultInfo {
    total_count: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub struct Token {
    id: Option<String>,
    name: Option<String>,
    status: Option<TokenStatus>,
    condition: Option<Condition>,
    issued_on: Option<Timestamp>,
    modified_on: Option<Timestamp>,
    last_used_on: Option<Timestamp>,
    expires_on: Option<Timestamp>,
    not_before: Option<Timestamp>,
    policies: Option<Vec<Policy>>,
    creator_email_at_creation: Option<String>,
    provisioner_id: Option<String>,
    provisioner_type: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Condition {
    request_ip: Option<RequestIp>,
}

#[derive(Debug, Deserialize)]
struct RequestIp {
    r#in: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Policy {
    id: Option<String>,
    effect: PolicyEffect,
    permission_groups: Vec<PermissionGroup>,
    resources: BTreeMap<String, ResourceScope>,
}

#[derive(Debug, Deserialize)]
struct PermissionGroup {
    id: String,
    name: Option<String>,
    meta: Option<BTreeMap<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ResourceScope {
    All(String),
    Parts(BTreeMap<String, String>),
    Unknown(Value),
}

/// An enum whose unknown values are kept. By hand, since `#[serde(untagged)]` on the last case would buffer each value.
macro_rules! open_enum {
    ($name:ident { $($case:ident = $text:literal),+ }) => {
        #[derive(Debug)]
        enum $name {
            $($case,)+
            Unknown(String),
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Name;

                impl Visitor<'_> for Name {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E>(self, name: &str) -> Result<$name, E> {
                        Ok(match name {
                            $($text => $name::$case,)+
                            _ => $name::Unknown(name.to_owned()),
                        })
                    }
                }

                deserializer.deserialize_str(Name)
            }
        }
    };
}

open_enum!(TokenStatus { Active = "active", Disabled = "disabled", Expired = "expired" });
open_enum!(PolicyEffect { Allow = "allow", Deny = "deny" });

#[derive(Debug, Serialize)]
pub(super) struct TurnKeyDraft<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
pub struct TurnKeyCreated {
    created: Option<Timestamp>,
    modified: Option<Timestamp>,
    name: Option<String>,
    pub(in crate::calls) uid: Option<String>,
    key: Option<SecretString>,
}
