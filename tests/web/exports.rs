//! The user list as a file.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use reqwest::header::ORIGIN;
use reqwest::multipart::{Form, Part};
use usher::models::role::Preset;
use usher::values::Lang;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// The cells of the only sheet of a workbook, in which no cell is a formula.
pub fn workbook(file: &[u8]) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(file)).unwrap();
    let name = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&name).unwrap().cells().all(|(_, _, text)| text.is_empty()));
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The cells of a text with this separator, which is marked as UTF-8.
pub fn text(file: &[u8], separator: u8) -> Vec<Vec<String>> {
    let file = file.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut rows =
        csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(file);
    rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn exported(person: &Person, workspace: &TestWorkspace<'_>, rest: &str) -> Answer {
    let answer = person.get(&workspace.path(&format!("settings/users/export.{rest}"))).await;
    assert_eq!(answer.status, 200, "{rest}");
    answer
}

/// Uploads a file into an invite window that is empty.
pub async fn import(person: &Person, workspace: &TestWorkspace<'_>, file: Vec<u8>) -> Answer {
    let form = Form::new()
        .text("form_id", Uuid::now_v7().to_string())
        .part("file", Part::bytes(file).file_name("people"));
    let request = person.client.post(person.url(&workspace.path("settings/invite/import")));
    person.send(request.header(ORIGIN, person.url("")).multipart(form)).await
}

/// What stands in a column below its name.
fn column(rows: &[Vec<String>], number: usize) -> Vec<&str> {
    rows[1..].iter().map(|row| row[number].as_str()).collect()
}

/// Puts somebody into a team, which is made.
fn team(workspace: &TestWorkspace<'_>, name: &str, user: Uuid) -> String {
    let (id, team) = (workspace.id, Uuid::now_v7());
    let name = name.replace('\'', "''");
    workspace.app.sql(&format!("INSERT INTO teams VALUES ('{id}', '{team}', '{name}')"));
    workspace.app.sql(&format!("INSERT INTO team_members VALUES ('{id}', '{team}', '{user}')"));
    team.to_string()
}

/// Ada; Bruno, a Guest in two teams; Carla, invited.
fn fill(workspace: &TestWorkspace<'_>) -> String {
    let bruno = workspace.user(Preset::Guest, "Bruno Maas", "bruno@n.example");
    workspace.app.sql(&format!("UPDATE users SET gender = 'male' WHERE id = '{}'", bruno.id));
    workspace.invite("Carla Núñez", "carla@n.example");
    team(workspace, "Sales", bruno.id);
    team(workspace, "Design; Print", bruno.id)
}

#[actix_web::test]
async fn the_list_is_exported_as_a_workbook_and_as_csv() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    fill(&workspace);
    let ada = workspace.signed_in_admin().await;
    let expected = [
        ["E-mail", "Name", "Role", "Team", "Gender", "Status"],
        ["ada@nordlicht.example", "Ada Engel", "Admin", "", "", "Active"],
        ["bruno@n.example", "Bruno Maas", "Guest", "Design; Print, Sales", "Male", "Active"],
        ["carla@n.example", "Carla Núñez", "User", "", "", "Initiated"],
    ];
    let xlsx = exported(&ada, &workspace, "xlsx").await;
    assert_eq!(workbook(xlsx.body()), expected);
    let name = xlsx.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"nordlicht-users-20"), "{name}");
    assert!(name.ends_with(".xlsx\""), "{name}");
    let csv = exported(&ada, &workspace, "csv").await;
    assert_eq!(text(csv.body(), b','), expected);
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let exports = "SELECT workspace_id AS id FROM audit_events WHERE action = 'exported'
        AND actor_id IS NOT NULL AND details->>'people' = '3' AND details->>'format' =";
    for format in ["xlsx", "csv"] {
        assert_eq!(app.id(&format!("{exports} '{format}'")), workspace.id.to_string());
    }
}

#[actix_web::test]
async fn an_export_speaks_the_readers_language() {
    let app = TestApp::start();
    let workspace = TestWorkspace::create(&app, "Südwind", Lang::De);
    fill(&workspace);
    let ada = workspace.signed_in_admin().await;
    let answer = exported(&ada, &workspace, "csv?sort=-name").await;
    let expected = [
        ["E-Mail", "Name", "Rolle", "Team", "Geschlecht", "Status"],
        ["carla@n.example", "Carla Núñez", "Nutzer", "", "", "Eingeladen"],
        ["bruno@n.example", "Bruno Maas", "Gast", "Design; Print, Sales", "Männlich", "Aktiv"],
        ["ada@suedwind.example", "Ada Engel", "Admin", "", "", "Aktiv"],
    ];
    assert_eq!(text(answer.body(), b';'), expected);
}

#[actix_web::test]
async fn the_list_links_to_exports_of_what_it_shows_on_all_its_pages() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let team = fill(&workspace);
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT '{}', gen_random_uuid(), mail, mail, 'Person', '{}', 'deactivated'
         FROM (SELECT 'p' || n || '@crowd.example' AS mail FROM generate_series(1, 120) n) p",
        workspace.id, workspace.guest_role.id
    ));
    let ada = workspace.signed_in_admin().await;
    let role = workspace.guest_role.id;
    for (query, people) in [
        ("", 123),
        ("?q=maas+bruno", 1),
        ("?q=person&page=2", 120),
        ("?status=initiated", 1),
        (&format!("?role={role}&sort=email"), 121),
        (&format!("?team={team}"), 1),
    ] {
        let page = ada.get(&workspace.path(&format!("settings/users{query}"))).await;
        let links = page.attributes(".list-foot .menu-item", "href");
        assert_eq!(links.len(), 2, "{query}");
        for (link, ending) in links.iter().zip(["xlsx", "csv"]) {
            let answer = ada.get(link).await;
            let rows = match ending {
                "xlsx" => workbook(answer.body()),
                _ => text(answer.body(), b','),
            };
            assert_eq!(rows.len(), people + 1, "{link}");
            let shown = page.all("tbody .who-name");
            assert!(query.contains("page=2") || column(&rows, 1).starts_with(&[&*shown[0]]));
        }
    }
    let nobody = ada.get(&workspace.path("settings/users?q=nobody")).await;
    assert!(nobody.attributes(".list-foot .menu-item", "href").is_empty());
}

#[actix_web::test]
async fn only_who_sees_genders_exports_them() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    fill(&workspace);
    workspace.user(Preset::User, "Udo", "udo@n.example");
    let udo = workspace.sign_in("udo@n.example").await;
    let answer = exported(&udo, &workspace, "xlsx?q=bruno").await;
    let expected = [
        ["E-mail", "Name", "Role", "Team", "Status"],
        ["bruno@n.example", "Bruno Maas", "Guest", "Design; Print, Sales", "Active"],
    ];
    assert_eq!(workbook(answer.body()), expected);
}

const LIKE_FORMULAS: [&str; 7] =
    ["=1+1", "+49 30 1234", "-2+3", "@SUM(A1:A9)", "＝1+1", "'=1+1", "=HYPERLINK(\"//x\")"];

#[actix_web::test]
async fn no_cell_of_an_export_is_a_formula() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for (n, name) in LIKE_FORMULAS.iter().enumerate() {
        let user = workspace.user(Preset::Guest, name, &format!("p{n}@n.example"));
        team(&workspace, name, user.id);
    }
    let ada = workspace.signed_in_admin().await;
    let path = "?sort=email&role=".to_owned() + &workspace.guest_role.id.to_string();
    let answer = exported(&ada, &workspace, &format!("xlsx{path}")).await;
    let rows = workbook(answer.body());
    assert_eq!((column(&rows, 1), column(&rows, 3)), (LIKE_FORMULAS.into(), LIKE_FORMULAS.into()));
    let answer = exported(&ada, &workspace, &format!("csv{path}")).await;
    let rows = text(answer.body(), b',');
    let marked = LIKE_FORMULAS.map(|name| format!("'{name}"));
    assert_eq!(column(&rows, 1), marked);
    assert_eq!(column(&rows, 3), marked);
}

#[actix_web::test]
async fn importing_an_export_changes_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    fill(&workspace);
    workspace.user(Preset::Guest, "=1+1", "=dora+a@n.example");
    workspace.user(Preset::User, "'+Emil", "+emil@n.example");
    let gone = workspace.user(Preset::User, "Gone Long", "-gone@n.example");
    app.sql(&format!("UPDATE users SET status = 'deactivated' WHERE id = '{}'", gone.id));
    let ada = workspace.signed_in_admin().await;
    for ending in ["xlsx", "csv"] {
        let file = exported(&ada, &workspace, ending).await.body().to_vec();
        let answer = import(&ada, &workspace, file).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let said = answer.all(".line-messages");
        let here = said.iter().filter(|one| one.contains("is already a user")).count();
        assert_eq!((said.len(), here), (6, 4), "{ending}: {said:?}");
        assert_eq!(answer.one("[data-send]"), "Send invitations", "{ending}: nobody is new");
    }
}
