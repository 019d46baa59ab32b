//! Macros for a program's own types that replace types of a spec.

/// Implements [`Value`](crate::spec::Value) and [`ParameterValue`](crate::spec::ParameterValue) for a type that is a
/// string in JSON, by its `FromStr` and `Display`.
///
/// The second argument is any value of the type. It fills the place of a value that could not be read, and is thrown
/// away with the rest. It can be left out if the type implements `Default`.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Color(u32);
///
/// impl std::str::FromStr for Color {
///     type Err = std::num::ParseIntError;
///
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         u32::from_str_radix(text.trim_start_matches('#'), 16).map(Self)
///     }
/// }
///
/// impl std::fmt::Display for Color {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "#{:06x}", self.0)
///     }
/// }
///
/// clientwright_runtime::text_value!(Color, Color(0));
/// const _: () = clientwright_runtime::spec::extern_type::<Color>();
/// ```
#[macro_export]
macro_rules! text_value {
    ($type:ty) => {
        $crate::text_value!($type, ::core::default::Default::default());
    };
    ($type:ty, $placeholder:expr) => {
        impl $crate::spec::Value for $type {
            type Form = Self;
        }

        impl $crate::spec::Form<Self> for $type {
            fn read<'t>(
                reader: &mut $crate::spec::Reader<'t>,
                node: $crate::spec::Node<'t>,
            ) -> Self {
                let text = $crate::private::read_str(reader, node);
                match <Self as ::core::str::FromStr>::from_str(text) {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(_) => {
                        reader.malformed(
                            node,
                            ::core::concat!("text of the type ", ::core::stringify!($type)),
                        );
                        $placeholder
                    }
                }
            }

            fn write(value: &Self, writer: &mut $crate::spec::Writer) {
                $crate::private::write_str(&::std::string::ToString::to_string(value), writer);
            }

            fn placeholder() -> Self {
                $placeholder
            }
        }

        impl $crate::spec::ParameterValue for $type {
            fn add_to(&self, texts: &mut $crate::spec::ParameterTexts<'_>) {
                texts.add(self);
            }
        }
    };
}

/// Implements [`Value`](crate::spec::Value) for a type that serde reads and writes (`Deserialize`, `Serialize`).
///
/// The second argument is any value of the type. It fills the place of a value that could not be read, and is thrown
/// away with the rest. It can be left out if the type implements `Default`.
///
/// ```
/// use clientwright_runtime::Json;
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct Settings(Json);
/// # impl serde::Serialize for Settings {
/// #     fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
/// #         self.0.serialize(serializer)
/// #     }
/// # }
/// # impl<'de> serde::Deserialize<'de> for Settings {
/// #     fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
/// #         Json::deserialize(deserializer).map(Self)
/// #     }
/// # }
///
/// // With `#[derive(Deserialize, Serialize)]`, or an implementation of both.
/// clientwright_runtime::serde_value!(Settings);
/// const _: () = clientwright_runtime::spec::extern_type::<Settings>();
/// ```
#[macro_export]
macro_rules! serde_value {
    ($type:ty) => {
        $crate::serde_value!($type, ::core::default::Default::default());
    };
    ($type:ty, $placeholder:expr) => {
        impl $crate::spec::Value for $type {
            type Form = Self;
        }

        impl $crate::spec::Form<Self> for $type {
            fn read<'t>(
                reader: &mut $crate::spec::Reader<'t>,
                node: $crate::spec::Node<'t>,
            ) -> Self {
                let expected = ::core::concat!("a value of the type ", ::core::stringify!($type));
                match $crate::private::read_serde(reader, node, expected) {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => $placeholder,
                }
            }

            fn write(value: &Self, writer: &mut $crate::spec::Writer) {
                $crate::private::write_serde(value, writer);
            }

            fn placeholder() -> Self {
                $placeholder
            }
        }
    };
}
