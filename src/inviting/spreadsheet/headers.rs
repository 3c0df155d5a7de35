//! The names that columns go by, in English and German.

use crate::inviting::plain::plain;
use crate::values::text_enum::text_enum;

text_enum! {
    /// What a column holds.
    Field {
        Email = "email",
        /// The whole name, or the last name where another column holds the first.
        Name = "name",
        FirstName = "first_name",
        LastName = "last_name",
        Gender = "gender",
        Role = "role",
        Team = "team",
    }
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
        Some(match name {
            _ if is_email(name) => Self::Email,
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

/// Names of the person's own address; `Manager's e-mail` is somebody else's.
fn is_email(name: &str) -> bool {
    const ADDRESS: [&str; 12] = [
        "emailaddress",
        "emailadress",
        "emailaddresse",
        "emailadresse",
        "mailaddress",
        "mailadresse",
        "emails",
        "email",
        "mails",
        "mail",
        "emailid",
        "eadresse",
    ];
    const WHOSE: [&str; 23] = [
        "",
        "work",
        "business",
        "company",
        "corporate",
        "office",
        "professional",
        "primary",
        "main",
        "personal",
        "private",
        "contact",
        "user",
        "login",
        "your",
        "geschaftliche",
        "dienstliche",
        "berufliche",
        "firmen",
        "haupt",
        "kontakt",
        "ihre",
        "deine",
    ];
    ADDRESS
        .iter()
        .filter_map(|address| name.strip_suffix(address))
        .any(|whose| WHOSE.contains(&whose))
}
