//! Texts that a spreadsheet program would take for a formula when it opens them as CSV, and run.

use std::borrow::Cow;

/// The mark before such a text that makes it one.
const MARK: char = '\'';

/// Whether a spreadsheet program might take this text for a formula: its first visible character
/// begins one, also in full width, or it begins with a control character, before which some look on.
pub fn is_like_one(text: &str) -> bool {
    let begins = |letter: char| "=+-@＝＋－＠".contains(letter);
    let is_unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.starts_with(char::is_control) || text.trim_start_matches(is_unseen).starts_with(begins)
}

/// The text as it may stand in a CSV file: with an apostrophe before what is like a formula, and
/// before what would be read as such a mark.
pub fn neutral(text: &str) -> Cow<'_, str> {
    match is_like_one(text.trim_start_matches(MARK)) {
        true => Cow::Owned(format!("{MARK}{text}")),
        false => Cow::Borrowed(text),
    }
}

/// What was written by [`neutral`], as it was before.
pub fn meant(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(text) if is_like_one(text.trim_start_matches(MARK)) => text,
        _ => cell,
    }
}
