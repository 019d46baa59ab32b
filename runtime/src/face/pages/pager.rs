//! Walks from page to page: what to request next, and when the list ends. Nothing here depends on the type of the
//! items.

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
    /// The call of the next page, until it is sent; `None` once the list has ended.
    draft: Option<Draft>,
    sending: Option<BoxFuture<'static, Result<Received, Problem>>>,
    /// Why the page after the last one returned cannot be requested.
    lost: Option<Problem>,
    /// The position of the next page, or of the one that failed.
    position: Option<String>,
    /// All positions so far, since a server may lead in loops of any length.
    positions: HashSet<String>,
    /// The number of pages that were returned.
    given: u32,
    /// The number of items up to the last page returned, if pages are numbered.
    items: Option<u64>,
    /// The fingerprint of the last page returned.
    fingerprint: Option<u64>,
}

/// What the walk must know about a page.
pub(crate) struct Outline {
    pub(crate) items: u64,
    /// A hash of its items; `None` if it has no items.
    pub(crate) fingerprint: Option<u64>,
    /// Why the page after it cannot be requested.
    pub(crate) lost: Option<Problem>,
}

impl Pager {
    /// Returns a walk that starts where the call says. Nothing is sent yet.
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

    /// Returns the position of the next page, or of the one that failed.
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

    /// Ends the walk; the position stays.
    #[cfg(feature = "blocking")]
    pub(crate) fn stop(&mut self) {
        self.draft = None;
        self.sending = None;
        self.lost = None;
    }

    /// Polls for the response that holds the next page; `None` once the list has ended, which an error does too.
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
                "the list has more than the maximum of {most} pages: raise it with `.max_pages(..)` on the request or \
                 on the client's builder, or continue with `.starting_at(..)` at the stream's position"
            ),
        ))
    }

    /// Records a page that arrived and prepares the request of the next one. `next` is the position of the next page;
    /// it is set to `None` if the list ends in spite of it. Returns whether the page is a new one.
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
            // The pages before the first of the walk are taken to have had as many items as that one.
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
