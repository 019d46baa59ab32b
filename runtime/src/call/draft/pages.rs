//! The pages that a call requests.

use super::Draft;
use crate::call::target::Values as _;
use crate::describe::pages::{PageStyle, Pages};

/// A stream keeps the position of every page to notice a loop: at some hundred bytes each, that is 100 MB here.
const MOST_PAGES: u32 = 1_000_000;

impl Draft {
    pub(crate) fn set_max_pages(&mut self, most: u32) {
        self.options_mut().max_pages = Some(most);
        if let Some(fault) = max_pages_fault(most) {
            self.refuse(fault);
        }
    }

    /// Returns the maximum number of pages of a walk.
    pub(crate) fn max_pages(&self) -> u32 {
        let own = self.options().and_then(|options| options.max_pages);
        own.unwrap_or(self.client.0.max_pages)
    }

    /// Returns the link that the request goes to, instead of the path and the query of the operation.
    pub(crate) fn link(&self) -> Option<&str> {
        self.options()?.link.as_deref()
    }

    /// Returns the position of the page that the call requests, if it is stated.
    pub(crate) fn position(&self) -> Option<String> {
        let pages = self.operation.pages.as_ref()?;
        match pages.style {
            PageStyle::Single => None,
            PageStyle::Link => self.link().map(str::to_owned),
            _ => self.value_of(pages.parameter),
        }
    }

    /// Returns the first value of a parameter.
    pub(crate) fn value_of(&self, name: &str) -> Option<String> {
        let mut parameters = self.operation.parameters.iter();
        let index = parameters.position(|parameter| parameter.name == name)?;
        self.of(index).next().map(str::to_owned)
    }

    /// Requests the page at a position.
    pub(crate) fn go_to(&mut self, position: &str) {
        match &self.operation.pages {
            None | Some(Pages { style: PageStyle::Single, .. }) => {
                self.refuse(
                    "the operation has a single page: remove `.starting_at(..)`".to_owned(),
                );
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

/// Returns what is wrong with a maximum number of pages, if anything is.
pub(crate) fn max_pages_fault(most: u32) -> Option<String> {
    match most {
        0 => Some("the maximum number of pages is zero: set at least 1".to_owned()),
        _ if most > MOST_PAGES => Some(format!(
            "the maximum of {most} pages is too large: set at most {MOST_PAGES}, and continue with `.starting_at(..)` \
             at the stream's position"
        )),
        _ => None,
    }
}
