//! What becomes of calls when the network or the server fails them: one line a case.
//!
//! `cargo test -p media-clients-tests --test faults` prints the table; a word behind `--` chooses the cases whose name
//! holds it. Each case says which kind of error there is, how often the call was sent, what the server was sent, and
//! that the same client works afterwards; the table as a whole, with the errors' texts, is a snapshot.

mod answers;
#[path = "../support/authority.rs"]
mod authority;
mod bodies;
mod call;
mod case;
mod certificates;
mod connections;
mod dropped;
mod redirects;
mod retries;
mod scene;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::case::{Case, Line};

/// Where the cases of one subject come from.
type Group = (&'static str, fn() -> Vec<Case>);

const GROUPS: &[Group] = &[
    ("Connections", connections::cases),
    ("Certificates", certificates::cases),
    ("Bodies", bodies::cases),
    ("Answers", answers::cases),
    ("Redirects", redirects::cases),
    ("Retries", retries::cases),
    ("Dropped futures", dropped::cases),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let chosen = arguments.iter().find(|argument| !argument.starts_with('-'));
    let mut table = String::new();
    let mut faults = Vec::new();
    for (title, cases) in GROUPS {
        let mut titled = false;
        for case in cases() {
            if chosen.is_some_and(|word| !case.title().contains(word.as_str())) {
                continue;
            }
            if !titled {
                table.push_str(&print(&format!("# {title}")));
                titled = true;
            }
            // Each case has a runtime of its own: nothing that one leaves behind helps or harms the next.
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            let title = case.title();
            let played = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case.run())));
            let line = played.unwrap_or_else(|_| Line::of_panic(title));
            table.push_str(&print(&line.text));
            faults.extend(line.faults);
        }
    }
    for fault in &faults {
        print(&format!("FAULT: {fault}"));
    }
    if !faults.is_empty() {
        return ExitCode::FAILURE;
    }
    if chosen.is_none() {
        insta::assert_snapshot!("table", table);
    }
    ExitCode::SUCCESS
}

fn print(line: &str) -> String {
    println!("{line}");
    format!("{line}\n")
}
