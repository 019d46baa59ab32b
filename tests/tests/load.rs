//! Many calls at a time against a server of which a quarter of the answers fail: every call is answered, memory stays
//! flat, and nothing is left open.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use media_clients::cloudflare;
use media_clients_tests::faults::{Act, Wire};
use media_clients_tests::{ACCOUNT_ID, API_TOKEN, Received, cloudflare_failure, documented};
use tokio::task::JoinSet;

const WARM_UP: u64 = 4_000;
const CALLS: u64 = 20_000;
const CONCURRENCY: u64 = 256;

/// The whole of it takes a few seconds; a call that is never answered would take for ever.
const LONGEST: Duration = Duration::from_secs(120);

/// What memory may grow by after the warm-up. The allocator's own ups and downs come to about 8 MiB and stay there,
/// however many calls follow; a leak of 1 KiB a call would come to 20 MiB.
const MARGIN: u64 = 16 * 1024 * 1024;

const ID: &str = "2a95132c15732412d22c1476fa83f27a";

#[test]
fn every_call_is_answered_and_nothing_is_left() {
    let sockets = open_sockets();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        tokio::time::timeout(LONGEST, load()).await.expect("every call is answered in time");
    });
    // The runtime is still there: connections were closed because the client was dropped, and for no other reason.
    assert_eq!(open_sockets(), sockets, "sockets are left");
    drop(runtime);
}

async fn load() {
    let count = AtomicU64::new(0);
    let server = Wire::acting(move |request| act(count.fetch_add(1, Ordering::Relaxed), request));
    let client = cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .base_url(format!("{}/client/v4", server.base_url()))
        .timeout(Duration::from_secs(30))
        .clock(TestClock::new())
        .build()
        .expect("a complete client");

    let mut outcomes = calls(&client, WARM_UP).await;
    let before = resident();
    let further = calls(&client, CALLS).await;
    let after = resident();
    println!("warm-up: {outcomes:?}");
    println!("load:    {further:?}");
    println!("memory:  {} KiB, then {} KiB", before / 1024, after / 1024);
    println!("server:  {} on {} connections", server.tally(), server.connections());
    assert!(after <= before + MARGIN, "memory grew from {before} to {after} bytes");
    for (outcome, times) in &further {
        *outcomes.entry(outcome).or_default() += times;
    }
    assert_eq!(outcomes.values().sum::<u64>(), WARM_UP + CALLS);
    // A creation is one call of ten, is sent once, and a quarter of them fail; of the others hardly any do.
    assert!(outcomes["ok"] >= (WARM_UP + CALLS) * 9 / 10);
    let creations = server.methods()["POST"];
    assert_eq!(creations, (WARM_UP + CALLS) / 10, "a creation is sent exactly once");

    drop(client);
    let mut open = server.open_connections();
    open.wait_for(|open| *open == 0).await.expect("the server is there");
    drop(server);
}

/// Five faults, each with one answer of twenty.
fn act(number: u64, request: &Received) -> Act {
    match number % 20 {
        3 => Act::reset(),
        7 => Act::write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"success\":").and_reset(),
        11 => Act::reply(&cloudflare_failure(503, 1000, "not now")),
        15 => Act::reply(&cloudflare_failure(429, 971, "slow down").header("retry-after", "0")),
        19 => {
            Act::write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"success\":true}").close()
        }
        _ => Act::reply(&documented(request)),
    }
}

/// Makes so many calls, one of ten a creation, and counts what came of them.
async fn calls(client: &cloudflare::Client, number: u64) -> BTreeMap<&'static str, u64> {
    let next = Arc::new(AtomicU64::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..CONCURRENCY {
        let (client, next) = (client.clone(), Arc::clone(&next));
        workers.spawn(async move {
            let mut outcomes = BTreeMap::<_, u64>::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= number {
                    return outcomes;
                }
                *outcomes.entry(call(&client, index).await).or_default() += 1;
            }
        });
    }
    let mut outcomes = BTreeMap::<_, u64>::new();
    while let Some(worker) = workers.join_next().await {
        for (outcome, times) in worker.expect("no call panics") {
            *outcomes.entry(outcome).or_default() += times;
        }
    }
    outcomes
}

async fn call(client: &cloudflare::Client, index: u64) -> &'static str {
    let keys = client.calls().turn_keys();
    let (ended, most) = match index % 10 {
        0 => (keys.create().name("relay").await.map(drop), 1),
        1..=3 => (keys.delete(ID).await.map(drop), 3),
        _ => (keys.get(ID).await.map(drop), 3),
    };
    let Err(error) = ended else { return "ok" };
    assert!((1..=most).contains(&error.attempts()), "{} attempts: {error}", error.attempts());
    match error.status() {
        Some(503) if error.is_failure() => "503",
        Some(429) if error.is_failure() => "429",
        Some(200) if error.is_transport() => "broken off in the body",
        None if error.is_transport() => "broken off before headers",
        _ => panic!("an error of another kind: {error:?}"),
    }
}

/// The bytes of memory that this process really has.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a process knows itself");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a size");
    let size = line.split_ascii_whitespace().nth(1).expect("a number");
    size.parse::<u64>().expect("a number") * 1024
}

fn open_sockets() -> usize {
    let files = fs::read_dir("/proc/self/fd").expect("a process knows its files");
    files
        .filter_map(|file| fs::read_link(file.ok()?.path()).ok())
        .filter(|target| target.to_string_lossy().starts_with("socket:"))
        .count()
}
