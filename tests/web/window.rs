//! What the window does without scripts, and where errors stand.

use serde_json::Value;
use usher::models::role::Preset;
use uuid::Uuid;

use crate::support::{Answer, TestApp};

const EMAILS: &str = "[data-lines] [data-email]";

#[actix_web::test]
async fn a_removed_line_comes_back_at_its_place_with_all_its_fields() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/lines");
    let form_id = Uuid::now_v7().to_string();
    let role = workspace.guest_role.id.to_string();
    let fields = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "ada.one@example.com"),
        ("lines[3][email]", "bo@example.com"),
        ("lines[3][name]", "Bo <Ek>"),
        ("lines[3][role]", role.as_str()),
        ("lines[1000][email]", "cy@example.com"),
        ("change", "remove-3"),
    ];
    let removed = ada.post(&path, &fields).await;
    assert_eq!(removed.attributes(EMAILS, "value"), ["ada.one@example.com", "cy@example.com"]);
    assert_eq!(removed.one("[data-said]"), "Line 2 removed.");
    assert_eq!(removed.attributes("[autofocus][data-email]", "id"), ["l0-email"]);

    let carried = fields_of(&removed);
    let mut carried: Vec<_> = carried.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    carried.push(("change", "restore"));
    let restored = ada.post(&path, &carried).await;
    let emails = ["ada.one@example.com", "bo@example.com", "cy@example.com"];
    assert_eq!(restored.attributes(EMAILS, "value"), emails);
    assert_eq!(restored.attributes("#l1-name", "value"), ["Bo <Ek>"]);
    assert_eq!(restored.attributes("#l1-role option[selected]", "value"), [role]);
    assert_eq!(restored.attributes("[autofocus][data-email]", "id"), ["l1-email"]);
    assert!(restored.attributes("input", "name").iter().all(|name| !name.starts_with("removed")));
}

#[actix_web::test]
async fn the_only_line_that_was_removed_comes_back_alone() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/lines");
    let form_id = Uuid::now_v7().to_string();
    let fields = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "bo@example.com"),
        ("change", "remove-0"),
    ];
    let removed = ada.post(&path, &fields).await;
    assert_eq!(removed.attributes(EMAILS, "value"), [""]);
    let carried = fields_of(&removed);
    let mut carried: Vec<_> = carried.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    carried.push(("change", "restore"));
    let restored = ada.post(&path, &carried).await;
    assert_eq!(restored.attributes(EMAILS, "value"), ["bo@example.com"]);
}

#[actix_web::test]
async fn one_choice_for_all_leaves_what_was_chosen_until_that_is_wanted_too() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/lines");
    let form_id = Uuid::now_v7().to_string();
    let (guest, user) = (workspace.guest_role.id.to_string(), workspace.user_role.id.to_string());
    let fields = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "anna@example.com"),
        ("lines[0][role]", guest.as_str()),
        ("lines[1][email]", "bo@example.com"),
        ("lines[2][email]", "cy@example.com"),
        ("lines[2][role]", "Boss"),
        ("all[role]", user.as_str()),
        ("change", "apply"),
    ];
    let chosen = |window: &Answer| window.attributes("[data-lines] option[selected]", "value");
    let applied = ada.post(&path, &fields).await;
    assert_eq!(chosen(&applied), [guest.as_str(), &user, &user]);
    assert_eq!(applied.one("[data-said]"), "1 line keeps what was chosen in it.");
    assert_eq!(applied.one("[data-overwrite]:not([hidden])"), "Change it there too");

    let carried = fields_of(&applied);
    let mut carried: Vec<_> = carried.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    carried.extend([("all[role]", user.as_str()), ("change", "overwrite")]);
    let overwritten = ada.post(&path, &carried).await;
    assert_eq!(chosen(&overwritten), [user.as_str(), &user, &user]);
    assert_eq!(overwritten.one("[data-said]"), "Applied to all lines.");
    assert_eq!(overwritten.attributes("[data-overwrite]", "hidden").len(), 1);
    assert_eq!(overwritten.attributes("[data-all] [selected]", "value"), [user]);
}

#[actix_web::test]
async fn seats_are_left_after_a_send_only_when_there_is_somebody_to_send_to() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let empty = ada.get(&workspace.path("settings/invite")).await;
    assert_eq!(empty.one("[data-seats]"), "9 of 10 seats left");
    let filled = ada.get(&workspace.path("settings/invite?email=a@example.com")).await;
    assert_eq!(filled.one("[data-seats]"), "8 of 10 seats left after this");
}

#[actix_web::test]
async fn a_pasted_line_brings_the_name_in_its_address_and_what_has_no_room_is_said() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let list: Vec<_> = (0..103).map(|n| format!("anna.winter{n}@example.com")).collect();
    let text = format!("Bo Ek <bo@example.com>\n{}", list.join("\n"));
    let fields = [("text", text.as_str()), ("present", "someone@example.com")];
    let answer = ada.post(&workspace.path("settings/invite/paste"), &fields).await;
    let read: Value = serde_json::from_str(&answer.text()).unwrap();
    assert_eq!(read["lines"].as_array().unwrap().len(), 99);
    assert_eq!(
        (&read["lines"][0]["name"], &read["lines"][0]["recognised"]),
        (&"Bo Ek".into(), &"".into())
    );
    assert_eq!(read["lines"][1]["recognised"], "Anna Winter");
    let said = "99 lines added. 5 more did not fit: at most 100 lines are sent at once.";
    assert_eq!(read["said"], said);
}

#[actix_web::test]
async fn an_error_stands_in_the_frame_of_the_workspace_and_keeps_the_waiting_message() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Guest, "Gus Guest", "gus@example.com");
    let gus = workspace.sign_in("gus@example.com").await;
    let refused = gus.get(&workspace.path("settings/plan")).await;
    assert_eq!((refused.status, refused.all("nav#nav").len()), (403, 1));

    let ada = workspace.signed_in_admin().await;
    let profile = [("name", "Ada Engel"), ("language", "en")];
    ada.post("/profile", &profile).await;
    let missing = ada.get(&workspace.path(&format!("settings/users/{}", Uuid::now_v7()))).await;
    assert_eq!((missing.status, missing.all("nav#nav").len()), (404, 1));
    assert!(missing.all(".banner").is_empty());
    assert!(ada.get("/profile").await.says("Profile saved"));

    for nonsense in ["nonsense", "settings/nonsense", "settings/users/nonsense/x"] {
        let missing = ada.get(&workspace.path(nonsense)).await;
        assert_eq!((missing.status, missing.all("nav#nav").len()), (404, 1), "{nonsense}");
        let stranger = app.stranger().get(&workspace.path(nonsense)).await;
        assert_eq!((stranger.status, stranger.all("nav#nav").len()), (404, 0), "{nonsense}");
    }

    let elsewhere = ada.get("/w/unknown/settings/users").await;
    assert_eq!((elsewhere.status, elsewhere.all("nav#nav").len()), (404, 0));
}

/// What a browser would post of the window, its buttons left out.
pub fn fields_of(window: &Answer) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let inputs = "form[data-invite] input:not([type=file])";
    let names = window.attributes(inputs, "name");
    for name in names.iter().filter(|name| !name.contains("__i__")) {
        let value = window.attributes(&format!("input[name='{name}']"), "value");
        fields.push((name.clone(), value.concat()));
    }
    for name in window.attributes("[data-lines] select", "name") {
        let chosen = format!("select[name='{name}'] option[selected]");
        fields.push((name.clone(), window.attributes(&chosen, "value").concat()));
    }
    fields
}

#[actix_web::test]
async fn many_lines_without_a_role_are_named_together_beside_the_choice_for_all() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form_id = Uuid::now_v7().to_string();
    let emails: Vec<_> = (0..5).map(|i| format!("person{i}@example.com")).collect();
    let names: Vec<_> = (0..5).map(|i| format!("lines[{i}][email]")).collect();
    let mut fields = vec![("form_id", form_id.as_str()), ("lines[5][email]", "nonsense")];
    fields.extend(names.iter().map(String::as_str).zip(emails.iter().map(String::as_str)));
    let role = workspace.user_role.id.to_string();
    fields.push(("lines[5][role]", &role));
    let refused = ada.post(&workspace.path("settings/invite"), &fields).await;
    assert_eq!(refused.status, 422);
    let together = "Lines without a role: 5. Choose one for all lines";
    let said = [together, "Line 6: Enter an e-mail like name@example.com"];
    assert_eq!(refused.all(".summary li"), said);
    assert_eq!(refused.attributes(".summary a", "href"), ["#all-role", "#l5-email"]);
    assert_eq!(refused.attributes("select#all-role", "name"), ["all[role]"]);
    assert_eq!(refused.all(".line-messages").len(), 6, "each line says it too");
}

#[actix_web::test]
async fn nothing_chosen_for_all_lines_is_not_said_to_be_applied() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/lines");
    let form_id = Uuid::now_v7().to_string();
    let mut fields = vec![
        ("form_id", form_id.as_str()),
        ("lines[0][email]", "bo@example.com"),
        ("change", "apply"),
    ];
    let nothing = ada.post(&path, &fields).await;
    assert_eq!(nothing.one("[data-said]"), "Choose a role for all lines first.");
    let role = workspace.guest_role.id.to_string();
    fields.push(("all[role]", &role));
    assert_eq!(ada.post(&path, &fields).await.one("[data-said]"), "Applied to all lines.");
}
