//! What an import writes and what it leaves alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clientwright::{Import, Overrides};

const DOCUMENT: &str = r#"{
  "openapi": "3.0.3",
  "info": { "title": "Acme", "version": "1" },
  "servers": [{ "url": "https://acme.example" }],
  "paths": {
    "/things/{id}": {
      "get": {
        "operationId": "getThing",
        "tags": ["things"],
        "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
        "responses": { "200": { "description": "A thing.", "content": { "application/json": {
          "schema": { "type": "object", "properties": { "name": { "type": "string" } } }
        } } } }
      }
    }
  }
}
"#;

/// A folder with a document in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("acme.json"), DOCUMENT).unwrap();
    folder
}

fn import(folder: &Path, out: &str) -> Import {
    Import::new(folder.join("acme.json"), folder.join(out))
}

fn refused(import: &Import) -> String {
    import.run().unwrap_err().to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_document_becomes_a_spec_and_stays_one() {
    let folder = folder();
    let first = import(folder.path(), "spec/acme").run().unwrap();
    assert!(first.written.contains(&"api.yaml".to_owned()));
    let text = read(&folder.path().join("spec/acme/api.yaml"));
    assert!(text.starts_with(
        "# yaml-language-server: $schema=../schema.json\nclientwright: 1\napi: Acme\n"
    ));
    let second = import(folder.path(), "spec/acme").run().unwrap();
    assert_eq!((second.written, second.unchanged), (Vec::new(), first.written));
    clientwright::Generator::new(folder.path().join("spec"))
        .out_dir(folder.path().join("generated"))
        .generate()
        .unwrap();
}

#[test]
fn what_was_edited_is_not_lost_without_force() {
    let folder = folder();
    import(folder.path(), "acme").run().unwrap();
    let path = folder.path().join("acme/api.yaml");
    let edited = read(&path) + "# by hand\n";
    fs::write(&path, &edited).unwrap();
    let error = refused(&import(folder.path(), "acme"));
    assert!(error.contains("(api.yaml)") && error.contains("--force"), "{error}");
    assert_eq!(read(&path), edited);
    import(folder.path(), "acme").force(true).run().unwrap();
    assert!(!read(&path).contains("by hand"));
}

#[test]
fn files_besides_are_removed_by_force_only_and_others_never() {
    let folder = folder();
    import(folder.path(), "acme").run().unwrap();
    let besides = folder.path().join("acme/more/extra.yaml");
    fs::create_dir(besides.parent().unwrap()).unwrap();
    fs::write(&besides, "summary: Mine.\n").unwrap();
    fs::write(folder.path().join("acme/README.md"), "Mine.").unwrap();
    let error = refused(&import(folder.path(), "acme"));
    assert!(error.contains("more/extra.yaml"), "{error}");
    assert!(besides.exists());
    let imported = import(folder.path(), "acme").force(true).run().unwrap();
    assert_eq!(imported.removed, ["more/extra.yaml"]);
    assert!(!besides.parent().unwrap().exists());
    assert!(folder.path().join("acme/README.md").exists());
}

#[test]
fn the_yaml_of_something_else_stays_even_by_force() {
    let folder = folder();
    let other = folder.path().join("deploy/service.yaml");
    fs::create_dir(other.parent().unwrap()).unwrap();
    fs::write(&other, "kind: Service\n").unwrap();
    let error = refused(&import(folder.path(), "deploy").force(true));
    assert!(error.contains("does not remove them"), "{error}");
    assert_eq!(fs::read_dir(other.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn nothing_is_written_where_anything_is_wrong() {
    let folder = folder();
    fs::write(folder.path().join("acme.json"), "{\"swagger\": \"2.0\"}").unwrap();
    let error = refused(&import(folder.path(), "spec/acme"));
    assert!(error.contains("swagger2openapi") && error.contains("in the document"), "{error}");
    assert!(!folder.path().join("spec").exists());
    let error = refused(&import(folder.path(), "spec/My-Api"));
    assert!(error.contains("`My-Api` is not a valid name"), "{error}");
    assert!(!folder.path().join("spec").exists());
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_refused() {
    let folder = folder();
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join("acme"))
        .unwrap();
    let error = refused(&import(folder.path(), "acme").force(true));
    assert!(error.contains("symbolic link"), "{error}");
    assert_eq!(fs::read_dir(folder.path().join("elsewhere")).unwrap().count(), 0);
}

#[cfg(feature = "cli")]
#[test]
fn the_command_prints_and_saves_its_report() {
    let folder = folder();
    let run = |arguments: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_clientwright"))
            .current_dir(folder.path())
            .arg("import")
            .args(arguments)
            .output()
            .unwrap()
    };
    let output = run(&["acme.json", "--out", "spec/acme", "--report", "out/report.json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains(" operation") && printed.contains("spec/acme: "), "{printed}");
    let report = read(&folder.path().join("out/report.json"));
    assert!(report.starts_with("{\n  \"document\": \"acme.json\",\n"), "{report}");
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 1);
    let output = run(&["none.json", "--out", "spec/acme"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("none.json"));
}

#[cfg(feature = "cli")]
#[test]
fn the_command_refuses_of_specs_what_is_said_of_a_document() {
    let folder = folder();
    let run = |command: &str, input: &[&str], flag: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_clientwright"))
            .current_dir(folder.path())
            .arg(command)
            .args(input)
            .args(["--crate", "acme-client", "--out", "out"])
            .args(flag)
            .output()
            .unwrap()
    };
    let flags: [&[&str]; 5] = [
        &["--only", "/zones"],
        &["--client-param", "account_id"],
        &["--strict"],
        &["--report", "report.json"],
        &["--example-tests"],
    ];
    let imported = Command::new(env!("CARGO_BIN_EXE_clientwright"))
        .current_dir(folder.path())
        .args(["import", "acme.json", "--out", "spec/acme"])
        .output();
    assert!(imported.unwrap().status.success());
    for flag in flags {
        for (command, input) in
            [("generate", &["--spec", "spec/acme"][..]), ("generate", &[]), ("check", &[])]
        {
            let output = run(command, input, flag);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{command} {flag:?}: {said}");
            let expected = format!("`{}` applies to OpenAPI documents only", flag[0]);
            assert!(said.contains(&expected) && said.contains("`--openapi FILE`"), "{said}");
        }
    }
    assert!(!folder.path().join("out").exists());
    assert!(run("generate", &["--spec", "spec/acme"], &[]).status.success());
    let output = run("generate", &["--openapi", "acme.json"], &["--report", "report.json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("report.json").exists());
}

/// Several resources, types that are shared and types that hold each other: whatever could come in another order.
fn many_things() -> String {
    let mut paths = serde_json::Map::new();
    let mut schemas = serde_json::Map::new();
    for number in 0..40 {
        let thing = serde_json::json!({ "$ref": format!("#/components/schemas/Thing{number}") });
        paths.insert(
            format!("/group{}/things{number}/{{id}}", number % 7),
            serde_json::json!({ "get": {
                "tags": [format!("group {}", number % 3)],
                "parameters": [
                    { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                    { "name": "state", "in": "query", "schema": { "enum": ["on", "off", format!("at{number}")] } },
                ],
                "responses": { "200": { "description": "", "content": { "application/json": { "schema": {
                    "type": "object",
                    "properties": { "success": { "type": "boolean" }, "result": thing },
                } } } } },
            } }),
        );
        schemas.insert(
            format!("Thing{number}"),
            serde_json::json!({ "type": "object", "properties": {
                "next": { "$ref": format!("#/components/schemas/Thing{}", (number + 1) % 40) },
                "same": { "type": "object", "properties": { "size": { "type": "integer" } } },
                "either": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            } }),
        );
    }
    serde_json::json!({
        "openapi": "3.1.0",
        "info": { "title": "Many things", "version": "1" },
        "servers": [{ "url": "https://acme.example" }],
        "paths": paths,
        "components": { "schemas": schemas },
    })
    .to_string()
}

#[test]
fn a_crate_of_a_document_is_the_same_byte_for_byte_on_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("things.json");
    fs::write(&document, many_things()).unwrap();
    let generate = |out: &str| {
        // Both at the same place, which the files name.
        let path = folder.path().join("crate");
        let report = clientwright::Generator::openapi(&document)
            .named_crate("things-client")
            .out_dir(&path)
            .generate()
            .unwrap();
        fs::rename(&path, folder.path().join(out)).unwrap();
        let mut written = report.written;
        written.sort();
        (written, report.import.unwrap().json())
    };
    let (first, told) = generate("first");
    assert!(first.len() > 8, "{first:?}");
    for _ in 0..3 {
        let (again, told_again) = generate("again");
        assert_eq!((&first, &told), (&again, &told_again));
        for path in &first {
            let both = ["first", "again"].map(|out| folder.path().join(out).join(path));
            assert_eq!(read(&both[0]), read(&both[1]), "{path}");
        }
        fs::remove_dir_all(folder.path().join("again")).unwrap();
    }
}

/// The report on a document with one operation on `/things`.
fn report_on(method: &str, operation: &serde_json::Value) -> clientwright::ImportReport {
    let folder = tempfile::tempdir().unwrap();
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": { "title": "Acme", "version": "1" },
        "servers": [{ "url": "https://acme.example" }],
        "paths": { "/things": { method: operation } },
    });
    fs::write(folder.path().join("acme.json"), document.to_string()).unwrap();
    import(folder.path(), "acme").run().unwrap().report
}

#[test]
fn a_form_without_fields_is_no_body_and_no_loss() {
    let schema = serde_json::json!({ "type": "object", "properties": {} });
    let report = report_on(
        "delete",
        &serde_json::json!({
            "requestBody": { "content": { "application/x-www-form-urlencoded": { "schema": schema } } },
            "responses": { "204": { "description": "" } },
        }),
    );
    assert_eq!((report.whole, report.with_loss), (1, 0), "{report}");
}

#[test]
fn a_form_that_is_not_described_is_bytes_and_a_loss() {
    let report = report_on(
        "post",
        &serde_json::json!({
            "requestBody": { "content": { "multipart/form-data": { "schema": { "type": "object" } } } },
            "responses": { "204": { "description": "" } },
        }),
    );
    assert_eq!((report.whole, report.with_loss), (0, 1), "{report}");
}

#[test]
fn a_header_that_follows_from_the_request_is_no_loss() {
    let header = |name: &str| serde_json::json!({ "name": name, "in": "header", "schema": { "type": "string" } });
    let report = |name: &str| {
        report_on(
            "get",
            &serde_json::json!({ "parameters": [header(name)], "responses": { "204": { "description": "" } } }),
        )
    };
    assert_eq!(report("Content-Length").whole, 1);
    // Which connection is kept is not for a caller to say, and the server may rely on it.
    assert_eq!(report("Connection").with_loss, 1);
}

#[test]
fn cases_that_say_the_same_are_one() {
    let case = |title: &str| serde_json::json!({ "title": title, "type": "object", "properties": { "text": { "type": "string" } } });
    let number = serde_json::json!({ "type": "object", "required": ["size"], "properties": { "size": { "type": "integer" } } });
    for cases in [vec![case("a"), number, case("b")], vec![case("a"), case("b")]] {
        let schema = serde_json::json!({ "oneOf": cases });
        let report = report_on(
            "post",
            &serde_json::json!({
                "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
                "responses": { "204": { "description": "" } },
            }),
        );
        assert_eq!((report.whole, report.skipped), (1, 0), "{report}");
    }
}

/// A document with texts of several formats.
fn with_formats() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let document = r#"{
        "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" },
        "paths": { "/things/{id}": { "get": {
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
                { "name": "at", "in": "query", "schema": { "format": "time" } }
            ],
            "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": {
                "type": "object",
                "properties": {
                    "price": { "type": "string", "format": "decimal", "example": "a lot", "maxLength": 20 },
                    "data": { "type": "string", "format": "binary" },
                    "seen": { "type": "string", "format": "date-time", "maxLength": 40, "example": "yesterday" },
                    "from": { "oneOf": [
                        { "type": "string" },
                        { "type": "string", "format": "decimal" },
                        { "type": "string", "format": "byte" },
                        { "type": "string", "format": "ip" },
                        { "type": "string", "format": "ipv4" },
                        { "type": "string", "format": "ipv4" },
                        { "type": "string", "format": "date-time" }
                    ] }
                }
            } } } } }
        } } }
    }"#;
    fs::write(folder.path().join("acme.json"), document).unwrap();
    folder
}

#[test]
fn formats_become_the_types_that_are_asked_for() {
    let folder = with_formats();
    let asked = [
        ("uuid", "uuid"),
        ("time", "time"),
        ("decimal", "decimal"),
        ("binary", "base64"),
        ("byte", "base64"),
        ("ip", "ip"),
        ("ipv4", "ipv4"),
        ("date-time", "string"),
    ];
    let import = import(folder.path(), "spec/acme");
    let import = asked.iter().fold(import, |import, (format, type_)| {
        import.overrides(Overrides::new().format(*format, *type_))
    });
    import.run().unwrap();
    insta::assert_snapshot!(
        "formats_become_the_types_that_are_asked_for",
        read(&folder.path().join("spec/acme/api.yaml"))
            + &read(&folder.path().join("spec/acme/things.yaml"))
    );
    let out = folder.path().join("out");
    clientwright::Generator::new(folder.path().join("spec")).out_dir(&out).generate().unwrap();
    let code = read(&out.join("acme/things.rs"));
    for line in [
        "pub fn get(&self, id: impl Into<Uuid>)",
        "pub price: Option<Decimal>",
        "pub data: Option<Base64>",
        "pub seen: Option<String>",
        "Ipv4(Ipv4Addr),",
    ] {
        assert!(code.contains(line), "{line} is not in\n{code}");
    }
}

#[test]
fn a_format_that_becomes_nothing_is_refused() {
    let folder = with_formats();
    let refusal = |format: &str, type_: &str| {
        refused(&import(folder.path(), "acme").overrides(Overrides::new().format(format, type_)))
    };
    let error = refusal("uuid", "uid");
    assert!(
        error.contains("`uid` is not a type for strings of a format")
            && error.contains("did you mean `uuid`?"),
        "{error}"
    );
    let error = refusal("date-tiem", "string");
    assert!(
        error.contains("the format `date-tiem` does not occur")
            && error.contains("did you mean `date-time`?"),
        "{error}"
    );
    assert!(!folder.path().join("acme").exists());
}

#[test]
fn what_would_be_too_large_to_be_read_is_not_written() {
    let folder = folder();
    let mut document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
    document["paths"]["/things/{id}"]["get"]["description"] = "x".repeat(33 * 1024 * 1024).into();
    fs::write(folder.path().join("acme.json"), document.to_string()).unwrap();
    let error = refused(&import(folder.path(), "spec/acme"));
    assert!(error.contains("`things.yaml` of the spec would have"), "{error}");
    assert!(!folder.path().join("spec").exists());
}

#[test]
fn what_would_be_too_deep_to_be_read_is_not_written() {
    let nested = |depth: usize| {
        let folder = folder();
        let mut document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let schema = "/paths/~1things~1{id}/get/responses/200/content/application~1json/schema";
        let mut inner = serde_json::json!({ "type": "string", "maxLength": 5 });
        for _ in 0..depth {
            inner = serde_json::json!({ "type": "array", "items": inner, "maxItems": 9 });
        }
        *document.pointer_mut(schema).unwrap() = inner;
        fs::write(folder.path().join("acme.json"), document.to_string()).unwrap();
        folder
    };
    let deep = nested(61);
    let error = refused(&import(deep.path(), "spec/acme"));
    assert!(error.contains("`things.yaml` of the spec would nest types 65 deep"), "{error}");
    assert!(!deep.path().join("spec").exists());
    // What is just not too deep is read again.
    let fine = nested(60);
    import(fine.path(), "spec/acme").run().unwrap();
    clientwright::Generator::new(fine.path().join("spec"))
        .out_dir(fine.path().join("generated"))
        .generate()
        .unwrap();
}

/// The `client_params` of a spec made of a document with two operations below `/of/{owner}`, whose schemas are these; and
/// the rest of its files.
fn lifted(one: &str, other: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let operation = |schema: &str| {
        format!(
            r#"{{ "parameters": [{{ "name": "owner", "in": "path", "required": true, "description": "Whose.", "schema": {schema} }}],
            "responses": {{ "204": {{ "description": "Done." }} }} }}"#
        )
    };
    let document = format!(
        r#"{{ "openapi": "3.0.3", "info": {{ "title": "Acme", "version": "1" }}, "servers": [{{ "url": "https://acme.example" }}],
        "paths": {{ "/of/{{owner}}/a": {{ "get": {} }}, "/of/{{owner}}/b": {{ "get": {} }} }} }}"#,
        operation(one),
        operation(other)
    );
    fs::write(folder.path().join("acme.json"), document).unwrap();
    import(folder.path(), "spec/acme").client_param("owner").run().unwrap();
    let api = read(&folder.path().join("spec/acme/api.yaml"));
    let (_, params) = api.split_once("client_params:\n").unwrap();
    let params = params.lines().take_while(|line| line.starts_with(' ')).collect::<Vec<_>>();
    let files = fs::read_dir(folder.path().join("spec/acme")).unwrap();
    let mut texts: Vec<String> = files.map(|file| read(&file.unwrap().path())).collect();
    texts.sort();
    (params.join("\n"), texts.concat())
}

#[test]
fn what_the_paths_say_of_a_parameter_goes_with_it_to_the_client() {
    let (params, files) =
        lifted(r#"{ "type": "integer", "minimum": 1 }"#, r#"{ "type": "integer", "minimum": 1 }"#);
    assert_eq!(params, "  owner: { summary: Whose., type: integer, env: ACME_OWNER, minimum: 1 }");
    assert!(!files.contains("path_params"), "{files}");
    // Limits that not all have stay with those that have them.
    let (params, files) =
        lifted(r#"{ "type": "string", "maxLength": 32 }"#, r#"{ "type": "string" }"#);
    assert_eq!(params, "  owner: { summary: Whose., type: string, env: ACME_OWNER }");
    assert_eq!(files.matches("      owner: { maxLength: 32 }").count(), 1, "{files}");
    // What they do not agree on is a text.
    let (params, _) = lifted(r#"{ "type": "string" }"#, r#"{ "type": "integer" }"#);
    assert_eq!(params, "  owner: { type: string, env: ACME_OWNER }");
}

#[test]
fn a_failure_whose_type_is_refused_costs_no_more_than_that() {
    let folder = tempfile::tempdir().unwrap();
    // Two names of fields that are one in Rust.
    let document = r##"{
      "openapi": "3.0.3", "info": { "title": "Acme", "version": "1" }, "servers": [{ "url": "https://acme.example" }],
      "paths": { "/a": { "get": { "responses": {
        "204": { "description": "Done." },
        "400": { "description": "Not done.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } }
      } } } },
      "components": { "schemas": { "Thing": { "type": "object", "properties": { "self": { "type": "string" }, "Self": { "type": "string" } } } } }
    }"##;
    fs::write(folder.path().join("acme.json"), document).unwrap();
    let report = import(folder.path(), "spec/acme").run().unwrap().report;
    assert_eq!((report.operations, report.skipped), (1, 0), "{report}");
    assert!(report.to_string().contains("[name-collision]"), "{report}");
    let api = read(&folder.path().join("spec/acme/api.yaml"));
    assert!(api.contains("  Thing: any") && !api.contains("failure:"), "{api}");
}
