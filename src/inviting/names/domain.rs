//! Names told by a domain that is its owner's own: `john@doe.org`,
//! `john@johndoe.com`, `hello@johndoe.com`.

use super::{joined::Reading, lists, reading::listed_surname, spelling::spelled};

/// The shortest rest of a domain taken for a surname that no list has.
const UNLISTED_LETTERS: usize = 4;

/// The owner's full name, when the label is made of a given name and a surname.
pub(super) fn owner(label: &str) -> Option<String> {
    match label.split_once('-') {
        Some((given, surname)) => full(given, surname),
        None => Reading::likeliest(label)?.full(),
    }
}

/// The surname of `given` that the label tells. It may be one of several
/// people's or a company's, so companies named like people are kept apart.
pub(super) fn surname_of(given: &str, label: &str) -> Option<String> {
    if label == given || lists::is_company(label) {
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
        let surname =
            listed_surname(rest).is_some_and(|_| rest.len() >= 3) || is_like_surname(rest);
        return surname.then(|| spelled(rest));
    }
    let initial = given.chars().next()?;
    label
        .strip_prefix(initial)
        .filter(|rest| rest.len() >= 4 && listed_surname(rest).is_some())
        .map(spelled)
}

fn full(given: &str, surname: &str) -> Option<String> {
    super::reading::listed_given(given)?;
    listed_surname(surname)?;
    Some(format!("{} {}", spelled(given), spelled(surname)))
}

fn is_like_surname(rest: &str) -> bool {
    rest.len() >= UNLISTED_LETTERS && rest.chars().all(char::is_alphabetic) && !lists::is_role(rest)
}
