//! Chinese given names, which are too many for any list: two syllables of pinyin.

const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w",
];

const FINALS: [&str; 33] = [
    "a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao",
    "ie", "in", "ing", "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang", "ue", "ui",
    "un", "uo", "v",
];

/// Whether `word` is made of two syllables: `haitao`, `xiaoming`.
pub(super) fn is_given(word: &str) -> bool {
    let mut cuts = (2..word.len().saturating_sub(1)).filter_map(|at| word.split_at_checked(at));
    cuts.any(|(first, second)| is_syllable(first) && is_syllable(second))
}

fn is_syllable(word: &str) -> bool {
    INITIALS.iter().filter_map(|initial| word.strip_prefix(initial)).any(|r| FINALS.contains(&r))
}
