//! One document: its operations, its crate, and what the compiler says of that.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use clientwright::Generator;
use serde_json::Value;

use crate::child::{self, Used};
use crate::code::Code;
use crate::examples::{self, Examples};

const RUNTIME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
const LOCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
const TARGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target");
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Asks for the tests of a crate as well.
pub const EXAMPLES: &str = "examples";

/// How far a run goes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Crates of documents with as many operations or more are not checked.
    pub check_below: usize,
    /// How long a step of a document may take.
    pub seconds: u64,
    /// Whether the examples of the documents are tried, of those whose crates are checked.
    pub examples: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { check_below: usize::MAX, seconds: 600, examples: false }
    }
}

/// What became of a document.
#[derive(Debug)]
pub struct Score {
    pub name: String,
    /// As counted in the document, so that what is left out without a word counts as skipped.
    pub operations: usize,
    pub whole: usize,
    pub with_loss: usize,
    /// The whole report of the import; null where there is none.
    pub report: Value,
    pub code: Code,
    pub generated: Used,
    pub check: Option<Check>,
    pub examples: Option<Examples>,
    /// Why it does not generate or compile, in short.
    pub fault: Option<String>,
}

/// What the compiler says of a crate.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    pub errors: usize,
    pub warnings: usize,
    pub used: Used,
}

impl Score {
    pub fn skipped(&self) -> usize {
        self.operations.saturating_sub(self.whole + self.with_loss)
    }

    pub fn is_well(&self) -> bool {
        let clean = |check: &Check| check.used.succeeded && check.errors + check.warnings == 0;
        self.generated.succeeded
            && self.check.as_ref().is_none_or(clean)
            && self.examples.as_ref().is_none_or(Examples::are_well)
    }
}

/// Where the crates are made and checked.
pub struct Workshop {
    crates: PathBuf,
    /// Dependencies are compiled into it once, for all crates and for later runs.
    target: PathBuf,
    limits: Limits,
}

impl Workshop {
    pub fn new(limits: Limits) -> io::Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| TARGET.into(), PathBuf::from);
        // Cargo is run in other folders than this.
        let top = std::path::absolute(target)?.join("corpus");
        let workshop = Self { crates: top.join("crates"), target: top.join("target"), limits };
        workshop.clean()?;
        fs::create_dir_all(&workshop.crates)?;
        Ok(workshop)
    }

    /// Where the crates lie.
    pub fn folder(&self) -> &Path {
        &self.crates
    }

    /// Removes the crates, and leaves what is compiled of dependencies.
    pub fn clean(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.crates) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub fn score(&self, document: &Path) -> io::Result<Score> {
        let name = document.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let out = self.crates.join(&name);
        let report = self.file(&name, "report.json");
        let package = format!("{name}-client");
        let mut command = Command::new(env::current_exe()?);
        command.arg(crate::ONE).arg(document).arg(&package).arg(&out).arg(&report);
        let generated = self.run(&command, &name)?;
        let report = fs::read_to_string(report).unwrap_or_default();
        let report: Value = serde_json::from_str(&report).unwrap_or_default();
        let summary = &report["summary"];
        let mut score = Score {
            operations: operations(document)?.max(count(&summary["operations"])),
            whole: count(&summary["whole"]),
            with_loss: count(&summary["with_loss"]),
            report,
            code: Code::default(),
            generated,
            check: None,
            examples: None,
            fault: None,
            name,
        };
        if !generated.succeeded {
            score.fault = Some(self.fault("generate", &score.name, generated));
            return Ok(score);
        }
        score.code = Code::below(&out.join("src"))?;
        if score.operations < self.limits.check_below {
            let check = self.check(&score.name, &out)?;
            if !check.used.succeeded {
                score.fault = Some(self.fault("check", &score.name, check.used));
            }
            score.check = Some(check);
            if self.limits.examples {
                let examples = self.examples(document, &score.name, &package, &out)?;
                if !examples.were_run {
                    score.fault = Some(self.fault("examples", &score.name, examples.used));
                }
                score.examples = Some(examples);
            }
            self.forget(&package, &out);
        }
        Ok(score)
    }

    /// Compiles the dependencies of a crate, and then the crate alone.
    fn check(&self, name: &str, out: &Path) -> io::Result<Check> {
        let source = out.join("src");
        let library = source.join("lib.rs");
        let text = fs::read(&library)?;
        // The versions of this workspace, which are there without a network.
        fs::copy(LOCK, out.join("Cargo.lock"))?;
        fs::write(&library, "")?;
        self.run(&self.cargo(out), name)?;
        // Written anew, or cargo would take the empty one for current.
        fs::write(&library, text)?;
        let used = self.run(&self.cargo(out), name)?;
        let (mut errors, mut warnings) = (0, 0);
        for line in fs::read_to_string(self.file(name, "out"))?.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            let message = &line["message"];
            // The closing count of a compiler's messages is a message without a place.
            let has_place = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
            match message["level"].as_str() {
                Some("error") if has_place => errors += 1,
                Some("warning") if has_place => warnings += 1,
                _ => {}
            }
        }
        Ok(Check { errors, warnings, used })
    }

    /// Generates the tests of a crate as well, and runs them. They are no part of what generating takes.
    fn examples(
        &self,
        document: &Path,
        name: &str,
        package: &str,
        out: &Path,
    ) -> io::Result<Examples> {
        let report = self.file(name, "examples.json");
        let mut command = Command::new(env::current_exe()?);
        command.arg(crate::ONE).arg(document).arg(package).arg(out).arg(&report).arg(EXAMPLES);
        let used = self.run(&command, name)?;
        if !used.succeeded {
            return Ok(Examples::not_run(used));
        }
        let report = serde_json::from_str(&fs::read_to_string(report)?).unwrap_or_default();
        let mut cargo = Command::new("cargo");
        cargo
            .args(["test", "--quiet", "--offline", "--test", "examples", "values", "--"])
            .arg("--nocapture")
            .current_dir(out)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_TEST_DEBUG", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUST_BACKTRACE", "0");
        let used = self.run(&cargo, name)?;
        let said = fs::read_to_string(self.file(name, "out"))?;
        let failed = fs::read_to_string(self.file(name, "errors"))?;
        Ok(Examples::of(report, &said, &failed, used))
    }

    /// Removes what was compiled of a crate, and leaves its dependencies.
    fn forget(&self, package: &str, out: &Path) {
        let mut clean = Command::new("cargo");
        clean.args(["clean", "--quiet", "--offline", "--package", package]).current_dir(out);
        clean.env("CARGO_TARGET_DIR", &self.target);
        // What is left behind costs only space.
        let _ = clean.output();
    }

    fn cargo(&self, out: &Path) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["check", "--quiet", "--offline", "--all-features", "--message-format", "json"])
            .current_dir(out)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        cargo
    }

    fn run(&self, command: &Command, name: &str) -> io::Result<Used> {
        let limit = self.limits.seconds;
        child::run(command, limit, &self.file(name, "out"), &self.file(name, "errors"))
    }

    fn file(&self, name: &str, kind: &str) -> PathBuf {
        self.crates.join(format!("{name}.{kind}"))
    }

    fn fault(&self, step: &str, name: &str, used: Used) -> String {
        if used.timed_out {
            return format!("{step}: not done after {} s", self.limits.seconds);
        }
        let errors = fs::read(self.file(name, "errors")).unwrap_or_default();
        let errors = String::from_utf8_lossy(&errors);
        let telling =
            errors.lines().find(|line| line.contains("error") || line.contains("panicked"));
        format!("{step}: {}", telling.or(errors.lines().next()).unwrap_or("died without a word"))
    }
}

/// In a process of its own: generates the crate of a document, and writes the report of its import; or generates its
/// tests as well, and writes what there is to tell of its examples.
pub fn generate_one(
    document: &str,
    name: &str,
    out: &str,
    report: &str,
    examples: bool,
) -> ExitCode {
    let generator = Generator::openapi(document)
        .named_crate(name)
        .out_dir(out)
        .runtime_path(RUNTIME)
        .example_tests(examples);
    // The `Cargo.toml` of a crate that is there lacks what tests need.
    let made = if examples { fs::remove_file(Path::new(out).join("Cargo.toml")) } else { Ok(()) };
    let made = made.map_err(|error| error.to_string());
    let made = match made.and_then(|()| generator.generate().map_err(|error| error.to_string())) {
        Ok(made) => made,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let text = match made.examples {
        Some(examples) => examples::report(&examples).to_string(),
        None => made.import.map(|import| import.json()).unwrap_or_default(),
    };
    match fs::write(report, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {report}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How many operations the paths of a document have, counted without the generator; of one that is no JSON, none.
fn operations(document: &Path) -> io::Result<usize> {
    let document: Value = serde_json::from_slice(&fs::read(document)?).unwrap_or_default();
    let of_path = |path: &Value| {
        let path = path["$ref"]
            .as_str()
            .and_then(|to| document.pointer(to.strip_prefix('#')?))
            .unwrap_or(path);
        METHODS.iter().filter(|method| path.get(method).is_some_and(Value::is_object)).count()
    };
    Ok(document["paths"].as_object().map_or(0, |paths| paths.values().map(of_path).sum()))
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|count| count.try_into().ok()).unwrap_or(0)
}
