//! Tuples: arrays whose items have types of their own.

use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::{Items, Node, Token};
use crate::json::value::Value;
use crate::json::write::Writer;

/// Returns the items of an array that has at least this many; further ones are ignored.
fn items<'t>(
    reader: &mut Reader<'t>,
    node: Node<'t>,
    count: u32,
    expected: &'static str,
) -> Items<'t> {
    match node.token() {
        Token::List { items, .. } if items < count => reader.malformed(node, expected),
        Token::List { .. } => {}
        _ => reader.unexpected(node, expected),
    }
    node.items()
}

fn item<'t, T: Value>(reader: &mut Reader<'t>, items: &mut Items<'t>) -> T {
    match items.next() {
        Some(node) if !reader.has_fault() => T::read(reader, node),
        _ => T::placeholder(),
    }
}

macro_rules! tuples {
    ($($count:literal $($type:ident $index:tt)+;)*) => {
        $(
            #[doc = concat!("An array of at least ", $count, " items; further ones are ignored.")]
            impl<$($type: Value),+> Value for ($($type,)+) {
                type Form = Self;
            }

            impl<$($type: Value),+> Form<Self> for ($($type,)+) {
                fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
                    let expected = concat!("an array of at least ", $count, " items");
                    let mut items = items(reader, node, $count, expected);
                    ($(item::<$type>(reader, &mut items),)+)
                }

                fn write(value: &Self, writer: &mut Writer) {
                    $(
                        writer.raw(if $index == 0 { "[" } else { "," });
                        value.$index.write(writer);
                    )+
                    writer.raw("]");
                }

                fn placeholder() -> Self {
                    ($($type::placeholder(),)+)
                }
            }
        )*
    };
}

tuples! {
    2 A 0 B 1;
    3 A 0 B 1 C 2;
    4 A 0 B 1 C 2 D 3;
    5 A 0 B 1 C 2 D 3 E 4;
    6 A 0 B 1 C 2 D 3 E 4 F 5;
    7 A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::tape::Tape;

    type Pair = (String, Option<i64>);

    fn read(text: &str) -> Result<Pair, String> {
        let tape = Tape::parse(text).unwrap();
        Reader::read_all(tape.root())
    }

    #[test]
    fn a_tuple_has_an_item_for_each_of_its_types() {
        assert_eq!(read(r#"["a", 1]"#), Ok(("a".to_owned(), Some(1))));
        assert_eq!(read(r#"["a", null]"#), Ok(("a".to_owned(), None)));
        assert_eq!(read(r#"["a", 1, {}]"#), Ok(("a".to_owned(), Some(1))), "too long");
        for (text, fault) in [
            (r#"["a"]"#, "the body is not an array of at least 2 items"),
            ("{}", "the body is an object, expected an array of at least 2 items"),
            (r"[1, 1]", "`[0]` is a number, expected a string"),
            (r#"["a", "b"]"#, "`[1]` is a string, expected an integer"),
        ] {
            assert_eq!(read(text).unwrap_err(), fault);
        }
        let mut writer = Writer::for_body(Vec::new());
        ("a".to_owned(), None::<i64>, true).write(&mut writer);
        assert_eq!(writer.finish().unwrap(), br#"["a",null,true]"#);
    }
}
