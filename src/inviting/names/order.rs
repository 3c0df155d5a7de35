//! Which of several words is the given name.

use super::{
    reading::{given, surname},
    spelling::is_particle,
};

/// By how much `last.first` must be the likelier reading: most addresses begin
/// with the given name. A workspace known to write `last.first` would have
/// the opposite sign.
const TURNED: i32 = 30;

/// The same before a last initial: `anna.s` is hardly commoner than `schmidt.a`.
const TURNED_INITIAL: i32 = 10;

/// Puts the given name first when the surname certainly stands there.
pub(super) fn given_name_first(words: &mut [String]) {
    let [first, .., last] = words else { return };
    if first.chars().count() == 1 || is_particle(first) {
        return;
    }
    let (straight, turned) = match last.chars().count() {
        1 => (given(first), surname(first) + TURNED_INITIAL),
        _ => (given(first) + surname(last), surname(first) + given(last) + TURNED),
    };
    if turned < straight {
        turn(words);
    }
}

/// Puts the surname last, with its particles: `van.dijk.jan`.
pub(super) fn turn(words: &mut [String]) {
    match words.first().is_some_and(|word| is_particle(word)) {
        true => words.rotate_right(1),
        false => words.rotate_left(1),
    }
}
