//! What generated code was generated for: a contract of this library, and features of it.

/// States the runtime contract that generated code was generated for. Another contract is a compile error, which says
/// what to do.
///
/// ```
/// clientwright_runtime::contract!(2);
/// ```
///
/// ```compile_fail
/// clientwright_runtime::contract!(1);
/// ```
#[macro_export]
macro_rules! contract {
    (2) => {};
    ($other:tt) => {
        ::core::compile_error!(::core::concat!(
            "this client was generated for contract ",
            ::core::stringify!($other),
            " of clientwright-runtime, but the clientwright-runtime in this build has contract 2: ",
            "generate the client again with the clientwright of the same release, ",
            "or depend on the clientwright-runtime that it was generated for",
        ));
    };
}

/// States a feature of this library that generated code needs: `decimal`, `examples`, `hmac`, `patterns` or `uuid`.
/// Without that feature it is a compile error, which names the feature.
///
/// ```
/// # #[cfg(feature = "patterns")]
/// clientwright_runtime::needs!(patterns);
/// ```
#[macro_export]
macro_rules! needs {
    (decimal) => {
        $crate::__needs_decimal! {}
    };
    (examples) => {
        $crate::__needs_examples! {}
    };
    (hmac) => {
        $crate::__needs_hmac! {}
    };
    (patterns) => {
        $crate::__needs_patterns! {}
    };
    (uuid) => {
        $crate::__needs_uuid! {}
    };
}

#[cfg(feature = "decimal")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {};
}

#[cfg(not(feature = "decimal"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {
        ::core::compile_error!(
            "this client uses the decimal numbers of rust_decimal: enable the feature `decimal` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "uuid")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_uuid {
    () => {};
}

#[cfg(not(feature = "uuid"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_uuid {
    () => {
        ::core::compile_error!(
            "this client uses the UUIDs of the crate uuid: enable the feature `uuid` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "examples")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_examples {
    () => {};
}

#[cfg(not(feature = "examples"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_examples {
    () => {
        ::core::compile_error!(
            "these tests try examples: enable the feature `examples` of clientwright-runtime in the dev-dependencies"
        );
    };
}

#[cfg(feature = "hmac")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_hmac {
    () => {};
}

#[cfg(not(feature = "hmac"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_hmac {
    () => {
        ::core::compile_error!(
            "this client signs requests: enable the feature `hmac` of clientwright-runtime"
        );
    };
}

#[cfg(feature = "patterns")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_patterns {
    () => {};
}

#[cfg(not(feature = "patterns"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_patterns {
    () => {
        ::core::compile_error!(
            "this client checks strings against patterns: enable the feature `patterns` of clientwright-runtime"
        );
    };
}
