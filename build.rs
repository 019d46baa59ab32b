//! Writes `generated/` anew when `spec/` has changed. Copy it for a client of your own.

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    println!("cargo::rerun-if-changed=build.rs\ncargo::rerun-if-env-changed=CI");
    // A published crate has no spec, and is built as it is.
    if !std::fs::exists("spec")? {
        return Ok(());
    }
    println!("cargo::rerun-if-changed=spec");
    regenerate("generated")
}

#[cfg(feature = "_regenerate")]
fn regenerate(folder: &str) -> Done {
    let client = clientwright::Generator::new("spec").out_dir(folder);
    match std::env::var("CI").as_deref() {
        Err(_) | Ok("" | "false") => client.generate()?,
        Ok(_) => client.check()?.require_current()?, // What is committed is judged there.
    };
    Ok(())
}

/// Without the generator nothing is written, but a spec that has changed since is noticed.
#[cfg(not(feature = "_regenerate"))]
fn regenerate(folder: &str) -> Done {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path().display().to_string();
        let text = std::fs::read_to_string(&path).or_else(|_| regenerate(&path).map(|()| path))?;
        let source = text.split(" from ").nth(1).and_then(|rest| rest.split(';').next());
        let (spec, digest) = source.and_then(|source| source.split_once(' ')).unwrap_or_default();
        let fnv = |h: u64, byte: &u8| (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        let now = std::fs::read(spec).unwrap_or_default().iter().fold(0xcbf2_9ce4_8422_2325, fnv);
        if digest.starts_with('(') && digest != format!("({now:016x})") {
            println!("cargo::warning={spec} has changed: run a bare `cargo build`");
        }
    }
    Ok(())
}
