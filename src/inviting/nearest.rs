//! What a word that nobody knows was probably meant for. It is only ever offered, never taken.

use crate::values::plain::plain;

/// Shorter words are near to too much.
const SHORTEST: usize = 3;

/// The place of the name that a word is nearest to; `None` when none is near, or several are as near.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let word: Vec<char> = plain(word.trim()).chars().collect();
    let far = |name: &str| distance(&word, &plain(name.trim()).chars().collect::<Vec<_>>());
    let mut near: Vec<(usize, usize)> = names
        .into_iter()
        .enumerate()
        .filter_map(|(place, name)| Some((far(name)?, place)))
        .collect();
    near.sort_unstable();
    match near[..] {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, place), ..] => Some(place),
        [] => None,
    }
}

/// How many slips lie between two words; `None` when they are too many. A word that goes on where
/// the other ends is near: "Administrator" and "Admin".
fn distance(one: &[char], other: &[char]) -> Option<usize> {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() < SHORTEST {
        return None;
    }
    if long.starts_with(short) {
        return Some(1);
    }
    let slips = slips(one, other);
    (slips <= (long.len() / 3).max(1)).then_some(slips)
}

/// How many letters are to be put in, taken out or changed (Levenshtein).
fn slips(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, wanted) in other.iter().enumerate() {
            let changed = corner + usize::from(letter != wanted);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_or_an_ending_is_near_and_another_word_is_not() {
        let roles = ["Admin", "User", "Guest"];
        for (word, place) in [
            ("Administrator", Some(0)),
            ("amdin", None),
            ("Users", Some(1)),
            ("Gust", Some(2)),
            ("GUESTS", Some(2)),
            ("Chief", None),
            ("Us", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, roles), place, "{word}");
        }
        assert_eq!(nearest("Designer", ["Design A", "Design B"]), None);
        assert_eq!(nearest("Kuche", ["Küche", "Empfang"]), Some(0));
    }
}
