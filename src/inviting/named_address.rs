//! An address together with the name that stands beside it.

use crate::inviting::spoken::name_as_spoken;
use crate::values::plain::tidy;

/// Longer texts are cut: no address may be longer than 254 characters, no name needs more.
const LONGEST: usize = 1024;

/// What one entry of a list says about a person. Either part may be empty, not both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NamedAddress {
    pub name: String,
    pub email: String,
}

impl NamedAddress {
    /// Reads `anna@example.com`, `Anna Example <anna@example.com>`, `"Example, Anna" <a@b.c>`,
    /// `anna@example.com (Anna Example)` and `Anna Example anna@example.com`. A text with an `@`
    /// that is none of these is taken as an address to be mended, other text as a name.
    /// `None` when nothing is left but punctuation.
    pub fn read(text: &str) -> Option<Self> {
        let text = tidy(text, LONGEST);
        let text = without_bullet(&text);
        let read = Self::in_brackets(text)
            .or_else(|| Self::among_words(text))
            .unwrap_or_else(|| Self::unclear(text));
        let is_somebody = |part: &str| part.chars().any(char::is_alphanumeric);
        let is_meant = read.email.contains('@') || is_somebody(&read.email);
        (is_meant || is_somebody(&read.name)).then_some(read)
    }

    fn in_brackets(text: &str) -> Option<Self> {
        let (before, rest) = text.rsplit_once('<')?;
        let (inside, after) = rest.split_once('>').unwrap_or((rest, ""));
        let name = if before.trim().is_empty() { after } else { before };
        Some(Self { name: name_as_spoken(name), email: address_as_meant(inside) })
    }

    fn among_words(text: &str) -> Option<Self> {
        let is_address = |word: &&str| is_address(&address_as_meant(word));
        let mut words = text.split(' ').filter(is_address);
        let (word, None) = (words.next()?, words.next()) else {
            return None;
        };
        let others: Vec<&str> = text.split(' ').filter(|other| *other != word).collect();
        let name = others.join(" ");
        let name = name.trim_matches(['(', ')', '[', ']', ':', '-', '–', ',', ' ']);
        Some(Self { name: name_as_spoken(name), email: address_as_meant(word) })
    }

    fn unclear(text: &str) -> Self {
        let is_name = text.contains(' ') && !text.contains('@');
        match is_name || !text.contains(['@', '.']) {
            true => Self { name: name_as_spoken(text), email: String::new() },
            false => Self { name: String::new(), email: address_as_meant(text) },
        }
    }
}

/// The text without the bullets of a list in front of it. An asterisk or a hyphen is one only before
/// a space, for an address may begin with either.
fn without_bullet(text: &str) -> &str {
    let rest = text.trim_start_matches(['•', '–', '·', ' ']);
    match rest.strip_prefix("* ").or_else(|| rest.strip_prefix("- ")) {
        Some(rest) => without_bullet(rest),
        None => rest,
    }
}

/// Whether a text has the shape of an address. Loose on purpose: this only tells columns and
/// entries apart, the address itself is checked when the line is planned.
pub(super) fn is_address(text: &str) -> bool {
    let outside = |letter: char| letter.is_whitespace() || "<>,;:\"()[]|".contains(letter);
    match text.split_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !text.contains(outside)
        }
        None => false,
    }
}

/// The address without what programs put around it: brackets, `mailto:`, a subject, a full stop.
pub(super) fn address_as_meant(text: &str) -> String {
    let wrapping = |letter: char| letter.is_whitespace() || "<>\"'()[],;".contains(letter);
    let text = text.trim_matches(wrapping);
    let is_link = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    let text = match is_link {
        true => text[7..].split('?').next().unwrap_or_default(),
        false => text,
    };
    text.trim_end_matches('.').trim_matches(wrapping).to_owned()
}
