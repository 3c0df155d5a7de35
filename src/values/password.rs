use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::common_password::is_common;

/// A password that is good enough to be set. Rules: NIST SP 800-63B-4, 3.1.1.2.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretString);

/// Guessed first of all where this program asks for the password.
const PRODUCT: &str = "usher";

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Fewer than [`NewPassword::MIN`] characters.
    TooShort,
    /// More than [`NewPassword::MAX_BYTES`] bytes.
    TooLong,
    /// A common one, made of this program's name, or rated below 3 of 4 by zxcvbn.
    TooEasy,
    /// Made of the person's address or name, or the workspace's name.
    Personal,
}

impl PasswordProblem {
    /// The key of the sentence that says what to do.
    pub fn key(self) -> &'static str {
        match self {
            PasswordProblem::TooShort => "password-too-short",
            PasswordProblem::TooLong => "password-too-long",
            PasswordProblem::TooEasy => "password-too-easy",
            PasswordProblem::Personal => "password-personal",
        }
    }
}

impl NewPassword {
    /// The fewest characters (code points).
    pub const MIN: usize = 15;
    /// The most bytes.
    pub const MAX_BYTES: usize = 1024;
    /// The most personal texts, and the most words of them, that a password is compared with.
    const MOST_PERSONAL: usize = 20;

    /// Accepts the password unless it is short, too long, easily guessed, or made of `personal`
    /// texts (address, name, workspace), of which each counts with its first 100 characters. Takes some milliseconds: call it off the event loop.
    pub fn parse(text: &str, personal: &[&str]) -> Result<NewPassword, PasswordProblem> {
        if text.len() > Self::MAX_BYTES {
            return Err(PasswordProblem::TooLong);
        }
        let text: String = text.nfc().collect();
        if text.chars().count() < Self::MIN {
            return Err(PasswordProblem::TooShort);
        }
        let personal: Vec<&str> =
            personal.iter().take(Self::MOST_PERSONAL).map(|text| start_of(text)).collect();
        if is_made_of(&text, &personal) {
            return Err(PasswordProblem::Personal);
        }
        let known: Vec<&str> = personal.into_iter().chain([PRODUCT]).collect();
        let is_weak = || (zxcvbn::zxcvbn(start_of(&text), &known).score() as u8) < 3;
        if is_made_of(&text, &[PRODUCT]) || is_common(&text) || is_weak() {
            return Err(PasswordProblem::TooEasy);
        }
        Ok(NewPassword(text.into()))
    }

    /// The password itself, for hashing only.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A password as it was typed at sign-in, brought to the form passwords are hashed in (NFC).
/// `None` when it is longer than any password can be.
pub fn typed_password(text: &str) -> Option<SecretString> {
    (text.len() <= NewPassword::MAX_BYTES).then(|| text.nfc().collect::<String>().into())
}

/// The first 100 characters: the time that estimates take grows faster than the text.
fn start_of(text: &str) -> &str {
    text.char_indices().nth(100).map_or(text, |(end, _)| &text[..end])
}

/// Whether fewer than eight letters or digits remain once the personal words are cut out.
fn is_made_of(password: &str, personal: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let mut words: Vec<String> = personal
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 4)
        .take(NewPassword::MOST_PERSONAL)
        .map(str::to_lowercase)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let before = rest.len();
    for word in &words {
        rest = rest.replace(word.as_str(), "");
    }
    rest.len() < before && rest.chars().filter(|c| c.is_alphanumeric()).count() < 8
}
