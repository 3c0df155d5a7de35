//! The user list as a file that an import of ours recognises.

use diesel::PgConnection;
use uuid::Uuid;

use crate::error::AppResult;
use crate::files::Format;
use crate::files::writer::{Style, Writer};
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::User;
use crate::models::user_list::UserQuery;
use crate::values::{Gender, Lang, Status};

/// How wide the columns are, in characters.
const WIDTHS: [u16; 6] = [36, 28, 16, 24, 14, 14];

/// What is wanted as a file.
#[derive(Clone, Debug)]
pub struct Export {
    pub workspace_id: Uuid,
    /// Whom the list shows; its page does not matter.
    pub query: UserQuery,
    pub lang: Lang,
    pub format: Format,
    /// Whether the reader may see genders.
    pub with_gender: bool,
}

impl Export {
    /// The file, and how many people are in it.
    pub fn write(&self, conn: &mut PgConnection) -> AppResult<(Vec<u8>, usize)> {
        let names = Names {
            roles: Role::all(conn, self.workspace_id)?,
            teams: Team::all(conn, self.workspace_id)?,
            lang: self.lang,
        };
        let columns: Vec<_> = self.columns(!names.teams.is_empty()).collect();
        let mut writer = Writer::new(self.format, &self.lang.t("nav-users"), &WIDTHS)?;
        writer.row(Style::Head, columns.iter().map(|(title, _)| self.lang.t(title)))?;
        let mut people = 0;
        self.query.each(conn, self.workspace_id, |user, team_ids| {
            people += 1;
            let cells = columns.iter().map(|(_, cell)| cell(&names, &user, &team_ids));
            writer.row(Style::Plain, cells)
        })?;
        Ok((writer.finish()?, people))
    }

    /// The columns that the reader may see: what each is called, and what stands in it. Nothing is
    /// said of teams before there is one.
    fn columns(&self, has_teams: bool) -> impl Iterator<Item = (&'static str, Cell)> {
        let all: [(&str, Cell); 6] = [
            ("email", |_, user, _| user.email.clone()),
            ("users-name", |_, user, _| user.name.clone()),
            ("users-role", |names, user, _| names.role(user.role_id)),
            ("users-team", |names, _, team_ids| names.teams(team_ids)),
            ("user-gender", |names, user, _| names.gender(user.gender)),
            ("users-status", |names, user, _| names.status(user.status)),
        ];
        let with_gender = self.with_gender;
        all.into_iter().filter(move |(title, _)| match *title {
            "user-gender" => with_gender,
            "users-team" => has_teams,
            _ => true,
        })
    }
}

/// What stands in a column about a user with these teams.
type Cell = fn(&Names, &User, &[Uuid]) -> String;

/// What things are called.
struct Names {
    roles: Vec<Role>,
    teams: Vec<Team>,
    lang: Lang,
}

impl Names {
    fn role(&self, id: Uuid) -> String {
        let role = self.roles.iter().find(|role| role.id == id);
        role.map(|role| role.title(self.lang)).unwrap_or_default()
    }

    fn teams(&self, ids: &[Uuid]) -> String {
        let theirs = self.teams.iter().filter(|team| ids.contains(&team.id));
        theirs.map(|team| team.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn gender(&self, gender: Option<Gender>) -> String {
        gender.map(|gender| gender.title(self.lang)).unwrap_or_default()
    }

    fn status(&self, status: Status) -> String {
        status.title(self.lang).to_owned()
    }
}
