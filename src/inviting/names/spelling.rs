//! Words written as names: capitals, particles, prefixes.

use unicode_normalization::char::is_combining_mark;

use super::{address::plain, lists};

/// Words between given name and surname that stay in lower case.
const PARTICLES: [&str; 38] = [
    "von", "van", "vom", "zu", "zum", "zur", "der", "den", "de", "del", "della", "dela", "di",
    "da", "do", "dos", "das", "du", "des", "la", "las", "los", "le", "el", "al", "bin", "bint",
    "ibn", "ben", "ter", "ten", "te", "op", "af", "av", "und", "y", "e",
];

/// Irish surnames whose addresses drop the apostrophe.
const IRISH: [&str; 24] = [
    "oboyle",
    "obrien",
    "obyrne",
    "ocallaghan",
    "oconnell",
    "oconnor",
    "odea",
    "odell",
    "odonnell",
    "odonoghue",
    "odonovan",
    "odowd",
    "odriscoll",
    "odwyer",
    "ogrady",
    "ohagan",
    "ohara",
    "okeefe",
    "oleary",
    "omalley",
    "oneil",
    "oneill",
    "oreilly",
    "osullivan",
];

/// Surnames in Mac with a second capital; most words in `mac` have none.
const MAC: [&str; 12] = [
    "macarthur",
    "macaulay",
    "macdonald",
    "macdougall",
    "macfarlane",
    "macgregor",
    "macintyre",
    "mackenzie",
    "maclean",
    "macleod",
    "macmillan",
    "macpherson",
];

/// Whether the word, inside a name, stays in lower case: `Anna von der Heide`.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether `o` and this word, which a separator parts, are one Irish surname.
pub(super) fn is_irish(word: &str) -> bool {
    IRISH.iter().any(|surname| surname.strip_prefix('o') == Some(word))
}

/// The word as a name or part of one: `o'brien` is O'Brien, `anna-lena` is
/// Anna-Lena, `x` is the initial X.
pub(super) fn spelled(word: &str) -> String {
    if word.chars().count() == 1 {
        return format!("{}.", word.to_uppercase());
    }
    if let Some(known) = lists::spelling(word) {
        return known.to_owned();
    }
    let word = word.replace('’', "'");
    if IRISH.contains(&word.as_str()) {
        return format!("O'{}", capital(&word[1..]));
    }
    if let Some(rest) = word.strip_prefix("mc").filter(|rest| rest.len() >= 3) {
        return format!("Mc{}", capital(rest));
    }
    if MAC.contains(&word.as_str()) {
        return format!("Mac{}", capital(&word[3..]));
    }
    let parts: Vec<String> =
        word.split('-').filter(|part| !part.is_empty()).map(after_apostrophe).collect();
    parts.join("-")
}

/// A word of a name that was typed in capitals, its letters otherwise as they were: `ANNA-LENA` is
/// Anna-Lena. Within a name, `VON` is von.
pub(in crate::inviting) fn from_capitals(word: &str, is_within: bool) -> String {
    let word = word.to_lowercase();
    if is_within && is_particle(&word) {
        return word;
    }
    let begins = |before: char| !before.is_alphanumeric() && !is_combining_mark(before);
    let mut spelled = String::with_capacity(word.len());
    for letter in word.chars() {
        match spelled.chars().next_back().is_none_or(begins) {
            true => spelled.extend(letter.to_uppercase()),
            false => spelled.push(letter),
        }
    }
    spelled
}

fn after_apostrophe(part: &str) -> String {
    match part.split_once('\'') {
        Some((before @ ("o" | "d" | "l" | "m" | "n"), after)) => {
            format!("{}'{}", capital(before), capital(after))
        }
        _ => lists::spelling(&plain(part))
            .filter(|_| part.is_ascii())
            .map_or_else(|| capital(part), str::to_owned),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
