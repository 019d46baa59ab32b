//! Recording of exchanges to a file, and answering from it.

mod compare;
mod fixture;
mod mask;
mod recorder;
mod replay;

pub use recorder::Recorder;
pub use replay::Replay;
