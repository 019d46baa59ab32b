//! Requests whose answer is saved as a file.

use std::path::Path;

use crate::answer::download::Download;
use crate::answer::download::save::aside;
use crate::answer::service::Service;
use crate::error::{Error, Kind, Problem};
use crate::face::request::Request;

impl<A: Service> Request<Download, A> {
    /// Sends it and saves the answer as a file; see [`Download::save_to`]. It gives the number of bytes.
    ///
    /// # Errors
    ///
    /// The path cannot be written ([is a save error](Problem::is_save)), which is found out before anything is sent; or
    /// whatever goes wrong with the call and its answer.
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64, Error<A::Failure>> {
        let draft = self.draft();
        let aside = aside(draft, path.as_ref().to_owned()).await.map_err(|text| {
            Problem::new(Kind::Save, draft.operation.id, format!("{text}; nothing was sent"))
        })?;
        Ok(self.await?.save(aside).await?)
    }
}
