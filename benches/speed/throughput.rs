//! How many calls get through, many at a time.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use clientwright_benches::calls::{Call, Client, Fault, Hand};
use clientwright_benches::server::Server;
use tokio::task::LocalSet;

/// Calls under way at any time.
pub(crate) const CONCURRENCY: usize = 64;
/// Rounds of each hand, in turn: what else the machine does hits both.
pub(crate) const ROUNDS: usize = 41;
/// Calls of a round.
const CALLS: usize = 3_000;

/// Calls a second, and how they compare within each pair of rounds.
pub(crate) struct Compared {
    /// The median of raw.
    pub(crate) raw: f64,
    /// The median of ours.
    pub(crate) ours: f64,
    /// The median of the ratios of ours to raw, and the extremes.
    pub(crate) ratio: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

/// Compares both hands on one thread, which is busy all the time: the server has another.
pub(crate) fn compare(server: &Server, call: Call) -> Result<Compared, Fault> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let raw = Client::new(Hand::Raw, server.base_url())?;
        let ours = Client::new(Hand::Ours, server.base_url())?;
        round(&raw, call).await?;
        round(&ours, call).await?;
        let mut pairs = Vec::with_capacity(ROUNDS);
        for number in 0..ROUNDS {
            pairs.push(if number % 2 == 0 {
                let raw = round(&raw, call).await?;
                (raw, round(&ours, call).await?)
            } else {
                let ours = round(&ours, call).await?;
                (round(&raw, call).await?, ours)
            });
        }
        let ratios = sorted(pairs.iter().map(|(raw, ours)| ours / raw));
        Ok(Compared {
            raw: median(&sorted(pairs.iter().map(|(raw, _)| *raw))),
            ours: median(&sorted(pairs.iter().map(|(_, ours)| *ours))),
            ratio: median(&ratios),
            least: ratios[0],
            most: ratios[ratios.len() - 1],
        })
    })
}

/// Calls a second.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
async fn round(client: &Client, call: Call) -> Result<f64, Fault> {
    let left = Rc::new(Cell::new(CALLS));
    let started = Instant::now();
    let tasks: Vec<_> = (0..CONCURRENCY)
        .map(|_| {
            let (client, left) = (client.clone(), Rc::clone(&left));
            tokio::task::spawn_local(async move {
                while left.get() > 0 {
                    left.set(left.get() - 1);
                    client.make(call).await?;
                }
                Ok::<(), Fault>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(CALLS as f64 / started.elapsed().as_secs_f64())
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
