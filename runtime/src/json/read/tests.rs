use std::collections::BTreeMap;
use std::fmt::Debug;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::*;
use crate::base::secret::Secret;
use crate::json::maybe::Maybe;
use crate::json::union::{Choice, Union};
use crate::json::write::{FieldWriter, Writer};

fn read<T: Value>(text: &str) -> Result<T, String> {
    let tape = Tape::parse(text).map_err(|fault| fault.to_string())?;
    Reader::read_all(tape.root())
}

/// What reading gives, in one line.
fn said<T: Value + Debug>(text: &str) -> String {
    match read::<T>(text) {
        Ok(value) => format!("{value:?}"),
        Err(fault) => fault,
    }
}

fn written<T: Value>(value: &T) -> Result<String, &'static str> {
    let mut writer = Writer::for_body(Vec::new());
    value.write(&mut writer);
    writer.finish().map(|text| String::from_utf8(text).unwrap())
}

#[test]
fn numbers_are_strict_in_kind_and_range() {
    for (said, expected) in [
        (said::<i64>("5"), "5"),
        (said::<i64>("5.0"), "5"),
        (said::<i64>("-0.0"), "0"),
        (said::<i64>("1e3"), "1000"),
        (said::<i64>("5.5"), "the body is not an integer in the range of its type"),
        (said::<i64>("\"5\""), "the body is a string, expected an integer"),
        (said::<i64>("9223372036854775807"), "9223372036854775807"),
        (said::<i64>("9223372036854775808"), "the body is not an integer in the range of its type"),
        (said::<i64>("1e300"), "the body is not an integer in the range of its type"),
        (said::<u64>("18446744073709551615"), "18446744073709551615"),
        (said::<u64>("-1"), "the body is not an integer in the range of its type"),
        (said::<i32>("2147483648"), "the body is not an integer in the range of its type"),
        (said::<u8>("255"), "255"),
        (said::<f64>("1"), "1.0"),
        (said::<f64>("-2.5"), "-2.5"),
        (said::<f64>("true"), "the body is a boolean, expected a number"),
        (said::<bool>("1"), "the body is a number, expected a boolean"),
        (said::<bool>("true"), "true"),
    ] {
        assert_eq!(said, expected);
    }
}

#[test]
fn texts_are_strict_in_kind_and_form() {
    for (said, expected) in [
        (said::<String>(r#""a\u00e9\n""#), r#""aé\n""#),
        (said::<String>("null"), "the body is null, expected a string"),
        (said::<String>(r#""\ud800""#), "unexpected end of hex escape at line 1 column 8"),
        (said::<Timestamp>("\"2014-01-02T02:20:00Z\""), "2014-01-02T02:20:00Z"),
        (said::<Timestamp>("\"2014-01-02T03:20:00+01:00\""), "2014-01-02T02:20:00Z"),
        (
            said::<Timestamp>("\"2024-01-01 01:01:01\""),
            "the body is not a date and time with an offset (RFC 3339)",
        ),
        (said::<Timestamp>("7"), "the body is a number, expected a string"),
        (said::<Date>("\"2024-02-29\""), "2024-02-29"),
        (said::<Date>("\"2023-02-29\""), "the body is not a date (RFC 3339)"),
        (said::<Secret>("\"hush\""), "Secret([redacted])"),
    ] {
        assert_eq!(said, expected);
    }
}

#[test]
fn containers_tell_the_path_of_a_fault() {
    for (said, expected) in [
        (said::<Vec<i64>>("[1,2]"), "[1, 2]"),
        (said::<Vec<i64>>("[1,\"x\"]"), "`[1]` is a string, expected an integer"),
        (said::<Vec<i64>>("{}"), "the body is an object, expected an array"),
        (said::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#), r#"{"a": 2}"#),
        (
            said::<BTreeMap<String, Vec<bool>>>(r#"{"a":[],"b c":[1]}"#),
            "`b c[0]` is a number, expected a boolean",
        ),
        (said::<BTreeMap<String, i64>>("[]"), "the body is an array, expected an object"),
        (said::<Option<i64>>("null"), "None"),
        (said::<Maybe<i64>>("null"), "Null"),
        (said::<Maybe<i64>>("1"), "Value(1)"),
        (said::<Box<i64>>("1"), "1"),
        (said::<()>("[1]"), "()"),
    ] {
        assert_eq!(said, expected);
    }
    assert_eq!(
        read::<Json>(r#"{"a":[1,-1,1.5,"x",null]}"#).unwrap(),
        serde_json::json!({"a": [1, -1, 1.5, "x", null]})
    );
}

/// One field of each kind.
#[derive(Debug, Clone, PartialEq)]
struct Kinds {
    required: i64,
    optional: Option<i64>,
    maybe: Maybe<i64>,
    nullable: Option<i64>,
    answered: Option<i64>,
}

impl Object for Kinds {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            required: fields.field("required"),
            optional: fields.field("optional"),
            maybe: fields.field("maybe"),
            nullable: fields.nullable("nullable"),
            answered: fields.field("answered"),
        }
    }

    fn write(&self, fields: &mut FieldWriter<'_>) {
        fields.field("required", &self.required);
        fields.field("optional", &self.optional);
        fields.field("maybe", &self.maybe);
        fields.nullable("nullable", &self.nullable);
        fields.read_only("answered", &self.answered);
    }
}

crate::object!(Kinds);

#[test]
fn a_blank_object_has_only_what_it_cannot_be_without() {
    let kinds = Kinds { required: 7, ..Object::blank() };
    assert_eq!(
        kinds,
        Kinds { required: 7, optional: None, maybe: Maybe::Absent, nullable: None, answered: None }
    );
}

#[test]
fn fields_are_absent_null_or_there() {
    let kinds = |text: &str| read::<Kinds>(text);
    let least = kinds(r#"{"required":1,"nullable":null,"unknown":[{}]}"#).unwrap();
    assert_eq!(
        least,
        Kinds { required: 1, optional: None, maybe: Maybe::Absent, nullable: None, answered: None }
    );
    assert_eq!(written(&least).unwrap(), r#"{"required":1,"nullable":null}"#);
    let nulls =
        kinds(r#"{"required":1,"optional":null,"maybe":null,"nullable":2,"answered":7}"#).unwrap();
    assert_eq!((nulls.optional, nulls.maybe, nulls.answered), (None, Maybe::Null, Some(7)));
    assert_eq!(written(&nulls).unwrap(), r#"{"required":1,"maybe":null,"nullable":2}"#);
    for (text, expected) in [
        ("{}", "`required` is missing"),
        (r#"{"required":null}"#, "`required` is null, expected an integer"),
        (r#"{"required":1}"#, "`nullable` is missing"),
        (
            r#"{"required":1,"nullable":2,"optional":"x"}"#,
            "`optional` is a string, expected an integer",
        ),
        (
            r#"{"required":1,"nullable":2,"answered":[]}"#,
            "`answered` is an array, expected an integer",
        ),
        ("[]", "the body is an array, expected an object"),
    ] {
        assert_eq!(kinds(text).unwrap_err(), expected);
    }
    let inner = read::<BTreeMap<String, Vec<Kinds>>>(
        r#"{"a":[{"required":1,"nullable":1},{"required":1}]}"#,
    );
    assert_eq!(inner.unwrap_err(), "`a[1].nullable` is missing");
}

#[test]
fn names_from_a_server_cannot_forge_lines() {
    let fault = read::<BTreeMap<String, i64>>("{\"a\\nb\\u202e\":null}").unwrap_err();
    assert_eq!(fault, "`a\\u{a}b\\u{202e}` is null, expected an integer");
}

#[test]
fn what_has_no_json_form_is_not_written() {
    assert_eq!(written(&vec![1.5, -0.25]), Ok("[1.5,-0.25]".to_owned()));
    assert_eq!(written(&f64::INFINITY), Err("a number that is not finite"));
    assert_eq!(written(&"\"\\\u{1}é".to_owned()), Ok(r#""\"\\\u0001é""#.to_owned()));
    let tagged = |value: &dyn Fn(&mut Writer)| {
        let mut writer = Writer::for_body(Vec::new());
        value(&mut writer);
        writer.finish().map(|text| String::from_utf8(text).unwrap())
    };
    let map = BTreeMap::from([("a".to_owned(), 1_i64)]);
    assert_eq!(tagged(&|w| w.tagged("t", "x", &map)).unwrap(), r#"{"t":"x","a":1}"#);
    assert_eq!(
        tagged(&|w| w.tagged("t", "x", &BTreeMap::<String, i64>::new())).unwrap(),
        r#"{"t":"x"}"#
    );
    assert!(tagged(&|w| w.tagged("t", "x", &1_i64)).is_err());
}

/// Both cases read the whole of what is inside before they find that they do not fit.
#[derive(Debug, Clone)]
enum Nested {
    Left(#[expect(dead_code, reason = "it is enough to read it")] Box<Left>),
    Right(#[expect(dead_code, reason = "it is enough to read it")] Box<Right>),
    Unknown,
}

impl Union for Nested {
    fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self> {
        choice.case(Self::Left).case(Self::Right)
    }

    fn write(&self, _: &mut Writer) {}

    fn unknown(_: Json) -> Self {
        Self::Unknown
    }
}

crate::union!(Nested);

macro_rules! side {
    ($name:ident) => {
        #[derive(Debug, Clone)]
        struct $name {
            _inner: Nested,
            _number: i64,
        }

        impl Object for $name {
            fn read(fields: &mut Fields<'_, '_>) -> Self {
                Self { _inner: fields.field("inner"), _number: fields.field("number") }
            }

            fn write(&self, _: &mut FieldWriter<'_>) {}
        }

        crate::object!($name);
    };
}

side!(Left);
side!(Right);

#[test]
fn nested_unions_do_not_take_exponential_time() {
    let text = format!("{}1{}", r#"{"inner":"#.repeat(100), "}".repeat(100));
    let fault = read::<Nested>(&text).unwrap_err();
    assert!(fault.ends_with("is too complex to tell which variant of its union it is"), "{fault}");
    assert!(matches!(read::<Nested>("{}"), Ok(Nested::Unknown)));
}

#[derive(Clone, Debug, PartialEq)]
struct Open {
    id: String,
    rest: BTreeMap<String, i64>,
}

impl Open {
    const NAMED: &'static [&'static str] = &["id", "kind"];
}

impl Object for Open {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { id: fields.field("id"), rest: fields.rest(Self::NAMED) }
    }

    fn write(&self, fields: &mut FieldWriter<'_>) {
        fields.field("id", &self.id);
        fields.rest(Self::NAMED, &self.rest);
    }
}

crate::object!(Open);

#[test]
fn what_has_no_field_is_kept_by_name() {
    let open: Open = read(r#"{ "b": 2, "kind": [], "id": "x", "a": 1 }"#).unwrap();
    assert_eq!(open.rest, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(written(&open).unwrap(), r#"{"id":"x","a":1,"b":2}"#);
    // What is named has a place of its own, and is not written twice.
    let twice = Open { rest: BTreeMap::from([("id".to_owned(), 1)]), ..open };
    assert_eq!(written(&twice).unwrap(), r#"{"id":"x"}"#);
    assert_eq!(said::<Open>(r#"{ "id": "x" }"#), r#"Open { id: "x", rest: {} }"#);
    assert_eq!(said::<Open>(r#"{ "id": "x", "a": "1" }"#), "`a` is a string, expected an integer");
    let nulls = BTreeMap::from([("a".to_owned(), None::<i64>)]);
    assert_eq!(written(&nulls).unwrap(), r#"{"a":null}"#);
    assert_eq!(said::<Open>(r#"{ "a": 1 }"#), "`id` is missing");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    None,
    Full,
    Unknown(i64),
}

crate::open_integer!(Access { None = 0, Full = 7 });

#[test]
fn an_enum_of_integers_keeps_what_it_does_not_know() {
    assert_eq!(said::<Vec<Access>>("[0, 7, 3]"), "[None, Full, Unknown(3)]");
    assert_eq!(said::<Access>("\"0\""), "the body is a string, expected an integer");
    assert_eq!(written(&vec![Access::Full, Access::Unknown(3)]).unwrap(), "[7,3]");
    assert_eq!((Access::from(7), i64::from(Access::None)), (Access::Full, 0));
    assert_eq!(Access::ALL.len(), 2);
}
