//! An address taken apart into the words that may be names.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::lists;

/// Longer local parts are not read: nobody's name, and it bounds the work.
const MOST_LOCAL_BYTES: usize = 64;

/// Labels under which countries register domains.
const SECOND_LEVEL: [&str; 12] =
    ["co", "com", "org", "net", "ac", "or", "ne", "eng", "gov", "edu", "id", "me"];

/// Top levels with hardly any personal domains.
const BUSINESS_TOPS: [&str; 10] =
    ["com", "io", "co", "edu", "gov", "ai", "app", "tech", "biz", "agency"];

/// Top levels of the countries that speak German.
const GERMAN_TOPS: [&str; 3] = [".de", ".at", ".ch"];

/// The parts of an address that can tell a name.
pub(super) struct Address {
    /// The words of the local part in order, lower case, without digits and
    /// tag. Hyphens stay inside words.
    pub words: Vec<String>,
    /// None when many strangers share the domain.
    pub own_domain: Option<OwnDomain>,
    /// Whether the domain is of a country where addresses write umlauts as two letters.
    pub german: bool,
}

/// A domain that may be its user's own.
pub(super) struct OwnDomain {
    pub label: String,
    /// Whether people rather than companies register under its top level.
    pub personal: bool,
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
        let own_domain = OwnDomain::of(&domain);
        let german = GERMAN_TOPS.iter().any(|top| domain.ends_with(top));
        (!words.is_empty()).then_some(Address { words, own_domain, german })
    }
}

/// The word in plain letters as the lists have it: no accents, no marks.
pub(super) fn plain(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
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

impl OwnDomain {
    /// The registrable label, as far as one can tell without the public suffix
    /// list: the one before the last, or before `co.uk` and its like.
    fn of(domain: &str) -> Option<OwnDomain> {
        let mut labels: Vec<&str> = domain.split('.').collect();
        let top = labels.pop()?;
        let mut label = labels.pop()?;
        if SECOND_LEVEL.contains(&label) {
            label = labels.pop().unwrap_or(label);
        }
        let own = !lists::is_free_mail(label) && !domain.contains("noreply");
        own.then(|| OwnDomain { label: label.to_owned(), personal: !BUSINESS_TOPS.contains(&top) })
    }
}
