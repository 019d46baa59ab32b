//! Secrets in JSON.

use std::fmt;

use serde_json::Value as Json;

use crate::base::secret::{REDACTED, Secret};
use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::{Value, read_str};
use crate::json::write::Writer;

impl Value for Secret {
    type Form = Self;
}

impl Form<Self> for Secret {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self::from(read_str(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.secret(value.reveal());
    }

    fn placeholder() -> Self {
        Self::from("")
    }
}

/// Writes the mask: a secret is revealed only in the body that is sent.
impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::read::deserialize(deserializer)
    }
}

/// JSON that may contain secrets, since its type has secret fields. Nothing shows any of it.
///
/// ```
/// use clientwright_runtime::{Json, SecretJson};
///
/// let unknown = SecretJson::from(Json::from("c2VjcmV0"));
/// assert_eq!(format!("{unknown:?}"), "SecretJson([redacted])");
/// assert_eq!(unknown.reveal(), "c2VjcmV0");
/// ```
#[derive(Clone, PartialEq)]
pub struct SecretJson(Json);

impl SecretJson {
    /// Returns the JSON with its secrets. Take care where it goes.
    #[must_use]
    pub fn reveal(&self) -> &Json {
        &self.0
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretJson({REDACTED})")
    }
}

impl From<Json> for SecretJson {
    fn from(json: Json) -> Self {
        Self(json)
    }
}

impl Value for SecretJson {
    type Form = Self;
}

impl Form<Self> for SecretJson {
    fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
        Self(<Json as Value>::read(reader, node))
    }

    fn write(value: &Self, writer: &mut Writer) {
        writer.secret_json(&value.0);
    }

    fn placeholder() -> Self {
        Self(Json::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_json_beside_secrets_is_revealed_only_where_it_is_sent() {
        let json = SecretJson::from(serde_json::json!({ "key": "c2VjcmV0" }));
        let written = |mut writer: Writer| {
            json.write(&mut writer);
            String::from_utf8(writer.finish().unwrap()).unwrap()
        };
        assert_eq!(written(Writer::for_body(Vec::new())), r#"{"key":"c2VjcmV0"}"#);
        assert_eq!(written(Writer::for_display()), r#""[redacted]""#);
        assert_eq!(format!("{json:?}"), "SecretJson([redacted])");
    }
}
