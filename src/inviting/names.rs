//! Names recognised from addresses.
//!
//! Only from what stands in the address and from lists inside the program: no
//! look-up leaves the server, nothing is guessed of gender, and an unlikely
//! name is none, since a wrong one has to be deleted before typing.
//!
//! [`address`] takes the address apart. [`reading`] says how likely words are
//! as parts of a name; [`joined`] reads one word, by the ways of [`pattern`],
//! [`order`] puts several in order, [`domain`] reads what an own domain tells.
//! [`spelling`] writes the name. [`lists`] is what all of them know.

mod address;
mod domain;
mod joined;
mod lists;
mod order;
mod pattern;
mod reading;
mod spelling;

use address::{Address, plain};
use joined::Reading;
use reading::{listed_given, listed_surname};
use spelling::{is_particle, spelled};

use crate::values::PersonName;

/// Longer guesses are no names.
const MOST_CHARS: usize = 60;

/// The name of the person whom `email` reaches, as far as it tells one. None
/// for functions (`info@`), handles, and wherever a guess would more likely
/// have to be deleted than completed.
pub fn recognise(email: &str) -> Option<PersonName> {
    let Address { words, own_label } = Address::parse(email)?;
    let own_label = own_label.as_deref();
    let name = match words.as_slice() {
        [word] if !word.contains('-') => from_one(word, own_label),
        [word] => from_several(word.split('-').map(str::to_owned).collect(), own_label),
        _ => from_several(words, own_label),
    }?;
    PersonName::parse(&name).ok().filter(|name| name.as_ref().chars().count() <= MOST_CHARS)
}

fn from_one(word: &str, own_label: Option<&str>) -> Option<String> {
    let known = plain(word);
    if is_self(&known) || own_label == Some(word) {
        return own_label.and_then(domain::owner);
    }
    if lists::is_role(&known) || !word.chars().all(|c| c.is_alphabetic() || c == '\'') {
        return None;
    }
    if listed_given(word).is_some()
        && let Some(surname) = own_label.and_then(|label| domain::surname_of(&known, label))
    {
        return Some(format!("{} {surname}", spelled(word)));
    }
    Reading::likeliest(word)?.confident()
}

fn from_several(mut words: Vec<String>, own_label: Option<&str>) -> Option<String> {
    words.retain(|word| !is_title(word));
    while words.len() > 1
        && words.first().is_some_and(|word| is_self(word) && listed_given(word).is_none())
    {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| is_appendix(word)) {
        words.pop();
    }
    let [first, .., last] = words.as_slice() else {
        return from_one(words.first()?, own_label);
    };
    let is_name = listed_given(first).is_some() && listed_surname(last).is_some();
    if lists::is_role(first) && !is_name {
        return None;
    }
    order::given_name_first(&mut words);
    Some(joined_up(&words))
}

fn joined_up(words: &[String]) -> String {
    let last = words.len() - 1;
    let spelled = |(at, word): (usize, &String)| {
        if at > 0 && at < last && is_particle(word) { word.clone() } else { spelled(word) }
    };
    words.iter().enumerate().map(spelled).collect::<Vec<_>>().join(" ")
}

/// Words by which people call themselves in mail to their own domain.
fn is_self(word: &str) -> bool {
    matches!(
        word,
        "me" | "mail"
            | "email"
            | "hello"
            | "hi"
            | "hey"
            | "git"
            | "github"
            | "gitlab"
            | "dev"
            | "code"
            | "oss"
            | "web"
            | "i"
            | "ich"
    )
}

fn is_title(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "dr" | "prof" | "ing" | "dipl")
}

/// What stands behind a name and is none: `anna.schmidt.ext`, `anna.dev`.
fn is_appendix(word: &str) -> bool {
    let is_short =
        word.len() <= 3 && word.len() > 1 && !word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    listed_surname(word).is_none()
        && listed_given(word).is_none()
        && (is_short || lists::is_role(word))
        || matches!(
            word,
            "ext" | "extern" | "external" | "dev" | "work" | "mail" | "email" | "code" | "official"
        )
}
