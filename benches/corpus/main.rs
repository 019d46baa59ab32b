//! What becomes of whole documents: each is generated as a crate and checked by the compiler, in
//! processes of their own and one after the other, and printed as a row, with totals and what was
//! lost by its cause.
//!
//! ```sh
//! cargo run --release -p clientwright-benches --bin corpus -- ../shared/corpus
//! ```

mod child;
mod code;
mod examples;
mod score;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use score::{Limits, Score, Workshop};

const USAGE: &str = "\
Usage: corpus FOLDER [NAME..] [options]

Generates a crate of each document FOLDER/*.json, or of those that are named, checks it, and prints what it took.

  --no-check             only generates
  --check-below N        checks only the crates of documents with fewer operations than N
  --synthetic N          takes a made-up document of N operations as well; may be said several times
  --json FILE            writes everything as JSON, with all that was found in each document
  --at-least GEN WHOLE   fails where less than these per cent of the operations are generated, or whole
  --seconds N            how long a step may take; 600 unless said
  --examples             runs the tests of the examples in each document whose crate is checked
  --keep                 leaves the crates in target/corpus/crates

Ends with 1 where a document does not generate, its crate has errors or warnings, or an example that was tried is not the
same once it was read and written again.";

/// Asks this program, in a process of its own, to generate one document.
const ONE: &str = "--generate-one";

/// What is to be done.
struct Arguments {
    folder: PathBuf,
    names: Vec<String>,
    synthetic: Vec<usize>,
    json: Option<PathBuf>,
    at_least: Option<(f64, f64)>,
    limits: Limits,
    keep: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [one, document, name, out, report, rest @ ..] = arguments.as_slice()
        && one == ONE
    {
        let examples = rest.first().is_some_and(|word| word == score::EXAMPLES);
        return score::generate_one(document, name, out, report, examples);
    }
    if let [measured, rest @ ..] = arguments.as_slice()
        && measured == child::MEASURED
    {
        return match child::measured(rest) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        };
    }
    let Some(arguments) = Arguments::parse(arguments.into_iter()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all is well.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let workshop = Workshop::new(arguments.limits)?;
    let mut documents = documents(&arguments.folder, &arguments.names)?;
    for operations in &arguments.synthetic {
        let path = workshop.folder().join(format!("synthetic-{operations}.json"));
        fs::write(&path, clientwright_benches::document::open_api(*operations))?;
        documents.push(path);
    }
    println!("{}", table::head(arguments.limits.examples));
    let mut scores: Vec<Score> = Vec::new();
    for document in documents {
        let score = workshop.score(&document)?;
        println!("{}", table::row(&score));
        scores.push(score);
    }
    println!("{}", table::totals(&scores));
    if let Some(path) = &arguments.json {
        fs::write(path, table::json(&scores))?;
    }
    if !arguments.keep {
        workshop.clean()?;
    }
    for line in scores.iter().filter_map(|score| score.examples.as_ref()).flat_map(|of| &of.failed)
    {
        println!("{line}");
    }
    let mut well = scores.iter().all(Score::is_well);
    if let Some((generated, whole)) = arguments.at_least {
        let reached = table::shares(&scores);
        for (what, least, share) in
            [("generated", generated, reached.0), ("taken whole", whole, reached.1)]
        {
            if share < least {
                println!("only {share:.2} % of the operations are {what}, of at least {least} %");
                well = false;
            }
        }
    }
    Ok(well)
}

/// The documents of a folder, by their names.
fn documents(folder: &Path, names: &[String]) -> io::Result<Vec<PathBuf>> {
    if !names.is_empty() {
        let path = |name: &String| folder.join(format!("{}.json", name.trim_end_matches(".json")));
        return Ok(names.iter().map(path).collect());
    }
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            documents.push(path);
        }
    }
    documents.sort();
    Ok(documents)
}

impl Arguments {
    /// Nothing where they are not understood.
    fn parse(mut from: impl Iterator<Item = String>) -> Option<Self> {
        let mut positional = Vec::new();
        let mut arguments = Self {
            folder: PathBuf::new(),
            names: Vec::new(),
            synthetic: Vec::new(),
            json: None,
            at_least: None,
            limits: Limits::default(),
            keep: false,
        };
        while let Some(argument) = from.next() {
            match argument.as_str() {
                "--no-check" => arguments.limits.check_below = 0,
                "--check-below" => arguments.limits.check_below = from.next()?.parse().ok()?,
                "--seconds" => arguments.limits.seconds = from.next()?.parse().ok()?,
                "--synthetic" => arguments.synthetic.push(from.next()?.parse().ok()?),
                "--json" => arguments.json = Some(from.next()?.into()),
                "--at-least" => {
                    let mut share = || from.next()?.parse().ok();
                    arguments.at_least = Some((share()?, share()?));
                }
                "--examples" => arguments.limits.examples = true,
                "--keep" => arguments.keep = true,
                option if option.starts_with('-') => return None,
                _ => positional.push(argument),
            }
        }
        let mut positional = positional.into_iter();
        arguments.folder = positional.next()?.into();
        arguments.names = positional.collect();
        Some(arguments)
    }
}
