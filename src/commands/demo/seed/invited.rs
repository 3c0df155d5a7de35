use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Bed;
use crate::commands::demo::people::{Past, Person};
use crate::error::AppResult;
use crate::models::audit_event::Action;
use crate::models::invitation::Invitation;
use crate::models::outbox_email::{NewOutboxEmail, State};
use crate::schema::{audit_events, outbox_emails};

/// How long people take to answer an invitation.
const ANSWER: TimeDelta = TimeDelta::hours(20);
const SENT: &str = "250 2.0.0 Ok: queued";
const REFUSED: &str = "550 5.1.1 no such user";

impl Bed<'_> {
    /// The invitation by which somebody came, its mail, and what the log says about both.
    pub(super) fn add_invitation(
        &self,
        conn: &mut PgConnection,
        person: &Person,
        user_id: Uuid,
        founder: Uuid,
    ) -> AppResult<()> {
        let sent_at = self.ago(person.past.days());
        let answered_at = sent_at + ANSWER;
        let invitation = Invitation {
            workspace_id: self.workspace.id,
            id: Uuid::now_v7(),
            user_id,
            generation: 1,
            batch_id: None,
            task_id: None,
            invited_by: founder,
            sent_at,
            expires_at: sent_at + TimeDelta::days(i64::from(self.workspace.invitation_days)),
            accepted_at: person.past.has_joined().then_some(answered_at),
            withdrawn_at: matches!(person.past, Past::Withdrawn(_)).then_some(answered_at),
            declined_at: matches!(person.past, Past::Declined(_)).then_some(answered_at),
        };
        invitation.insert(conn)?;
        self.add_mail(conn, person.past, &invitation)?;

        let details = json!({ "batch": null, "role": self.role_of(person)? });
        self.log(conn, sent_at, founder, Action::Invited, user_id, details)?;
        let details = json!({ "generation": 1 });
        let answer = match person.past {
            Past::Active(_) | Past::Deactivated(_) => Some((user_id, Action::Accepted)),
            Past::Withdrawn(_) => Some((founder, Action::Withdrawn)),
            _ => None,
        };
        if let Some((actor, action)) = answer {
            self.log(conn, answered_at, actor, action, user_id, details)?;
        }
        if matches!(person.past, Past::Deactivated(_)) {
            self.log(conn, self.ago(8), founder, Action::Deactivated, user_id, json!({}))?;
        }
        Ok(())
    }

    /// A mail that still waits leaves as soon as the worker runs; the others have had their answer.
    fn add_mail(
        &self,
        conn: &mut PgConnection,
        past: Past,
        invitation: &Invitation,
    ) -> QueryResult<()> {
        let mail = NewOutboxEmail::invitation(
            invitation.workspace_id,
            invitation.id,
            invitation.generation,
            invitation.sent_at,
            invitation.expires_at,
        );
        NewOutboxEmail::insert_all(conn, std::slice::from_ref(&mail))?;
        let (state, reply) = match past {
            Past::Invited(_) => return Ok(()),
            Past::Undeliverable(_) => (State::Refused, REFUSED),
            _ => (State::Sent, SENT),
        };
        let sent_at = (state == State::Sent).then_some(invitation.sent_at);
        diesel::update(outbox_emails::table.find(mail.id))
            .set((
                outbox_emails::state.eq(state),
                outbox_emails::reply.eq(reply),
                outbox_emails::attempts.eq(1),
                outbox_emails::claims.eq(1),
                outbox_emails::created_at.eq(invitation.sent_at),
                outbox_emails::sent_at.eq(sent_at),
            ))
            .execute(conn)
            .map(drop)
    }

    fn log(
        &self,
        conn: &mut PgConnection,
        at: DateTime<Utc>,
        actor_id: Uuid,
        action: Action,
        subject_id: Uuid,
        details: Value,
    ) -> QueryResult<()> {
        diesel::insert_into(audit_events::table)
            .values((
                audit_events::workspace_id.eq(self.workspace.id),
                audit_events::id.eq(Uuid::now_v7()),
                audit_events::at.eq(at),
                audit_events::actor_id.eq(actor_id),
                audit_events::action.eq(action),
                audit_events::subject_id.eq(subject_id),
                audit_events::details.eq(details),
            ))
            .execute(conn)
            .map(drop)
    }
}
