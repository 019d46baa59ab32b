//! Records exchanges to a file, and replays them from it.

mod compare;
mod fixture;
mod mask;
mod recorder;
mod replay;

pub use recorder::Recorder;
pub use replay::Replay;
