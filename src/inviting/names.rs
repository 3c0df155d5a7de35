//! Names recognised from addresses.
//!
//! Only from what stands in the address and from lists inside the program: no
//! look-up leaves the server, nothing is guessed of gender, and an unlikely
//! name is none, since a wrong one has to be deleted before typing.
//!
//! [`address`] takes the address apart. [`reading`] says how likely words are
//! as parts of a name; [`joined`] reads one word, by the ways of [`pattern`],
//! [`order`] puts several in order, [`domain`] reads what an own domain tells,
//! [`habit`] learns from colleagues how their organisation makes addresses.
//! [`pinyin`] knows Chinese given names, [`spelling`] writes the name.
//! [`lists`] is what all of them know.

mod address;
mod domain;
mod habit;
mod joined;
mod lists;
mod order;
mod pattern;
mod pinyin;
mod reading;
mod spelling;

use address::{Address, OwnDomain, plain};
pub use habit::Habits;
use habit::{Habit, Order};
use joined::Reading;
use reading::{listed_given, listed_surname};
pub(in crate::inviting) use spelling::from_capitals;
use spelling::{is_particle, spelled};

use crate::values::PersonName;

/// Longer guesses are no names.
const MOST_CHARS: usize = 60;

/// By how much two unlisted words may be less likely a name than a handle:
/// addresses with a separator mostly are names.
const UNLIKELY: i32 = 125;

/// The name of the person whom `email` reaches, as far as it tells one. None
/// for functions (`info@`), handles, and wherever a guess would more likely
/// have to be deleted than completed.
pub fn recognise(email: &str) -> Option<PersonName> {
    recognise_by(email, Habit::default())
}

/// The same where colleagues' addresses are made by `habit`.
fn recognise_by(email: &str, habit: Habit) -> Option<PersonName> {
    let Address { words, own_domain, german } = Address::parse(email)?;
    let own_domain = own_domain.as_ref();
    let name = match words.as_slice() {
        [word] if !word.contains('-') => from_one(word, own_domain, habit),
        [word] => from_several(word.split('-').map(str::to_owned).collect(), own_domain, habit),
        _ => from_several(words, own_domain, habit),
    }?;
    let name = if german { spelling::with_umlauts(&name) } else { name };
    PersonName::parse(&name).ok().filter(|name| name.as_ref().chars().count() <= MOST_CHARS)
}

fn from_one(word: &str, own_domain: Option<&OwnDomain>, habit: Habit) -> Option<String> {
    let known = plain(word);
    if is_self(&known) {
        let owner = own_domain.and_then(domain::owner);
        let in_part = own_domain.filter(|_| !is_anybody(&known)).and_then(domain::part_of_owner);
        return owner.or(in_part);
    }
    if let Some(name) = own_domain.and_then(|domain| domain::owner_called(&known, domain)) {
        return Some(name);
    }
    if lists::is_role(&known)
        || lists::is_place(&known)
        || !word.chars().all(|c| c.is_alphabetic() || c == '\'')
    {
        return None;
    }
    if listed_given(word).is_some()
        && let Some(surname) = own_domain.and_then(|domain| domain::surname_of(&known, domain))
    {
        return Some(format!("{} {surname}", spelled(word)));
    }
    let by_habit = habit.joined.and_then(|pattern| Reading::by(pattern, word));
    let by_itself = || Reading::likeliest(word)?.confident(own_domain.is_none());
    match by_habit {
        Some(reading) if reading.is_listed() || !is_known(word) => Some(reading.name()),
        _ => by_itself(),
    }
}

fn from_several(
    mut words: Vec<String>,
    own_domain: Option<&OwnDomain>,
    habit: Habit,
) -> Option<String> {
    words.retain(|word| !is_title(word));
    join_irish(&mut words);
    while words.len() > 1
        && words
            .first()
            .is_some_and(|word| word.len() > 1 && is_self(word) && listed_given(word).is_none())
    {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| is_appendix(word)) {
        words.pop();
    }
    let [first, .., last] = words.as_slice() else {
        return from_one(words.first()?, own_domain, habit);
    };
    let is_name = listed_given(first).is_some() && listed_surname(last).is_some();
    let is_initials = words.iter().all(|word| word.chars().count() == 1);
    if is_initials
        || lists::is_role(first) && !is_name
        || habit.order.is_none() && is_handle(first, last)
    {
        return None;
    }
    match habit.order {
        Some(Order::GivenFirst) => {}
        Some(Order::SurnameFirst) => order::turn(&mut words),
        None => order::given_name_first(&mut words, own_domain.is_none()),
    }
    Some(joined_up(&words))
}

/// `o.brien` is one surname, not an initial.
fn join_irish(words: &mut Vec<String>) {
    let at = words.windows(2).position(|pair| pair[0] == "o" && spelling::is_irish(&pair[1]));
    if let Some(at) = at {
        words[at] = format!("o'{}", words.remove(at + 1));
    }
}

/// Whether neither word looks like a name: `absurd.noise`.
fn is_handle(first: &str, last: &str) -> bool {
    let known = |word: &str| word.chars().count() == 1 || is_known(word);
    let handle = reading::handle(first) + reading::handle(last);
    !known(first)
        && !known(last)
        && reading::given(first) + reading::surname(last) > handle + UNLIKELY
}

fn is_known(word: &str) -> bool {
    listed_given(word).is_some() || listed_surname(word).is_some()
}

fn joined_up(words: &[String]) -> String {
    let last = words.len() - 1;
    let written = |(at, word): (usize, &String)| match at {
        0 => spelling::given(word),
        _ if at == last => spelling::surname(word),
        _ if is_particle(word) => word.clone(),
        _ => spelled(word),
    };
    words.iter().enumerate().map(written).collect::<Vec<_>>().join(" ")
}

/// Words by which people call themselves in mail to their own domain.
fn is_self(word: &str) -> bool {
    let is_person =
        matches!(word, "me" | "i" | "ich" | "hi" | "hey" | "git" | "github" | "gitlab" | "oss");
    is_person || is_anybody(word)
}

/// Those of them that firms use too, for whoever reads it.
fn is_anybody(word: &str) -> bool {
    matches!(
        word,
        "mail"
            | "email"
            | "hello"
            | "dev"
            | "code"
            | "web"
            | "post"
            | "hola"
            | "hallo"
            | "contact"
            | "contacto"
            | "kontakt"
            | "bugs"
    )
}

fn is_title(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "dr" | "prof" | "ing" | "dipl" | "ext")
}

/// What stands behind a name and is none: `anna.schmidt.extern`, `anna.dev`.
fn is_appendix(word: &str) -> bool {
    is_consonants(word) && !is_known(word)
        || lists::is_role(word) && listed_surname(word).is_none()
        || is_self(word)
        || matches!(word, "extern" | "external" | "work" | "official")
}

/// Two or three letters that nobody can say: a country or an abbreviation.
fn is_consonants(word: &str) -> bool {
    (2..=3).contains(&word.len()) && !word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}
