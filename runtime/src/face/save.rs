//! Requests whose response is saved as a file.

use std::path::Path;

use crate::answer::download::Download;
use crate::answer::download::save::aside;
use crate::answer::service::Service;
use crate::error::{Error, Kind, Problem};
use crate::face::request::Request;

impl<A: Service> Request<Download, A> {
    /// Sends the request and saves the response body as a file, as [`Download::save_to`] does. Returns the number of
    /// bytes.
    ///
    /// Requires the feature `files`.
    ///
    /// # Errors
    ///
    /// A path that cannot be written to, which is noticed before anything is sent: [`is_save`](Problem::is_save) is
    /// then true. Any error of the call.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error<A::Failure>> {
        let draft = self.draft();
        let aside = aside(draft, path.as_ref().to_owned()).await.map_err(|text| {
            Problem::new(Kind::Save, draft.operation.id, format!("{text}; nothing was sent"))
        })?;
        Ok(self.await?.save(aside).await?)
    }
}
