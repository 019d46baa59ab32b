use serde_json::{Value, json};

use serde::de::DeserializeSeed as _;

use super::{INDEXED, Size, Tree};

fn read(text: &str) -> Tree {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Size::default().deserialize(&mut deserializer).expect("the text is JSON")
}

#[test]
fn a_tree_is_the_value_of_the_text() {
    let texts = [
        r#"{"a":{"b":[1,-2,3.5,1e3,18446744073709551615,null,true,"x\n\"",[],{}]},"":"empty","ä":"ö"}"#,
        "[]",
        "null",
        r#"[[[{"deep":[{}]}]],2]"#,
    ];
    for text in texts {
        let value: Value = serde_json::from_str(text).expect("the text is JSON");
        assert_eq!(read(text).root().to_value(), value, "{text}");
        assert_eq!(Tree::from(&value).root().to_value(), value, "{text}");
    }
}

#[test]
fn a_member_is_found_by_its_key_in_objects_of_any_size() {
    for size in [0, 1, INDEXED - 1, INDEXED, 500] {
        let members: Vec<String> =
            (0..size).map(|number| format!(r#""key{}":{number}"#, number * 7919 % 1000)).collect();
        let tree = read(&format!("{{{}}}", members.join(",")));
        for number in 0..size {
            let found = tree.root().get(&format!("key{}", number * 7919 % 1000));
            assert_eq!(found.and_then(super::Node::as_u64), Some(number as u64));
        }
        assert!(tree.root().get("key").is_none());
        let keys: Vec<&str> = tree.root().as_object().expect("it is one").keys().collect();
        assert_eq!(keys.len(), size);
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_value_counts_in_the_first_place() {
    let many: Vec<String> = (0..INDEXED).map(|number| format!(r#""{number}":0"#)).collect();
    for before in [r#""z":0"#.to_owned(), many.join(",")] {
        let text = format!(r#"[{{"a":{{"x":1}},{before},"a":[2]}},{{"b":1}}]"#);
        let value: Value = serde_json::from_str(&text).expect("the text is JSON");
        let tree = read(&text);
        assert_eq!(tree.root().to_string(), value.to_string());
        assert_eq!(tree.root().pointer("/0/a/0").map(super::Node::way).as_deref(), Some("/0/a/0"));
    }
}

#[test]
fn a_pointer_leads_to_a_node_and_back() {
    let tree = read(r#"{"paths":{"/a~b/{c}":{"get":[0,{"x":1}]}},"":{"":1}}"#);
    for pointer in ["", "/paths/~1a~0b~1{c}/get/1/x", "/", "//"] {
        let node = tree.root().pointer(pointer).unwrap_or_else(|| panic!("{pointer}"));
        assert_eq!(node.way(), pointer);
    }
    for pointer in ["/paths/~1a~0b~1{c}/get/01", "/paths/~1a~0b~1{c}/get/2", "paths", "/none"] {
        assert!(tree.root().pointer(pointer).is_none(), "{pointer}");
    }
}

#[test]
fn nodes_are_equal_as_values_are() {
    let values = [
        json!({ "a": 1, "b": [1, 2] }),
        json!({ "b": [1, 2], "a": 1 }),
        json!({ "a": 1, "b": [2, 1] }),
        json!({ "a": 1.0, "b": [1, 2] }),
        json!({ "a": 1 }),
        json!([1, 2]),
        json!([1]),
        json!("1"),
        json!(null),
        json!(false),
    ];
    for one in &values {
        for other in &values {
            let (left, right) = (Tree::from(one), Tree::from(other));
            assert_eq!(left.root() == right.root(), one == other, "{one} {other}");
        }
    }
}
