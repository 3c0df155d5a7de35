//! What a person is called.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A person's name as shown to others: 1 to 100 characters in NFC, single
/// blanks between words, nothing invisible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

/// Why a text is no person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum PersonNameError {
    /// Nothing but blanks.
    #[error("a name is needed")]
    Empty,
    /// More than [`PersonName::MOST_CHARS`] characters.
    #[error("a name has at most {} characters", PersonName::MOST_CHARS)]
    TooLong,
    /// A character that shows nothing or moves its neighbours about.
    #[error("a name has no invisible characters")]
    ControlCharacter,
}

impl PersonName {
    /// The most characters (not bytes) of a name.
    pub const MOST_CHARS: usize = 100;

    /// Trims, joins inner blanks to one, and normalises to NFC. Refuses what is
    /// then empty, too long or has invisible characters.
    pub fn parse(text: &str) -> Result<PersonName, PersonNameError> {
        // Tabs and line ends are blanks to `split_whitespace`, so they are refused before.
        if text.trim().chars().any(is_invisible) {
            return Err(PersonNameError::ControlCharacter);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let name: String = words.join(" ").nfc().collect();
        match name.chars().count() {
            0 => Err(PersonNameError::Empty),
            1..=PersonName::MOST_CHARS => Ok(PersonName(name)),
            _ => Err(PersonNameError::TooLong),
        }
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for PersonName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// C0, C1, line and paragraph separators, bidi marks and overrides, zero-width
/// characters. The joiners U+200C and U+200D are spelling in Persian and
/// Indic scripts, but nobody's name is told apart by them: refused too.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
