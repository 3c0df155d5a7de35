//! Dates and times as people read them, in their language and their workspace's time zone.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::values::Lang;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

const ENGLISH_DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const GERMAN_DAYS: [&str; 7] =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// A day without its year: "3 Dec", "3. Dez.".
pub fn short_day(lang: Lang, day: NaiveDate) -> String {
    let name = month(lang, day);
    let short: String = name.chars().take(3).collect();
    match lang {
        Lang::En => format!("{} {short}", day.day()),
        Lang::De if name.chars().count() <= 4 => format!("{}. {name}", day.day()),
        Lang::De => format!("{}. {short}.", day.day()),
    }
}

/// A day with its year: "3 December 2026", "3. Dezember 2026".
pub fn long_day(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::En => format!("{} {} {}", day.day(), month(lang, day), day.year()),
        Lang::De => format!("{}. {} {}", day.day(), month(lang, day), day.year()),
    }
}

/// A day with its weekday: "Thursday, 3 December", "Donnerstag, 3. Dezember".
pub fn weekday(lang: Lang, day: NaiveDate) -> String {
    let number = day.weekday().num_days_from_monday() as usize;
    match lang {
        Lang::En => format!("{}, {} {}", ENGLISH_DAYS[number], day.day(), month(lang, day)),
        Lang::De => format!("{}, {}. {}", GERMAN_DAYS[number], day.day(), month(lang, day)),
    }
}

/// A moment with its zone: "3 December 2026, 12:00 (CET)", "3. Dezember 2026, 12:00 (MEZ)".
pub fn moment(lang: Lang, zone: Tz, at: DateTime<Utc>) -> String {
    let at = at.with_timezone(&zone);
    let zone = match (lang, at.format("%Z").to_string().as_str()) {
        (Lang::De, "CET") => "MEZ".to_owned(),
        (Lang::De, "CEST") => "MESZ".to_owned(),
        (_, zone) => zone.to_owned(),
    };
    format!("{}, {} ({zone})", long_day(lang, at.date_naive()), at.format("%H:%M"))
}

/// A moment of today or soon after, as a sentence goes on with it: "at 15:05", "on 26 Nov at 15:05",
/// "um 15:05 Uhr", "am 26. Nov. um 15:05 Uhr".
pub fn soon(lang: Lang, zone: Tz, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let at = at.with_timezone(&zone);
    let time = at.format("%H:%M");
    let is_today = at.date_naive() == now.with_timezone(&zone).date_naive();
    match (lang, is_today) {
        (Lang::En, true) => format!("at {time}"),
        (Lang::De, true) => format!("um {time} Uhr"),
        (Lang::En, false) => format!("on {} at {time}", short_day(lang, at.date_naive())),
        (Lang::De, false) => format!("am {} um {time} Uhr", short_day(lang, at.date_naive())),
    }
}

/// The zone of this IANA name, UTC when it is unknown.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

fn month(lang: Lang, day: NaiveDate) -> &'static str {
    let months = match lang {
        Lang::En => &ENGLISH,
        Lang::De => &GERMAN,
    };
    months[day.month0() as usize]
}
