//! Names told by a domain that is its owner's own: `john@doe.org`,
//! `john@johndoe.com`, `hello@johndoe.com`.

use super::{
    address::OwnDomain,
    is_known,
    joined::Reading,
    lists,
    pattern::Pattern,
    reading::{self, listed_given, listed_surname, surname},
    spelling::spelled,
};

/// The most that a letter of an unlisted surname costs on average.
const SURNAME_LETTER: i32 = 14;

/// Parts of trade names.
const BUSINESS: [&str; 36] = [
    "tech", "soft", "web", "net", "media", "code", "dev", "data", "labs", "cloud", "design",
    "digital", "group", "online", "shop", "consult", "system", "solution", "servic", "studio",
    "market", "house", "works", "logic", "server", "linux", "apps", "team", "lock", "land",
    "world", "bank", "school", "info", "open", "free",
];

/// The shortest rest of a domain taken for a surname that no list has.
const UNLISTED_LETTERS: usize = 4;

/// Shorter labels are abbreviations.
const SHORTEST: usize = 3;

/// The owner's full name, when the label is made of a given name and a surname, and is neither by
/// itself.
pub(super) fn owner(domain: &OwnDomain) -> Option<String> {
    let label = domain.label.as_str();
    match label.split_once('-') {
        Some((given, surname)) => full(given, surname),
        None if is_known(label) => None,
        None => Reading::by(Pattern::GivenSurname, label)?.certain(domain.personal),
    }
}

/// As much of the owner's name as lists find in the label: `jdoe`, `doe`, `john`.
pub(super) fn part_of_owner(domain: &OwnDomain) -> Option<String> {
    let reading = Reading::likeliest(&domain.label).filter(Reading::is_listed)?;
    reading.confident(!domain.personal).filter(|_| !is_trade(&domain.label))
}

/// Whether the label is a company's, or made of what companies call themselves by.
fn is_trade(label: &str) -> bool {
    lists::is_company(label)
        || lists::is_role(label)
        || lists::is_place(label)
        || BUSINESS.iter().any(|part| label.contains(part))
}

/// The owner's full name, when `word` is how addresses call somebody of the
/// name that the label is made of: `jdoe@johndoe.com`, `jd@john-doe.com`.
pub(super) fn owner_called(word: &str, domain: &OwnDomain) -> Option<String> {
    let label = domain.label.replace('-', "");
    if !label.is_ascii() || !word.is_ascii() || word.len() < 2 {
        return None;
    }
    let (initial, rest) = word.split_at(1);
    let calls = |given: &str, surname: &str| {
        let begins = given.starts_with(initial);
        begins && rest == surname
            || word.strip_prefix(given).is_some_and(|last| last == &surname[..1])
            || listed_given(given).is_some() && (word == surname || word == given)
            || begins && surname.starts_with(rest) && word.len() == 2 && is_full(given, surname)
    };
    let cuts = (2..label.len().saturating_sub(2)).map(|at| label.split_at(at));
    let (given, family) = cuts
        .filter(|(given, surname)| calls(given, surname))
        .min_by_key(|(given, family)| reading::given(given) + surname(family))?;
    Some(format!("{} {}", spelled(given), spelled(family)))
}

/// The surname of `given` that the label tells. It may be one of several
/// people's or a company's, so companies named like people are kept apart.
pub(super) fn surname_of(given: &str, domain: &OwnDomain) -> Option<String> {
    let label = domain.label.as_str();
    let is_name = label.len() >= SHORTEST && label.chars().all(|c| c.is_alphabetic() || c == '-');
    if !is_name || label == given || lists::is_company(label) {
        return None;
    }
    if listed_surname(label).is_some() {
        return Some(spelled(label));
    }
    let rest = label
        .strip_prefix(given)
        .map(|rest| rest.trim_start_matches('-'))
        .filter(|_| given.len() >= 3);
    if let Some(rest) = rest {
        return (listed_surname(rest).is_some_and(|_| rest.len() >= 3) || is_like_surname(rest))
            .then(|| spelled(rest));
    }
    let initial = given.chars().next()?;
    let after_initial = label
        .strip_prefix(initial)
        .filter(|rest| rest.len() >= 4 && listed_surname(rest).is_some());
    after_initial.map(spelled).or_else(|| {
        (domain.personal && is_like_surname(label) && looks_like_surname(label))
            .then(|| spelled(label))
    })
}

fn full(given: &str, surname: &str) -> Option<String> {
    is_full(given, surname).then(|| format!("{} {}", spelled(given), spelled(surname)))
}

fn is_full(given: &str, surname: &str) -> bool {
    listed_given(given).is_some() && listed_surname(surname).is_some()
}

fn is_like_surname(rest: &str) -> bool {
    rest.len() >= UNLISTED_LETTERS && rest.chars().all(char::is_alphabetic) && !lists::is_role(rest)
}

/// Whether the letters are those of surnames rather than of a trade name.
fn looks_like_surname(label: &str) -> bool {
    let letters = i32::try_from(label.len()).unwrap_or_default();
    surname(label) < (letters + 1) * SURNAME_LETTER + 10
        && !BUSINESS.iter().any(|part| label.contains(part))
}
