//! Names recognised from addresses, wherever the window gets them.

use reqwest::header::ORIGIN;
use reqwest::multipart;
use usher::models::role::Preset;
use uuid::Uuid;

use crate::support::{TestApp, TestWorkspace};

#[actix_web::test]
async fn a_name_is_recognised_from_an_address() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let path = workspace.path("settings/invite/name");
    let answer = ada.post(&path, &[("email", "anna-lena.schmidt@example.com")]).await;
    assert_eq!(answer.text(), r#"{"name":"Anna-Lena Schmidt"}"#);
    let answer = ada.post(&path, &[("email", "info@example.com")]).await;
    assert_eq!(answer.text(), r#"{"name":null}"#);
}

/// Three people whose addresses begin with the surname.
fn colleagues(workspace: &TestWorkspace<'_>) {
    workspace.user(Preset::User, "Anna Schmidt", "schmidt.anna@firma.example");
    workspace.invite("Bo Lund", "lund.bo@firma.example");
    workspace.user(Preset::Guest, "Eva Kern", "kern.eva@Firma.example");
}

#[actix_web::test]
async fn a_name_is_recognised_by_the_pattern_of_colleagues() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let other = app.workspace("Südlicht");
    let path = workspace.path("settings/invite/name");
    let email = [("email", "thomas.martin@FIRMA.example")];
    colleagues(&other);
    let before = ada.post(&path, &email).await;
    assert_eq!(before.text(), r#"{"name":"Thomas Martin"}"#, "others' people teach nothing");
    colleagues(&workspace);
    assert_eq!(ada.post(&path, &email).await.text(), r#"{"name":"Martin Thomas"}"#);

    let text = "thomas.martin@firma.example, thomas.martin@else.example, X <x@firma.example>";
    let pasted = ada.post(&workspace.path("settings/invite/paste"), &[("text", text)]).await;
    let read: serde_json::Value = serde_json::from_str(&pasted.text()).unwrap();
    let recognised: Vec<_> = (0..3).map(|i| read["lines"][i]["recognised"].as_str()).collect();
    assert_eq!(recognised, [Some("Martin Thomas"), Some("Thomas Martin"), Some("")]);

    let path = workspace.path("settings/invite?email=thomas.martin@firma.example");
    let names = ada.get(&path).await.attributes("[name='lines[0][name]']", "value");
    assert_eq!(names, ["Martin Thomas"]);
    let file = "E-mail\nthomas.martin@firma.example\n";
    let form = multipart::Form::new()
        .text("form_id", Uuid::now_v7().to_string())
        .part("file", multipart::Part::bytes(file.as_bytes()).file_name("people.csv"));
    let url = ada.url(&workspace.path("settings/invite/import"));
    let imported = ada.send(ada.client.post(url).header(ORIGIN, ada.url("")).multipart(form)).await;
    assert_eq!(imported.attributes("[name='lines[0][name]']", "value"), ["Martin Thomas"]);

    let role = workspace.user_role.id.to_string();
    let fields = [
        ("form_id", &*Uuid::now_v7().to_string()),
        ("lines[0][email]", "thomas.martin@firma.example"),
        ("lines[0][role]", &role),
    ];
    assert_eq!(ada.post(&workspace.path("settings/invite"), &fields).await.status, 303);
    assert!(ada.get(&workspace.path("settings/users")).await.says("Martin Thomas"));
}
