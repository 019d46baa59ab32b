//! What generated code says once per client.

/// Gives a client and its builder (tuple structs around [`Client`](crate::Client) and
/// [`ClientBuilder`](crate::ClientBuilder)) what every client has.
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $api:ty) => {
        impl $client {
            /// A builder with nothing set.
            pub fn builder() -> $builder {
                $builder($crate::ClientBuilder::new(<$api as $crate::spec::Service>::api()))
            }

            /// A client of what the environment variables of the API say.
            ///
            /// # Errors
            ///
            /// A variable whose value cannot be used; the error names it, and never shows the value.
            pub fn from_env()
            -> ::core::result::Result<Self, $crate::Error<<$api as $crate::spec::Service>::Failure>>
            {
                Self::builder().env().build()
            }
        }

        impl $builder {
            /// Takes from the environment variables of the API what is not set otherwise. Values are trimmed; a blank
            /// one counts as not set.
            #[must_use]
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// As [`env`](Self::env), with a lookup other than the process's environment.
            #[must_use]
            pub fn env_from(
                self,
                lookup: impl ::core::ops::Fn(&str) -> ::core::option::Option<::std::ffi::OsString>,
            ) -> Self {
                Self(self.0.env_from(lookup))
            }

            /// Where the API is, instead of the server chosen. A path in it stands before the path of every call.
            #[must_use]
            pub fn base_url(self, url: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// How long one attempt may take, body included; 60 seconds unless set.
            #[must_use]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The `User-Agent` that is sent.
            #[must_use]
            pub fn user_agent(
                self,
                text: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.user_agent(text))
            }

            /// The greatest number of bytes that an answer may have once decompressed; 32 MiB unless set.
            #[must_use]
            pub fn max_response_size(self, bytes: usize) -> Self {
                Self(self.0.max_response_size(bytes))
            }

            /// Allows credentials over plain http to other hosts than the loopback: they can be read on the way.
            #[must_use]
            pub fn allow_plain_http(self) -> Self {
                Self(self.0.allow_plain_http())
            }

            /// The clock that signatures are dated by and waits go by; the system's unless set.
            #[must_use]
            pub fn clock(self, clock: impl $crate::hooks::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// How long a call may take with all its retries; as long as it takes unless set.
            #[must_use]
            pub fn deadline(self, deadline: ::core::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How many times a call that failed is made again at most; 2 unless set.
            #[must_use]
            pub fn retries(self, most: u32) -> Self {
                Self(self.0.retries(most))
            }

            /// How often and how soon a call that failed is made again.
            #[must_use]
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// How many tokens all calls of the client and its clones may spend on retries; 500 unless set.
            #[must_use]
            pub fn retry_budget(self, tokens: u32) -> Self {
                Self(self.0.retry_budget(tokens))
            }

            /// The chance by which waits differ: a number from 0 to 1.
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

            /// Sends through this, instead of through reqwest.
            #[must_use]
            pub fn transport(self, transport: impl $crate::transport::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// How many redirects of a `GET` or `HEAD` are followed; 10 unless set.
            #[must_use]
            pub fn redirects(self, most: u32) -> Self {
                Self(self.0.redirects(most))
            }

            /// How many pages of a list a stream gives at most before it ends with an error; 10,000 unless set.
            #[must_use]
            pub fn max_pages(self, most: u32) -> Self {
                Self(self.0.max_pages(most))
            }

            /// Is asked before every attempt, and told after it.
            #[must_use]
            pub fn interceptor(self, interceptor: impl $crate::hooks::Interceptor) -> Self {
                Self(self.0.interceptor(interceptor))
            }

            /// Sends without regard to the rate limits of the API, which the client otherwise keeps to where the
            /// runtime's feature `rate-limit` is on.
            #[must_use]
            pub fn without_rate_limit(self) -> Self {
                Self(self.0.without_rate_limit())
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// A base URL, credential or other option that cannot be used (credentials are never shown), or no transport
            /// where the runtime has no reqwest.
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

/// The mock, where the runtime has it.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {
        impl $builder {
            /// Answers from a mock instead of a server. An API without a server gets a base URL that does not exist.
            #[must_use]
            pub fn mock(self, mock: &$crate::mock::Mock) -> Self {
                Self(self.0.mock(mock))
            }
        }
    };
}

/// The mock, where the runtime has it.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_mock {
    ($builder:ident) => {};
}

/// The hand-over of a `reqwest::ClientBuilder`, where the runtime has reqwest.
#[cfg(feature = "reqwest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {
        impl $builder {
            /// Sends through a client made by this builder: for certificates, connection pools, HTTP versions.
            /// Redirects and timeouts stay with the runtime.
            #[must_use]
            pub fn reqwest(self, builder: $crate::reqwest::ClientBuilder) -> Self {
                Self(self.0.reqwest(builder))
            }

            /// Sends through the proxy at this URL, instead of those that the environment names.
            #[must_use]
            pub fn proxy(self, url: impl ::core::convert::Into<$crate::Secret>) -> Self {
                Self(self.0.proxy(url))
            }
        }
    };
}

/// The hand-over of a `reqwest::ClientBuilder`, where the runtime has reqwest.
#[cfg(not(feature = "reqwest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_reqwest {
    ($builder:ident) => {};
}

/// What traces show, where the runtime traces.
#[cfg(feature = "tracing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {
        impl $builder {
            /// What the spans and events of calls show besides names and numbers; nothing unless set.
            #[must_use]
            pub fn trace_details(self, details: $crate::TraceDetails) -> Self {
                Self(self.0.trace_details(details))
            }
        }
    };
}

/// What traces show, where the runtime traces.
#[cfg(not(feature = "tracing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_tracing {
    ($builder:ident) => {};
}

/// Reports of what the spec does not know, where the runtime makes them.
#[cfg(feature = "drift")]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {
        impl $builder {
            /// Is told of what answers hold and the spec does not know: unknown fields and values, and values that
            /// break its limits, once each.
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

/// Reports of what the spec does not know, where the runtime makes them.
#[cfg(not(feature = "drift"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __client_drift {
    ($builder:ident) => {};
}
