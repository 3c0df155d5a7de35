//! A send is taken back while nothing of it has left, and none of its lines is lost.

use usher::models::outbox_email::State;
use usher::values::Status;

use crate::invite::{Form, users};
use crate::support::TestApp;

#[actix_web::test]
async fn undo_takes_the_batch_back_while_it_is_held() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let ada = workspace.signed_in_admin().await;
    let form = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id);
    form.send(&ada, &workspace).await;
    let list = ada.get(&workspace.path("settings/users")).await;
    let undo = list.attributes(".banner form", "action").remove(0);
    assert_eq!(ada.post(&undo, &[]).await.status, 303);
    assert!(users(&app, Status::Initiated).is_empty());
    assert_eq!(app.mails(State::Due), 0);
    let list = ada.get(&workspace.path("settings/users")).await;
    assert!(list.says("1 invitation taken back"), "{}", list.text());

    let again = list.attributes(".banner a[data-dialog]", "href").remove(0);
    let window = ada.get(&again).await;
    assert_eq!(window.attributes("#l0-email", "value"), ["anna@example.com"]);
    assert_eq!(window.attributes("#l0-name", "value"), ["Anna"]);
    let role = workspace.user_role.id.to_string();
    assert_eq!(window.attributes("#l0-role option[selected]", "value"), [role]);
    assert_eq!(window.all("form[data-typed]").len(), 1, "closing it asks first");

    let repeated = form.send(&ada, &workspace).await;
    assert!(repeated.says("Taken back already. Nothing was sent."), "{}", repeated.text());
    assert_eq!(repeated.attributes("#l0-email", "value"), ["anna@example.com"]);
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn undo_in_the_window_keeps_what_was_typed_since_and_brings_back_the_lines() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let ada = workspace.signed_in_admin().await;
    let role = workspace.user_role.id;
    let form =
        Form::new().line("anna@example.com", "Anna", &role).line(&workspace.ada.email, "", &role);
    let window = form.send(&ada, &workspace).await;
    let change = window.attributes("[data-result] button", "value").remove(0);
    let value = |name: &str| window.attributes(&format!("input[name={name}]"), "value").remove(0);
    let typed = Form { fields: Vec::new() }
        .with("form_id", &value("form_id"))
        .with("batch", &value("batch"))
        .with("shown", &value("shown"))
        .line(&workspace.ada.email, "Ada", &role)
        .line("carla@example.com", "Carla", &role)
        .with("change", &change);

    let window = typed.post(&ada, &workspace.path("settings/invite/lines")).await;
    assert!(window.says("1 invitation taken back. Nothing was sent."), "{}", window.text());
    let emails = ["anna@example.com", workspace.ada.email.as_str(), "carla@example.com"];
    assert_eq!(window.attributes("[data-lines] [data-email]", "value"), emails);
    assert!(window.all("input[name=batch]").is_empty());
    assert!(users(&app, Status::Initiated).is_empty());
    assert_eq!(app.mails(State::Due), 0);
}

#[actix_web::test]
async fn undo_after_the_hold_time_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    let ada = workspace.signed_in_admin().await;
    let form = Form::new().line("anna@example.com", "Anna", &workspace.user_role.id);
    form.send(&ada, &workspace).await;
    let list = ada.get(&workspace.path("settings/users")).await;
    let undo = list.attributes(".banner form", "action").remove(0);
    app.sql("UPDATE outbox_emails SET due_at = now() - interval '1 second'");
    ada.post(&undo, &[]).await;
    assert!(ada.get(&workspace.path("settings/users")).await.says("Too late to undo"));
    assert_eq!(users(&app, Status::Initiated).len(), 1);
}
