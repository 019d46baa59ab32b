//! A process of its own, with a limit to its time, and what it took.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

use wait4::Wait4 as _;

/// What a process took, its own children included.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// Whether it ended by itself, and well.
    pub succeeded: bool,
    /// Whether it was stopped at its limit.
    pub timed_out: bool,
    pub wall: Duration,
    pub user: Duration,
    /// The most memory that one of the processes had at once, in bytes.
    pub peak: u64,
}

/// Asks this program to run another and to tell what that took.
pub const MEASURED: &str = "--measured";

/// Runs a command to its end, or to its limit in seconds, and its output into two files.
///
/// A process of its own stands between: memory that the one has held that starts a process counts
/// as the other's, and that of this one would hide what a small crate takes.
pub fn run(command: &Command, limit: u64, out: &Path, errors: &Path) -> io::Result<Used> {
    let mut between = Command::new(env::current_exe()?);
    between.arg(MEASURED).arg(limit.to_string()).arg(out).arg(errors);
    between.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        between.current_dir(folder);
    }
    let set = command.get_envs().filter_map(|(name, value)| value.map(|value| (name, value)));
    between.envs(set);
    let told = between.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let told = String::from_utf8_lossy(&told.stdout);
    Used::parse(&told).ok_or_else(|| io::Error::other(format!("no figures in {told:?}")))
}

/// In the process between: runs a command, and prints what it took.
pub fn measured(arguments: &[String]) -> io::Result<()> {
    let [limit, out, errors, program, arguments @ ..] = arguments else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let limit = Duration::from_secs(limit.parse().map_err(io::Error::other)?);
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    command.stdout(File::create(out)?).stderr(File::create(errors)?);
    // A group of its own, so that what it has started ends with it.
    command.process_group(0);
    let start = Instant::now();
    let mut child = command.spawn()?;
    let group = child.id();
    let (ended, wait) = mpsc::channel::<()>();
    let watch = thread::spawn(move || {
        let late = wait.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if late {
            // Nothing better is known if it cannot be stopped than to wait for its end.
            let _ = Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status();
        }
        late
    });
    let used = child.wait4();
    let wall = start.elapsed();
    drop(ended);
    let timed_out = watch.join().unwrap_or(false);
    let used = used?;
    let used = Used {
        succeeded: used.status.success() && !timed_out,
        timed_out,
        wall,
        user: used.rusage.utime,
        peak: used.rusage.maxrss,
    };
    println!("{}", used.line());
    Ok(())
}

impl Used {
    fn line(&self) -> String {
        let Self { succeeded, timed_out, wall, user, peak } = self;
        format!("{succeeded} {timed_out} {} {} {peak}", wall.as_secs_f64(), user.as_secs_f64())
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let mut word = || words.next();
        let seconds = |word: &str| Duration::try_from_secs_f64(word.parse().ok()?).ok();
        Some(Self {
            succeeded: word()?.parse().ok()?,
            timed_out: word()?.parse().ok()?,
            wall: seconds(word()?)?,
            user: seconds(word()?)?,
            peak: word()?.parse().ok()?,
        })
    }
}
