//! Integers of more than 64 bits.
//!
//! A tape holds a number that does not fit into 64 bits as a float, which keeps only 53 bits of it. Whoever reads a
//! wide integer looks up its digits in the text.

use crate::json::form::Form;
use crate::json::read::Reader;
use crate::json::tape::{Node, Token};
use crate::json::value::Value;
use crate::json::write::Writer;

/// Returns the digits of the number at a node, which is known to exceed 64 bits; `None` without the text.
#[cold]
fn digits(text: &str, index: u32) -> Option<&str> {
    // The text was read as JSON before; each of its values and names is one node, in the same order.
    let bytes = text.as_bytes();
    let (mut at, mut seen) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let end = match byte {
            b'"' => end_of_string(bytes, at + 1),
            b'{' | b'[' => at + 1,
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let rest = &bytes[at..];
                let length = rest.iter().position(|b| b" \t\r\n,]}".contains(b));
                at + length.unwrap_or(rest.len())
            }
            _ => {
                at += 1;
                continue;
            }
        };
        if seen == index {
            return text.get(at..end);
        }
        seen += 1;
        at = end;
    }
    None
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

macro_rules! wide {
    ($($integer:ty)*) => {
        $(
            impl Value for $integer {
                type Form = Self;
            }

            impl Form<Self> for $integer {
                fn read<'t>(reader: &mut Reader<'t>, node: Node<'t>) -> Self {
                    let value = match node.token() {
                        Token::Unsigned(value) => Self::try_from(value).ok(),
                        Token::Signed(value) => Self::try_from(value).ok(),
                        Token::Float(value) if value == 0.0 => Some(0),
                        Token::Float(value) => match digits(node.text(), node.index) {
                            Some(digits) if digits.bytes().all(|b| b == b'-' || b.is_ascii_digit()) => {
                                digits.parse().ok()
                            }
                            // It has a fraction or an exponent, or was not read from a text.
                            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the guard has bounded it")]
                            _ if value.fract() == 0.0 && value.abs() < 1e38 && (value >= 0.0 || Self::MIN != 0) => {
                                Some(value as Self)
                            }
                            _ => None,
                        },
                        _ => {
                            reader.unexpected(node, "an integer");
                            return 0;
                        }
                    };
                    value.unwrap_or_else(|| {
                        reader.malformed(node, "an integer in the range of its type");
                        0
                    })
                }

                fn write(value: &Self, writer: &mut Writer) {
                    writer.plain(value);
                }

                fn placeholder() -> Self {
                    0
                }
            }
        )*
    };
}

wide!(i128 u128);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::tape::Tape;

    fn read<T: Value>(text: &str) -> Result<T, String> {
        let tape = Tape::parse(text).unwrap();
        Reader::read_all(tape.root())
    }

    #[test]
    fn every_digit_counts() {
        assert_eq!(read("340282366920938463463374607431768211455"), Ok(u128::MAX));
        assert_eq!(read("-170141183460469231731687303715884105728"), Ok(i128::MIN));
        assert_eq!(read("18446744073709551616"), Ok(1_i128 << 64));
        assert_eq!(read("7"), Ok(7_u128));
        assert_eq!(read("-0"), Ok(0_u128));
        assert_eq!(read("1e20"), Ok(100_000_000_000_000_000_000_i128));
        let text = r#" { "a\"1" : [ true, "1, 2" , -1.5,{}], "b":{"c": 18446744073709551617 }} "#;
        let tape = Tape::parse(text).unwrap();
        let mut reader = Reader::new(tape.root(), None);
        let wide = <u128 as Value>::read(&mut reader, tape.root().follow("b.c").unwrap());
        assert_eq!(reader.finish(wide), Ok((1 << 64) + 1));
        for wrong in
            ["-1", "1.5", "340282366920938463463374607431768211456", "-18446744073709551616"]
        {
            let fault = read::<u128>(wrong).unwrap_err();
            assert_eq!(fault, "the body is not an integer in the range of its type", "{wrong}");
        }
        assert_eq!(read::<i128>("\"1\"").unwrap_err(), "the body is a string, expected an integer");
        let mut writer = Writer::for_body(Vec::new());
        (i128::MIN, u128::MAX).write(&mut writer);
        assert_eq!(
            writer.finish().unwrap(),
            b"[-170141183460469231731687303715884105728,340282366920938463463374607431768211455]"
        );
    }
}
