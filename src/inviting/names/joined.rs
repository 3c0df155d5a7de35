//! One word read as a name or as several: `anna`, `annaschmidt`, `jdoe`, `johnd`.

use super::{
    pattern::Pattern,
    pinyin,
    reading::{Listed, handle, listed_surname},
    spelling::spelled,
};

/// An initial: any of about twenty letters.
const INITIAL: i32 = 13;

/// A particle written together with its surname: `vandijk`.
const PARTICLE: i32 = 18;

/// Only such as words seldom begin with by chance.
const JOINED_PARTICLES: [&str; 10] =
    ["van", "von", "de", "del", "den", "di", "da", "du", "dos", "la"];

/// What the dozens of commonest surnames cost.
const COMMON_SURNAME: i32 = 24;

/// What two syllables cost beside one of these, as a Chinese given name that no list has.
const CHINESE_GIVEN: i32 = 45;

/// How much rarer it stands in front.
const CHINESE_SURNAME_LAST: i32 = 55;

/// The letters of words that are cut: shorter ones say too little, longer ones
/// are nobody's name.
const CUT: std::ops::RangeInclusive<usize> = 4..=30;

/// A given name or surname of fewer letters is so small a part of the whole
/// name that offering it alone saves next to nothing.
const SHORTEST_ALONE: usize = 3;

/// Shorter surnames that no list has are mere ends of words.
const SHORTEST_UNLISTED: usize = 5;

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
        let listed = Listed::of(word);
        let given = listed.given.map(|cost| Reading::of(Pattern::Given, word, "", cost, true));
        let surname =
            listed.surname.map(|cost| Reading::of(Pattern::Surname, word, "", cost, true));
        given.into_iter().chain(surname).chain(cuts(word)).min_by_key(|reading| reading.cost)
    }

    /// The likeliest reading of `word` by this pattern, which is known to be
    /// its own. Where the words are cut is only known of listed given names.
    pub fn by(pattern: Pattern, word: &'a str) -> Option<Reading<'a>> {
        let listed = Listed::of(word);
        let is_plain = CUT.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
        let two = |head: &'a str, tail: &'a str, given: &str, surname: &str| {
            let family = Family::of(surname);
            let cost = Listed::of(given).given.filter(|_| given.len() >= 2)? + family.cost;
            Some(Reading::of(pattern, head, tail, cost, family.listed))
        };
        let cuts = || (2..word.len() - 1).map(|at| word.split_at(at));
        match pattern {
            Pattern::Given => {
                Some(Reading::of(pattern, word, "", listed.as_given(word), listed.given.is_some()))
            }
            Pattern::Surname => {
                let is_listed = listed.surname.is_some();
                Some(Reading::of(pattern, word, "", listed.as_surname(word), is_listed))
            }
            _ if !is_plain => None,
            Pattern::InitialSurname => {
                let (head, tail) = word.split_at(1);
                Some(initial_surname(head, tail))
            }
            Pattern::GivenInitial | Pattern::SurnameInitial => {
                let (head, tail) = word.split_at(word.len() - 1);
                let listed = Listed::of(head);
                let is_listed = listed.given.or(listed.surname).is_some();
                Some(Reading::of(pattern, head, tail, INITIAL, is_listed))
            }
            Pattern::GivenSurname => {
                cuts().filter_map(|(a, b)| two(a, b, a, b)).min_by_key(|reading| reading.cost)
            }
            Pattern::SurnameGiven => {
                cuts().filter_map(|(a, b)| two(a, b, b, a)).min_by_key(|reading| reading.cost)
            }
            Pattern::InitialsSurname | Pattern::GivenInitialSurname => None,
        }
    }

    /// Whether lists have the name.
    pub fn is_listed(&self) -> bool {
        self.listed
    }

    /// The name, when the reading is likely enough to be offered. Under a
    /// `free_mail` domain more words are handles.
    pub fn confident(&self, free_mail: bool) -> Option<String> {
        let is_alone = matches!(self.pattern, Pattern::Given | Pattern::Surname);
        if is_alone && self.head.chars().count() < SHORTEST_ALONE {
            return None;
        }
        // Words of few letters: `once` is hardly O. Nce.
        let surname = self.tail.len();
        if self.pattern == Pattern::InitialSurname && !self.listed && surname < SHORTEST_UNLISTED {
            return None;
        }
        (self.margin() >= self.pattern.margin(self.listed, free_mail)).then(|| self.name())
    }

    /// The name, when it is hardly a handle: both names are listed, or the
    /// letters leave no other reading.
    pub fn certain(&self, personal: bool) -> Option<String> {
        let needed = match (personal, self.listed) {
            (true, true) => -15,
            (true, false) | (false, true) => 0,
            (false, false) => 20,
        };
        let is_full = self.pattern == Pattern::GivenSurname && self.margin() >= needed;
        is_full.then(|| self.name())
    }

    fn margin(&self) -> i32 {
        handle(self.head) + handle(self.tail) - self.cost
    }

    fn of(pattern: Pattern, head: &'a str, tail: &'a str, parts: i32, listed: bool) -> Reading<'a> {
        Reading { pattern, head, tail, cost: parts + pattern.cost(), listed }
    }

    /// As it is written.
    pub fn name(&self) -> String {
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
                format!("{} {} {}", spelled(first), spelled(second), Family::of(tail).name())
            }
            Pattern::GivenInitialSurname => {
                let (initial, last) = tail.split_at(1);
                format!("{} {} {}", spelled(head), spelled(initial), spelled(last))
            }
        }
    }
}

/// The likeliest reading of each way to cut the word in two. Only plain
/// letters are cut, so that every byte is a letter.
fn cuts(word: &str) -> impl Iterator<Item = Reading<'_>> {
    let plain = CUT.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
    let places = if plain { 1..word.len() } else { 0..0 };
    places.map(|at| word.split_at(at)).filter_map(|(head, tail)| match (head.len(), tail.len()) {
        (1, _) => Some(initial_surname(head, tail)),
        (_, 1) => name_and_initial(head, tail),
        _ => two_names(head, tail),
    })
}

fn initial_surname<'a>(head: &'a str, tail: &'a str) -> Reading<'a> {
    let Family { cost, listed, .. } = Family::of(tail);
    Reading::of(Pattern::InitialSurname, head, tail, INITIAL + cost, listed)
}

fn name_and_initial<'a>(head: &'a str, tail: &'a str) -> Option<Reading<'a>> {
    let given = Listed::of(head).given;
    let given =
        given.map(|cost| Reading::of(Pattern::GivenInitial, head, tail, INITIAL + cost, true));
    let Family { cost, listed, .. } = Family::of(head);
    let surname = Reading::of(Pattern::SurnameInitial, head, tail, INITIAL + cost, listed);
    given.into_iter().chain([surname]).min_by_key(|reading| reading.cost)
}

fn two_names<'a>(head: &'a str, tail: &'a str) -> Option<Reading<'a>> {
    let first = Listed::of(head);
    let initials = (head.len() == 2).then_some(2 * INITIAL);
    let given_last = given_after(first, tail);
    let given_first = first.given.or_else(|| chinese_before(head, tail));
    let behind = (given_first.is_some() || initials.is_some()).then(|| Family::of(tail));
    let behind = |pattern, cost: Option<i32>| {
        let family = behind.as_ref()?;
        Some(Reading::of(pattern, head, tail, cost? + family.cost, family.listed))
    };
    let before = given_last.map(|cost| {
        let family = Family::of(head);
        Reading::of(Pattern::SurnameGiven, head, tail, cost + family.cost, family.listed)
    });
    let between = first.given.zip(initial_and_surname(tail));
    let between =
        between.map(|(a, b)| Reading::of(Pattern::GivenInitialSurname, head, tail, a + b, true));
    let readings = [
        behind(Pattern::GivenSurname, given_first),
        behind(Pattern::InitialsSurname, initials),
        before,
        between,
    ];
    readings.into_iter().flatten().min_by_key(|reading| reading.cost)
}

fn initial_and_surname(tail: &str) -> Option<i32> {
    let last = tail.get(1..).filter(|last| last.len() > 1)?;
    Some(INITIAL + listed_surname(last)?)
}

/// The given name in `tail`. East Asian names mostly stand behind their
/// surnames, and are too many for any list.
fn given_after(surname: Listed, tail: &str) -> Option<i32> {
    if tail.len() < 3 {
        return None;
    }
    let given = Listed::of(tail);
    if !is_common(surname) {
        return given.given;
    }
    let chinese = pinyin::is_given(tail).then_some(CHINESE_GIVEN);
    chinese.into_iter().chain(given.given).min().or_else(|| Some(given.as_given(tail)))
}

/// The Chinese given name in `head`, before a common surname.
fn chinese_before(head: &str, tail: &str) -> Option<i32> {
    let is_given = pinyin::is_given(head) && is_common(Listed::of(tail));
    is_given.then_some(CHINESE_GIVEN + CHINESE_SURNAME_LAST)
}

fn is_common(listed: Listed) -> bool {
    listed.surname.is_some_and(|cost| cost <= COMMON_SURNAME)
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
        let listed = Listed::of(word);
        let bare = Family {
            particle: "",
            surname: word,
            cost: listed.as_surname(word),
            listed: listed.surname.is_some(),
        };
        let parted =
            [2, 3].into_iter().filter_map(|at| Family::after_particle(word.split_at_checked(at)?));
        parted.fold(bare, |best, other| if other.cost < best.cost { other } else { best })
    }

    fn after_particle((particle, surname): (&'a str, &'a str)) -> Option<Family<'a>> {
        if !JOINED_PARTICLES.contains(&particle) {
            return None;
        }
        Some(Family { particle, surname, cost: PARTICLE + listed_surname(surname)?, listed: true })
    }

    fn name(&self) -> String {
        match self.particle {
            "" => spelled(self.surname),
            particle => format!("{particle} {}", spelled(self.surname)),
        }
    }
}
