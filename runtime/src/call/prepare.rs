//! From a call to the request that is sent. An invalid call ends here, before anything is sent.

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base::headers::put;
use crate::base::target::Target;
use crate::base::text::{quoted, shown};
use crate::call::auth::{Chosen, choose, sensitive};
use crate::call::call_url::{Url, hidden_link};
use crate::call::draft::{Draft, place};
use crate::call::drafted::Structured;
use crate::call::payload::Payload;
use crate::call::progress::{Direction, observed};
use crate::call::provider::Held;
use crate::call::style::push_styled;
use crate::call::target::{Values, append};
use crate::call::wire::{HttpBody, HttpRequest};
use crate::check::check_texts;
use crate::describe::operation::{AnswerForm, Operation};
use crate::describe::parameter::{Parameter, Place};
use crate::error::{Kind, Problem};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");

/// A call that has passed all checks.
pub(crate) struct Prepared<'d> {
    draft: &'d Draft,
    pub(crate) target: Target,
    pub(crate) chosen: Chosen<'d>,
    pub(crate) payload: Payload,
}

/// Checks a call and works out where it goes and what it sends.
pub(crate) fn prepare(draft: &Draft) -> Result<Prepared<'_>, Problem> {
    draft.check()?;
    let operation = &draft.operation;
    for (index, parameter) in operation.parameters.iter().enumerate() {
        check_parameter(draft, index, parameter).map_err(|text| draft.refusal(&text))?;
    }
    let base = &draft.client.0.base;
    let mut target = base.with_room(operation.path.len() + 64);
    append(&mut target.url, operation, draft, false).map_err(|text| draft.refusal(&text))?;
    let payload = match &operation.body {
        Some(body) => (body.drafted.payload)(draft, body)?,
        None => Payload::None,
    };
    let chosen = choose(draft)?;
    if !chosen.is_empty() && !may_carry_credentials(draft, base) {
        return Err(draft.refusal(
            "credentials are not sent over plain http, where anyone on the way can read them: use https, or call \
             `.allow_plain_http()` on the client's builder",
        ));
    }
    if let Some((name, _)) = draft.headers.iter().find(|(name, _)| chosen.owns(name)) {
        return Err(draft.refusal(&format!(
            "the header `{name}` cannot be set: it carries the credentials, which `.credentials(..)` overrides"
        )));
    }
    #[cfg(feature = "hmac")]
    if chosen.signing().next().is_some() && payload.bytes().is_none() {
        return Err(draft.refusal(
            "the credentials sign the request body, which is read only while it is sent: pass its bytes instead",
        ));
    }
    if let Some(link) = draft.link() {
        target = linked(draft, &target, link)?;
        chosen.strip_query(&mut target);
    }
    chosen.extend_query(&mut target);
    Ok(Prepared { draft, target, chosen, payload })
}

fn check_parameter(draft: &Draft, index: usize, parameter: &Parameter) -> Result<(), String> {
    let mut given = draft.of(index);
    let Some(first) = given.next() else {
        return if parameter.required { Err(draft.describe_missing(index)) } else { Ok(()) };
    };
    if let Some(structured) = parameter.encoding.structured {
        return check_structured(structured, parameter, first);
    }
    let checked = match given.next() {
        // Nearly always there is one value, so no list is allocated.
        None => check_values(parameter, &[first]),
        Some(second) => {
            let mut values = vec![first, second];
            values.extend(given);
            check_values(parameter, &values)
        }
    };
    checked.map_err(|fault| {
        format!("the {} parameter `{}` {fault}", place(parameter.place), parameter.name)
    })
}

fn check_structured(
    structured: Structured,
    parameter: &Parameter,
    json: &str,
) -> Result<(), String> {
    structured.check(parameter, json).map_err(|mut refusal| {
        if parameter.secret {
            refusal.mask();
        }
        let (place, name) = (place(parameter.place), &parameter.name);
        if refusal.path.is_empty() {
            format!("the {place} parameter `{name}` {refusal}")
        } else {
            format!("the {place} parameter `{name}`, at `{}`, {refusal}", refusal.path)
        }
    })
}

fn check_values(parameter: &Parameter, values: &[&str]) -> Result<(), String> {
    let value_of = |value: &str| {
        if parameter.is_secret() { String::new() } else { format!(" (it is {})", quoted(value)) }
    };
    if let (Place::Path, [value @ ("" | "." | "..")]) = (parameter.place, values) {
        return Err(format!("must not be empty, `.` or `..`{}", value_of(value)));
    }
    if parameter.place == Place::Path && values.len() > 1 && !parameter.takes_list() {
        return Err("must be a single value".to_owned());
    }
    check_texts(&parameter.schema, values).map_err(|mut refusal| {
        if parameter.is_secret() {
            refusal.mask();
        }
        refusal.to_string()
    })?;
    if !parameter.reserved.is_empty() {
        let segment = Parameter::as_segment(values);
        if parameter.reserved.contains(&segment) {
            return Err(format!("must not be the name of another endpoint{}", value_of(&segment)));
        }
    }
    for value in values {
        if parameter.place == Place::Header && HeaderValue::from_bytes(value.as_bytes()).is_err() {
            return Err(format!(
                "must not contain a newline or another control character{}",
                value_of(value)
            ));
        }
    }
    Ok(())
}

/// Resolves the link to the next page. A server could name any other server in it, which would get the credentials.
fn linked(draft: &Draft, target: &Target, link: &str) -> Result<Target, Problem> {
    let Some(linked) = target.redirected(link) else {
        return Err(draft.refusal("the link to the next page that the server sent is not a URL"));
    };
    let own = draft.client.0.base.origin();
    if linked.origin() != own {
        return Err(draft.refusal(&format!(
            "the link to the next page leads to another origin, {}, and would take the credentials of {own} there",
            shown(&draft.scrubber().scrub(linked.origin()), 200)
        )));
    }
    Ok(linked)
}

fn may_carry_credentials(draft: &Draft, target: &Target) -> bool {
    target.is_https() || draft.client.0.plain_http || target.is_loopback()
}

impl<'d> Prepared<'d> {
    pub(crate) fn draft(&self) -> &'d Draft {
        self.draft
    }

    pub(crate) fn into_target(self) -> Target {
        self.target
    }

    /// Makes the request to a target. Credentials and headers of the caller are sent only to the origin of the call.
    pub(crate) async fn request<'a>(
        &'a self,
        target: &'a Target,
        token: Option<&Held>,
        attempt: u32,
        added: &[(HeaderName, HeaderValue)],
    ) -> Result<HttpRequest<'a>, Problem> {
        let draft = self.draft;
        let config = &draft.client.0;
        let own_origin = target.origin() == self.target.origin();
        let refuse = |text: String| draft.refusal(&text);
        let mut headers = HeaderMap::with_capacity(8);
        put(&mut headers, ACCEPT, accept(&draft.operation).map_err(refuse)?);
        put(&mut headers, USER_AGENT, config.user_agent.clone());
        if own_origin {
            if let Some(media_type) = self.payload.media_type() {
                put(&mut headers, CONTENT_TYPE, media_type.clone());
            }
            self.parameter_headers(&mut headers).map_err(refuse)?;
            for (name, value) in draft.headers.iter().chain(added) {
                put(&mut headers, name.clone(), value.clone());
            }
            self.chosen.extend_headers(&mut headers, token).map_err(refuse)?;
            #[cfg(feature = "hmac")]
            for key in self.chosen.signing() {
                let signed = crate::call::sign::Signed {
                    method: draft.operation.method.as_str(),
                    target,
                    body: self.payload.bytes().unwrap_or_default(),
                    now: config.clock.now(),
                };
                key.sign(&signed, &mut headers).map_err(refuse)?;
            }
        }
        #[cfg(feature = "tracing")]
        crate::call::trace::request(self, target, &headers, own_origin, attempt);
        Ok(HttpRequest {
            draft,
            method: draft.operation.method,
            url: &target.url,
            headers,
            body: if own_origin { self.open(attempt).await? } else { HttpBody::empty() },
            attempt,
        })
    }

    /// Opens the body for one attempt.
    async fn open(&self, attempt: u32) -> Result<HttpBody, Problem> {
        let draft = self.draft;
        let body = self.payload.open().await.map_err(|mut text| {
            if attempt == 1 {
                text.push_str("; nothing was sent");
            }
            Problem::new(Kind::Upload, draft.operation.id, text)
        })?;
        Ok(match draft.observer() {
            None => body,
            Some(observer) => observed(body, observer, Direction::Sent),
        })
    }

    fn parameter_headers(&self, headers: &mut HeaderMap) -> Result<(), String> {
        let mut cookies = String::new();
        for (index, parameter) in self.draft.operation.parameters.iter().enumerate() {
            match parameter.place {
                Place::Header => {}
                Place::Cookie => {
                    self.push_cookie(&mut cookies, index, parameter);
                    continue;
                }
                Place::Path | Place::Query => continue,
            }
            if self.draft.of(index).next().is_none() {
                continue;
            }
            let name = HeaderName::from_bytes(parameter.name.as_bytes())
                .map_err(|_| format!("`{}` is not a valid header name", parameter.name))?;
            let mut text = String::new();
            push_styled(&mut text, parameter, self.draft.of(index), false);
            if text.is_empty() && parameter.encoding.structured.is_some() {
                continue;
            }
            let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
                format!("the header parameter `{name}` contains a control character")
            })?;
            value.set_sensitive(parameter.is_secret());
            put(headers, name, value);
        }
        if !cookies.is_empty() {
            put(headers, COOKIE, sensitive(&cookies)?);
        }
        Ok(())
    }

    fn push_cookie(&self, cookies: &mut String, index: usize, parameter: &Parameter) {
        let before = cookies.len();
        if before > 0 {
            cookies.push_str("; ");
        }
        let start = cookies.len();
        push_styled(cookies, parameter, self.draft.of(index), false);
        if cookies.len() == start {
            cookies.truncate(before);
        }
    }
}

fn accept(operation: &Operation) -> Result<HeaderValue, String> {
    match &operation.accept {
        Some(media_type) => HeaderValue::from_str(media_type).map_err(|_| {
            "the media type that the operation accepts contains a character that is not allowed in a header".to_owned()
        }),
        None if operation.void => Ok(ANYTHING),
        None if operation.form == AnswerForm::Json => Ok(JSON),
        None => Ok(HeaderValue::from_static(operation.form.media_type())),
    }
}

/// Returns the URL of a call, as it would be sent and as it may be shown.
pub(crate) fn url(draft: &Draft) -> Result<Url, Problem> {
    let prepared = prepare(draft)?;
    let shown = shown_url(&prepared);
    Ok(Url { text: prepared.target.url, shown })
}

/// Returns the URL of a call, as it may be shown.
pub(crate) fn shown_url(prepared: &Prepared<'_>) -> String {
    let draft = prepared.draft;
    if draft.link().is_some() {
        // Which parts of it are secret is not known.
        return hidden_link(prepared.target.origin());
    }
    let mut shown = draft.client.0.base.url.clone();
    // A path that cannot be made was refused when the call was prepared.
    let _ = append(&mut shown, &draft.operation, draft, true);
    prepared.chosen.extend_shown_query(&mut shown);
    shown
}
