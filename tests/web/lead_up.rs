//! The addresses of forms, when they are only looked at: after a refusal, or after a sign-in.

use actix_web::http::Method;
use usher::routes;
use uuid::Uuid;

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn the_address_of_a_refused_form_leads_to_its_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let ada = workspace.signed_in_admin().await;
    let form = workspace.path(&format!("projects/{}/tasks", project.id));
    assert_eq!(ada.post(&form, &[("title", "")]).await.status, 422);
    let answer = ada.get(&form).await;
    assert_eq!((answer.status, answer.location()), (303, form.trim_end_matches("/tasks")));
    for (form, page) in [
        ("settings/invite/lines", "settings/invite"),
        ("settings/waiting/1/move", "settings/waiting"),
        ("settings/teams/1/members/2/removal", "settings/teams/1/members"),
        ("projects/1/archive/removal", "projects/1"),
    ] {
        assert_eq!(ada.get(&workspace.path(form)).await.location(), workspace.path(page), "{form}");
    }
    assert_eq!(ada.get("/profile/password").await.location(), "/profile");
    assert_eq!(ada.get("/sign-out").await.location(), "/");
}

#[actix_web::test]
async fn every_address_answers_who_looks_at_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let table = routes::table();
    let shown: Vec<_> = table.iter().filter(|one| one.method == Method::GET).collect();
    for route in table.iter().filter(|one| !shown.iter().any(|shown| shown.path == one.path)) {
        let mut address = route.path.replace("{slug}", &workspace.slug);
        while let (Some(start), Some(end)) = (address.find('{'), address.find('}')) {
            address.replace_range(start..=end, &Uuid::now_v7().to_string());
        }
        let answer = ada.get(&address).await;
        assert_eq!(answer.status, 303, "{address}");
        assert!(address.starts_with(answer.location()), "{address}: {}", answer.location());
    }
}

#[actix_web::test]
async fn whoever_was_signed_out_over_a_form_comes_back_to_its_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let task = workspace.task(&workspace.project("Website"), "Draw");
    let stranger = app.stranger();
    let form = workspace.path(&format!("projects/{}/tasks", task.project_id));
    let refused = stranger.post(&form, &[("title", "Write")]).await;
    let sign_in = stranger.get(refused.location()).await;
    assert!(sign_in.says("You were signed out before this was sent."), "{}", sign_in.text());
    let next = sign_in.attributes("[name=next]", "value").remove(0);
    assert_eq!(next, form);
    let fields = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", &next)];
    let there = stranger.post("/sign-in", &fields).await;
    let page = stranger.get(there.location()).await;
    assert_eq!(page.location(), form.trim_end_matches("/tasks"));
    // Whoever opened a page is told nothing of a form.
    let asked = app.stranger().get(&workspace.path("projects")).await;
    assert!(!app.stranger().get(asked.location()).await.says("signed out"));
}
