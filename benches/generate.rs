//! What an endpoint costs, from the text of its spec to its file, at four sizes of API. The column
//! `item/s` is endpoints: it stays where it is while the API grows.

use std::fs;
use std::path::Path;

use clientwright::Generator;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

const SIZES: &[usize] = &[10, 100, 1_000, 10_000];

/// Into an empty folder: everything is read, checked, emitted, formatted and written.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn first_run(bencher: Bencher<'_, '_>, endpoints: usize) {
    let folder = folder(endpoints);
    let out = folder.path().join("generated");
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| {
        if out.exists() {
            fs::remove_dir_all(&out).expect("what the last run wrote can be removed");
        }
        generate(folder.path())
    });
}

/// Where nothing has changed: everything but the writing.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn unchanged_run(bencher: Bencher<'_, '_>, endpoints: usize) {
    let folder = folder(endpoints);
    generate(folder.path());
    bencher.counter(ItemsCount::new(endpoints)).bench_local(|| generate(folder.path()));
}

fn folder(endpoints: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the spec");
    clientwright_benches::synthetic::write(&folder.path().join("spec"), endpoints)
        .expect("the spec can be written");
    folder
}

fn generate(folder: &Path) -> clientwright::Report {
    let generator = Generator::new(folder.join("spec")).out_dir(folder.join("generated"));
    generator.generate().expect("the spec is sound")
}
