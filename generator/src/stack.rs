//! Stack for recursion that is as deep as a document or a spec.

use std::cell::Cell;

/// The size of the stack. Nested schemas are handled by recursion, and each level takes some. Memory that is not used
/// costs nothing.
const STACK: usize = 256 * 1024 * 1024;

thread_local! {
    static IS_DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Runs a function with a large stack, on a thread of its own unless this one has it already. Work that belongs
/// together runs in one call, since the memory that a thread frees is hardly used again by another.
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
