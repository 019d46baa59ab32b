use std::collections::BTreeMap;

use super::*;
use crate::base::headers::Headers;
use crate::describe::argument::Arguments;
use crate::error::header::Header;
use crate::json::tape::Tape;

fn read<T: Value>(json: &str) -> Result<T, String> {
    Reader::read_all(Tape::parse(json).unwrap().root())
}

fn written(value: &impl Value) -> String {
    let mut writer = Writer::for_body(Vec::new());
    value.write(&mut writer);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// Reads a text as an item of a list in a map, and writes it there and as a parameter.
fn again<T: Value + ParameterValue>(text: &str) -> String {
    let json = format!(r#"{{"a":[{text:?}]}}"#);
    let value: BTreeMap<String, Vec<T>> = read(&json).unwrap();
    let mut arguments = Arguments::default();
    arguments.set(0, &value["a"]);
    let parameter: Vec<&str> = arguments.get(0).collect();
    assert_eq!(written(&value), format!(r#"{{"a":["{}"]}}"#, parameter.join("\",\"")));
    parameter.concat()
}

fn fault<T: Value>(text: &str) -> String {
    read::<BTreeMap<String, Vec<T>>>(&format!(r#"{{"a":[{text:?}]}}"#)).err().unwrap_or_default()
}

fn kept<T: Value + ParameterValue>(texts: &[&str]) {
    for text in texts {
        assert_eq!(again::<T>(text), *text);
    }
}

fn refused<T: Value>(texts: &[&str], expected: &str) {
    for text in texts {
        assert_eq!(fault::<T>(text), format!("`a[0]` is not {expected}"), "{text}");
    }
    assert_eq!(
        read::<T>("5").err().unwrap_or_default(),
        "the body is a number, expected a string",
        "{expected}"
    );
}

#[test]
fn a_time_has_seconds_and_no_offset() {
    kept::<Time>(&["17:30:00", "00:00:00", "23:59:59.5"]);
    refused::<Time>(
        &[
            "17:30",
            "173000",
            "24:00:00",
            "17:30:00Z",
            "17:30:00+02:00",
            "23:59:60",
            "17:30:00,5",
            "2024-01-01T17:30:00",
            "",
        ],
        "a time without an offset, such as 17:30:00 (RFC 3339, partial-time)",
    );
}

#[test]
fn a_span_keeps_its_units() {
    kept::<Span>(&["P1DT12H", "PT90M", "P2W", "P1Y6M", "-PT1S", "PT0S", "PT0.25S"]);
    refused::<Span>(&["1 day", "90", "PT", "P1H", "PT1.5M2S", ""], Span::EXPECTED);
}

#[test]
fn bytes_are_those_of_the_text_and_nothing_else_is_taken() {
    kept::<Base64>(&["", "aGVsbG8=", "AP8+/w=="]);
    assert_eq!(read::<Base64>(r#""aGVsbG8=""#).unwrap(), Base64::from(b"hello"));
    assert_eq!(format!("{:?}", Base64::from(b"hello")), "Base64(5 bytes)");
    refused::<Base64>(&["aGVsbG8", "aGVsbG9=", "aGVs\nbG8=", "_-8=", "?"], Base64::EXPECTED);
}

#[test]
fn a_url_stays_as_it_was_spelled() {
    kept::<Uri>(&[
        "https://example.com/",
        "HTTPS://Example.com:443",
        "https://example.com/a/../b c?d=\u{e4}#\u{e4}",
        "mailto:somebody@example.com",
        "urn:isbn:0451450523",
    ]);
    let uri: Uri = read(r#""https://Example.com/a/..""#).unwrap();
    assert_eq!(uri.url().as_str(), "https://example.com/");
    assert_ne!(uri, Uri::from(uri.url().clone()));
    refused::<Uri>(
        &["/a", "example.com", "https://", "https://exa\nmple.com", " https://example.com", ""],
        Uri::EXPECTED,
    );
}

#[test]
fn addresses_are_of_their_kind() {
    kept::<IpAddr>(&["192.0.2.1", "2001:db8::1"]);
    kept::<Ipv4Addr>(&["0.0.0.0"]);
    kept::<Ipv6Addr>(&["::", "::ffff:192.0.2.1"]);
    assert_eq!(again::<Ipv6Addr>("2001:DB8:0:0:0:0:0:1"), "2001:db8::1");
    refused::<IpAddr>(
        &["192.0.2.01", "192.0.2", "fe80::1%eth0", "192.0.2.0/24", ""],
        "an IP address",
    );
    refused::<Ipv4Addr>(&["::1"], "an IPv4 address");
    refused::<Ipv6Addr>(&["192.0.2.1"], "an IPv6 address");
}

#[cfg(feature = "decimal")]
#[test]
fn a_decimal_keeps_its_digits() {
    kept::<Decimal>(&["0", "1.10", "-0.005", "79228162514264337593543950335"]);
    refused::<Decimal>(
        &[
            "1_000",
            "1e3",
            "0x10",
            "1,5",
            "",
            "0.12345678901234567890123456789012",
            "79228162514264337593543950336",
        ],
        "a decimal number of at most 28 digits",
    );
}

#[cfg(feature = "uuid")]
#[test]
fn a_uuid_is_read_in_its_usual_form() {
    kept::<Uuid>(&["2a95132c-1573-2412-d22c-1476fa83f27a"]);
    assert_eq!(
        again::<Uuid>("2A95132C-1573-2412-D22C-1476FA83F27A"),
        "2a95132c-1573-2412-d22c-1476fa83f27a"
    );
    refused::<Uuid>(
        &[
            "2a95132c15732412d22c1476fa83f27a",
            "{2a95132c-1573-2412-d22c-1476fa83f27a}",
            "urn:uuid:2a95132c-1573-2412-d22c-1476fa83f27a",
            "2a95132c-1573-2412-d22c-1476fa83f27g",
            "",
        ],
        "a UUID (RFC 9562)",
    );
}

#[test]
fn headers_are_read_as_the_types() {
    let mut headers = Headers::new();
    for (name, value) in
        [("at", "17:30:00"), ("for", "PT5M"), ("to", "https://e.example"), ("is", "YQ==")]
    {
        headers.append(name, value.as_bytes()).unwrap();
    }
    assert_eq!(headers.read(Header::<Time>::new("at")).unwrap().unwrap().to_string(), "17:30:00");
    assert_eq!(headers.read(Header::<Span>::new("for")).unwrap().unwrap().to_string(), "PT5M");
    assert_eq!(
        headers.read(Header::<Uri>::new("to")).unwrap().unwrap().as_str(),
        "https://e.example"
    );
    assert_eq!(headers.read(Header::<Base64>::new("is")).unwrap().unwrap().into_bytes(), b"a");
    let fault = headers.read(Header::<Ipv4Addr>::new("at")).unwrap_err().to_string();
    assert!(fault.ends_with("its value cannot be read as `Ipv4Addr`"), "{fault}");
}

#[test]
fn an_error_tells_what_was_expected() {
    assert_eq!(
        "x".parse::<Uri>().unwrap_err().to_string(),
        "the string is not a URL with its scheme"
    );
}
