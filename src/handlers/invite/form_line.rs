//! A line of the window's form, as it was typed.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};

use crate::inviting::line::Line;
use crate::inviting::names::Habits;
use crate::values::EmailAddress;

/// The most characters kept of a field. No address, name, role or team has as many, so what was
/// cut is refused as it would have been in full.
const LONGEST: usize = 255;

/// A line with what the window knows of it beside what was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormLine {
    #[serde(deserialize_with = "one")]
    pub email: String,
    #[serde(deserialize_with = "one")]
    pub name: String,
    #[serde(deserialize_with = "one")]
    pub role: String,
    #[serde(deserialize_with = "one")]
    pub team: String,
    /// Present where the gender column is shown.
    pub gender: Option<String>,
    /// The name as it was recognised; it is replaced as long as nobody has changed it.
    pub recognised: String,
}

impl FormLine {
    /// Cuts every field to what can be meant.
    pub fn cut(&mut self) {
        let FormLine { email, name, role, team, gender, recognised } = self;
        for field in [email, name, role, team, recognised].into_iter().chain(gender) {
            cut(field);
        }
    }

    /// A line with nothing recognised yet.
    pub fn of(line: &Line, has_gender: bool) -> FormLine {
        FormLine {
            email: line.email.clone(),
            name: line.name.clone(),
            role: line.role.clone(),
            team: line.team.clone(),
            gender: has_gender.then(|| line.gender.clone()),
            recognised: String::new(),
        }
    }

    /// Who is named, each field as it is kept.
    pub fn line(&self) -> Line {
        Line {
            email: kept(&self.email),
            name: kept(&self.name),
            role: kept(&self.role),
            team: kept(&self.team),
            gender: kept(self.gender.as_deref().unwrap_or_default()),
        }
    }

    /// Whether a recognised name may stand here.
    pub fn is_free(&self) -> bool {
        self.name.trim().is_empty() || self.name == self.recognised
    }

    /// Puts the name there that the address has, as long as nobody has typed another.
    pub fn recognise(&mut self, habits: &Habits) {
        let Ok(email) = EmailAddress::parse(&self.email) else { return };
        if self.is_free()
            && let Some(name) = habits.recognise(&email)
        {
            self.name = name.to_string();
            self.recognised = self.name.clone();
        }
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.line().is_empty()
    }

    /// Whether the name is still the recognised one.
    pub fn is_recognised(&self) -> bool {
        !self.recognised.is_empty() && self.name == self.recognised
    }
}

/// Cuts a field to what can be meant.
pub fn cut(field: &mut String) {
    if let Some((end, _)) = field.char_indices().nth(LONGEST) {
        field.truncate(end);
    }
}

/// A field that was sent once. Of several the form would take one, and nobody could say which: an
/// invitation that was checked for one address must not leave for another.
fn one<'de, D: Deserializer<'de>>(field: D) -> Result<String, D::Error> {
    struct One;
    impl Visitor<'_> for One {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("one text")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }
    field.deserialize_any(One)
}

/// A field on one line: a control character is a blank, so that no NUL reaches the database and
/// none turns into nothing in the middle of an address.
pub fn kept(text: &str) -> String {
    let plain = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(LONGEST).collect::<String>().trim().to_owned()
}
