use super::EmailAddress;

/// The most domains of a list.
const MOST: usize = 200;

/// Domains of addresses, in their ASCII form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainList(Vec<String>);

/// At which domains a workspace invites people.
#[derive(Clone, Debug, Default)]
pub struct DomainRule {
    /// Nowhere else, unless it is empty.
    pub allowed: DomainList,
    pub refused: DomainList,
}

/// What in a text is no domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDomain(pub String);

impl DomainRule {
    /// Whether anybody with this address may be a member.
    pub fn admits(&self, email: &EmailAddress) -> bool {
        (self.allowed.is_empty() || self.allowed.has(email)) && !self.refused.has(email)
    }
}

impl DomainList {
    /// Reads domains, with or without an `@`, parted by commas, semicolons or white space.
    pub fn parse(text: &str) -> Result<DomainList, NoDomain> {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let mut domains = Vec::new();
        for word in words.filter(|word| !word.is_empty()) {
            let domain = word.strip_prefix('@').unwrap_or(word);
            let email = EmailAddress::parse(&format!("a@{domain}"));
            let email = email.map_err(|_| NoDomain(word.chars().take(60).collect()))?;
            let domain = email.key().trim_start_matches("a@").to_owned();
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        match domains.get(MOST) {
            Some(domain) => Err(NoDomain(domain.clone())),
            None => Ok(DomainList(domains)),
        }
    }

    /// What the database holds.
    pub fn of(domains: Vec<String>) -> DomainList {
        DomainList(domains)
    }

    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// Whether the address is at one of them, or below it.
    pub fn has(&self, email: &EmailAddress) -> bool {
        self.covers(email.domain())
    }

    /// Whether this domain is one of them, or below it.
    pub fn covers(&self, domain: &str) -> bool {
        self.0.iter().any(|one| {
            let above = domain.strip_suffix(one.as_str());
            above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
