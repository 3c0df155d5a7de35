//! Which of several words is the given name.

use super::{
    reading::{given, surname},
    spelling::is_particle,
};

/// By how much `last.first` must be the likelier reading at a domain of one's own: most of them
/// begin with the given name. A workspace known to write `last.first` has the opposite sign.
const TURNED: i32 = 45;

/// The same under a domain that strangers share, where some took what was free.
const TURNED_FREE_MAIL: i32 = 25;

/// The same before a last initial: `anna.s` is hardly commoner than `schmidt.a`.
const TURNED_INITIAL: i32 = 30;

/// Puts the given name first when the surname certainly stands there.
pub(super) fn given_name_first(words: &mut [String], free_mail: bool) {
    let [first, .., last] = &*words else { return };
    if first.chars().count() == 1 || is_particle(first) {
        return;
    }
    let (first, last) = (leading(first), leading(last));
    let (straight, turned) = match last.chars().count() {
        1 => (given(first), surname(first)),
        _ => (given(first) + surname(last), surname(first) + given(last)),
    };
    let needed = match (last.chars().count(), free_mail) {
        (1, _) => TURNED_INITIAL,
        (_, true) => TURNED_FREE_MAIL,
        (_, false) => TURNED,
    };
    if turned + needed < straight {
        turn(words);
    }
}

/// The first of names with a hyphen, which no list has together.
fn leading(word: &str) -> &str {
    word.split('-').next().unwrap_or(word)
}

/// Puts the surname last, with its particles: `van.dijk.jan`.
pub(super) fn turn(words: &mut [String]) {
    match words.first().is_some_and(|word| is_particle(word)) {
        true => words.rotate_right(1),
        false => words.rotate_left(1),
    }
}
