//! Signatures of requests.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::header::{AUTHORIZATION, DATE};
use http::{HeaderMap, HeaderName};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::base::secret::Secret;
use crate::base::target::Target;
use crate::call::auth::sensitive;
use crate::describe::api::HmacProfile;

const DIGEST: HeaderName = HeaderName::from_static("digest");

/// A key with its name, and the profile that it signs by.
#[derive(Clone)]
pub(crate) struct Key {
    profile: HmacProfile,
    username: Secret,
    secret: Secret,
}

impl Key {
    /// Returns a key, or why it cannot be sent.
    pub(crate) fn new(
        profile: HmacProfile,
        username: &str,
        secret: &str,
    ) -> Result<Self, &'static str> {
        if username.contains(['"', '\\']) {
            return Err("a quote or a backslash, which are not allowed, is in the user name");
        }
        Ok(Self { profile, username: Secret::from(username), secret: Secret::from(secret) })
    }

    /// Adds the headers that carry the signature of a request.
    pub(crate) fn sign(&self, request: &Signed<'_>, headers: &mut HeaderMap) -> Result<(), String> {
        let HmacProfile::Kong = self.profile;
        let signed = kong(request, self.username.reveal(), self.secret.reveal());
        headers.insert(DATE, sensitive(&signed.date)?);
        headers.insert(DIGEST, sensitive(&signed.digest)?);
        headers.insert(AUTHORIZATION, sensitive(&signed.authorization)?);
        Ok(())
    }
}

/// Returns whether a header is part of a signature.
pub(crate) fn owns(name: &HeaderName) -> bool {
    [&AUTHORIZATION, &DATE, &DIGEST].contains(&name)
}

/// The headers that Kong's plugin `hmac-auth` expects.
struct KongSignature {
    date: String,
    digest: String,
    authorization: String,
}

/// What is signed: exactly the bytes that are sent.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// The target: its host (with the port unless it is the default of the scheme), and its path and query, encoded.
    pub(crate) target: &'a Target,
    pub(crate) body: &'a [u8],
    pub(crate) now: SystemTime,
}

/// Signs the host, the date, the request line and the digest of the body with HMAC-SHA256. An empty body has a digest
/// too.
fn kong(request: &Signed<'_>, username: &str, secret: &str) -> KongSignature {
    let Signed { method, target, body, now } = request;
    let (host, path) = (target.authority(), target.path());
    let date = http_date(*now);
    let digest = format!("SHA-256={}", STANDARD.encode(Sha256::digest(body)));
    let text = format!("host: {host}\ndate: {date}\n{method} {path} HTTP/1.1\ndigest: {digest}");
    let signature = hmac_sha256(secret.as_bytes(), text.as_bytes());
    let authorization = format!(
        "hmac username=\"{username}\", algorithm=\"hmac-sha256\", headers=\"host date request-line digest\", \
         signature=\"{}\"",
        STANDARD.encode(signature)
    );
    KongSignature { date, digest, authorization }
}

fn hmac_sha256(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Formats a time as HTTP does, such as `Tue, 14 Nov 2023 22:13:20 GMT` (IMF-fixdate, RFC 9110, section 5.6.7).
fn http_date(time: SystemTime) -> String {
    let timestamp = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&timestamp)
        // Years below 0 cannot be written in this form; no clock shows one.
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn signature(method: &str, path: &str, body: &str) -> KongSignature {
        let (target, _) = Target::base(&format!("https://api.agora.io{path}")).unwrap();
        let request = Signed {
            method,
            target: &target,
            body: body.as_bytes(),
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
        };
        kong(&request, "cid0123456789abcdef", "csecret-fedcba9876543210")
    }

    #[test]
    fn an_empty_body_is_signed_as_published() {
        let signed = signature(
            "DELETE",
            "/eu/v1/projects/0123456789abcdef0123456789abcdef/rtls/ingress/streamkeys/2dfMTRabcdfys",
            "",
        );
        assert_eq!(signed.date, "Tue, 14 Nov 2023 22:13:20 GMT");
        assert_eq!(signed.digest, "SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(
            signed.authorization,
            "hmac username=\"cid0123456789abcdef\", algorithm=\"hmac-sha256\", \
             headers=\"host date request-line digest\", signature=\"MML8SqcvUQ7HdiDCjy/sFVhpS+HoKl8tkHl48qEEjX4=\""
        );
    }

    #[test]
    fn a_body_is_signed_as_published() {
        let signed = signature(
            "POST",
            "/na/v1/projects/0123456789abcdef0123456789abcdef/rtls/ingress/streamkeys",
            r#"{"settings":{"channel":"shx001","uid":"1001","expiresAfter":0}}"#,
        );
        assert_eq!(signed.digest, "SHA-256=aI8LLRrmTo9ZTh3MDEJZiIXM0iv5qzXknjhxJOnFhbU=");
        assert!(
            signed
                .authorization
                .ends_with("signature=\"1yQB6nRRBNWBcdI2dYwX26Qu3o3ZXAviQshLucLKMfg=\"")
        );
    }

    #[test]
    fn days_and_hours_have_two_digits() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
