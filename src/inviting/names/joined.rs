//! One word read as a name or as several: `anna`, `annaschmidt`, `jdoe`, `johnd`.

use std::iter;

use super::{
    pattern::Pattern,
    reading::{given, handle, listed_given, listed_surname, surname},
    spelling::spelled,
};

/// An initial: any of about twenty letters.
const INITIAL: i32 = 13;

/// A particle written together with its surname: `vandijk`.
const PARTICLE: i32 = 18;

/// Only such as words seldom begin with by chance.
const JOINED_PARTICLES: [&str; 10] = [
    "van", "von", "de", "del", "den", "di", "da", "du", "dos", "la",
];

/// What the dozens of commonest surnames cost.
const COMMON_SURNAME: i32 = 24;

/// The letters of words that are cut: shorter ones say too little, longer ones
/// are nobody's name.
const CUT: std::ops::RangeInclusive<usize> = 4..=30;

/// A given name of fewer letters is so small a part of the whole name that
/// offering it alone saves nothing.
const SHORTEST_ALONE: usize = 4;

/// What a word may mean.
pub(super) struct Reading<'a> {
    pattern: Pattern,
    head: &'a str,
    tail: &'a str,
    cost: i32,
    /// Whether a list has the surname, or none is in the name.
    listed: bool,
}

impl<'a> Reading<'a> {
    /// The likeliest reading of `word`, in lower-case letters, however unlikely.
    pub fn likeliest(word: &'a str) -> Option<Reading<'a>> {
        let alone_given =
            listed_given(word).map(|cost| Reading::of(Pattern::Given, word, "", cost, true));
        let alone_surname =
            listed_surname(word).map(|cost| Reading::of(Pattern::Surname, word, "", cost, true));
        alone_given
            .into_iter()
            .chain(alone_surname)
            .chain(cut(word))
            .min_by_key(|reading| reading.cost)
    }

    /// The name, when the reading is likely enough to be offered. Under a
    /// `free_mail` domain more words are handles.
    pub fn confident(&self, free_mail: bool) -> Option<String> {
        if self.pattern == Pattern::Given && self.head.chars().count() < SHORTEST_ALONE {
            return None;
        }
        let margin = handle(self.head) + handle(self.tail) - self.cost;
        (margin >= self.pattern.margin(self.listed, free_mail)).then(|| self.name())
    }

    /// The name, when it is likely and the lists have both its given name and
    /// its surname.
    pub fn full(&self) -> Option<String> {
        let is_full = self.listed && self.pattern == Pattern::GivenSurname;
        is_full.then(|| self.confident(true)).flatten()
    }

    fn of(pattern: Pattern, head: &'a str, tail: &'a str, parts: i32, listed: bool) -> Reading<'a> {
        Reading {
            pattern,
            head,
            tail,
            cost: parts + pattern.cost(),
            listed,
        }
    }

    fn name(&self) -> String {
        let Reading { head, tail, .. } = *self;
        match self.pattern {
            Pattern::Given | Pattern::Surname => spelled(head),
            Pattern::GivenSurname | Pattern::InitialSurname => {
                format!("{} {}", spelled(head), Family::of(tail).name())
            }
            Pattern::SurnameGiven | Pattern::SurnameInitial => {
                format!("{} {}", spelled(tail), Family::of(head).name())
            }
            Pattern::GivenInitial => format!("{} {}", spelled(head), spelled(tail)),
            Pattern::InitialsSurname => {
                let (first, second) = head.split_at(1);
                format!(
                    "{} {} {}",
                    spelled(first),
                    spelled(second),
                    Family::of(tail).name()
                )
            }
            Pattern::GivenInitialSurname => {
                let (initial, last) = tail.split_at(1);
                format!("{} {} {}", spelled(head), spelled(initial), spelled(last))
            }
        }
    }
}

/// Every reading of the word cut in two. Only plain letters are cut, so that
/// every byte is a letter.
fn cut(word: &str) -> impl Iterator<Item = Reading<'_>> {
    let plain = CUT.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
    let cuts = if plain { 1..word.len() } else { 0..0 };
    cuts.flat_map(|at| {
        let (head, tail) = word.split_at(at);
        let reading =
            move |pattern, (parts, listed)| Reading::of(pattern, head, tail, parts, listed);
        let (before, after) = (Family::of(head), Family::of(tail));
        let initial = (head.len() == 1).then_some(INITIAL);
        let initials = (head.len() == 2).then_some(2 * INITIAL);
        let last_initial = (tail.len() == 1).then_some(INITIAL);
        let first = (head.len() > 1).then(|| listed_given(head)).flatten();
        let is_last = tail.len() > 1;
        iter::empty()
            .chain(
                initial
                    .filter(|_| is_last)
                    .map(|cost| reading(Pattern::InitialSurname, after.with(cost))),
            )
            .chain(
                initials
                    .filter(|_| is_last)
                    .map(|cost| reading(Pattern::InitialsSurname, after.with(cost))),
            )
            .chain(
                first
                    .filter(|_| is_last)
                    .map(|cost| reading(Pattern::GivenSurname, after.with(cost))),
            )
            .chain(
                first
                    .zip(last_initial)
                    .map(|(a, b)| reading(Pattern::GivenInitial, (a + b, true))),
            )
            .chain(
                first
                    .zip(initial_and_surname(tail))
                    .map(|(a, b)| reading(Pattern::GivenInitialSurname, (a + b, true))),
            )
            .chain(
                last_initial
                    .filter(|_| initial.is_none())
                    .map(|cost| reading(Pattern::SurnameInitial, before.with(cost))),
            )
            .chain(
                given_after(head, tail)
                    .map(|cost| reading(Pattern::SurnameGiven, before.with(cost))),
            )
    })
}

fn initial_and_surname(tail: &str) -> Option<i32> {
    let last = tail.get(1..).filter(|last| last.len() > 1)?;
    Some(INITIAL + listed_surname(last)?)
}

/// The given name in `tail`. East Asian names mostly stand behind their
/// surnames, and are too many for any list.
fn given_after(head: &str, tail: &str) -> Option<i32> {
    if head.len() < 2 || tail.len() < 3 {
        return None;
    }
    let is_common = || listed_surname(head).is_some_and(|cost| cost <= COMMON_SURNAME);
    listed_given(tail).or_else(|| is_common().then(|| given(tail)))
}

/// A surname with the particle before it, if any: `vandijk`, `delarosa`.
struct Family<'a> {
    particle: &'a str,
    surname: &'a str,
    cost: i32,
    listed: bool,
}

impl<'a> Family<'a> {
    fn of(word: &'a str) -> Family<'a> {
        let bare = Family {
            particle: "",
            surname: word,
            cost: surname(word),
            listed: listed_surname(word).is_some(),
        };
        let parted = [2, 3]
            .into_iter()
            .filter_map(|at| Family::after_particle(word.split_at_checked(at)?));
        parted.fold(
            bare,
            |best, other| if other.cost < best.cost { other } else { best },
        )
    }

    fn after_particle((particle, surname): (&'a str, &'a str)) -> Option<Family<'a>> {
        if !JOINED_PARTICLES.contains(&particle) {
            return None;
        }
        Some(Family {
            particle,
            surname,
            cost: PARTICLE + listed_surname(surname)?,
            listed: true,
        })
    }

    /// The cost together with that of the other part.
    fn with(&self, other: i32) -> (i32, bool) {
        (self.cost + other, self.listed)
    }

    fn name(&self) -> String {
        match self.particle {
            "" => spelled(self.surname),
            particle => format!("{particle} {}", spelled(self.surname)),
        }
    }
}
