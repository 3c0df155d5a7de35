use diesel::prelude::*;
use usher::models::outbox_email::State;
use usher::models::role::Preset;
use usher::schema::{batches, invitations, users};
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// A form of the window: e-mail, name, role and team of each line.
pub struct Form {
    pub fields: Vec<(String, String)>,
}

impl Form {
    pub fn new() -> Form {
        Form { fields: vec![("form_id".into(), Uuid::now_v7().to_string())] }
    }

    pub fn line(mut self, email: &str, name: &str, role: &Uuid) -> Form {
        let i = self.fields.iter().filter(|(name, _)| name.ends_with("[email]")).count();
        for (field, value) in [("email", email), ("name", name), ("role", &role.to_string())] {
            self.fields.push((format!("lines[{i}][{field}]"), value.into()));
        }
        self
    }

    pub fn with(mut self, name: &str, value: &str) -> Form {
        self.fields.push((name.into(), value.into()));
        self
    }

    pub async fn send(&self, person: &Person, workspace: &TestWorkspace<'_>) -> Answer {
        self.post(person, &workspace.path("settings/invite")).await
    }

    pub async fn post(&self, person: &Person, path: &str) -> Answer {
        let fields: Vec<_> = self.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        person.post(path, &fields).await
    }
}

pub fn users(app: &TestApp, status: Status) -> Vec<String> {
    users::table
        .filter(users::status.eq(status))
        .order(users::email)
        .select(users::email)
        .load(&mut app.conn())
        .unwrap()
}

fn count_batches(app: &TestApp) -> i64 {
    batches::table.count().get_result(&mut app.conn()).unwrap()
}

#[actix_web::test]
async fn an_admin_invites_two_people_who_stand_in_the_list_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form = Form::new()
        .line("anna@example.com", "Anna Example", &workspace.user_role.id)
        .line("  ", "", &workspace.user_role.id)
        .line("bo.lund@example.com", "", &workspace.guest_role.id);
    let answer = form.send(&ada, &workspace).await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/settings/users"));
    assert_eq!(users(&app, Status::Initiated), ["anna@example.com", "bo.lund@example.com"]);
    assert_eq!(app.mails(State::Due), 2);
    let list = ada.get("/w/nordlicht/settings/users").await;
    assert!(list.says("2 invitations queued"), "{}", list.text());
    assert!(list.says("Bo Lund"), "the name was recognised");
}

#[actix_web::test]
async fn mistakes_refuse_the_whole_send_and_keep_what_was_typed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form = Form::new()
        .line("anna@example.com", "Anna Example", &workspace.user_role.id)
        .line("nonsense", "Nobody", &workspace.user_role.id)
        .with("lines[2][email]", "bo@example.com");
    let answer = form.send(&ada, &workspace).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.all(".summary li"),
        ["Line 2: Enter an e-mail like name@example.com", "Line 3: Choose a role"]
    );
    assert_eq!(answer.attributes("#l1-email", "value"), ["nonsense"]);
    assert_eq!(answer.attributes("#l1-email", "aria-invalid"), ["true"]);
    for field in ["l1-email", "l2-role"] {
        let described = answer.attributes(&format!("#{field}"), "aria-describedby");
        assert_eq!(described, [format!("{field}-error")]);
        assert_eq!(answer.all(&format!("#{field}-error")).len(), 1, "{field} has its message");
    }
    assert!(answer.one("title").starts_with("Error: "));
    assert!(users(&app, Status::Initiated).is_empty());
    assert_eq!((app.mails(State::Due), count_batches(&app)), (0, 0));
}

#[actix_web::test]
async fn z10_an_admin_cannot_invite_past_the_last_seat() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(2);
    let ada = workspace.signed_in_admin().await;
    let form = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id).line(
        "bo@example.com",
        "Bo",
        &workspace.user_role.id,
    );
    let answer = form.send(&ada, &workspace).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.all(".summary li"),
        ["1 seat is free for 2 people. Book seats, or invite 1 now and let 1 wait."]
    );
    assert!(users(&app, Status::Initiated).is_empty());
}

#[actix_web::test]
async fn z10_in_the_trial_seats_do_not_limit() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET booked_seats = 0, trial_ends_at = now() + interval '1 day'");
    let ada = workspace.signed_in_admin().await;
    let window = ada.get(&workspace.path("settings/invite")).await;
    assert_eq!(window.one("#invite-seats"), "Trial: invite as many people as you like");
    let form = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id);
    assert_eq!(form.send(&ada, &workspace).await.status, 303);
    assert_eq!(users(&app, Status::Initiated).len(), 1);
}

#[actix_web::test]
async fn z10_two_admins_at_the_last_seat_make_one_invitation() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Bo Lund", "bo@example.com");
    workspace.book(3);
    let (ada, bo) = (workspace.signed_in_admin().await, workspace.sign_in("bo@example.com").await);
    let first = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id);
    let second = Form::new().line("carl@example.com", "Carl", &workspace.user_role.id);
    let (first, second) =
        futures_util::future::join(first.send(&ada, &workspace), second.send(&bo, &workspace))
            .await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert_eq!(users(&app, Status::Initiated).len(), 1);
}

#[actix_web::test]
async fn people_who_are_here_already_stay_in_the_window_and_the_others_are_sent() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bo Lund", "bo@example.com");
    let ada = workspace.signed_in_admin().await;
    Form::new()
        .line("old@example.com", "Old", &workspace.user_role.id)
        .send(&ada, &workspace)
        .await;
    let form = Form::new()
        .line("BO@example.com", "Bo", &workspace.user_role.id)
        .line("anna@example.com", "Anna", &workspace.user_role.id)
        .line("Anna@Example.com", "Anna", &workspace.user_role.id)
        .line("old@example.com", "Old", &workspace.user_role.id);
    let answer = form.send(&ada, &workspace).await;
    assert_eq!(answer.status, 200);
    assert!(answer.says("1 invitation queued"));
    let messages = answer.all(".line-messages");
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0], "BO@example.com is already a user · Open");
    assert_eq!(
        messages[1],
        "Anna@Example.com stood on two lines and was invited once · Remove the line"
    );
    assert!(messages[2].starts_with("old@example.com was invited on "), "{messages:?}");
    assert_eq!(users(&app, Status::Initiated), ["anna@example.com", "old@example.com"]);
    let new_form = answer.attributes("input[name=form_id]", "value");
    assert_ne!(new_form, [form.fields[0].1.clone()], "what is left is a new form");
}

#[actix_web::test]
async fn resend_at_a_line_sends_again_and_keeps_the_other_lines() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    Form::new()
        .line("old@example.com", "Old", &workspace.user_role.id)
        .send(&ada, &workspace)
        .await;
    let form = Form::new().line("old@example.com", "Old", &workspace.user_role.id).line(
        "nonsense",
        "",
        &workspace.user_role.id,
    );
    let refused = form.send(&ada, &workspace).await;
    let change = refused.attributes(".line-messages button[name=change]", "value");
    let form = form.with("change", &change[0]);
    let answer = form.post(&ada, &workspace.path("settings/invite/lines")).await;
    assert!(answer.says("Sent again to old@example.com"), "{}", answer.text());
    assert_eq!(answer.attributes("[data-lines] [data-email]", "value"), ["nonsense"]);
    let generation: i32 =
        invitations::table.select(invitations::generation).first(&mut app.conn()).unwrap();
    assert_eq!(generation, 2);
}

#[actix_web::test]
async fn z02_a_role_of_another_workspace_is_no_role() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let ada = workspace.signed_in_admin().await;
    let form = Form::new().line("anna@example.com", "Anna", &other.admin_role.id);
    let answer = form.send(&ada, &workspace).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one(".summary li").starts_with("Line 1: There is no role"));
}

#[actix_web::test]
async fn a_task_of_another_workspace_is_not_found() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form = Form::new()
        .line("anna@example.com", "Anna", &workspace.user_role.id)
        .with("task", &Uuid::now_v7().to_string());
    assert_eq!(form.send(&ada, &workspace).await.status, 404);
    assert!(users(&app, Status::Initiated).is_empty());
}

#[actix_web::test]
async fn z03_only_admins_invite() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bo Lund", "bo@example.com");
    let bo = workspace.sign_in("bo@example.com").await;
    let form = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id);
    assert_eq!(form.send(&bo, &workspace).await.status, 403);
    assert!(users(&app, Status::Initiated).is_empty());
}

#[actix_web::test]
async fn the_buttons_of_the_window_work_without_scripts() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let lines = workspace.path("settings/invite/lines");
    let form = || {
        Form::new()
            .with("lines[0][email]", "anna.winter@example.com")
            .with("lines[1000][email]", "bo@example.com")
    };
    let added = form().with("change", "add").post(&ada, &lines).await;
    let emails = added.attributes("[data-lines] [data-email]", "value");
    assert_eq!(emails, ["anna.winter@example.com", "bo@example.com", ""]);
    assert_eq!(added.attributes("#l0-name", "value"), ["Anna Winter"]);
    let removed = form().with("change", "remove-0").post(&ada, &lines).await;
    assert_eq!(removed.attributes("[data-lines] [data-email]", "value"), ["bo@example.com"]);
    let role = workspace.guest_role.id.to_string();
    let applied = form().with("all[role]", &role).with("change", "apply").post(&ada, &lines).await;
    let chosen = applied.attributes("[data-lines] option[selected]", "value");
    assert_eq!(chosen, [role.clone(), role]);
    let more = form().with("change", "more").post(&ada, &lines).await;
    assert_eq!(more.all("#l0-gender").len(), 1);
    assert_eq!(form().with("change", "nonsense").post(&ada, &lines).await.status, 400);
}

#[actix_web::test]
async fn the_team_field_appears_with_the_first_team_and_puts_people_into_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let window = ada.get(&workspace.path("settings/invite")).await;
    assert!(window.all("#l0-team").is_empty());
    let team = Uuid::now_v7();
    app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{}', '{team}', 'Design')",
        workspace.id
    ));
    let window = ada.get(&workspace.path("settings/invite")).await;
    assert_eq!(window.all("#l0-team").len(), 1);
    let form = Form::new()
        .line("anna@example.com", "Anna", &workspace.user_role.id)
        .with("lines[0][team]", &team.to_string());
    assert_eq!(form.send(&ada, &workspace).await.status, 303);
    assert_eq!(app.sql("UPDATE team_members SET team_id = team_id"), 1);
}

#[actix_web::test]
async fn a_pasted_list_becomes_lines_without_those_that_are_there() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let text = "Anna Example <anna@example.com>\nbo@example.com; BO@example.com, here@example.com";
    let fields = [("text", text), ("present", "Here@example.com")];
    let answer = ada.post(&workspace.path("settings/invite/paste"), &fields).await.text();
    let read: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let emails: Vec<_> = read["lines"].as_array().unwrap().iter().map(|l| &l["email"]).collect();
    assert_eq!(emails, ["anna@example.com", "bo@example.com"]);
    assert_eq!(read["lines"][0]["name"], "Anna Example");
    assert_eq!(read["said"], "2 lines added, 2 duplicates dropped.");
}

#[actix_web::test]
async fn without_a_mail_server_the_window_says_that_nothing_will_leave() {
    let app = TestApp::with(&[]);
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let window = ada.get(&workspace.path("settings/invite")).await;
    assert!(window.says("No mail server is set up"));
}

#[actix_web::test]
async fn the_dialog_gets_the_window_alone_and_is_told_where_to_go() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite");
    let window = ada.get_fragment(&path).await;
    assert!(window.text().trim_start().starts_with("<section"), "{}", window.text());
    let id = Uuid::now_v7().to_string();
    let role = workspace.user_role.id.to_string();
    let fields = [
        ("form_id", id.as_str()),
        ("lines[0][email]", "anna@example.com"),
        ("lines[0][role]", role.as_str()),
    ];
    let answer = ada.post_fragment(&path, &fields).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.headers["location-after"], "/w/nordlicht/settings/users");
}
