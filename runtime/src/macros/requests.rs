//! What generated code says once per request type, and per type of answers.

/// Makes an enum with a variant a status what an endpoint answers.
///
/// ```
/// use clientwright_runtime::{Json, answers};
/// use clientwright_runtime::spec::{Endpoint, StatusForm};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum ScanAnswer {
///     Ok(String),
///     Accepted(Json),
///     NoContent,
/// }
/// answers!(ScanAnswer {
///     200 => Ok(_),
///     202 => Accepted(_),
///     204 => NoContent,
/// });
///
/// static SCAN: Endpoint<ScanAnswer, ()> =
///     Endpoint::post("scan", "/scan").by_status(const { &[StatusForm::nothing(204)] });
/// # let _ = SCAN.operation();
/// ```
#[macro_export]
macro_rules! answers {
    ($name:ident { $($status:pat => $variant:ident $(($data:tt))?),+ $(,)? }) => {
        impl $crate::spec::Answer for $name {
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
        <() as $crate::spec::Answer>::take($arrived).map(|()| Self::$variant)
    };
    ($arrived:ident, $variant:ident $data:tt) => {
        $crate::spec::Answer::take($arrived).map(Self::$variant)
    };
}

/// Gives a request type (a tuple struct around [`Request`](crate::Request)) what every request has.
#[macro_export]
macro_rules! request {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);

        impl $name {
            /// Returns the whole envelope instead of the data in it.
            pub fn envelope(
                self,
            ) -> $crate::Request<
                <$request as $crate::spec::Enveloped>::Envelope,
                <$request as $crate::spec::Sendable>::Api,
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
            /// Sets an observer of the bytes that are sent and received. It is called while they pass, and should
            /// return at once.
            pub fn on_progress(
                self,
                observer: impl ::core::ops::Fn($crate::Progress)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_progress(observer))
            }

            /// Overrides the timeout of one attempt, response body included. Of a response that is streamed, it
            /// limits the time until the first piece, and then the time between two pieces.
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets a header, or overrides one that the runtime would set, such as `accept`.
            ///
            /// Headers that carry the credentials of the scheme in use (such as `authorization`) or that frame the
            /// message (such as `host` and `content-length`) are refused when the request is sent. A redirect to
            /// another origin drops the header.
            pub fn header(
                self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Overrides the deadline: the time for all attempts together, waits included.
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Overrides the maximum number of retries.
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// Overrides the retry policy.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Overrides whether the request is idempotent. Only an idempotent request is retried once a part of it
            /// may have been sent; one whose response holds a secret is not retried even then.
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Overrides the client's credentials of a scheme, each by its name: `[("customer_id", "id"),
            /// ("customer_secret", "secret")]`.
            pub fn credentials<'n>(
                self,
                scheme: &str,
                values: impl ::core::iter::IntoIterator<
                    Item = (&'n str, impl ::core::convert::Into<$crate::Secret>),
                >,
            ) -> Self {
                Self(self.0.credentials(scheme, values))
            }

            /// Returns the URL that the request would be sent to. Nothing is sent.
            ///
            /// # Errors
            ///
            /// What would stop the request before it is sent.
            pub fn url(
                &self,
            ) -> ::core::result::Result<$crate::Url, <$request as $crate::spec::Sendable>::Error>
            {
                self.0.url()
            }

            /// Returns status, headers and bytes, whatever the status.
            pub fn raw(self) -> $crate::Raw<<$request as $crate::spec::Sendable>::Api> {
                self.0.raw()
            }

            /// Returns status and headers beside the data.
            pub fn response(
                self,
            ) -> $crate::Responding<
                <$request as $crate::spec::Sendable>::Answer,
                <$request as $crate::spec::Sendable>::Api,
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
            /// Sends the request and saves the response as a file, which appears only once it is complete. Returns
            /// the number of bytes.
            ///
            /// # Errors
            ///
            /// A path that cannot be written, which is found out before anything is sent; or whatever goes wrong with
            /// the call and its answer.
            pub async fn save_to(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::spec::Sendable>::Error> {
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
            ) -> ::core::result::Result<u64, <$request as $crate::spec::Sendable>::Error> {
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
            /// Sends the request and waits on this thread for the response.
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
            /// Streams all pages. Each is requested when the one before has been taken, with retries, timeout and
            /// deadline of its own.
            pub fn pages(self) -> $crate::PageStream<$item, $crate::private::ApiOf<$name>> {
                self.0.pages()
            }

            /// Streams the items of all pages. A page is requested when the items of the one before have been taken.
            pub fn items(self) -> $crate::ItemStream<$item, $crate::private::ApiOf<$name>> {
                self.0.items()
            }

            /// Collects the first items, `most` at most; a page that is not needed is not requested.
            pub fn collect_up_to(
                self,
                most: usize,
            ) -> $crate::Collecting<$item, $crate::private::ApiOf<$name>> {
                self.0.collect_up_to(most)
            }

            /// Overrides the maximum number of pages of a stream (10,000 unless the client sets another). A stream
            /// that has more ends with an error.
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Starts at the page of a position: the `next` of a page, or the `position()` of a stream.
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
            /// Iterates over all pages, waiting on this thread. On a thread of an async runtime it returns an error,
            /// and sends nothing.
            pub fn pages_blocking(
                self,
            ) -> $crate::BlockingPages<$item, $crate::private::ApiOf<$name>> {
                self.0.pages_blocking()
            }

            /// Iterates over the items of all pages, waiting on this thread. On a thread of an async runtime it
            /// returns an error, and sends nothing.
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
