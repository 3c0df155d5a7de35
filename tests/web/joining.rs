//! Hanna Lund, who is invited and joins.

use diesel::prelude::*;
use usher::inviting::line::Line;
use usher::inviting::send::{Sending, apply};
use usher::models::account::Account;
use usher::models::batch::Source;
use usher::models::invitation::Invitation;
use usher::models::role::Role;
use usher::models::user::User;
use usher::schema::users;
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

pub const EMAIL: &str = "hanna.lund@example.com";
pub const NEW_PASSWORD: &str = "copper-lantern-orbit-4";

/// An invitation that has left.
pub struct Invite {
    pub user_id: Uuid,
    pub id: Uuid,
    pub path: String,
}

/// Ada invites somebody.
pub fn invite(
    workspace: &TestWorkspace<'_>,
    email: &str,
    role: &Role,
    task_id: Option<Uuid>,
) -> Invite {
    let conn = &mut workspace.app.conn();
    let line = Line {
        email: email.to_owned(),
        name: "Hanna Lund".to_owned(),
        role: role.id.to_string(),
        ..Line::default()
    };
    let sending = Sending {
        workspace_id: workspace.id,
        sender_id: workspace.ada.id,
        form_id: Uuid::now_v7(),
        lines: vec![line],
        source: Source::Typed,
        task_id,
        import_id: None,
        keeps_rest: false,
    };
    apply(conn, &sending).unwrap();
    let user = User::with_emails(conn, workspace.id, &[email.to_owned()]).unwrap().remove(0);
    let invitation = Invitation::open_of(conn, workspace.id, user.id).unwrap().unwrap();
    let claim =
        JoinClaim { workspace_id: workspace.id, invitation_id: invitation.id, generation: 1 };
    let path = format!("/join/{}", claim.token(&workspace.app.app.keys));
    Invite { user_id: user.id, id: invitation.id, path }
}

pub fn hanna(workspace: &TestWorkspace<'_>) -> Invite {
    invite(workspace, EMAIL, &workspace.user_role, None)
}

pub fn invite_second(workspace: &TestWorkspace<'_>) -> Invite {
    invite(workspace, "second@example.com", &workspace.user_role, None)
}

pub async fn join(person: &Person, invite: &Invite) -> Answer {
    person.post(&invite.path, &[("name", "Hanna Lund"), ("password", NEW_PASSWORD)]).await
}

/// Asks again for as long as the answer is that too many ask at once.
pub async fn persistently(ask: impl AsyncFn() -> Answer) -> Answer {
    loop {
        let answer = ask().await;
        if answer.status != 503 {
            return answer;
        }
    }
}

pub fn user(app: &TestApp, id: Uuid) -> User {
    users::table.filter(users::id.eq(id)).select(User::as_select()).first(&mut app.conn()).unwrap()
}

pub fn account(app: &TestApp, email: &str) -> Option<Account> {
    Account::by_email(&mut app.conn(), email).unwrap()
}

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = diesel::sql_types::Text)]
    rows: String,
}

/// Every row that an invitation is about, as one text.
pub fn rows(app: &TestApp) -> String {
    ["accounts", "sessions", "users", "invitations", "outbox_emails", "audit_events"]
        .map(|table| {
            let all =
                format!("SELECT coalesce(string_agg(t::text, ' '), '') AS rows FROM {table} t");
            diesel::sql_query(all).get_result::<Rows>(&mut app.conn()).unwrap().rows
        })
        .join("\n")
}

pub fn statuses(answers: &[Answer]) -> Vec<u16> {
    answers.iter().map(|answer| answer.status).collect()
}
