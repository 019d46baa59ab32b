//! What generated code says of an endpoint that answers pages.

/// Gives a request type (a tuple struct around a [`Request`](crate::Request) of a [`Page`](crate::Page)) what every
/// list has, besides what [`request!`](crate::request) gives it.
///
/// ```
/// use clientwright_runtime::{paged, request, Client, Page};
/// # type Request<T> = clientwright_runtime::Request<T, ()>;
///
/// /// The call of [`Names::list`].
/// #[derive(Clone, Debug)]
/// #[must_use = "a request is sent when it is awaited"]
/// pub struct List(Request<Page<String>>);
/// request!(List, Request<Page<String>>);
/// paged!(List, String);
///
/// # async fn example(list: List) -> Result<(), clientwright_runtime::Error> {
/// let mut names = list.max_pages(100).items();
/// while let Some(name) = names.try_next().await? {
///     println!("{name}");
/// }
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! paged {
    ($name:ident, $item:ty) => {
        impl $name {
            /// All pages as a stream, each asked for when the one before has been taken: by a call of its own, with
            /// retries, timeout and deadline of its own.
            pub fn pages(self) -> $crate::PageStream<$item, $crate::private::ApiOf<$name>> {
                self.0.pages()
            }

            /// The items of all pages as a stream, each page asked for when the items of the one before have been
            /// taken.
            pub fn items(self) -> $crate::ItemStream<$item, $crate::private::ApiOf<$name>> {
                self.0.items()
            }

            /// The first items, this many at most; no page is asked for that they do not need.
            pub fn collect_up_to(
                self,
                most: usize,
            ) -> $crate::Collecting<$item, $crate::private::ApiOf<$name>> {
                self.0.collect_up_to(most)
            }

            /// How many pages a stream gives at most before it ends with an error, instead of what the client says
            /// (10,000 unless set).
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Asks for the page at a position, and a stream for those that follow it: the `next` of a page, or the
            /// `position()` of a stream.
            pub fn starting_at(self, position: impl ::core::convert::AsRef<str>) -> Self {
                Self(self.0.starting_at(position))
            }
        }

        $crate::__paged_blocking!($name, $item);
    };
}

/// What [`paged!`](crate::paged) gives besides where the runtime has the feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_blocking {
    ($name:ident, $item:ty) => {
        impl $name {
            /// All pages, each waited for on this thread. On a thread of an async runtime it gives an error, and sends
            /// nothing.
            pub fn pages_blocking(
                self,
            ) -> $crate::BlockingPages<$item, $crate::private::ApiOf<$name>> {
                self.0.pages_blocking()
            }

            /// The items of all pages, each page waited for on this thread. On a thread of an async runtime it gives
            /// an error, and sends nothing.
            pub fn items_blocking(
                self,
            ) -> $crate::BlockingItems<$item, $crate::private::ApiOf<$name>> {
                self.0.items_blocking()
            }
        }
    };
}

/// What [`paged!`](crate::paged) gives besides where the runtime has the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_blocking {
    ($name:ident, $item:ty) => {};
}
