//! An address taken apart into the words that may be names.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::lists;

/// Longer local parts are not read: nobody's name, and it bounds the work.
const MOST_LOCAL_BYTES: usize = 64;

/// The parts of an address that can tell a name.
pub(super) struct Address {
    /// The words of the local part in order, lower case, without digits and
    /// tag. Hyphens stay inside words.
    pub words: Vec<String>,
    /// The label of a domain that may be its owner's own (`doe` of
    /// `john@doe.org`); none when many strangers share the domain.
    pub own_label: Option<String>,
}

impl Address {
    /// None when there is nothing to read: no `@`, too long, or not a letter.
    pub fn parse(email: &str) -> Option<Address> {
        let (local, domain) = email.trim().rsplit_once('@')?;
        let domain = domain.to_lowercase();
        // Code hosts hide addresses as `number+login`: there the tag is the name.
        let local = match local.split_once('+') {
            Some((_, login)) if domain.contains("noreply") => login,
            Some((untagged, _)) => untagged,
            None => local,
        };
        if local.len() > MOST_LOCAL_BYTES {
            return None;
        }
        let words = words(local);
        let own_label = own_label(&domain);
        (!words.is_empty()).then_some(Address { words, own_label })
    }
}

/// The word in plain letters as the lists have it: no accents, no marks.
pub(super) fn plain(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c) && c.is_alphabetic()).collect()
}

fn words(local: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = '.';
    for c in local.nfc() {
        let begins = matches!(c, '.' | '_' | ' ' | '=') || starts_hump(previous, c, words.last());
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && (c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))
        {
            word.extend(c.to_lowercase());
        }
        previous = c;
    }
    words
        .iter()
        .map(|word| trimmed(word))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `JohnDoe` is two words; `McDonald` is one.
fn starts_hump(previous: char, c: char, word: Option<&String>) -> bool {
    let in_name = word
        .is_some_and(|word| matches!(word.as_str(), "mc" | "mac" | "o" | "d" | "de" | "la" | "le"));
    c.is_uppercase() && previous.is_lowercase() && !in_name
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

/// The registrable label, as far as one can tell without the public suffix
/// list: the one before the last, or before `co.uk` and its like.
fn own_label(domain: &str) -> Option<String> {
    let mut labels: Vec<&str> = domain.split('.').collect();
    labels.pop()?;
    let mut label = labels.pop()?;
    if matches!(
        label,
        "co" | "com" | "org" | "net" | "ac" | "or" | "ne" | "eng" | "gov" | "edu" | "id" | "me"
    ) {
        label = labels.pop().unwrap_or(label);
    }
    (!lists::is_free_mail(label) && !domain.contains("noreply")).then(|| label.to_owned())
}
