//! The names that columns go by, in English and German.

use crate::values::plain::plain;
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
        by_name(header, Self::named)
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            _ if Address::named(name).is_some() => Self::Email,
            "name" | "names" | "namen" | "fullname" | "completename" | "displayname"
            | "preferredname" | "legalname" | "displayedname" | "angezeigtername"
            | "vollername" | "vollstandigername" | "ganzername" | "anzeigename"
            | "vorundnachname" | "vornameundnachname" | "vornamenachname" | "vorundzuname"
            | "nachnamevorname" | "firstandlastname" | "firstnamelastname"
            | "lastnamefirstname" | "firstlastname" | "person" | "employee" | "employeename"
            | "mitarbeiter" | "mitarbeiterin" | "mitarbeiterinnen" | "mitarbeitername"
            | "teilnehmer" | "teilnehmerin" | "participant" | "attendee" | "ansprechpartner" => {
                Self::Name
            }
            "firstname" | "first" | "givenname" | "given" | "forename" | "forenames"
            | "legalfirstname" | "preferredfirstname" | "vorname" | "vornamen" | "rufname" => {
                Self::FirstName
            }
            "lastname" | "last" | "surname" | "familyname" | "family" | "nachname"
            | "legallastname" | "preferredlastname" | "nachnamen" | "familienname" | "zuname" => {
                Self::LastName
            }
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

/// What the name of a column says, all of it or its beginning.
fn by_name<T>(header: &str, named: fn(&str) -> Option<T>) -> Option<T> {
    let beginning = header.split(['(', '[', '/', ':', '|', ',']).next().unwrap_or_default();
    named(&plain(header)).or_else(|| named(&plain(beginning)))
}

/// Which of somebody's addresses a column holds, those first that are taken before others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Address {
    AtWork,
    Private,
    /// By which they sign in somewhere; it may look like an address and be none.
    SignIn,
}

impl Address {
    /// The address that a column of this name holds; `None` for other columns, and for addresses of
    /// other people, as under `Manager's e-mail`.
    pub fn under(header: &str) -> Option<Self> {
        by_name(header, Self::named)
    }

    /// A word that says whose address it is may stand before it or behind.
    fn named(name: &str) -> Option<Self> {
        const NAMES: [&str; 12] = [
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
        if let "userprincipalname" | "benutzerprinzipalname" | "upn" = name {
            return Some(Self::SignIn);
        }
        let before = NAMES.iter().filter_map(|address| name.strip_suffix(address));
        let behind = NAMES.iter().filter_map(|address| name.strip_prefix(address));
        before.chain(behind).find_map(Self::of)
    }

    /// What a word beside "e-mail" says.
    fn of(word: &str) -> Option<Self> {
        match word {
            "" | "work" | "business" | "company" | "corporate" | "office" | "professional"
            | "primary" | "main" | "contact" | "user" | "login" | "your" | "geschaftliche"
            | "geschaftlich" | "dienstliche" | "dienstlich" | "berufliche" | "beruflich"
            | "arbeit" | "buro" | "firma" | "firmen" | "haupt" | "kontakt" | "ihre" | "deine" => {
                Some(Self::AtWork)
            }
            "personal" | "private" | "privat" | "home" | "personliche" | "personlich" => {
                Some(Self::Private)
            }
            _ => None,
        }
    }
}
