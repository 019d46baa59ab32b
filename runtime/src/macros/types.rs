//! What every generated type has: reading and writing JSON, and conversions.

/// Implements [`Value`](crate::spec::Value), `Serialize` (which masks secrets), `Deserialize` and `From<&Self>` for a
/// struct, from the names of its fields in JSON. The type must implement `Clone`.
///
/// Each JSON name is stated, even if it equals the name of the field: deriving it would add a tenth to the time of
/// compiling.
///
/// The fields are followed by what else applies, in this order:
///
/// - `nullable { .. }`: the required fields that may be null.
/// - `read_only { .. }`: the fields that are never sent.
/// - `rest` and a field: the map that keeps all other members. The type then has a constant `NAMED`, which lists the
///   names of its own fields.
/// - the constant of the type that holds its schema.
///
/// For an [`Object`](crate::spec::Object) that is implemented by hand, the name of the type is enough.
///
/// ```
/// use clientwright_runtime::object;
/// use clientwright_runtime::spec::{Field, Schema};
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
        impl $(<$($parameter: $crate::spec::Value),+>)? $crate::spec::Value for $name $(<$($parameter),+>)? {
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
        $name:ident $(<$parameter:ident>)? { $($field:ident = $wire:literal),* $(,)? }
        $(nullable { $($nullable:ident = $nullable_wire:literal),* $(,)? })?
        $(read_only { $($read_only:ident = $read_only_wire:literal),* $(,)? })?
        $(rest $rest:ident)?
        $(, $schema:ident)?
    ) => {
        impl $(<$parameter: $crate::spec::Value>)? $crate::spec::Object for $name $(<$parameter>)? {
            $(const SCHEMA: $crate::spec::Schema = Self::$schema;)?

            fn read(fields: &mut $crate::spec::Fields<'_, '_>) -> Self {
                Self {
                    $($field: fields.field($wire),)*
                    $($($nullable: fields.nullable($nullable_wire),)*)?
                    $($($read_only: fields.field($read_only_wire),)*)?
                    $($rest: fields.rest(Self::NAMED),)?
                }
            }

            fn write(&self, fields: &mut $crate::spec::FieldWriter<'_>) {
                $(fields.field($wire, &self.$field);)*
                $($(fields.nullable($nullable_wire, &self.$nullable);)*)?
                $($(fields.read_only($read_only_wire, &self.$read_only);)*)?
                $(fields.rest(Self::NAMED, &self.$rest);)?
            }
        }

        $crate::object!($name $(<$parameter>)?);
    };
}

/// `Serialize` and `Deserialize` by means of `Value`.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident $(<$($parameter:ident),+>)?) => {
        impl $(<$($parameter: $crate::spec::Value),+>)? $crate::private::serde::Serialize for $name $(<$($parameter),+>)? {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

        impl<'de $($(, $parameter: $crate::spec::Value)+)?> $crate::private::serde::Deserialize<'de>
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

/// Conversions of a tuple struct from strings.
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

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(::core::convert::From::from(text))
            }
        }
    };
}

/// Adds methods and conversions to a tuple struct around `String`, such as `#[derive(Clone, ..)] pub struct
/// AccountId(String);`. It never validates.
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
            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the text, owned.
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

/// Adds methods and conversions to a tuple struct around [`Secret`](crate::Secret), such as `#[derive(Clone, ..)] pub
/// struct StreamKey(Secret);`.
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
            /// Returns the secret in plain text. Take care where it goes.
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

/// `Value` and `ParameterValue` of a tuple struct by means of its only field.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype_value {
    ($name:ident) => {
        impl $crate::spec::Value for $name {
            type Form = Self;
        }

        impl $crate::spec::Form<Self> for $name {
            fn read<'t>(
                reader: &mut $crate::spec::Reader<'t>,
                node: $crate::spec::Node<'t>,
            ) -> Self {
                Self($crate::spec::Value::read(reader, node))
            }

            fn write(value: &Self, writer: &mut $crate::spec::Writer) {
                $crate::spec::Value::write(&value.0, writer);
            }

            fn placeholder() -> Self {
                Self($crate::spec::Value::placeholder())
            }
        }

        impl $crate::spec::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::spec::ParameterTexts<'_>) {
                $crate::spec::ParameterValue::add_to(&self.0, texts);
            }
        }
    };
}

/// Implements [`OpenEnum`](crate::spec::OpenEnum) for an enum of strings, from the string of each variant, and adds
/// `ALL`, `as_str`, conversions, `Display`, `Value`, `ParameterValue`, `Serialize` and `Deserialize`. The last variant
/// must be `Unknown(String)`: it keeps every string that no other variant stands for.
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
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $crate::spec::OpenEnum for $name {
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
            /// The known values, in the order of the spec.
            pub const ALL: &'static [Self] = <Self as $crate::spec::OpenEnum>::ALL;

            /// Returns the string of the value in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::spec::OpenEnum::name(self)
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

            fn from_str(
                name: &str,
            ) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(::core::convert::From::from(name))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::spec::OpenEnum::name(self))
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                $crate::spec::OpenEnum::name(self)
            }
        }

        impl $crate::spec::Value for $name {
            type Form = $crate::private::OpenEnums;
        }

        impl $crate::spec::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::spec::ParameterTexts<'_>) {
                $crate::spec::ParameterValue::add_to($crate::spec::OpenEnum::name(self), texts);
            }
        }

        $crate::__serde!($name);
    };
}

/// Implements [`OpenInteger`](crate::spec::OpenInteger) for an enum of integers, from the integer of each variant, and
/// adds `ALL`, `value`, conversions, `Display`, `Value`, `ParameterValue`, `Serialize` and `Deserialize`. The last
/// variant must be `Unknown(i64)`: it keeps every integer that no other variant stands for.
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
    ($name:ident { $($variant:ident = $value:expr),* $(,)? }) => {
        impl $crate::spec::OpenInteger for $name {
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
            /// The known values, in the order of the spec.
            pub const ALL: &'static [Self] = <Self as $crate::spec::OpenInteger>::ALL;

            /// Returns the integer of the value in JSON.
            #[must_use]
            pub fn value(self) -> i64 {
                $crate::spec::OpenInteger::value(&self)
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

        impl $crate::spec::Value for $name {
            type Form = $crate::private::OpenIntegers;
        }

        impl $crate::spec::ParameterValue for $name {
            fn add_to(&self, texts: &mut $crate::spec::ParameterTexts<'_>) {
                texts.add(self.value());
            }
        }

        $crate::__serde!($name);
    };
}

/// Implements [`Union`](crate::spec::Union) for an enum whose variants hold values of different types, and adds
/// `Value`, `Serialize`, `Deserialize`, `From<&Self>`, and `From` for each type that is listed after `from`. The type
/// must implement `Clone`. The last variant must be `Unknown`: it keeps every value that no other variant fits, as
/// [`Json`](crate::Json) or [`SecretJson`](crate::SecretJson).
///
/// If a field (the discriminator) says which variant a value is, its name comes first, and each variant has its value:
/// `= own("circle")` if the type that the variant holds has the field itself, `= tagged("circle")` if the field is
/// added. If values must keep to a schema, the name of the constant that holds it comes last.
///
/// For a [`Union`](crate::spec::Union) that is implemented by hand, the name of the type is enough.
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
        impl $crate::spec::Value for $name {
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
        $name:ident { $($variant:ident),* $(,)? } $(from { $($case:ident($type:ty)),* $(,)? })? $(, $schema:ident)?
    ) => {
        impl $crate::spec::Union for $name {
            $(const SCHEMA: $crate::spec::Schema = Self::$schema;)?

            fn read<'r, 't>(choice: $crate::spec::Choice<'r, 't, Self>) -> $crate::spec::Choice<'r, 't, Self> {
                choice $(.case(Self::$variant))*
            }

            fn write(&self, writer: &mut $crate::spec::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::spec::Value::write(value, writer),)*
                    Self::Unknown(value) => $crate::spec::Value::write(value, writer),
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
        $name:ident by $tag:literal { $($variant:ident = $how:ident($wire:literal)),* $(,)? }
        $(from { $($case:ident($type:ty)),* $(,)? })? $(, $schema:ident)?
    ) => {
        impl $crate::spec::Union for $name {
            $(const SCHEMA: $crate::spec::Schema = Self::$schema;)?

            fn read<'r, 't>(choice: $crate::spec::Choice<'r, 't, Self>) -> $crate::spec::Choice<'r, 't, Self> {
                choice.tag($tag) $(.tagged($wire, Self::$variant))*
            }

            fn write(&self, writer: &mut $crate::spec::Writer) {
                match self {
                    $(Self::$variant(value) => writer.$how($tag, $wire, value),)*
                    Self::Unknown(value) => $crate::spec::Value::write(value, writer),
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
