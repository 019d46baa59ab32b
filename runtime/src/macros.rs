//! What generated code says once per type, and what is too long to say it there.

/// States which runtime contract generated code was made for.
///
/// ```
/// clientwright_runtime::contract!(1);
/// ```
///
/// ```compile_fail
/// clientwright_runtime::contract!(2);
/// ```
#[macro_export]
macro_rules! contract {
    (1) => {};
    ($other:tt) => {
        ::core::compile_error!(::core::concat!(
            "this client was generated for contract ",
            ::core::stringify!($other),
            " of clientwright-runtime, and the clientwright-runtime in this build keeps contract 1: ",
            "generate the client anew with the clientwright of the same release, ",
            "or choose the clientwright-runtime that it was made for",
        ));
    };
}

/// States which feature of this library generated code was made for: `decimal`, `examples`, `hmac`, `patterns` or `uuid`.
///
/// ```
/// # #[cfg(feature = "patterns")]
/// clientwright_runtime::needs!(patterns);
/// ```
#[macro_export]
macro_rules! needs {
    (decimal) => {
        $crate::__needs_decimal! {}
    };
    (examples) => {
        $crate::__needs_examples! {}
    };
    (hmac) => {
        $crate::__needs_hmac! {}
    };
    (patterns) => {
        $crate::__needs_patterns! {}
    };
    (uuid) => {
        $crate::__needs_uuid! {}
    };
}

#[cfg(feature = "decimal")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {};
}

#[cfg(not(feature = "decimal"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {
        ::core::compile_error!(
            "this client has decimal numbers of rust_decimal: it needs the feature `decimal` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "uuid")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_uuid {
    () => {};
}

#[cfg(not(feature = "uuid"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_uuid {
    () => {
        ::core::compile_error!(
            "this client has UUIDs of the crate uuid: it needs the feature `uuid` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "examples")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_examples {
    () => {};
}

#[cfg(not(feature = "examples"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_examples {
    () => {
        ::core::compile_error!(
            "these tests try examples: they need the feature `examples` of clientwright-runtime, among the dev-dependencies"
        );
    };
}

#[cfg(feature = "hmac")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_hmac {
    () => {};
}

#[cfg(not(feature = "hmac"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_hmac {
    () => {
        ::core::compile_error!(
            "this client can sign its requests: it needs the feature `hmac` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "patterns")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_patterns {
    () => {};
}

#[cfg(not(feature = "patterns"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_patterns {
    () => {
        ::core::compile_error!(
            "this client checks texts against patterns: it needs the feature `patterns` of clientwright-runtime"
        );
    };
}

/// Makes a [`Value`](crate::Value) of a struct: names its fields on the wire, and gives it `Serialize` (secrets masked),
/// `Deserialize` and `From<&Self>`. The type must be `Clone`.
///
/// Behind them follow, where there are any: `nullable { .. }`, the fields that must be there but may be null;
/// `read_only { .. }`, those that are never sent; `rest` and the name of a field that is a map of the members without
/// one, for which the type has a constant `NAMED` of the names that are none of its; and, where values keep to a schema,
/// the name of a constant of the type.
///
/// For an [`Object`](crate::Object) that is written by hand, the name alone makes a value of it.
///
/// ```
/// use clientwright_runtime::{Field, Schema, object};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Key {
///     pub id: String,
///     pub type_: Option<String>,
/// }
///
/// impl Key {
///     const LIMITS: Schema =
///         Schema::object(const { &[Field::required("id", Schema::string().max_length(32))] });
/// }
///
/// object!(Key { id = "id", type_ = "type" }, LIMITS);
///
/// let key: Key = serde_json::from_str(r#"{"id": "a", "type": "b"}"#)?;
/// assert_eq!(key.type_.as_deref(), Some("b"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    ($name:ident $(<$($parameter:ident),+>)?) => {
        impl $(<$($parameter: $crate::Value),+>)? $crate::Value for $name $(<$($parameter),+>)? {
            type Form = $crate::private::Objects;
        }

        $crate::__serde!($name $(<$($parameter),+>)?);

        impl $(<$($parameter: ::core::clone::Clone),+>)? ::core::convert::From<&Self> for $name $(<$($parameter),+>)? {
            fn from(value: &Self) -> Self {
                ::core::clone::Clone::clone(value)
            }
        }
    };
    (
        $name:ident $(<$parameter:ident>)? { $($field:ident = $wire:literal),* }
        $(nullable { $($nullable:ident = $nullable_wire:literal),* })?
        $(read_only { $($read_only:ident = $read_only_wire:literal),* })?
        $(rest $rest:ident)?
        $(, $schema:ident)?
    ) => {
        impl $(<$parameter: $crate::Value>)? $crate::Object for $name $(<$parameter>)? {
            $(const SCHEMA: $crate::Schema = Self::$schema;)?

            fn read(fields: &mut $crate::Fields<'_, '_>) -> Self {
                Self {
                    $($field: fields.field($wire),)*
                    $($($nullable: fields.nullable($nullable_wire),)*)?
                    $($($read_only: fields.field($read_only_wire),)*)?
                    $($rest: fields.rest(Self::NAMED),)?
                }
            }

            fn write(&self, fields: &mut $crate::FieldWriter<'_>) {
                $(fields.field($wire, &self.$field);)*
                $($(fields.nullable($nullable_wire, &self.$nullable);)*)?
                $($(fields.read_only($read_only_wire, &self.$read_only);)*)?
                $(fields.rest(Self::NAMED, &self.$rest);)?
            }
        }

        $crate::object!($name $(<$parameter>)?);
    };
}

/// `Serialize` and `Deserialize` by way of `Value`.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident $(<$($parameter:ident),+>)?) => {
        impl $(<$($parameter: $crate::Value),+>)? $crate::private::serde::Serialize for $name $(<$($parameter),+>)? {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

        impl<'de $($(, $parameter: $crate::Value)+)?> $crate::private::serde::Deserialize<'de>
            for $name $(<$($parameter),+>)?
        {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}

/// Conversions of a tuple struct from texts.
#[doc(hidden)]
#[macro_export]
macro_rules! __from_text {
    ($name:ident: $($text:ty),*) => {
        $(
            impl ::core::convert::From<$text> for $name {
                fn from(text: $text) -> Self {
                    Self(::core::convert::From::from(text))
                }
            }
        )*

        impl ::core::convert::From<&Self> for $name {
            fn from(value: &Self) -> Self {
                ::core::clone::Clone::clone(value)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(::core::convert::From::from(text))
            }
        }
    };
}

/// Completes `#[derive(Clone, ..)] pub struct AccountId(String);`, a text with a type of its own. It never validates.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct AccountId(String);
/// clientwright_runtime::string_newtype!(AccountId);
///
/// assert_eq!(AccountId::from("023e").to_string(), "023e");
/// ```
#[macro_export]
macro_rules! string_newtype {
    ($name:ident) => {
        $crate::__from_text!(
            $name: ::std::string::String, &str, &::std::string::String, ::std::borrow::Cow<'_, str>,
            ::std::boxed::Box<str>
        );
        $crate::__serde!($name);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned.
            #[must_use]
            pub fn into_string(self) -> ::std::string::String {
                self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        $crate::__newtype_value!($name);
    };
}

/// Completes `#[derive(Clone, ..)] pub struct StreamKey(Secret);`, a secret with a type of its own.
///
/// ```
/// use clientwright_runtime::Secret;
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct StreamKey(Secret);
/// clientwright_runtime::secret_newtype!(StreamKey);
///
/// assert_eq!(format!("{:?}", StreamKey::from("abc")), "StreamKey(Secret([redacted]))");
/// ```
#[macro_export]
macro_rules! secret_newtype {
    ($name:ident) => {
        $crate::__from_text!(
            $name: ::std::string::String, &str, &::std::string::String, ::std::borrow::Cow<'_, str>,
            $crate::Secret, &$crate::Secret
        );
        $crate::__serde!($name);

        impl $name {
            /// The text itself: take care where it goes.
            #[must_use]
            pub fn reveal(&self) -> &str {
                self.0.reveal()
            }
        }

        impl ::core::convert::From<$name> for $crate::Secret {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        $crate::__newtype_value!($name);
    };
}

/// `Value` and `ParameterValue` of a tuple struct by way of its only field.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype_value {
    ($name:ident) => {
        impl $crate::Value for $name {
            type Form = Self;
        }

        impl $crate::Form<Self> for $name {
            fn read<'t>(reader: &mut $crate::Reader<'t>, node: $crate::Node<'t>) -> Self {
                Self($crate::Value::read(reader, node))
            }

            fn write(value: &Self, writer: &mut $crate::Writer) {
                $crate::Value::write(&value.0, writer);
            }

            fn placeholder() -> Self {
                Self($crate::Value::placeholder())
            }
        }

        impl $crate::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::ParameterTexts<'_>) {
                $crate::ParameterValue::add_to(&self.0, texts);
            }
        }
    };
}

/// Names the values of an enum on the wire, which makes it an [`OpenEnum`](crate::OpenEnum), and completes it: `ALL`,
/// `as_str`, conversions, `Display`, `Value`, `ParameterValue`, `Serialize`, `Deserialize`. Its last variant,
/// `Unknown(String)`, keeps what has no other.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum Region {
///     Europe,
///     Asia,
///     Unknown(String),
/// }
///
/// clientwright_runtime::open_enum!(Region { Europe = "eu", Asia = "ap" });
///
/// assert_eq!(Region::from("eu"), Region::Europe);
/// assert_eq!(Region::from("mars").as_str(), "mars");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $wire:literal),* }) => {
        impl $crate::OpenEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            const NAMES: &'static [&'static str] = &[$($wire),*];

            fn unknown(name: ::std::string::String) -> Self {
                Self::Unknown(name)
            }

            fn as_unknown(&self) -> ::core::option::Option<&str> {
                if let Self::Unknown(name) = self {
                    ::core::option::Option::Some(name)
                } else {
                    ::core::option::Option::None
                }
            }
        }

        impl $name {
            /// The values known, in the order of the spec.
            pub const ALL: &'static [Self] = <Self as $crate::OpenEnum>::ALL;

            /// The name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::OpenEnum::name(self)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(name: &str) -> Self {
                $crate::private::open_enum(::std::borrow::Cow::Borrowed(name))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(name: ::std::string::String) -> Self {
                $crate::private::open_enum(::std::borrow::Cow::Owned(name))
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(name: &::std::string::String) -> Self {
                $crate::private::open_enum(::std::borrow::Cow::Borrowed(name))
            }
        }

        impl ::core::convert::From<&Self> for $name {
            fn from(value: &Self) -> Self {
                ::core::clone::Clone::clone(value)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(::core::convert::From::from(name))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::OpenEnum::name(self))
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                $crate::OpenEnum::name(self)
            }
        }

        impl $crate::Value for $name {
            type Form = $crate::private::OpenEnums;
        }

        impl $crate::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::ParameterTexts<'_>) {
                $crate::ParameterValue::add_to($crate::OpenEnum::name(self), texts);
            }
        }

        $crate::__serde!($name);
    };
}

/// Gives the values of an enum their integers on the wire, which makes it an [`OpenInteger`](crate::OpenInteger), and
/// completes it: `ALL`, `value`, conversions, `Display`, `Value`, `ParameterValue`, `Serialize`, `Deserialize`. Its last
/// variant, `Unknown(i64)`, keeps what has no other.
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub enum Access {
///     Reader,
///     Writer,
///     Unknown(i64),
/// }
///
/// clientwright_runtime::open_integer!(Access { Reader = 10, Writer = 20 });
///
/// assert_eq!(Access::from(20), Access::Writer);
/// assert_eq!(Access::from(30).value(), 30);
/// ```
#[macro_export]
macro_rules! open_integer {
    ($name:ident { $($variant:ident = $value:expr),* }) => {
        impl $crate::OpenInteger for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            const VALUES: &'static [i64] = &[$($value),*];

            fn unknown(value: i64) -> Self {
                Self::Unknown(value)
            }

            fn as_unknown(&self) -> ::core::option::Option<i64> {
                if let Self::Unknown(value) = self {
                    ::core::option::Option::Some(*value)
                } else {
                    ::core::option::Option::None
                }
            }
        }

        impl $name {
            /// The values known, in the order of the spec.
            pub const ALL: &'static [Self] = <Self as $crate::OpenInteger>::ALL;

            /// The integer on the wire.
            #[must_use]
            pub fn value(self) -> i64 {
                $crate::OpenInteger::value(&self)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::private::open_integer(value)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::core::convert::From<&Self> for $name {
            fn from(value: &Self) -> Self {
                *value
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::Value for $name {
            type Form = $crate::private::OpenIntegers;
        }

        impl $crate::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::ParameterTexts<'_>) {
                texts.add(self.value());
            }
        }

        $crate::__serde!($name);
    };
}

/// Makes a [`Value`](crate::Value) of an enum of which each variant holds a value of one kind: also `Serialize`,
/// `Deserialize`, `From<&Self>`, and `From` of the types that are named behind `from`. The type must be `Clone`. Its last
/// variant, `Unknown`, keeps what is none of the others, as [`Json`](crate::Json) or [`SecretJson`](crate::SecretJson).
///
/// Where a field tells which case it is, its name stands first, and each variant has its value: `= own("circle")` where
/// what the variant holds has the field itself, `= tagged("circle")` where it is added. Where values keep to a schema,
/// the name of a constant of the type follows.
///
/// For a [`Union`](crate::Union) that is written by hand, the name alone makes a value of it.
///
/// ```
/// use clientwright_runtime::{Json, union};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum Scope {
///     Text(String),
///     Count(i64),
///     Unknown(Json),
/// }
///
/// union!(Scope { Text, Count } from { Text(String), Count(i64) });
///
/// assert_eq!(serde_json::from_str::<Scope>("3")?, Scope::from(3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    ($name:ident) => {
        impl $crate::Value for $name {
            type Form = $crate::private::Unions;
        }

        impl ::core::convert::From<&Self> for $name {
            fn from(value: &Self) -> Self {
                ::core::clone::Clone::clone(value)
            }
        }

        $crate::__serde!($name);
    };
    (
        $name:ident { $($variant:ident),* } $(from { $($case:ident($type:ty)),* })? $(, $schema:ident)?
    ) => {
        impl $crate::Union for $name {
            $(const SCHEMA: $crate::Schema = Self::$schema;)?

            fn read<'r, 't>(choice: $crate::Choice<'r, 't, Self>) -> $crate::Choice<'r, 't, Self> {
                choice $(.case(Self::$variant))*
            }

            fn write(&self, writer: &mut $crate::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::Value::write(value, writer),)*
                    Self::Unknown(value) => $crate::Value::write(value, writer),
                }
            }

            fn unknown(json: $crate::Json) -> Self {
                Self::Unknown(::core::convert::From::from(json))
            }
        }

        $($(
            impl ::core::convert::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$case(value)
                }
            }
        )*)?

        $crate::union!($name);
    };
    (
        $name:ident by $tag:literal { $($variant:ident = $how:ident($wire:literal)),* }
        $(from { $($case:ident($type:ty)),* })? $(, $schema:ident)?
    ) => {
        impl $crate::Union for $name {
            $(const SCHEMA: $crate::Schema = Self::$schema;)?

            fn read<'r, 't>(choice: $crate::Choice<'r, 't, Self>) -> $crate::Choice<'r, 't, Self> {
                choice.tag($tag) $(.tagged($wire, Self::$variant))*
            }

            fn write(&self, writer: &mut $crate::Writer) {
                match self {
                    $(Self::$variant(value) => writer.$how($tag, $wire, value),)*
                    Self::Unknown(value) => $crate::Value::write(value, writer),
                }
            }

            fn unknown(json: $crate::Json) -> Self {
                Self::Unknown(::core::convert::From::from(json))
            }
        }

        $($(
            impl ::core::convert::From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$case(value)
                }
            }
        )*)?

        $crate::union!($name);
    };
}

/// Makes an enum with a variant a status what an endpoint answers.
///
/// ```
/// use clientwright_runtime::{Endpoint, Json, StatusForm, answers};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum ScanAnswer {
///     Ok(String),
///     Accepted(Json),
///     NoContent,
/// }
/// answers!(ScanAnswer, 200 => Ok(_), 202 => Accepted(_), 204 => NoContent);
///
/// static SCAN: Endpoint<ScanAnswer, ()> =
///     Endpoint::post("scan", "/scan").by_status(const { &[StatusForm::nothing(204)] });
/// # let _ = SCAN.operation();
/// ```
#[macro_export]
macro_rules! answers {
    ($name:ident, $($status:pat => $variant:ident $(($data:tt))?),+) => {
        impl $crate::Answer for $name {
            fn take(
                arrived: &mut $crate::private::Arrived<'_>,
            ) -> ::core::result::Result<Self, $crate::private::Rejected> {
                match arrived.status() {
                    $($status => $crate::__answer!(arrived, $variant $($data)?),)+
                    _ => ::core::result::Result::Err(arrived.unexpected()),
                }
            }
        }
    };
}

/// One variant out of what came.
#[doc(hidden)]
#[macro_export]
macro_rules! __answer {
    ($arrived:ident, $variant:ident) => {
        <() as $crate::Answer>::take($arrived).map(|()| Self::$variant)
    };
    ($arrived:ident, $variant:ident $data:tt) => {
        $crate::Answer::take($arrived).map(Self::$variant)
    };
}

/// Gives a request type (a tuple struct around [`Request`](crate::Request)) what every request has.
#[macro_export]
macro_rules! request {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);

        impl $name {
            /// The same request, answered with the whole envelope instead of the data in it.
            pub fn envelope(
                self,
            ) -> $crate::Request<
                <$request as $crate::Enveloped>::Envelope,
                <$request as $crate::Sendable>::Api,
            > {
                self.0.envelope()
            }
        }
    };
}

/// Gives a request type whose answer is handed on as it comes ([`Download`](crate::Download),
/// [`Events`](crate::Events), [`Lines`](crate::Lines)), or is one of several by its status
/// ([`answers!`](crate::answers)), what such a request has: all that [`request!`](crate::request) gives, without the
/// envelope.
#[macro_export]
macro_rules! streamed {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Tells how far the bodies are, that which is sent and that which comes, whenever a piece has gone by.
            pub fn on_progress(
                self,
                observer: impl ::core::ops::Fn($crate::Progress)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_progress(observer))
            }

            /// Gives up after this time, body included, instead of the client's timeout.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Adds a header, or replaces one that the runtime would set. Headers that carry the credentials or frame
            /// the message are refused when the request is sent.
            pub fn header(
                self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Gives up after this time, all retries and the waits between them included.
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Is made again this many times at most, instead of what the endpoint or the client says.
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// How often and how soon it is made again.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Says that making it twice does what making it once does: only then it is made again once something of
            /// it may have left.
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Credentials of this call, in the order in which the builder's method of the scheme takes them, instead
            /// of the client's.
            pub fn credentials(
                self,
                scheme: &str,
                values: impl ::core::iter::IntoIterator<
                    Item = impl ::core::convert::Into<$crate::Secret>,
                >,
            ) -> Self {
                Self(self.0.credentials(scheme, values))
            }

            /// The URL that the request would be sent to. Nothing is sent.
            ///
            /// # Errors
            ///
            /// What would stop the request before it is sent.
            pub fn url(
                &self,
            ) -> ::core::result::Result<$crate::Url, <$request as $crate::Sendable>::Error> {
                self.0.url()
            }

            /// The same request, answered with status, headers and bytes, whatever the status.
            pub fn raw(self) -> $crate::Raw<<$request as $crate::Sendable>::Api> {
                self.0.raw()
            }

            /// The same request, answered with status and headers besides the data.
            pub fn response(
                self,
            ) -> $crate::Responding<
                <$request as $crate::Sendable>::Answer,
                <$request as $crate::Sendable>::Api,
            > {
                self.0.response()
            }
        }

        $crate::__request_blocking!($name, $request);

        impl ::core::future::IntoFuture for $name {
            type Output = <$request as ::core::future::IntoFuture>::Output;
            type IntoFuture = <$request as ::core::future::IntoFuture>::IntoFuture;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// Gives a request type whose answer is a [`Download`](crate::Download) what such a request has: all that
/// [`streamed!`](crate::streamed) gives, and `save_to`; with the feature `blocking` also `save_to_blocking`.
#[macro_export]
macro_rules! download {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);
        $crate::__save!($name, $request);
    };
}

/// Saving what comes, where the runtime has files.
#[cfg(feature = "files")]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends it and saves the answer as a file, which is there only once all has come; gives the number of
            /// bytes.
            ///
            /// # Errors
            ///
            /// A path that cannot be written, which is found out before anything is sent; or whatever goes wrong with
            /// the call and its answer.
            pub async fn save_to(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::Sendable>::Error> {
                self.0.save_to(path).await
            }
        }

        $crate::__save_blocking!($name, $request);
    };
}

/// Saving what comes, where the runtime has files.
#[cfg(not(feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {};
}

/// Saving what comes, where the runtime has files and blocking calls.
#[cfg(all(feature = "blocking", feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// As [`save_to`](Self::save_to), waiting on this thread.
            ///
            /// # Errors
            ///
            /// As [`save_to`](Self::save_to). On a thread of an async runtime it is refused, and nothing is sent.
            pub fn save_to_blocking(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::Sendable>::Error> {
                self.0.save_to_blocking(path)
            }
        }
    };
}

/// Saving what comes, where the runtime has files and blocking calls.
#[cfg(all(feature = "files", not(feature = "blocking")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {};
}

/// Gives a client and its builder (tuple structs around [`Client`](crate::Client) and
/// [`ClientBuilder`](crate::ClientBuilder)) what every client has.
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $api:ty) => {
        impl $client {
            /// A builder with nothing set.
            pub fn builder() -> $builder {
                $builder($crate::ClientBuilder::new(<$api as $crate::Service>::api()))
            }

            /// A client of what the environment variables of the API say.
            ///
            /// # Errors
            ///
            /// A variable whose value cannot be used; the error names it, and never shows the value.
            pub fn from_env()
            -> ::core::result::Result<Self, $crate::Error<<$api as $crate::Service>::Failure>> {
                Self::builder().env().build()
            }
        }

        impl $builder {
            /// Takes from the environment variables of the API what is not set otherwise. Values are trimmed; a blank
            /// one counts as not set.
            #[must_use]
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// As [`env`](Self::env), with a lookup other than the process's environment.
            #[must_use]
            pub fn env_from(
                self,
                lookup: impl ::core::ops::Fn(&str) -> ::core::option::Option<::std::ffi::OsString>,
            ) -> Self {
                Self(self.0.env_from(lookup))
            }

            /// Where the API is, instead of the server chosen. A path in it stands before the path of every call.
            #[must_use]
            pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// How long one attempt may take, body included; 60 seconds unless set.
            #[must_use]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The `User-Agent` that is sent.
            #[must_use]
            pub fn user_agent(
                self,
                text: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.user_agent(text))
            }

            /// The greatest number of bytes that an answer may have once decompressed; 32 MiB unless set.
            #[must_use]
            pub fn max_response_size(self, bytes: usize) -> Self {
                Self(self.0.max_response_size(bytes))
            }

            /// Allows credentials over plain http to other hosts than the loopback: they can be read on the way.
            #[must_use]
            pub fn allow_plain_http(self) -> Self {
                Self(self.0.allow_plain_http())
            }

            /// The clock that signatures are dated by and waits go by; the system's unless set.
            #[must_use]
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// How long a call may take with all its retries; as long as it takes unless set.
            #[must_use]
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How many times a call that failed is made again at most; 2 unless set.
            #[must_use]
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// How often and how soon a call that failed is made again.
            #[must_use]
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// How many tokens all calls of the client and its clones may spend on retries; 500 unless set.
            #[must_use]
            pub fn retry_budget(self, tokens: u32) -> Self {
                Self(self.0.retry_budget(tokens))
            }

            /// The chance by which waits differ: a number from 0 to 1.
            #[must_use]
            pub fn jitter(
                self,
                chance: impl ::core::ops::Fn() -> f64
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.jitter(chance))
            }

            /// Sends through this, instead of through reqwest.
            #[must_use]
            pub fn transport(self, transport: impl $crate::transport::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// How many redirects of a `GET` or `HEAD` are followed; 10 unless set.
            #[must_use]
            pub fn redirects(self, most: u32) -> Self {
                Self(self.0.redirects(most))
            }

            /// How many pages of a list a stream gives at most before it ends with an error; 10,000 unless set.
            #[must_use]
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Is asked before every attempt, and told after it.
            #[must_use]
            pub fn interceptor(self, interceptor: impl $crate::Interceptor) -> Self {
                Self(self.0.interceptor(interceptor))
            }

            /// Sends without regard to the rate limits of the API, which the client otherwise keeps to where the
            /// runtime's feature `rate-limit` is on.
            #[must_use]
            pub fn without_rate_limit(self) -> Self {
                Self(self.0.without_rate_limit())
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// A base URL, credential or other option that cannot be used (credentials are never shown), or no transport
            /// where the runtime has no reqwest.
            pub fn build(
                self,
            ) -> ::core::result::Result<$client, $crate::Error<<$api as $crate::Service>::Failure>>
            {
                ::core::result::Result::Ok($client(self.0.build()?))
            }
        }

        $crate::__client_reqwest!($builder);
        $crate::__client_tracing!($builder);
        $crate::__client_drift!($builder);
        $crate::__client_mock!($builder);
    };
}

/// The mock, where the runtime has it.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {
        impl $builder {
            /// Answers from a mock instead of a server. An API without a server gets a base URL that does not exist.
            #[must_use]
            pub fn mock(self, mock: &$crate::mock::Mock) -> Self {
                Self(self.0.mock(mock))
            }
        }
    };
}

/// The mock, where the runtime has it.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {};
}

/// The hand-over of a `reqwest::ClientBuilder`, where the runtime has reqwest.
#[cfg(feature = "reqwest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {
        impl $builder {
            /// Sends through a client made by this builder: for certificates, connection pools, HTTP versions.
            /// Redirects and timeouts stay with the runtime.
            #[must_use]
            pub fn reqwest(self, builder: $crate::reqwest::ClientBuilder) -> Self {
                Self(self.0.reqwest(builder))
            }

            /// Sends through the proxy at this URL, instead of those that the environment names.
            #[must_use]
            pub fn proxy(self, url: impl ::core::convert::Into<$crate::Secret>) -> Self {
                Self(self.0.proxy(url))
            }
        }
    };
}

/// The hand-over of a `reqwest::ClientBuilder`, where the runtime has reqwest.
#[cfg(not(feature = "reqwest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {};
}

/// What [`request!`](crate::request) gives besides where the runtime has the feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends it, and waits on this thread for what it answers.
            ///
            /// # Errors
            ///
            /// What awaiting it may end with. On a thread of an async runtime it is refused, and nothing is sent.
            pub fn send_blocking(self) -> <$request as ::core::future::IntoFuture>::Output {
                self.0.send_blocking()
            }
        }
    };
}

/// What [`request!`](crate::request) gives besides where the runtime has the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {};
}

/// What traces show, where the runtime traces.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {
        impl $builder {
            /// What the spans and events of calls show besides names and numbers; nothing unless set.
            #[must_use]
            pub fn trace_details(self, details: $crate::TraceDetails) -> Self {
                Self(self.0.trace_details(details))
            }
        }
    };
}

/// What traces show, where the runtime traces.
#[cfg(not(feature = "tracing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {};
}

/// Reports of what the spec does not know, where the runtime makes them.
#[cfg(feature = "drift")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {
        impl $builder {
            /// Is told of what answers hold and the spec does not know: unknown fields and values, and values that
            /// break its limits, once each.
            #[must_use]
            pub fn on_drift(
                self,
                listener: impl ::core::ops::Fn(&$crate::Drift)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_drift(listener))
            }
        }
    };
}

/// Reports of what the spec does not know, where the runtime makes them.
#[cfg(not(feature = "drift"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {};
}
