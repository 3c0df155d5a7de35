//! Text with everything taken away that does not tell words apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits only, in lower case and without accents: `E-Mail *` becomes `email`,
/// `Männlich` becomes `mannlich`. Empty when the text has neither letters nor digits.
pub fn plain(text: &str) -> String {
    text.nfkd()
        .filter(|letter| !is_combining_mark(*letter) && letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss")
}

/// One line of text as it is meant: white space of every kind is one space, invisible characters
/// are gone, and what is longer than `longest` characters is cut.
pub fn tidy(text: &str, longest: usize) -> String {
    let mut tidied = String::new();
    // Twice the length is looked at, so that a cell full of invisible characters costs little.
    let looked_at = text.chars().take(longest * 2);
    for letter in looked_at.filter(|letter| !is_invisible(*letter)) {
        match letter.is_whitespace() {
            true if tidied.is_empty() || tidied.ends_with(' ') => {}
            true => tidied.push(' '),
            false => tidied.push(letter),
        }
    }
    tidied.chars().take(longest).collect::<String>().trim_end().to_owned()
}

fn is_invisible(letter: char) -> bool {
    let joins_or_marks = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    joins_or_marks || (letter.is_control() && !letter.is_whitespace())
}
