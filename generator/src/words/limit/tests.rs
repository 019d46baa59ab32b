use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

/// Words × values, which the runtime's tests run too.
const TABLE: &str = include_str!("../../../../runtime/tests/words.tsv");

struct Row {
    key: &'static str,
    stated: Value,
    value: Value,
    keeps: bool,
    line: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [key, stated, value, verdict] = cells[..] else { panic!("{line}") };
        let json = |text| serde_json::from_str(text).unwrap();
        Row { key, stated: json(stated), value: json(value), keeps: verdict == "keeps", line }
    })
}

fn limit(row: &Row) -> Limit {
    match row.key {
        "format" => Limit::Uuid(true),
        "enum" => Limit::OneOf(serde_json::from_value(row.stated.clone()).unwrap()),
        key => Word::of(key).unwrap().limit(Stated::of(&row.stated).unwrap()).unwrap(),
    }
}

#[test]
fn values_keep_to_words_as_the_table_says() {
    let wrong: Vec<&str> = rows()
        .filter(|row| limit(row).keeps(&row.value) != row.keeps)
        .map(|row| row.line)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_has_a_value_that_keeps_to_each_word_and_one_that_does_not() {
    let seen: BTreeSet<(Word, bool)> = rows().map(|row| (limit(&row).word(), row.keeps)).collect();
    let words = Word::ALL.iter().chain(&[Word::Uuid, Word::OneOf]);
    let missing: Vec<&Word> = words
        .filter(|word| !seen.contains(&(**word, true)) || !seen.contains(&(**word, false)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_breach_is_told_of_every_word() {
    let mut told: Vec<String> = Vec::new();
    for row in rows().filter(|row| !row.keeps) {
        let limit = limit(&row);
        if told.last().is_none_or(|last| !last.starts_with(&format!("{}: ", row.key))) {
            told.push(format!("{}: {} {}", row.key, row.value, limit.breach(&row.value)));
        }
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn of_two_statements_the_tighter_holds() {
    let limits = |list: &[Limit]| -> Limits { list.iter().cloned().collect() };
    for (own, nearer, both) in [
        (Limit::MinLength(3), Limit::MinLength(5), Limit::MinLength(5)),
        (Limit::MinLength(5), Limit::MinLength(3), Limit::MinLength(5)),
        (Limit::MaxLength(3), Limit::MaxLength(5), Limit::MaxLength(3)),
        (Limit::Maximum(-1.0), Limit::Maximum(1.5), Limit::Maximum(-1.0)),
        (Limit::Pattern("a".into()), Limit::Pattern("b".into()), Limit::Pattern("b".into())),
    ] {
        assert_eq!(limits(&[own]).tightened(&limits(&[nearer])), limits(&[both]));
    }
    let (own, nearer) = (limits(&[Limit::MaxLength(9)]), limits(&[Limit::MinLength(1)]));
    assert_eq!(own.tightened(&nearer), limits(&[Limit::MinLength(1), Limit::MaxLength(9)]));
    assert_eq!(own.tightened(&Limits::default()), own);
}

#[test]
fn sentences_tell_what_is_least_and_what_is_greatest_together() {
    let said = |list: &[Limit]| list.iter().cloned().collect::<Limits>().sentences().join(" ");
    for (limits, sentence) in [
        (&[Limit::MinLength(1)][..], "At least 1 character."),
        (&[Limit::MinLength(0)], ""),
        (&[Limit::MinLength(0), Limit::MaxLength(2)], "At most 2 characters."),
        (&[Limit::MinLength(2), Limit::MaxLength(2)], "Exactly 2 characters."),
        (&[Limit::MaxItems(9), Limit::MinItems(1)], "From 1 to 9 items."),
        (&[Limit::Minimum(0.5), Limit::Maximum(2.0)], "From 0.5 to 2."),
        (
            &[Limit::OneOf(vec![1, 2]), Limit::MultipleOf(0.5), Limit::ExclusiveMinimum(0.0)],
            "Greater than 0. A multiple of 0.5. One of 1, 2.",
        ),
    ] {
        assert_eq!(said(limits), sentence);
    }
}
