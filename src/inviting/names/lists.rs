//! How common a word is as a given name and as a surname.
//!
//! The lists are sorted text inside the program, searched where they lie: no
//! start-up cost and no memory beyond the pages touched. Their sources are
//! told in `data/names/README.md`.

const NAMES: &str = include_str!("../../../data/names/names.txt");
const SPELLINGS: &str = include_str!("../../../data/names/spellings.txt");
const ROLES: &str = include_str!("../../../data/names/roles.txt");
const ROLE_ENDINGS: &str = include_str!("../../../data/names/role_endings.txt");
const PLACES: &str = include_str!("../../../data/names/places.txt");
const COMPANIES: &str = include_str!("../../../data/names/companies.txt");
const FREE_MAIL: &str = include_str!("../../../data/names/free_mail.txt");

/// Names stand in one line with all that share as many first letters.
const KEY_LETTERS: usize = 4;

/// Bearers of a word on a scale from 0 (unknown) to 9 (millions); one step is
/// a factor of about 5.7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Commonness {
    pub given: u8,
    pub surname: u8,
}

/// `word` in lower-case letters without accents; unknown words are 0 and 0.
pub(super) fn commonness(word: &str) -> Commonness {
    let (key, rest) = word.split_at_checked(KEY_LETTERS).unwrap_or((word, ""));
    let mut entries = find(NAMES, key).unwrap_or_default().trim_start().as_bytes();
    // Each entry is the letters after the key and the two digits.
    while let Some(at) = entries.iter().position(u8::is_ascii_digit) {
        let (letters, digits) = entries.split_at(at);
        if letters == rest.as_bytes() {
            return Commonness { given: digits[0] - b'0', surname: digits[1] - b'0' };
        }
        entries = &digits[2..];
    }
    Commonness::default()
}

/// The spelling of a name that addresses write differently: `mueller` is Müller.
pub(super) fn spelling(word: &str) -> Option<&'static str> {
    find(SPELLINGS, word).map(str::trim_start)
}

/// Whether mail to this word reaches a function or a machine instead of a person: `info`, or a
/// compound like `produktionsleitung` that is nobody's name.
pub(super) fn is_role(word: &str) -> bool {
    let is_compound = || ROLE_ENDINGS.lines().any(|ending| word.ends_with(ending));
    find(ROLES, word).is_some() || is_compound() && commonness(word) == Commonness::default()
}

/// Whether mail to this word alone reaches a branch there rather than somebody of that name.
pub(super) fn is_place(word: &str) -> bool {
    find(PLACES, word).is_some()
}

/// Whether many unrelated people have addresses under this first label of a domain.
pub(super) fn is_free_mail(label: &str) -> bool {
    find(FREE_MAIL, label).is_some()
}

/// Whether the first label of a domain is a company known under a surname.
pub(super) fn is_company(label: &str) -> bool {
    find(COMPANIES, label).is_some()
}

/// What follows `word` in its line of `list`, whose lines are sorted and begin
/// with a word of letters.
fn find(list: &'static str, word: &str) -> Option<&'static str> {
    let (mut from, mut to) = (0, list.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = list.as_bytes()[from..middle]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(from, |at| from + at + 1);
        let end =
            list.as_bytes()[start..to].iter().position(|b| *b == b'\n').map_or(to, |at| start + at);
        let line = &list[start..end];
        let key = line.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        match key.cmp(word) {
            std::cmp::Ordering::Equal => return Some(&line[key.len()..]),
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    None
}
