use std::sync::OnceLock;

use super::*;
use crate::describe::schema::Format;

/// What the check says of a body: nothing if it accepts it.
fn said(schema: &Schema, body: &str) -> String {
    match check_body(schema, body.as_bytes()) {
        Ok(()) => String::new(),
        Err(refusal) if refusal.path.is_empty() => refusal.to_string(),
        Err(refusal) => format!("{}: {refusal}", refusal.path),
    }
}

fn said_of_text(schema: &Schema, texts: &[&str]) -> String {
    match check_texts(schema, texts) {
        Ok(()) => String::new(),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn strings() {
    let string = Schema::string;
    for (schema, body, expected) in [
        (string(), r#""""#, ""),
        (string(), "1", "must be a string (it is a number)"),
        (string(), "null", "must be a string (it is null)"),
        (string().nullable(), "null", ""),
        (string().min_length(2), r#""é""#, r#"must have at least 2 characters (it is "é")"#),
        (string().max_length(2), r#""éé""#, ""),
        (string().max_length(1), r#""ab""#, r#"must have at most 1 character (it is "ab")"#),
        (string().max_bytes(3), r#""éé""#, r#"must have at most 3 bytes in UTF-8 (it is "éé")"#),
        (string().pattern("^[a-z]+$"), r#""abc""#, ""),
        (
            string().pattern("^[a-z]+$"),
            r#""a1""#,
            r#"must match the pattern "^[a-z]+$" (it is "a1")"#,
        ),
        (string().pattern("b"), r#""abc""#, ""),
        (string().pattern("(?=never compiles)"), r#""x""#, ""),
        (string().one_of(&["a", "b"]), r#""c""#, r#"must be one of "a", "b" (it is "c")"#),
        (string().one_of(&["a"]), r#""a""#, ""),
        (
            string().format(Format::Date),
            r#""2026-02-29""#,
            r#"must be a date (RFC 3339) (it is "2026-02-29")"#,
        ),
        (string().format(Format::DateTime), r#""2026-01-01T00:00:00Z""#, ""),
        (
            string().format(Format::DateTime),
            r#""2026-01-01""#,
            r#"must be a date and time with an offset (RFC 3339) (it is "2026-01-01")"#,
        ),
        (string().format(Format::Uuid), r#""2a95132c-1573-2412-d22c-1476fa83f27a""#, ""),
        (
            string().format(Format::Uuid),
            r#""2a95132c""#,
            r#"must be a UUID (RFC 9562) (it is "2a95132c")"#,
        ),
        (string().secret().max_length(1), r#""hush""#, "must have at most 1 character"),
        (string().max_length(1), r#""a\nb""#, r#"must have at most 1 character (it is "a\u{a}b")"#),
    ] {
        assert_eq!(said(&schema, body), expected, "{body}");
    }
}

#[test]
fn numbers() {
    let (integer, number) = (Schema::integer, Schema::number);
    for (schema, body, expected) in [
        (integer(), "5", ""),
        (integer(), "5.0", ""),
        (integer(), "5.5", "must be an integer (it is a number)"),
        (integer(), "\"5\"", "must be an integer (it is a string)"),
        (integer().minimum(5.0), "4", "must be at least 5 (it is 4)"),
        (integer().maximum(50.0), "51", "must be at most 50 (it is 51)"),
        (number().exclusive_minimum(0.0), "0", "must be greater than 0 (it is 0)"),
        (number().exclusive_maximum(1.0), "1.0", "must be less than 1 (it is 1.0)"),
        (number().multiple_of(0.01), "0.07", ""),
        (number().multiple_of(0.01), "0.075", "must be a multiple of 0.01 (it is 0.075)"),
        (integer().one_of_integers(&[0, 1]), "2", "must be one of 0, 1 (it is 2)"),
        (integer().one_of_integers(&[0, 1]), "1", ""),
        (Schema::boolean(), "1", "must be a boolean (it is a number)"),
        (Schema::any(), "[{}]", ""),
    ] {
        assert_eq!(said(&schema, body), expected, "{body}");
    }
}

static ITEM: Schema = Schema::string().max_length(1);

#[test]
fn lists_and_maps() {
    let list = || Schema::list(&ITEM);
    for (schema, body, expected) in [
        (list(), r#"["a","b"]"#, ""),
        (list(), r#"["a","bc"]"#, r#"[1]: must have at most 1 character (it is "bc")"#),
        (list(), "{}", "must be an array (it is an object)"),
        (list().min_items(1), "[]", "must have at least 1 item (it is 0 items)"),
        (list().max_items(1), r#"["a","b"]"#, "must have at most 1 item (it is 2 items)"),
        (list().unique_items(), r#"["a","a"]"#, "must have no two equal items"),
        (Schema::map(&ITEM), r#"{"k":"v"}"#, ""),
        (Schema::map(&ITEM), r#"{"k":"vw"}"#, r#"k: must have at most 1 character (it is "vw")"#),
    ] {
        assert_eq!(said(&schema, body), expected, "{body}");
    }
}

static NODE: Schema = Schema::object(
    const {
        &[
            Field::required("name", Schema::string().max_length(2)),
            Field::optional("next", Schema::reference(|| &NODE).nullable()),
            Field::optional(
                "key",
                Schema::object(const { &[Field::optional("pem", Schema::string().max_length(1))] })
                    .secret(),
            ),
        ]
    },
);

#[test]
fn objects_name_the_path() {
    for (body, expected) in [
        (r#"{"name":"a","more":1}"#, ""),
        ("{}", "name: must be set, since it is required"),
        (
            r#"{"name":"a","next":{"name":"b","next":{}}}"#,
            "next.next.name: must be set, since it is required",
        ),
        (r#"{"name":"a","next":null}"#, ""),
        (r#"{"name":"a","key":{"pem":"hush"}}"#, "key.pem: must have at most 1 character"),
        ("[]", "must be an object (it is an array)"),
    ] {
        assert_eq!(said(&NODE, body), expected, "{body}");
    }
    let deep = format!("{}null{}", r#"{"name":"a","next":"#.repeat(120), "}".repeat(120));
    assert_eq!(said(&NODE, &deep), "");
}

static LOOP: Schema = Schema::union(const { &[Schema::reference(|| &LOOP), Schema::integer()] });

#[test]
fn unions() {
    let union = Schema::union(
        const {
            &[
                Schema::integer(),
                Schema::object(const { &[Field::required("a", Schema::integer())] }),
            ]
        },
    );
    assert_eq!(said(&union, "1"), "");
    assert_eq!(said(&union, "true"), "must fit one of 2 types (it is a boolean)");
    assert_eq!(said(&union, r#"{"a":"x"}"#), "a: must be an integer (it is a string)");
    assert!(said(&LOOP, "true").contains("must"));
}

#[test]
fn texts_of_parameters() {
    let list = || Schema::list(&ITEM).max_items(2).unique_items();
    for (schema, texts, expected) in [
        (Schema::integer().maximum(50.0), &["51"][..], r#"must be at most 50 (it is "51")"#),
        (Schema::integer(), &["x"], r#"must be an integer (it is "x")"#),
        (Schema::number(), &["NaN"], r#"must be a number (it is "NaN")"#),
        (Schema::boolean(), &["yes"], r#"must be true or false (it is "yes")"#),
        (Schema::string(), &["a", "b"], "must be a single value"),
        (list(), &["a", "b"], ""),
        (list(), &["a", "bc"], r#"must have at most 1 character (it is "bc")"#),
        (list(), &["a", "b", "c"], "must have at most 2 items (it is 3 items)"),
        (list(), &["a", "a"], "must have no two equal items"),
        (
            Schema::reference(|| &ITEM).min_length(1),
            &[""],
            r#"must have at least 1 character (it is "")"#,
        ),
        (Schema::reference(|| &ITEM), &["ab"], r#"must have at most 1 character (it is "ab")"#),
        (
            Schema::union(const { &[Schema::integer(), Schema::string().one_of(&["all"])] }),
            &["all"],
            "",
        ),
        (
            Schema::union(const { &[Schema::integer(), Schema::string().one_of(&["all"])] }),
            &["any"],
            r#"must be "all" (it is "any")"#,
        ),
    ] {
        assert_eq!(said_of_text(&schema, texts), expected, "{texts:?}");
    }
}

#[test]
fn a_reference_made_at_run_time_may_come_later() {
    let later: &OnceLock<Schema> = Box::leak(Box::new(OnceLock::new()));
    let schema = Schema::new(Kind::Reference(crate::describe::schema::Reference::Later(later)));
    assert_eq!(said(&schema, "1"), "");
    later.set(Schema::string()).unwrap();
    assert_eq!(said(&schema, "1"), "must be a string (it is a number)");
}

#[test]
fn secrets_of_a_body_are_found_by_its_schema() {
    let body = r#"{"name":"open","key":{"pem":"hush"},"next":{"name":"b","key":{"pem":"too","more":["x"]}}}"#;
    assert_eq!(secrets_of(&NODE, body.as_bytes()), ["too", "hush"]);
}

#[test]
fn members_without_a_field() {
    static REST: Schema = Schema::integer().minimum(1.0);
    static SECRET: Schema = Schema::string().secret();
    let schema = Schema::object(const { &[Field::required("a", Schema::any())] }).rest(&REST);
    for (body, expected) in [
        (r#"{"a":"x","b":1}"#, ""),
        (r#"{"a":"x","b":0}"#, "b: must be at least 1 (it is 0)"),
        (r#"{"a":"x","b":"1"}"#, "b: must be an integer (it is a string)"),
        (r#"{"b":1}"#, "a: must be set, since it is required"),
    ] {
        assert_eq!(said(&schema, body), expected, "{body}");
    }
    let schema = Schema::object(const { &[Field::optional("a", Schema::any())] }).rest(&SECRET);
    assert!(schema.holds_secret());
    assert_eq!(secrets_of(&schema, br#"{"a":"x","b":"y"}"#), ["y"]);
}

#[test]
fn tuples() {
    static NAME: Schema =
        Schema::tuple(const { &[Schema::string().max_length(1).secret(), Schema::integer()] });
    for (body, expected) in [
        (r#"["a",1]"#, ""),
        (r#"["a"]"#, "must have 2 items (it is 1 item)"),
        (r#"["a",1,1]"#, "must have 2 items (it is 3 items)"),
        (r#"["ab",1]"#, "[0]: must have at most 1 character"),
        (r#"["a","b"]"#, "[1]: must be an integer (it is a string)"),
        ("{}", "must be an array (it is an object)"),
    ] {
        assert_eq!(said(&NAME, body), expected, "{body}");
    }
    assert!(NAME.holds_secret());
    assert_eq!(secrets_of(&NAME, br#"["x",1]"#), ["x"]);
}

/// Words × values, which the generator's tests run too.
const WORDS: &str = include_str!("../../tests/words.tsv");

static ANY: Schema = Schema::any();

/// A schema that states one word, of the kind of values that the word applies to.
fn stating(word: &str, stated: &str) -> Schema {
    let number = || stated.parse::<f64>().unwrap();
    let count = || stated.parse::<u64>().unwrap();
    match word {
        "minLength" => Schema::string().min_length(count()),
        "maxLength" => Schema::string().max_length(count()),
        "maxBytes" => Schema::string().max_bytes(count()),
        "pattern" => {
            let pattern: String = serde_json::from_str(stated).unwrap();
            Schema::string().pattern(pattern.leak())
        }
        "format" => Schema::string().format(Format::Uuid),
        "minimum" => Schema::number().minimum(number()),
        "maximum" => Schema::number().maximum(number()),
        "exclusiveMinimum" => Schema::number().exclusive_minimum(number()),
        "exclusiveMaximum" => Schema::number().exclusive_maximum(number()),
        "multipleOf" => Schema::number().multiple_of(number()),
        "enum" => {
            let integers: Vec<i64> = serde_json::from_str(stated).unwrap();
            Schema::integer().one_of_integers(integers.leak())
        }
        "minItems" => Schema::list(&ANY).min_items(count()),
        "maxItems" => Schema::list(&ANY).max_items(count()),
        "uniqueItems" => Schema::list(&ANY).unique_items(),
        "minProperties" => Schema::map(&ANY).min_properties(count()),
        "maxProperties" => Schema::map(&ANY).max_properties(count()),
        word => panic!("the runtime does not know `{word}`"),
    }
}

#[test]
fn values_keep_to_words_as_the_table_says() {
    let mut wrong = Vec::new();
    for row in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [word, stated, value, verdict] = cells[..] else { panic!("{row}") };
        let mut schema = stating(word, stated);
        // A word says nothing of values of another kind.
        let applies = match schema.kind {
            Kind::String => value.starts_with('"'),
            Kind::List(_) => value.starts_with('['),
            Kind::Map(_) => value.starts_with('{'),
            _ => value.starts_with(|c: char| c == '-' || c.is_ascii_digit()),
        };
        if !applies {
            schema.kind = Kind::Any;
        }
        let text = format!("[{value}]");
        let tape = Tape::parse(&text).unwrap();
        let node = tape.root().items().next().unwrap();
        let mut check =
            BodyCheck { path: String::new(), trials: 1_000, found: None, patterns: false };
        if check.node(&schema, node, false, 0).is_ok() != (verdict == "keeps") {
            wrong.push(row);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

static POLICY: Schema = Schema::object(const { &[Field::required("id", Schema::integer())] })
    .rest(&ANY)
    .max_properties(2);

#[test]
fn members_are_counted() {
    static MAP: Schema = Schema::map(&ANY).min_properties(1);
    let policies = || Schema::list(&POLICY);
    for (schema, body, expected) in [
        (MAP.clone(), "{}", "must have at least 1 member (it is 0 members)"),
        (MAP.clone(), r#"{"a":null}"#, ""),
        (Schema::any().min_properties(1), "{}", "must have at least 1 member (it is 0 members)"),
        (
            Schema::object(const { &[Field::optional("a", Schema::integer())] }).min_properties(1),
            "{}",
            "must have at least 1 member (it is 0 members)",
        ),
        (Schema::any().min_properties(1), "[]", ""),
        (Schema::any().nullable().min_properties(1), "null", ""),
        (
            policies(),
            r#"[{"id":1},{"id":2,"a":1,"b":2}]"#,
            "[1]: must have at most 2 members (it is 3 members)",
        ),
        (
            Schema::reference(|| &POLICY).min_properties(2),
            r#"{"id":1}"#,
            "must have at least 2 members (it is 1 member)",
        ),
        (
            Schema::object(const { &[Field::optional("of", Schema::reference(|| &MAP))] }),
            r#"{"of":{}}"#,
            "of: must have at least 1 member (it is 0 members)",
        ),
    ] {
        assert_eq!(said(&schema, body), expected, "{body}");
    }
}
