//! Setting the arguments and the body of a request by name.

use crate::answer::Answer;
use crate::answer::service::Service;
use crate::call::upload::Upload;
use crate::describe::argument::ParameterValue;
use crate::describe::data::Text;
use crate::describe::parameter::Place;
use crate::face::request::Request;
use crate::json::value::Value;

/// Sets the arguments and the body of a request, by the names in its operation.
///
/// Generated methods do this for their callers, so that a request type only shows how it is sent. A program that learns
/// of an operation at run time does it itself:
///
/// ```no_run
/// use clientwright_runtime::spec::{Api, Body, Compose as _, Method, Operation, Parameter, Schema};
/// use clientwright_runtime::{ClientBuilder, Json, Request};
///
/// # async fn call() -> Result<(), clientwright_runtime::Error> {
/// static API: Api = Api::new("Example");
/// let client = ClientBuilder::new(&API).base_url("https://api.example.com").build()?;
/// let mut operation = Operation::new("rename", Method::Patch, "/things/{id}");
/// operation.parameters = vec![Parameter::path("id", Schema::string())].leak();
/// operation.body = Some(Body::json(Schema::any()));
/// let renamed = Request::<Json, ()>::of(&client, operation).argument("id", "t1").field("name", &"new".to_owned()).await?;
/// # let _ = renamed;
/// # Ok(())
/// # }
/// ```
pub trait Compose: Sized {
    /// Sets a parameter, or overrides its value. Sending the request fails if the operation has no parameter of this
    /// name.
    #[must_use]
    fn argument(self, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self;

    /// Sets the parameter of this name in `place`, since an operation may have one in the path and another in the
    /// query. [`argument`](Self::argument) sets the first of the name.
    #[must_use]
    fn argument_in(self, place: Place, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self;

    /// Sets a parameter whose value is neither a string nor a list of strings (an object, a map, a union), or overrides
    /// its value; `None` removes it.
    #[must_use]
    fn structured<V: Value>(self, name: &str, value: &V) -> Self;

    /// Sets the structured parameter of this name in `place`.
    #[must_use]
    fn structured_in<V: Value>(self, place: Place, name: &str, value: &V) -> Self;

    /// Sets a field of the body, or overrides its value; `None` and [`Maybe::Absent`](crate::Maybe::Absent) remove it.
    /// A body that was set as a whole gets the field as well.
    #[must_use]
    fn field<V: Value>(self, name: Text, value: &V) -> Self;

    /// Sets the body as a whole.
    #[must_use]
    fn body<V: Value>(self, value: &V) -> Self;

    /// Sets a file of a multipart form. If the field is a list of files, the file is added to it; otherwise it replaces
    /// the file that was set before.
    #[must_use]
    fn file(self, name: Text, upload: &Upload) -> Self;

    /// Sets all files of one field of a multipart form.
    #[must_use]
    fn files(self, name: Text, uploads: Vec<Upload>) -> Self;

    /// Sets all files of one field of a multipart form, with a media type for those that do not have one.
    #[must_use]
    fn files_as(self, name: Text, media_type: &str, uploads: Vec<Upload>) -> Self {
        let uploads = uploads.into_iter().map(|upload| upload.or_media_type(media_type));
        self.files(name, uploads.collect())
    }

    /// Sets a binary body.
    #[must_use]
    fn upload(self, upload: &Upload) -> Self;
}

impl<T: Answer, A: Service> Compose for Request<T, A> {
    fn argument(mut self, name: &str, value: &(impl ParameterValue + ?Sized)) -> Self {
        self.draft_mut().argument(name, value);
        self
    }

    fn argument_in(
        mut self,
        place: Place,
        name: &str,
        value: &(impl ParameterValue + ?Sized),
    ) -> Self {
        self.draft_mut().argument_in(Some(place), name, value);
        self
    }

    fn structured<V: Value>(mut self, name: &str, value: &V) -> Self {
        self.draft_mut().structured(None, name, value);
        self
    }

    fn structured_in<V: Value>(mut self, place: Place, name: &str, value: &V) -> Self {
        self.draft_mut().structured(Some(place), name, value);
        self
    }

    fn field<V: Value>(mut self, name: Text, value: &V) -> Self {
        self.draft_mut().field(name, value);
        self
    }

    fn body<V: Value>(mut self, value: &V) -> Self {
        self.draft_mut().body(value);
        self
    }

    fn file(mut self, name: Text, upload: &Upload) -> Self {
        self.draft_mut().file(name, upload);
        self
    }

    fn files(mut self, name: Text, uploads: Vec<Upload>) -> Self {
        self.draft_mut().files_of(name, uploads);
        self
    }

    fn upload(mut self, upload: &Upload) -> Self {
        self.draft_mut().upload(upload);
        self
    }
}
