//! The template of an import.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use usher::inviting::spreadsheet::EXAMPLE_ADDRESS;
use usher::values::Lang;

use crate::exports::{import, text, workbook};
use crate::support::{TestApp, TestWorkspace};

/// A part of a workbook, as it stands in its archive.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[actix_web::test]
async fn a_template_offers_the_roles_and_teams_of_the_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let id = workspace.id;
    for name in ["Design, Print", "=Sales"] {
        app.sql(&format!("INSERT INTO teams VALUES ('{id}', gen_random_uuid(), '{name}')"));
    }
    app.sql(&format!(
        "INSERT INTO roles (workspace_id, id, name, projects, tasks, people, settings,
         can_create_projects) SELECT '{id}', gen_random_uuid(), 'Planner', projects, tasks, people,
         settings, false FROM roles WHERE id = '{}'",
        workspace.user_role.id
    ));
    let ada = workspace.signed_in_admin().await;
    let window = ada.get(&workspace.path("settings/invite")).await;
    let link = window.attributes(".hint a", "href").remove(0);
    let answer = ada.get(&link).await;
    assert_eq!(
        answer.headers["content-disposition"],
        "attachment; filename=\"nordlicht-template.xlsx\""
    );
    let rows = workbook(answer.body());
    assert_eq!(rows[0], ["E-mail", "Name", "Role", "Team", "Gender"]);
    assert_eq!(rows[1], [EXAMPLE_ADDRESS, "Example Person", "User", "=Sales", ""]);
    assert_eq!(rows.len(), 2);

    let mut book = Xlsx::new(Cursor::new(answer.body())).unwrap();
    assert_eq!(book.sheet_names(), ["People", "Notes"]);
    let notes = book.worksheet_range("Notes").unwrap();
    let list = |column: u32| -> Vec<String> {
        let cells = (0..9).filter_map(|row| notes.get_value((row, column)));
        cells.map(ToString::to_string).filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(list(2), ["Role", "Admin", "User", "Guest", "Planner"]);
    assert_eq!(list(3), ["Team", "=Sales", "Design, Print"]);
    assert_eq!(list(4), ["Gender", "Female", "Male", "Other"]);
    assert!(list(0).iter().all(|note| !note.contains('@')), "no address that could be invited");
    let sheet = part(answer.body(), "xl/worksheets/sheet1.xml");
    for (column, range) in [("C", "$C$2:$C$5"), ("D", "$D$2:$D$3"), ("E", "$E$2:$E$4")] {
        assert!(sheet.contains(&format!("sqref=\"{column}2:{column}")), "{sheet}");
        assert!(sheet.contains(&format!("<formula1>'Notes'!{range}</formula1>")), "{sheet}");
    }
}

#[actix_web::test]
async fn a_template_as_csv_speaks_the_readers_language_and_knows_no_teams_before_there_are_some() {
    let app = TestApp::start();
    let workspace = TestWorkspace::create(&app, "Südwind", Lang::De);
    let ada = workspace.signed_in_admin().await;
    let answer = ada.get(&workspace.path("settings/invite/template.csv")).await;
    let expected = [
        ["E-Mail", "Name", "Rolle", "Geschlecht"],
        [EXAMPLE_ADDRESS, "Erika Beispiel", "Nutzer", ""],
    ];
    assert_eq!(text(answer.body(), b';'), expected);

    let untouched = import(&ada, &workspace, answer.body().to_vec()).await;
    assert_eq!(untouched.status, 422, "the example is nobody");
    let filled = format!("{}anna@example.com;;gast;w\r\n", answer.text());
    let window = import(&ada, &workspace, filled.into_bytes()).await;
    assert_eq!(window.attributes("[data-lines] [data-email]", "value"), ["anna@example.com"]);
    assert_eq!(window.one("[data-send]"), "1 Einladung senden");
}
