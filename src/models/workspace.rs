use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use crate::db::fixed::{Fixed, fixed};
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::role::Role;
use crate::models::user_count::UserCount;
use crate::schema::{user_counts, users, workspaces};
use crate::values::text_enum::text_enum;
use crate::values::{DomainList, DomainRule, EmailAddress, Lang, Status, Title};

/// The tenant.
#[derive(Clone, Debug, Queryable, Selectable, Identifiable)]
#[diesel(table_name = workspaces, check_for_backend(diesel::pg::Pg))]
pub struct Workspace {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub language: Lang,
    pub trial_ends_at: DateTime<Utc>,
    pub booked_seats: i32,
    pub planned_seats: Option<i32>,
    pub cycle_ends_at: Option<DateTime<Utc>>,
    pub invitation_days: i32,
    pub hold_seconds: i32,
    /// Who is invited must be at one of these domains, if there are any.
    pub allowed_domains: Vec<String>,
    /// Nobody at one of these is invited.
    pub refused_domains: Vec<String>,
    pub accept_note: AcceptNote,
    /// Seats held by Active and Initiated users, as they were when the statement that read the row
    /// began: what is decided under the workspace's lock asks for its [`Seats`].
    #[diesel(select_expression = fixed::<Integer>(USED))]
    #[diesel(select_expression_type = Fixed<Integer>)]
    pub used_seats: i32,
}

/// How many seats are used, as a column of the workspace.
const USED: &str = "COALESCE((SELECT user_counts.initiated + user_counts.active FROM user_counts
    WHERE user_counts.workspace_id = workspaces.id), 0)";

text_enum! {
    /// Who gets a mail when somebody accepts their invitation.
    AcceptNote {
        Nobody = "nobody",
        Inviter = "inviter",
        Admins = "admins",
    }
}

/// How many seats there are and who holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats {
    pub booked: i64,
    pub active: i64,
    pub initiated: i64,
    /// During the trial seats are counted, but do not limit.
    pub in_trial: bool,
    /// How many wait for a seat.
    pub waiting: i64,
}

/// What the workspace's form changes.
#[derive(Clone, Debug)]
pub struct WorkspaceChange {
    pub name: Title,
    pub language: Lang,
    pub time_zone: Tz,
    /// How long an invitation can be accepted, 1 to 90 days.
    pub invitation_days: i32,
    /// How long a send can be undone, 0 to 300 seconds.
    pub hold_seconds: i32,
    pub allowed_domains: DomainList,
    pub refused_domains: DomainList,
    pub accept_note: AcceptNote,
}

impl WorkspaceChange {
    /// What of it is another than it was, for the audit log: field, and value before and after.
    fn unlike(&self, old: &Workspace) -> Vec<Value> {
        let list = |domains: &[String]| domains.join(", ");
        let (allowed, refused) = (&self.allowed_domains, &self.refused_domains);
        let fields = [
            ("name", old.name.clone(), self.name.as_str().to_owned()),
            ("language", old.language.to_string(), self.language.to_string()),
            ("zone", old.time_zone.clone(), self.time_zone.name().to_owned()),
            ("days", old.invitation_days.to_string(), self.invitation_days.to_string()),
            ("hold", old.hold_seconds.to_string(), self.hold_seconds.to_string()),
            ("allowed", list(&old.allowed_domains), list(allowed.as_slice())),
            ("refused", list(&old.refused_domains), list(refused.as_slice())),
            ("note", old.accept_note.to_string(), self.accept_note.to_string()),
        ];
        let changed = fields.into_iter().filter(|(_, from, to)| from != to);
        changed.map(|(field, from, to)| json!({ "field": field, "from": from, "to": to })).collect()
    }
}

impl Seats {
    /// Whether the trial is over and more seats are used than booked: everything rests.
    pub fn is_over(&self) -> bool {
        !self.in_trial && self.used() > self.booked
    }

    /// Seats held by Active and Initiated users.
    pub fn used(&self) -> i64 {
        self.active + self.initiated
    }

    /// More used seats than this, and a meter warns: nine in ten.
    pub fn low(&self) -> f64 {
        self.booked as f64 * 0.9
    }

    /// More used seats than this, and a meter alarms: no seat is left.
    pub fn high(&self) -> f64 {
        self.booked as f64 - 0.5
    }

    /// Seats that can still be given; `None` when they do not limit (trial).
    pub fn free(&self) -> Option<i64> {
        (!self.in_trial).then(|| (self.booked - self.used()).max(0))
    }
}

/// How many wait for a seat, as a column of the workspace.
const WAITING: &str = "(SELECT count(*) FROM waiting_people
    WHERE waiting_people.workspace_id = workspaces.id)";

/// What the seats are counted from, of a workspace with its counts.
#[derive(Queryable, Selectable)]
#[diesel(table_name = workspaces, check_for_backend(diesel::pg::Pg))]
pub(super) struct SeatsFound {
    #[diesel(select_expression = workspaces::trial_ends_at.gt(diesel::dsl::now))]
    in_trial: bool,
    #[diesel(embed)]
    counts: Option<UserCount>,
    #[diesel(select_expression = fixed(WAITING), select_expression_type = Fixed<BigInt>)]
    waiting: i64,
}

/// A workspace to be made.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    pub name: Title,
    pub language: Lang,
    /// An IANA name.
    pub time_zone: Tz,
}

impl Workspace {
    /// Makes a workspace with its preset roles (Admin, User, Guest); its trial begins now. The slug
    /// is made from the name, with a number behind it when it is taken.
    pub fn create(
        conn: &mut PgConnection,
        new: &NewWorkspace,
    ) -> QueryResult<(Workspace, [Role; 3])> {
        let plain = slug_from(new.name.as_str());
        for number in 1.. {
            let slug = if number == 1 { plain.clone() } else { format!("{plain}-{number}") };
            let made = diesel::insert_into(workspaces::table)
                .values((
                    workspaces::id.eq(Uuid::now_v7()),
                    workspaces::slug.eq(slug),
                    workspaces::name.eq(new.name.as_str()),
                    workspaces::time_zone.eq(new.time_zone.name()),
                    workspaces::language.eq(new.language),
                ))
                .on_conflict(workspaces::slug)
                .do_nothing()
                .returning(Workspace::as_returning())
                .get_result(conn)
                .optional()?;
            if let Some(workspace) = made {
                let roles = Role::create_presets(conn, workspace.id)?;
                return Ok((workspace, roles));
            }
        }
        Err(diesel::result::Error::NotFound)
    }

    /// The workspace; `NotFound` when there is none.
    pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<Workspace> {
        workspaces::table.find(id).select(Workspace::as_select()).first(conn)
    }

    /// The workspace of this slug; `NotFound` when there is none.
    pub fn of_slug(conn: &mut PgConnection, slug: &str) -> QueryResult<Workspace> {
        let of_slug = workspaces::table.filter(workspaces::slug.eq(slug));
        of_slug.select(Workspace::as_select()).first(conn)
    }

    /// Locks the workspace for a change of its seats and reads it after the lock. Not `FOR
    /// UPDATE`: that would also stop every insert that refers to the workspace.
    pub fn lock(conn: &mut PgConnection, id: Uuid) -> QueryResult<Workspace> {
        workspaces::table.find(id).select(Workspace::as_select()).for_no_key_update().first(conn)
    }

    /// The same unless somebody else has it locked: then `None`, at once.
    pub fn try_lock(conn: &mut PgConnection, id: Uuid) -> QueryResult<Option<Workspace>> {
        workspaces::table
            .find(id)
            .select(Workspace::as_select())
            .for_no_key_update()
            .skip_locked()
            .first(conn)
            .optional()
    }

    /// The time zone of the first workspace of an account; UTC when it is in none.
    pub fn zone_of_account(conn: &mut PgConnection, account_id: Uuid) -> QueryResult<Tz> {
        let zone: Option<String> = workspaces::table
            .inner_join(users::table)
            .filter(users::account_id.eq(account_id))
            .filter(users::status.eq(Status::Active))
            .order((workspaces::name, workspaces::id))
            .select(workspaces::time_zone)
            .first(conn)
            .optional()?;
        Ok(zone.map_or(Tz::UTC, |zone| crate::dates::zone(&zone)))
    }

    /// Whether any workspace exists.
    pub fn any(conn: &mut PgConnection) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(workspaces::table.select(workspaces::id)))
            .get_result(conn)
    }

    /// The seats now, by the database's clock.
    pub fn seats(&self, conn: &mut PgConnection) -> QueryResult<Seats> {
        let found = workspaces::table
            .left_join(user_counts::table)
            .filter(workspaces::id.eq(self.id))
            .select(SeatsFound::as_select())
            .first(conn)?;
        Ok(self.seats_of(found).0)
    }

    /// The seats, and the users of each status that they were counted from.
    pub(super) fn seats_of(&self, found: SeatsFound) -> (Seats, UserCount) {
        let SeatsFound { in_trial, counts, waiting } = found;
        let counts = counts.unwrap_or_default();
        let seats = Seats {
            booked: i64::from(self.booked_seats),
            active: counts.with(Some(Status::Active)),
            initiated: counts.with(Some(Status::Initiated)),
            in_trial,
            waiting,
        };
        (seats, counts)
    }

    /// Changes the workspace's settings. Call it under the workspace's lock.
    pub fn update(
        conn: &mut PgConnection,
        id: Uuid,
        actor_id: Uuid,
        change: &WorkspaceChange,
    ) -> QueryResult<()> {
        let changes = change.unlike(&Workspace::find(conn, id)?);
        if !changes.is_empty() {
            let (action, details) = (Action::SettingsChanged, json!({ "changes": changes }));
            AuditEvent::record(conn, id, Some(actor_id), action, None, details)?;
        }
        diesel::update(workspaces::table.find(id))
            .set((
                workspaces::name.eq(change.name.as_str()),
                workspaces::language.eq(change.language),
                workspaces::time_zone.eq(change.time_zone.name()),
                workspaces::invitation_days.eq(change.invitation_days),
                workspaces::hold_seconds.eq(change.hold_seconds),
                workspaces::allowed_domains.eq(change.allowed_domains.as_slice()),
                workspaces::refused_domains.eq(change.refused_domains.as_slice()),
                workspaces::accept_note.eq(change.accept_note),
            ))
            .execute(conn)
            .map(drop)
    }

    /// At which domains it invites people.
    pub fn domains(&self) -> DomainRule {
        DomainRule {
            allowed: DomainList::of(self.allowed_domains.clone()),
            refused: DomainList::of(self.refused_domains.clone()),
        }
    }

    /// Whether its settings let somebody with this address be a member.
    pub fn admits(&self, email: &str) -> bool {
        EmailAddress::parse(email).is_ok_and(|email| self.domains().admits(&email))
    }

    /// Whether more seats are used than are booked. Only the trial lets it come to that: afterwards
    /// nobody gets a seat that is not booked, and no reduction goes below what is used.
    pub fn is_short(&self) -> bool {
        self.booked_seats < self.used_seats
    }

    /// Whether the trial is over and fewer seats are booked than are used, none for instance:
    /// nothing is lost, but nothing is shown either until somebody books.
    pub fn is_paused(&self) -> bool {
        self.is_short() && self.trial_ends_at <= Utc::now()
    }

    /// Started days until the trial ends; `None` when it is over.
    pub fn trial_days(&self) -> Option<i64> {
        let left = self.trial_ends_at - Utc::now();
        (left.num_seconds() > 0).then(|| left.num_hours() / 24 + 1)
    }

    pub fn zone(&self) -> Tz {
        crate::dates::zone(&self.time_zone)
    }
}

/// The part of an address a name becomes: lower-case ASCII letters, digits and hyphens, at most 40.
/// "workspace" when nothing of the name is left.
fn slug_from(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('ß', "ss")
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let slug: String =
        plain.split_whitespace().collect::<Vec<_>>().join("-").chars().take(40).collect();
    match slug.trim_end_matches('-') {
        "" => "workspace".to_owned(),
        slug => slug.to_owned(),
    }
}
