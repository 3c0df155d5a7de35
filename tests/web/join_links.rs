//! What a mailed link can do, and for how long.

use usher::security::links::JoinClaim;

use crate::joining::*;
use crate::support::TestApp;

#[actix_web::test]
async fn t07_a_link_that_has_ended_says_how_and_lets_nobody_in() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let write = ("mailto:ada@nordlicht.example", "Write to Ada Engel");
    for (index, (change, title, (address, way_on))) in [
        ("expires_at = now()", "This link has ended", write),
        ("withdrawn_at = now()", "This invitation was withdrawn", write),
        ("declined_at = now()", "This invitation was declined", write),
        ("generation = 2", "There is a newer mail", write),
        ("accepted_at = now()", "You already joined", ("/sign-in?next=/w/nordlicht/", "Sign in")),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("hanna{index}@example.com");
        let invite = invite(&workspace, &email, &workspace.user_role, None);
        app.sql(&format!("UPDATE invitations SET {change} WHERE id = '{}'", invite.id));
        let before = rows(&app);
        let person = app.stranger();
        for answer in [person.get(&invite.path).await, join(&person, &invite).await] {
            assert_eq!((answer.status, answer.one("h1").as_str()), (410, title), "{change}");
            assert_eq!(answer.attributes("main a.button", "href"), [address]);
            assert_eq!(answer.one("main a.button"), way_on);
            assert!(answer.says("Ada Engel (ada@nordlicht.example)"));
        }
        assert_eq!(rows(&app), before, "{change}");
    }
}

#[actix_web::test]
async fn t07_a_used_link_and_that_of_a_deleted_user_or_workspace_let_nobody_in() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let used = hanna(&workspace);
    assert_eq!(join(&app.stranger(), &used).await.status, 303);
    let undone = invite_second(&workspace);
    app.sql(&format!("DELETE FROM users WHERE id = '{}'", undone.user_id));
    let closed = hanna(&other);
    for (table, id) in [
        ("invitations", "workspace_id"),
        ("batches", "workspace_id"),
        ("users", "workspace_id"),
        ("workspaces", "id"),
    ] {
        app.sql(&format!("DELETE FROM {table} WHERE {id} = '{}'", other.id));
    }
    let before = app.checksum();
    for (invite, status) in [(&used, 410), (&undone, 404), (&closed, 404)] {
        let person = app.stranger();
        for answer in [person.get(&invite.path).await, join(&person, invite).await] {
            assert_eq!(answer.status, status);
            assert!(answer.all("form").is_empty() && answer.headers.get("set-cookie").is_none());
        }
    }
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn t08_a_link_is_valid_to_its_last_second() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    app.sql("UPDATE invitations SET expires_at = now() + interval '30 seconds'");
    assert_eq!(join(&app.stranger(), &invite).await.status, 303);
}

#[actix_web::test]
async fn t10_the_newest_link_works_after_the_invitation_was_sent_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    app.sql("UPDATE invitations SET generation = 3");
    let newest = JoinClaim { workspace_id: workspace.id, invitation_id: invite.id, generation: 3 };
    let future = JoinClaim { generation: 4, ..newest };
    let stranger = app.stranger();
    let path = |claim: JoinClaim| format!("/join/{}", claim.token(&app.app.keys));
    assert_eq!(stranger.get(&path(future)).await.status, 404);
    assert_eq!(join(&stranger, &Invite { path: path(newest), ..invite }).await.status, 303);
}

#[actix_web::test]
async fn t03_every_change_of_a_link_leads_nowhere() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let before = rows(&app);
    let stranger = app.stranger();
    let token = invite.path.strip_prefix("/join/").unwrap();
    for at in 0..token.len() {
        let mut changed = token.as_bytes().to_vec();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let path = format!("/join/{}", String::from_utf8(changed).unwrap());
        // Guessing is slowed, which another test shows.
        app.sql("DELETE FROM rate_counters");
        let answer = stranger.get(&path).await;
        assert_eq!(
            (answer.status, answer.one("h1").as_str()),
            (404, "This link is not known"),
            "{at}"
        );
    }
    for token in ["x", "A", &token[1..], &format!("{token}A"), &format!("{token}=")] {
        let answer = stranger.post(&format!("/join/{token}"), &[("password", NEW_PASSWORD)]).await;
        assert_eq!(answer.status, 404, "{token}");
    }
    assert_eq!(rows(&app), before);
}

#[actix_web::test]
async fn t03_the_form_decides_neither_address_nor_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let admin = workspace.admin_role.id.to_string();
    let form = [
        ("name", "Hanna Lund"),
        ("password", NEW_PASSWORD),
        ("email", "evil@example.com"),
        ("role", &admin),
        ("role_id", &admin),
        ("workspace_id", "00000000-0000-0000-0000-000000000000"),
    ];
    assert_eq!(app.stranger().post(&invite.path, &form).await.status, 303);
    let user = user(&app, invite.user_id);
    assert_eq!((user.email.as_str(), user.role_id), (EMAIL, workspace.user_role.id));
    assert!(account(&app, "evil@example.com").is_none());
}

#[actix_web::test]
async fn t15_somebody_elses_session_is_a_choice_and_never_joins() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&invite.path).await;
    let says = format!("You are signed in as ada@nordlicht.example; this is for {EMAIL}.");
    assert!(page.says(&says), "{}", page.text());
    assert!(page.all("input[type=password]").is_empty());
    let before = rows(&app);
    let answer = join(&ada, &invite).await;
    assert_eq!(answer.status, 409);
    assert!(answer.says(&says));
    assert_eq!(rows(&app), before);

    let next = page.attributes("form[action='/sign-out'] input[name=next]", "value").remove(0);
    let back = ada.post("/sign-out", &[("next", &next)]).await;
    assert_eq!((back.status, back.location()), (303, invite.path.as_str()));
    assert_eq!(join(&ada, &invite).await.status, 303);
}
