//! A person's gender, where it is stated.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::inviting::plain::plain;

/// Three values cover what letters need: which form of address to use, or a neutral one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    Female,
    Male,
    Other,
}

impl Gender {
    /// The stored and submitted form: `female`, `male` or `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }

    /// Reads what people write in a gender or salutation column, in English or German, for example
    /// `f`, `männlich`, `Frau Dr.`. `None` when no word says a gender, or when words contradict
    /// each other as in `Herr/Frau`.
    pub fn recognise(text: &str) -> Option<Self> {
        // A letter and its accent may be two characters, which must not be split.
        let composed: String = text.nfc().collect();
        let mut found = composed
            .split(|letter: char| !letter.is_alphanumeric())
            .filter_map(|word| Self::word(&plain(word)));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    fn word(word: &str) -> Option<Self> {
        match word {
            "female" | "f" | "w" | "woman" | "weiblich" | "frau" | "fr" | "mrs" | "ms" | "miss" => {
                Some(Self::Female)
            }
            "male" | "m" | "man" | "mannlich" | "maennlich" | "mann" | "herr" | "herrn" | "hr"
            | "mr" | "mister" => Some(Self::Male),
            "other" | "d" | "x" | "o" | "mx" | "divers" | "diverse" | "nonbinary" | "binary"
            | "andere" | "anderes" => Some(Self::Other),
            _ => None,
        }
    }
}

impl fmt::Display for Gender {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
