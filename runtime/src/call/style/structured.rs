//! Values that are neither a string nor a list of strings, from the JSON that they are drafted in.

use std::borrow::Cow;

use super::{Expansion, push_list, push_value};
use crate::describe::parameter::Parameter;
use crate::describe::style::{ListKeys, Style};
use crate::json::tape::{Node, Tape, Token};

/// Appends a value in the style of its parameter. Null and empty values add nothing.
pub(crate) fn push(out: &mut String, parameter: &Parameter, json: &str, masked: bool) {
    // A call drafts nothing but JSON.
    let Ok(tape) = Tape::parse(json) else { return };
    push_node(out, parameter, tape.root(), masked);
}

/// Appends a part of a JSON value.
pub(crate) fn push_node(out: &mut String, parameter: &Parameter, root: Node<'_>, masked: bool) {
    let one = |out: &mut String, text: &str| {
        push_list(out, parameter, std::iter::once(text), masked);
    };
    let encoding = parameter.encoding;
    match (encoding.style, root.token()) {
        (Style::Json, _) => one(out, &serde_json::to_string(&root).unwrap_or_default()),
        (_, _) if root.is_null() => {}
        (Style::Text, _) => one(out, &scalar(root)),
        (Style::DeepObject, Token::Object { .. } | Token::List { .. }) => {
            push_nested(out, parameter, parameter.name, root, masked);
        }
        (_, Token::List { .. }) if encoding.lists != ListKeys::Repeat => {
            push_nested(out, parameter, parameter.name, root, masked);
        }
        (_, Token::List { .. }) => {
            let texts: Vec<Cow<'_, str>> =
                root.items().filter(|item| !item.is_null()).map(scalar).collect();
            push_list(out, parameter, texts.iter().map(AsRef::as_ref), masked);
        }
        (_, Token::Object { .. }) => push_object(out, parameter, root, masked),
        _ => one(out, &scalar(root)),
    }
}

/// Appends the fields of an object: each on its own, or names and values in turn.
fn push_object(out: &mut String, parameter: &Parameter, object: Node<'_>, masked: bool) {
    let expansion = Expansion::of(parameter.encoding.style, parameter.place);
    let masked = masked && parameter.is_secret();
    let place = parameter.place;
    let mut first = true;
    if parameter.encoding.explode {
        for (name, value) in object.members() {
            nested(&mut name.to_owned(), value, parameter.encoding.lists, &mut |key, value| {
                if value.is_null() {
                    return;
                }
                out.push_str(if first { expansion.prefix } else { expansion.separator });
                first = false;
                super::push(out, place, key);
                out.push('=');
                push_value(out, place, &scalar(value), masked);
            });
        }
        return;
    }
    for (name, value) in object.members().filter(|(_, value)| !value.is_null()) {
        if first {
            out.push_str(expansion.prefix);
            if expansion.named {
                super::push(out, place, parameter.name);
                out.push('=');
            }
        } else {
            out.push_str(expansion.delimiter);
        }
        first = false;
        super::push(out, place, name);
        out.push_str(expansion.delimiter);
        push_value(out, place, &scalar(value), masked);
    }
}

/// Appends each part of a value under a key that names the path to it.
fn push_nested(out: &mut String, parameter: &Parameter, name: &str, value: Node<'_>, masked: bool) {
    let masked = masked && parameter.is_secret();
    let place = parameter.place;
    let separator = Expansion::of(Style::Form, place).separator;
    let mut first = true;
    nested(&mut name.to_owned(), value, parameter.encoding.lists, &mut |key, value| {
        if value.is_null() {
            return;
        }
        if !first {
            out.push_str(separator);
        }
        first = false;
        super::push(out, place, key);
        out.push('=');
        push_value(out, place, &scalar(value), masked);
    });
}

/// Calls `part` for each scalar in a value, with a key that names the path to it: `filter[a][b]`.
pub(crate) fn nested<'t>(
    key: &mut String,
    value: Node<'t>,
    lists: ListKeys,
    each: &mut dyn FnMut(&str, Node<'t>),
) {
    use std::fmt::Write as _;

    let length = key.len();
    match value.token() {
        Token::List { .. } => {
            for (index, item) in value.items().enumerate() {
                // Writing to a String cannot fail.
                let _ = match lists {
                    ListKeys::Repeat => Ok(()),
                    ListKeys::Brackets => key.write_str("[]"),
                    ListKeys::Indices => write!(key, "[{index}]"),
                };
                nested(key, item, lists, each);
                key.truncate(length);
            }
        }
        Token::Object { .. } => {
            for (name, value) in value.members() {
                let _ = write!(key, "[{name}]");
                nested(key, value, lists, each);
                key.truncate(length);
            }
        }
        _ => each(key, value),
    }
}

/// Returns a value as one string: a string is itself, null is empty, anything else is JSON.
pub(crate) fn scalar(value: Node<'_>) -> Cow<'_, str> {
    match value.as_str() {
        Some(text) => Cow::Borrowed(text),
        None if value.is_null() => Cow::Borrowed(""),
        // What was read as JSON can be written as JSON.
        None => Cow::Owned(serde_json::to_string(&value).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::push_styled;
    use super::*;
    use crate::call::drafted::Structured;
    use crate::describe::parameter::Place;
    use crate::describe::schema::Schema;
    use crate::describe::style::Encoding;

    fn written(place: Place, encoding: Encoding, json: &str) -> String {
        let mut parameter = Parameter::new(place, "color", Schema::any());
        parameter.encoding = Encoding { structured: Some(Structured::new()), ..encoding };
        let mut out = String::new();
        push_styled(&mut out, &parameter, std::iter::once(json), false);
        out
    }

    #[test]
    fn objects_are_written_as_the_table_of_openapi_has_them() {
        for (place, style, explode, expected) in [
            (Place::Path, Style::Simple, false, "R,100,G,200"),
            (Place::Path, Style::Simple, true, "R=100,G=200"),
            (Place::Path, Style::Label, false, ".R,100,G,200"),
            (Place::Path, Style::Label, true, ".R=100.G=200"),
            (Place::Path, Style::Matrix, false, ";color=R,100,G,200"),
            (Place::Path, Style::Matrix, true, ";R=100;G=200"),
            (Place::Query, Style::Form, false, "color=R,100,G,200"),
            (Place::Query, Style::Form, true, "R=100&G=200"),
            (Place::Query, Style::SpaceDelimited, false, "color=R%20100%20G%20200"),
            (Place::Query, Style::PipeDelimited, false, "color=R%7C100%7CG%7C200"),
            (Place::Query, Style::DeepObject, true, "color%5BR%5D=100&color%5BG%5D=200"),
            (Place::Header, Style::Simple, false, "R,100,G,200"),
            (Place::Header, Style::Simple, true, "R=100,G=200"),
        ] {
            let encoding = Encoding { explode, ..Encoding::new(style) };
            let found = written(place, encoding, r#"{"R":100,"x":null,"G":"200"}"#);
            assert_eq!(found, expected, "{style:?} {explode}");
        }
    }

    #[test]
    fn what_lies_deeper_has_a_key_that_tells_the_way() {
        let json = r#"{"a":{"b":[1,{"c":"x y"}],"d":null},"e[]":true}"#;
        for (lists, expected) in [
            (ListKeys::Repeat, "color[a][b]=1&color[a][b][c]=x%20y&color[e[]]=true"),
            (ListKeys::Brackets, "color[a][b][]=1&color[a][b][][c]=x%20y&color[e[]]=true"),
            (ListKeys::Indices, "color[a][b][0]=1&color[a][b][1][c]=x%20y&color[e[]]=true"),
        ] {
            let encoding = Encoding { lists, ..Encoding::new(Style::DeepObject) };
            let expected = expected.replace('[', "%5B").replace(']', "%5D");
            assert_eq!(written(Place::Query, encoding, json), expected);
        }
    }

    #[test]
    fn lists_of_an_exploded_form_have_keys_as_well() {
        let form = Encoding::new(Style::Form);
        assert_eq!(written(Place::Query, form, r#"{"a":[1,2],"b":3}"#), "a=1&a=2&b=3");
        assert_eq!(written(Place::Query, form, "[1,null,\"2\"]"), "color=1&color=2");
        let form = Encoding { lists: ListKeys::Brackets, ..form };
        assert_eq!(written(Place::Query, form, "[1,2]"), "color%5B%5D=1&color%5B%5D=2");
    }

    #[test]
    fn one_value_is_its_text() {
        for style in [Style::Form, Style::DeepObject, Style::Text, Style::PipeDelimited] {
            assert_eq!(written(Place::Query, Encoding::new(style), "\"a b\""), "color=a%20b");
            assert_eq!(written(Place::Query, Encoding::new(style), "1.5"), "color=1.5");
            assert_eq!(written(Place::Query, Encoding::new(style), "null"), "");
        }
        let text = Encoding::new(Style::Text);
        assert_eq!(written(Place::Query, text, "[1]"), "color=%5B1%5D");
        let json = Encoding::new(Style::Json);
        assert_eq!(written(Place::Query, json, "\"a\""), "color=%22a%22");
        assert_eq!(written(Place::Path, json, "{}"), "%7B%7D");
        assert_eq!(written(Place::Header, json, "[1,null]"), "[1,null]");
    }

    #[test]
    fn what_is_empty_is_nothing() {
        for style in [Style::Form, Style::Matrix, Style::DeepObject] {
            assert_eq!(written(Place::Query, Encoding::new(style), "{}"), "");
            assert_eq!(written(Place::Query, Encoding::new(style), "[]"), "");
            assert_eq!(written(Place::Query, Encoding::new(style), "{\"a\":null}"), "");
        }
    }
}
