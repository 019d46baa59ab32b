//! How a value with several parts is written into one parameter: the styles of `OpenAPI`, by the rules of RFC 6570.

mod structured;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::secret::REDACTED;
use crate::base::target::push_encoded;
use crate::describe::parameter::{Parameter, Place};
use crate::describe::schema::Kind;
use crate::describe::style::{Encoding, Style};

pub(crate) use structured::{nested, push as push_structured, push_node, scalar};

/// The characters that a cookie cannot contain (RFC 6265, cookie-octet), and `%`, which encodes them.
const NOT_IN_COOKIES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\').add(b'%');

/// What a style puts around and between the parts of a value.
struct Expansion {
    /// The text before the value.
    prefix: &'static str,
    /// Whether the name is before each value.
    named: bool,
    /// The text between the parts of an exploded value.
    separator: &'static str,
    /// The text between the parts of a value that is not exploded.
    delimiter: &'static str,
}

impl Expansion {
    fn of(style: Style, place: Place) -> Self {
        let (prefix, named, separator, delimiter) = match style {
            Style::Form | Style::DeepObject if place == Place::Query => ("", true, "&", ","),
            Style::Json | Style::Text => {
                ("", matches!(place, Place::Query | Place::Cookie), ",", ",")
            }
            Style::Form | Style::DeepObject => ("", true, "; ", ","),
            Style::Simple => ("", false, ",", ","),
            Style::Label => (".", false, ".", ","),
            Style::Matrix => (";", true, ";", ","),
            Style::SpaceDelimited => ("", true, "&", "%20"),
            // A bar is not allowed in a URL (RFC 3986), so it is encoded, as in the examples of `OpenAPI` 3.1.1.
            Style::PipeDelimited => ("", true, "&", "%7C"),
        };
        Self { prefix, named, separator, delimiter }
    }
}

/// Appends the value of a parameter in its style, with secrets masked on request. A parameter without a value adds
/// nothing.
pub(crate) fn push_styled<'v>(
    out: &mut String,
    parameter: &Parameter,
    mut values: impl Iterator<Item = &'v str>,
    masked: bool,
) {
    if let Some(structured) = parameter.encoding.structured {
        if let Some(json) = values.next() {
            structured.push(out, parameter, json, masked);
        }
        return;
    }
    push_list(out, parameter, values, masked);
}

fn push_list<'v>(
    out: &mut String,
    parameter: &Parameter,
    values: impl Iterator<Item = &'v str>,
    masked: bool,
) {
    let Encoding { style, explode, .. } = parameter.encoding;
    let expansion = Expansion::of(style, parameter.place);
    let masked = masked && parameter.is_secret();
    for (position, value) in values.enumerate() {
        let first = position == 0;
        if first {
            out.push_str(expansion.prefix);
        } else {
            out.push_str(if explode { expansion.separator } else { expansion.delimiter });
        }
        if expansion.named && (first || explode) {
            push(out, parameter.place, parameter.name);
            out.push('=');
        }
        push_value(out, parameter.place, value, masked);
    }
}

fn push_value(out: &mut String, place: Place, value: &str, masked: bool) {
    if masked {
        out.push_str(REDACTED);
    } else {
        push(out, place, value);
    }
}

/// Appends a text, encoded for its place.
fn push(out: &mut String, place: Place, text: &str) {
    match place {
        Place::Path | Place::Query => push_encoded(out, text),
        Place::Header => out.push_str(text),
        Place::Cookie => out.extend(utf8_percent_encode(text, NOT_IN_COOKIES)),
    }
}

impl Parameter {
    /// Returns whether its values are written one by one, as those of nearly all parameters are.
    pub(crate) fn is_plain(&self) -> bool {
        let Encoding { style, explode, structured, .. } = self.encoding;
        structured.is_none() && ((style == Style::Form && explode) || style == Style::Simple)
    }

    /// Returns whether it takes several values.
    pub(crate) fn takes_list(&self) -> bool {
        matches!(self.schema.resolved().kind, Kind::List(_))
    }

    /// Returns its value as a segment of a path, to be compared with the names of siblings.
    pub(crate) fn as_segment<'v>(values: &[&'v str]) -> Cow<'v, str> {
        match values {
            [value] => Cow::Borrowed(value),
            values => Cow::Owned(values.join(",")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::schema::Schema;

    fn written(place: Place, style: Style, explode: bool, values: &[&str]) -> String {
        let mut parameter = Parameter::new(place, "color", Schema::list(const { &Schema::any() }));
        parameter.encoding = Encoding { explode, ..Encoding::new(style) };
        let mut out = String::new();
        push_styled(&mut out, &parameter, values.iter().copied(), false);
        out
    }

    #[test]
    fn lists_are_written_as_the_table_of_openapi_has_them() {
        let colors = &["blue", "black", "brown"][..];
        for (place, style, explode, expected) in [
            (Place::Path, Style::Simple, false, "blue,black,brown"),
            (Place::Path, Style::Simple, true, "blue,black,brown"),
            (Place::Path, Style::Label, false, ".blue,black,brown"),
            (Place::Path, Style::Label, true, ".blue.black.brown"),
            (Place::Path, Style::Matrix, false, ";color=blue,black,brown"),
            (Place::Path, Style::Matrix, true, ";color=blue;color=black;color=brown"),
            (Place::Query, Style::Form, false, "color=blue,black,brown"),
            (Place::Query, Style::Form, true, "color=blue&color=black&color=brown"),
            (Place::Query, Style::SpaceDelimited, false, "color=blue%20black%20brown"),
            (Place::Query, Style::PipeDelimited, false, "color=blue%7Cblack%7Cbrown"),
            (Place::Header, Style::Simple, false, "blue,black,brown"),
            (Place::Cookie, Style::Form, false, "color=blue,black,brown"),
            (Place::Cookie, Style::Form, true, "color=blue; color=black; color=brown"),
        ] {
            assert_eq!(written(place, style, explode, colors), expected, "{style:?} {explode}");
        }
    }

    #[test]
    fn one_value_is_written_alike_exploded_or_not() {
        for explode in [false, true] {
            assert_eq!(written(Place::Path, Style::Label, explode, &["a b"]), ".a%20b");
            assert_eq!(written(Place::Path, Style::Matrix, explode, &["a"]), ";color=a");
            assert_eq!(written(Place::Query, Style::Form, explode, &["a"]), "color=a");
        }
    }

    #[test]
    fn what_separates_is_encoded_within_a_value() {
        let odd = &["a,b", "c d|e", ";=.é"][..];
        assert_eq!(
            written(Place::Query, Style::Form, false, odd),
            "color=a%2Cb,c%20d%7Ce,%3B%3D.%C3%A9"
        );
        assert_eq!(
            written(Place::Path, Style::Simple, false, odd),
            "a%2Cb,c%20d%7Ce,%3B%3D.%C3%A9"
        );
    }

    #[test]
    fn a_cookie_holds_what_cookies_can_hold() {
        let form = |value: &str| written(Place::Cookie, Style::Form, true, &[value]);
        assert_eq!(form("aGk+/w=="), "color=aGk+/w==");
        assert_eq!(form("a b;\"c\",\\%\né"), "color=a%20b%3B%22c%22%2C%5C%25%0A%C3%A9");
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(written(Place::Path, Style::Matrix, true, &[]), "");
    }
}
