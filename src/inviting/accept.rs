//! The end of an invitation: what its link is worth, and the person coming in by it.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text};
use serde_json::json;
use uuid::Uuid;

use crate::db::fixed::fixed;
use crate::db::{self, transaction};
use crate::error::{AppError, AppResult};
use crate::models::account::Account;
use crate::models::admins;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::invitation::Invitation;
use crate::models::outbox_email::{Kind, NewOutboxEmail};
use crate::models::rights::can_read_all_tasks;
use crate::models::role::Role;
use crate::models::user::User;
use crate::models::waiting_tasks;
use crate::models::workspace::{AcceptNote, Workspace};
use crate::schema::{accounts, invitations, roles, users, workspaces};
use crate::security::links::JoinClaim;
use crate::values::{EmailAddress, Lang, PersonName, Status};

diesel::alias!(users as inviters: Inviters);

/// What an invitation's link is worth now, by the database's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Valid,
    Expired,
    Withdrawn,
    Declined,
    /// A newer mail was sent; only its link works.
    Replaced,
    /// It would make an Admin, and who sent it is none any more. Everybody else's invitation
    /// outlives its inviter.
    Unbacked,
    /// The workspace's trial is over and too little is booked: it counts again once somebody books.
    Paused,
    Accepted,
}

/// An invitation as the person who follows its link sees it.
#[derive(Clone, Debug)]
pub struct Invited {
    pub state: LinkState,
    pub invitation: Invitation,
    pub workspace: Workspace,
    pub user: User,
    pub role: Role,
    /// Names, in order.
    pub teams: Vec<String>,
    /// Tasks assigned to the person that are not done.
    pub waiting_tasks: i64,
    /// The task they were invited from, as far as they will see it.
    pub task_id: Option<Uuid>,
    pub inviter: User,
    /// Who can send the invitation again: the inviter while an Active Admin, else another one.
    pub contact: User,
    /// The verified account of the invited address, if there is one: its password stands.
    pub account: Option<Account>,
}

impl Invited {
    /// What the rows say about a link; `None` when they know no such invitation.
    pub fn load(conn: &mut PgConnection, claim: &JoinClaim) -> QueryResult<Option<Invited>> {
        let Some(found) = Found::load(conn, claim).optional()? else { return Ok(None) };
        let inviter = found.inviter;
        let contact = User::admin_preferring(conn, claim.workspace_id, inviter.id)?;
        let sees_task = found.is_assigned || can_read_all_tasks(&found.role);
        let is_backed = !found.role.is_admin() || contact.id == inviter.id;
        Ok(Some(Invited {
            state: match state(&found.invitation, claim.generation, found.is_in_time) {
                LinkState::Valid if found.workspace.is_paused() => LinkState::Paused,
                LinkState::Valid if !is_backed => LinkState::Unbacked,
                state => state,
            },
            task_id: found.invitation.task_id.filter(|_| sees_task),
            invitation: found.invitation,
            workspace: found.workspace,
            user: found.user,
            role: found.role,
            teams: found.teams,
            waiting_tasks: found.waiting_tasks,
            inviter,
            contact,
            account: found.account.filter(|account| account.verified_at.is_some()),
        }))
    }

    /// The language to speak with the person: theirs, else the workspace's.
    pub fn lang(&self) -> Lang {
        self.user.language.unwrap_or(self.workspace.language)
    }
}

/// What one statement finds out about a link.
#[derive(Queryable)]
struct Found {
    invitation: Invitation,
    is_in_time: bool,
    workspace: Workspace,
    user: User,
    role: Role,
    teams: Vec<String>,
    waiting_tasks: i64,
    is_assigned: bool,
    inviter: User,
    /// The account of the address, verified or not.
    account: Option<Account>,
}

/// The names of the user's teams, in order, as one column of the user's row.
const TEAMS: &str = "ARRAY(SELECT teams.name FROM team_members
    JOIN teams ON teams.workspace_id = team_members.workspace_id AND teams.id = team_id
    WHERE team_members.workspace_id = users.workspace_id AND user_id = users.id
    ORDER BY teams.name, teams.id)";

/// Whether the task that they were invited from is theirs.
const IS_ASSIGNED: &str = "EXISTS (SELECT FROM task_assignees
    WHERE task_assignees.workspace_id = users.workspace_id AND task_assignees.user_id = users.id
      AND task_assignees.task_id = invitations.task_id)";

impl Found {
    fn load(conn: &mut PgConnection, claim: &JoinClaim) -> QueryResult<Found> {
        let is_its_user = users::workspace_id
            .eq(invitations::workspace_id)
            .and(users::id.eq(invitations::user_id));
        let is_its_role =
            roles::workspace_id.eq(users::workspace_id).and(roles::id.eq(users::role_id));
        let is_its_inviter = inviters
            .field(users::workspace_id)
            .eq(invitations::workspace_id)
            .and(inviters.field(users::id).eq(invitations::invited_by));
        invitations::table
            .inner_join(workspaces::table)
            .inner_join(users::table.on(is_its_user))
            .inner_join(roles::table.on(is_its_role))
            .inner_join(inviters.on(is_its_inviter))
            .left_join(accounts::table.on(accounts::email_key.eq(users::email_key)))
            .filter(invitations::workspace_id.eq(claim.workspace_id))
            .filter(invitations::id.eq(claim.invitation_id))
            .filter(invitations::generation.ge(claim.generation))
            .select((
                Invitation::as_select(),
                invitations::expires_at.gt(diesel::dsl::now),
                Workspace::as_select(),
                User::as_select(),
                Role::as_select(),
                fixed::<Array<Text>>(TEAMS),
                fixed::<BigInt>(waiting_tasks::COUNT),
                fixed::<Bool>(IS_ASSIGNED),
                inviters.fields(<User as Selectable<Pg>>::construct_selection()),
                Option::<Account>::as_select(),
            ))
            .first(conn)
    }
}

fn state(invitation: &Invitation, generation: i32, is_in_time: bool) -> LinkState {
    if invitation.accepted_at.is_some() {
        LinkState::Accepted
    } else if invitation.withdrawn_at.is_some() {
        LinkState::Withdrawn
    } else if invitation.declined_at.is_some() {
        LinkState::Declined
    } else if generation < invitation.generation {
        LinkState::Replaced
    } else if is_in_time {
        LinkState::Valid
    } else {
        LinkState::Expired
    }
}

/// With which account the invited person comes in.
#[derive(Clone, Debug)]
pub enum Entry {
    /// With one that the accepting makes: name as corrected by the person, hash of their password.
    New { name: PersonName, password_hash: String },
    /// With the one that exists, whose password was given or whose session is used.
    Existing { account_id: Uuid },
}

/// Makes the invited person Active, once: of any number of calls for one invitation one gets the
/// account's id. `None`, and nothing was changed, when the link is not [`LinkState::Valid`] any
/// more or when the account is not as `entry` has it; [`Invited::load`] then says how it stands.
pub fn accept(
    conn: &mut PgConnection,
    claim: &JoinClaim,
    entry: &Entry,
) -> AppResult<Option<Uuid>> {
    let joined = transaction(conn, |conn| {
        // Whoever backs the invitation cannot stop being an Admin in between.
        let workspace = Workspace::lock(conn, claim.workspace_id)?;
        let invitation = spend(conn, claim)?.ok_or(AppError::NotFound)?;
        let (user, role) = User::find_with_role(conn, claim.workspace_id, invitation.user_id)?;
        if workspace.is_paused() {
            return Err(AppError::NotFound);
        }
        if role.is_admin() && !is_backed(conn, &invitation)? {
            return Err(AppError::NotFound);
        }
        let (account_id, name) = enter(conn, &user, entry)?.ok_or(AppError::NotFound)?;
        leave_older(conn, &user, entry)?;
        // The seat was taken when the person was invited: there is nothing to count here.
        let updated = diesel::update(users::table.find((user.workspace_id, user.id)))
            .filter(users::status.eq(Status::Initiated))
            .set((
                users::status.eq(Status::Active),
                users::account_id.eq(account_id),
                users::name.eq(name),
            ))
            .execute(conn)?;
        if updated == 0 {
            return Err(AppError::NotFound);
        }
        let (actor, details) = (Some(user.id), json!({ "generation": claim.generation }));
        AuditEvent::record(conn, user.workspace_id, actor, Action::Accepted, actor, details)?;
        tell(conn, &workspace, &invitation, &user)?;
        Ok(account_id)
    });
    match joined {
        Ok(account_id) => Ok(Some(account_id)),
        // An error, because only that takes the transaction back.
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whoever was deactivated here under an older address of their account is this user from now on:
/// the older one stays as what it was, and is nobody's.
fn leave_older(conn: &mut PgConnection, user: &User, entry: &Entry) -> QueryResult<()> {
    let Entry::Existing { account_id } = *entry else { return Ok(()) };
    diesel::update(users::table)
        .filter(users::workspace_id.eq(user.workspace_id))
        .filter(users::account_id.eq(account_id))
        .filter(users::status.eq(Status::Deactivated))
        .set(users::account_id.eq(None::<Uuid>))
        .execute(conn)
        .map(drop)
}

/// Tells those by mail who want to know.
fn tell(
    conn: &mut PgConnection,
    workspace: &Workspace,
    invitation: &Invitation,
    user: &User,
) -> QueryResult<()> {
    let people = match workspace.accept_note {
        AcceptNote::Nobody => return Ok(()),
        AcceptNote::Inviter => vec![invitation.invited_by],
        AcceptNote::Admins => admins::ids(conn, workspace.id)?,
    };
    let now = db::now(conn)?;
    let details = json!({ "user": user.id, "name": user.name, "email": user.email });
    let mail =
        |id: &Uuid| NewOutboxEmail::notice(Kind::Joined, workspace.id, *id, now, details.clone());
    let others = people.iter().filter(|id| **id != user.id);
    let mails: Vec<_> = others.map(mail).collect();
    NewOutboxEmail::insert_all(conn, &mails)
}

/// Marks the invitation accepted if its link is valid at this moment. The one statement that
/// decides: whoever comes at the same time waits for the row and then finds it accepted.
fn spend(conn: &mut PgConnection, claim: &JoinClaim) -> QueryResult<Option<Invitation>> {
    diesel::update(invitations::table.find((claim.workspace_id, claim.invitation_id)))
        .filter(invitations::generation.eq(claim.generation))
        .filter(Invitation::is_open())
        .filter(invitations::expires_at.gt(diesel::dsl::now))
        .set(invitations::accepted_at.eq(diesel::dsl::now))
        .returning(Invitation::as_returning())
        .get_result(conn)
        .optional()
}

/// Whether who sent the invitation is an Active Admin now.
fn is_backed(conn: &mut PgConnection, invitation: &Invitation) -> QueryResult<bool> {
    let inviter = invitation.invited_by;
    let admin = User::admin_preferring(conn, invitation.workspace_id, inviter)?;
    Ok(admin.id == inviter)
}

/// The account of the invited address and the name the person goes by; `None` when a new account
/// is wanted and there is one already, or the existing one is another address's.
fn enter(conn: &mut PgConnection, user: &User, entry: &Entry) -> AppResult<Option<(Uuid, String)>> {
    match entry {
        Entry::New { name, password_hash } => {
            let email = EmailAddress::parse(&user.email)
                .map_err(|_| AppError::internal("an invited address is none"))?;
            let account = Account::claim(conn, &email, password_hash, user.language)?;
            Ok(account.map(|account| (account.id, name.to_string())))
        }
        Entry::Existing { account_id } => {
            let account = Account::by_email(conn, &user.email_key)?;
            let account = account.filter(|one| one.id == *account_id && one.verified_at.is_some());
            Ok(account.map(|account| (account.id, user.name.clone())))
        }
    }
}
