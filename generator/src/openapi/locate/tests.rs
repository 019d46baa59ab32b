use std::fmt::Write as _;
use std::time::Instant;

use super::*;

/// Returns what stands at each pointer.
fn at<'a>(text: &'a str, pointers: &[&str]) -> Vec<Option<&'a str>> {
    locate(text, pointers).into_iter().map(|place| Some(&text[place?])).collect()
}

#[test]
fn places_in_json() {
    let text = r#" {"é": [1, {"a/b": {"~": "x"}}, "\u0022]}"], "k": {"": null, "n": []}, "t\u0065xt": -1.5e3 } "#;
    assert_eq!(
        at(
            text,
            &[
                "/é/0",
                "/é/1/a~1b/~0",
                "#/é/2",
                "/k/",
                "/k/n",
                "/text",
                "/é/3",
                "/k/x",
                "k",
                "/é/1/a~1b"
            ]
        ),
        [
            Some("1"),
            Some(r#""~": "x""#),
            Some(r#""\u0022]}""#),
            Some(r#""": null"#),
            Some(r#""n": []"#),
            Some(r#""t\u0065xt": -1.5e3"#),
            None,
            None,
            None,
            Some(r#""a/b": {"~": "x"}"#),
        ]
    );
    assert_eq!(at(text, &[""]), [Some(text.trim())]);
    assert_eq!(at(text, &["/é", "/é", "/k"])[0], at(text, &["/é"])[0]);
}

#[test]
fn places_in_yaml() {
    let text = "# é\nopenapi: 3.0.0\npaths:\n  /zones/{id}:\n    get: &get\n      - é: 1\n        tags: [a, \"b c\"]\n      - {x: {y: 1}}\n    put: *get\n    head:\n    200: ok\nlast:\n  <<: {m: 1}\n  n: 2\n";
    assert_eq!(
        at(
            text,
            &[
                "/paths/~1zones~1{id}/get/0/é",
                "/paths/~1zones~1{id}/get/0/tags/1",
                "/paths/~1zones~1{id}/get/1/x/y",
                "/paths/~1zones~1{id}/put/0/é",
                "/paths/~1zones~1{id}/200",
                "/paths/~1zones~1{id}/get/1/x",
                "/last/n",
                "/last/m",
                "/nowhere",
                "/paths/~1zones~1{id}/get/0",
            ]
        ),
        [
            Some("é: 1"),
            Some("\"b c\""),
            Some("y: 1"),
            Some("*get"),
            Some("200: ok"),
            Some("x: {y: 1}"),
            Some("n: 2"),
            Some("<<"),
            None,
            Some("é: 1\n        tags: [a, \"b c\"]"),
        ]
    );
    let operation = locate(text, &["/paths/~1zones~1{id}/get"])[0].clone().unwrap();
    assert!(text[operation].starts_with("get: &get\n"));
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts_with_all_below_it() {
    let pointers = ["/a/b", "/a/c", "/a"];
    assert_eq!(
        at(r#"{"a": {"b": 1, "c": 2}, "a": {"b": 3}}"#, &pointers),
        [Some(r#""b": 3"#), None, Some(r#""a": {"b": 3}"#)]
    );
    assert_eq!(
        at("a:\n  b: 1\n  c: 2\na: {b: 3}\n", &pointers),
        [Some("b: 3"), None, Some("a: {b: 3}")]
    );
}

#[test]
fn no_text_makes_it_fail() {
    for text in [
        "",
        "{",
        "{\"",
        "{\"a",
        "{\"a\":",
        "{\"a\":1",
        "[\"\\",
        "[1,]",
        "[}",
        "]",
        "{\"a\\\":1}",
        "\"\\u\"",
        "x: [",
        "é: *x",
        "\u{1}",
        "{a: 1}x",
    ] {
        for pointer in ["", "/a", "/0", "/a/b", "/"] {
            let _ = locate(text, &[pointer]);
        }
    }
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(locate(&deep, &["/0/0"])[0], Some(2..399_998));
}

#[test]
fn many_duplicates_of_a_key_with_many_pointers_below_take_no_time() {
    let mut text = "{".to_owned();
    for _ in 0..20_000 {
        text += "\"a\": {}, ";
    }
    text += "\"z\": 1}";
    let pointers: Vec<String> = (0..20_000).fold(Vec::new(), |mut all, index| {
        let mut pointer = "/a/".to_owned();
        write!(pointer, "{index}").unwrap();
        all.push(pointer);
        all
    });
    let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
    let start = Instant::now();
    assert!(locate(&text, &pointers).iter().all(Option::is_none));
    assert!(start.elapsed().as_secs() < 5);
}
