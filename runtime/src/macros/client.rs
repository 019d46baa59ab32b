//! What every generated client has: the methods of its builder.

/// Adds the methods that every client has to a client and its builder (tuple structs around [`Client`](crate::Client)
/// and [`ClientBuilder`](crate::ClientBuilder)).
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $api:ty) => {
        impl $client {
            /// Returns a builder without any option set.
            pub fn builder() -> $builder {
                $builder($crate::ClientBuilder::new(<$api as $crate::spec::Service>::api()))
            }

            /// Builds a client from the environment variables of the API.
            ///
            /// # Errors
            ///
            /// A variable whose value cannot be used. The error names the variable and never shows its value.
            pub fn from_env()
            -> ::core::result::Result<Self, $crate::Error<<$api as $crate::spec::Service>::Failure>>
            {
                Self::builder().env().build()
            }
        }

        impl $builder {
            /// Reads every option that is not set in code from the environment variables of the API. Values are
            /// trimmed; a blank value counts as not set.
            #[must_use]
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// Reads the options as [`env`](Self::env) does, but looks the variables up with `lookup` instead of in the
            /// environment of the process.
            #[must_use]
            pub fn env_from(
                self,
                lookup: impl ::core::ops::Fn(&str) -> ::core::option::Option<::std::ffi::OsString>,
            ) -> Self {
                Self(self.0.env_from(lookup))
            }

            /// Sets the base URL, which overrides the server of the spec. A path in it is put before the path of every
            /// request.
            #[must_use]
            pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// Sets the timeout of one attempt, response body included. Default: 60 seconds.
            #[must_use]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the `User-Agent` header.
            #[must_use]
            pub fn user_agent(
                self,
                text: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.user_agent(text))
            }

            /// Sets the maximum size of a response body in bytes, after decompression. Default: 32 MiB.
            #[must_use]
            pub fn max_response_size(self, bytes: usize) -> Self {
                Self(self.0.max_response_size(bytes))
            }

            /// Allows credentials to be sent over plain http to hosts other than the loopback, where anyone on the way
            /// can read them.
            #[must_use]
            pub fn allow_plain_http(self) -> Self {
                Self(self.0.allow_plain_http())
            }

            /// Sets the clock that dates signatures and times the waits. Default: the clock of the system.
            #[must_use]
            pub fn clock(self, clock: impl $crate::hooks::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Sets the deadline of a call: the time for all its attempts together, waits included. Default: no
            /// deadline.
            #[must_use]
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Sets the maximum number of retries of a call. Default: 2; at most 100.
            #[must_use]
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// Sets the retry policy: how often a failed call is retried, and after which delays.
            #[must_use]
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sets the retry budget: how many tokens all calls of the client and its clones may spend on retries.
            /// Default: 500.
            #[must_use]
            pub fn retry_budget(self, tokens: u32) -> Self {
                Self(self.0.retry_budget(tokens))
            }

            /// Sets the source of the jitter: a function that returns random numbers from 0 to 1. The jitter takes
            /// up to a quarter off each backoff.
            #[must_use]
            pub fn jitter(
                self,
                chance: impl ::core::ops::Fn() -> f64
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.jitter(chance))
            }

            /// Sets the transport, which sends the requests instead of reqwest.
            #[must_use]
            pub fn transport(self, transport: impl $crate::transport::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Sets the maximum number of redirects that a `GET` or `HEAD` follows. Default: 10; 0 follows none.
            #[must_use]
            pub fn redirects(self, most: u32) -> Self {
                Self(self.0.redirects(most))
            }

            /// Sets the maximum number of pages that a stream of a list returns; a stream that has more ends with an
            /// error. Default: 10,000.
            #[must_use]
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Adds an interceptor, which is called before and after every attempt. Several are called in the order in
            /// which they were added.
            #[must_use]
            pub fn interceptor(self, interceptor: impl $crate::hooks::Interceptor) -> Self {
                Self(self.0.interceptor(interceptor))
            }

            /// Turns off client-side rate limiting. With the feature `rate-limit` of `clientwright-runtime` a client
            /// otherwise waits so that it keeps to the rate limits of the API.
            #[must_use]
            pub fn without_rate_limit(self) -> Self {
                Self(self.0.without_rate_limit())
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// A base URL, credential or other option that cannot be used; the error never shows a credential. Without
            /// the feature `reqwest` of `clientwright-runtime`: no transport is set.
            pub fn build(
                self,
            ) -> ::core::result::Result<
                $client,
                $crate::Error<<$api as $crate::spec::Service>::Failure>,
            > {
                ::core::result::Result::Ok($client(self.0.build()?))
            }
        }

        $crate::__client_reqwest!($builder);
        $crate::__client_tracing!($builder);
        $crate::__client_drift!($builder);
        $crate::__client_mock!($builder);
    };
}

/// The method `mock` of a builder, with the feature `mock`.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {
        impl $builder {
            /// Answers every request from a mock instead of a server. An API without a server gets the base URL
            /// `https://mock.invalid`.
            ///
            /// Requires the feature `mock` of `clientwright-runtime`.
            #[must_use]
            pub fn mock(self, mock: &$crate::mock::Mock) -> Self {
                Self(self.0.mock(mock))
            }
        }
    };
}

/// Nothing, without the feature `mock`.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {};
}

/// The methods of a builder that configure reqwest, with the feature `reqwest`.
#[cfg(feature = "reqwest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {
        impl $builder {
            /// Sets the `reqwest::ClientBuilder` that makes the HTTP client: for certificates, connection pools, HTTP
            /// versions. Redirects and timeouts stay with the runtime.
            ///
            /// Requires the feature `reqwest` of `clientwright-runtime`.
            #[must_use]
            pub fn reqwest(self, builder: $crate::reqwest::ClientBuilder) -> Self {
                Self(self.0.reqwest(builder))
            }

            /// Sets the URL of the proxy, which overrides those of the environment.
            ///
            /// Requires the feature `reqwest` of `clientwright-runtime`.
            #[must_use]
            pub fn proxy(self, url: impl ::core::convert::Into<$crate::Secret>) -> Self {
                Self(self.0.proxy(url))
            }
        }
    };
}

/// Nothing, without the feature `reqwest`.
#[cfg(not(feature = "reqwest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {};
}

/// The method `trace_details` of a builder, with the feature `tracing`.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {
        impl $builder {
            /// Sets what spans and events show besides names and numbers. Default: nothing.
            ///
            /// Requires the feature `tracing` of `clientwright-runtime`.
            #[must_use]
            pub fn trace_details(self, details: $crate::TraceDetails) -> Self {
                Self(self.0.trace_details(details))
            }
        }
    };
}

/// Nothing, without the feature `tracing`.
#[cfg(not(feature = "tracing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {};
}

/// The method `on_drift` of a builder, with the feature `drift`.
#[cfg(feature = "drift")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {
        impl $builder {
            /// Sets a listener for what responses hold and the spec does not describe: unknown fields, unknown values,
            /// and values that break a constraint. Each is reported once.
            ///
            /// Requires the feature `drift` of `clientwright-runtime`.
            #[must_use]
            pub fn on_drift(
                self,
                listener: impl ::core::ops::Fn(&$crate::Drift)
                + ::core::marker::Send
                + ::core::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_drift(listener))
            }
        }
    };
}

/// Nothing, without the feature `drift`.
#[cfg(not(feature = "drift"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {};
}
