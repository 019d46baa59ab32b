//! The report for programs.

use serde_json::{Value, json};

use super::{Finding, ImportReport, Operation, Outcome};
use crate::openapi::findings::Severity;

pub(super) fn render(report: &ImportReport) -> String {
    let ImportReport { document, operations, whole, with_loss, skipped, typed, untyped, .. } =
        report;
    let value = json!({
        "document": document,
        "summary": {
            "operations": operations,
            "whole": whole,
            "with_loss": with_loss,
            "skipped": skipped,
            "typed": typed,
            "untyped": untyped,
            "typed_share": report.typed_share(),
            "payloads": report.payloads,
        },
        "operations": report.list.iter().map(|each| operation(report, each)).collect::<Value>(),
        "findings": report.findings.iter().map(|each| finding(report, each)).collect::<Value>(),
    });
    format!("{value:#}\n")
}

fn operation(report: &ImportReport, operation: &Operation) -> Value {
    let outcome = match operation.outcome {
        Outcome::Whole => "whole",
        Outcome::Loss => "loss",
        Outcome::Skipped => "skipped",
    };
    json!({
        "method": operation.method,
        "path": operation.path,
        "id": operation.id,
        "name": operation.name,
        "outcome": outcome,
        "file": report.files[operation.place.file],
        "line": operation.place.position.line,
        "column": operation.place.position.column,
        "pointer": operation.place.pointer,
    })
}

fn finding(report: &ImportReport, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Note => "note",
        Severity::Loss => "loss",
        Severity::Skip => "skip",
    };
    json!({
        "severity": severity,
        "code": finding.code,
        "message": finding.message,
        "file": report.files[finding.place.file],
        "line": finding.place.position.line,
        "column": finding.place.position.column,
        "pointer": finding.place.pointer,
        "operations": finding.operations,
    })
}
