//! One word read as a name or as several: `anna`, `annaschmidt`, `jdoe`, `johnd`.

use super::{
    pattern::Pattern,
    reading::{LETTER, listed_given, listed_surname, surname},
    spelling::{is_particle, spelled},
};

/// An initial: any of about twenty letters.
const INITIAL: i32 = 13;

/// A particle written together with its surname: `vandijk`.
const PARTICLE: i32 = 30;

/// What a word may mean.
pub(super) struct Reading {
    pattern: Pattern,
    name: String,
    cost: i32,
    /// Whether a list has the surname, or none is in the name.
    listed: bool,
    /// How much likelier than a handle of as many letters.
    margin: i32,
}

impl Reading {
    /// The likeliest reading of `word`, in lower-case letters, however unlikely.
    pub fn likeliest(word: &str) -> Option<Reading> {
        let whole = [given(word), alone(word)];
        whole.into_iter().flatten().chain(splits(word)).min_by_key(|reading| reading.cost)
    }

    /// The name, when the reading is likely enough to be offered.
    pub fn confident(self) -> Option<String> {
        (self.margin >= self.pattern.margin(self.listed)).then_some(self.name)
    }

    /// The name, when the lists have both its given name and its surname.
    pub fn full(self) -> Option<String> {
        (self.listed && self.pattern == Pattern::GivenSurname).then(|| self.confident()).flatten()
    }
}

fn given(word: &str) -> Option<Reading> {
    Some(reading(Pattern::Given, word, listed_given(word)?, true, spelled(word)))
}

fn alone(word: &str) -> Option<Reading> {
    Some(reading(Pattern::Surname, word, listed_surname(word)?, true, spelled(word)))
}

/// Every way to cut the word in two; only plain letters are cut, so that byte
/// positions are letters.
fn splits(word: &str) -> impl Iterator<Item = Reading> + '_ {
    let plain = word.len() >= 4 && word.bytes().all(|b| b.is_ascii_lowercase());
    let cuts = if plain { 1..word.len() } else { 0..0 };
    cuts.flat_map(|at| {
        let (head, tail) = word.split_at(at);
        match (head.len(), tail.len()) {
            (1, _) => [initial_surname(word, head, tail), None, None],
            (2, 2..) => [initials_surname(word, head, tail), given_surname(word, head, tail), None],
            (_, 1) => [given_initial(word, head, tail), surname_initial(word, head, tail), None],
            _ => [given_surname(word, head, tail), surname_given(word, head, tail), None],
        }
    })
    .flatten()
}

fn given_surname(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let given = listed_given(head)?;
    let family = Family::of(tail);
    let name = format!("{} {}", spelled(head), family.name);
    Some(reading(Pattern::GivenSurname, word, given + family.cost, family.listed, name))
}

fn surname_given(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let given = listed_given(tail)?;
    let family = Family::of(head);
    let name = format!("{} {}", spelled(tail), family.name);
    Some(reading(Pattern::SurnameGiven, word, given + family.cost, family.listed, name))
}

fn initial_surname(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let family = Family::of(tail);
    let name = format!("{} {}", spelled(head), family.name);
    Some(reading(Pattern::InitialSurname, word, INITIAL + family.cost, family.listed, name))
}

fn initials_surname(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let family = Family::of(tail);
    let (first, second) = head.split_at(1);
    let name = format!("{} {} {}", spelled(first), spelled(second), family.name);
    Some(reading(Pattern::InitialsSurname, word, 2 * INITIAL + family.cost, family.listed, name))
}

fn given_initial(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let name = format!("{} {}", spelled(head), spelled(tail));
    Some(reading(Pattern::GivenInitial, word, listed_given(head)? + INITIAL, true, name))
}

fn surname_initial(word: &str, head: &str, tail: &str) -> Option<Reading> {
    let family = Family::of(head);
    let name = format!("{} {}", spelled(tail), family.name);
    Some(reading(Pattern::SurnameInitial, word, INITIAL + family.cost, family.listed, name))
}

fn reading(pattern: Pattern, word: &str, parts: i32, listed: bool, name: String) -> Reading {
    let letters = i32::try_from(word.chars().count()).unwrap_or_default();
    let cost = parts + pattern.cost();
    Reading { pattern, name, cost, listed, margin: LETTER * letters - cost }
}

/// A surname with the particle before it, if any: `vandijk`, `delarosa`.
struct Family {
    cost: i32,
    listed: bool,
    name: String,
}

impl Family {
    fn of(word: &str) -> Family {
        let listed = listed_surname(word);
        let bare = Family {
            cost: listed.unwrap_or_else(|| surname(word)),
            listed: listed.is_some(),
            name: spelled(word),
        };
        [2, 3]
            .into_iter()
            .filter_map(|at| Family::after_particle(word, at))
            .chain([bare])
            .min_by_key(|family| family.cost)
            .unwrap_or(Family { cost: 1000, listed: false, name: String::new() })
    }

    fn after_particle(word: &str, at: usize) -> Option<Family> {
        let (particle, rest) = word.split_at_checked(at)?;
        let cost = PARTICLE + listed_surname(rest)?;
        is_particle(particle).then(|| Family {
            cost,
            listed: true,
            name: format!("{particle} {}", spelled(rest)),
        })
    }
}
