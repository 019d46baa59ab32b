//! What a spec makes of texts of a format.

use super::Checking;
use super::place::Place;
use crate::code;
use crate::spec::nearest;
use crate::words::formats::{KNOWN, TEXT, Target, TextType};

impl Checking<'_> {
    /// Whether each of `formats` is one, and what it becomes is a type. All types are known by now.
    pub(super) fn examine_formats(&mut self) {
        for (format, word) in &self.api.file.content.formats {
            let place = Place::root(&["formats", format]);
            // Of a format that everybody knows, a spec may say what it will become.
            let known = KNOWN.contains(&format.as_str()) || self.formats_met.contains(format);
            if !known && self.api.complete {
                let met = self.formats_met.iter().map(String::as_str);
                let help = match nearest(format, KNOWN.iter().copied().chain(met)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write `format:` beside the strings that have it, or take this away"
                        .to_owned(),
                };
                self.error_at_key(
                    "unknown-format",
                    &place,
                    format!("nothing in this API has the format `{format}`"),
                )
                .help(help)
                .add();
            }
            match Target::parse(word) {
                None => self
                    .error("format-type", &place, format!("a text cannot become `{word}`"))
                    .help(meant(word))
                    .add(),
                Some(Target::Own(path)) if !code::is_type(&path) => self
                    .error("format-type", &place, format!("`{path}` is no path of a type"))
                    .help("write the whole path, such as `my_crate::Money`")
                    .add(),
                Some(_) => {}
            }
        }
    }
}

/// What may have been meant by a word that stands for no type.
fn meant(word: &str) -> String {
    let words = || TextType::ALL.iter().map(|type_| type_.word()).chain([TEXT]);
    if let Some(near) = nearest(word, words()) {
        return format!("did you mean `{near}`?");
    }
    let words: Vec<String> = words().map(|it| format!("`{it}`")).collect();
    format!(
        "it is one of {}, or a type of your own by its whole path, such as `my_crate::Money`",
        words.join(", ")
    )
}
