use std::fs;

use serde_json::{Value, json};

use super::*;

/// Returns a folder with a document and other files, and what is gathered of it.
fn gathered(files: &[(&str, Value)]) -> (Value, Files, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, value) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, value.to_string()).unwrap();
    }
    let mut value = files[0].1.clone();
    let found =
        gather(&folder.path().join(files[0].0), "docs/a.json", &mut value, &mut Sources::new());
    (value, found, folder)
}

fn reference(to: &str) -> Value {
    json!({ "$ref": to })
}

#[test]
fn references_lead_to_places_within_the_document() {
    let (value, files, _folder) = gathered(&[
        (
            "a.json",
            json!({ "x": [reference("sub/b%20c.json#/y"), reference("./sub/d.json"), reference("#/x")] }),
        ),
        (
            "sub/b c.json",
            json!({ "y": [reference("#/y"), reference("d.json#/z"), reference("../a.json#/x"), reference("../a.json")] }),
        ),
        ("sub/d.json", json!({ "z": reference("#") })),
    ]);
    let (b, d) = ("#/x-clientwright-files/sub~1b c.json", "#/x-clientwright-files/sub~1d.json");
    assert_eq!(value["x"], json!([reference(&format!("{b}/y")), reference(d), reference("#/x")]));
    let files_of = &value[KEY];
    let y = [format!("{b}/y"), format!("{d}/z"), "#/x".to_owned(), "#".to_owned()];
    assert_eq!(files_of["sub/b c.json"]["y"], json!(y.map(|to| reference(&to))));
    assert_eq!(files_of["sub/d.json"]["z"], reference(d));
    assert_eq!(files.list.len(), 2);
    assert!(files.refused.is_empty());
}

#[test]
fn what_is_no_reference_stays() {
    let document = json!({
        "example": reference("b.json"), "enum": [reference("b.json")], "default": { "x": reference("b.json") },
        "properties": { "$ref": { "type": "string" }, "default": reference("#/x"), "example": { "const": reference("b.json") } },
        "mapped": { "discriminator": { "propertyName": "$ref", "mapping": { "a": "A", "b": "#/x" } } },
    });
    let (value, files, _folder) = gathered(&[("a.json", document.clone())]);
    assert_eq!(value, document);
    assert!(files.refused.is_empty(), "{:?}", files.refused);
}

#[test]
fn nothing_outside_of_the_folder_is_read() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.json"), "{\"secret\": true}").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(folder.path().join("above.json"), "{\"secret\": true}").unwrap();
    fs::write(inner.join("odd.json"), "{").unwrap();
    fs::create_dir(inner.join("folder.json")).unwrap();
    let mut refused = vec![
        "../above.json".to_owned(),
        "%2e%2e/above.json".to_owned(),
        "x/../../above.json".to_owned(),
        "../absent.json".to_owned(),
        outside.path().join("secret.json").display().to_string(),
        format!("file://{}", outside.path().join("secret.json").display()),
        "https://example.com/a.json#/x".to_owned(),
        "//example.com/a.json".to_owned(),
        "C:/a.json".to_owned(),
        "\\\\server\\a.json".to_owned(),
        "a%00.json".to_owned(),
        "%ff.json".to_owned(),
        "absent.json".to_owned(),
        "folder.json".to_owned(),
        "odd.json".to_owned(),
        "x.json#anchor".to_owned(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path(), inner.join("link")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.json"), inner.join("link.json"))
            .unwrap();
        refused.extend(["link/secret.json".to_owned(), "link.json".to_owned()]);
    }
    let mut value = json!({ "list": refused.iter().map(|to| reference(to)).collect::<Vec<_>>() });
    let before = value.clone();
    let path = inner.join("a.json");
    fs::write(&path, value.to_string()).unwrap();
    let files = gather(&path, "a.json", &mut value, &mut Sources::new());
    assert_eq!(value, before);
    assert!(files.list.is_empty());
    let mut told: Vec<String> = refused
        .iter()
        .map(|to| {
            let to_show = to.replace(&outside.path().display().to_string(), "OUTSIDE");
            format!("{to_show:?} {}", files.refused[to])
        })
        .collect();
    told.sort();
    insta::assert_snapshot!("refused", told.join("\n"));
}

#[cfg(unix)]
#[test]
fn a_link_within_the_folder_is_the_file_that_it_leads_to() {
    let (_, _, folder) = gathered(&[("a.json", json!({})), ("b.json", json!({ "x": 1 }))]);
    std::os::unix::fs::symlink(folder.path().join("b.json"), folder.path().join("c.json")).unwrap();
    let mut value = json!({ "list": [reference("c.json#/x"), reference("b.json#/x")] });
    let files = gather(&folder.path().join("a.json"), "a.json", &mut value, &mut Sources::new());
    assert_eq!(files.list.len(), 1);
    assert_eq!(value["list"][0], value["list"][1]);
}

#[test]
fn a_document_has_a_bounded_number_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut list = Vec::new();
    for number in 0..=FILES {
        fs::write(folder.path().join(format!("{number}.json")), "{}").unwrap();
        list.push(reference(&format!("{number}.json")));
    }
    let path = folder.path().join("a.json");
    let mut value = json!({ "list": list });
    fs::write(&path, value.to_string()).unwrap();
    let files = gather(&path, "a.json", &mut value, &mut Sources::new());
    assert_eq!((files.list.len(), files.refused.len()), (FILES, 1));
}
