use unicode_normalization::UnicodeNormalization;

use super::text_enum::text_enum;
use crate::values::Lang;
use crate::values::plain::plain;

text_enum! {
    /// Which form of address to use, where a person or a file has said so; never guessed.
    Gender {
        Female = "female",
        Male = "male",
        Other = "other",
    }
}

impl Gender {
    /// What it is called.
    pub fn title(self, lang: Lang) -> String {
        lang.t(match self {
            Gender::Female => "gender-female",
            Gender::Male => "gender-male",
            Gender::Other => "gender-other",
        })
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

    /// The same where the text is nothing but one such word: other texts may have one in them, such
    /// as `Frankfurt a. M.`.
    pub fn of_word(text: &str) -> Option<Self> {
        Self::word(&plain(text)).filter(|_| !text.contains('@'))
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
