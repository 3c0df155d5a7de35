//! The way back from a send, while nothing of it has left. Its lines are kept, so that they can be
//! mended and sent once more.

use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::db::transaction;
use crate::error::AppResult;
use crate::inviting::line::Line;
use crate::models::audit_event::{Action, AuditEvent};
use crate::models::authority;
use crate::models::batch::Batch;
use crate::models::import_row::Rows;
use crate::models::outbox_email::State;
use crate::models::user::User;
use crate::models::waiting_person::WaitingPerson;
use crate::models::workspace::Workspace;
use crate::schema::{invitations, outbox_emails, team_members, users};

/// What became of an Undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The users of the batch are gone and their seats are free.
    Done {
        /// How many; 0 when it was taken back before.
        count: usize,
        /// The task that they were invited from.
        task_id: Option<Uuid>,
        /// Where its lines are now.
        kept: Kept,
    },
    /// The hold time is over or a mail is on its way; nothing was changed.
    TooLate,
}

/// Where the lines of a batch are that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// With the batch.
    Lines(Vec<Line>),
    /// They are rows of this file, and ready again.
    Rows(Uuid),
}

/// Takes a whole batch back while nothing of it has left.
pub fn undo(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    actor_id: Uuid,
    batch_id: Uuid,
) -> AppResult<Undone> {
    transaction(conn, |conn| {
        Workspace::lock(conn, workspace_id)?;
        authority::still_admin(conn, workspace_id, actor_id)?;
        let batch = Batch::find(conn, workspace_id, batch_id)?;
        if batch.undone_at.is_some() {
            let kept = Kept::Lines(batch.taken_back());
            return Ok(Undone::Done { count: 0, task_id: None, kept });
        }
        if !batch.is_held(conn)? {
            return Ok(Undone::TooLate);
        }
        let (people, task_id) = batch.people(conn)?;
        let waiting = WaitingPerson::remove_of_batch(conn, workspace_id, batch_id)?;
        let rows = batch.import_id.map(|import_id| Rows { workspace_id, import_id });
        let ready = rows.map(|rows| rows.unsend(conn, batch_id)).transpose()?.unwrap_or_default();
        let kept = match batch.import_id.filter(|_| ready > 0) {
            Some(import_id) => Kept::Rows(import_id),
            None => Kept::Lines(batch.lines(conn, &people, waiting)?),
        };
        diesel::delete(
            users::table
                .filter(users::workspace_id.eq(workspace_id))
                .filter(users::id.eq_any(&people)),
        )
        .execute(conn)?;
        batch.mark_undone(conn, kept.lines())?;
        let details = json!({ "batch": batch_id, "people": people.len() });
        let actor = Some(actor_id);
        AuditEvent::record(conn, workspace_id, actor, Action::BatchUndone, None, details)?;
        Ok(Undone::Done { count: people.len(), task_id, kept })
    })
}

impl Kept {
    /// The lines that are kept with the batch.
    pub fn lines(&self) -> &[Line] {
        match self {
            Kept::Lines(lines) => lines,
            Kept::Rows(_) => &[],
        }
    }
}

impl Batch {
    /// The lines of a batch that was taken back; none of any other.
    pub fn taken_back(&self) -> Vec<Line> {
        let kept = self.undone_at.and_then(|_| serde_json::from_value(self.left_over.clone()).ok());
        let lines: Vec<Line> = kept.unwrap_or_default();
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// The users it made, and the task that they were invited from.
    fn people(&self, conn: &mut PgConnection) -> QueryResult<(Vec<Uuid>, Option<Uuid>)> {
        let invited: Vec<(Uuid, Option<Uuid>)> = invitations::table
            .filter(invitations::workspace_id.eq(self.workspace_id))
            .filter(invitations::batch_id.eq(self.id))
            .order(invitations::id)
            .select((invitations::user_id, invitations::task_id))
            .load(conn)?;
        let task_id = invited.iter().find_map(|(_, task_id)| *task_id);
        Ok((invited.into_iter().map(|(user_id, _)| user_id).collect(), task_id))
    }

    /// Its lines, made of whom it has invited and of who waits.
    fn lines(
        &self,
        conn: &mut PgConnection,
        people: &[Uuid],
        waiting: Vec<WaitingPerson>,
    ) -> QueryResult<Vec<Line>> {
        let found: Vec<(User, Option<Uuid>)> = users::table
            .left_join(
                team_members::table.on(team_members::workspace_id
                    .eq(users::workspace_id)
                    .and(team_members::user_id.eq(users::id))),
            )
            .filter(users::workspace_id.eq(self.workspace_id))
            .filter(users::id.eq_any(people))
            .order((users::id, team_members::team_id))
            .distinct_on(users::id)
            .select((User::as_select(), team_members::team_id.nullable()))
            .load(conn)?;
        let invited = found.into_iter().map(|(user, team_id)| Line {
            email: user.email,
            name: user.name,
            role: user.role_id.to_string(),
            team: team_id.map(|id| id.to_string()).unwrap_or_default(),
            gender: user.gender.map(|gender| gender.to_string()).unwrap_or_default(),
        });
        let waiting = waiting.into_iter().map(|person| Line {
            email: person.email,
            name: person.name,
            role: person.role,
            team: person.team,
            gender: person.gender,
        });
        Ok(invited.chain(waiting).collect())
    }

    /// Whether every mail of the batch still waits for the end of the hold time. Locks the mails,
    /// so that no worker takes one until the transaction ends.
    fn is_held(&self, conn: &mut PgConnection) -> QueryResult<bool> {
        let mails: Vec<bool> = outbox_emails::table
            .inner_join(
                invitations::table.on(invitations::workspace_id
                    .nullable()
                    .eq(outbox_emails::workspace_id)
                    .and(invitations::id.nullable().eq(outbox_emails::invitation_id))),
            )
            .filter(invitations::workspace_id.eq(self.workspace_id))
            .filter(invitations::batch_id.eq(self.id))
            .select(
                outbox_emails::state.eq(State::Due).and(outbox_emails::due_at.gt(diesel::dsl::now)),
            )
            .for_update()
            .load(conn)?;
        Ok(mails.iter().all(|held| *held))
    }
}
