//! What every generated request type has, and every type of responses by status.

/// Makes an enum the response of an endpoint, with one variant for each status.
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

/// Makes one variant from a response.
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

/// Adds the methods that every request has to a request type (a tuple struct around [`Request`](crate::Request)).
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

/// Adds the methods of a request whose response has no envelope: one that is streamed ([`Download`](crate::Download),
/// [`Events`](crate::Events), [`Lines`](crate::Lines)), or one of several by status ([`answers!`](crate::answers)).
/// These are all methods that [`request!`](crate::request) adds, except `envelope`.
#[macro_export]
macro_rules! streamed {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sets an observer of the bytes that are sent and received. It is called while they pass, and should
            /// return quickly.
            pub fn on_progress(
                self,
                observer: impl ::core::ops::Fn($crate::Progress)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_progress(observer))
            }

            /// Overrides the timeout of one attempt, response body included. Of a streamed response, it limits the time
            /// until the first piece arrives, and then the time between two pieces.
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

            /// Overrides whether the request is idempotent. A request that is not idempotent is retried only if nothing
            /// of it was sent, or after status 429. A request other than `GET` whose response holds a secret is retried
            /// only if nothing of it was sent, even if it is idempotent.
            pub fn idempotent(self, idempotent: bool) -> Self {
                Self(self.0.idempotent(idempotent))
            }

            /// Overrides the client's credentials of a scheme. Each credential is given by its name: `[("customer_id",
            /// "id"), ("customer_secret", "secret")]`.
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
            /// Any error that sending the request would return before anything is sent.
            pub fn url(
                &self,
            ) -> ::core::result::Result<$crate::Url, <$request as $crate::spec::Sendable>::Error>
            {
                self.0.url()
            }

            /// Returns the status, the headers and the bytes of the body, whatever the status.
            pub fn raw(self) -> $crate::Raw<<$request as $crate::spec::Sendable>::Api> {
                self.0.raw()
            }

            /// Returns the status and the headers together with the data.
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

/// Adds the methods of a request whose response is a [`Download`](crate::Download): all that
/// [`streamed!`](crate::streamed) adds and, with the feature `files`, `save_to`; with the feature `blocking` also
/// `save_to_blocking`.
#[macro_export]
macro_rules! download {
    ($name:ident, $request:ty) => {
        $crate::streamed!($name, $request);
        $crate::__save!($name, $request);
    };
}

/// The method `save_to` of a request, with the feature `files`.
#[cfg(feature = "files")]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends the request and saves the response body as a file, which appears only once it is complete. Returns
            /// the number of bytes.
            ///
            /// Requires the feature `files` of `clientwright-runtime`.
            ///
            /// # Errors
            ///
            /// A path that cannot be written to, which is noticed before anything is sent; any error of the call.
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

/// Nothing, without the feature `files`.
#[cfg(not(feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save {
    ($name:ident, $request:ty) => {};
}

/// The method `save_to_blocking` of a request, with the features `blocking` and `files`.
#[cfg(all(feature = "blocking", feature = "files"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends the request and saves the response body as [`save_to`](Self::save_to) does, and blocks this thread
            /// meanwhile.
            ///
            /// Requires the features `blocking` and `files` of `clientwright-runtime`.
            ///
            /// # Errors
            ///
            /// The errors of [`save_to`](Self::save_to). On a thread of an async runtime it returns an error and sends
            /// nothing.
            pub fn save_to_blocking(
                self,
                path: impl ::core::convert::AsRef<::std::path::Path>,
            ) -> ::core::result::Result<u64, <$request as $crate::spec::Sendable>::Error> {
                self.0.save_to_blocking(path)
            }
        }
    };
}

/// Nothing, without the feature `blocking`.
#[cfg(all(feature = "files", not(feature = "blocking")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __save_blocking {
    ($name:ident, $request:ty) => {};
}

/// The method `send_blocking` of a request, with the feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {
        impl $name {
            /// Sends the request and blocks this thread until the response has arrived.
            ///
            /// Requires the feature `blocking` of `clientwright-runtime`.
            ///
            /// # Errors
            ///
            /// The errors of awaiting the request. On a thread of an async runtime it returns an error and sends
            /// nothing.
            pub fn send_blocking(self) -> <$request as ::core::future::IntoFuture>::Output {
                self.0.send_blocking()
            }
        }
    };
}

/// Nothing, without the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __request_blocking {
    ($name:ident, $request:ty) => {};
}

/// Adds the methods of a list to a request type (a tuple struct around a [`Request`](crate::Request) of a
/// [`Page`](crate::Page)). [`request!`](crate::request) adds the others.
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
            /// Streams all pages. A page is requested when the one before it has been taken. Each request has its own
            /// retries, timeout and deadline.
            pub fn pages(self) -> $crate::PageStream<$item, $crate::private::ApiOf<$name>> {
                self.0.pages()
            }

            /// Streams the items of all pages. A page is requested when the items of the one before it have been taken.
            pub fn items(self) -> $crate::ItemStream<$item, $crate::private::ApiOf<$name>> {
                self.0.items()
            }

            /// Collects the first items, at most `most`. Pages that are not needed are not requested.
            pub fn collect_up_to(
                self,
                most: usize,
            ) -> $crate::Collecting<$item, $crate::private::ApiOf<$name>> {
                self.0.collect_up_to(most)
            }

            /// Overrides the maximum number of pages of a stream. A stream that has more ends with an error. Default:
            /// that of the client, which is 10,000 unless set.
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Starts at another page than the first: at the `next` of a page, or at the `position()` of a stream.
            pub fn starting_at(self, position: impl ::core::convert::AsRef<str>) -> Self {
                Self(self.0.starting_at(position))
            }
        }

        $crate::__paged_blocking!($name, $item);
    };
}

/// The methods of a list that block, with the feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_blocking {
    ($name:ident, $item:ty) => {
        impl $name {
            /// Iterates over all pages and blocks this thread while a page is requested. On a thread of an async
            /// runtime it returns an error and sends nothing.
            ///
            /// Requires the feature `blocking` of `clientwright-runtime`.
            pub fn pages_blocking(
                self,
            ) -> $crate::BlockingPages<$item, $crate::private::ApiOf<$name>> {
                self.0.pages_blocking()
            }

            /// Iterates over the items of all pages and blocks this thread while a page is requested. On a thread of an
            /// async runtime it returns an error and sends nothing.
            ///
            /// Requires the feature `blocking` of `clientwright-runtime`.
            pub fn items_blocking(
                self,
            ) -> $crate::BlockingItems<$item, $crate::private::ApiOf<$name>> {
                self.0.items_blocking()
            }
        }
    };
}

/// Nothing, without the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __paged_blocking {
    ($name:ident, $item:ty) => {};
}
