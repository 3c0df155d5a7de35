//! The made-up people. Nobody of these names and addresses is meant.

use crate::models::role::Preset;
use crate::values::Gender;

use Gender::{Female, Male};
use Past::{Active, Deactivated, Declined, Expired, Founder, Invited, Undeliverable, Withdrawn};

/// Who signs in.
pub const ADMIN_EMAIL: &str = "ada.engel@nordlicht.example";

/// One line of the tables below.
pub struct Person {
    pub name: &'static str,
    pub email: &'static str,
    pub gender: Option<Gender>,
    pub role: Preset,
    /// The name of an own role instead.
    pub own_role: Option<&'static str>,
    pub past: Past,
    /// Names of teams.
    pub teams: &'static [&'static str],
}

/// What has happened to somebody; numbers are the days since their invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Made the workspace.
    Founder,
    Active(i64),
    /// The mail leaves when the demo starts, so that the mailbox holds a link that works.
    Invited(i64),
    /// Did not accept in time.
    Expired(i64),
    /// The mail server refused the mail.
    Undeliverable(i64),
    /// Was Active before.
    Deactivated(i64),
    Withdrawn(i64),
    Declined(i64),
}

impl Past {
    /// Days since the invitation.
    pub fn days(self) -> i64 {
        match self {
            Founder => 0,
            Active(days) | Invited(days) | Expired(days) | Undeliverable(days)
            | Deactivated(days) | Withdrawn(days) | Declined(days) => days,
        }
    }

    /// Whether they have accepted, and so have an account.
    pub fn has_joined(self) -> bool {
        matches!(self, Founder | Active(_) | Deactivated(_))
    }
}

const fn admin(name: &'static str, email: &'static str, past: Past) -> Person {
    Person { name, email, gender: None, role: Preset::Admin, own_role: None, past, teams: &[] }
}

const fn user(name: &'static str, email: &'static str, past: Past) -> Person {
    Person { name, email, gender: None, role: Preset::User, own_role: None, past, teams: &[] }
}

const fn guest(name: &'static str, email: &'static str, past: Past) -> Person {
    Person { name, email, gender: None, role: Preset::Guest, own_role: None, past, teams: &[] }
}

impl Person {
    const fn of(self, teams: &'static [&'static str]) -> Person {
        Person { teams, ..self }
    }

    const fn holds(self, own_role: &'static str) -> Person {
        Person { own_role: Some(own_role), ..self }
    }

    const fn who_is(self, gender: Gender) -> Person {
        Person { gender: Some(gender), ..self }
    }
}

/// The people of Nordlicht; the founder comes first.
#[rustfmt::skip]
pub const NORDLICHT: &[Person] = &[
    admin("Ada Engel", ADMIN_EMAIL, Founder).who_is(Female).of(&["Design"]),
    admin("Jonas Brandt", "jonas.brandt@nordlicht.example", Active(58)).who_is(Male).of(&["Engineering"]),
    user("Mia Lindqvist", "mia.lindqvist@nordlicht.example", Active(57)).who_is(Female).of(&["Design"]),
    user("Emil Sørensen", "emil.sorensen@nordlicht.example", Active(57)).holds("Project lead").of(&["Design", "Engineering", "Studio Hamburg"]),
    user("Clara Vogt", "clara.vogt@nordlicht.example", Active(55)).holds("Project lead").who_is(Female).of(&["Customer care"]),
    user("Henrik Aalto", "henrik.aalto@nordlicht.example", Active(51)).who_is(Male).of(&["Engineering"]),
    user("Lotte van der Meer", "lotte.van.der.meer@nordlicht.example", Active(49)).of(&["Customer care"]),
    user("Priya Raman", "priya.raman@nordlicht.example", Active(44)).who_is(Female).of(&["Engineering"]),
    user("Tomasz Zieliński", "tomasz.zielinski@nordlicht.example", Active(40)).of(&["Engineering"]),
    user("Sofia Marques", "sofia.marques@nordlicht.example", Active(33)).who_is(Female).of(&["Design", "Studio Hamburg"]),
    user("Noah Feldmann", "noah.feldmann@nordlicht.example", Active(29)).holds("Office").of(&["Studio Hamburg"]),
    user("Amira Haddad", "amira.haddad@nordlicht.example", Active(2)).of(&["Customer care"]),
    user("Maximiliane von Rabenfels-Lindenau", "maximiliane.von.rabenfels-lindenau@nordlicht.example", Active(2)).who_is(Female).of(&["Customer care", "Design"]),
    guest("Lukas Petersen", "lukas@petersen-druck.example", Active(2)).who_is(Male),
    guest("Greta Olsen", "greta@olsen-foto.example", Active(2)).who_is(Female),
    user("Anna-Lena Schmidt", "anna-lena.schmidt@nordlicht.example", Invited(1)).who_is(Female).of(&["Design"]),
    user("Felix Krüger", "felix.krueger@nordlicht.example", Invited(1)).who_is(Male).of(&["Engineering"]),
    user("Ingrid Nyström", "ingrid.nystrom@nordlicht.example", Invited(2)).of(&["Customer care"]),
    guest("Oskar Weiß", "oskar@weiss-texte.example", Invited(2)),
    user("Zoë Martin", "zoe.martin@nordlicht.example", Invited(6)),
    user("Pavel Novák", "pavel.novak@nordlicht.example", Expired(12)).who_is(Male).of(&["Engineering"]),
    guest("Marta Kowalska", "marta@kowalska-recht.example", Expired(23)).who_is(Female),
    user("Ben Ritter", "ben.riter@nordlicht.example", Undeliverable(2)).who_is(Male).of(&["Engineering"]),
    user("Elin Berg", "elin.berg@nordlicht.example", Deactivated(56)).who_is(Female).of(&["Design"]),
    user("Karl Hoffmann", "karl.hoffmann@nordlicht.example", Deactivated(47)).who_is(Male),
    user("Theo Lang", "theo.lang@nordlicht.example", Withdrawn(9)),
    guest("Nina Frost", "nina@frost-studio.example", Declined(15)).who_is(Female),
];

/// The people of Südwind, where the founder of Nordlicht is Admin too.
#[rustfmt::skip]
pub const SUEDWIND: &[Person] = &[
    admin("Ada Engel", ADMIN_EMAIL, Founder).who_is(Female),
    user("Paula Sommer", "paula.sommer@suedwind.example", Active(4)).who_is(Female).of(&["Vertrieb"]),
    user("Rafael Kern", "rafael.kern@suedwind.example", Active(3)).who_is(Male).of(&["Vertrieb"]),
    user("Dana Wolff", "dana.wolff@suedwind.example", Invited(2)).who_is(Female).of(&["Vertrieb"]),
    // Has an account already: the link asks for its password.
    guest("Mia Lindqvist", "mia.lindqvist@nordlicht.example", Invited(1)).who_is(Female),
];

/// The people of Werft, whose seats are all taken.
#[rustfmt::skip]
pub const WERFT: &[Person] = &[
    admin("Ada Engel", ADMIN_EMAIL, Founder).who_is(Female),
    user("Birte Claasen", "birte.claasen@werft.example", Active(70)).who_is(Female),
    user("Hauke Jansen", "hauke.jansen@werft.example", Active(64)).who_is(Male),
];

/// Who waits for a seat there: name and address.
pub const WERFT_WAITING: &[(&str, &str)] = &[
    ("Enno Petersen", "enno.petersen@werft.example"),
    ("Wiebke Lorenz", "wiebke.lorenz@werft.example"),
    ("Sönke Thomsen", "soenke.thomsen@werft.example"),
];
