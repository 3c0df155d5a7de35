//! The address of the audit log: what is looked for stands in it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::handlers::query;
use crate::models::audit_list::{AuditQuery, Group, PAGE};

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 100;
/// The last page that is looked for.
const LAST_PAGE: i64 = 10_000;

/// The parameters as they were given; an empty one asks for nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditAddress {
    pub q: String,
    pub group: String,
    pub from: String,
    pub to: String,
    pub page: String,
}

impl AuditAddress {
    /// The same without what nobody can look for: a mistyped address shows more, not an error.
    pub fn tidied(self) -> AuditAddress {
        let q: String = self.q.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        let day = |text: String| if day(&text).is_some() { text } else { String::new() };
        AuditAddress {
            q: q.trim().to_owned(),
            group: Group::parse(&self.group).map(|group| group.to_string()).unwrap_or_default(),
            from: day(self.from),
            to: day(self.to),
            page: self.page,
        }
    }

    /// What is asked for; days are those of this zone, the last one included.
    pub fn parse(&self, zone: Tz) -> AuditQuery {
        let next = day(&self.to).and_then(|day| day.checked_add_days(Days::new(1)));
        AuditQuery {
            person: self.q.clone(),
            group: Group::parse(&self.group),
            from: day(&self.from).and_then(|day| beginning(zone, day)),
            until: next.and_then(|day| beginning(zone, day)),
            page: self.page.parse().unwrap_or(1).clamp(1, LAST_PAGE),
            rows: PAGE,
        }
    }

    /// The query of another page, with its question mark.
    pub fn with_page(&self, page: i64) -> String {
        let page = if page == 1 { String::new() } else { page.to_string() };
        query(&[
            ("q", &self.q),
            ("group", &self.group),
            ("from", &self.from),
            ("to", &self.to),
            ("page", &page),
        ])
    }

    /// Whether its first day comes after its last, so that nothing can be found.
    pub fn is_backwards(&self) -> bool {
        day(&self.to).is_some_and(|to| day(&self.from).is_some_and(|from| from > to))
    }

    /// Whether something may be left out.
    pub fn is_filtered(&self) -> bool {
        [&self.q, &self.group, &self.from, &self.to].iter().any(|one| !one.is_empty())
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (2000..3000).contains(&day.year()).then_some(day)
}

/// The first moment of a day; a clock may be put forward over midnight.
fn beginning(zone: Tz, day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let first = zone.from_local_datetime(&midnight).earliest();
    first.map(|at| at.to_utc()).or_else(|| Some(midnight.and_utc()))
}
