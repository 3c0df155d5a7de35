//! A file that goes back: what was mended, what is to be mended, and what it is called.

use usher::models::outbox_email::State;

use crate::exports::text;
use crate::imports::{begun, file_of, reviewed, run};
use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// The file with its problems, and its cells.
async fn corrected(ada: &Person, review: &str) -> (Answer, Vec<Vec<String>>) {
    let answer = ada.get(&format!("{review}/problems")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let file = answer.body().to_vec();
    let text = String::from_utf8(file).unwrap();
    let rows = text.trim_start_matches('\u{feff}').lines().map(|line| {
        let mut row = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(line.as_bytes());
        row.records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    });
    let rows = rows.collect();
    (answer, rows)
}

async fn mended(ada: &Person, workspace: &TestWorkspace<'_>, review: &str) {
    let guest = workspace.guest_role.id.to_string();
    let user = workspace.user_role.id.to_string();
    let fields = [
        ("change", "save"),
        ("rows[111][email]", "bo@people.example"),
        ("rows[111][name]", "Bo Lund"),
        ("rows[111][role]", &user),
        ("rows[112][email]", "cy@people.example"),
        ("rows[112][name]", "Cy Dahl"),
        ("rows[112][role]", &guest),
    ];
    let answer = ada.post(review, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[actix_web::test]
async fn what_was_mended_on_the_page_stands_in_the_file_and_nobody_is_invited_twice() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let file =
        format!("{}bo.people.example,Bo,User\ncy@people.example,,Chief\n", file_of(110, "User"));
    let review = reviewed(&ada, &workspace, file).await;
    assert!(ada.get(&review).await.says("112 rows: 110 ready, 2 to fix"));
    mended(&ada, &workspace, &review).await;
    let (_, rows) = corrected(&ada, &review).await;
    assert_eq!(rows[1], ["person1@people.example", "Person 1", "User"]);
    assert_eq!(rows[111], ["bo@people.example", "Bo Lund", "User"]);
    assert_eq!(rows[112], ["cy@people.example", "Cy Dahl", "Guest"]);
    begun(&ada, &review).await;
    run(&app);
    assert_eq!(app.mails(State::Due), 112);
    let (answer, rows) = corrected(&ada, &review).await;
    assert_eq!(rows[111], ["bo@people.example", "Bo Lund", "User"]);
    let again = reviewed(&ada, &workspace, answer.text()).await;
    assert!(ada.get(&again).await.says("112 rows: 112 already here"));
}

#[actix_web::test]
async fn taking_the_file_away_writes_nothing_but_that() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(110, "Boss")).await;
    // Meanwhile there is such a role: every row would be ready now.
    app.sql(&format!("UPDATE roles SET name = 'Boss' WHERE id = '{}'", workspace.user_role.id));
    let rows =
        "SELECT md5(string_agg(row::text || state || said::text, ',' ORDER BY number)) AS text
        FROM import_rows";
    let before = app.text(rows);
    let mut conn = app.conn();
    let (_, cells) = {
        use diesel::connection::SimpleConnection;
        // Somebody else holds the workspace meanwhile.
        conn.batch_execute(&format!(
            "BEGIN; SELECT 1 FROM workspaces WHERE id = '{}' FOR NO KEY UPDATE",
            workspace.id
        ))
        .unwrap();
        let corrected = corrected(&ada, &review).await;
        conn.batch_execute("ROLLBACK").unwrap();
        corrected
    };
    assert_eq!(cells[1], ["person1@people.example", "Person 1", "Boss"], "it says how it is now");
    assert_eq!(app.text(rows), before);
    app.id("SELECT workspace_id AS id FROM audit_events WHERE action = 'exported'
         AND actor_id IS NOT NULL AND details->>'file' = 'people.csv'");
}

#[actix_web::test]
async fn a_file_is_given_back_under_its_name_and_no_other() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let review = reviewed(&ada, &workspace, file_of(110, "User")).await;
    for (name, said) in [
        ("people.csv", "filename=\"people-problems.csv\""),
        (
            "Müller.csv",
            "filename=\"M_ller-problems.csv\"; filename*=UTF-8''M%C3%BCller%2Dproblems.csv",
        ),
        (
            "a\"; filename*=UTF-8''evil.hta; x=\"y.csv",
            "filename=\"a_; filename*=UTF-8''evil.hta; x=_y-problems.csv\"",
        ),
        ("..\\../b\u{202e}vsc.csv", "filename=\".._.._b_vsc-problems.csv\""),
        ("a\r\nx: y.csv", "filename=\"a__x: y-problems.csv\""),
    ] {
        let stored = name.replace('\'', "''");
        app.sql(&format!("UPDATE imports SET file_name = '{stored}'"));
        let answer = ada.get(&format!("{review}/problems")).await;
        let header = answer.headers["content-disposition"].to_str().unwrap();
        assert_eq!(header, format!("attachment; {said}"), "{name:?}");
    }
}

#[actix_web::test]
async fn a_cell_is_no_formula_whatever_separates_the_cells() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let rows = file_of(110, "User").replace(',', ";");
    let file = format!("{rows}bo@people.example;\"Paula,=1+2\";User\n");
    let review = reviewed(&ada, &workspace, file).await;
    let answer = ada.get(&format!("{review}/problems")).await;
    assert!(answer.text().contains(";Paula,'=1+2;"), "{}", answer.text());
    app.sql("UPDATE users SET name = 'Paula,=1+2'");
    let answer = ada.get(&workspace.path("settings/users/export.csv")).await;
    assert_eq!(text(answer.body(), b',')[1][1], "Paula,'=1+2");
}
