//! How one organisation makes its people's addresses, learnt from those who
//! are there already: where three colleagues are `last.first`, so is the next.

use std::collections::{BTreeSet, HashMap};

use super::{
    address::{Address, plain},
    lists,
    pattern::Pattern,
};
use crate::values::{EmailAddress, PersonName};

/// As many colleagues must have addresses of one pattern.
const ENOUGH: usize = 3;

/// Of so many colleagues with addresses of the same form, one may differ:
/// nicknames, and names written differently.
const ONE_IN: usize = 5;

/// The habits of several domains.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits(HashMap<String, Habit>);

/// What is known of one domain; none of what is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Habit {
    /// Which name stands first in addresses of several words.
    pub order: Option<Order>,
    /// How addresses of one word are made.
    pub joined: Option<Pattern>,
}

/// Which name stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `anna.schmidt`, `a.schmidt`
    GivenFirst,
    /// `schmidt.anna`, `schmidt.a`
    SurnameFirst,
}

/// The form of one colleague's address.
enum Form {
    Separated(Option<Order>),
    Joined(Option<Pattern>),
}

impl Habits {
    /// The domains of these addresses that can have habits: not those that
    /// strangers share.
    pub fn domains(emails: &[EmailAddress]) -> Vec<String> {
        let domains = emails.iter().filter_map(|email| domain(email.key()));
        domains.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What addresses (in their canonical form) and names of colleagues tell.
    /// Their order and that some come twice make no difference.
    pub fn learnt<'a>(colleagues: impl IntoIterator<Item = (&'a str, &'a str)>) -> Habits {
        let mut by_domain: HashMap<&str, BTreeSet<(&str, &str)>> = HashMap::new();
        for (email, name) in colleagues {
            if let Some(domain) = domain(email) {
                by_domain.entry(domain).or_default().insert((email, name));
            }
        }
        let habits = by_domain.into_iter().map(|(domain, pairs)| {
            let forms = pairs.into_iter().filter_map(|(email, name)| Form::of(email, name));
            (domain.to_owned(), Habit::of(forms))
        });
        Habits(habits.collect())
    }

    /// [`super::recognise`] for an address at a domain whose habits may be known.
    pub fn recognise(&self, email: &EmailAddress) -> Option<PersonName> {
        let habit = domain(email.key()).and_then(|domain| self.0.get(domain)).copied();
        super::recognise_by(email.as_str(), habit.unwrap_or_default())
    }
}

impl Habit {
    fn of(forms: impl Iterator<Item = Form>) -> Habit {
        let (mut orders, mut patterns) = (Vec::new(), Vec::new());
        for form in forms {
            match form {
                Form::Separated(order) => orders.push(order),
                Form::Joined(pattern) => patterns.push(pattern),
            }
        }
        Habit { order: common(&orders), joined: common(&patterns) }
    }
}

/// What nearly all have in common.
fn common<T: Copy + PartialEq>(seen: &[Option<T>]) -> Option<T> {
    let count = |one: T| seen.iter().filter(|other| **other == Some(one)).count();
    let commonest = seen.iter().copied().flatten().max_by_key(|one| count(*one))?;
    let (with, all) = (count(commonest), seen.len());
    (with >= ENOUGH && (all - with) * ONE_IN <= all).then_some(commonest)
}

impl Form {
    /// None when the pair teaches nothing: a function, or no full name. A name
    /// with an initial was made from the address rather than known.
    fn of(email: &str, name: &str) -> Option<Form> {
        let words = Address::parse(email)?.words;
        let words: Vec<&str> = words.iter().flat_map(|word| word.split('-')).collect();
        let names = Names::of(name)?;
        match words.as_slice() {
            [word] if lists::is_role(word) => None,
            [word] => Some(Form::Joined(names.pattern_of(word))),
            [_, .., _] => Some(Form::Separated(names.order_of(&words))),
            [] => None,
        }
    }
}

/// A person's names in the ways an address may write them.
struct Names {
    given: Vec<String>,
    surname: Vec<String>,
}

impl Names {
    fn of(name: &str) -> Option<Names> {
        let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
        let [given, between @ .., surname] = words.as_slice() else { return None };
        let whole = [between, &[*surname]].concat().concat();
        let names =
            Names { given: written(given), surname: [written(surname), written(&whole)].concat() };
        let is_full = |forms: &[String]| forms.iter().all(|form| form.len() >= 2);
        (is_full(&names.given) && is_full(&names.surname)).then_some(names)
    }

    fn order_of(&self, words: &[&str]) -> Option<Order> {
        let [first, between @ .., last] = words else { return None };
        let is_given = |word: &str| {
            let begins = |given: &String| word.len() == 1 && given.starts_with(word);
            self.given.iter().any(|given| given == word || begins(given))
        };
        let is_surname = |word: &str| self.surname.iter().any(|surname| surname == word);
        let between = between.concat();
        let straight =
            is_given(first) && (is_surname(last) || is_surname(&format!("{between}{last}")));
        let turned =
            is_given(last) && (is_surname(first) || is_surname(&format!("{first}{between}")));
        match (straight, turned) {
            (true, false) => Some(Order::GivenFirst),
            (false, true) => Some(Order::SurnameFirst),
            _ => None,
        }
    }

    fn pattern_of(&self, word: &str) -> Option<Pattern> {
        let pairs =
            self.given.iter().flat_map(|given| self.surname.iter().map(move |s| (given, s)));
        pairs.filter_map(|(given, surname)| pattern(word, given, surname)).next()
    }
}

fn pattern(word: &str, given: &str, surname: &str) -> Option<Pattern> {
    let begins = |whole: &str, rest: &str| rest.len() == 1 && whole.starts_with(rest);
    if word == given {
        return Some(Pattern::Given);
    }
    if word == surname {
        return Some(Pattern::Surname);
    }
    if let Some(rest) = word.strip_prefix(given) {
        if rest == surname {
            return Some(Pattern::GivenSurname);
        }
        if begins(surname, rest) {
            return Some(Pattern::GivenInitial);
        }
    }
    if let Some(rest) = word.strip_prefix(surname) {
        if rest == given {
            return Some(Pattern::SurnameGiven);
        }
        if begins(given, rest) {
            return Some(Pattern::SurnameInitial);
        }
    }
    let initial = word.strip_suffix(surname)?;
    begins(given, initial).then_some(Pattern::InitialSurname)
}

/// Lower case in plain letters, with and without the second letter by which
/// German addresses write an umlaut.
fn written(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let german = lower.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let forms: BTreeSet<String> =
        [plain(&lower), plain(&german)].map(|form| form.into_owned()).into();
    forms.into_iter().collect()
}

/// The domain of an address in canonical form; none when strangers share it.
fn domain(email: &str) -> Option<&str> {
    let (_, domain) = email.rsplit_once('@')?;
    Address::parse(email)?.own_domain?;
    Some(domain)
}
