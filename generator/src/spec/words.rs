//! Keys of `OpenAPI`, and their equivalents in the spec language.

/// Returns what to write instead of a key of `OpenAPI`.
pub(super) fn instead(key: &str) -> Option<&'static str> {
    Some(match key {
        "properties" => "write the fields of an object under `fields:`",
        "required" => "a field is required unless its key ends in `?`, as in `name?: string`",
        "items" => "write the type of the items as `list: T`, or `T[]` for short",
        "additionalProperties" => {
            "write `map: T` for a map with string keys, or `rest: T` beside `fields:`"
        }
        "oneOf" | "anyOf" => "write `union: [A, B]` for one of several types",
        "allOf" => "write `extends: T` to inherit the fields of another object",
        "$ref" => "write the name of the type: `type: Token`",
        "readOnly" => "write `read_only`",
        "writeOnly" => "write `write_only`",
        "parameters" => {
            "write parameters under `path_params:`, `query:`, `headers:` and `cookies:`"
        }
        "requestBody" => "write the request body under `body:`",
        "responses" => "write the response under `response:`",
        "security" => "write the accepted authentication schemes under `auth:`",
        "operationId" => "the name of an endpoint is its key under `endpoints:`",
        "retry" => "write the maximum number of retries as `retries:`",
        "content" => "write the format as `as:`, and its media type as `media_type:`",
        "const" => {
            "only parameters and fields listed in a body have a `const`; elsewhere write `enum: [value]`"
        }
        _ => return None,
    })
}
