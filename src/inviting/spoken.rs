//! Names as they are spoken: in their order, without salutations, and not in capitals.

use crate::inviting::names::from_capitals;
use crate::values::Gender;
use crate::values::plain::plain;

/// The name in the order in which it is spoken: `"Example, Anna"` becomes `Anna Example`, and
/// `"Dr. Example, Anna"` `Dr. Anna Example`. What follows a comma as a degree or generation (`Anna
/// Example, PhD`) stays where it is.
pub(super) fn name_as_spoken(text: &str) -> String {
    const FOLLOWING: [&str; 12] =
        ["jr", "jr.", "sr", "sr.", "ii", "iii", "phd", "ph.d.", "md", "m.d.", "mba", "msc"];
    let name = without_remark(text.trim_matches(is_wrapping));
    match name.split_once(',') {
        Some((last, first))
            if !first.contains(',')
                && !FOLLOWING.contains(&first.trim().to_lowercase().as_str()) =>
        {
            let (titles, last) = titles(last.trim());
            words_as_spoken(&format!("{titles} {} {last}", first.trim()))
        }
        _ => words_as_spoken(name),
    }
}

/// The words of a name in the order they stand in, without a salutation, and none in capitals.
pub(super) fn words_as_spoken(text: &str) -> String {
    let mut words: Vec<&str> = without_remark(text).split_whitespace().collect();
    while words.len() > 1 && gender_of(words[0]).is_some() {
        words.remove(0);
    }
    let is_loud =
        !text.chars().any(char::is_lowercase) && words.iter().any(|word| letters(word) > 2);
    let spoken = |(place, word): (usize, &&str)| match is_in_capitals(word, is_loud) {
        true => from_capitals(word, place > 0 && place + 1 < words.len()),
        false => (*word).to_owned(),
    };
    words.iter().enumerate().map(spoken).collect::<Vec<_>>().join(" ")
}

/// What the salutation in front of a name says of gender.
pub(super) fn salutation(name: &str) -> Option<Gender> {
    let (first, rest) = name.trim_start_matches(is_wrapping).split_once(char::is_whitespace)?;
    gender_of(first).filter(|_| !rest.trim().is_empty())
}

fn is_wrapping(letter: char) -> bool {
    letter.is_whitespace() || "\"'“”„,;".contains(letter)
}

/// The gender that a word tells as a salutation; `Fr` is one only as an abbreviation.
fn gender_of(word: &str) -> Option<Gender> {
    match word.to_lowercase().as_str() {
        "herr" | "herrn" | "hr." | "mr" | "mr." => Some(Gender::Male),
        "frau" | "fr." | "mrs" | "mrs." | "ms" | "ms." => Some(Gender::Female),
        _ => None,
    }
}

/// The titles and salutations in front of a surname, and the rest, which is never empty.
fn titles(last: &str) -> (&str, &str) {
    let mut rest = last;
    while let Some((word, behind)) = rest.split_once(' ')
        && (is_title(word, rest.len() == last.len()) || gender_of(word).is_some())
    {
        rest = behind;
    }
    last.split_at(last.len() - rest.len())
}

/// Whether a word is an academic title, as the first or a further one.
fn is_title(word: &str, is_first: bool) -> bool {
    const FIRST: [&str; 9] = ["dr", "prof", "dipl", "ing", "mag", "pd", "priv", "univ", "doz"];
    const FURTHER: [&str; 8] = ["med", "phil", "jur", "rer", "nat", "pol", "h", "c"];
    let word = word.to_lowercase();
    let mut parts = word.split(['.', '-']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some()
        && parts.all(|part| FIRST.contains(&part) || (!is_first && FURTHER.contains(&part)))
}

/// The name without what stands in brackets behind it, such as a department.
fn without_remark(name: &str) -> &str {
    let name = name.trim_end();
    let opening = match name.chars().next_back() {
        Some(')') => name.rfind('('),
        Some(']') => name.rfind('['),
        _ => None,
    };
    let before = opening.map(|at| name[..at].trim_end()).filter(|before| !before.is_empty());
    before.unwrap_or(name)
}

/// Whether a word is written in capitals, no initial or number and, unless all of the name is, so
/// long that it is no abbreviation.
fn is_in_capitals(word: &str, is_loud: bool) -> bool {
    const NUMBERS: [&str; 3] = ["ii", "iii", "iv"];
    let least = if is_loud { 2 } else { 4 };
    letters(word) >= least
        && !word.contains(|letter: char| letter.is_lowercase() || letter.is_numeric())
        && !NUMBERS.contains(&plain(word).as_str())
}

fn letters(word: &str) -> usize {
    word.chars().filter(|letter| letter.is_alphabetic()).count()
}
