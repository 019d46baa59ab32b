//! Words that people bring along from `OpenAPI`, and what stands for them here.

/// What to write instead of a key that is none of ours.
pub(super) fn instead(key: &str) -> Option<&'static str> {
    Some(match key {
        "properties" => "the fields of an object stand under `fields:`",
        "required" => "a field is required unless its name ends in `?`, as in `name?: string`",
        "items" => "the type of a list's items is written `list: T`, or `T[]` for short",
        "additionalProperties" => "a map from strings is written `map: T`",
        "oneOf" | "anyOf" => "one of several types is written `union: [A, B]`",
        "allOf" => "the fields of another object are had by `extends: T`",
        "$ref" => "a type is referred to by its name: `type: Token`",
        "readOnly" => "it is spelled `read_only`",
        "writeOnly" => "it is spelled `write_only`",
        "parameters" => "parameters stand under `path_params:`, `query:` and `headers:`",
        "requestBody" => "what is sent stands under `body:`",
        "responses" => "the type of the answer stands under `response:`",
        "security" => "the schemes that are accepted stand under `auth:`",
        "operationId" => "an endpoint's name is the key that it stands under",
        "retry" => "how many times a call is made again is written `retries:`",
        "content" => "the form is written `as:`, and its media type `media_type:`",
        "const" => {
            "a parameter or a field of a body has a `const`; elsewhere a single value is written `enum: [value]`"
        }
        _ => return None,
    })
}
