//! Scores name recognition: `cargo run --example score_names -- FILE`, where
//! FILE has an address, a tab and the true name on each line.
#![allow(clippy::unwrap_used)]

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use usher::inviting::names::recognise;

/// A guess that saves less of the typing than this is rather in the way.
const HARMFUL: f64 = 0.3;

fn main() {
    let file = std::env::args().nth(1).expect("the file of pairs as argument");
    let show = std::env::args().nth(2);
    let text = std::fs::read_to_string(&file).expect("a readable file");
    let scores: Vec<Score> =
        text.lines().filter_map(|line| line.split_once('\t')).map(Score::of).collect();
    if let Some(show) = show {
        scores.iter().filter(|score| score.is(&show)).for_each(|score| println!("{score}"));
    }
    report(&scores);
}

struct Score {
    email: String,
    name: String,
    guess: Option<String>,
    saving: f64,
    first_last: bool,
    exact: bool,
}

impl Score {
    fn of((email, name): (&str, &str)) -> Score {
        let guess = recognise(email).map(|guess| guess.to_string());
        let saving = guess.as_deref().map_or(0.0, |guess| saving(guess, name));
        let exact = guess.as_deref().is_some_and(|guess| folded(guess) == folded(name));
        Score {
            email: email.into(),
            name: name.into(),
            guess,
            saving,
            first_last: is_first_last(email),
            exact,
        }
    }

    fn is(&self, kind: &str) -> bool {
        match kind {
            "harmful" => self.guess.is_some() && self.saving < HARMFUL,
            "empty" => self.guess.is_none(),
            "inexact" => self.first_last && !self.exact,
            "first_last" => self.first_last,
            _ => true,
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let guess = self.guess.as_deref().unwrap_or_default();
        write!(f, "{}\t{}\t{guess}\t{:.2}", self.email, self.name, self.saving)
    }
}

fn report(scores: &[Score]) {
    let count = |kind| scores.iter().filter(|score| score.is(kind)).count();
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let saved: f64 = scores.iter().map(|score| score.saving).sum();
    let exact = scores.iter().filter(|score| score.first_last && score.exact).count();
    println!("pairs             {}", scores.len());
    println!("typing saved      {:.3}", saved / scores.len().max(1) as f64);
    println!("harmful, all      {:.1} %", share(count("harmful"), scores.len()));
    // The figure to watch: an empty guess is in nobody's way.
    println!("harmful, guesses  {:.1} %", share(count("harmful"), scores.len() - count("empty")));
    println!(
        "first.last exact  {:.1} % of {}",
        share(exact, count("first_last")),
        count("first_last")
    );
    println!("empty             {:.1} %", share(count("empty"), scores.len()));
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

fn is_first_last(email: &str) -> bool {
    let Some((first, last)) = email.split_once('@').and_then(|(local, _)| local.split_once('.'))
    else {
        return false;
    };
    [first, last]
        .iter()
        .all(|word| word.len() >= 2 && word.chars().all(|c| c.is_ascii_alphabetic()))
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
