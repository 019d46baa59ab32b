//! Lists over all their pages: as streams of pages or of items.

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

/// What is taken from a stream.
type Taken<T, A> = Option<Result<T, Error<<A as Service>::Failure>>>;

/// Lists that come in pages.
///
/// Each page is a call of its own: with retries, timeout, deadline and credentials of its own.
impl<T: Value, A: Service> Request<Page<T>, A> {
    /// All pages, each asked for when the one before has been taken.
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

    /// The items of all pages, each page asked for when the items of the one before have been taken.
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

    /// The first items, this many at most; no page is asked for that they do not need.
    ///
    /// An error on any page gives no items at all: [`items`](Self::items) gives those that came before.
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

    /// How many pages a stream gives at most, instead of what the client says (10,000 unless set). Where a page follows
    /// the last of them, the stream ends with an error that [`is_too_many_pages`](crate::Problem::is_too_many_pages).
    pub fn max_pages(mut self, most: u32) -> Self {
        self.draft_mut().set_max_pages(most);
        self
    }

    /// Asks for the page at a position, and a stream for those that follow it: the [`next`](Page::next) of a page, or
    /// the `position()` of a stream.
    pub fn starting_at(mut self, position: impl AsRef<str>) -> Self {
        self.draft_mut().go_to(position.as_ref());
        self
    }
}

/// All pages of a list.
///
/// Nothing is sent before the first page is wanted, nor for a page after the one that was taken. It ends with the last
/// page: where the API says that none follows, or says neither that nor what asks for it, with an empty page (unless the API
/// says that more follow), at the stated total, where a position comes again, and where a page only repeats the one
/// before, which is then not given. Where the API says that a page follows and gives nothing to ask for it with, it ends
/// with an error that [is one of the answer](crate::Problem::is_decode), after all items that came. It also ends after any
/// other error; [`position`](Self::position) says where to go on.
///
/// It is a `Stream`, and needs no other crate: [`try_next`](Self::try_next) and [`next`](Self::next) give the pages.
/// Dropping the future of either loses no page.
#[must_use = "pages are asked for when they are taken"]
pub struct PageStream<T, A> {
    pager: Pager,
    types: PhantomData<fn() -> (T, A)>,
}

impl<T: Value, A: Service> PageStream<T, A> {
    /// The following page; none once all are given.
    ///
    /// # Errors
    ///
    /// What any call of the operation may end with; more pages than allowed; a link to the following page that leads
    /// to another origin; a page that follows and cannot be asked for. The stream is then over.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error<A::Failure>> {
        self.next().await.transpose()
    }

    /// The following page, or why it could not be had; none once all are given.
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
    /// What asks for the page that comes next or, after an error, for the one that failed:
    /// [`starting_at`](Request::starting_at) goes on there. None before the first page, unless the call says where to
    /// start, and after the last.
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

/// The items of all pages of a list; it ends as [`PageStream`] does.
///
/// It is a `Stream`, and needs no other crate: [`try_next`](Self::try_next) and [`next`](Self::next) give the items.
/// Dropping the future of either loses no item.
#[must_use = "items are asked for when they are taken"]
pub struct ItemStream<T, A> {
    pages: PageStream<T, A>,
    items: vec::IntoIter<T>,
}

impl<T: Value, A: Service> ItemStream<T, A> {
    /// The following item; none once all are given.
    ///
    /// # Errors
    ///
    /// As [`PageStream::try_next`]; the items of all pages before were given.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error<A::Failure>> {
        self.next().await.transpose()
    }

    /// The following item, or why it could not be had; none once all are given.
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
    /// What asks for the page after the one whose items are being given or, after an error, for the page that failed:
    /// [`starting_at`](Request::starting_at) goes on there. None before the first page, unless the call says where to
    /// start, and on the last.
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

/// Calls on their way; they give the first items of a list.
#[must_use = "items are asked for when it is awaited"]
pub struct Collecting<T, A> {
    items: ItemStream<T, A>,
    collected: Vec<T>,
    most: usize,
}

// Nothing in it is pinned, whatever the type of the items.
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

        /// An item that needs no call.
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
