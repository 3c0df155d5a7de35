//! Scores name recognition: `cargo run --example score_names -- FILE`, where
//! FILE has an address, a tab and the true name on each line. Beside the guesses
//! stands the plain reading: what is between separators, with capitals.
#![allow(clippy::unwrap_used)]

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use usher::inviting::names::recognise;

/// A guess that saves less of the typing than this is rather in the way.
const HARMFUL: f64 = 0.3;

fn main() {
    let file = std::env::args().nth(1).expect("the file of pairs as argument");
    let show = std::env::args().nth(2);
    let text = std::fs::read_to_string(&file).expect("a readable file");
    let pairs: Vec<Pair> =
        text.lines().filter_map(|line| line.split_once('\t')).map(Pair::of).collect();
    if let Some(show) = show {
        pairs.iter().filter(|pair| pair.is(&show)).for_each(|pair| println!("{pair}"));
    }
    println!(
        "{:24} {:>6} {:>7} {:>8} {:>8} {:>7}",
        "", "pairs", "saved", "harmful", "exact", "empty"
    );
    report("all", pairs.iter());
    report("at own domains", pairs.iter().filter(|pair| !pair.is_shared()));
    report("at shared domains", pairs.iter().filter(|pair| pair.is_shared()));
    report("first.last of the name", pairs.iter().filter(|pair| pair.tells_all()));
}

struct Pair<'a> {
    email: &'a str,
    name: &'a str,
    guess: Score,
    plain: Score,
}

impl<'a> Pair<'a> {
    fn of((email, name): (&'a str, &'a str)) -> Pair<'a> {
        let guess = recognise(email).map(|guess| guess.to_string());
        let guess = Score::of(guess.unwrap_or_default(), name);
        Pair { email, name, guess, plain: Score::of(plain(email), name) }
    }

    /// The two words of `anna.schmidt@`.
    fn first_last(&self) -> Option<[&'a str; 2]> {
        let (first, last) = self.email.split_once('@')?.0.split_once('.')?;
        let is_word = |word: &str| word.len() >= 2 && word.chars().all(|c| c.is_ascii_alphabetic());
        [first, last].into_iter().all(is_word).then_some([first, last])
    }

    /// Whether the address has the letters of the whole name, in either order.
    fn tells_all(&self) -> bool {
        let letters: String = folded(self.name).chars().filter(char::is_ascii_lowercase).collect();
        self.first_last().is_some_and(|[first, last]| {
            [[first, last], [last, first]]
                .iter()
                .any(|words| words.concat().to_lowercase() == letters)
        })
    }

    /// Whether strangers have addresses at the same domain.
    fn is_shared(&self) -> bool {
        let labels: Vec<&str> =
            self.email.rsplit('@').next().unwrap_or_default().split('.').collect();
        labels.iter().rev().nth(1).is_some_and(|label| {
            include_str!("../data/names/free_mail.txt").lines().any(|line| line == *label)
        })
    }

    fn is(&self, kind: &str) -> bool {
        match kind {
            "harmful" => self.guess.is_harmful(),
            "empty" => self.guess.text.is_empty(),
            "inexact" => self.first_last().is_some() && !self.guess.exact,
            "first_last" => self.first_last().is_some(),
            "worse" => self.guess.saving < self.plain.saving,
            _ => true,
        }
    }
}

impl std::fmt::Display for Pair<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Pair { email, name, guess, .. } = self;
        write!(f, "{email}\t{name}\t{}\t{:.2}", guess.text, guess.saving)
    }
}

/// What a text is worth that stands in the field of the name.
struct Score {
    text: String,
    saving: f64,
    exact: bool,
}

impl Score {
    fn of(text: String, name: &str) -> Score {
        let saving = if text.is_empty() { 0.0 } else { saving(&text, name) };
        let exact = folded(&text) == folded(name);
        Score { text, saving, exact }
    }

    /// An empty guess is in nobody's way.
    fn is_harmful(&self) -> bool {
        !self.text.is_empty() && self.saving < HARMFUL
    }
}

fn report<'a>(kind: &str, pairs: impl Iterator<Item = &'a Pair<'a>>) {
    let pairs: Vec<&Pair> = pairs.collect();
    line(kind, &pairs, |pair| &pair.guess);
    line("  plain", &pairs, |pair| &pair.plain);
}

/// *Harmful* is the share of the guesses, *exact* that of the `first.last` addresses.
fn line(kind: &str, pairs: &[&Pair], score: impl for<'p> Fn(&'p Pair) -> &'p Score) {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let count = |of: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| of(pair)).count();
    let all = pairs.len();
    let saved: f64 = pairs.iter().map(|pair| score(pair).saving).sum();
    let empty = count(&|pair| score(pair).text.is_empty());
    let harmful = count(&|pair| score(pair).is_harmful());
    let first_last = count(&|pair| pair.first_last().is_some());
    let exact = count(&|pair| pair.first_last().is_some() && score(pair).exact);
    println!(
        "{kind:24} {all:6} {:7.3} {:6.1} % {:6.1} % {:5.1} %",
        saved / all.max(1) as f64,
        share(harmful, all - empty),
        share(exact, first_last),
        share(empty, all),
    );
}

/// What is between separators, without digits and tag.
fn plain(email: &str) -> String {
    let local = email.split(['@', '+']).next().unwrap_or_default();
    let words = local
        .split(['.', '_', '-'])
        .map(|word| word.trim_matches(|c: char| !c.is_alphabetic()))
        .filter(|word| !word.is_empty());
    words.map(capital).collect::<Vec<_>>().join(" ")
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + &rest.to_lowercase()
}

/// 1 minus the edits left over the length of the true name; below 0 when the
/// guess is more work than an empty field.
fn saving(guess: &str, name: &str) -> f64 {
    let length = name.chars().count().max(1);
    1.0 - edits(guess, name) as f64 / length as f64
}

fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in to.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

/// Accents ignored, also those that Unicode counts as letters of their own.
fn folded(name: &str) -> String {
    let letter = |c| match c {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ı' => 'i',
        c => c,
    };
    name.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).map(letter).collect()
}
