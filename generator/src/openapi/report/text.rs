//! The report for people.

use std::fmt::Write as _;

use super::{Finding, ImportReport, Place};
use crate::diagnostic::plain;
use crate::openapi::findings::Severity;

/// The number of operations that a finding names.
const NAMED: usize = 3;

pub(super) fn render(report: &ImportReport) -> String {
    let mut text = String::new();
    let mut notes = 0;
    for finding in &report.findings {
        match finding.severity {
            Severity::Skip => entry(report, finding, "skipped", &mut text),
            Severity::Loss => entry(report, finding, "loss", &mut text),
            Severity::Note => notes += 1,
        }
    }
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{}: {} whole, {} with a loss, {} skipped; {:.1}% of {} typed",
        counted(report.operations, "operation"),
        report.whole,
        report.with_loss,
        report.skipped,
        // Rounded down, so that 100% means all of them.
        (report.typed_share() * 1000.0).floor() / 10.0,
        counted(report.typed + report.untyped.values().sum::<usize>(), "schema"),
    );
    if !report.untyped.is_empty() {
        let causes: Vec<String> =
            report.untyped.iter().map(|(cause, count)| format!("{count} {cause}")).collect();
        let _ = write!(text, " (untyped: {})", causes.join(", "));
    }
    if report.payloads > 0 {
        let _ = write!(text, "; payload types of {}", of_payloads(report.payloads));
    }
    if notes > 0 {
        let _ = write!(text, "; {} in the JSON report only", counted(notes, "note"));
    }
    text
}

fn entry(report: &ImportReport, finding: &Finding, word: &str, text: &mut String) {
    let Finding { code, message, place: Place { file, position, pointer }, operations, .. } =
        finding;
    let file = plain(&report.files[*file]);
    let _ = writeln!(
        text,
        "{file}:{}:{}: {word}: {} [{code}]",
        position.line,
        position.column,
        plain(message)
    );
    let _ = writeln!(text, "    #{}", plain(pointer));
    let named: Vec<String> = operations
        .iter()
        .take(NAMED)
        .map(|index| &report.list[*index])
        .map(|operation| format!("{} {}", plain(&operation.method), plain(&operation.path)))
        .collect();
    let _ = match operations.len() {
        0 => Ok(()),
        1 => writeln!(text, "    in {}", named.join(", ")),
        count if count <= NAMED => {
            writeln!(text, "    in {count} operations: {}", named.join(", "))
        }
        count => writeln!(
            text,
            "    in {count} operations: {} and {} more",
            named.join(", "),
            count - NAMED
        ),
    };
}

fn of_payloads(count: usize) -> String {
    if count == 1 {
        "1 webhook or callback".to_owned()
    } else {
        format!("{count} webhooks and callbacks")
    }
}

fn counted(count: usize, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}
