//! Texts that a spreadsheet program would take for a formula when it opens them as CSV, and run.

use std::borrow::Cow;

/// The mark before such a text that makes it one.
const MARK: char = '\'';

/// What may separate cells for a program that does not know what separates them here: from each of
/// these on, a text may be a cell of its own there.
const SEPARATORS: [char; 6] = [',', ';', '|', '\t', '\n', '\r'];

/// Whether a spreadsheet program might take this text for a formula: its first visible character
/// begins one, also in full width or behind a quote, or it begins with a control character, before
/// which some look on.
pub fn is_like_one(text: &str) -> bool {
    let begins = |letter: char| "=+-@＝＋－＠".contains(letter);
    let is_unseen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '"' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.starts_with(char::is_control) || text.trim_start_matches(is_unseen).starts_with(begins)
}

/// The text as it may stand in a CSV file: with an apostrophe before what is like a formula, and
/// before what would be read as such a mark. So it stays harmless where something else than here is
/// taken to separate the cells.
pub fn neutral(text: &str) -> Cow<'_, str> {
    let inner = each_part(text, marked);
    let outer = match marked(&inner) {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    };
    outer.map_or(inner, Cow::Owned)
}

/// What was written by [`neutral`], as it was before.
pub fn meant(cell: &str) -> Cow<'_, str> {
    each_part(unmarked(cell), |part| Cow::Borrowed(unmarked(part)))
}

fn marked(text: &str) -> Cow<'_, str> {
    match is_like_one(text.trim_start_matches(MARK)) {
        true => Cow::Owned(format!("{MARK}{text}")),
        false => Cow::Borrowed(text),
    }
}

fn unmarked(text: &str) -> &str {
    match text.strip_prefix(MARK) {
        Some(rest) if is_like_one(rest.trim_start_matches(MARK)) => rest,
        _ => text,
    }
}

/// Changes what follows each separator.
fn each_part(text: &str, change: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(SEPARATORS) {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split_inclusive(SEPARATORS);
    let first = parts.next().unwrap_or_default().to_owned();
    Cow::Owned(parts.fold(first, |all, part| all + &change(part)))
}
