//! Pagination by vendors' extensions, beside what names and structure tell: `x-speakeasy-pagination` and
//! `x-fern-pagination`.

use crate::openapi::import::read::pointer::At;

/// The pagination of an operation by its extensions. Parameters have names, and parts of the response have paths of
/// names.
#[derive(Debug, Default)]
pub(super) struct PageHints<'d> {
    pub(super) page: Option<&'d str>,
    pub(super) offset: Option<&'d str>,
    pub(super) cursor: Option<&'d str>,
    pub(super) size: Option<&'d str>,
    pub(super) items: Option<&'d str>,
    pub(super) next: Option<&'d str>,
    pub(super) more: Option<&'d str>,
}

/// Returns the hints of an operation; empty if it has no extension, or none that is known.
pub(super) fn of_pages<'d>(operation: &At<'d>) -> PageHints<'d> {
    let mut hints = PageHints::default();
    if let Some(said) = operation.get("x-speakeasy-pagination") {
        for input in said.get("inputs").into_iter().flat_map(At::items) {
            if input.text("in") != Some("parameters") {
                continue;
            }
            let name = input.text("name");
            match input.text("type") {
                Some("page") => hints.page = name,
                Some("offset") => hints.offset = name,
                Some("cursor") => hints.cursor = name,
                Some("limit") => hints.size = name,
                _ => {}
            }
        }
        let output = |key| said.get("outputs")?.text(key).and_then(in_answer);
        hints.items = output("results");
        hints.next = output("nextCursor");
    } else if let Some(said) = operation.get("x-fern-pagination") {
        let parameter = |key| said.text(key)?.strip_prefix("$request.");
        let answer = |key| said.text(key).and_then(in_answer);
        // An `offset` counts pages, unless it advances by the requested number of items.
        match parameter("step") {
            Some(step) => (hints.offset, hints.size) = (parameter("offset"), Some(step)),
            None => hints.page = parameter("offset"),
        }
        hints.cursor = parameter("cursor");
        hints.next = answer("next_cursor");
        hints.items = answer("results");
        hints.more = answer("has-next-page");
    }
    hints
}

/// Returns the names that lead to a part of the response: `data` of `$.data`, `meta.next` of `$response.meta.next`.
fn in_answer(path: &str) -> Option<&str> {
    let names = path.strip_prefix("$response.").or_else(|| path.strip_prefix("$."))?;
    let plain = |name: &str| !name.is_empty() && !name.contains(['[', ']', '*', ' ', '(', '@']);
    names.split('.').all(plain).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::in_answer;

    #[test]
    fn only_plain_names_lead_into_an_answer() {
        assert_eq!(in_answer("$.data"), Some("data"));
        assert_eq!(in_answer("$response.meta.next"), Some("meta.next"));
        for none in
            ["data", "$.data[*]", "$.", "$..a", "$.resultArray[(@.length-1)]", "$response.a b"]
        {
            assert_eq!(in_answer(none), None, "{none}");
        }
    }
}
