//! "Did you mean?"

/// Returns the known word that was most likely meant, if one is similar enough.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain_word = plain(word);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&plain_word, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| {
            *distance
                <= candidate.chars().count().min(plain_word.chars().count()).div_ceil(3).min(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns a word without its capitals and signs: `max_length`, `max-length` and `MaxLength` are all `maxLength`.
fn plain(word: &str) -> String {
    // A word this long is not a misspelt key, and comparing takes quadratic time.
    word.chars()
        .take(64)
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
