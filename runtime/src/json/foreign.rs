//! Types of a program that replace types of a spec.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json::read::Reader;
use crate::json::tape::Node;
use crate::json::value::Value;
use crate::json::write::Writer;

/// Checks at compile time that a type can replace one of a spec (`extern_type`): it must implement [`Value`], so that
/// it can be read and written, and the traits that generated types derive. [`text_value!`](crate::text_value) and
/// [`serde_value!`](crate::serde_value) implement `Value`.
pub const fn extern_type<T: Value + Clone + Debug + PartialEq + Send + Sync + 'static>() {}

/// Reads a type by serde: the `Value::read` of [`serde_value!`](crate::serde_value).
#[doc(hidden)]
pub fn read_serde<'t, T: DeserializeOwned>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    expected: &'static str,
) -> Option<T> {
    let value = serde_json::to_value(node).and_then(serde_json::from_value);
    if value.is_err() {
        reader.malformed(node, expected);
    }
    value.ok()
}

/// Writes a type by serde: the `Value::write` of [`serde_value!`](crate::serde_value).
#[doc(hidden)]
pub fn write_serde<T: Serialize>(value: &T, writer: &mut Writer) {
    writer.plain(value);
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU8;

    use super::*;
    use crate::json::tape::Tape;

    #[derive(Clone, Debug, PartialEq)]
    struct Small(NonZeroU8);

    impl std::str::FromStr for Small {
        type Err = std::num::ParseIntError;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            text.parse().map(Self)
        }
    }

    impl std::fmt::Display for Small {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            std::fmt::Display::fmt(&self.0, f)
        }
    }

    crate::text_value!(Small, Small(NonZeroU8::MIN));

    #[derive(Clone, Debug, PartialEq)]
    struct Texts(Vec<String>);

    impl Serialize for Texts {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    impl<'de> serde::Deserialize<'de> for Texts {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Vec::deserialize(deserializer).map(Self)
        }
    }

    crate::serde_value!(Texts, Texts(Vec::new()));

    fn read<T: Value>(text: &str) -> Result<T, String> {
        let tape = Tape::parse(text).unwrap();
        Reader::read_all(tape.root())
    }

    fn written(value: &impl Value) -> String {
        let mut writer = Writer::for_body(Vec::new());
        value.write(&mut writer);
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_type_of_text_is_read_and_written_as_text() {
        let small: Small = read(r#""7""#).unwrap();
        assert_eq!(written(&small), r#""7""#);
        assert_eq!(read::<Small>(r#""x""#).unwrap_err(), "the body is not text of the type Small");
        assert_eq!(read::<Small>("7").unwrap_err(), "the body is a number, expected a string");
    }

    #[test]
    fn a_type_of_serde_is_read_and_written_by_serde() {
        let texts: Texts = read(r#"["a", "b"]"#).unwrap();
        assert_eq!(written(&texts), r#"["a","b"]"#);
        let fault = read::<Vec<Texts>>(r#"[["a"], [1]]"#).unwrap_err();
        assert_eq!(fault, "`[1]` is not a value of the type Texts");
    }
}
