//! The rate limits of the specs, kept by the generated clients: by a clock whose waits are over at once.

use std::time::Duration;

use clientwright_runtime::mock::TestClock;
use media_clients::{agora, cloudflare};
use media_clients_tests::{
    ACCOUNT_ID, API_TOKEN, APP_ID, CUSTOMER_ID, CUSTOMER_SECRET, Loopback, documented,
};

fn agora(server: &Loopback, clock: &TestClock) -> agora::ClientBuilder {
    agora::Client::builder()
        .basic(agora::BasicCredentials {
            customer_id: CUSTOMER_ID.into(),
            customer_secret: CUSTOMER_SECRET.into(),
        })
        .region(agora::Region::Eu)
        .app_id(APP_ID)
        .base_url(server.base_url())
        .clock(clock.clone())
}

fn cloudflare(server: &Loopback, clock: &TestClock) -> cloudflare::ClientBuilder {
    cloudflare::Client::builder()
        .api_token(API_TOKEN)
        .account_id(ACCOUNT_ID)
        .base_url(format!("{}/client/v4", server.base_url()))
        .clock(clock.clone())
}

async fn write(client: &agora::Client) {
    client.streamkeys().delete("not-a-real-stream-key").await.unwrap();
}

async fn read(client: &agora::Client) {
    client.streamkeys().get("not-a-real-stream-key").await.unwrap();
}

async fn list(client: &cloudflare::Client) {
    client.stream().keys().list().await.unwrap();
}

/// A limit of so many calls in this time lets a tenth through at once, and shares the time out among the rest.
fn interval(requests: u32, per: Duration) -> Duration {
    per / (requests - requests / 10)
}

/// All waits are this long, give or take a few nanoseconds.
fn all_are(waits: &[Duration], expected: Duration) {
    for wait in waits {
        assert!(wait.abs_diff(expected) < Duration::from_micros(1), "{waits:?}, {expected:?}");
    }
}

/// No more calls than these left in any such time, where some left at once and each later one after its wait.
fn no_window_holds_more(at_once: usize, waits: &[Duration], requests: usize, per: Duration) {
    let mut now = Duration::ZERO;
    let mut left = vec![now; at_once];
    for wait in waits {
        now += *wait;
        left.push(now);
    }
    for window in left.windows(requests + 1) {
        let (first, last) = (window[0], window[requests]);
        assert!(last >= first + per, "{} calls from {first:?} to {last:?}", window.len());
    }
}

#[tokio::test]
async fn agora_is_written_to_50_times_a_second_and_read_100_times() {
    let server = Loopback::start(documented);
    let clock = TestClock::new();
    let client = agora(&server, &clock).build().unwrap();
    let second = Duration::from_secs(1);
    for _ in 0..5 {
        write(&client).await;
    }
    assert!(clock.slept().is_empty(), "a tenth at once: {:?}", clock.slept());
    for _ in 0..115 {
        write(&client).await;
    }
    let waits = clock.slept();
    assert_eq!(waits.len(), 115);
    all_are(&waits, interval(50, second));
    no_window_holds_more(5, &waits, 50, second);

    // Reads have a limit of their own, which the writes left alone.
    for _ in 0..10 {
        read(&client).await;
    }
    assert_eq!(clock.slept().len(), 115);
    for _ in 0..210 {
        read(&client).await;
    }
    let waits = &clock.slept()[115..];
    assert_eq!(waits.len(), 210);
    all_are(waits, interval(100, second));
    no_window_holds_more(10, waits, 100, second);
    assert_eq!(server.requests().len(), 340);
}

#[tokio::test]
async fn agora_counts_each_project_for_itself_and_clones_together() {
    let server = Loopback::start(documented);
    let clock = TestClock::new();
    let client = agora(&server, &clock).build().unwrap();
    for number in 0..5 {
        // A clone, and the same project in another region, count together with the client.
        match number % 3 {
            0 => write(&client).await,
            1 => write(&client.clone()).await,
            _ => write(&client.with_region(agora::Region::Na)).await,
        }
    }
    let other = client.with_app_id("8f3c1d2e4b5a69788796a5b4c3d2e1f0");
    for _ in 0..5 {
        write(&other).await;
    }
    assert!(clock.slept().is_empty());
    write(&client.clone()).await;
    assert_eq!(clock.slept().len(), 1);
    // The time that the one waited has passed for the other as well.
    write(&other).await;
    assert_eq!(clock.slept().len(), 1);
    write(&other).await;
    assert_eq!(clock.slept().len(), 2);
}

#[tokio::test]
async fn cloudflare_is_called_1200_times_in_5_minutes() {
    let server = Loopback::start(documented);
    let clock = TestClock::new();
    let client = cloudflare(&server, &clock).build().unwrap();
    let minutes = Duration::from_secs(5 * 60);
    for number in 0..120 {
        // All accounts of a token, all methods and all clones count together.
        match number % 3 {
            0 => list(&client).await,
            1 => list(&client.clone().with_account_id("another account")).await,
            _ => drop(client.stream().keys().delete("a key").await.unwrap()),
        }
    }
    assert!(clock.slept().is_empty(), "a tenth at once: {:?}", clock.slept());
    let calls: Vec<_> = (0..1_200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { list(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let waited: Duration = clock.slept().iter().sum();
    let least = interval(1_200, minutes) * 1_199;
    assert!(waited >= least, "1,200 calls more take {waited:?}, and {least:?} at least");
    assert_eq!(server.requests().len(), 1_320);

    // One after the other, each waits for its own turn.
    let before = clock.slept().len();
    for _ in 0..10 {
        list(&client).await;
    }
    all_are(&clock.slept()[before + 1..], interval(1_200, minutes));
    // After a quiet time there is a tenth at once again, and no more.
    clock.advance(minutes);
    let before = clock.slept().len();
    for _ in 0..121 {
        list(&client).await;
    }
    assert_eq!(clock.slept().len(), before + 1);
}

#[tokio::test]
async fn a_deadline_that_comes_before_the_turn_is_told_at_once() {
    let server = Loopback::start(documented);
    let clock = TestClock::new();
    let client = agora(&server, &clock).build().unwrap();
    for _ in 0..5 {
        write(&client).await;
    }
    let late = client.streamkeys().delete("key").deadline(Duration::from_millis(10));
    let error = late.await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error:?}");
    assert!(error.to_string().contains("the rate limit `writes` (50 calls in 1 s)"), "{error}");
    assert!(clock.slept().is_empty());
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn it_can_be_left_to_the_server() {
    let server = Loopback::start(documented);
    let clock = TestClock::new();
    let client = agora(&server, &clock).without_rate_limit().build().unwrap();
    for _ in 0..120 {
        write(&client).await;
    }
    let client = cloudflare(&server, &clock).without_rate_limit().build().unwrap();
    for _ in 0..300 {
        list(&client).await;
    }
    assert!(clock.slept().is_empty());
    assert_eq!(server.requests().len(), 420);
}
