//! Calls that block the thread that makes them, for programs without an async runtime.

use std::future::{Future, IntoFuture as _};
use std::sync::{Mutex, OnceLock, PoisonError};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::answer::Answer;
use crate::answer::response::Response;
use crate::answer::service::Service;
use crate::base::content::Content;
use crate::error::{Error, Problem};
use crate::face::pages::{Collecting, ItemStream, PageStream};
use crate::face::request::{Raw, Request, Responding};
use crate::json::page::Page;
use crate::json::value::Value;

mod streams;

pub use streams::Blocking;

/// The runtime of all blocking calls. It lives as long as the process, since an idle connection belongs to the runtime
/// that it was opened in.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Held while the runtime is started.
static MAKING: Mutex<()> = Mutex::new(());

/// Blocks this thread until a future is ready. Its timers and sockets are served by the runtime of all blocking calls.
///
/// # Errors
///
/// The thread belongs to an async runtime, or the runtime of blocking calls cannot be started. The future was not
/// polled.
pub(crate) fn run<F: Future>(subject: &str, future: F) -> Result<F::Output, Problem> {
    let refuse = |text: &str| Err(Problem::invalid(subject, format!("{text}; nothing was sent")));
    match Handle::try_current() {
        Ok(_) => {
            return refuse(
                "a blocking call on a thread of an async runtime would block the runtime: await the call instead \
                 (on a thread of `spawn_blocking`, use `Handle::current().block_on(..)`)",
            );
        }
        Err(error) if error.is_thread_local_destroyed() => {
            return refuse(
                "a blocking call cannot be made on a thread that is ending: make it before the thread ends",
            );
        }
        Err(_) => {}
    }
    match runtime() {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => refuse(&format!("the runtime of blocking calls cannot be started: {error}")),
    }
}

fn runtime() -> Result<&'static Runtime, std::io::Error> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        // Callers wait on their own threads. This thread serves the connections of all of them.
        .worker_threads(1)
        .thread_name("clientwright-blocking")
        .enable_all()
        .build()?;
    Ok(RUNTIME.get_or_init(|| made))
}

impl<T: Answer, A: Service> Request<T, A> {
    /// Sends the request and blocks this thread until the response has arrived.
    ///
    /// Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// The errors of awaiting the request. On a thread of an async runtime (tokio's) it returns an error and sends
    /// nothing, since it would block the runtime. Threads of `spawn_blocking` look the same, so they are refused too:
    /// use `Handle::current().block_on(..)` there.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # fn call(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// let answer = Request::<Json, ()>::of(&client, operation).send_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_blocking(self) -> Result<T, Error<A::Failure>> {
        let call = self.into_future();
        run(call.operation.clone().id, call)?
    }
}

/// Lists that come in pages, for a thread that waits.
impl<T: Value, A: Service> Request<Page<T>, A> {
    /// Iterates over all pages, as [`pages`](Self::pages) streams them, and blocks this thread while a page is
    /// requested. On a thread of an async runtime it returns an error and sends nothing.
    ///
    /// Requires the feature `blocking`.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Page, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # fn list(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// for page in Request::<Page<Json>, ()>::of(&client, operation).pages_blocking() {
    ///     println!("{}", page?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages_blocking(self) -> BlockingPages<T, A> {
        BlockingPages(self.pages())
    }

    /// Iterates over the items of all pages, as [`items`](Self::items) streams them, and blocks this thread while a
    /// page is requested. On a thread of an async runtime it returns an error and sends nothing.
    ///
    /// Requires the feature `blocking`.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Page, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # fn list(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// for item in Request::<Page<Json>, ()>::of(&client, operation).items_blocking() {
    ///     println!("{}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items_blocking(self) -> BlockingItems<T, A> {
        BlockingItems(self.items())
    }
}

impl<T: Answer, A: Service> Responding<T, A> {
    /// Sends the request and blocks this thread, as [`Request::send_blocking`] does.
    ///
    /// Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// The errors of [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Response<T>, Error<A::Failure>> {
        run(self.0.operation.clone().id, self)?
    }
}

impl<A: Service> Raw<A> {
    /// Sends the request and blocks this thread, as [`Request::send_blocking`] does.
    ///
    /// Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// The errors of [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Response<Content>, Error<A::Failure>> {
        run(self.operation.clone().id, self)?
    }
}

impl<T: Value, A: Service> Collecting<T, A> {
    /// Requests the items and blocks this thread, as [`Request::send_blocking`] does.
    ///
    /// Requires the feature `blocking`.
    ///
    /// # Errors
    ///
    /// The errors of [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Vec<T>, Error<A::Failure>> {
        run(self.operation().clone().id, self)?
    }
}

/// An iterator over all pages of a list. It blocks its thread while a page is requested; apart from that it is a
/// [`PageStream`].
///
/// Requires the feature `blocking`.
#[must_use = "pages are requested when they are taken"]
pub struct BlockingPages<T, A>(PageStream<T, A>);

impl<T, A> BlockingPages<T, A> {
    /// Returns the position, as [`PageStream::position`] does.
    #[must_use]
    pub fn position(&self) -> Option<&str> {
        self.0.position()
    }
}

impl<T: Value, A: Service> Iterator for BlockingPages<T, A> {
    type Item = Result<Page<T>, Error<A::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_over() {
            return None;
        }
        let page = run(self.0.operation().clone().id, self.0.next());
        page.unwrap_or_else(|problem| {
            self.0.stop();
            Some(Err(problem.into()))
        })
    }
}

/// An iterator over the items of all pages of a list. It blocks its thread while a page is requested; apart from that
/// it is an [`ItemStream`].
///
/// Requires the feature `blocking`.
#[must_use = "items are requested when they are taken"]
pub struct BlockingItems<T, A>(ItemStream<T, A>);

impl<T, A> BlockingItems<T, A> {
    /// Returns the position, as [`ItemStream::position`] does.
    #[must_use]
    pub fn position(&self) -> Option<&str> {
        self.0.position()
    }
}

impl<T: Value, A: Service> Iterator for BlockingItems<T, A> {
    type Item = Result<T, Error<A::Failure>>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.0.at_hand() {
            return Some(Ok(item));
        }
        let pages = self.0.pages_mut();
        if pages.is_over() {
            return None;
        }
        let operation = pages.operation().clone();
        let item = run(operation.id, self.0.next());
        item.unwrap_or_else(|problem| {
            self.0.pages_mut().stop();
            Some(Err(problem.into()))
        })
    }
}

crate::face::request::opaque_debug!(BlockingPages<T, A> BlockingItems<T, A>);
