//! What the letters of invitations say, found out for many of them at once.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    Array, BigInt, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use uuid::Uuid;

use super::claim;
use crate::db::statement::statement;
use crate::models::outbox_email::OutboxEmail;
use crate::models::role::Preset;
use crate::models::waiting_tasks;
use crate::values::{Gender, Lang};

/// All that the letter of one invitation says.
#[derive(Clone, Debug, QueryableByName)]
pub struct Facts {
    #[diesel(sql_type = SqlUuid)]
    mail: Uuid,
    #[diesel(sql_type = Timestamptz)]
    pub(super) expires_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub(super) workspace: String,
    #[diesel(sql_type = Text)]
    pub(super) time_zone: String,
    /// The person's own, else the workspace's.
    #[diesel(sql_type = Text)]
    pub(super) language: Lang,
    #[diesel(sql_type = Text)]
    pub(super) person: String,
    #[diesel(sql_type = Text)]
    pub(super) email: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) gender: Option<Gender>,
    #[diesel(sql_type = Text)]
    pub(super) role: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) preset: Option<Preset>,
    #[diesel(sql_type = Text)]
    pub(super) inviter: String,
    #[diesel(sql_type = Text)]
    pub(super) inviter_email: String,
    /// How many wait for the person, when the first is due, and the title of one.
    #[diesel(sql_type = BigInt)]
    pub(super) tasks: i64,
    #[diesel(sql_type = Nullable<Date>)]
    pub(super) first_due: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) task: Option<String>,
}

static ASK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT mails.id AS mail, invitations.expires_at, workspaces.name AS workspace,
            workspaces.time_zone, COALESCE(users.language, workspaces.language) AS language,
            users.name AS person, users.email, users.gender, roles.name AS role, roles.preset,
            inviters.name AS inviter, inviters.email AS inviter_email,
            waiting.tasks, waiting.first_due, waiting.title AS task
        FROM unnest((SELECT ?), (SELECT ?), (SELECT ?), (SELECT ?))
            AS mails (id, workspace_id, invitation_id, generation)
        JOIN invitations ON invitations.workspace_id = mails.workspace_id
            AND invitations.id = mails.invitation_id
            AND invitations.generation = mails.generation
        JOIN workspaces ON workspaces.id = invitations.workspace_id
        JOIN users ON users.workspace_id = invitations.workspace_id
            AND users.id = invitations.user_id
        JOIN roles ON roles.workspace_id = users.workspace_id AND roles.id = users.role_id
        JOIN users inviters ON inviters.workspace_id = invitations.workspace_id
            AND inviters.id = invitations.invited_by
        CROSS JOIN LATERAL {} AS waiting
        WHERE invitations.expires_at > now() AND invitations.accepted_at IS NULL
            AND invitations.withdrawn_at IS NULL AND invitations.declined_at IS NULL",
        waiting_tasks::ALL
    )
});

statement! {
    Ask {
        mails: Vec<Uuid> => Array<SqlUuid>,
        workspaces: Vec<Uuid> => Array<SqlUuid>,
        invitations: Vec<Uuid> => Array<SqlUuid>,
        generations: Vec<i32> => Array<Integer>,
    } = ASK
}

impl Facts {
    /// What the letters of these mails say now, by mail. It lacks mails that are no invitation's and
    /// those whose link cannot be used: the invitation is closed, of another generation or expired.
    pub fn of<'a>(
        conn: &mut PgConnection,
        mails: impl IntoIterator<Item = &'a OutboxEmail>,
    ) -> QueryResult<HashMap<Uuid, Facts>> {
        let claims: Vec<_> =
            mails.into_iter().filter_map(|mail| Some((mail.id, claim(mail)?))).collect();
        if claims.is_empty() {
            return Ok(HashMap::new());
        }
        let ask = Ask {
            mails: claims.iter().map(|(mail, _)| *mail).collect(),
            workspaces: claims.iter().map(|(_, claim)| claim.workspace_id).collect(),
            invitations: claims.iter().map(|(_, claim)| claim.invitation_id).collect(),
            generations: claims.iter().map(|(_, claim)| claim.generation).collect(),
        };
        let found: Vec<Facts> = ask.load(conn)?;
        Ok(found.into_iter().map(|facts| (facts.mail, facts)).collect())
    }
}
