//! What generated code was made for: a contract of this library, and features of it.

/// States which runtime contract generated code was made for.
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
            " of clientwright-runtime, and the clientwright-runtime in this build keeps contract 2: ",
            "generate the client anew with the clientwright of the same release, ",
            "or choose the clientwright-runtime that it was made for",
        ));
    };
}

/// States which feature of this library generated code was made for: `decimal`, `examples`, `hmac`, `patterns` or `uuid`.
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
            "this client has decimal numbers of rust_decimal: it needs the feature `decimal` of clientwright-runtime"
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
            "this client has UUIDs of the crate uuid: it needs the feature `uuid` of clientwright-runtime"
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
            "these tests try examples: they need the feature `examples` of clientwright-runtime, among the dev-dependencies"
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
            "this client can sign its requests: it needs the feature `hmac` of clientwright-runtime"
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
            "this client checks texts against patterns: it needs the feature `patterns` of clientwright-runtime"
        );
    };
}
