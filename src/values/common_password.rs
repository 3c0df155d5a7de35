//! Passwords that everybody tries first. zxcvbn knows many of them, but not all (`kartoffelpuffer`,
//! `1q2w3e4r5t6y7u8i9o`), and forgives some when they are repeated until they are long enough.

/// One a line, in lower case; see `data/passwords`.
const COMMON: &str = include_str!("../../data/passwords/common.txt");

/// Whether a password is a common one, or one that was repeated, or padded with signs (a word also
/// with digits) before or behind it, until it was long enough.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    COMMON.lines().any(|word| is_padded(&lower, word))
}

fn is_padded(password: &str, word: &str) -> bool {
    let Some((before, mut rest)) = password.split_once(word) else { return false };
    while let Some(shorter) = rest.strip_prefix(word) {
        rest = shorter;
    }
    // Digits around digits are other digits: every number has a common one in it.
    let is_number = !word.contains(char::is_alphabetic);
    let is_kept = |letter: char| letter.is_alphabetic() || is_number && letter.is_numeric();
    let is_padding = |text: &str| !text.contains(is_kept);
    is_padding(before) && (is_padding(rest) || word.starts_with(rest))
}
