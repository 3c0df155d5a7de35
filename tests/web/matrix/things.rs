//! What there is in a workspace, one of each kind, and which of them a route's address names.

use std::collections::BTreeMap;

use usher::models::role::Preset;
use usher::schema::batches;
use usher::values::Level;
use uuid::Uuid;

use crate::support::TestWorkspace;

/// What a parameter of an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Slug,
    Batch,
    Import,
    Project,
    Task,
    Team,
    /// An own role that nobody holds.
    Role,
    /// A user who can be deactivated.
    Active,
    /// A user who can be sent their invitation again, and whose invitation can be withdrawn.
    Initiated,
    /// A user who can be activated again.
    Deactivated,
    /// A member of the project and the team.
    Member,
    /// Somebody on the waiting list.
    Waiting,
}

impl Kind {
    /// What this parameter of this path names; `None` when nobody has said so yet.
    pub fn of(path: &str, parameter: &str) -> Option<Kind> {
        let below = path.strip_prefix("/w/{slug}/").unwrap_or_default();
        Some(match (below.trim_start_matches("settings/"), parameter) {
            (_, "slug") => Kind::Slug,
            (rest, "id") if rest.starts_with("batches/{id}") => Kind::Batch,
            (rest, "id") if rest.starts_with("imports/{id}") => Kind::Import,
            ("users/{id}/resend" | "users/{id}/withdrawal", "id") => Kind::Initiated,
            ("users/{id}/activation", "id") => Kind::Deactivated,
            ("users/{id}" | "users/{id}/deactivation", "id") => Kind::Active,
            (rest, "id") if rest.starts_with("projects/{id}") => Kind::Project,
            (rest, "id") if rest.starts_with("tasks/{id}") => Kind::Task,
            (rest, "id") if rest.starts_with("teams/{id}") => Kind::Team,
            (rest, "id") if rest.starts_with("permissions/{id}") => Kind::Role,
            (rest, "id") if rest.starts_with("waiting/{id}") => Kind::Waiting,
            (rest, "user") if rest.ends_with("/members/{user}/removal") => Kind::Member,
            _ => return None,
        })
    }

    /// A name that exists nowhere.
    pub fn unknown(self) -> String {
        match self {
            Kind::Slug => format!("nowhere-{}", Uuid::now_v7().simple()),
            _ => Uuid::now_v7().to_string(),
        }
    }
}

/// The parameters of a path, in order: `slug`, `id`, `user`.
pub fn parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next()).collect()
}

/// One workspace's things and their names in addresses.
pub struct Things {
    names: BTreeMap<Kind, String>,
    pub user_role: Uuid,
}

impl Things {
    /// Makes one of each kind.
    pub fn make(workspace: &TestWorkspace<'_>) -> Things {
        use diesel::prelude::*;
        let (app, id, slug) = (workspace.app, workspace.id, workspace.slug.as_str());
        app.sql("UPDATE workspaces SET hold_seconds = 300, booked_seats = 100");
        let at = |name: &str| format!("{name}@{slug}.example");
        workspace.invite("Bea Held", &at("held"));
        let batch: Uuid = batches::table
            .filter(batches::workspace_id.eq(id))
            .select(batches::id)
            .first(&mut app.conn())
            .unwrap();
        let initiated = workspace.invite("Carla Núñez", &at("carla"));
        let active = workspace.user(Preset::User, "Dora Ek", &at("dora"));
        let gone = workspace.user(Preset::User, "Gone Long", &at("gone"));
        app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", gone.id));
        let member = workspace.user(Preset::Guest, "Mia Falk", &at("mia"));
        let (project, task, team) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        let (import, waiting, ada) = (Uuid::now_v7(), Uuid::now_v7(), workspace.ada.id);
        for statement in [
            format!(
                "imports VALUES ('{id}', '{import}', '{ada}', now(), 'people.csv',
                 convert_to(E'E-mail,Name\\nnew@{slug}.example,New\\n', 'UTF8'), '[\"\"]', 0, 1,
                 '[\"E-mail\", \"Name\"]', '[\"email\", \"name\"]', '[]')"
            ),
            format!(
                "import_rows VALUES ('{id}', '{import}', 1, 2, 'new@{slug}.example', 'New', '', '',
                 '', 'work')"
            ),
            format!(
                "waiting_people VALUES ('{id}', '{waiting}', 1, 'wait@{slug}.example',
                 'wait@{slug}.example', 'Wanda', 'User', '', '', NULL, NULL, '{ada}')"
            ),
            format!("projects VALUES ('{id}', '{project}', 'Website')"),
            format!("project_members VALUES ('{id}', '{project}', '{}')", member.id),
            format!("teams VALUES ('{id}', '{team}', 'Design')"),
            format!("team_members VALUES ('{id}', '{team}', '{}')", member.id),
            format!(
                "tasks (workspace_id, id, project_id, title)
                 VALUES ('{id}', '{task}', '{project}', 'Write the texts')"
            ),
            format!("task_assignees VALUES ('{id}', '{task}', '{}')", member.id),
        ] {
            app.sql(&format!("INSERT INTO {statement}"));
        }
        let names = [
            (Kind::Slug, slug.to_owned()),
            (Kind::Batch, batch.to_string()),
            (Kind::Import, import.to_string()),
            (Kind::Project, project.to_string()),
            (Kind::Task, task.to_string()),
            (Kind::Team, team.to_string()),
            (Kind::Role, workspace.own_role("Spare", [Level::Read; 4], false).id.to_string()),
            (Kind::Active, active.id.to_string()),
            (Kind::Initiated, initiated.id.to_string()),
            (Kind::Deactivated, gone.id.to_string()),
            (Kind::Member, member.id.to_string()),
            (Kind::Waiting, waiting.to_string()),
        ];
        Things { names: names.into(), user_role: workspace.user_role.id }
    }

    pub fn name(&self, kind: Kind) -> &str {
        &self.names[&kind]
    }
}
