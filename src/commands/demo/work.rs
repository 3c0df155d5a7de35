//! The made-up work: teams, projects and tasks.

use crate::values::Level;

/// A permission role of the workspace's own.
pub struct OwnRole {
    pub name: &'static str,
    /// For projects, tasks, people and settings.
    pub levels: [Level; 4],
    pub can_create_projects: bool,
}

/// A team and its colour, 0 to 9.
pub type Team = (&'static str, i16);

pub struct Project {
    pub name: &'static str,
    pub description: &'static str,
    /// 0 to 9.
    pub colour: i16,
    /// Days since it was archived.
    pub archived: Option<i64>,
    /// E-mail addresses.
    pub members: &'static [&'static str],
    pub tasks: &'static [Task],
}

pub struct Task {
    pub title: &'static str,
    pub description: &'static str,
    /// Days from today; negative ones are past.
    pub due: Option<i64>,
    pub is_done: bool,
    /// E-mail addresses.
    pub assignees: &'static [&'static str],
}

const fn task(title: &'static str, due: i64, assignees: &'static [&'static str]) -> Task {
    Task { title, description: "", due: Some(due), is_done: false, assignees }
}

/// A task that has no date yet.
const fn some_day(title: &'static str) -> Task {
    Task { title, description: "", due: None, is_done: false, assignees: &[] }
}

impl Task {
    const fn done(self) -> Task {
        Task { is_done: true, ..self }
    }

    const fn by(self, assignees: &'static [&'static str]) -> Task {
        Task { assignees, ..self }
    }

    const fn about(self, description: &'static str) -> Task {
        Task { description, ..self }
    }
}

const ADA: &str = "ada.engel@nordlicht.example";
const MIA: &str = "mia.lindqvist@nordlicht.example";
const EMIL: &str = "emil.sorensen@nordlicht.example";
const CLARA: &str = "clara.vogt@nordlicht.example";
const HENRIK: &str = "henrik.aalto@nordlicht.example";
const LOTTE: &str = "lotte.van.der.meer@nordlicht.example";
const PRIYA: &str = "priya.raman@nordlicht.example";
const TOMASZ: &str = "tomasz.zielinski@nordlicht.example";
const SOFIA: &str = "sofia.marques@nordlicht.example";
const AMIRA: &str = "amira.haddad@nordlicht.example";
const MAXIMILIANE: &str = "maximiliane.von.rabenfels-lindenau@nordlicht.example";
const LUKAS: &str = "lukas@petersen-druck.example";
const GRETA: &str = "greta@olsen-foto.example";
const ANNA_LENA: &str = "anna-lena.schmidt@nordlicht.example";
const FELIX: &str = "felix.krueger@nordlicht.example";
const INGRID: &str = "ingrid.nystrom@nordlicht.example";
const OSKAR: &str = "oskar@weiss-texte.example";
const ELIN: &str = "elin.berg@nordlicht.example";
const PAULA: &str = "paula.sommer@suedwind.example";
const RAFAEL: &str = "rafael.kern@suedwind.example";
const DANA: &str = "dana.wolff@suedwind.example";

pub const NORDLICHT_ROLES: &[OwnRole] = &[
    OwnRole {
        name: "Office",
        levels: [Level::Read, Level::None, Level::Manage, Level::Read],
        can_create_projects: false,
    },
    OwnRole {
        name: "Project lead",
        levels: [Level::Manage, Level::Manage, Level::Manage, Level::None],
        can_create_projects: true,
    },
];

pub const NORDLICHT_TEAMS: &[Team] =
    &[("Customer care", 2), ("Design", 5), ("Engineering", 7), ("Studio Hamburg", 3)];

pub const NORDLICHT_PROJECTS: &[Project] = &[
    Project {
        name: "Website relaunch",
        description: "The new site goes live before the winter season. Every old address keeps working.",
        colour: 0,
        archived: None,
        members: &[ADA, MIA, EMIL, HENRIK, PRIYA, SOFIA, ANNA_LENA, FELIX],
        tasks: &[
            task("Agree on the page tree", -20, &[ADA, MIA]).done(),
            task("Choose type and colours", -12, &[SOFIA, ELIN]).done(),
            task("Draw the start page", -2, &[ADA, MIA, SOFIA])
                .about("Wide and narrow, light and dark. The long product names must fit too."),
            task("Build the page frame", 3, &[HENRIK, FELIX]),
            task("Move the old articles", 9, &[PRIYA])
                .about("About 140 articles. Redirect every old address to its new one."),
            task("Photographs of the workshop", 11, &[GRETA, ANNA_LENA]),
            task("Try it with a screen reader", 14, &[ADA]),
            some_day("Write the page for the day after"),
        ],
    },
    Project {
        name: "Autumn campaign",
        description: "Three letters, one postcard, and somebody at the phone when they arrive.",
        colour: 2,
        archived: None,
        members: &[ADA, CLARA, SOFIA, AMIRA, MAXIMILIANE, INGRID],
        tasks: &[
            task("Collect what customers asked last year", -9, &[CLARA]).done(),
            task("Write the three letters", 1, &[ADA, OSKAR])
                .about("One for new customers, one for old ones, one for those who left."),
            task("Print the postcards", 6, &[LUKAS]),
            task("Plan who answers the phone", 8, &[MAXIMILIANE, INGRID]),
            task("Translate the letters", 10, &[AMIRA]),
        ],
    },
    Project {
        name: "Customer portal",
        description: "Customers look up their invoices and change their address by themselves.",
        colour: 7,
        archived: None,
        members: &[ADA, EMIL, HENRIK, TOMASZ, PRIYA, LOTTE],
        tasks: &[
            task("Measure what is slow", -5, &[TOMASZ]).done(),
            task("Let customers change their address", 2, &[TOMASZ, EMIL]),
            task("Show invoices as a list", 7, &[PRIYA]),
            task("Decide who may see invoices", 0, &[ADA, EMIL]),
            task("Answer the ten most frequent questions", 12, &[LOTTE, INGRID]),
            some_day("Sign in with a passkey").by(&[ADA, PRIYA]),
        ],
    },
    Project {
        name: "Summer fair",
        description: "Our stand in August. Kept for next year.",
        colour: 6,
        archived: Some(30),
        members: &[ADA, CLARA, SOFIA],
        tasks: &[
            task("Order the stand", -45, &[CLARA]).done(),
            task("Write down what to do better", -35, &[ADA]).done(),
        ],
    },
];

pub const SUEDWIND_TEAMS: &[Team] = &[("Vertrieb", 3)];

pub const SUEDWIND_PROJECTS: &[Project] = &[Project {
    name: "Messeauftritt",
    description: "Ein Stand, vier Vorführgeräte, sechzig Einladungen.",
    colour: 3,
    archived: None,
    members: &[ADA, PAULA, RAFAEL, DANA],
    tasks: &[
        task("Standfläche bestellen", -3, &[ADA]).done(),
        task("Vorführgeräte zusammenstellen", 5, &[RAFAEL, PAULA]),
        task("Einladungen an Stammkunden", 8, &[DANA])
            .about("Etwa 60 Briefe, jeder mit einem handgeschriebenen Gruß."),
    ],
}];
