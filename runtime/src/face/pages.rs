//! Lists that come in pages, as streams of pages or of items.

use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::answer::decode::interpret;
use crate::answer::service::Service;
use crate::error::Error;
use crate::face::request::{Request, rejected};
use crate::json::page::Page;
use crate::json::value::Value;

mod pager;

use pager::{Outline, Pager};

/// What polling a stream returns.
type Taken<T, A> = Option<Result<T, Error<<A as Service>::Failure>>>;

/// Lists that come in pages.
///
/// Each page is a call of its own: with retries, a timeout, a deadline and credentials of its own.
impl<T: Value, A: Service> Request<Page<T>, A> {
    /// Streams all pages. A page is requested when the one before it has been taken.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Page, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # async fn list(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// let mut pages = Request::<Page<Json>, ()>::of(&client, operation).pages();
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("{} of {:?}", page.len(), page.total);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> PageStream<T, A> {
        PageStream { pager: Pager::new(self.into_draft()), types: PhantomData }
    }

    /// Streams the items of all pages. A page is requested when the items of the one before it have been taken.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Page, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # async fn list(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// let mut items = Request::<Page<Json>, ()>::of(&client, operation).items();
    /// while let Some(item) = items.try_next().await? {
    ///     println!("{item}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn items(self) -> ItemStream<T, A> {
        ItemStream { pages: self.pages(), items: Vec::new().into_iter() }
    }

    /// Collects the first items, at most `most`. Pages that are not needed are not requested.
    ///
    /// An error on any page loses the items of the pages before it; [`items`](Self::items) returns them.
    ///
    /// ```no_run
    /// use clientwright_runtime::{Client, Json, Page, Request};
    /// use clientwright_runtime::spec::Operation;
    ///
    /// # async fn list(client: Client, operation: Operation) -> Result<(), clientwright_runtime::Error> {
    /// let items: Vec<Json> = Request::<Page<Json>, ()>::of(&client, operation).collect_up_to(500).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn collect_up_to(self, most: usize) -> Collecting<T, A> {
        Collecting { items: self.items(), collected: Vec::new(), most }
    }

    /// Overrides the maximum number of pages of a stream. Default: that of the client, which is 10,000 unless set. If
    /// another page follows, the stream ends with an error for which
    /// [`is_too_many_pages`](crate::Problem::is_too_many_pages) is true.
    pub fn max_pages(mut self, most: u32) -> Self {
        self.draft_mut().set_max_pages(most);
        self
    }

    /// Starts at another page than the first: at the [`next`](Page::next) of a page, or at the `position()` of a
    /// stream.
    pub fn starting_at(mut self, position: impl AsRef<str>) -> Self {
        self.draft_mut().go_to(position.as_ref());
        self
    }
}

/// A stream of all pages of a list.
///
/// A page is requested when it is taken, and none is requested ahead. The stream ends after the last page:
///
/// - where the response says that no page follows;
/// - where the response says neither that nor how to request the next page: at an empty page, unless the response says
///   that more follow;
/// - at the total that the response states;
/// - where a position comes a second time;
/// - where a page only repeats the one before it, which is then left out.
///
/// The stream also ends after an error; [`position`](Self::position) says where to continue. If the response says that
/// a page follows but not how to request it, the stream returns all items and then an error for which
/// [`is_decode`](crate::Problem::is_decode) is true.
///
/// It implements `Stream`, but works without another crate: [`try_next`](Self::try_next) and [`next`](Self::next)
/// return the pages. Dropping the future of either does not lose a page.
#[must_use = "pages are requested when they are taken"]
pub struct PageStream<T, A> {
    pager: Pager,
    types: PhantomData<fn() -> (T, A)>,
}

impl<T: Value, A: Service> PageStream<T, A> {
    /// Returns the next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Any error of a call of the operation; more pages than allowed; a link to the next page that leads to another
    /// origin; a next page that cannot be requested. The stream then ends.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error<A::Failure>> {
        self.next().await.transpose()
    }

    /// Returns the next page, or the error that kept it from arriving; `None` after the last page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error<A::Failure>>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Taken<Page<T>, A>> {
        let received = match ready!(self.pager.poll(context)) {
            None => return Poll::Ready(None),
            Some(Err(problem)) => return Poll::Ready(Some(Err(problem.into()))),
            Some(Ok(received)) => received,
        };
        let read = interpret(&received, false).and_then(|document| {
            let page: Page<T> = document.read()?;
            let lost = document.lost(page.next.as_deref());
            Ok((document.fingerprint(), lost, page))
        });
        let (fingerprint, lost, mut page) = match read {
            Err(rejection) => return Poll::Ready(Some(Err(rejected(rejection)))),
            Ok(read) => read,
        };
        let outline = Outline { items: page.items.len() as u64, fingerprint, lost };
        let is_new = self.pager.turn(received.draft, outline, &mut page.next);
        Poll::Ready(is_new.then_some(Ok(page)))
    }
}

impl<T, A> PageStream<T, A> {
    /// Returns the position of the page that comes next or, after an error, of the page that failed. Pass it to
    /// [`starting_at`](Request::starting_at) to continue there. `None` after the last page, and before the first one
    /// unless the request says where to start.
    #[must_use]
    pub fn position(&self) -> Option<&str> {
        self.pager.position()
    }
}

impl<T: Value, A: Service> Stream for PageStream<T, A> {
    type Item = Result<Page<T>, Error<A::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

/// A stream of the items of all pages of a list. It ends where [`PageStream`] ends.
///
/// It implements `Stream`, but works without another crate: [`try_next`](Self::try_next) and [`next`](Self::next)
/// return the items. Dropping the future of either does not lose an item.
#[must_use = "items are requested when they are taken"]
pub struct ItemStream<T, A> {
    pages: PageStream<T, A>,
    items: vec::IntoIter<T>,
}

impl<T: Value, A: Service> ItemStream<T, A> {
    /// Returns the next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// The errors of [`PageStream::try_next`]; the items of all pages before were returned.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error<A::Failure>> {
        self.next().await.transpose()
    }

    /// Returns the next item, or the error that kept it from arriving; `None` after the last item.
    pub async fn next(&mut self) -> Option<Result<T, Error<A::Failure>>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Taken<T, A>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items = page.into_iter(),
            }
        }
    }
}

impl<T, A> ItemStream<T, A> {
    /// Returns the position of the page after the one whose items are being returned or, after an error, of the page
    /// that failed. Pass it to [`starting_at`](Request::starting_at) to continue there. `None` on the last page, and
    /// before the first one unless the request says where to start.
    #[must_use]
    pub fn position(&self) -> Option<&str> {
        self.pages.position()
    }
}

impl<T: Value, A: Service> Stream for ItemStream<T, A> {
    type Item = Result<T, Error<A::Failure>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

/// A future that collects the first items of a list.
#[must_use = "items are requested when it is awaited"]
pub struct Collecting<T, A> {
    items: ItemStream<T, A>,
    collected: Vec<T>,
    most: usize,
}

// None of its fields is pinned, whatever the type of the items.
impl<T, A> Unpin for ItemStream<T, A> {}
impl<T, A> Unpin for Collecting<T, A> {}

impl<T: Value, A: Service> Future for Collecting<T, A> {
    type Output = Result<Vec<T>, Error<A::Failure>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        while this.collected.len() < this.most {
            match ready!(this.items.poll_item(context)) {
                None => break,
                Some(item) => this.collected.push(item?),
            }
        }
        Poll::Ready(Ok(std::mem::take(&mut this.collected)))
    }
}

crate::face::request::opaque_debug!(PageStream<T, A> ItemStream<T, A> Collecting<T, A>);

/// What blocking iterators need of a stream.
#[cfg(feature = "blocking")]
mod blocking {
    use super::{Collecting, ItemStream, PageStream};
    use crate::describe::data::Held;
    use crate::describe::operation::Operation;

    impl<T, A> PageStream<T, A> {
        pub(crate) fn operation(&self) -> &Held<Operation> {
            self.pager.operation()
        }

        pub(crate) fn is_over(&self) -> bool {
            self.pager.is_over()
        }

        pub(crate) fn stop(&mut self) {
            self.pager.stop();
        }
    }

    impl<T, A> ItemStream<T, A> {
        pub(crate) fn pages_mut(&mut self) -> &mut PageStream<T, A> {
            &mut self.pages
        }

        /// Returns an item that is already here, without a request.
        pub(crate) fn at_hand(&mut self) -> Option<T> {
            self.items.next()
        }
    }

    impl<T, A> Collecting<T, A> {
        pub(crate) fn operation(&self) -> &Held<Operation> {
            self.items.pages.operation()
        }
    }
}
