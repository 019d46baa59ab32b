//! Writes `generated/` anew when `spec/` has changed. Copy it for a client of your own.

fn main() {
    println!("cargo::rerun-if-changed=build.rs\ncargo::rerun-if-env-changed=CI");
    // A published crate has no spec, and is built as it is.
    if std::path::Path::new("spec").is_dir() {
        println!("cargo::rerun-if-changed=spec");
        regenerate("generated");
    }
}

#[cfg(feature = "_regenerate")]
fn regenerate(folder: &str) {
    let generator = clientwright::Generator::new("spec").out_dir(folder);
    let ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    let message = match if ci { generator.check() } else { generator.generate() } {
        Ok(report) if ci && !report.is_current() => {
            format!(
                "stale in {folder}: {:?}\nrun `cargo build` without CI set",
                [report.written, report.removed].concat()
            )
        }
        Ok(_) => return,
        Err(error) => error.to_string(),
    };
    eprintln!("{message}");
    std::process::exit(1);
}

/// Without the generator nothing is written, but a spec that has changed since is noticed.
#[cfg(not(feature = "_regenerate"))]
fn regenerate(folder: &str) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let head = text.lines().next().and_then(|line| line.split_once(" from ")?.1.split_once(" ("));
        let Some((spec, digest)) = head else {
            regenerate(&path.to_string_lossy());
            continue;
        };
        let now = std::fs::read(spec).unwrap_or_default();
        let now = now.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
        if !digest.starts_with(&format!("{now:016x}")) {
            println!("cargo::warning={spec} has changed since {folder} was written: run a bare `cargo build`");
        }
    }
}
