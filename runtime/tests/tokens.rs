//! Calls that wait for the same token. Nothing is sent over a network.

mod support;

use std::error::Error as _;
use std::fmt;
use std::future::{IntoFuture as _, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use clientwright_runtime::spec::{Api, Credential, Endpoint, Scheme};
use clientwright_runtime::transport::{
    BoxFuture, HttpRequest, HttpResponse, Transport, TransportError,
};
use clientwright_runtime::{
    BearerToken, Client, ClientBuilder, Content, Error, Headers, Json, Request,
};
use support::run;

static API: Api = Api::new("Media")
    .schemes(const { &[Scheme::bearer("token", Credential::new("token").secret())] });
static GET: Endpoint<Json, ()> = Endpoint::get("things.get", "/things").auth(&[&["token"]]);

/// Answers with the token that came.
struct Echo;

impl Transport for Echo {
    fn send<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        let token = request.headers().find(|(name, _)| *name == "authorization");
        let token = String::from_utf8(token.unwrap().1.to_vec()).unwrap();
        let body = Content::from(format!("\"{token}\"").into_bytes());
        Box::pin(async { Ok(HttpResponse::new(200, Headers::default(), body)) })
    }
}

/// A gate that tokens have to pass: it holds them back until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<(bool, Option<Waker>)>>);

impl Gate {
    fn open(&self) {
        let waker = {
            let mut state = self.0.lock().unwrap();
            state.0 = true;
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn shut(&self) {
        self.0.lock().unwrap().0 = false;
    }

    async fn pass(&self) {
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.0 {
                return Poll::Ready(());
            }
            // As most sources of events, it knows one waker: the last.
            state.1 = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Why there is no token.
#[derive(Debug)]
struct Sealed(u32);

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the vault is sealed ({})", self.0)
    }
}

impl std::error::Error for Sealed {}

struct Scene {
    client: Client,
    gate: Gate,
    /// How often a token was asked for.
    asked: Arc<AtomicU32>,
    /// How many fetches are not over and not given up.
    under_way: Arc<AtomicU32>,
}

/// Counts a fetch as long as it is not dropped.
struct UnderWay(Arc<AtomicU32>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A client whose provider makes something of the number of the token, from 1, behind a gate.
fn scene(token: fn(u32) -> Result<BearerToken, Sealed>) -> Scene {
    let (gate, asked, under_way) = (Gate::default(), Arc::default(), Arc::default());
    let provider = {
        let (gate, asked, under_way) = (gate.clone(), Arc::clone(&asked), Arc::clone(&under_way));
        move || {
            let number = AtomicU32::fetch_add(&asked, 1, Ordering::Relaxed) + 1;
            AtomicU32::fetch_add(&under_way, 1, Ordering::Relaxed);
            let (gate, under_way) = (gate.clone(), UnderWay(Arc::clone(&under_way)));
            async move {
                let _under_way = under_way;
                gate.pass().await;
                token(number)
            }
        }
    };
    let client = ClientBuilder::new(&API)
        .base_url("https://media.example")
        .transport(Echo)
        .retries(0)
        .timeout(Duration::from_secs(5))
        .token_provider("token", provider)
        .build()
        .unwrap();
    Scene { client, gate, asked, under_way }
}

fn numbered(number: u32) -> BearerToken {
    BearerToken::new(format!("token-{number}"))
}

type Calling = Pin<Box<dyn Future<Output = Result<Json, Error<Json>>> + Send>>;

impl Scene {
    fn call(&self) -> Calling {
        Box::pin(Request::new(&self.client, &GET).into_future())
    }

    /// A call that has been polled once, and waits for its token.
    fn waiting(&self) -> Calling {
        let mut call = self.call();
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        call
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }

    fn under_way(&self) -> u32 {
        self.under_way.load(Ordering::Relaxed)
    }
}

#[test]
fn a_call_that_is_no_longer_polled_holds_back_no_other() {
    let scene = scene(|number| Ok(numbered(number)));
    run(async {
        let first = scene.waiting();
        scene.gate.open();
        assert_eq!(scene.call().await.unwrap(), "Bearer token-1");
        assert_eq!(first.await.unwrap(), "Bearer token-1");
    });
    assert_eq!((scene.asked(), scene.under_way()), (1, 0));
}

#[test]
fn a_call_that_waits_is_woken_though_another_drove_the_fetch_last() {
    let scene = scene(|number| Ok(numbered(number)));
    run(async {
        let second = tokio::spawn(scene.call());
        tokio::task::yield_now().await;
        // The gate now knows the waker that this one came with.
        let first = scene.waiting();
        scene.gate.open();
        assert_eq!(second.await.unwrap().unwrap(), "Bearer token-1");
        assert_eq!(first.await.unwrap(), "Bearer token-1");
    });
    assert_eq!(scene.asked(), 1);
}

#[test]
fn calls_that_are_given_up_leave_the_fetch_to_those_that_wait() {
    let scene = scene(|number| Ok(numbered(number)));
    run(async {
        let calls: Vec<_> = (0..3).map(|_| scene.waiting()).collect();
        let mut last = scene.waiting();
        drop(calls);
        assert_eq!(scene.under_way(), 1);
        scene.gate.open();
        assert_eq!(last.as_mut().await.unwrap(), "Bearer token-1");
    });
    assert_eq!(scene.asked(), 1);
}

#[test]
fn a_fetch_that_nobody_waits_for_is_given_up() {
    let scene = scene(|number| Ok(numbered(number)));
    run(async {
        let calls: Vec<_> = (0..3).map(|_| scene.waiting()).collect();
        drop(calls);
        assert_eq!((scene.asked(), scene.under_way()), (1, 0));
        scene.gate.open();
        assert_eq!(scene.call().await.unwrap(), "Bearer token-2");
    });
}

#[test]
fn all_who_wait_are_told_why_there_is_no_token_and_the_next_tries_again() {
    let scene =
        scene(|number| if number == 1 { Err(Sealed(number)) } else { Ok(numbered(number)) });
    run(async {
        let calls: Vec<_> = (0..3).map(|_| scene.waiting()).collect();
        scene.gate.open();
        for call in calls {
            let error = call.await.unwrap_err();
            assert!(error.is_credentials());
            assert!(error.to_string().contains("the vault is sealed (1)"), "{error}");
            let source = error.source().and_then(|source| source.downcast_ref::<Sealed>());
            assert_eq!(source.unwrap().0, 1);
        }
        assert_eq!(scene.asked(), 1);
        scene.gate.shut();
        let next = scene.waiting();
        scene.gate.open();
        assert_eq!(next.await.unwrap(), "Bearer token-2");
    });
}

#[test]
fn a_provider_that_panics_holds_back_no_other() {
    let scene =
        scene(|number| if number == 1 { panic!("on purpose") } else { Ok(numbered(number)) });
    run(async {
        let first = tokio::spawn(scene.call());
        let second = tokio::spawn(scene.call());
        tokio::task::yield_now().await;
        assert_eq!((scene.asked(), scene.under_way()), (1, 1));
        scene.gate.open();
        let outcomes = [first.await, second.await];
        let panicked = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        assert_eq!(panicked, 1);
        let other = outcomes.into_iter().find_map(Result::ok).unwrap();
        assert_eq!(other.unwrap(), "Bearer token-2");
    });
}

#[test]
fn threads_share_a_fetch() {
    for _ in 0..50 {
        let scene = scene(|number| Ok(numbered(number)));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(4)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let calls: Vec<_> = (0..20)
                .map(|index| {
                    let call = scene.call();
                    tokio::spawn(async move {
                        if index % 3 == 0 {
                            // Given up sooner or later.
                            let mut call = pin!(call);
                            for _ in 0..index {
                                let once = poll_fn(|context| {
                                    Poll::Ready(call.as_mut().poll(context).is_ready())
                                });
                                if once.await {
                                    return;
                                }
                                tokio::task::yield_now().await;
                            }
                        } else {
                            assert_eq!(call.await.unwrap(), "Bearer token-1");
                        }
                    })
                })
                .collect();
            let kept = scene.call();
            let kept = tokio::spawn(kept);
            tokio::task::yield_now().await;
            scene.gate.open();
            for call in calls {
                call.await.unwrap();
            }
            assert_eq!(kept.await.unwrap().unwrap(), "Bearer token-1");
        });
        assert_eq!((scene.asked(), scene.under_way()), (1, 0));
    }
}
