//! Which of several words is the given name.

use super::{
    reading::{given, surname},
    spelling::is_particle,
};

/// By how much `last.first` must be the likelier reading: most addresses begin
/// with the given name. A workspace known to write `last.first` would have
/// the opposite sign.
const TURNED: i32 = 35;

/// Puts the given name first when the surname certainly stands there.
pub(super) fn given_name_first(words: &mut [String]) {
    let [first, .., last] = words else { return };
    let straight = cost(first, given) + cost(last, surname);
    let turned = cost(first, surname) + cost(last, given) + TURNED;
    if turned < straight && !is_particle(first) {
        words.rotate_left(1);
    }
}

/// An initial may stand for either.
fn cost(word: &str, reading: fn(&str) -> i32) -> i32 {
    if word.chars().count() == 1 { 13 } else { reading(word) }
}
