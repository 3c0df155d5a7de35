use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Bed;
use crate::commands::demo::people::{Past, Person};
use crate::error::{AppError, AppResult};
use crate::models::audit_event::Action;
use crate::models::waiting_person::WaitingPerson;
use crate::schema::{audit_events, sessions};
use crate::values::EmailAddress;

/// Where people work: the networks are reserved for examples.
const OFFICE: (&str, &str) = ("192.0.2.17", "Firefox, Windows");
const TRAIN: (&str, &str) = ("198.51.100.4", "Safari, iPhone");

impl Bed<'_> {
    /// Who waits for a seat: name and address.
    pub(super) fn add_waiting(
        &self,
        conn: &mut PgConnection,
        people: &[(&str, &str)],
    ) -> AppResult<()> {
        let Some(founder) = self.founder else { return Ok(()) };
        let [_, user, _] = &self.roles;
        let rows = (1..).zip(people).map(|(place, (name, email))| {
            let email = EmailAddress::parse(email)
                .map_err(|_| AppError::internal(format!("{email} is no address")))?;
            Ok(WaitingPerson {
                workspace_id: self.workspace.id,
                id: Uuid::now_v7(),
                place,
                email: email.as_str().to_owned(),
                email_key: email.key().to_owned(),
                name: (*name).to_owned(),
                role: user.id.to_string(),
                team: String::new(),
                gender: String::new(),
                task_id: None,
                batch_id: None,
                queued_by: founder,
                queued_at: self.ago(2),
                is_stuck: false,
            })
        });
        let rows: Vec<WaitingPerson> = rows.collect::<AppResult<_>>()?;
        WaitingPerson::insert_all(conn, &rows)?;
        Ok(())
    }

    /// What the audit log tells beside invitations: bookings, settings, sign-ins, refusals.
    pub(super) fn add_office_life(
        &self,
        conn: &mut PgConnection,
        people: &[Person],
        seats: i32,
    ) -> AppResult<()> {
        let Some(founder) = self.founder else { return Ok(()) };
        if seats > 0 {
            let (before, at) = (seats * 3 / 4, self.ago(31));
            let booked = |from: i32, to: i32| json!({ "from": from, "to": to });
            self.happen(conn, self.ago(45), founder, Action::PlanChanged, booked(0, before))?;
            self.happen(conn, at, founder, Action::PlanChanged, booked(before, seats))?;
        }
        let changes = json!({ "changes": [{ "field": "days", "from": "14", "to": "7" }] });
        self.happen(conn, self.ago(3), founder, Action::SettingsChanged, changes)?;
        let active = people.iter().filter(|one| matches!(one.past, Past::Active(_)));
        for (hours, person) in (3..).step_by(7).zip(active.take(6)) {
            let (at, id) = (self.now - TimeDelta::hours(hours), self.user(person.email)?);
            self.happen(conn, at, id, Action::SignedIn, json!({}))?;
        }
        Ok(())
    }

    fn happen(
        &self,
        conn: &mut PgConnection,
        at: DateTime<Utc>,
        actor_id: Uuid,
        action: Action,
        details: Value,
    ) -> QueryResult<()> {
        let is_long_ago = self.now - at > TimeDelta::days(1);
        let (address, device) = if is_long_ago { OFFICE } else { TRAIN };
        diesel::insert_into(audit_events::table)
            .values((
                audit_events::workspace_id.eq(self.workspace.id),
                audit_events::id.eq(Uuid::now_v7()),
                audit_events::at.eq(at),
                audit_events::actor_id.eq(actor_id),
                audit_events::action.eq(action),
                audit_events::details.eq(details),
                audit_events::from_address.eq(address),
                audit_events::from_device.eq(device),
            ))
            .execute(conn)
            .map(drop)
    }
}

/// Two sessions of an account, whose keys nobody has.
pub(super) fn add_sessions(
    conn: &mut PgConnection,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for ((address, device), hours) in [(OFFICE, 2), (TRAIN, 26)] {
        let at = now - TimeDelta::hours(hours);
        let id = Uuid::now_v7();
        diesel::insert_into(sessions::table)
            .values((
                sessions::token_digest.eq([id.as_bytes().as_slice(), &[0; 16]].concat()),
                sessions::account_id.eq(account_id),
                sessions::state.eq(json!({ "id": format!("\"{id}\"") })),
                sessions::created_at.eq(at),
                sessions::last_seen_at.eq(at),
                sessions::expires_at.eq(now + TimeDelta::days(10)),
                sessions::from_address.eq(address),
                sessions::from_device.eq(device),
            ))
            .execute(conn)?;
    }
    Ok(())
}
