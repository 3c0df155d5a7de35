use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// An e-mail address that can be invited: what was typed, trimmed, and the key it is compared by.
///
/// Stricter than RFC 5321 on purpose: no quoted local parts, no address literals, no `%` or `!`
/// routes, an ASCII local part, and a domain with a dot. Every one of these has been used to make
/// two parsers see two recipients; nobody is known to receive their mail by them. The database
/// holds nothing else either (`is_email` in its migrations), and the envelope of a mail is made
/// from nothing else.
///
/// **Canonical form** ([`EmailAddress::key`]): the local part in ASCII lower case, an `@`, the
/// domain in its IDNA (ASCII) form in lower case. Two addresses are the same when their keys are
/// the same bytes; nothing else is folded, so `mike` and `mıke` can never meet. A key is unique
/// among accounts and in each workspace. Mail goes to the address as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    address: String,
    key: String,
    domain_at: usize,
}

/// The text is not an address of the form `name@example.com`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailAddressError;

impl EmailAddress {
    /// The most bytes that are looked at. The real limit holds for the IDNA form, which may be
    /// shorter than what was typed, but never by so much.
    const MOST_BYTES: usize = 1024;

    /// Reads one address; spaces around it (also no-break and zero-width ones) are dropped.
    pub fn parse(text: &str) -> Result<EmailAddress, EmailAddressError> {
        let address = text.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
        });
        if address.len() > Self::MOST_BYTES {
            return Err(EmailAddressError);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailAddressError)?;
        let ascii_domain = ascii_domain(domain).ok_or(EmailAddressError)?;
        if !is_plain_local_part(local) || local.len() + 1 + ascii_domain.len() > 254 {
            return Err(EmailAddressError);
        }
        Ok(EmailAddress {
            key: format!("{}@{}", local.to_ascii_lowercase(), ascii_domain),
            domain_at: local.len() + 1,
            address: address.to_owned(),
        })
    }

    /// As it was typed, trimmed.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The canonical form two addresses are compared by: local part and domain in ASCII lower
    /// case, the domain in its IDNA form.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The key of the mailbox, as most mail servers deliver: what follows a plus sign does not make
    /// another one (RFC 5233).
    pub fn mailbox(key: &str) -> String {
        let (local, domain) = key.rsplit_once('@').unwrap_or((key, ""));
        let local = local.split('+').next().unwrap_or_default();
        format!("{local}@{domain}")
    }

    /// The domain, as it stands in the key.
    pub fn domain(&self) -> &str {
        self.key.rsplit('@').next().unwrap_or_default()
    }

    /// The form a mail server understands: the local part as typed, the domain in its IDNA form.
    pub fn for_envelope(&self) -> String {
        format!("{}{}", &self.address[..self.domain_at], &self.key[self.domain_at..])
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

fn is_plain_local_part(local: &str) -> bool {
    !local.is_empty()
        && local.len() <= 64
        && !local.contains("=?")
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"#$&'*+-/=?^_`{|}~".contains(&b))
        })
}

/// Whether a character has no place in a domain that is typed in its own script: it is another
/// writing of ASCII letters, of full stops, or of nothing. The same set as in the database's `is_email`.
fn is_deceptive(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..=',' | '/' | ':'..='@' | '['..='`' | '{'..='\u{b6}' | '\u{b8}'..='\u{bf}'
        | '\u{34f}' | '\u{180b}'..='\u{180e}' | '\u{2000}'..='\u{206f}' | '\u{2100}'..='\u{218f}'
        | '\u{2460}'..='\u{24ff}' | '\u{3000}' | '\u{3002}' | '\u{fb00}'..='\u{fb06}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ff00}'..='\u{ffef}')
}

/// The IDNA form in lower case; `None` unless it is a name with a dot whose last label is no number.
/// Neither is a domain that only looks like its IDNA form: with letters of full width, ligatures,
/// other full stops or invisible characters, which IDNA maps to ASCII or to nothing.
fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let is_as_shown = domain.is_ascii() || {
        if domain.contains(is_deceptive) {
            return None;
        }
        let lower: String = domain.to_lowercase().nfc().collect();
        idna::domain_to_unicode(&ascii).0 == lower && ascii.contains("xn--")
    };
    if !is_as_shown {
        return None;
    }
    let labels: Vec<&str> = ascii.split('.').collect();
    let plain = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    let last_is_name = labels.last()?.bytes().any(|b| b.is_ascii_alphabetic());
    (plain && last_is_name && labels.last()?.len() >= 2).then_some(ascii)
}
