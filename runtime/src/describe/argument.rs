//! The values of parameters, as strings.

use std::fmt::{Display, Write as _};

use crate::base::secret::Secret;

/// A value that can be sent in a path, a query or a header.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter: it does not implement `clientwright_runtime::spec::ParameterValue`",
    note = "where `{Self}` is defined, call `clientwright_runtime::text_value!`, or implement `ParameterValue`"
)]
pub trait ParameterValue {
    /// Adds the string of the value; a list adds one for each item.
    fn add_to(&self, texts: &mut ParameterTexts<'_>);
}

/// The strings of one parameter's value.
#[derive(Debug)]
pub struct ParameterTexts<'a> {
    arguments: &'a mut Arguments,
    parameter: usize,
}

impl ParameterTexts<'_> {
    /// Adds a string.
    pub fn add(&mut self, text: impl Display) {
        let start = self.arguments.buffer.len();
        // Writing to a String cannot fail.
        let _ = write!(self.arguments.buffer, "{text}");
        self.close(start);
    }

    fn add_str(&mut self, text: &str) {
        let start = self.arguments.buffer.len();
        self.arguments.buffer.push_str(text);
        self.close(start);
    }

    fn close(&mut self, start: usize) {
        let end = self.arguments.buffer.len();
        self.arguments.entries.push(Entry { parameter: self.parameter, start, end });
    }
}

/// The values that are set for parameters, in one string. It may contain secrets; its `Debug` shows none.
#[derive(Clone, Default)]
pub(crate) struct Arguments {
    buffer: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    parameter: usize,
    start: usize,
    end: usize,
}

impl Arguments {
    /// Sets the value of the parameter with this index.
    pub(crate) fn set(&mut self, parameter: usize, value: &(impl ParameterValue + ?Sized)) {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.parameter != parameter);
        if self.entries.len() < before {
            // A cursor is set again for each page.
            self.buffer.truncate(self.entries.iter().map(|entry| entry.end).max().unwrap_or(0));
        }
        value.add_to(&mut ParameterTexts { arguments: self, parameter });
    }

    /// Returns the strings of the parameter with this index.
    pub(crate) fn get(&self, parameter: usize) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(move |entry| entry.parameter == parameter)
            .map(|entry| &self.buffer[entry.start..entry.end])
    }
}

impl std::fmt::Debug for Arguments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Arguments({})", self.entries.len())
    }
}

impl ParameterValue for str {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        texts.add_str(self);
    }
}

impl ParameterValue for String {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        texts.add_str(self);
    }
}

impl ParameterValue for Secret {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        texts.add_str(self.reveal());
    }
}

macro_rules! displayed {
    ($($value:ty)*) => {
        $(
            impl ParameterValue for $value {
                fn add_to(&self, texts: &mut ParameterTexts<'_>) {
                    texts.add(self);
                }
            }
        )*
    };
}

displayed!(bool u8 i32 u32 i64 u64 i128 u128 f64);

/// `None` is not sent.
impl<T: ParameterValue> ParameterValue for Option<T> {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        if let Some(value) = self {
            value.add_to(texts);
        }
    }
}

impl<T: ParameterValue> ParameterValue for Vec<T> {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        for value in self {
            value.add_to(texts);
        }
    }
}

impl<T: ParameterValue + ?Sized> ParameterValue for &T {
    fn add_to(&self, texts: &mut ParameterTexts<'_>) {
        T::add_to(self, texts);
    }
}
