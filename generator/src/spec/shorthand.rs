//! The short and the long form of what has both.
//!
//! serde's untagged enums would do it in a line each, but answer every mistake with "did not match
//! any variant". A visitor asks first which form it is, and so keeps the cause.

#[cfg(test)]
mod schema;

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

#[cfg(test)]
use schema::Constant;

use crate::words::limit::{Limit, Stated, Takes, Word};

use super::model::{
    Accepted, AnswerForm, Body, BodyForm, EncodingParts, EnumValue, EnumValues, Field, ListKeys,
    Literal, Named, Parameter, Response, Retries, RetryParts, Server, ServerParts, Style, Type,
    TypeParts, UnionCases, ValueForm,
};

/// Returns a literal that is present even when it is null.
pub(super) fn literal<'de, D: Deserializer<'de>, T: From<Literal>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Literal::deserialize(deserializer).map(|value| Some(value.into()))
}

/// Returns a mapping from HTTP statuses, each of which is a number or a word.
pub(super) fn by_status<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Named<T>, D::Error> {
    let entries: IndexMap<Status, T> = IndexMap::deserialize(deserializer)?;
    Ok(entries.into_iter().map(|(Status(status), value)| (status, value)).collect())
}

#[derive(PartialEq, Eq, Hash)]
struct Status(String);

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StatusVisitor;
        impl Visitor<'_> for StatusVisitor {
            type Value = Status;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an HTTP status")
            }

            fn visit_u64<E>(self, status: u64) -> Result<Status, E> {
                Ok(Status(status.to_string()))
            }

            fn visit_str<E>(self, status: &str) -> Result<Status, E> {
                Ok(Status(status.to_owned()))
            }
        }
        deserializer.deserialize_any(StatusVisitor)
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (type_, NoneOfItsOwn) = deserializer.deserialize_any(TypeVisitor(PhantomData))?;
        Ok(type_)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (type_, own) = deserializer.deserialize_any(TypeVisitor::<FieldParts>(PhantomData))?;
        Ok(Self {
            type_,
            const_: own.const_,
            read_only: own.read_only,
            write_only: own.write_only,
            media_type: own.media_type,
            encoding: own.encoding,
        })
    }
}

impl<'de> Deserialize<'de> for Parameter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (type_, own) =
            deserializer.deserialize_any(TypeVisitor::<ParameterParts>(PhantomData))?;
        Ok(Self {
            type_,
            const_: own.const_,
            env: own.env,
            allow_sibling: own.allow_sibling,
            style: own.style,
            explode: own.explode,
            lists: own.lists,
            as_: own.as_,
        })
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (type_, own) = deserializer.deserialize_any(TypeVisitor::<BodyParts>(PhantomData))?;
        Ok(Self {
            type_,
            as_: own.as_,
            media_type: own.media_type,
            wrap: own.wrap,
            encoding: own.encoding,
        })
    }
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (type_, own) =
            deserializer.deserialize_any(TypeVisitor::<ResponseParts>(PhantomData))?;
        Ok(Self { type_, as_: own.as_, media_type: own.media_type, headers: own.headers })
    }
}

impl<'de> Deserialize<'de> for Retries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RetriesVisitor;
        impl<'de> Visitor<'de> for RetriesVisitor {
            type Value = Retries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an integer or a mapping")
            }

            fn visit_u64<E: serde::de::Error>(self, most: u64) -> Result<Retries, E> {
                let most = u32::try_from(most).map_err(E::custom)?;
                Ok(Retries(RetryParts { max: Some(most), ..RetryParts::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Retries, A::Error> {
                RetryParts::deserialize(MapAccessDeserializer::new(parts)).map(Retries)
            }
        }
        deserializer.deserialize_any(RetriesVisitor)
    }
}

impl<'de> Deserialize<'de> for Server {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ServerVisitor;
        impl<'de> Visitor<'de> for ServerVisitor {
            type Value = Server;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a URL or a mapping")
            }

            fn visit_str<E>(self, url: &str) -> Result<Server, E> {
                Ok(Server(ServerParts { url: url.to_owned(), ..ServerParts::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Server, A::Error> {
                ServerParts::deserialize(MapAccessDeserializer::new(parts)).map(Server)
            }
        }
        deserializer.deserialize_any(ServerVisitor)
    }
}

impl<'de> Deserialize<'de> for Accepted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AcceptedVisitor;
        impl<'de> Visitor<'de> for AcceptedVisitor {
            type Value = Accepted;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the name of a scheme or a list of names")
            }

            fn visit_str<E>(self, name: &str) -> Result<Accepted, E> {
                Ok(Accepted::One(name.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Accepted, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(names)).map(Accepted::All)
            }
        }
        deserializer.deserialize_any(AcceptedVisitor)
    }
}

impl<'de> Deserialize<'de> for EnumValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrMap {
            expecting: "a list of values or a mapping from values to sentences",
            list: EnumValues::Plain,
            map: EnumValues::Described,
        })
    }
}

impl<'de> Deserialize<'de> for EnumValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = EnumValue;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a sentence, nothing, or a mapping")
            }

            fn visit_unit<E>(self) -> Result<EnumValue, E> {
                Ok(EnumValue::default())
            }

            fn visit_str<E>(self, summary: &str) -> Result<EnumValue, E> {
                Ok(Some(summary.to_owned()).into())
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<EnumValue, A::Error> {
                let parts = EnumValueParts::deserialize(MapAccessDeserializer::new(entries))?;
                Ok(EnumValue { name: parts.name, summary: parts.summary })
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// An enum value with keys.
#[derive(Default, serde::Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(default)]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
struct EnumValueParts {
    /// The name of the variant in Rust, which is converted to the naming style of variants.
    name: Option<String>,
    /// One sentence about the value.
    summary: Option<String>,
}

impl<'de> Deserialize<'de> for UnionCases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrMap {
            expecting: "a list of types or a mapping from tag values to types",
            list: UnionCases::Untagged,
            map: UnionCases::Tagged,
        })
    }
}

/// Reads a value that is a list or a mapping.
struct ListOrMap<L, M, T> {
    expecting: &'static str,
    list: fn(L) -> T,
    map: fn(M) -> T,
}

impl<'de, L: Deserialize<'de>, M: Deserialize<'de>, T> Visitor<'de> for ListOrMap<L, M, T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expecting)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        L::deserialize(SeqAccessDeserializer::new(items)).map(self.list)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        M::deserialize(MapAccessDeserializer::new(entries)).map(self.map)
    }
}

/// Reads a type that has further keys among its own.
struct TypeVisitor<O>(PhantomData<O>);

impl<'de, O: OwnKeys> Visitor<'de> for TypeVisitor<O> {
    type Value = (Type, O);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a type or a mapping")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok((Type::Bare(name.to_owned()), O::default()))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (mut own, mut limits) = (O::default(), Vec::new());
        let rest = WithoutOwnKeys { access, own: &mut own, limits: &mut limits };
        let mut parts = TypeParts::deserialize(MapAccessDeserializer::new(rest))?;
        parts.limits = limits.into_iter().collect();
        Ok((Type::Full(Box::new(parts)), own))
    }
}

/// The entries of a mapping that belong to the type; the others, and the limits, are taken out while it is read.
struct WithoutOwnKeys<'a, A, O> {
    access: A,
    own: &'a mut O,
    limits: &'a mut Vec<Limit>,
}

impl<'de, A: MapAccess<'de>, O: OwnKeys> MapAccess<'de> for WithoutOwnKeys<'_, A, O> {
    type Error = A::Error;

    fn next_key_seed<K: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.access.next_key::<String>()? {
            if self.own.take(&key, &mut self.access)? {
                continue;
            }
            match Word::of(&key) {
                Some(word) => self.limits.extend(limit(word, &mut self.access)?),
                None => return seed.deserialize(key.into_deserializer()).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, A::Error> {
        self.access.next_value_seed(seed)
    }
}

/// Reads what a constraint word states.
fn limit<'de, A: MapAccess<'de>>(word: Word, access: &mut A) -> Result<Option<Limit>, A::Error> {
    match word.takes() {
        Takes::Count => access.next_value().map(|count| word.limit(Stated::Count(count))),
        Takes::Number => access.next_value().map(|number| word.limit(Stated::Number(number))),
        Takes::Text => access.next_value().map(|text: String| word.limit(Stated::Text(&text))),
        Takes::Flag => access.next_value().map(|flag| word.limit(Stated::Flag(flag))),
        Takes::Integers => {
            access.next_value().map(|list: Vec<i64>| word.limit(Stated::Integers(&list)))
        }
    }
}

/// The keys of a field, a parameter, a body or a response in addition to those of its type.
trait OwnKeys: Default {
    /// Takes the value if the key is one of them.
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, access: &mut A)
    -> Result<bool, A::Error>;
}

/// A type has no further keys.
#[derive(Default)]
struct NoneOfItsOwn;

impl OwnKeys for NoneOfItsOwn {
    fn take<'de, A: MapAccess<'de>>(&mut self, _: &str, _: &mut A) -> Result<bool, A::Error> {
        Ok(false)
    }
}

/// The keys of a field in addition to those of its type.
#[derive(Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(default))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
struct FieldParts {
    /// For a field listed in a body: a constant, which every call sends. It defines the type as well.
    #[cfg_attr(test, schemars(rename = "const"))]
    #[cfg_attr(test, schemars(with = "Constant"))]
    const_: Option<Box<Literal>>,
    /// Whether the field is in responses only.
    read_only: bool,
    /// Whether the field is in requests only.
    write_only: bool,
    /// For a field listed in a multipart body: its media type; for a file, the default.
    media_type: Option<String>,
    /// For a field listed in a form: its encoding.
    encoding: Option<EncodingParts>,
}

impl OwnKeys for FieldParts {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        access: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "const" => self.const_ = Some(access.next_value()?),
            "read_only" => self.read_only = access.next_value()?,
            "write_only" => self.write_only = access.next_value()?,
            "media_type" => self.media_type = access.next_value()?,
            "encoding" => self.encoding = access.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The keys of a parameter in addition to those of its type.
#[derive(Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(default))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
struct ParameterParts {
    /// For a header, a cookie or a query parameter: a constant, which every call sends. It defines the type as well.
    #[cfg_attr(test, schemars(rename = "const"))]
    #[cfg_attr(test, schemars(with = "Constant"))]
    const_: Option<Box<Literal>>,
    /// For a client parameter: the environment variable that its value is read from.
    env: Option<String>,
    /// For a path parameter: allow a value that is the name of a sibling endpoint of the same method.
    allow_sibling: bool,
    /// The style of a list or an object. The default is `form` in a query or a cookie, and `simple` in a path or a header.
    style: Option<Style>,
    /// Whether each part of a list or an object is written on its own. The default is `true` with `style: form` or
    /// `style: deepObject`, and `false` otherwise.
    explode: Option<bool>,
    /// In a query with `style: form` or `style: deepObject`: how a list repeats its key; the default is `repeat`.
    lists: Option<ListKeys>,
    /// `json`: the value is written as JSON, without a style.
    #[cfg_attr(test, schemars(rename = "as"))]
    as_: Option<ValueForm>,
}

impl OwnKeys for ParameterParts {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        access: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "const" => self.const_ = Some(access.next_value()?),
            "env" => self.env = access.next_value()?,
            "allow_sibling" => self.allow_sibling = access.next_value()?,
            "style" => self.style = access.next_value()?,
            "explode" => self.explode = access.next_value()?,
            "lists" => self.lists = access.next_value()?,
            "as" => self.as_ = access.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The keys of a body in addition to those of its type.
#[derive(Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(default))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
struct BodyParts {
    /// The format of the body; the default is JSON.
    #[cfg_attr(test, schemars(rename = "as"))]
    as_: BodyForm,
    /// The media type, if it is not the default of the format.
    media_type: Option<String>,
    /// For JSON: the single field that the object is wrapped in.
    wrap: Option<String>,
    /// For a form: the encoding of fields that have none of their own.
    encoding: Option<EncodingParts>,
}

impl OwnKeys for BodyParts {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        access: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "as" => self.as_ = access.next_value()?,
            "media_type" => self.media_type = access.next_value()?,
            "wrap" => self.wrap = access.next_value()?,
            "encoding" => self.encoding = access.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The keys of a response in addition to those of its type.
#[derive(Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[cfg_attr(test, schemars(default))]
#[cfg_attr(test, schemars(extend("additionalProperties" = false)))]
struct ResponseParts {
    /// The format of the body; the default is JSON.
    #[cfg_attr(test, schemars(rename = "as"))]
    as_: AnswerForm,
    /// The accepted media type, if it is not the default of the format.
    media_type: Option<String>,
    /// Response headers, by name: `integer`, or `{ summary: .., secret: true }`; a `string` unless a type says more.
    headers: Named<Type>,
}

impl OwnKeys for ResponseParts {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        access: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "as" => self.as_ = access.next_value()?,
            "media_type" => self.media_type = access.next_value()?,
            "headers" => self.headers = access.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}
