use futures_util::future::join;
use usher::models::invitation::Invitation;
use usher::models::outbox_email::State;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::values::Status;

use crate::support::{TestApp, TestWorkspace};

const LIST: &str = "/w/nordlicht/settings/users";

fn deactivation(user: &User) -> String {
    format!("{LIST}/{}/deactivation", user.id)
}

fn activation(user: &User) -> String {
    format!("{LIST}/{}/activation", user.id)
}

fn status(workspace: &TestWorkspace<'_>, user: &User) -> Status {
    User::find(&mut workspace.app.conn(), workspace.id, user.id).unwrap().status
}

#[actix_web::test]
async fn z05_a_deactivated_user_loses_seat_and_access_at_once() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    let browser = workspace.sign_in("dora@n.example").await;
    let question = ada.get_fragment(&deactivation(&dora)).await;
    assert!(question.one(".sheet-body p:first-child").starts_with("Deactivate Dora Ek?"));
    let answer = ada.post(&deactivation(&dora), &[]).await;
    assert_eq!((answer.status, answer.location()), (303, LIST));
    let page = ada.get(LIST).await;
    assert_eq!(page.one(".banner p"), "Dora Ek is deactivated.");
    assert_eq!(page.one(".seats span"), "1 of 10 seats used");
    assert_eq!(browser.get(LIST).await.status, 404);
}

#[actix_web::test]
async fn z06_the_last_active_admin_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", bea.id));
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&workspace.ada), &[]).await;
    let said = ada.get(LIST).await.one(".banner-warn p");
    assert_eq!(said, "Ada Engel is the last active Admin. Make somebody else an Admin first.");
    assert_eq!(status(&workspace, &workspace.ada), Status::Active);
}

#[actix_web::test]
async fn the_last_active_admin_is_told_so_instead_of_asked() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&deactivation(&workspace.ada)).await;
    let said = "Ada Engel is the last active Admin. Make somebody else an Admin first.";
    assert_eq!(page.one(".sheet-body p:first-child"), said);
    assert_eq!(page.all(".sheet-foot > *"), ["Back"]);
}

#[actix_web::test]
async fn nobody_is_offered_to_deactivate_themselves_but_can() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let ada = workspace.signed_in_admin().await;
    let links = ada.get(LIST).await.attributes("tbody [data-dialog]", "href");
    assert_eq!(links.len(), 1);
    assert!(links[0].starts_with(&deactivation(&bea)));
    let own = ada.get(&format!("{LIST}/{}", workspace.ada.id)).await;
    assert!(own.all(".page-head .buttons").is_empty());
    let page = ada.get(&deactivation(&workspace.ada)).await;
    let asked = page.one(".sheet-body p:first-child");
    assert!(asked.contains("You will be signed out of Nordlicht"), "{asked}");
    assert_eq!(page.all(".sheet-foot > *"), ["Keep active", "Deactivate"]);
}

#[actix_web::test]
async fn a_deactivation_can_be_undone_from_the_banner() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&dora), &[]).await;
    let page = ada.get(LIST).await;
    assert_eq!(page.one(".banner button"), "Undo");
    assert_eq!(page.attributes(".banner form", "action"), [activation(&dora)]);
}

#[actix_web::test]
async fn whoever_lost_their_only_workspace_is_told_whom_to_ask() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let doras = workspace.sign_in("dora@n.example").await;
    workspace.signed_in_admin().await.post(&deactivation(&dora), &[]).await;
    let said = "Your access to Nordlicht was ended. If you need it again, \
                ask Ada Engel (ada@nordlicht.example).";
    assert_eq!(doras.get("/").await.one(".auth-head p"), said);
}

#[actix_web::test]
async fn z06_two_admins_who_deactivate_each_other_at_once_leave_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let (ada, beas) = (workspace.signed_in_admin().await, workspace.sign_in(&bea.email).await);
    let (of_ada, of_bea) = (deactivation(&workspace.ada), deactivation(&bea));
    join(ada.post(&of_bea, &[]), beas.post(&of_ada, &[])).await;
    let both = [status(&workspace, &workspace.ada), status(&workspace, &bea)];
    assert_eq!(both.iter().filter(|status| **status == Status::Active).count(), 1, "{both:?}");
}

#[actix_web::test]
async fn an_admin_who_leaves_is_shown_the_way_out() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let ada = workspace.signed_in_admin().await;
    assert_eq!(ada.post(&deactivation(&workspace.ada), &[]).await.location(), "/");
}

#[actix_web::test]
async fn only_active_users_are_deactivated() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    assert_eq!(ada.get(&deactivation(&carla)).await.status, 303);
    ada.post(&deactivation(&carla), &[]).await;
    let said = ada.get(LIST).await.one(".banner-warn p");
    assert_eq!(said, "Carla Núñez is not active any more. Nothing was changed.");
    assert_eq!(status(&workspace, &carla), Status::Initiated);
}

#[actix_web::test]
async fn somebody_who_had_joined_is_active_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&dora), &[]).await;
    ada.get(LIST).await;
    ada.post(&activation(&dora), &[]).await;
    assert_eq!(ada.get(LIST).await.one(".banner p"), "Dora Ek is active again.");
    assert_eq!((status(&workspace, &dora), app.mails(State::Due)), (Status::Active, 0));
}

#[actix_web::test]
async fn somebody_who_never_joined_is_invited_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&format!("{LIST}/{}/withdrawal", carla.id), &[]).await;
    ada.get(LIST).await;
    ada.post(&activation(&carla), &[]).await;
    let page = ada.get(LIST).await;
    assert_eq!(page.one(".banner p"), "Carla Núñez was invited again.");
    assert_eq!(page.one(".status-note"), "Not sent yet");
    let all = Invitation::all_of(&mut app.conn(), workspace.id, carla.id).unwrap();
    let open: Vec<bool> = all.iter().map(|one| one.withdrawn_at.is_none()).collect();
    assert_eq!(open, [false, true], "a new invitation beside the withdrawn one");
    assert_eq!((app.mails(State::Due), app.mails(State::Superseded)), (1, 1));
}

#[actix_web::test]
async fn two_activations_at_the_last_seat_fill_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let emil = workspace.user(Preset::User, "Emil Ott", "emil@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&deactivation(&dora), &[]).await;
    ada.post(&deactivation(&emil), &[]).await;
    workspace.book(2);
    join(ada.post(&activation(&dora), &[]), ada.post(&activation(&emil), &[])).await;
    let both = [status(&workspace, &dora), status(&workspace, &emil)];
    assert_eq!(both.iter().filter(|status| **status == Status::Active).count(), 1, "{both:?}");
}

#[actix_web::test]
async fn activation_says_when_no_seat_is_free_and_when_there_is_nothing_to_do() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    ada.post(&activation(&dora), &[]).await;
    let said = ada.get(LIST).await.one(".banner-warn p");
    assert_eq!(said, "Dora Ek is not deactivated any more. Nothing was changed.");
    ada.post(&deactivation(&dora), &[]).await;
    ada.get(LIST).await;
    workspace.book(1);
    ada.post(&activation(&dora), &[]).await;
    let said = ada.get(LIST).await.one(".banner-warn p");
    assert_eq!(said, "No seat is free for Dora Ek. Book more seats or free one first.");
    assert_eq!(status(&workspace, &dora), Status::Deactivated);
}

#[actix_web::test]
async fn both_are_refused_to_everybody_else() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let doras = workspace.sign_in("dora@n.example").await;
    let other = app.workspace("Suedwind").signed_in_admin().await;
    for path in [deactivation(&workspace.ada), activation(&dora)] {
        assert_eq!(doras.post(&path, &[]).await.status, 403);
        assert_eq!(other.post(&path, &[]).await.status, 404);
        assert_eq!(other.post(&path.replace("nordlicht", "suedwind"), &[]).await.status, 404);
        let asked = app.stranger().post(&path, &[]).await;
        assert!(asked.location().starts_with("/sign-in?next="));
    }
    assert_eq!(doras.get(&deactivation(&dora)).await.status, 403);
}

#[actix_web::test]
async fn z06_of_admins_who_push_each_other_out_at_once_one_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let cid = workspace.user(Preset::Admin, "Cid Lang", "cid@n.example");
    let (ada, bea_signed_in, cid_signed_in) = (
        workspace.signed_in_admin().await,
        workspace.sign_in("bea@n.example").await,
        workspace.sign_in("cid@n.example").await,
    );
    let user_role = workspace.user_role.id.to_string();
    let demotion = [("name", "X"), ("gender", ""), ("language", ""), ("role", user_role.as_str())];
    let profile = |user: &User| workspace.path(&format!("settings/users/{}", user.id));
    let gone = |user: &User| workspace.path(&format!("settings/users/{}/deactivation", user.id));
    for round in 0..10 {
        let (to_bea, to_cid, to_ada) = (gone(&bea), profile(&cid), gone(&workspace.ada));
        let (bea_herself, cid_himself) = (profile(&bea), gone(&cid));
        futures_util::future::join5(
            ada.post(&to_bea, &[]),
            bea_signed_in.post(&to_cid, &demotion),
            cid_signed_in.post(&to_ada, &[]),
            bea_signed_in.post(&bea_herself, &demotion),
            cid_signed_in.post(&cid_himself, &[]),
        )
        .await;
        let left = "UPDATE users SET note = note WHERE status = 'active' AND role_id =
                    (SELECT id FROM roles WHERE preset = 'admin')";
        assert!(app.sql(left) >= 1, "nobody is left after round {round}");
        app.sql(&format!(
            "UPDATE users SET status = 'active', role_id = '{}'",
            workspace.admin_role.id
        ));
    }
}

#[actix_web::test]
async fn afterwards_nobody_is_led_out_of_the_user_list() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    for way_out in
        ["/../../../profile", "/..", "/%2e%2e/teams", "/./..", "/.%2E/x?page=2", "//evil.example"]
    {
        let back = format!("{LIST}{way_out}");
        let answer = ada.post(&deactivation(&dora), &[("back", &back)]).await;
        assert_eq!(answer.location(), LIST, "{way_out}");
    }
    for page in ["?q=a..b&page=2".to_owned(), format!("/{}", dora.id)] {
        let back = format!("{LIST}{page}");
        let answer = ada.post(&deactivation(&dora), &[("back", &back)]).await;
        assert_eq!(answer.location(), back);
    }
}

#[actix_web::test]
async fn an_open_tab_of_somebody_deactivated_says_so_and_whom_to_ask() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let doras = workspace.sign_in("dora@n.example").await;
    let other = app.workspace("Suedwind").signed_in_admin().await;
    app.sql("UPDATE users SET status = 'deactivated' WHERE name = 'Dora Ek'");
    for path in ["", "projects", "settings/users"] {
        let answer = doras.get(&workspace.path(path)).await;
        assert_eq!((answer.status, answer.one("h1")), (404, "Your access was ended".into()));
        assert!(answer.says("ask Ada Engel (ada@nordlicht.example)"), "{}", answer.text());
        assert_eq!(other.get(&workspace.path(path)).await.one("h1"), "Page not found");
    }
    assert_eq!(doras.get("/").await.one("h1"), "No workspace");
}
