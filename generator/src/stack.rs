//! Room for what goes down as deep as a document or a spec does.

use std::cell::Cell;

/// How much stack that may need: schemas stand in each other, and each step down takes some. What is not used costs
/// nothing.
const STACK: usize = 256 * 1024 * 1024;

thread_local! {
    static IS_DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Runs this with much stack: on a thread of its own, unless this one has it. What belongs together runs in one call,
/// since the memory that a thread gives back is hardly used again by another.
pub fn deep<T: Send>(run: impl Fn() -> T + Sync) -> T {
    if IS_DEEP.get() {
        return run();
    }
    let marked = || {
        IS_DEEP.set(true);
        run()
    };
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, marked) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // Without a thread of its own, most documents still fit.
            Err(_) => run(),
        }
    })
}
