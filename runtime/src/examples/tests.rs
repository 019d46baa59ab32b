use super::*;
use crate::spec::{Api, Choice, EnvelopeRule, FieldWriter, Fields, Object, Union};
use crate::{Json, Maybe, object, union};

static API: Api = Api::new("Things").envelope(EnvelopeRule::new().data("result"));

#[derive(Clone, Debug, PartialEq)]
struct Part {
    id: i64,
    name: Option<String>,
    note: Maybe<String>,
    made: Option<Timestamp>,
}

impl Object for Part {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            id: fields.field("id"),
            name: fields.field("name"),
            note: fields.field("note"),
            made: fields.field("made"),
        }
    }

    fn write(&self, fields: &mut FieldWriter<'_>) {
        fields.read_only("id", &self.id);
        fields.field("name", &self.name);
        fields.field("note", &self.note);
        fields.field("made", &self.made);
    }
}

object!(Part);

#[derive(Clone, Debug, PartialEq)]
struct Whole {
    id: i64,
    size: Option<i64>,
}

impl Object for Whole {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { id: fields.field("id"), size: fields.field("size") }
    }

    fn write(&self, fields: &mut FieldWriter<'_>) {
        fields.field("id", &self.id);
        fields.field("size", &self.size);
    }
}

object!(Whole);

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Part(Part),
    Whole(Whole),
    Unknown(Json),
}

impl Union for Either {
    fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self> {
        choice.case(Self::Part).case(Self::Whole)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Part(part) => Value::write(part, writer),
            Self::Whole(whole) => Value::write(whole, writer),
            Self::Unknown(json) => Value::write(json, writer),
        }
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }
}

union!(Either);

#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Part(Part),
    Whole(Whole),
    Unknown(Json),
}

impl Union for Tagged {
    fn read<'r, 't>(choice: Choice<'r, 't, Self>) -> Choice<'r, 't, Self> {
        choice.tag("kind").tagged("part", Self::Part).tagged("whole", Self::Whole)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Part(part) => Value::write(part, writer),
            Self::Whole(whole) => Value::write(whole, writer),
            Self::Unknown(json) => Value::write(json, writer),
        }
    }

    fn unknown(json: Json) -> Self {
        Self::Unknown(json)
    }
}

union!(Tagged);

fn read<T: Value>(text: &str) -> T {
    let tape = Tape::parse(text).unwrap();
    Reader::read_all(tape.root()).unwrap()
}

fn tried<T: Value>(text: &str) -> String {
    value::<T>(Example::new(text))
        .map_or_else(|failure| failure.to_string(), |()| "same".to_owned())
}

#[test]
fn what_differs_in_nothing_that_counts_is_the_same() {
    assert_eq!(
        tried::<Part>(r#"{"name":null,"made":"2020-01-01T01:00:00.500+01:00","id":1.0}"#),
        "same"
    );
    assert_eq!(tried::<Part>(r#"{"id":1,"note":null}"#), "same");
    assert_eq!(tried::<Vec<f64>>("[1,2.50,1e3]"), "same");
    assert_eq!(tried::<Json>(r#"{"a":[{"b":null}]}"#), "same");
}

#[test]
fn a_failure_says_where_and_what() {
    assert_eq!(tried::<Part>(r#"{"id":"1"}"#), "not read: `id` is a string, expected an integer");
    assert_eq!(
        tried::<Vec<Part>>(r#"[{"id":1},{"id":2,"colour":"red"}]"#),
        "not written as it was read: `[1].colour` is \"red\", but was not written"
    );
    assert_eq!(tried::<String>("null"), "not read: the body is null, expected a string");
    assert_eq!(
        tried::<Either>("[]"),
        "not read: the value is an array, which fits no variant of its type"
    );
}

#[test]
fn members_may_get_lost_where_the_schema_does_not_name_all() {
    let example = Example::new(r#"{"id":1,"colour":"red"}"#).has_more(true);
    assert_eq!(value::<Part>(example), Ok(()));
    let wrong = Example::new(r#"{"id":1,"name":"a"}"#).has_more(true);
    assert_eq!(value::<Whole>(wrong), Ok(()));
    assert!(value::<Part>(Example::new(r#"{"id":true}"#).has_more(true)).is_err());
}

#[test]
fn a_value_is_read_as_the_case_that_knows_most_of_it() {
    assert!(matches!(read(r#"{"id":1,"name":"a"}"#), Either::Part(_)));
    assert!(matches!(read(r#"{"id":1,"size":2}"#), Either::Whole(_)));
    // Where no case knows more than another, the first counts.
    assert!(matches!(read(r#"{"id":1}"#), Either::Part(_)));
    assert!(matches!(read(r#"{"id":1,"size":2,"name":"a"}"#), Either::Part(_)));
    assert!(matches!(read::<Vec<Either>>(r#"[{"id":1,"size":2}]"#)[..], [Either::Whole(_)]));
    assert!(matches!(read("1"), Either::Unknown(_)));
}

#[test]
fn without_its_tag_a_value_is_told_by_what_it_holds() {
    assert!(matches!(read(r#"{"kind":"part","id":1,"size":2}"#), Tagged::Part(_)));
    assert!(matches!(read(r#"{"id":1,"size":2}"#), Tagged::Whole(_)));
    assert!(matches!(read(r#"{"kind":"other","id":1}"#), Tagged::Unknown(_)));
    assert!(matches!(read("1"), Tagged::Unknown(_)));
}

struct Things;

impl Service for Things {
    type Failure = Json;
    type Envelope<T: Value> = T;

    fn api() -> &'static Api {
        &API
    }
}

#[test]
fn an_answer_is_taken_out_of_its_envelope() {
    static GET: Endpoint<Part, Things> = Endpoint::get("parts.get", "/parts/{id}");
    let tried = |text: &str| answer(&GET, 200, Example::new(text)).map_err(|it| it.to_string());
    assert_eq!(tried(r#"{"result":{"id":1},"other":2}"#), Ok(()));
    let fault = tried(r#"{"result":{"id":1,"colour":"red"}}"#).unwrap_err();
    assert_eq!(fault, "not written as it was read: `colour` is \"red\", but was not written");
    let fault = tried(r#"{"other":2}"#).unwrap_err();
    assert!(fault.contains("`result` is missing"), "{fault}");
}

#[test]
fn all_that_fails_is_told_at_once() {
    let examples = r#"{"//": "a mark", "part": [{"at": "/a", "value": {"id": 1}}, {"at": "/b", "value": {}},
        {"at": "/c", "more": true, "value": {"id": 1, "more": 2}}, {"at": "/d", "value": {"id": 1, "more": 2}}]}"#;
    let told =
        std::panic::catch_unwind(|| try_all(examples, &[("part", value::<Part>)])).unwrap_err();
    assert_eq!(
        told.downcast_ref::<String>().unwrap(),
        "2 of 4 examples failed:\n/b as part: not read: `id` is missing\n\
         /d as part: not written as it was read: `more` is 2, but was not written"
    );
}
