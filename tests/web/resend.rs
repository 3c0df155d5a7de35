use diesel::prelude::*;
use futures_util::future::join_all;
use usher::models::invitation::Invitation;
use usher::models::outbox_email::{OutboxEmail, State};
use usher::models::role::Preset;
use usher::models::user::User;
use usher::schema::audit_events;
use usher::security::links::JoinClaim;
use uuid::Uuid;

use crate::support::{TestApp, TestWorkspace};

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
async fn the_older_link_says_that_it_was_replaced() {
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
async fn resending_repairs_an_expired_invitation_without_a_second_user_or_seat() {
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
async fn many_presses_at_once_send_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let path = resend_path(&carla);
    let answers = join_all((0..10).map(|_| ada.post(&path, &[("generation", "1")]))).await;
    assert!(answers.iter().all(|answer| answer.status == 303));
    let after = invitation(&workspace, &carla);
    assert_eq!(after.generation, 2);
    assert_eq!(mails(&workspace, &after).len(), 2);
    assert_eq!(resent_events(&app), 1);
}

#[actix_web::test]
async fn a_mail_that_was_refused_is_sent_again_at_once_and_then_after_a_minute() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let details = format!("{LIST}/{}", carla.id);
    ada.post(&resend_path(&carla), &[("generation", "1")]).await;
    assert_eq!(invitation(&workspace, &carla).generation, 2, "the first time at once");
    ada.get(LIST).await;
    for page in [LIST, &details] {
        ada.post(&resend_path(&carla), &[("generation", "2"), ("back", page)]).await;
        let said = ada.get(page).await.one(".banner-warn p");
        assert_eq!(said, "Sent a moment ago. Wait a minute before sending again.", "{page}");
    }
    let change = format!("resend-0-2-{}", carla.id);
    let form_id = Uuid::now_v7().to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "carla@n.example"),
        ("change", change.as_str()),
    ];
    let window = ada.post(&workspace.path("settings/invite/lines"), &form).await;
    assert!(window.says("Sent a moment ago."), "{}", window.text());
    assert_eq!(window.attributes("#l0-email", "value"), ["carla@n.example"]);
    assert_eq!(invitation(&workspace, &carla).generation, 2);
    app.sql("UPDATE invitations SET sent_at = now() - interval '61 seconds'");
    ada.post(&resend_path(&carla), &[("generation", "2")]).await;
    assert_eq!(invitation(&workspace, &carla).generation, 3);
}

#[actix_web::test]
async fn nobody_is_sent_an_invitation_again_more_than_five_times_a_day() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let press = async || {
        app.sql("UPDATE invitations SET sent_at = now() - interval '1 hour'");
        let seen = invitation(&workspace, &carla).generation.to_string();
        ada.post(&resend_path(&carla), &[("generation", &seen)]).await;
        ada.get(LIST).await.one(".banner p")
    };
    for _ in 0..5 {
        assert!(press().await.starts_with("Sent again to carla@n.example."));
    }
    let said = "carla@n.example was sent the invitation again five times today. Wait until \
                tomorrow.";
    assert_eq!(press().await, said);
    assert_eq!(resent_events(&app), 5);
    app.sql("UPDATE outbox_emails SET created_at = now() - interval '25 hours'");
    assert!(press().await.starts_with("Sent again"));
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
async fn resending_is_refused_to_everybody_else() {
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
    assert_eq!(app.stranger().post(&path, &form).await.location(), "/sign-in");
    assert_eq!(ada.post(&path, &[]).await.status, 400);
    assert_eq!(ada.post(&path, &[("generation", "one")]).await.status, 400);
    assert_eq!(invitation(&workspace, &carla).generation, 1);
}
