use std::fmt;

use crate::mail::letter::clean;

/// A name that somebody typed, made fit for a mail of ours: one line, at most 60 characters, and
/// with nothing that a mail program would turn into a link or a telephone number. Otherwise a
/// workspace called "Visit evil.example" would make our mails advertise for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inert(String);

const LIMIT: usize = 60;

/// Breaks a word for machines; people see nothing of it.
const WORD_JOINER: char = '\u{2060}';

/// More digits than this may be a telephone number; a year or a house number has fewer.
const FEW_DIGITS: usize = 4;

impl Inert {
    pub fn new(name: &str) -> Inert {
        Inert(broken(&shortened(&clean(name, 1000))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Inert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(LIMIT) {
        None => name.to_owned(),
        Some(_) => {
            let start: String = name.chars().take(LIMIT - 1).collect();
            format!("{}…", start.trim_end())
        }
    }
}

fn broken(name: &str) -> String {
    let many_digits = name.chars().filter(|c| c.is_numeric()).count() > FEW_DIGITS;
    let mut whole = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        let parts =
            is_link_mark(before) && !c.is_whitespace() || many_digits && before.is_numeric();
        if parts {
            whole.push(WORD_JOINER);
        }
        whole.push(c);
        before = c;
    }
    whole
}

/// What makes a link of the words around it; the second row are the full stops that browsers
/// read as a dot in a domain (Unicode Technical Standard 46), the third other writings of the first.
fn is_link_mark(c: char) -> bool {
    matches!(c, '.' | ':' | '/' | '\\' | '@')
        || matches!(c, '\u{3002}' | '\u{ff0e}' | '\u{ff61}' | '\u{2024}' | '\u{fe52}')
        || matches!(c, '\u{ff1a}' | '\u{ff0f}' | '\u{2044}' | '\u{2215}' | '\u{ff20}' | '\u{fe6b}')
}
