//! `multipart/form-data` (RFC 7578).
//!
//! Written here, since the encoders of other crates belong to a client: that of reqwest writes only reqwest's bodies,
//! and would tie the form to one transport; `multipart` is no longer maintained, and `common-multipart-rfc7578` is made
//! for hyper. The format is simple: one header for each part.

use std::fmt::Write as _;

use bytes::Bytes;

use super::json;
use crate::base::text::unguessable;
use crate::call::payload::Piece;
use crate::call::style::{nested, scalar};
use crate::call::upload::Upload;
use crate::describe::body::{Body, FieldEncoding};
use crate::describe::data::Text;
use crate::describe::style::Style;
use crate::json::tape::{Node, Token};

const BINARY: &str = "application/octet-stream";

/// Returns the pieces of a form, and the boundary between its parts.
pub(super) fn pieces(
    body: &Body,
    fields: Node<'_>,
    files: &[(Text, Upload)],
) -> Result<(Vec<Piece>, String), String> {
    // Anyone who could predict the boundary could write further parts into a file.
    let boundary = format!("clientwright-{:016x}{:016x}", unguessable(), unguessable());
    let mut form = Form { boundary: &boundary, pieces: Vec::new(), text: String::new() };
    for (name, value) in fields.members() {
        let own = body.fields.iter().find(|field| field.name == name);
        match (own, value.token()) {
            (Some(own), _) => form.own_field(own, value),
            (None, Token::List { .. }) => value.items().for_each(|item| form.field(name, item)),
            (None, _) => form.field(name, value),
        }
    }
    for (name, upload) in files {
        form.file(name, upload)?;
    }
    let pieces = form.finish();
    Ok((pieces, boundary))
}

struct Form<'b> {
    boundary: &'b str,
    pieces: Vec<Piece>,
    /// The text after the pieces.
    text: String,
}

impl Form<'_> {
    fn open(&mut self, name: &str) {
        // Writing to a String cannot fail.
        let _ = write!(
            self.text,
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escaped(name)
        );
    }

    fn field(&mut self, name: &str, value: Node<'_>) {
        self.open(name);
        if matches!(value.token(), Token::List { .. } | Token::Object { .. }) {
            let _ =
                write!(self.text, "\r\nContent-Type: application/json\r\n\r\n{}\r\n", json(value));
        } else {
            let _ = write!(self.text, "\r\n\r\n{}\r\n", scalar(value));
        }
    }

    /// Writes a field that states its own encoding.
    fn own_field(&mut self, own: &FieldEncoding, value: Node<'_>) {
        let json = own.encoding.style == Style::Json;
        let media_type = own.media_type.or_else(|| json.then_some("application/json"));
        let Some(media_type) = media_type else {
            return nested(
                &mut own.name.to_string(),
                value,
                own.encoding.lists,
                &mut |key, value| {
                    self.field(key, value);
                },
            );
        };
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let json = json || essence.ends_with("/json") || essence.ends_with("+json");
        let text = if json { super::json(value).into() } else { scalar(value) };
        self.open(own.name);
        // The author of the spec wrote it; a line break in it would end the header.
        let media_type = media_type.replace(['\r', '\n'], "");
        let _ = write!(self.text, "\r\nContent-Type: {media_type}\r\n\r\n{text}\r\n");
    }

    fn file(&mut self, name: &str, upload: &Upload) -> Result<(), String> {
        let media_type = upload.own_media_type().unwrap_or(BINARY);
        if http::HeaderValue::from_str(media_type).is_err() {
            return Err(format!(
                "the media type of the file `{}` contains a character that is not allowed in a header",
                crate::base::text::shown(name, 60)
            ));
        }
        self.open(name);
        let _ = write!(
            self.text,
            "; filename=\"{}\"\r\nContent-Type: {media_type}\r\n\r\n",
            escaped(&upload.name())
        );
        self.close_text();
        self.pieces.push(Piece::Upload(upload.clone()));
        self.text.push_str("\r\n");
        Ok(())
    }

    fn close_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.pieces.push(Piece::Bytes(Bytes::from(text)));
    }

    fn finish(mut self) -> Vec<Piece> {
        let _ = write!(self.text, "--{}--\r\n", self.boundary);
        self.close_text();
        self.pieces
    }
}

/// Escapes a name as browsers do (HTML, "multipart form data"), so that it cannot end its quotes or its line.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_end_their_quotes_or_their_line() {
        assert_eq!(escaped("a\"; x=\"b\r\nc%é"), "a%22; x=%22b%0D%0Ac%é");
    }

    #[test]
    fn boundaries_differ() {
        assert_ne!(unguessable(), unguessable());
    }
}
