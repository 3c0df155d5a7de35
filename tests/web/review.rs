//! What somebody types on the review of a file, and where they are afterwards.

use chrono::{TimeZone, Utc};
use usher::models::role::Preset;
use uuid::Uuid;

use crate::imports::{begun, file_of, press, reviewed, run, upload};
use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// A workspace with many seats, and its Admin.
async fn site(app: &TestApp) -> (TestWorkspace<'_>, Person) {
    let workspace = app.workspace("Nordlicht");
    workspace.book(5000);
    let ada = workspace.signed_in_admin().await;
    (workspace, ada)
}

/// So many people with the role User, and these rows before them.
fn file_with(rows: &str, count: usize) -> String {
    file_of(count, "User").replacen('\n', &format!("\n{rows}"), 1)
}

/// The page that a button leads to.
async fn pressed(ada: &Person, review: &str, fields: &[(&str, &str)]) -> (String, Answer) {
    let answer = ada.post(review, fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.location().to_owned();
    let page = ada.get(&location).await;
    (location, page)
}

fn team(workspace: &TestWorkspace, name: &str) {
    workspace.app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{}', gen_random_uuid(), '{name}')",
        workspace.id
    ));
}

#[actix_web::test]
async fn whichever_button_is_pressed_what_was_typed_is_kept() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_with("nobody,No Body,User\n", 110)).await;
    let buttons = [
        ("show-ready-1", "?show=ready&page=1#rows"),
        ("show-ready-3", "?show=ready&page=3#rows"),
        ("send", "/send"),
        ("words", "?show=work&page=1#rows"),
        ("leave-5", "?show=work&page=1&left=5#l5"),
        ("take-5", "?show=work&page=1#l5"),
        ("window", ""),
    ];
    for (n, (button, place)) in buttons.into_iter().enumerate() {
        let typed = format!("typed{n}@people.example");
        let fields = [
            ("change", button),
            ("show", "work"),
            ("page", "1"),
            ("rows[1][email]", typed.as_str()),
            ("rows[1][name]", "No Body"),
            ("rows[1][role]", "User"),
        ];
        let answer = ada.post(&review, &fields).await;
        if button != "window" {
            assert_eq!(answer.location(), format!("{review}{place}"));
        }
        let kept = app.text("SELECT email AS text FROM import_rows WHERE number = 1");
        assert_eq!(kept, typed, "{button}");
    }
    assert!(ada.get(&review).await.says("111 rows: 111 ready"));
    // The buttons belong to one form, and Enter in a field saves.
    let page = ada.get(&format!("{review}?show=all")).await;
    assert_eq!(page.attributes("main form", "action"), [review]);
    assert_eq!(page.attributes("main form button", "value")[0], "save");
}

#[actix_web::test]
async fn a_role_in_other_words_is_no_change() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(110, "Gast")).await;
    let role = workspace.guest_role.id.to_string();
    let fields = |name| {
        [
            ("change", "save"),
            ("rows[1][email]", "person1@people.example"),
            ("rows[1][name]", name),
            ("rows[1][role]", &role),
        ]
    };
    let (_, page) = pressed(&ada, &review, &fields("Person 1")).await;
    assert!(page.says("Nothing was changed."), "{}", page.text());
    let (_, page) = pressed(&ada, &review, &fields("Another Name")).await;
    assert!(page.says("1 row changed."), "{}", page.text());
}

#[actix_web::test]
async fn a_row_that_was_left_out_is_taken_back_at_its_place() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(110, "User")).await;
    let fields = [("change", "leave-7"), ("show", "ready")];
    let (location, page) = pressed(&ada, &review, &fields).await;
    assert!(location.ends_with("#l7"), "{location}");
    assert_eq!(page.one("#l7"), "Row 8 left out: person7@people.example · Take back");
    assert!(page.says("109 ready, 1 left out"), "{}", page.text());
    let (_, page) = pressed(&ada, &review, &[("change", "take-7"), ("show", "ready")]).await;
    assert!(page.says("Taken back"), "{}", page.text());
    assert_eq!(page.attributes("#l7-email", "value"), ["person7@people.example"]);
    // Where all stand together, the row is plain text.
    let (_, page) = pressed(&ada, &review, &[("change", "leave-7"), ("show", "all")]).await;
    assert_eq!(page.one("#l7 .line-email"), "person7@people.example");
    assert_eq!(page.one("#l7 .pill"), "Left out");
    assert_eq!(page.one("#l7 .hint"), "Take back Row 8");
}

#[actix_web::test]
async fn the_question_before_a_send_stands_over_the_review_and_keeps_what_was_typed() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(110, "User")).await;
    let fields = [("change", "send"), ("rows[7][email]", "nonsense"), ("rows[7][role]", "User")];
    let sheet = ada.post_fragment(&review, &fields).await;
    assert_eq!((sheet.status, sheet.one("h1").as_str()), (200, "Invite 109 people?"));
    assert!(ada.get(&review).await.says("109 ready, 1 to fix"));
}

#[actix_web::test]
async fn with_too_few_seats_the_first_are_invited_or_more_are_booked() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    workspace.book(18);
    let review = reviewed(&ada, &workspace, file_of(120, "User")).await;
    let asked = ada.get(&format!("{review}/send")).await;
    assert!(
        asked.says(
            "103 seats are missing for 120 people. There are seats for the first 17 of them."
        )
    );
    assert!(asked.says("Invite the first 17") && asked.says("Cancel"), "{}", asked.text());
    assert_eq!(asked.attributes(".sheet-body a", "href"), [workspace.path("settings/plan")]);
    assert_eq!(asked.attributes("input[name=most]", "value"), ["17"]);
    let batch = asked.attributes("input[name=batch]", "value").remove(0);
    let answer = ada.post(&format!("{review}/send"), &[("batch", &batch), ("most", "17")]).await;
    run(&app);
    assert!(ada.get(answer.location()).await.says("0 of 17 invitations sent"));
}

#[actix_web::test]
async fn days_are_those_of_the_workspace() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    app.sql("UPDATE workspaces SET time_zone = 'Pacific/Kiritimati'");
    workspace.invite("Jo Lind", "jo@people.example");
    let late = Utc.with_ymd_and_hms(2026, 11, 25, 12, 0, 0).unwrap();
    app.sql(&format!("UPDATE invitations SET sent_at = '{late}'"));
    let row = "jo@people.example,Jo Lind,User\n";
    let window = upload(&ada, &workspace, "", file_with(row, 1)).await;
    assert!(window.says("was invited on 26 Nov"), "{}", window.text());
    let review = reviewed(&ada, &workspace, file_with(row, 110)).await;
    let page = ada.get(&format!("{review}?show=known")).await;
    assert!(page.says("Row 2: jo@people.example was invited on 26 Nov"), "{}", page.text());
    let file = ada.get(&format!("{review}/problems")).await.text();
    assert!(file.contains("Was invited on 26 Nov"), "{file}");
}

#[actix_web::test]
async fn without_a_file_one_is_asked_for() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let part = reqwest::multipart::Part::bytes(Vec::new()).file_name("");
    let form = reqwest::multipart::Form::new()
        .text("form_id", Uuid::now_v7().to_string())
        .part("file", part);
    let request = ada.client.post(ada.url(&workspace.path("settings/invite/import")));
    let request = request.header(reqwest::header::ORIGIN, ada.url(""));
    let answer = ada.send(request.multipart(form)).await;
    assert_eq!(answer.one(".summary li"), "Choose a file first.");
}

#[actix_web::test]
async fn what_was_probably_meant_is_offered_and_taken_by_a_button_only() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    team(&workspace, "Design");
    let rows = "jo(at)people.example,Jo Lind,Guests\n,Nobody,User\n";
    let review = reviewed(&ada, &workspace, file_with(rows, 110)).await;
    let page = ada.get(&review).await;
    let said = page.all(".line-messages .error");
    assert_eq!(said[0], "Row 2: This is no e-mail. Did you mean jo@people.example? · Use it");
    assert_eq!(said[2], "Row 3: Enter an e-mail");
    let guest = workspace.guest_role.id.to_string();
    assert_eq!(page.attributes("#w0 option[selected]", "value"), [guest.as_str()]);
    let fields = |change| {
        [
            ("change", change),
            ("show", "work"),
            ("words[0][field]", "role"),
            ("words[0][word]", "Guests"),
            ("words[0][choice]", &guest),
            ("words[0][suggested]", &guest),
        ]
    };
    let (_, page) = pressed(&ada, &review, &fields("meant-1")).await;
    assert_eq!(page.attributes("#l1-email", "value"), ["jo@people.example"]);
    assert!(page.says("110 ready"), "the suggestion is still to be confirmed");
    let (_, page) = pressed(&ada, &review, &fields("words")).await;
    assert!(page.says("111 ready"), "{}", page.text());

    let window = upload(&ada, &workspace, "an(at)people.example", file_of(1, "User")).await;
    let window = press(&ada, &workspace, &window, "meant-0").await;
    assert_eq!(window.attributes("#l0-email", "value"), ["an@people.example"]);
}

#[actix_web::test]
async fn names_that_were_recognised_say_so_and_follow_the_address() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_with("jo.lind@firm.example,,User\n", 110)).await;
    let page = ada.get(&format!("{review}?show=all")).await;
    assert_eq!(page.attributes("#l1-name", "value"), ["Jo Lind"]);
    assert_eq!(page.all(".tag-recognised"), ["recognised"]);
    let fields = [
        ("change", "save"),
        ("show", "all"),
        ("rows[1][email]", "anna.berg@firm.example"),
        ("rows[1][name]", "Jo Lind"),
        ("rows[1][recognised]", "Jo Lind"),
        ("rows[1][role]", "User"),
    ];
    let (_, page) = pressed(&ada, &review, &fields).await;
    assert_eq!(page.attributes("#l1-name", "value"), ["Anna Berg"]);
}

#[actix_web::test]
async fn rows_are_found_by_name_or_address_and_paged_to_both_ends() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let review = reviewed(&ada, &workspace, file_of(600, "User")).await;
    let page = ada.get(&format!("{review}?show=ready&page=10")).await;
    assert_eq!(
        page.all(".pages > *"),
        ["Previous page", "1", "…", "9", "10", "11", "…", "24", "Next page"]
    );
    assert!(page.says("226–250 of 600"));
    let fields = [("change", "save"), ("show", "ready"), ("page", "10"), ("q", "PERSON 59")];
    let (location, page) = pressed(&ada, &review, &fields).await;
    assert!(location.ends_with("?show=all&page=1&q=PERSON+59#rows"), "{location}");
    assert_eq!(page.all("fieldset legend").len(), 11);
    let page = ada.get(&format!("{review}?show=all&q=n600%40")).await;
    assert_eq!(page.attributes("#l600-name", "value"), ["Person 600"]);
}

#[actix_web::test]
async fn the_window_and_the_review_hand_over_what_was_typed() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let window = upload(&ada, &workspace, "typed@people.example", file_of(3, "User")).await;
    let import = window.attributes("input[name=import]", "value").remove(0);
    let guest = workspace.guest_role.id.to_string();
    let fields = [
        ("form_id", window.attributes("input[name=form_id]", "value").remove(0)),
        ("import", import.clone()),
        ("change", "columns".to_owned()),
        ("all[role]", guest),
        ("lines[0][email]", "typed@people.example".to_owned()),
        ("lines[1][email]", "person1@people.example".to_owned()),
        ("lines[1][name]", "Another Name".to_owned()),
        ("lines[3][email]", "person3@people.example".to_owned()),
        ("lines[3][role]", "User".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = ada.post(&workspace.path("settings/invite/lines"), &fields).await;
    let review = workspace.path(&format!("settings/imports/{import}"));
    assert_eq!(answer.location(), format!("{review}?open=columns#columns"));
    let page = ada.get(answer.location()).await;
    assert_eq!(page.attributes("details#columns", "open"), [""]);
    assert!(page.says("4 rows: 3 ready, 1 left out"), "{}", page.text());
    assert_eq!(page.attributes("#l1-name", "value"), ["Another Name"]);
    assert!(page.says("Edit in the window"));
    // Read once more, with its columns as they are.
    let columns =
        [("sheet", "0"), ("columns[0]", "email"), ("columns[1]", "name"), ("columns[2]", "role")];
    let answer = ada.post(&format!("{review}/columns"), &columns).await;
    let page = ada.get(answer.location()).await;
    assert!(page.says("4 rows: 3 ready, 1 left out"), "{}", page.text());
    assert!(page.attributes("input", "value").contains(&"Another Name".to_owned()));
    let answer = ada.post(&review, &[("change", "window")]).await;
    let window = ada.get(answer.location()).await;
    let emails = window.attributes("[data-lines] [data-email]", "value");
    assert_eq!(emails, ["typed", "person1", "person3"].map(|who| format!("{who}@people.example")));
    assert_eq!(window.attributes("#l1-name", "value"), ["Another Name"]);
}

#[actix_web::test]
async fn a_batch_that_goes_on_is_found_on_the_user_list_and_beside_its_file() {
    let app = TestApp::start();
    let (workspace, ada) = site(&app).await;
    let users = workspace.path("settings/users");
    workspace.user(Preset::User, "Uma User", "uma@nordlicht.example");
    let review = reviewed(&ada, &workspace, file_of(1200, "User")).await;
    assert!(ada.get(&users).await.all(".banner-info").is_empty());
    let batch = begun(&ada, &review).await;
    run(&app);
    app.sql(
        "UPDATE outbox_emails SET state = 'sent'
         WHERE id IN (SELECT id FROM outbox_emails ORDER BY id LIMIT 1100)",
    );
    let list = ada.get(&users).await;
    assert_eq!(list.one(".banner-info"), "Inviting 1,200 people: 1,100 sent · Show");
    assert_eq!(list.attributes(".banner-info a", "href"), std::slice::from_ref(&batch));
    let uma = workspace.sign_in("uma@nordlicht.example").await;
    assert!(uma.get(&users).await.all(".banner-info").is_empty());
    let window = ada.get(&workspace.path("settings/invite")).await;
    assert_eq!(window.attributes(".hint li a", "href"), [review, batch.clone()]);
    app.sql("UPDATE outbox_emails SET state = 'sent'");
    assert!(ada.get(&users).await.all(".banner-info").is_empty());
    ada.post(&format!("{batch}/withdrawal"), &[]).await;
    let page = ada.get(&batch).await;
    assert_eq!(
        page.one("#batch [role=status]"),
        "All 1,200 invitations were withdrawn or declined"
    );
    assert!(!page.says("Finished"), "{}", page.text());
}
