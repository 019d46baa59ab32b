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

/// Without the generator nothing is written, but an edit of `spec/` since the last build is noticed.
#[cfg(not(feature = "_regenerate"))]
fn regenerate(folder: &str) -> Done {
    fn newest(path: &std::path::Path) -> Option<std::time::SystemTime> {
        let inner = path.read_dir().into_iter().flatten().flatten();
        inner.filter_map(|it| newest(&it.path())).chain(path.metadata().ok()?.modified().ok()).max()
    }
    let stamp = std::path::PathBuf::from(std::env::var("OUT_DIR")?).join("built");
    let built = std::fs::metadata(&stamp).and_then(|it| it.modified()).ok();
    std::fs::write(stamp, "")?;
    if built.is_some() && newest("spec".as_ref()) > built && newest(folder.as_ref()) < built {
        println!("cargo::warning=spec/ has changed: run a bare `cargo build`");
    }
    Ok(())
}
