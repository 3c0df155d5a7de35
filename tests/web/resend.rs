use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{Europe::Berlin, Tz};
use diesel::prelude::*;
use futures_util::future::join_all;
use usher::mail::worker;
use usher::models::invitation::Invitation;
use usher::models::outbox_email::{OutboxEmail, State};
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::{audit_events, outbox_emails};
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::support::{PASSWORD, Person, TestApp, TestWorkspace};

const LIST: &str = "/w/nordlicht/settings/users";

fn resend_path(user: &User) -> String {
    format!("{LIST}/{}/resend", user.id)
}

fn invitation(workspace: &TestWorkspace<'_>, user: &User) -> Invitation {
    Invitation::open_of(&mut workspace.app.conn(), workspace.id, user.id).unwrap().unwrap()
}

/// Generation and state of every mail of the user's invitation.
fn mails(workspace: &TestWorkspace<'_>, invitation: &Invitation) -> Vec<(Option<i32>, State)> {
    OutboxEmail::of_invitations(&mut workspace.app.conn(), workspace.id, &[invitation.id])
        .unwrap()
        .iter()
        .map(|mail| (mail.generation, mail.state))
        .collect()
}

fn resent_events(app: &TestApp) -> i64 {
    let query = audit_events::table.filter(audit_events::action.eq("resent")).count();
    query.get_result(&mut app.conn()).unwrap()
}

#[actix_web::test]
async fn an_admin_sends_an_invitation_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let before = invitation(&workspace, &carla);
    let ada = workspace.signed_in_admin().await;
    let answer = ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    assert_eq!((answer.status, answer.location()), (303, LIST));
    let said = ada.get(LIST).await.one(".banner p");
    assert_eq!(said, "Sent again to carla@n.example. The older link no longer works.");
    let after = invitation(&workspace, &carla);
    assert_eq!((after.id, after.generation), (before.id, 2));
    assert!(after.expires_at > before.expires_at);
    let expected = [(Some(1), State::Superseded), (Some(2), State::Due)];
    assert_eq!(mails(&workspace, &after), expected);
    assert_eq!(resent_events(&app), 1);
}

#[actix_web::test]
async fn t10_the_older_link_says_that_it_was_replaced() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let id = invitation(&workspace, &carla).id;
    let link = |generation| {
        let claim = JoinClaim { workspace_id: workspace.id, invitation_id: id, generation };
        format!("/join/{}", claim.token(&app.app.keys))
    };
    let ada = workspace.signed_in_admin().await;
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    let older = app.stranger().get(&link(1)).await;
    assert!(older.all("form").is_empty() && older.status == 410, "{}", older.text());
    assert_eq!(app.stranger().get(&link(2)).await.status, 200);
}

#[actix_web::test]
async fn t10_resending_repairs_an_expired_invitation_without_a_second_user_or_seat() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    workspace.book(2);
    app.sql("UPDATE invitations SET expires_at = now() - interval '1 day'");
    let ada = workspace.signed_in_admin().await;
    assert!(ada.get(LIST).await.says("Link expired"));
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    let page = ada.get(LIST).await;
    assert_eq!(page.all("tbody tr").len(), 2);
    assert_eq!(page.one(".seats span"), "2 of 2 seats used");
    assert_eq!(page.one(".status-note"), "Not sent yet");
}

#[actix_web::test]
async fn l03_a_hundred_presses_by_three_admins_on_three_nodes_send_once() {
    let app = TestApp::start();
    let nodes = [app.node(), app.node()];
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let mut admins = vec![workspace.signed_in_admin().await];
    for (node, email) in nodes.iter().zip(["bo@n.example", "cy@n.example"]) {
        workspace.user(Preset::Admin, "Bo Lund", email);
        admins.push(sign_in(node, email).await);
    }
    let path = resend_path(&carla);
    let presses = (0..100).map(|i| admins[i % 3].post(&path, &[("generation", "1")]));
    let answers = join_all(presses).await;
    assert!(answers.iter().all(|answer| answer.status == 303));
    let after = invitation(&workspace, &carla);
    assert_eq!(after.generation, 2);
    let expected = [(Some(1), State::Superseded), (Some(2), State::Due)];
    assert_eq!(mails(&workspace, &after), expected);
    assert_eq!(resent_events(&app), 1);

    // Nor do those who look again and press on.
    let presses = (0..100).map(|i| admins[i % 3].post(&path, &[("generation", "2")]));
    assert!(join_all(presses).await.iter().all(|answer| answer.status == 303));
    assert_eq!(mails(&workspace, &after), expected);
    worker::start(app.app.clone()).stop().await;
    assert_eq!(app.mailbox().list().unwrap().len(), 1);
}

async fn sign_in(node: &TestApp, email: &str) -> Person {
    let person = node.stranger();
    let form = [("email", email), ("password", PASSWORD), ("next", "")];
    assert_eq!(person.post("/sign-in", &form).await.status, 303);
    person
}

/// What the worker notes when it has sent this address so many invitations, the newest just now.
fn was_sent(app: &TestApp, email: &str, times: usize) {
    let slot = |nth: usize| if nth < times { "now() - interval '1 hour'" } else { "NULL" };
    app.sql(&format!(
        "INSERT INTO invitation_slots (email_key, newest_at, second_at, third_at)
         VALUES ('{email}', now(), {}, {}) ON CONFLICT (email_key) DO UPDATE
         SET newest_at = EXCLUDED.newest_at, second_at = EXCLUDED.second_at,
             third_at = EXCLUDED.third_at",
        slot(1),
        slot(2),
    ));
}

/// The time of the only mail that waits, in the workspace's zone.
fn leaves(app: &TestApp) -> DateTime<Tz> {
    let due = outbox_emails::table.filter(outbox_emails::state.eq(State::Due));
    let at: DateTime<Utc> = due.select(outbox_emails::due_at).get_result(&mut app.conn()).unwrap();
    at.with_timezone(&Berlin)
}

/// "at 15:05" or "on 26 Nov at 15:05".
fn spoken(at: DateTime<Tz>) -> String {
    match at.date_naive() == Utc::now().with_timezone(&Berlin).date_naive() {
        true => at.format("at %H:%M").to_string(),
        false => at.format("on %-d %b at %H:%M").to_string(),
    }
}

#[actix_web::test]
async fn l02_a_resend_beyond_the_limit_is_accepted_and_says_when_it_leaves() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let details = format!("{LIST}/{}", carla.id);
    was_sent(&app, "carla@n.example", 1);
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    assert_eq!(invitation(&workspace, &carla).generation, 2);
    let at = leaves(&app);
    assert!(
        (at - Utc::now().with_timezone(&Berlin) - TimeDelta::minutes(5)).abs()
            < TimeDelta::minutes(1)
    );
    let list = ada.get(LIST).await;
    let said = format!(
        "Accepted. The mail to carla@n.example leaves {}: an address gets at most one invitation \
         in five minutes and three in 24 hours. The older link no longer works.",
        spoken(at)
    );
    assert_eq!(list.one(".banner p"), said);
    let note = format!("Mail leaves {}", spoken(at));
    assert_eq!(list.one(".status-note"), note);
    assert!(ada.get(&details).await.says(&note));

    let waits = format!(
        "A newer mail to carla@n.example is waiting already and leaves {}. Nothing more is needed.",
        spoken(at)
    );
    for page in [LIST, &details] {
        ada.post(&resend_path(&carla), &[("generation", "2"), ("back", page)]).await;
        assert_eq!(ada.get(page).await.one(".banner p"), waits, "{page}");
    }
    let change = format!("resend-0-2-{}", carla.id);
    let form_id = Uuid::now_v7().to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "carla@n.example"),
        ("change", change.as_str()),
    ];
    let window = ada.post(&workspace.path("settings/invite/lines"), &form).await;
    assert!(window.says(&waits), "{}", window.text());
    assert_eq!((invitation(&workspace, &carla).generation, resent_events(&app)), (2, 1));

    app.sql("UPDATE workspaces SET language = 'de'");
    app.sql("UPDATE accounts SET language = 'de'");
    ada.post(&resend_path(&carla), &[("generation", "2")]).await;
    let said = ada.get(LIST).await.one(".banner p");
    assert!(
        said.starts_with("Eine neuere E-Mail an carla@n.example wartet schon und geht"),
        "{said}"
    );
    assert!(said.contains(&at.format("um %H:%M Uhr hinaus.").to_string()), "{said}");
}

#[actix_web::test]
async fn l02_the_fourth_mail_of_a_day_says_on_which_day_it_leaves() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    was_sent(&app, "carla@n.example", 3);
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    let at = leaves(&app);
    let pause = at.with_timezone(&Utc) - Utc::now();
    assert!((pause - TimeDelta::hours(23)).abs() < TimeDelta::minutes(1), "{pause}");
    assert!(ada.get(LIST).await.one(".banner p").contains(&format!("leaves {}", spoken(at))));
    app.sql(
        "UPDATE invitation_slots SET third_at = third_at - interval '1 day', newest_at = second_at",
    );
    app.sql("UPDATE invitations SET expires_at = now()");
    ada.post(&resend_path(&carla), &[("generation", "2")]).await;
    let said = ada.get(LIST).await.one(".banner p");
    assert_eq!(said, "Sent again to carla@n.example. The older link no longer works.");
    assert!(leaves(&app) <= Utc::now());
}

#[actix_web::test]
async fn l02_a_repetition_that_has_not_left_is_not_repeated() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    assert_eq!(invitation(&workspace, &carla).generation, 2, "the first time at once");
    ada.get(LIST).await;
    ada.post(&resend_path(&carla), &[("generation", "2")]).await;
    let said = ada.get(LIST).await.one(".banner p");
    assert_eq!(
        said,
        "A newer mail to carla@n.example is just about to leave. Nothing more is needed."
    );
    for state in [State::Sent, State::Refused, State::Retry, State::Unknown] {
        app.sql(&format!("UPDATE outbox_emails SET state = '{state}' WHERE state = 'due'"));
        let seen = invitation(&workspace, &carla).generation;
        ada.post(&resend_path(&carla), &[("generation", &seen.to_string())]).await;
        assert_eq!(invitation(&workspace, &carla).generation, seen + 1, "{state}");
    }
}

#[actix_web::test]
async fn an_older_page_is_told_that_a_newer_mail_has_left() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    ada.get(LIST).await;
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    let said = ada.get(LIST).await.one(".banner p");
    assert_eq!(
        said,
        "carla@n.example has just been sent a newer invitation. Nothing more was sent."
    );
    assert_eq!(invitation(&workspace, &carla).generation, 2);
}

#[actix_web::test]
async fn only_initiated_users_are_sent_anything() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.post(&resend_path(&dora), &[("generation", "1")]).await;
    assert_eq!(answer.status, 303);
    let said = ada.get(LIST).await.one(".banner-warn p");
    assert_eq!(said, "Dora Ek has no open invitation any more. Nothing was sent.");
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn the_way_back_leads_to_the_list_or_a_user_and_nowhere_else() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let details = format!("{LIST}/{}", carla.id);
    let search = format!("{LIST}?q=carla&page=2");
    for (back, expected) in [
        (details.as_str(), details.as_str()),
        (search.as_str(), search.as_str()),
        ("", LIST),
        ("https://evil.example", LIST),
        ("//evil.example", LIST),
        ("/w/nordlicht/settings/usersx", LIST),
        ("/w/nordlicht/settings/users/\\evil", LIST),
        ("/w/nordlicht/settings/users?\r\nSet-Cookie: a=b", LIST),
    ] {
        let answer = ada.post(&resend_path(&carla), &[("generation", "9"), ("back", back)]).await;
        assert_eq!((answer.status, answer.location()), (303, expected), "{back}");
    }
}

#[actix_web::test]
async fn a_button_of_the_invite_window_may_send_its_whole_form() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let fields = [("form_id", "x"), ("lines[0][email]", "carla@n.example"), ("all[role]", "")];
    let path = format!("{}?generation=1", resend_path(&carla));
    let answer = ada.post_fragment(&path, &fields).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.headers["location-after"], LIST);
    assert_eq!(invitation(&workspace, &carla).generation, 2);
}

#[actix_web::test]
async fn z03_resending_is_refused_to_everybody_else() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let dora = workspace.sign_in("dora@n.example").await;
    let ada = workspace.signed_in_admin().await;
    let other = app.workspace("Suedwind").signed_in_admin().await;
    let (path, form) = (resend_path(&carla), [("generation", "1")]);
    assert_eq!(dora.post(&path, &form).await.status, 403);
    assert_eq!(other.post(&path, &form).await.status, 404);
    let through_own = path.replace("nordlicht", "suedwind");
    assert_eq!(other.post(&through_own, &form).await.status, 404);
    let asked = app.stranger().post(&path, &form).await;
    assert!(asked.location().starts_with("/sign-in?next="));
    assert_eq!(ada.post(&path, &[]).await.status, 400);
    assert_eq!(ada.post(&path, &[("generation", "one")]).await.status, 400);
    assert_eq!(invitation(&workspace, &carla).generation, 1);
}
