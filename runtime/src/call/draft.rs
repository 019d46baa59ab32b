//! A call as its caller puts it together. The first error is kept until the call is sent.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::base::scrub::Scrubber;
use crate::base::secret::Secret;
use crate::base::text::quoted;
use crate::call::auth::{Ready, in_order, ready};
use crate::call::client::Client;
use crate::call::progress::Observer;
use crate::call::retry::RetryPolicy;
use crate::call::target::Values;
use crate::call::upload::Upload;
use crate::describe::argument::{Arguments, ParameterValue};
use crate::describe::body::BodyForm;
use crate::describe::data::{Held, Text};
use crate::describe::operation::Operation;
use crate::describe::parameter::Place;
use crate::describe::schema::Kind;
use crate::error::Problem;
use crate::json::value::Value;
use crate::json::write::Writer;

mod body;
pub(crate) mod pages;

use body::BodyDraft;

/// Headers that frame the message or name its destination: another value would change the message.
const FRAMING: [&str; 8] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "te",
    "trailer",
    "upgrade",
    "expect",
];

/// Options that few calls set.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) policy: Option<RetryPolicy>,
    pub(crate) retries: Option<u32>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) max_pages: Option<u32>,
    /// The link that the request goes to, instead of the path and the query of the operation.
    pub(crate) link: Option<String>,
    /// The number of items on the pages before, if it is known.
    pub(crate) items_before: Option<u64>,
    /// The observer of the progress of the bodies.
    pub(crate) observer: Option<Observer>,
    /// The binary body.
    binary: Option<Upload>,
    /// The files of a multipart form.
    files: Vec<(Text, Upload)>,
    /// Credentials of this call, by the index of their scheme.
    credentials: Vec<(usize, Ready)>,
    scrubber: Scrubber,
}

#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) client: Client,
    pub(crate) operation: Held<Operation>,
    arguments: Arguments,
    body: BodyDraft,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    options: Option<Box<Options>>,
    /// Whether the response is the whole body, envelope included.
    pub(crate) whole: bool,
    problem: Option<String>,
}

impl Draft {
    pub(crate) fn new(client: &Client, operation: Held<Operation>) -> Self {
        Self {
            client: client.clone(),
            operation,
            arguments: Arguments::default(),
            body: BodyDraft::default(),
            headers: Vec::new(),
            options: None,
            whole: false,
            problem: None,
        }
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    pub(crate) fn options(&self) -> Option<&Options> {
        self.options.as_deref()
    }

    /// Returns the timeout of one attempt: that of the request, else of the endpoint, else of the client.
    pub(crate) fn timeout(&self) -> Duration {
        let own = self.options.as_ref().and_then(|options| options.timeout);
        own.or(self.operation.timeout).unwrap_or(self.client.0.timeout)
    }

    /// Returns the deadline: the time for all attempts together.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        let own = self.options.as_ref().and_then(|options| options.deadline);
        own.or(self.operation.deadline).or(self.client.0.deadline)
    }

    /// Returns the retry policy. Each part of it is that of the request, else of the endpoint, else of the client. A
    /// policy that the request sets replaces all parts.
    pub(crate) fn policy(&self) -> RetryPolicy {
        let options = self.options.as_deref();
        let policy = match options.and_then(|options| options.policy) {
            Some(policy) => policy,
            None => self.client.0.retry.of(&self.operation),
        };
        match options.and_then(|options| options.retries) {
            Some(retries) => policy.retries(retries),
            None => policy,
        }
    }

    pub(crate) fn set_timeout(&mut self, timeout: Duration) {
        self.options_mut().timeout = Some(timeout);
        if timeout.is_zero() {
            self.refuse(
                "the timeout is zero, so that the call could not finish: set a longer one"
                    .to_owned(),
            );
        }
    }

    pub(crate) fn set_deadline(&mut self, deadline: Duration) {
        self.options_mut().deadline = Some(deadline);
        if deadline.is_zero() {
            self.refuse(
                "the deadline is zero, so that the call could not finish: set a longer one"
                    .to_owned(),
            );
        }
    }

    pub(crate) fn set_retries(&mut self, most: u32) {
        self.options_mut().retries = Some(most);
        self.check_policy();
    }

    pub(crate) fn set_policy(&mut self, policy: RetryPolicy) {
        self.options_mut().policy = Some(policy);
        self.check_policy();
    }

    pub(crate) fn set_idempotent(&mut self, idempotent: bool) {
        self.options_mut().idempotent = Some(idempotent);
    }

    fn check_policy(&mut self) {
        if let Some(fault) = self.policy().fault() {
            self.refuse(fault);
        }
    }

    /// Refuses a timeout or deadline of zero in an operation that was made at run time. In generated code the spec was
    /// checked.
    pub(crate) fn check_times(&mut self) {
        self.check_policy();
        let times = [("timeout", self.operation.timeout), ("deadline", self.operation.deadline)];
        for (name, time) in times {
            if time.is_some_and(|time| time.is_zero()) {
                self.refuse(format!(
                    "the {name} of the operation is zero, so that the call could not finish: set a longer one, or none"
                ));
            }
        }
    }

    /// Returns whether sending the request twice has the effect of sending it once.
    pub(crate) fn is_idempotent(&self) -> bool {
        let own = self.options.as_ref().and_then(|options| options.idempotent);
        own.unwrap_or_else(|| self.operation.is_idempotent())
    }

    pub(crate) fn set_credentials<'n>(
        &mut self,
        scheme: &str,
        values: impl IntoIterator<Item = (&'n str, Secret)>,
    ) {
        let api = self.client.0.api.clone();
        let Some(index) = api.schemes.iter().position(|known| known.id == scheme) else {
            return self.refuse(format!("the API does not define a scheme {}", quoted(scheme)));
        };
        let scheme = &api.schemes[index];
        let given: Vec<(&str, Secret)> = values.into_iter().collect();
        let options = self.options_mut();
        let values = in_order(scheme, given);
        match values.and_then(|values| ready(scheme, &values, &mut options.scrubber)) {
            Ok(ready) => {
                options.credentials.retain(|(known, _)| *known != index);
                options.credentials.push((index, ready));
            }
            Err(fault) => self.refuse(fault),
        }
    }

    /// Returns the credentials of this call, by the index of their scheme.
    pub(crate) fn credentials(&self) -> &[(usize, Ready)] {
        self.options.as_ref().map_or(&[], |options| &options.credentials)
    }

    /// Returns a scrubber for the client's credentials, the call's own, and its other secrets.
    pub(crate) fn scrubber(&self) -> Scrubber {
        let mut scrubber = self.client.0.scrubber.clone();
        if let Some(options) = &self.options {
            scrubber.extend(&options.scrubber);
        }
        for provided in self.client.0.schemes.iter().flatten() {
            if let Ready::Provided(provided) = provided {
                for token in provided.known() {
                    scrubber.add(token.reveal());
                }
            }
        }
        for secret in self.secrets() {
            scrubber.add(&secret);
        }
        scrubber
    }

    /// Returns the first error in putting the call together.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        match &self.problem {
            None => Ok(()),
            Some(text) => Err(self.refusal(text)),
        }
    }

    /// Makes an error that refuses this call.
    pub(crate) fn refusal(&self, text: &str) -> Problem {
        Problem::invalid(self.operation.id, format!("{text}; nothing was sent"))
    }

    pub(crate) fn refuse(&mut self, text: String) {
        self.problem.get_or_insert(text);
    }

    pub(crate) fn argument(&mut self, name: &str, value: &(impl ParameterValue + ?Sized)) {
        self.argument_in(None, name, value);
    }

    /// Sets a parameter of this place, since several places may have one of that name; without a place, the first of
    /// the name.
    pub(crate) fn argument_in(
        &mut self,
        place: Option<Place>,
        name: &str,
        value: &(impl ParameterValue + ?Sized),
    ) {
        let mut parameters = self.operation.parameters.iter();
        let index = parameters.position(|parameter| {
            parameter.name == name && place.is_none_or(|place| parameter.place == place)
        });
        match index {
            Some(index) => self.arguments.set(index, value),
            None => {
                self.refuse(format!("the operation does not have a parameter {}", quoted(name)));
            }
        }
    }

    pub(crate) fn structured<T: Value>(&mut self, place: Option<Place>, name: &str, value: &T) {
        let mut writer = Writer::for_body(Vec::new());
        if !value.is_absent() {
            value.write(&mut writer);
        }
        self.structured_text(place, name, writer);
    }

    fn structured_text(&mut self, place: Option<Place>, name: &str, writer: Writer) {
        match writer.finish().map(String::from_utf8) {
            Ok(Ok(json)) if json.is_empty() => self.argument_in(place, name, &None::<String>),
            Ok(Ok(json)) => self.argument_in(place, name, &json),
            Ok(Err(_)) => self.refuse(format!("the parameter {} is not UTF-8", quoted(name))),
            Err(fault) => self.refuse(format!(
                "the parameter {} cannot be sent: it contains {fault}",
                quoted(name)
            )),
        }
    }

    pub(crate) fn field<T: Value>(&mut self, name: Text, value: &T) {
        if value.is_absent() {
            self.body.remove(name);
        } else if let Some(base) = self.open_body() {
            let mut writer = self.body.open_field(base, name);
            value.write(&mut writer);
            let result = self.body.close_field(name, writer);
            self.keep(result);
        }
    }

    pub(crate) fn body<T: Value>(&mut self, value: &T) {
        if let Some(base) = self.open_body() {
            let mut writer = self.body.open_whole(base);
            value.write(&mut writer);
            let result = self.body.close_whole(writer);
            self.keep(result);
        }
    }

    fn keep(&mut self, result: Result<(), &'static str>) {
        if let Err(fault) = result {
            self.refuse(format!("the request body cannot be sent: it contains {fault}"));
        }
    }

    /// Sets a file of a multipart form. It replaces the one before, unless the field is a list of files.
    pub(crate) fn file(&mut self, name: Text, upload: &Upload) {
        let body = self.operation.body.as_ref().filter(|body| body.form == BodyForm::Multipart);
        let Some(body) = body else {
            return self.refuse(format!(
                "the operation does not have a file {} in its request body",
                quoted(name)
            ));
        };
        let takes_list = match &body.schema.resolved().kind {
            Kind::Object(fields) => fields.iter().any(|field| {
                field.name == name && matches!(field.schema.resolved().kind, Kind::List(_))
            }),
            _ => false,
        };
        let files = &mut self.options_mut().files;
        if !takes_list {
            files.retain(|(known, _)| *known != name);
        }
        files.push((name, upload.clone()));
    }

    /// Sets all files of one field of a multipart form.
    pub(crate) fn files_of(&mut self, name: Text, uploads: Vec<Upload>) {
        let mut uploads = uploads.into_iter();
        if let Some(options) = &mut self.options {
            options.files.retain(|(known, _)| *known != name);
        }
        if let Some(first) = uploads.next() {
            self.file(name, &first);
            let others = uploads.map(|upload| (name, upload));
            self.options_mut().files.extend(others);
        }
    }

    /// Sets the whole of a binary body.
    pub(crate) fn upload(&mut self, upload: &Upload) {
        match &self.operation.body {
            Some(body) if body.form == BodyForm::Binary => {
                self.options_mut().binary = Some(upload.clone());
            }
            _ => self.refuse("the operation does not have a binary request body".to_owned()),
        }
    }

    pub(crate) fn binary(&self) -> Option<&Upload> {
        self.options.as_ref()?.binary.as_ref()
    }

    pub(crate) fn files(&self) -> &[(Text, Upload)] {
        self.options.as_ref().map_or(&[], |options| &options.files)
    }

    pub(crate) fn observer(&self) -> Option<&Observer> {
        self.options.as_ref()?.observer.as_ref()
    }

    /// Returns whether any field or the body as a whole is set.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Returns where the caller's part of the body starts: after the key that it is wrapped in.
    fn open_body(&mut self) -> Option<usize> {
        let Some(body) = &self.operation.body else {
            self.refuse("the operation does not have a request body: do not set one".to_owned());
            return None;
        };
        if body.form == BodyForm::Binary {
            self.refuse(
                "the request body is binary: set it as an upload instead of by fields".to_owned(),
            );
            return None;
        }
        Some(self.body.open(body.wrap))
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match settable_header(name, value) {
            Err(fault) => self.refuse(fault),
            Ok((header, value)) => {
                self.headers.retain(|(known, _)| *known != header);
                self.headers.push((header, value));
            }
        }
    }

    /// Returns the body as sent, and the range of the caller's part in it.
    pub(crate) fn finish_body(&self) -> (Vec<u8>, std::ops::Range<usize>) {
        match &self.operation.body {
            None => (Vec::new(), 0..0),
            Some(body) if body.form == BodyForm::Binary => (Vec::new(), 0..0),
            Some(body) if body.optional && self.body.is_empty() && self.files().is_empty() => {
                (Vec::new(), 0..0)
            }
            Some(body) => self.body.finish(body.wrap),
        }
    }

    /// Returns the secrets that the call sends, except credentials.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for (index, parameter) in self.operation.parameters.iter().enumerate() {
            if let Some(structured) = parameter.encoding.structured {
                for json in self.of(index) {
                    secrets.extend(structured.secrets(parameter, json));
                }
            } else if parameter.is_secret() {
                secrets.extend(self.of(index).map(str::to_owned));
            }
        }
        if let Some(body) = &self.operation.body {
            secrets.extend((body.drafted.secrets)(self, body));
        }
        secrets
    }

    /// Returns the index of the client parameter that fills a parameter of the operation.
    fn client_parameter(&self, parameter: usize) -> Option<usize> {
        let parameter = self.operation.parameters.get(parameter)?;
        if parameter.client { self.client.0.client_parameter(parameter.name) } else { None }
    }

    /// Returns a message that a parameter is missing, and how to set it.
    pub(crate) fn describe_missing(&self, index: usize) -> String {
        let Some(parameter) = self.operation.parameters.get(index) else {
            return String::new();
        };
        let place = place(parameter.place);
        let name = &parameter.name;
        let hint = self.client_parameter(index).map(|index| {
            match &self.client.0.api.client_parameters[index].env {
                Some(variable) => {
                    format!(": set it on the client's builder, or {variable} in the environment")
                }
                None => ": set it on the client's builder".to_owned(),
            }
        });
        format!("the required {place} parameter `{name}` is missing{}", hint.unwrap_or_default())
    }
}

/// Parses a header that a caller or an interceptor may set.
pub(crate) fn settable_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(format!("{} is not a valid header name", quoted(name)));
    };
    if FRAMING.contains(&header.as_str()) {
        return Err(format!("the header `{header}` cannot be set: the transport sets it"));
    }
    let Ok(mut value) = HeaderValue::from_bytes(value.as_bytes()) else {
        return Err(format!(
            "the value of the header `{header}` contains a newline or another control character"
        ));
    };
    value.set_sensitive(true);
    Ok((header, value))
}

/// Names the place of a parameter in messages.
pub(crate) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

/// The values that the call sets, else those that the client sets.
impl Values for Draft {
    fn of(&self, parameter: usize) -> impl Iterator<Item = &str> {
        // One type for both iterators takes less code than a chain of them.
        let given = self.arguments.get(parameter);
        if self.arguments.get(parameter).next().is_some() {
            return given;
        }
        match self.client_parameter(parameter) {
            Some(index) => self.client.0.parameters.get(index),
            None => given,
        }
    }
}

/// Shows names only, since every value of a call may be secret.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given: Vec<&str> = self
            .operation
            .parameters
            .iter()
            .enumerate()
            .filter(|(index, _)| self.arguments.get(*index).next().is_some())
            .map(|(_, parameter)| parameter.name)
            .collect();
        let files = self.files().iter().map(|(name, _)| name.as_ref());
        let fields: Vec<&str> = self.body.names().chain(files).collect();
        f.debug_struct("Request")
            .field("operation", &self.operation.id)
            .field("arguments", &given)
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}
