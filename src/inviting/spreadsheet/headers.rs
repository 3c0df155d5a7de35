//! The names that columns go by, in English and German.

use crate::inviting::plain::plain;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Email,
    /// The whole name, or the last name where another column holds the first.
    Name,
    FirstName,
    LastName,
    Gender,
    Role,
    Team,
}

impl Field {
    /// Recognises a column by its name; case, accents and punctuation do not matter, nor does what
    /// follows in brackets or behind a slash, as in `Geschlecht (m/w/d)`. `None` when the text is
    /// no name of a column that is wanted here.
    pub fn recognise(header: &str) -> Option<Self> {
        let beginning = header.split(['(', '[', '/', ':', '|', ',']).next().unwrap_or_default();
        Self::named(&plain(header)).or_else(|| Self::named(&plain(beginning)))
    }

    fn named(name: &str) -> Option<Self> {
        let is_address = ["email", "emailaddress", "emailadress", "emailadresse", "emailaddresse"];
        Some(match name {
            "mail" | "mails" | "emails" | "mailaddress" | "mailadresse" | "emailid" => Self::Email,
            _ if is_address.iter().any(|ending| name.ends_with(ending)) => Self::Email,
            "name" | "names" | "namen" | "fullname" | "completename" | "displayname"
            | "vollername" | "vollstandigername" | "ganzername" | "anzeigename"
            | "vorundnachname" | "vornameundnachname" | "vornamenachname" | "vorundzuname"
            | "nachnamevorname" | "firstandlastname" | "firstnamelastname"
            | "lastnamefirstname" | "firstlastname" | "person" | "employee" | "employeename"
            | "mitarbeiter" | "mitarbeiterin" | "mitarbeiterinnen" | "mitarbeitername"
            | "teilnehmer" | "teilnehmerin" | "participant" | "attendee" | "ansprechpartner" => {
                Self::Name
            }
            "firstname" | "first" | "givenname" | "given" | "forename" | "forenames"
            | "vorname" | "vornamen" | "rufname" => Self::FirstName,
            "lastname" | "last" | "surname" | "familyname" | "family" | "nachname"
            | "nachnamen" | "familienname" | "zuname" => Self::LastName,
            "gender" | "sex" | "geschlecht" | "anrede" | "salutation" | "gendermf" | "mwd"
            | "mfd" | "honorific" => Self::Gender,
            "role" | "roles" | "rolle" | "rollen" | "rolename" | "rollenname" | "userrole"
            | "benutzerrolle" | "nutzerrolle" | "permission" | "permissions" | "permissionrole"
            | "berechtigung" | "berechtigungen" | "recht" | "rechte" | "accesslevel" => Self::Role,
            "team" | "teams" | "teamname" | "group" | "gruppe" => Self::Team,
            _ => return None,
        })
    }
}
