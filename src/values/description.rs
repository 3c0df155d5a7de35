use unicode_normalization::UnicodeNormalization;

use super::title::is_invisible_control;

/// What a task or a project is about: any number of lines, at most [`Description::MAX`] characters, may be
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description(String);

/// The text has more than [`Description::MAX`] characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescriptionTooLong;

impl Description {
    /// The most characters a description may have.
    pub const MAX: usize = 5_000;

    /// Trims the text, ends its lines in one way, and drops characters that show nothing.
    pub fn parse(text: &str) -> Result<Description, DescriptionTooLong> {
        let text: String = text
            .replace("\r\n", "\n")
            .nfc()
            .filter(|c| matches!(c, '\n' | '\t') || !is_invisible_control(*c))
            .collect();
        let text = text.trim();
        if text.chars().count() > Self::MAX {
            return Err(DescriptionTooLong);
        }
        Ok(Description(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
