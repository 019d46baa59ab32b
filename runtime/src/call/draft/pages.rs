//! The pages that a call asks for.

use super::Draft;
use crate::call::target::Values as _;
use crate::describe::pages::{PageStyle, Pages};

/// A stream keeps the position of every page, to notice a circle: at some hundred bytes each that is 100 MB here.
const MOST_PAGES: u32 = 1_000_000;

impl Draft {
    pub(crate) fn set_max_pages(&mut self, most: u32) {
        self.options_mut().max_pages = Some(most);
        if let Some(fault) = max_pages_fault(most, "leaves nothing to ask for") {
            self.refuse(fault);
        }
    }

    /// How many pages a walk may take.
    pub(crate) fn max_pages(&self) -> u32 {
        let own = self.options().and_then(|options| options.max_pages);
        own.unwrap_or(self.client.0.max_pages)
    }

    /// The link to go to, instead of to path and query of the operation.
    pub(crate) fn link(&self) -> Option<&str> {
        self.options()?.link.as_deref()
    }

    /// What asks for the page that the call gives, if anything does.
    pub(crate) fn position(&self) -> Option<String> {
        let pages = self.operation.pages.as_ref()?;
        match pages.style {
            PageStyle::Single => None,
            PageStyle::Link => self.link().map(str::to_owned),
            _ => self.value_of(pages.parameter),
        }
    }

    /// The first value of a parameter.
    pub(crate) fn value_of(&self, name: &str) -> Option<String> {
        let mut parameters = self.operation.parameters.iter();
        let index = parameters.position(|parameter| parameter.name == name)?;
        self.of(index).next().map(str::to_owned)
    }

    /// Asks for the page at a position.
    pub(crate) fn go_to(&mut self, position: &str) {
        match &self.operation.pages {
            None | Some(Pages { style: PageStyle::Single, .. }) => {
                self.refuse("it has a single page, and no other to start at".to_owned());
            }
            Some(Pages { style: PageStyle::Link, .. }) => {
                self.options_mut().link = Some(position.to_owned());
            }
            Some(Pages { parameter, .. }) => {
                let parameter = *parameter;
                self.argument(parameter, position);
            }
        }
    }
}

/// What is wrong with a greatest number of pages, if anything.
pub(crate) fn max_pages_fault(most: u32, none: &str) -> Option<String> {
    match most {
        0 => Some(format!("a maximum of no pages {none}")),
        _ if most > MOST_PAGES => Some(format!(
            "`.max_pages({most})` is more than the {MOST_PAGES} whose positions a stream can keep: set at most \
             {MOST_PAGES}, and go on at the position of the stream"
        )),
        _ => None,
    }
}
