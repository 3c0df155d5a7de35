//! What the window's form may hold, and what posting it again does.

use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::Value;
use usher::models::outbox_email::State;
use usher::models::role::Preset;
use usher::schema::batches;
use uuid::Uuid;

use crate::support::{Answer, PASSWORD, Person, TestApp, TestWorkspace};

async fn send(
    person: &Person,
    workspace: &TestWorkspace<'_>,
    form_id: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let role = workspace.user_role.id.to_string();
    let mut all = vec![("form_id", form_id), ("lines[0][role]", &*role)];
    all.extend_from_slice(fields);
    person.post(&workspace.path("settings/invite"), &all).await
}

fn form_id() -> String {
    Uuid::now_v7().to_string()
}

#[actix_web::test]
async fn e05_what_is_kept_of_a_left_over_line_has_no_control_characters_and_is_short() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bo Lund", "bo@example.com");
    let ada = workspace.signed_in_admin().await;
    let long = "x".repeat(10_000);
    let role = workspace.user_role.id.to_string();
    let lines = [
        ("lines[0][email]", "bo@example.com\0"),
        ("lines[0][name]", "a\0b\u{1b}"),
        ("lines[0][team]", "\0"),
        ("lines[0][gender]", long.as_str()),
        ("lines[1][email]", "anna@example.com"),
        ("lines[1][role]", role.as_str()),
    ];
    let answer = send(&ada, &workspace, &form_id(), &lines).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.attributes("#l0-email", "value"), ["bo@example.com"]);
    assert_eq!(answer.attributes("#l0-name", "value"), ["a b"]);
    let kept: Value = batches::table.select(batches::left_over).first(&mut app.conn()).unwrap();
    assert_eq!(kept[0]["line"]["gender"].as_str().unwrap().len(), 255);
    assert_eq!(app.mails(State::Due), 1);
}

#[actix_web::test]
async fn e04_an_address_that_is_too_long_or_has_a_gap_is_not_cut_into_another_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let domain = format!("{}.com{}", "a".repeat(60), ".com".repeat(50));
    let long = format!("anna@{domain}");
    assert!(long.len() > 255);
    for (email, way_on) in [
        (long.as_str(), "Enter an e-mail like name@example.com"),
        ("an\0na@example.com", "This is no e-mail. Did you mean anna@example.com?"),
    ] {
        let answer = send(&ada, &workspace, &form_id(), &[("lines[0][email]", email)]).await;
        assert_eq!(answer.status, 422);
        let said = answer.one(".summary li");
        assert_eq!(said, format!("Line 1: {way_on}"));
    }
}

#[actix_web::test]
async fn a_form_sent_before_with_other_lines_is_shown_again_and_can_be_sent_then() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let id = form_id();
    let (anna, bo) =
        ([("lines[0][email]", "anna@x.example")], [("lines[0][email]", "bo@x.example")]);
    assert_eq!(send(&ada, &workspace, &id, &anna).await.status, 303);
    let answer = send(&ada, &workspace, &id, &bo).await;
    assert_eq!(answer.status, 422);
    let said = answer.one(".summary li");
    assert_eq!(
        said,
        "This form was sent before. Look at the user list, then send these lines if they are \
         still wanted."
    );
    assert_eq!(answer.attributes("#l0-email", "value"), ["bo@x.example"]);
    assert_eq!(app.mails(State::Due), 1);
    let renewed = answer.attributes("input[name=form_id]", "value").remove(0);
    assert_ne!(renewed, id);
    assert_eq!(send(&ada, &workspace, &renewed, &bo).await.status, 303);
    assert_eq!(send(&ada, &workspace, &renewed, &bo).await.status, 303, "the same lines again");
    assert_eq!(app.mails(State::Due), 2);
}

#[actix_web::test]
async fn a_form_with_far_too_many_lines_is_not_shown_again() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let fields =
        |count| (0..count).map(|i| (format!("lines[{i}][email]"), format!("p{i}@x.example")));
    for (count, status) in [(101, 422), (200, 422), (201, 413)] {
        let typed: Vec<_> = fields(count).collect();
        let lines: Vec<_> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(send(&ada, &workspace, &form_id(), &lines).await.status, status, "{count}");
    }
}

/// The page without the id of its next form, which is always new.
fn result(answer: &Answer) -> (u16, String, String) {
    let text = answer
        .attributes("input[name=form_id]", "value")
        .iter()
        .fold(answer.text(), |text, form_id| text.replace(form_id, "the next form"));
    (answer.status, answer.location().to_owned(), text)
}

#[actix_web::test]
async fn l07_a_form_posted_ten_times_at_once_and_an_hour_later_makes_one_batch_and_one_page() {
    let app = TestApp::start();
    let nodes = [app.node(), app.node()];
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bo Lund", "bo@example.com");
    let role = workspace.user_role.id.to_string();
    let admins = [&app, &nodes[0], &nodes[1]].map(|node| async {
        let admin = node.stranger();
        let form = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
        assert_eq!(admin.post("/sign-in", &form).await.status, 303);
        admin
    });
    let admins = join_all(admins).await;
    let sent_whole = [("lines[0][email]", "anna@example.com")];
    let left_over = [
        ("lines[0][email]", "carla@example.com"),
        ("lines[1][email]", "bo@example.com"),
        ("lines[1][role]", role.as_str()),
    ];
    for (lines, status, batches_so_far) in [(&sent_whole[..], 303, 1), (&left_over, 200, 2)] {
        let id = form_id();
        let posts = (0..10).map(|i| send(&admins[i % 3], &workspace, &id, lines));
        let mut results: Vec<_> = join_all(posts).await.iter().map(result).collect();
        app.sql(
            "UPDATE batches SET created_at = created_at - interval '1 hour',
             hold_until = hold_until - interval '1 hour'",
        );
        results.push(result(&send(&admins[0], &workspace, &id, lines).await));
        assert_eq!(results[0].0, status);
        results.dedup();
        assert_eq!(results.len(), 1, "{results:?}");
        let made = batches::table.count().get_result::<i64>(&mut app.conn()).unwrap();
        assert_eq!((made, app.mails(State::Due)), (batches_so_far, batches_so_far));
        let page = workspace.path("settings/users");
        for admin in &admins {
            let banner = admin.get(&page).await.all(".banner p");
            assert_eq!(
                banner,
                if status == 303 { vec!["1 invitation queued for Anna"] } else { vec![] }
            );
        }
    }
}

#[actix_web::test]
async fn what_stands_in_every_line_is_cut_before_it_is_repeated() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let (form_id, long) = (uuid::Uuid::now_v7().to_string(), "R".repeat(300_000));
    let mut form = vec![
        ("form_id".to_owned(), form_id),
        ("shown".to_owned(), "all".to_owned()),
        ("change".to_owned(), "apply".to_owned()),
        ("all[role]".to_owned(), long.clone()),
        ("all[team]".to_owned(), long),
    ];
    let lines = (0..100).map(|n| (format!("lines[{n}][email]"), format!("p{n}@example.com")));
    form.extend(lines);
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = ada.post(&workspace.path("settings/invite/lines"), &form).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().len() < 1_000_000, "{} bytes", answer.text().len());
}

#[actix_web::test]
async fn numbers_that_no_window_comes_to_overflow_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let form_id = uuid::Uuid::now_v7().to_string();
    let path = workspace.path("settings/invite/lines");
    let index = format!("lines[{}][email]", u32::MAX);
    let form = [("form_id", form_id.as_str()), ("change", "add"), (&index, "a@example.com")];
    assert_eq!(ada.post(&path, &form).await.status, 400);
    let place = usize::MAX.to_string();
    let form = [
        ("form_id", form_id.as_str()),
        ("change", "more"),
        ("removed[place]", &place),
        ("removed[line][email]", "a@example.com"),
    ];
    assert_eq!(ada.post(&path, &form).await.status, 200);
}
