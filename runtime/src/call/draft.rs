//! A call as its caller puts it together: whatever is wrong with it is kept until it is sent.

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

/// Headers that frame the message or name its destination: another value would make it another message.
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

/// What few calls set.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) policy: Option<RetryPolicy>,
    pub(crate) retries: Option<u32>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) max_pages: Option<u32>,
    /// The link to go to, instead of to path and query of the operation.
    pub(crate) link: Option<String>,
    /// The number of items on the pages before, where that is known.
    pub(crate) items_before: Option<u64>,
    /// Who wants to know how far the bodies are.
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
    /// Whether the answer is the whole body, envelope included.
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

    /// How long one attempt may take: the call's own say goes before the endpoint's, and that before the client's.
    pub(crate) fn timeout(&self) -> Duration {
        let own = self.options.as_ref().and_then(|options| options.timeout);
        own.or(self.operation.timeout).unwrap_or(self.client.0.timeout)
    }

    /// How long all attempts together may take.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        let own = self.options.as_ref().and_then(|options| options.deadline);
        own.or(self.operation.deadline).or(self.client.0.deadline)
    }

    /// How a failure is made good: each part by the call's own say, then by the endpoint's, then by the client's. A
    /// policy that the call brings says all of them.
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
            self.refuse("a timeout of zero leaves it no time".to_owned());
        }
    }

    pub(crate) fn set_deadline(&mut self, deadline: Duration) {
        self.options_mut().deadline = Some(deadline);
        if deadline.is_zero() {
            self.refuse("a deadline of zero leaves it no time".to_owned());
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

    /// Refuses times that an operation made at run time cannot mean; in generated code the spec was checked.
    pub(crate) fn check_times(&mut self) {
        self.check_policy();
        let times = [("timeout", self.operation.timeout), ("deadline", self.operation.deadline)];
        for (name, time) in times {
            if time.is_some_and(|time| time.is_zero()) {
                self.refuse(format!(
                    "the {name} of its operation is zero, which leaves it no time: set more, or none"
                ));
            }
        }
    }

    /// Whether making it twice does what making it once does.
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
            return self.refuse(format!("there is no scheme {}", quoted(scheme)));
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

    /// The credentials of this call, by the index of their scheme.
    pub(crate) fn credentials(&self) -> &[(usize, Ready)] {
        self.options.as_ref().map_or(&[], |options| &options.credentials)
    }

    /// Masks the client's credentials, the call's own, and its other secrets.
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

    /// The problem that putting the call together met first, if any.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        match &self.problem {
            None => Ok(()),
            Some(text) => Err(self.refusal(text)),
        }
    }

    /// A refusal of this call.
    pub(crate) fn refusal(&self, text: &str) -> Problem {
        Problem::invalid(self.operation.id, format!("{text}; nothing was sent"))
    }

    pub(crate) fn refuse(&mut self, text: String) {
        self.problem.get_or_insert(text);
    }

    pub(crate) fn argument(&mut self, name: &str, value: &(impl ParameterValue + ?Sized)) {
        self.argument_in(None, name, value);
    }

    /// The same in a place, where parameters of one name stand in several; else the first of the name is meant.
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
            None => self.refuse(format!("there is no parameter {}", quoted(name))),
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
            Err(fault) => self
                .refuse(format!("the parameter {} cannot be sent: it holds {fault}", quoted(name))),
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
            self.refuse(format!("the body cannot be sent: it holds {fault}"));
        }
    }

    /// Sets a file of a multipart form; the last one counts, unless the form takes a list of them.
    pub(crate) fn file(&mut self, name: Text, upload: &Upload) {
        let body = self.operation.body.as_ref().filter(|body| body.form == BodyForm::Multipart);
        let Some(body) = body else {
            return self.refuse(format!("it takes no file {}", quoted(name)));
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

    /// Sets all files of a multipart form that have one name.
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
            _ => self.refuse("it takes no binary body".to_owned()),
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

    /// Whether any field or the body as a whole is set.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Where the caller's part of the body starts: behind the key that it is wrapped in.
    fn open_body(&mut self) -> Option<usize> {
        let Some(body) = &self.operation.body else {
            self.refuse("it takes no body".to_owned());
            return None;
        };
        if body.form == BodyForm::Binary {
            self.refuse("its body is binary: it is an upload, and has no fields".to_owned());
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

    /// The body as sent, and the caller's part of it.
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

    /// The secrets that the call sends besides credentials.
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

    /// The index of the client parameter that fills a parameter of the operation.
    fn client_parameter(&self, parameter: usize) -> Option<usize> {
        let parameter = self.operation.parameters.get(parameter)?;
        if parameter.client { self.client.0.client_parameter(parameter.name) } else { None }
    }

    /// Whether a parameter is one that the call gives nothing for; and how to give it.
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
        format!("the {place} parameter `{name}` is missing{}", hint.unwrap_or_default())
    }
}

/// A header that somebody else than the runtime may set.
pub(crate) fn settable_header(
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), String> {
    let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
        return Err(format!("{} is no name of a header", quoted(name)));
    };
    if FRAMING.contains(&header.as_str()) {
        return Err(format!("the header `{header}` cannot be set: it belongs to the transport"));
    }
    let Ok(mut value) = HeaderValue::from_bytes(value.as_bytes()) else {
        return Err(format!(
            "the value of the header `{header}` holds a newline or another control character"
        ));
    };
    value.set_sensitive(true);
    Ok((header, value))
}

/// A parameter's place, for messages.
pub(crate) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

/// What the call gives, and otherwise what the client gives.
impl Values for Draft {
    fn of(&self, parameter: usize) -> impl Iterator<Item = &str> {
        // Both are of one type, which is less code than a chain of them.
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

/// Whatever a call holds may be secret.
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
