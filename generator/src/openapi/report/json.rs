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
        },
        "operations": report.list.iter().map(operation).collect::<Value>(),
        "findings": report.findings.iter().map(finding).collect::<Value>(),
    });
    format!("{value:#}\n")
}

fn operation(operation: &Operation) -> Value {
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
        "line": operation.position.line,
        "column": operation.position.column,
        "pointer": operation.pointer,
    })
}

fn finding(finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Note => "note",
        Severity::Loss => "loss",
        Severity::Skip => "skip",
    };
    json!({
        "severity": severity,
        "code": finding.code,
        "message": finding.message,
        "line": finding.position.line,
        "column": finding.position.column,
        "pointer": finding.pointer,
        "operations": finding.operations,
    })
}
