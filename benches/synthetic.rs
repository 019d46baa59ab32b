//! Specs of any size, made up: what the generator is measured on.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// How many endpoints a resource has; a real one has about as many.
const PER_RESOURCE: usize = 10;

/// Writes a spec with this many endpoints, ten to a resource, into a folder.
pub fn write(folder: &Path, endpoints: usize) -> io::Result<()> {
    let api = folder.join("synthetic");
    fs::create_dir_all(&api)?;
    fs::write(api.join("api.yaml"), API)?;
    for (index, first) in (0..endpoints).step_by(PER_RESOURCE).enumerate() {
        let count = PER_RESOURCE.min(endpoints - first);
        fs::write(api.join(format!("resource{index}.yaml")), resource(index, count))?;
    }
    Ok(())
}

const API: &str = "\
clientwright: 1
api: Synthetic
servers: { default: https://api.example.com/v1 }
auth:
  token:
    bearer: { env: SYNTHETIC_TOKEN }
client_params:
  account: { type: string, maxLength: 32, env: SYNTHETIC_ACCOUNT }
envelope: { success: { field: success, equals: true }, data: result, type: Envelope }
failure: { type: Failure, message: message }
types:
  Envelope:
    fields:
      success: boolean
  Failure:
    fields:
      message: string
";

/// A resource with endpoints of five kinds in turn, and the types that they use.
fn resource(index: usize, count: usize) -> String {
    let mut text = format!("summary: Resource number {index}.\nendpoints:\n");
    for number in 0..count {
        let path = format!("/accounts/{{account}}/resource{index}/part{}", number / 5);
        let endpoint = match number % 5 {
            0 => format!(
                "    method: GET\n    path: {path}\n    query:\n      page?: {{ type: integer, minimum: 1 }}\n      \
                 order?: {{ enum: [asc, desc] }}\n    response: {{ list: Thing{index} }}\n    \
                 pages: {{ style: page, page: page }}\n"
            ),
            1 => format!(
                "    method: POST\n    path: {path}\n    body:\n      fields:\n        \
                 name: {{ type: string, maxLength: 120 }}\n        tags?: {{ list: string }}\n    \
                 response: Thing{index}\n"
            ),
            2 => format!(
                "    method: GET\n    path: {path}/{{id}}\n{ID}    response: Thing{index}\n"
            ),
            3 => format!(
                "    method: PUT\n    path: {path}/{{id}}\n{ID}    body: Thing{index}\n    response: Thing{index}\n"
            ),
            _ => format!("    method: DELETE\n    path: {path}/{{id}}\n{ID}    response: none\n"),
        };
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "  call{number}:\n    summary: Makes call {number}.\n{endpoint}    auth: [token]\n"
        );
    }
    let _ = write!(
        text,
        "types:\n  Thing{index}:\n    summary: A thing.\n    fields:\n      id: string\n      \
         name: {{ type: string, maxLength: 120 }}\n      created?: date-time\n      \
         state: {{ enum: [ready, busy] }}\n      parts?: {{ list: Part{index} }}\n  Part{index}:\n    fields:\n      \
         size: {{ type: integer, minimum: 0 }}\n      note?: string | null\n"
    );
    text
}

const ID: &str = "    path_params:\n      id: { type: string, minLength: 1, maxLength: 32 }\n";
