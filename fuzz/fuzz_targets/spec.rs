//! Any bytes as a spec: read, checked, and where it is sound, lowered and emitted. A line of `---` ends a file; the first
//! is the API's, the others are resources.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use clientwright::Generator;
use libfuzzer_sys::fuzz_target;

fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder for the spec").keep();
        fs::create_dir_all(folder.join("spec/acme")).expect("the folder is ours");
        folder
    })
}

fuzz_target!(|bytes: &[u8]| {
    const FILES: [&str; 3] = ["api", "things", "parts"];
    const END: &[u8] = b"\n---\n";
    let mut rest = bytes;
    for name in FILES {
        let end = rest.windows(END.len()).position(|window| window == END);
        let (file, behind) =
            end.map_or((rest, &[][..]), |end| (&rest[..=end], &rest[end + END.len()..]));
        rest = behind;
        let path = folder().join(format!("spec/acme/{name}.yaml"));
        if file.is_empty() && name != "api" {
            drop(fs::remove_file(path));
        } else {
            fs::write(path, file).expect("the folder is ours");
        }
    }
    drop(Generator::new(folder().join("spec")).out_dir(folder().join("out")).check());
});
