//! Where somebody may be sent because an address or a form says so: to pages of our own, never off
//! the site.

use actix_web::dev::ResourceDef;
use url::{Position, Url};

/// The longest address to come back to, in bytes.
const LONGEST: usize = 2000;

/// What the router makes of the addresses that can be looked at.
#[derive(Clone)]
pub struct OwnPages(Vec<ResourceDef>);

impl OwnPages {
    /// The pages of these patterns.
    pub fn of(patterns: impl IntoIterator<Item = &'static str>) -> OwnPages {
        OwnPages(patterns.into_iter().map(ResourceDef::new).collect())
    }

    /// The wanted address as a browser reads it; `None` when that would leave the site (`\\evil`,
    /// `/%09/evil` and their kind) or when no route shows it.
    pub fn find(&self, wanted: &str) -> Option<String> {
        let is_plain = wanted.starts_with('/')
            && wanted.len() <= LONGEST
            && wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let base = Url::parse("http://own.invalid/").ok()?;
        let url = base.join(wanted).ok().filter(|url| is_plain && url.origin() == base.origin())?;
        let is_known = self.0.iter().any(|page| page.is_match(url.path()));
        is_known.then(|| url[Position::BeforePath..].to_owned())
    }
}
