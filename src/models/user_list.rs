//! The user list: what is asked for, and the page of rows that answers it.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Integer;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use crate::models::invitation::Invitation;
use crate::models::outbox_email::OutboxEmail;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user::User;
use crate::schema::{roles, team_members, teams, users};
use crate::values::Status;
use crate::values::text_enum::text_enum;

/// Rows a page.
pub const PAGE: i64 = 50;

/// The most words of a search that are looked for; the rest is ignored.
const MOST_WORDS: usize = 8;

text_enum! {
    /// The order of the list.
    Sort {
        Name = "name",
        NameDown = "-name",
        Email = "email",
        Role = "role",
        Status = "status",
        Newest = "newest",
    }
}

/// What the list is asked for.
#[derive(Clone, Debug)]
pub struct UserQuery {
    pub search: String,
    pub status: Option<Status>,
    pub role_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub sort: Sort,
    /// Counted from 1; what lies behind the last page means the last page.
    pub page: i64,
}

/// One page of the list.
#[derive(Debug)]
pub struct UserPage {
    pub rows: Vec<UserRow>,
    /// How many users fit the query, on all pages.
    pub total: i64,
    pub page: i64,
}

/// A user and what their row says about them.
#[derive(Debug)]
pub struct UserRow {
    pub user: User,
    pub role: Role,
    pub teams: Vec<Team>,
    /// The newest invitation; `None` for those who were never invited.
    pub invitation: Option<Invitation>,
    /// The newest mail of that invitation's present generation.
    pub mail: Option<OutboxEmail>,
}

impl UserPage {
    /// The page of the workspace's users that the query asks for; five statements, however many
    /// rows there are.
    pub fn load(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        query: &UserQuery,
    ) -> QueryResult<UserPage> {
        let total: i64 = filtered(workspace_id, query).count().get_result(conn)?;
        let page = query.page.clamp(1, ((total + PAGE - 1) / PAGE).max(1));
        let found: Vec<(User, Role)> = ordered(filtered(workspace_id, query), query.sort)
            .select((User::as_select(), Role::as_select()))
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .load(conn)?;
        Ok(UserPage { rows: UserRow::load_all(conn, workspace_id, found)?, total, page })
    }
}

impl UserRow {
    /// The row of one user; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<UserRow> {
        let found = User::find_with_role(conn, workspace_id, id)?;
        let mut rows = UserRow::load_all(conn, workspace_id, vec![found])?;
        rows.pop().ok_or(diesel::result::Error::NotFound)
    }

    fn load_all(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        found: Vec<(User, Role)>,
    ) -> QueryResult<Vec<UserRow>> {
        let ids: Vec<Uuid> = found.iter().map(|(user, _)| user.id).collect();
        let mut teams = teams_of(conn, workspace_id, &ids)?;
        let mut invitations: HashMap<Uuid, Invitation> =
            Invitation::newest_of(conn, workspace_id, &ids)?
                .into_iter()
                .map(|invitation| (invitation.user_id, invitation))
                .collect();
        let sent: Vec<Uuid> = invitations.values().map(|invitation| invitation.id).collect();
        // Oldest first, so that of several mails of one generation the newest stays.
        let mut mails: HashMap<_, OutboxEmail> =
            OutboxEmail::of_invitations(conn, workspace_id, &sent)?
                .into_iter()
                .map(|mail| ((mail.invitation_id, mail.generation), mail))
                .collect();
        let rows = found.into_iter().map(|(user, role)| {
            let invitation = invitations.remove(&user.id);
            let mail = invitation
                .as_ref()
                .and_then(|one| mails.remove(&(Some(one.id), Some(one.generation))));
            UserRow {
                teams: teams.remove(&user.id).unwrap_or_default(),
                user,
                role,
                invitation,
                mail,
            }
        });
        Ok(rows.collect())
    }
}

/// Users of one workspace and their roles, with whatever filters.
type Filtered = diesel::helper_types::IntoBoxed<'static, users_and_roles, Pg>;

#[diesel::dsl::auto_type]
fn users_and_roles() -> _ {
    users::table.inner_join(
        roles::table
            .on(roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id))),
    )
}

fn filtered(workspace_id: Uuid, query: &UserQuery) -> Filtered {
    let mut list = users_and_roles().into_boxed();
    list = list.filter(users::workspace_id.eq(workspace_id));
    for word in search_words(&query.search) {
        list = list.filter(users::search_key.like(containing(&word)));
    }
    if let Some(status) = query.status {
        list = list.filter(users::status.eq(status));
    }
    if let Some(role_id) = query.role_id {
        list = list.filter(users::role_id.eq(role_id));
    }
    if let Some(team_id) = query.team_id {
        let members = team_members::table
            .filter(team_members::workspace_id.eq(workspace_id))
            .filter(team_members::team_id.eq(team_id))
            .select(team_members::user_id);
        list = list.filter(users::id.eq_any(members));
    }
    list
}

fn ordered(list: Filtered, sort: Sort) -> Filtered {
    let list = match sort {
        Sort::Name => list.order(users::name.asc()),
        Sort::NameDown => list.order(users::name.desc()),
        Sort::Email => list.order(users::email_key.asc()),
        Sort::Role => list
            .order(sql::<Integer>("array_position(ARRAY['admin', 'user', 'guest'], roles.preset)"))
            .then_order_by(roles::name)
            .then_order_by(users::name),
        Sort::Status => list
            .order(sql::<Integer>(
                "array_position(ARRAY['initiated', 'active', 'deactivated'], users.status)",
            ))
            .then_order_by(users::name),
        Sort::Newest => list.order(users::created_at.desc()),
    };
    // Ids rise with time: people of one name or one batch keep their order from page to page.
    if sort == Sort::Newest {
        list.then_order_by(users::id.desc())
    } else {
        list.then_order_by(users::id)
    }
}

fn teams_of(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    user_ids: &[Uuid],
) -> QueryResult<HashMap<Uuid, Vec<Team>>> {
    let pairs: Vec<(Uuid, Team)> = team_members::table
        .inner_join(
            teams::table.on(teams::workspace_id
                .eq(team_members::workspace_id)
                .and(teams::id.eq(team_members::team_id))),
        )
        .filter(team_members::workspace_id.eq(workspace_id))
        .filter(team_members::user_id.eq_any(user_ids))
        .order((teams::name, teams::id))
        .select((team_members::user_id, Team::as_select()))
        .load(conn)?;
    let mut teams: HashMap<Uuid, Vec<Team>> = HashMap::new();
    for (user_id, team) in pairs {
        teams.entry(user_id).or_default().push(team);
    }
    Ok(teams)
}

/// The words of a search in the form of `users.search_key`; each must occur in name or address.
pub fn search_words(search: &str) -> Vec<String> {
    let plain: String =
        search.nfkd().filter(|letter| !is_combining_mark(*letter) && *letter != '\0').collect();
    let plain = plain.to_lowercase().replace('ß', "ss");
    plain.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// The pattern of a text that contains this word, whose own wildcards mean themselves.
pub fn containing(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
