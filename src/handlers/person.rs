//! How a person is shown on the pages about work and teams.

use uuid::Uuid;

use crate::models::rights;
use crate::models::user::User;
use crate::security::access::Member;
use crate::values::{Lang, Status};

/// An address cut before its "@", where a narrow column may break it.
pub fn email_parts(email: &str) -> (&str, &str) {
    email.split_at(email.find('@').unwrap_or(email.len()))
}

/// A person as a page shows them.
pub struct Person {
    pub id: Uuid,
    pub name: String,
    /// Empty when the reader may not see addresses.
    pub email: String,
    pub initials: String,
    pub status: Status,
    avatar: u8,
    lang: Lang,
}

impl Person {
    /// The person as this reader may see them: a Guest sees who is with them, not their addresses.
    pub fn new(user: &User, reader: &Member) -> Person {
        let email = if rights::can_read_people(&reader.role) { user.email.as_str() } else { "" };
        Person {
            id: user.id,
            name: user.name.clone(),
            email: email.to_owned(),
            initials: user.initials(),
            status: user.status,
            avatar: user.avatar(),
            lang: reader.lang,
        }
    }

    pub fn all(users: &[User], reader: &Member) -> Vec<Person> {
        users.iter().map(|user| Person::new(user, reader)).collect()
    }

    pub fn is_initiated(&self) -> bool {
        self.status == Status::Initiated
    }

    pub fn is_deactivated(&self) -> bool {
        self.status == Status::Deactivated
    }

    /// The address, as [`email_parts`] cuts it.
    pub fn email_parts(&self) -> (&str, &str) {
        email_parts(&self.email)
    }

    /// The avatar's variant: a colour, or the outline of somebody who is not here yet.
    pub fn avatar(&self) -> String {
        match self.status {
            Status::Active => format!("avatar-{}", self.avatar),
            Status::Initiated | Status::Deactivated => "avatar-waiting".to_owned(),
        }
    }

    /// The name, and the status of whoever is not Active: "Carla Núñez, Initiated".
    pub fn label(&self) -> String {
        match self.status {
            Status::Active => self.name.clone(),
            Status::Initiated => format!("{}, {}", self.name, self.lang.t("person-initiated")),
            Status::Deactivated => format!("{}, {}", self.name, self.lang.t("person-deactivated")),
        }
    }
}
