use unicode_normalization::UnicodeNormalization;

/// The name of a thing (a workspace, team, project or task): 1 to 100 characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

/// Why a text is no [`Title`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleError {
    Empty,
    TooLong,
    ControlCharacter,
}

impl Title {
    /// The most characters a title may have.
    pub const MAX: usize = 100;

    /// Trims the text, makes one space of every run of spaces, and composes accents (NFC).
    pub fn parse(text: &str) -> Result<Title, TitleError> {
        // Tabs and line ends are blanks to `split_whitespace`, so they are looked for before.
        let has_control = text.trim().chars().any(is_invisible_control);
        let text: String = text.nfc().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            Err(TitleError::Empty)
        } else if text.chars().count() > Self::MAX {
            Err(TitleError::TooLong)
        } else if has_control {
            Err(TitleError::ControlCharacter)
        } else {
            Ok(Title(text))
        }
    }

    /// What names are compared by: case and width of letters ignored (NFKC), and joiners, so that
    /// nothing can be called like another thing by sight.
    pub fn folded(text: &str) -> String {
        let seen = text.trim().nfkc().filter(|letter| !matches!(letter, '\u{200c}' | '\u{200d}'));
        seen.flat_map(char::to_lowercase).collect()
    }

    /// Whether it advertises a web address: has `://` or `www.` in it, in whatever letters.
    pub fn has_web_address(&self) -> bool {
        let plain = Title::folded(&self.0);
        plain.contains("://") || plain.contains("www.")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character can hide or reorder text, or make two equal ones look like one: control
/// characters, soft hyphens, what has no width, line and paragraph separators, bidirectional marks,
/// overrides and isolates. The joiners U+200C and U+200D are spelling in Persian and Indic scripts
/// and emoji, and stay.
/// Source: Unicode Technical Report 36, section 2.10.
pub fn is_invisible_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
