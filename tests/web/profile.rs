use usher::models::role::Preset;

use crate::support::{Person, TestApp};

const HANNA: &str = "hanna@example.com";
const PASSWORD: &str = "violet-anchor-mosaic-7";
const NEW_PASSWORD: &str = "copper-lantern-orbit-4";

async fn change(person: &Person, current: &str, new: &str) -> crate::support::Answer {
    let form = [("current_password", current), ("password", new)];
    person.post("/profile/password", &form).await
}

#[actix_web::test]
async fn a_name_counts_in_every_workspace_and_a_language_on_every_page() {
    let app = TestApp::start();
    let (north, south) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    north.user(Preset::User, "Hanna", HANNA);
    south.user(Preset::Guest, "H. Lund", HANNA);
    let hanna = north.sign_in(HANNA).await;
    let page = hanna.get("/profile").await;
    assert_eq!(page.attributes("#name", "value"), ["Hanna"]);
    assert_eq!(page.attributes("main a", "href"), ["/w/nordlicht/", "/w/suedwind/"]);
    let form = [("name", " Hanna  Lund "), ("language", "de")];
    assert_eq!(hanna.post("/profile", &form).await.location(), "/profile");
    let page = hanna.get("/profile").await;
    assert!(page.says("Profil gespeichert"), "{}", page.text());
    assert_eq!(page.attributes("#language option[selected]", "value"), ["de"]);
    assert_eq!(app.sql("UPDATE users SET name = name WHERE name = 'Hanna Lund'"), 2);
    assert_eq!(app.sql("UPDATE audit_events SET at = at WHERE action = 'profile_changed'"), 2);
    let from = "SELECT string_agg(details->'from'->>'name', ' and ' ORDER BY details) AS text
                FROM audit_events WHERE action = 'profile_changed'";
    assert_eq!(app.text(from), "H. Lund and Hanna", "nobody hides behind another name");
    assert_eq!(app.sql("UPDATE users SET name = name WHERE name = 'Ada Engel'"), 2);
}

#[actix_web::test]
async fn a_name_that_is_none_is_refused_and_a_language_that_is_none_too() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.post("/profile", &[("name", "  "), ("language", "de")]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.one("#name-error"), "Enter your name, at most 100 characters");
    assert_eq!(ada.post("/profile", &[("name", "Ada"), ("language", "xx")]).await.status, 400);
    let page = ada.get("/profile").await;
    assert_eq!(page.attributes("#name", "value"), ["Ada Engel"]);
    assert_eq!(page.attributes("#language option[selected]", "value"), ["en"]);
}

#[actix_web::test]
async fn t14_a_new_password_ends_all_other_sessions_and_renews_this_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, elsewhere) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let key = |answer: &crate::support::Answer| app.session_key(&answer.cookie("usher").unwrap());
    let before = here.get("/profile").await;
    let answer = change(&here, PASSWORD, NEW_PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (303, "/profile"), "{}", answer.text());
    assert_ne!(key(&answer), key(&before), "the session kept its key");
    let thief = app.stranger();
    let old =
        thief.client.get(thief.url("/profile")).header("cookie", before.cookie("usher").unwrap());
    assert_eq!(thief.send(old).await.status, 303, "the old key is alive");
    assert!(here.get("/profile").await.says("Your new password is set."));
    assert_eq!(elsewhere.get("/profile").await.status, 303);
    for (password, status) in [(PASSWORD, 422), (NEW_PASSWORD, 303)] {
        let form = [("email", workspace.ada.email.as_str()), ("password", password), ("next", "")];
        assert_eq!(app.stranger().post("/sign-in", &form).await.status, status);
    }
}

#[actix_web::test]
async fn wrong_passwords_elsewhere_keep_nobody_from_changing_theirs() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, elsewhere) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let form = [("email", workspace.ada.email.as_str()), ("password", "wrong"), ("next", "")];
    for _ in 0..11 {
        app.stranger().post("/sign-in", &form).await;
    }
    for number in 1..=11 {
        let wrong = change(&elsewhere, "wrong", NEW_PASSWORD).await;
        assert_eq!(wrong.status, if number <= 10 { 422 } else { 429 }, "{number}");
    }
    assert_eq!(change(&elsewhere, PASSWORD, NEW_PASSWORD).await.status, 429);
    assert_eq!(change(&here, PASSWORD, NEW_PASSWORD).await.status, 303);
}

#[actix_web::test]
async fn a_password_is_changed_only_by_who_knows_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (here, elsewhere) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let wrong = change(&here, "wrong", NEW_PASSWORD).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.one("#current_password-error"), "That is not your current password");
    let told = "SELECT FROM audit_events WHERE action = 'sign_in_failed'";
    let began = std::time::Instant::now();
    while app.sql(told) == 0 {
        assert!(began.elapsed().as_secs() < 20, "the audit log is not told");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let poor = change(&here, PASSWORD, "nordlicht-ada-engel").await;
    assert_eq!(poor.status, 422);
    assert!(poor.one("#password-error").starts_with("Choose a password that is not made of"));
    assert_eq!(elsewhere.get("/profile").await.status, 200, "a refusal ended a session");
}

#[actix_web::test]
async fn a_new_password_that_is_refused_costs_neither_a_hash_nor_an_attempt() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    for _ in 0..12 {
        let form = [("current_password", "wrong"), ("password", "short")];
        assert_eq!(ada.post("/profile/password", &form).await.status, 422);
    }
    let form = [("current_password", PASSWORD), ("password", "copper-lantern-orbit-4")];
    assert_eq!(ada.post("/profile/password", &form).await.status, 303);
}

#[actix_web::test]
async fn signing_out_everywhere_says_what_it_ended() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, elsewhere) = (workspace.signed_in_admin().await, workspace.signed_in_admin().await);
    let out = ada.post("/profile/sessions/removal", &[]).await;
    assert_eq!(out.location(), "/sign-in");
    let said = ada.get("/sign-in").await.one(".banner p");
    assert_eq!(said, "You are signed out everywhere: 2 sessions have ended.");
    for person in [&ada, &elsewhere] {
        assert!(person.get("/profile").await.location().starts_with("/sign-in"));
    }
}
