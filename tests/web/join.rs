use futures_util::future::join_all;
use scraper::{Html, Selector};
use usher::models::role::Preset;
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Person, TestApp};

use crate::joining::*;

/// What everybody in the support has.
const PASSWORD: &str = "violet-anchor-mosaic-7";

#[actix_web::test]
async fn an_invited_person_sets_a_password_and_is_in() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let person = app.stranger();
    let page = person.get(&invite.path).await;
    assert_eq!((page.status, page.one("h1")), (200, "Join Nordlicht".to_owned()));
    assert!(page.says("Ada Engel (ada@nordlicht.example) invited you as User."), "{}", page.text());
    assert_eq!(page.attributes("#email[readonly][autocomplete=username]", "value"), [EMAIL]);
    assert_eq!(page.attributes("#name", "value"), ["Hanna Lund"]);
    assert_eq!(page.attributes("input[type=password]", "autocomplete"), ["new-password"]);
    assert!(page.one(".auth-note").starts_with("This link ends on "));
    assert!(page.one(".auth-note").contains("(CE"), "no zone: {}", page.one(".auth-note"));
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-store");

    let answer = person
        .post(&invite.path, &[("name", "Hanna-Maria Lund"), ("password", NEW_PASSWORD)])
        .await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"), "{}", answer.text());
    let user = user(&app, invite.user_id);
    assert_eq!((user.status, user.name.as_str()), (Status::Active, "Hanna-Maria Lund"));
    let profile = person.get("/profile").await;
    assert!(profile.says("Welcome to Nordlicht. Your role is User."), "{}", profile.text());

    let later = app.stranger();
    let form = [("email", EMAIL), ("password", NEW_PASSWORD), ("next", "")];
    assert_eq!(later.post("/sign-in", &form).await.location(), "/");
}

#[actix_web::test]
async fn joining_leads_to_the_task_the_person_was_invited_from() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task, team) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let id = workspace.id;
    app.sql(&format!("INSERT INTO projects VALUES ('{id}', '{project}', 'Website')"));
    app.sql(&format!(
        "INSERT INTO tasks (workspace_id, id, project_id, title)
         VALUES ('{id}', '{task}', '{project}', 'Write the texts')"
    ));
    app.sql(&format!("INSERT INTO teams VALUES ('{id}', '{team}', 'Design')"));
    let invite = invite(&workspace, EMAIL, &workspace.guest_role, Some(task));
    app.sql(&format!("INSERT INTO team_members VALUES ('{id}', '{team}', '{}')", invite.user_id));
    let person = app.stranger();
    let page = person.get(&invite.path).await;
    let lead = "invited you as Guest in the team Design. One task is waiting for you.";
    assert!(page.says(lead), "{}", page.text());
    let answer = join(&person, &invite).await;
    assert_eq!(answer.location(), format!("/w/nordlicht/tasks/{task}"));
    let welcome = "Welcome to Nordlicht. Your role is Guest, your team Design.";
    assert!(person.get("/profile").await.says(welcome));
}

#[actix_web::test]
async fn joining_leads_to_the_start_page_when_the_task_is_not_theirs_to_see_any_more() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let project = workspace.project("Website");
    let start = "/w/nordlicht/".to_owned();
    for (name, role, change, leads_to_it) in [
        ("guest", &workspace.guest_role, "DELETE FROM task_assignees", false),
        ("user", &workspace.user_role, "DELETE FROM task_assignees", true),
        ("deleted", &workspace.user_role, "DELETE FROM tasks", false),
        ("done", &workspace.guest_role, "UPDATE tasks SET done_at = now()", true),
        ("put-away", &workspace.guest_role, "UPDATE projects SET archived_at = now()", true),
    ] {
        let task = workspace.task(&project, "Draw");
        let invite = invite(&workspace, &format!("{name}@n.example"), role, Some(task.id));
        app.sql(change);
        let person = app.stranger();
        let expected =
            if leads_to_it { format!("{start}tasks/{}", task.id) } else { start.clone() };
        let answer = join(&person, &invite).await;
        assert_eq!(answer.location(), expected, "{name}");
        assert_eq!(person.get(&expected).await.status, 200, "{name}");
    }
}

/// How mail scanners and previews call themselves.
const SCANNERS: [&str; 5] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
     Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0; BingPreview/1.0b)",
    "Mozilla/5.0 (compatible; Barracuda Sentinel; EMS)",
    "python-requests/2.31.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
];

#[actix_web::test]
async fn t05_looking_at_a_link_changes_no_row() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let before = app.checksum();
    for number in 0..50 {
        let scanner = app.stranger();
        let url = scanner.url(&invite.path);
        for request in [scanner.client.get(&url), scanner.client.head(&url)] {
            let answer = scanner.send(request.header("user-agent", SCANNERS[number % 5])).await;
            assert_eq!(answer.status, 200);
            assert!(answer.headers.get("set-cookie").is_none(), "a scanner got a session");
        }
    }
    // Some press the button, too.
    for password in ["", "x", "password", "passwordpassword", "hanna.lund@example.com"] {
        let form = [("name", "Hanna"), ("password", password)];
        assert_eq!(app.stranger().post(&invite.path, &form).await.status, 422, "{password}");
    }
    assert_eq!(app.stranger().post(&invite.path, &[]).await.status, 422);
    assert_eq!(app.checksum(), before);
    assert_eq!(join(&app.stranger(), &invite).await.status, 303);
}

#[actix_web::test]
async fn t06_twenty_accepts_at_once_give_one_membership() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let people: Vec<Person> = (0..20).map(|_| app.stranger()).collect();
    let asked = people.iter().map(|person| persistently(async || join(person, &invite).await));
    let answers = join_all(asked).await;
    let joined = answers.iter().filter(|answer| answer.status == 303).count();
    let late: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status == 410)
        .map(|answer| answer.one("h1"))
        .collect();
    assert_eq!((joined, late.len()), (1, 19), "{:?}", statuses(&answers));
    assert!(late.iter().all(|title| title == "You already joined"), "{late:?}");
    let accepted = "UPDATE audit_events SET at = at WHERE action = 'accepted'";
    assert_eq!(app.sql(accepted), 1);
    assert_eq!(app.sql("UPDATE users SET name = name WHERE status = 'active'"), 2);
    assert_eq!(app.sql("UPDATE sessions SET state = state"), 1);
}

#[actix_web::test]
async fn t06_twenty_presses_of_join_at_once_give_one_membership() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let other = app.workspace("Suedwind");
    other.user(Preset::User, "Hanna L.", EMAIL);
    let invite = hanna(&workspace);
    let mut people = Vec::new();
    for _ in 0..20 {
        people.push(other.sign_in(EMAIL).await);
    }
    let pressed =
        people.iter().map(|person| persistently(async || person.post(&invite.path, &[]).await));
    let answers = join_all(pressed).await;
    let mut statuses = statuses(&answers);
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (303, [410; 19].as_slice()));
    assert_eq!(app.sql("UPDATE audit_events SET at = at WHERE action = 'accepted'"), 1);
}

#[actix_web::test]
async fn t16_a_password_that_is_easily_guessed_is_refused_at_its_field() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let before = rows(&app);
    let long = "x1".repeat(513);
    for (password, message) in [
        ("", "Enter at least 15 characters"),
        ("copper-orbit-4", "Enter at least 15 characters"),
        (long.as_str(), "Enter a shorter password: at most 1,024 bytes fit"),
        ("passwordpassword", "This password is too easy to guess. A few random words work well."),
        (
            "hanna.lund@nordlicht",
            "Choose a password that is not made of your address, your name or the workspace's name",
        ),
    ] {
        let person = app.stranger();
        let answer =
            person.post(&invite.path, &[("name", "Hanna Berg"), ("password", password)]).await;
        assert_eq!((answer.status, answer.one("#password-error")), (422, message.to_owned()));
        assert_eq!(answer.attributes(".summary a", "href"), ["#password"]);
        assert_eq!(answer.attributes("#name", "value"), ["Hanna Berg"], "the name is kept");
        assert_eq!(answer.attributes("#password", "aria-invalid"), ["true"]);
        assert!(password.is_empty() || !answer.text().contains(password), "a password is shown");
    }
    let nameless = app.stranger();
    let answer = nameless.post(&invite.path, &[("name", " "), ("password", NEW_PASSWORD)]).await;
    assert_eq!(answer.one("#name-error"), "Enter your name, at most 100 characters");
    assert_eq!(rows(&app), before);
}

#[actix_web::test]
async fn a_name_of_any_length_is_refused_without_being_sent_back() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let name = "anchor violet ".repeat(60_000);
    let form = [("name", name.as_str()), ("password", NEW_PASSWORD)];
    let answer = app.stranger().post(&invite.path, &form).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.all("p.error"), ["Enter your name, at most 100 characters"]);
    assert_eq!(answer.attributes("#name", "value"), [&name[..200]]);
    assert!(answer.text().len() < 20_000, "{} bytes", answer.text().len());
}

#[actix_web::test]
async fn a_link_takes_twenty_forms_in_a_quarter_of_an_hour() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (invite, other) = (hanna(&workspace), invite_second(&workspace));
    for number in 1..=21 {
        let person = app.stranger();
        let answer = person
            .post_from(&format!("198.51.100.{number}"), &invite.path, &[("password", "short")])
            .await;
        assert_eq!(answer.status, if number <= 20 { 422 } else { 429 }, "{number}");
    }
    assert_eq!(join(&app.stranger(), &invite).await.status, 429);
    assert_eq!(join(&app.stranger(), &other).await.status, 303, "another link is stopped");
    app.sql("UPDATE rate_counters SET ends_at = ends_at - interval '15 minutes'");
    assert_eq!(join(&app.stranger(), &invite).await.status, 303);
}

#[actix_web::test]
async fn t04_an_account_that_exists_joins_by_its_own_password_which_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let other = app.workspace("Suedwind");
    other.user(Preset::User, "Hanna L.", EMAIL);
    let old = account(&app, EMAIL).unwrap().password_hash;
    let invite = hanna(&workspace);
    let person = app.stranger();
    let page = person.get(&invite.path).await;
    assert!(page.says(&format!("{EMAIL} already has an account.")));
    assert_eq!(page.attributes("input[type=password]", "autocomplete"), ["current-password"]);

    let refused = join(&person, &invite).await;
    assert_eq!(refused.status, 422);
    assert!(refused.one("#password-error").starts_with("That is not the password"));
    assert_eq!(user(&app, invite.user_id).status, Status::Initiated);

    let answer = person.post(&invite.path, &[("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"));
    assert_eq!(account(&app, EMAIL).unwrap().password_hash, old, "the password was overwritten");
    assert_eq!(person.get("/").await.all("a.card"), ["Nordlicht", "Suedwind"]);
}

#[actix_web::test]
async fn an_account_that_is_signed_in_joins_by_one_button() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let other = app.workspace("Suedwind");
    other.user(Preset::User, "Hanna L.", EMAIL);
    let invite = hanna(&workspace);
    let person = other.sign_in(EMAIL).await;
    let page = person.get(&invite.path).await;
    assert_eq!(page.one("main form button"), "Join Nordlicht");
    assert!(page.all("main input").is_empty());
    assert_eq!(person.post(&invite.path, &[]).await.location(), "/w/nordlicht/");
    assert_eq!(user(&app, invite.user_id).status, Status::Active);
    let again = person.get(&invite.path).await;
    assert_eq!((again.status, again.one("main a.button")), (410, "Open Nordlicht".to_owned()));
}

#[actix_web::test]
async fn t04_an_account_that_nobody_verified_is_taken_over_with_a_new_password() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Somebody", "squatter@example.com");
    app.sql(&format!(
        "INSERT INTO accounts (id, email, email_key, password_hash)
         SELECT gen_random_uuid(), '{EMAIL}', '{EMAIL}', password_hash FROM accounts
         WHERE email = 'squatter@example.com'"
    ));
    let invite = hanna(&workspace);
    assert_eq!(join(&app.stranger(), &invite).await.status, 303);
    for (password, status) in [(PASSWORD, 422), (NEW_PASSWORD, 303)] {
        let form = [("email", EMAIL), ("password", password), ("next", "")];
        assert_eq!(app.stranger().post("/sign-in", &form).await.status, status);
    }
}

#[actix_web::test]
async fn z10_accepting_never_fails_for_want_of_a_seat() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    workspace.book(2);
    assert_eq!(join(&app.stranger(), &invite).await.status, 303);
}

#[actix_web::test]
async fn an_admins_invitation_counts_only_while_its_inviter_is_an_admin() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Admin, "Bruno Falk", "bruno@nordlicht.example");
    let as_admin = invite(&workspace, EMAIL, &workspace.admin_role, None);
    let as_user = invite(&workspace, "u@example.com", &workspace.user_role, None);
    app.sql(&format!(
        "UPDATE users SET role_id = '{}' WHERE id = '{}'",
        workspace.user_role.id, workspace.ada.id
    ));
    let person = app.stranger();
    for answer in [person.get(&as_admin.path).await, join(&person, &as_admin).await] {
        assert_eq!(
            (answer.status, answer.one("h1").as_str()),
            (410, "This invitation no longer counts")
        );
        let address = answer.attributes("main a.button", "href");
        assert_eq!(address, ["mailto:bruno@nordlicht.example"]);
    }
    assert_eq!(user(&app, as_admin.user_id).status, Status::Initiated);
    assert_eq!(join(&person, &as_user).await.status, 303);
}

#[actix_web::test]
async fn t14_joining_begins_a_new_session() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let person = app.stranger();
    let before = person.post("/password-reset", &[("email", EMAIL)]).await.cookie("usher");
    let after = join(&person, &invite).await.cookie("usher");
    let key = |cookie: &Option<String>| app.session_key(cookie.as_ref().unwrap());
    assert_ne!(key(&before), key(&after));
    let thief = app.stranger();
    let request = thief.client.get(thief.url("/profile")).header("cookie", before.unwrap());
    assert_eq!(thief.send(request).await.status, 303, "the old session is signed in");
}

#[actix_web::test]
async fn the_page_speaks_the_language_of_the_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET language = 'de'");
    let invite = hanna(&workspace);
    let page = app.stranger().get(&invite.path).await;
    assert_eq!(page.one("h1"), "Nordlicht beitreten");
    assert_eq!(page.one("main form button.button"), "Passwort setzen und beitreten");
    let document = Html::parse_document(&page.text());
    let html = document.select(&Selector::parse("html").unwrap()).next().unwrap();
    assert_eq!(html.attr("lang"), Some("de"));
    assert!(page.says("hat Sie als Nutzer eingeladen."), "{}", page.text());
}
