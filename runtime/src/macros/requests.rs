//! What generated code says once per request type, and per type of answers.

/// Makes an enum with a variant a status what an endpoint answers.
///
/// ```
/// use clientwright_runtime::{Endpoint, Json, StatusForm, answers};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum ScanAnswer {
///     Ok(String),
///     Accepted(Json),
///     NoContent,
/// }
/// answers!(ScanAnswer, 200 => Ok(_), 202 => Accepted(_), 204 => NoContent);
///
/// static SCAN: Endpoint<ScanAnswer, ()> =
///     Endpoint::post("scan", "/scan").by_status(const { &[StatusForm::nothing(204)] });
/// # let _ = SCAN.operation();
/// ```
#[macro_export]
macro_rules! answers {
    ($name:ident, $($status:pat => $variant:ident $(($data:tt))?),+) => {
        impl $crate::Answer for $name {
            fn take(
                arrived: &mut $crate::private::Arrived<'_>,
            ) -> ::core::result::Result<Self, $crate::private::Rejected> {
                match arrived.status() {
                    $($status => $crate::__answer!(arrived, $variant $($data)?),)+
                    _ => ::core::result::Result::Err(arrived.unexpected()),
                }
            }
        }
    };
}

/// One variant out of what came.
#[doc(hidden)]
#[macro_export]
macro_rules! __answer {
    ($arrived:ident, $variant:ident) => {
        <() as $crate::Answer>::take($arrived).map(|()| Self::$variant)
    };
    ($arrived:ident, $variant:ident $data:tt) => {
        $crate::Answer::take($arrived).map(Self::$variant)
    };
}

/// Gives a request type (a tuple struct around [`Request`](crate::Request)) what every request has.
#[macro_export]
macro_rules! request {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);

        impl $name {
            /// The same request, answered with the whole envelope instead of the data in it.
            pub fn envelope(
                self,
            ) -> $crate::Request<
                <$request as $crate::Enveloped>::Envelope,
                <$request as $crate::Sendable>::Api,
            > {
                self.0.envelope()
            }
        }
    };
}

/// Gives a request type whose answer is handed on as it comes ([`Download`](crate::Download),
/// [`Events`](crate::Events), [`Lines`](crate::Lines)), or is one of several by its status
/// ([`answers!`](crate::answers)), what such a request has: all that [`request!`](crate::request) gives, without the
/// envelope.
#[macro_export]
macro_rules! streamed {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Tells how far the bodies are, that which is sent and that which comes, whenever a piece has gone by.
            pub fn on_progress(
                self,
                observer: impl ::core::ops::Fn($crate::Progress)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_progress(observer))
            }

            /// Gives up after this time, body included, instead of the client's timeout.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Adds a header, or replaces one that the runtime would set. Headers that carry the credentials or frame
            /// the message are refused when the request is sent.
            pub fn header(
                self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Gives up after this time, all retries and the waits between them included.
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Is made again this many times at most, instead of what the endpoint or the client says.
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// How often and how soon it is made again.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Says that making it twice does what making it once does: only then it is made again once something of
            /// it may have left.
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Credentials of this call, in the order in which the builder's method of the scheme takes them, instead
            /// of the client's.
            pub fn credentials(
                self,
                scheme: &str,
                values: impl ::core::iter::IntoIterator<
                    Item = impl ::core::convert::Into<$crate::Secret>,
                >,
            ) -> Self {
                Self(self.0.credentials(scheme, values))
            }

            /// The URL that the request would be sent to. Nothing is sent.
            ///
            /// # Errors
            ///
            /// What would stop the request before it is sent.
            pub fn url(
                &self,
            ) -> ::core::result::Result<$crate::Url, <$request as $crate::Sendable>::Error> {
                self.0.url()
            }

            /// The same request, answered with status, headers and bytes, whatever the status.
            pub fn raw(self) -> $crate::Raw<<$request as $crate::Sendable>::Api> {
                self.0.raw()
            }

            /// The same request, answered with status and headers besides the data.
            pub fn response(
                self,
            ) -> $crate::Responding<
                <$request as $crate::Sendable>::Answer,
                <$request as $crate::Sendable>::Api,
            > {
                self.0.response()
            }
        }

        $crate::__request_blocking!($name, $request);

        impl ::core::future::IntoFuture for $name {
            type Output = <$request as ::core::future::IntoFuture>::Output;
            type IntoFuture = <$request as ::core::future::IntoFuture>::IntoFuture;

            fn into_future(self) -> Self::IntoFuture {
                ::core::future::IntoFuture::into_future(self.0)
            }
        }
    };
}

/// Gives a request type whose answer is a [`Download`](crate::Download) what such a request has: all that
/// [`streamed!`](crate::streamed) gives, and `save_to`; with the feature `blocking` also `save_to_blocking`.
#[macro_export]
macro_rules! download {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);
        $crate::__save!($name, $request);
    };
}

/// Saving what comes, where the runtime has files.
#[cfg(feature = "files")]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends it and saves the answer as a file, which is there only once all has come; gives the number of
            /// bytes.
            ///
            /// # Errors
            ///
            /// A path that cannot be written, which is found out before anything is sent; or whatever goes wrong with
            /// the call and its answer.
            pub async fn save_to(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::Sendable>::Error> {
                self.0.save_to(path).await
            }
        }

        $crate::__save_blocking!($name, $request);
    };
}

/// Saving what comes, where the runtime has files.
#[cfg(not(feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {};
}

/// Saving what comes, where the runtime has files and blocking calls.
#[cfg(all(feature = "blocking", feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// As [`save_to`](Self::save_to), waiting on this thread.
            ///
            /// # Errors
            ///
            /// As [`save_to`](Self::save_to). On a thread of an async runtime it is refused, and nothing is sent.
            pub fn save_to_blocking(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::Sendable>::Error> {
                self.0.save_to_blocking(path)
            }
        }
    };
}

/// Saving what comes, where the runtime has files and blocking calls.
#[cfg(all(feature = "files", not(feature = "blocking")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {};
}

/// What [`request!`](crate::request) gives besides where the runtime has the feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends it, and waits on this thread for what it answers.
            ///
            /// # Errors
            ///
            /// What awaiting it may end with. On a thread of an async runtime it is refused, and nothing is sent.
            pub fn send_blocking(self) -> <$request as ::core::future::IntoFuture>::Output {
                self.0.send_blocking()
            }
        }
    };
}

/// What [`request!`](crate::request) gives besides where the runtime has the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {};
}

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
