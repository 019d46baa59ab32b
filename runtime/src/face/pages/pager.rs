//! From page to page: what to ask for next, and when the list is over. Nothing here depends on the type of the items.

use std::collections::HashSet;
use std::task::{Context, Poll, ready};

use crate::call::draft::Draft;
use crate::call::wire::BoxFuture;
#[cfg(feature = "blocking")]
use crate::describe::data::Held;
#[cfg(feature = "blocking")]
use crate::describe::operation::Operation;
use crate::describe::pages::PageStyle;
use crate::error::{Kind, Problem};
use crate::send::{Received, Want, send};

/// A walk through the pages of a list.
pub(crate) struct Pager {
    #[cfg(feature = "blocking")]
    operation: Held<Operation>,
    /// The call for the following page, until that is asked for; none once the list is over.
    draft: Option<Draft>,
    sending: Option<BoxFuture<'static, Result<Received, Problem>>>,
    /// Why what follows the page given last cannot be asked for.
    lost: Option<Problem>,
    /// What asks for the following page, or asked for the one that failed.
    position: Option<String>,
    /// All positions so far: a server may lead in circles of any length.
    positions: HashSet<String>,
    /// How many pages were given.
    given: u32,
    /// How many items there are up to the page given last, where pages go by number.
    items: Option<u64>,
    /// The fingerprint of the page given last.
    fingerprint: Option<u64>,
}

/// What the walk must know of a page.
pub(crate) struct Outline {
    pub(crate) items: u64,
    /// What its items amount to; none if there are none.
    pub(crate) fingerprint: Option<u64>,
    /// Why what follows it cannot be asked for.
    pub(crate) lost: Option<Problem>,
}

impl Pager {
    /// A walk that starts where the call says. Nothing is sent yet.
    pub(crate) fn new(draft: Draft) -> Self {
        let position = draft.position();
        let style = draft.operation.pages.as_ref().map(|pages| pages.style);
        let first = match (&position, style) {
            (Some(position), _) => Some(position.clone()),
            (None, Some(PageStyle::Page)) => Some("1".to_owned()),
            (None, Some(PageStyle::Offset)) => Some("0".to_owned()),
            (None, _) => None,
        };
        Self {
            #[cfg(feature = "blocking")]
            operation: draft.operation.clone(),
            draft: Some(draft),
            sending: None,
            lost: None,
            position,
            positions: first.into_iter().collect(),
            given: 0,
            items: None,
            fingerprint: None,
        }
    }

    /// What asks for the following page, or asked for the one that failed.
    pub(crate) fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn operation(&self) -> &Held<Operation> {
        &self.operation
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn is_over(&self) -> bool {
        self.draft.is_none() && self.sending.is_none() && self.lost.is_none()
    }

    /// Asks for nothing more; the position stays.
    #[cfg(feature = "blocking")]
    pub(crate) fn stop(&mut self) {
        self.draft = None;
        self.sending = None;
        self.lost = None;
    }

    /// The answer that holds the following page; none once the list is over. After an error it is over, too.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Received, Problem>>> {
        if let Some(problem) = self.lost.take() {
            return Poll::Ready(Some(Err(problem)));
        }
        if let Some(draft) = self.draft.take() {
            if let Err(problem) = self.check(&draft) {
                return Poll::Ready(Some(Err(problem)));
            }
            self.sending = Some(send(draft, Want::Answer));
        }
        let Some(sending) = &mut self.sending else {
            return Poll::Ready(None);
        };
        let received = ready!(sending.as_mut().poll(context));
        self.sending = None;
        Poll::Ready(Some(received))
    }

    fn check(&self, draft: &Draft) -> Result<(), Problem> {
        let most = draft.max_pages();
        if self.given < most {
            return Ok(());
        }
        Err(Problem::new(
            Kind::TooManyPages,
            draft.operation.id,
            format!(
                "the list goes on after {most} pages: `.max_pages(..)` on the request or on the client's builder \
                 allows more, and `.starting_at(..)` goes on at the position of the stream"
            ),
        ))
    }

    /// Takes note of a page that came, and makes ready for the following one; `next` says what asks for that, and is
    /// taken away where the list is over all the same. Returns whether the page is a new one.
    pub(crate) fn turn(
        &mut self,
        mut draft: Draft,
        outline: Outline,
        next: &mut Option<String>,
    ) -> bool {
        let before = std::mem::replace(&mut self.fingerprint, outline.fingerprint);
        if before.is_some() && before == outline.fingerprint {
            self.position = None;
            return false;
        }
        self.given = self.given.saturating_add(1);
        self.lost = outline.lost;
        if next.as_ref().is_some_and(|position| !self.positions.insert(position.clone())) {
            *next = None;
        }
        self.position.clone_from(next);
        let Some(position) = next.as_deref() else {
            return true;
        };
        if draft.operation.pages.as_ref().is_some_and(|pages| pages.style == PageStyle::Page) {
            // The pages before the first of the walk had as many items as that one.
            let pages = || draft.position().and_then(|page| page.parse().ok()).unwrap_or(1_u64);
            let items = match self.items {
                Some(items) => items.saturating_add(outline.items),
                None => outline.items.saturating_mul(pages()),
            };
            self.items = Some(items);
            draft.options_mut().items_before = self.items;
        }
        draft.go_to(position);
        self.draft = Some(draft);
        true
    }
}
