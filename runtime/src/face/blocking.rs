//! Calls that are waited for on the thread that makes them.

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

/// The runtime of all blocking calls. It lives as long as the process: connections that wait to be used again belong to
/// the runtime that they were made in.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Held while the runtime is made.
static MAKING: Mutex<()> = Mutex::new(());

/// Waits for a future on this thread, where its timers and sockets are served by the runtime of all blocking calls.
///
/// # Errors
///
/// The thread belongs to an async runtime, or the runtime of blocking calls cannot be made; nothing was polled.
pub(crate) fn run<F: Future>(subject: &str, future: F) -> Result<F::Output, Problem> {
    let refuse = |text: &str| Err(Problem::invalid(subject, format!("{text}; nothing was sent")));
    match Handle::try_current() {
        Ok(_) => {
            return refuse(
                "it is a blocking call on a thread of an async runtime, and would block it: await the call instead \
                 (on a thread of `spawn_blocking`, `Handle::current().block_on(..)` waits for it)",
            );
        }
        Err(error) if error.is_thread_local_destroyed() => {
            return refuse("it is a blocking call on a thread that is coming to its end");
        }
        Err(_) => {}
    }
    match runtime() {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => {
            refuse(&format!("the runtime that blocking calls need cannot be made: {error}"))
        }
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
        // Callers wait on their own threads; this one serves the connections of all of them.
        .worker_threads(1)
        .thread_name("clientwright-blocking")
        .enable_all()
        .build()?;
    Ok(RUNTIME.get_or_init(|| made))
}

impl<T: Answer, A: Service> Request<T, A> {
    /// Sends it, and waits on this thread for what it answers.
    ///
    /// # Errors
    ///
    /// What awaiting it may end with. On a thread of an async runtime (tokio's), which waiting would block, it is
    /// refused, and nothing is sent. Threads of `spawn_blocking` count among those, since they cannot be told apart:
    /// there, `Handle::current().block_on(..)` waits for any call.
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

/// Lists that come in pages, waited for on the thread that takes them.
impl<T: Value, A: Service> Request<Page<T>, A> {
    /// All pages, as [`pages`](Self::pages) gives them. On a thread of an async runtime it gives an error, and sends
    /// nothing.
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

    /// The items of all pages, as [`items`](Self::items) gives them. On a thread of an async runtime it gives an error,
    /// and sends nothing.
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
    /// Sends it, and waits on this thread, as [`Request::send_blocking`] does.
    ///
    /// # Errors
    ///
    /// As [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Response<T>, Error<A::Failure>> {
        run(self.0.operation.clone().id, self)?
    }
}

impl<A: Service> Raw<A> {
    /// Sends it, and waits on this thread, as [`Request::send_blocking`] does.
    ///
    /// # Errors
    ///
    /// As [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Response<Content>, Error<A::Failure>> {
        run(self.operation.clone().id, self)?
    }
}

impl<T: Value, A: Service> Collecting<T, A> {
    /// Asks for the items, and waits on this thread, as [`Request::send_blocking`] does.
    ///
    /// # Errors
    ///
    /// As [`Request::send_blocking`].
    pub fn send_blocking(self) -> Result<Vec<T>, Error<A::Failure>> {
        run(self.operation().clone().id, self)?
    }
}

/// All pages of a list, waited for on the thread that takes them; otherwise as [`PageStream`].
#[must_use = "pages are asked for when they are taken"]
pub struct BlockingPages<T, A>(PageStream<T, A>);

impl<T, A> BlockingPages<T, A> {
    /// As [`PageStream::position`].
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

/// The items of all pages of a list, waited for on the thread that takes them; otherwise as [`ItemStream`].
#[must_use = "items are asked for when they are taken"]
pub struct BlockingItems<T, A>(ItemStream<T, A>);

impl<T, A> BlockingItems<T, A> {
    /// As [`ItemStream::position`].
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
