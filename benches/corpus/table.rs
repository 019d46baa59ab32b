//! The scores as text and as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

use crate::child::Used;
use crate::code::Code;
use crate::examples::Examples;
use crate::score::{Check, Score};

/// The titles above the rows.
pub fn head(examples: bool) -> String {
    let of_examples = if examples {
        format!(
            " {:>8} {:>7} {:>7} {:>7} {:>7} {:>7}",
            "examples", "decoded", "same", "invalid", "untyped", "test s"
        )
    } else {
        String::new()
    };
    let titles = format!(
        "{:20} {:>6} {:>6} {:>6} {:>6} {:>7} {:>8} {:>7} {:>8} {:>6} {:>6} {:>7} {:>6} {:>6} {:>7} {:>7}",
        "document",
        "ops",
        "whole",
        "loss",
        "skip",
        "typed %",
        "lines",
        "kB",
        "lines/op",
        "gen s",
        "gen MB",
        "ms/op",
        "errors",
        "warns",
        "check s",
        "chk MB",
    );
    titles + &of_examples
}

/// A document in a line; below it, why it failed.
pub fn row(score: &Score) -> String {
    let mut text = line(&score.name, &Sum::of(score));
    if let Some(fault) = &score.fault {
        let _ = write!(text, "\n  {fault}");
    }
    text
}

/// All of them in a line, what stays untyped, and what was lost by its cause.
pub fn totals(scores: &[Score]) -> String {
    let sum = Sum::of_all(scores);
    let mut text = line(&format!("{} documents", scores.len()), &sum);
    let (generated, whole) = shares(scores);
    let _ = write!(text, "\n\n{generated:.2} % of the operations generated, {whole:.2} % whole");
    let checked = Sum::of_all(scores.iter().filter(|score| score.check.is_some()));
    let hundreds = ratio(checked.operations, 100);
    if let Some(check) = checked.check.filter(|_| hundreds > 0.0) {
        let _ = write!(
            text,
            "; cargo check {:.2} s user for 100 operations of {}",
            check.used.user.as_secs_f64() / hundreds,
            checked.operations
        );
    }
    let list = sum.untyped.iter().map(|(cause, count)| format!("{cause} {count}"));
    let _ = write!(text, "\nuntyped schemas: {}\n", list.collect::<Vec<_>>().join(", "));
    let _ = write!(
        text,
        "\n{:8} {:36} {:>9} {:>9} {:>9} {:>10}",
        "severity", "code", "findings", "concerned", "alone", "documents"
    );
    for cause in causes(scores) {
        let _ = write!(
            text,
            "\n{:8} {:36} {:>9} {:>9} {:>9} {:>10}",
            cause.severity,
            cause.code,
            cause.findings,
            cause.operations,
            cause.alone,
            cause.documents.len()
        );
    }
    text
}

/// How many per cent of the operations are generated, and how many whole.
pub fn shares(scores: &[Score]) -> (f64, f64) {
    let sum = Sum::of_all(scores);
    let share =
        |count: usize| 100.0 * if sum.operations == 0 { 1.0 } else { ratio(count, sum.operations) };
    (share(sum.whole + sum.with_loss), share(sum.whole))
}

/// Everything for programs, ending with a line break.
pub fn json(scores: &[Score]) -> String {
    let used = |used: &Used| {
        json!({
            "succeeded": used.succeeded,
            "timed_out": used.timed_out,
            "wall_seconds": used.wall.as_secs_f64(),
            "user_seconds": used.user.as_secs_f64(),
            "peak_bytes": used.peak,
        })
    };
    let check = |check: &Check| json!({ "errors": check.errors, "warnings": check.warnings, "used": used(&check.used) });
    let examples = |examples: &Examples| {
        json!({
            "tried": examples.tried,
            "decoded": examples.decoded,
            "round_tripped": examples.round_tripped,
            "failed": examples.failed,
            "used": used(&examples.used),
            "report": examples.report,
        })
    };
    let documents = scores.iter().map(|score| {
        json!({
            "name": score.name,
            "operations": score.operations,
            "whole": score.whole,
            "with_loss": score.with_loss,
            "skipped": score.skipped(),
            "lines": score.code.lines,
            "bytes": score.code.bytes,
            "generate": used(&score.generated),
            "check": score.check.as_ref().map(check),
            "examples": score.examples.as_ref().map(examples),
            "fault": score.fault,
            "report": score.report,
        })
    });
    let causes = causes(scores).into_iter().map(|cause| {
        json!({
            "severity": cause.severity,
            "code": cause.code,
            "findings": cause.findings,
            "operations": cause.operations,
            "alone": cause.alone,
            "documents": cause.documents,
        })
    });
    let value =
        json!({ "documents": documents.collect::<Value>(), "causes": causes.collect::<Value>() });
    format!("{value:#}\n")
}

/// What a line says, of one document or of several.
#[derive(Default)]
struct Sum {
    operations: usize,
    whole: usize,
    with_loss: usize,
    skipped: usize,
    typed: usize,
    untyped: BTreeMap<String, usize>,
    code: Code,
    seconds: Duration,
    peak: u64,
    check: Option<Check>,
    examples: Option<Trials>,
}

/// How many examples there are, and what became of them.
#[derive(Default)]
struct Trials {
    tried: usize,
    decoded: usize,
    round_tripped: usize,
    invalid: usize,
    untyped: usize,
    seconds: Duration,
}

impl Trials {
    fn add(&mut self, examples: &Examples) {
        self.tried += examples.tried;
        self.decoded += examples.decoded;
        self.round_tripped += examples.round_tripped;
        self.invalid += examples.invalid();
        self.untyped += examples.untyped();
        self.seconds += examples.used.wall;
    }
}

impl Sum {
    fn of(score: &Score) -> Self {
        Self::of_all([score])
    }

    fn of_all<'s>(scores: impl IntoIterator<Item = &'s Score>) -> Self {
        let mut sum = Self::default();
        for score in scores {
            sum.add(score);
        }
        sum
    }

    fn add(&mut self, score: &Score) {
        self.operations += score.operations;
        self.whole += score.whole;
        self.with_loss += score.with_loss;
        self.skipped += score.skipped();
        self.typed += number(&score.report["summary"]["typed"]);
        for (cause, count) in score.report["summary"]["untyped"].as_object().into_iter().flatten() {
            *self.untyped.entry(cause.clone()).or_default() += number(count);
        }
        self.code += score.code;
        self.seconds += score.generated.wall;
        self.peak = self.peak.max(score.generated.peak);
        match (&mut self.check, score.check) {
            (Some(sum), Some(check)) => {
                sum.errors += check.errors;
                sum.warnings += check.warnings;
                sum.used.user += check.used.user;
                sum.used.peak = sum.used.peak.max(check.used.peak);
            }
            (sum @ None, check) => *sum = check,
            (Some(_), None) => {}
        }
        if let Some(examples) = &score.examples {
            self.examples.get_or_insert_default().add(examples);
        }
    }
}

fn line(name: &str, sum: &Sum) -> String {
    let schemas = sum.typed + sum.untyped.values().sum::<usize>();
    let mut text = format!(
        "{name:20} {:>6} {:>6} {:>6} {:>6} {:>7.2} {:>8} {:>7} {:>8.1} {:>6.2} {:>6} {:>7.2}",
        sum.operations,
        sum.whole,
        sum.with_loss,
        sum.skipped,
        100.0 * ratio(sum.typed, schemas),
        sum.code.lines,
        sum.code.bytes / 1000,
        ratio(sum.code.lines, sum.operations),
        sum.seconds.as_secs_f64(),
        sum.peak / 1_000_000,
        1000.0 * sum.seconds.as_secs_f64() / ratio(sum.operations.max(1), 1),
    );
    if let Some(check) = &sum.check {
        let _ = write!(
            text,
            " {:>6} {:>6} {:>7.2} {:>7}",
            check.errors,
            check.warnings,
            check.used.user.as_secs_f64(),
            check.used.peak / 1_000_000
        );
    }
    if let Some(examples) = &sum.examples {
        let _ = write!(
            text,
            " {:>8} {:>7} {:>7} {:>7} {:>7} {:>7.2}",
            examples.tried,
            examples.decoded,
            examples.round_tripped,
            examples.invalid,
            examples.untyped,
            examples.seconds.as_secs_f64()
        );
    }
    text
}

/// Why something was lost, over all documents.
#[derive(Default)]
struct Cause {
    severity: String,
    code: String,
    findings: usize,
    /// How many operations have it.
    operations: usize,
    /// How many operations have it, and nothing else that weighs as much.
    alone: usize,
    documents: BTreeSet<String>,
}

/// The losses and skips, those of the most operations first.
fn causes(scores: &[Score]) -> Vec<Cause> {
    let mut causes: BTreeMap<(String, String), Cause> = BTreeMap::new();
    for score in scores {
        let mut concerned: BTreeMap<u64, BTreeSet<(String, String)>> = BTreeMap::new();
        for finding in score.report["findings"].as_array().into_iter().flatten() {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let key = (text("severity"), text("code"));
            if key.0 == "note" {
                continue;
            }
            let cause = causes.entry(key.clone()).or_default();
            (cause.severity, cause.code) = key.clone();
            cause.findings += 1;
            cause.documents.insert(score.name.clone());
            for operation in finding["operations"].as_array().into_iter().flatten() {
                concerned.entry(operation.as_u64().unwrap_or(0)).or_default().insert(key.clone());
            }
        }
        for keys in concerned.values() {
            for key in keys {
                let cause = causes.entry(key.clone()).or_default();
                cause.operations += 1;
                cause.alone += usize::from(keys.len() == 1);
            }
        }
    }
    let mut causes: Vec<Cause> = causes.into_values().collect();
    causes.sort_by(|left, right| {
        (&right.severity, right.operations, &left.code).cmp(&(
            &left.severity,
            left.operations,
            &right.code,
        ))
    });
    causes
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| number.try_into().ok()).unwrap_or(0)
}

/// A quotient; none of nothing.
#[expect(clippy::cast_precision_loss, reason = "nothing here is counted to 2^52")]
fn ratio(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}
