//! What the server has seen and done.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::Received;

/// So many requests are kept as they came; further ones are counted only, so that a long run stays small.
const KEPT: usize = 64;

pub(super) struct Journal {
    requests: Mutex<Vec<Received>>,
    methods: Mutex<BTreeMap<String, u64>>,
    connections: AtomicU64,
    written: AtomicU64,
    open: watch::Sender<u64>,
}

impl Journal {
    pub(super) fn new() -> Self {
        Self {
            requests: Mutex::default(),
            methods: Mutex::default(),
            connections: AtomicU64::new(0),
            written: AtomicU64::new(0),
            open: watch::Sender::new(0),
        }
    }

    pub(super) fn note(&self, request: Received) {
        *lock(&self.methods).entry(request.method().to_owned()).or_default() += 1;
        let mut requests = lock(&self.requests);
        if requests.len() < KEPT {
            requests.push(request);
        }
    }

    pub(super) fn wrote(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts a connection as open until the guard is dropped.
    pub(super) fn opened(&self) -> Open<'_> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        self.open.send_modify(|open| *open += 1);
        Open(self)
    }

    pub(super) fn requests(&self) -> Vec<Received> {
        lock(&self.requests).clone()
    }

    pub(super) fn methods(&self) -> BTreeMap<String, u64> {
        lock(&self.methods).clone()
    }

    pub(super) fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    pub(super) fn open(&self) -> watch::Receiver<u64> {
        self.open.subscribe()
    }
}

pub(super) struct Open<'a>(&'a Journal);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open -= 1);
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
