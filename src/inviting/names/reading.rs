//! How likely words are as parts of a name.
//!
//! Costs are negative logarithms in tenths of a step of the lists (one step is
//! a factor of about 5.7), so costs of independent parts add up and the
//! cheapest reading is the likeliest.

use super::{address::plain, lists};

/// What the commonest name costs, and what each step of rarity adds.
const COMMONEST: i32 = 24;
const STEP: i32 = 10;

/// A letter of a word that is no name.
const LETTER: i32 = 15;

/// That a name is in no list: the given names are nearly complete, the
/// surnames are not.
const UNLISTED_GIVEN: i32 = 40;
const UNLISTED_SURNAME: i32 = 10;

/// How much rarer than in its own place a name is in the other's.
const SURNAME_AS_GIVEN: i32 = 60;
const GIVEN_AS_SURNAME: i32 = 40;

/// Costs of letters by the two before them; how they are written is told in
/// `data/names/compile.py`.
const GIVEN_LETTERS: &str = include_str!("../../../data/names/given_letters.txt");
const SURNAME_LETTERS: &str = include_str!("../../../data/names/surname_letters.txt");

/// What the lists say of a word; none where they do not have it.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub given: Option<i32>,
    pub surname: Option<i32>,
}

impl Listed {
    pub fn of(word: &str) -> Listed {
        let known = lists::commonness(&plain(word));
        Listed { given: listed(known.given), surname: listed(known.surname) }
    }

    /// What reading `word`, of which this is said, as a given name costs.
    pub fn as_given(self, word: &str) -> i32 {
        let by_itself = self.given.unwrap_or_else(|| UNLISTED_GIVEN + letters(word, GIVEN_LETTERS));
        by_itself.min(self.surname.map_or(i32::MAX, |surname| surname + SURNAME_AS_GIVEN))
    }

    /// What reading `word`, of which this is said, as a surname costs.
    pub fn as_surname(self, word: &str) -> i32 {
        let by_itself =
            self.surname.unwrap_or_else(|| UNLISTED_SURNAME + letters(word, SURNAME_LETTERS));
        by_itself.min(self.given.map_or(i32::MAX, |given| given + GIVEN_AS_SURNAME))
    }
}

/// What reading `word` as a given name costs.
pub(super) fn given(word: &str) -> i32 {
    Listed::of(word).as_given(word)
}

/// What reading `word` as a surname costs.
pub(super) fn surname(word: &str) -> i32 {
    Listed::of(word).as_surname(word)
}

/// What it costs that `word` is no name but a handle.
pub(super) fn handle(word: &str) -> i32 {
    LETTER * i32::try_from(word.chars().count()).unwrap_or_default()
}

/// The cost of `word` as a given name when the list has it, else none.
pub(super) fn listed_given(word: &str) -> Option<i32> {
    Listed::of(word).given
}

/// The cost of `word` as a surname when the list has it, else none.
pub(super) fn listed_surname(word: &str) -> Option<i32> {
    Listed::of(word).surname
}

fn listed(commonness: u8) -> Option<i32> {
    (commonness > 0).then(|| COMMONEST + STEP * i32::from(9 - commonness))
}

/// How unusual the letters of an unlisted word are for names of `table`.
fn letters(word: &str, table: &str) -> i32 {
    let word = plain(word);
    let places =
        word.bytes().map(|b| if b.is_ascii_lowercase() { usize::from(b - b'a') + 1 } else { 0 });
    let (mut before, mut cost) = ([0, 0], 0);
    for place in places.chain([0]) {
        let row = before[0] * 27 + before[1];
        let byte = table.as_bytes().get(row * 28 + place).copied().unwrap_or(b'0');
        cost += i32::from(byte - b'0') * 2;
        before = [before[1], place];
    }
    cost
}
