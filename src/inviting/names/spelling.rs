//! Words written as names: capitals, particles, prefixes.

use unicode_normalization::char::is_combining_mark;

use super::{
    address::plain,
    lists,
    reading::{Listed, listed_given, listed_surname},
};

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

/// Particles as addresses join them to a surname, and as they are written.
const JOINED: [(&str, &str); 6] = [
    ("vander", "van der"),
    ("vanden", "van den"),
    ("vande", "van de"),
    ("vonder", "von der"),
    ("van", "van"),
    ("von", "von"),
];

const UMLAUTS: [(char, char); 6] =
    [('a', 'ä'), ('o', 'ö'), ('u', 'ü'), ('A', 'Ä'), ('O', 'Ö'), ('U', 'Ü')];

/// Given names that others follow with a hyphen.
const FRENCH: [&str; 6] = ["jean", "marc", "marie", "pierre", "charles", "louis"];

/// What a given name costs at most that follows another.
const COMMON: i32 = 54;

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

/// A surname with the Dutch or German particles that addresses join to it: `vanderwal` is van der
/// Wal, `vangelder` van Gelder, where `vandeputte` and `vanessa` are known as one word.
pub(super) fn surname(word: &str) -> String {
    let parted = JOINED.iter().find_map(|(joined, apart)| {
        let rest = word.strip_prefix(joined).filter(|rest| rest.len() >= 3)?;
        let Listed { given, surname } = Listed::of(word);
        let is_commoner =
            |whole| *joined == "van" && listed_surname(rest).is_some_and(|cost| cost <= whole);
        let is_apart = given.is_none() && surname.is_none_or(is_commoner);
        is_apart.then(|| format!("{apart} {}", spelled(rest)))
    });
    parted.unwrap_or_else(|| spelled(word))
}

/// A given name, where an address joins two: `jeanphilippe` is Jean-Philippe.
pub(super) fn given(word: &str) -> String {
    let parted = FRENCH.iter().find_map(|first| {
        let second = word.strip_prefix(first).filter(|second| second.len() >= 3)?;
        let second_cost = listed_given(second).filter(|cost| *cost <= COMMON)?;
        let is_apart = listed_given(word).is_none_or(|whole| second_cost < whole);
        is_apart.then(|| format!("{}-{}", capital(first), spelled(second)))
    });
    parted.unwrap_or_else(|| spelled(word))
}

/// A name that a German address tells: `Jana Foerster` is Jana Förster, Michael stays. Two letters
/// after a vowel or before the end are none: Bauer, Boer.
pub(super) fn with_umlauts(name: &str) -> String {
    let spelled = |word: &str| match listed_given(&word.to_lowercase()) {
        Some(_) => word.to_owned(),
        None => umlauts_of(word),
    };
    name.split(' ').map(spelled).collect::<Vec<_>>().join(" ")
}

fn umlauts_of(word: &str) -> String {
    let is_consonant = |c: &char| c.is_ascii_lowercase() && !"aeiouy".contains(*c);
    let letters: Vec<char> = word.chars().collect();
    let (mut spelled, mut at) = (String::with_capacity(word.len()), 0);
    while let [letter, rest @ ..] = &letters[at..] {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let begins = !before.is_some_and(|before| "aeiouyqg".contains(before.to_ascii_lowercase()));
        let umlaut = UMLAUTS.iter().find(|(plain, _)| plain == letter);
        match (umlaut, rest) {
            (Some((_, umlaut)), ['e', next, after, ..])
                if begins && is_consonant(next) && after.is_ascii_lowercase() =>
            {
                spelled.push(*umlaut);
                at += 2;
            }
            _ => {
                spelled.push(*letter);
                at += 1;
            }
        }
    }
    spelled
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
