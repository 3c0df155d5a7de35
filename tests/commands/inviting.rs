use std::fs;
use std::process::Stdio;

use rust_xlsxwriter::Workbook;
use serde_json::Value;
use usher::models::import;
use usher::models::outbox_email::State;
use usher::models::role::Preset;

use crate::program::{Said, Scratch, run};
use crate::web::support::{TestApp, TestWorkspace};

/// Three people who can be invited, one who is here, one twice, and two rows to be mended.
const PEOPLE: &str = "\
Staff of Nordlicht;;;;
;;;;
Vorname;Nachname;Mail;Rolle;Team
Anna;Beck;anna@example.com;Gast;Design
Bo;Lund;bo@example.com;user;
Ada;Engel;ADA@nordlicht.example;Admin;
Anna;Beck;Anna@example.com;Gast;Design
Cy;Dahl;cy@example,com;Boss;
;;dora.eklund@example.com;Nutzer;Kitchen
;;emil.berg@example.com;Nutzer;
";

struct Site {
    app: TestApp,
    scratch: Scratch,
}

impl Site {
    fn new(file: &str) -> Site {
        let site = Site { app: TestApp::start(), scratch: Scratch::new() };
        fs::write(site.scratch.path().join("people.csv"), file).unwrap();
        site
    }

    fn workspace(&self) -> TestWorkspace<'_> {
        let workspace = self.app.workspace("Nordlicht");
        let insert = format!("('{}', gen_random_uuid(), 'Design')", workspace.id);
        self.app.sql(&format!("INSERT INTO teams (workspace_id, id, name) VALUES {insert}"));
        workspace
    }

    fn invite(&self, words: &[&str]) -> Said {
        let words = [&["invite", "people.csv", "--workspace=nordlicht"], words].concat();
        run(self.scratch.usher(&words).env("DATABASE_URL", &self.app.database_url))
    }

    fn invited(&self) -> i64 {
        self.app.mails(State::Due)
    }
}

#[test]
fn a_dry_run_says_what_the_page_would_and_changes_nothing() {
    let site = Site::new(PEOPLE);
    site.workspace();
    let said = site.invite(&["--dry-run"]);
    assert_eq!(said.code, Some(3), "{}", said.err);
    let expected = "\
people.csv: 7 people
      3 ready
      2 already here, or in the file twice
      2 to be mended
row 6, Mail: Is already a user. Nothing is left to do
row 7, Mail: Same address as in row 4. Remove one of the two rows
row 8, Mail: “cy@example,com” is no e-mail address. Is cy@example.com meant?
row 8, Rolle: There is no role “Boss”. Choose Admin, User or Guest
row 9, Team: There is no team “Kitchen”. Choose Design, or leave it empty
";
    assert_eq!(said.out, expected);
    assert_eq!(site.invited(), 0);
}

#[test]
fn everybody_who_is_ready_is_invited_once_however_often_it_runs() {
    let site = Site::new(PEOPLE);
    let workspace = site.workspace();
    for expected in ["      3 invited\n", "      0 invited\n"] {
        let said = site.invite(&[]);
        assert_eq!(said.code, Some(3), "{}", said.err);
        assert!(said.out.ends_with(expected), "{}", said.out);
        assert!(said.err.is_empty(), "no bar where nobody watches: {}", said.err);
        assert_eq!(site.invited(), 3);
    }
    let as_planned = format!(
        "SELECT u.id FROM users u JOIN batches b ON b.workspace_id = u.workspace_id
         JOIN team_members m ON m.user_id = u.id
         WHERE u.email = 'anna@example.com' AND u.name = 'Anna Beck' AND u.role_id = '{}'
         AND b.source = 'command_line' AND b.created_by = '{}'",
        workspace.guest_role.id, workspace.ada.id
    );
    site.app.id(&as_planned);
    site.app.id(
        "SELECT id FROM users WHERE email_key = 'emil.berg@example.com' AND name = 'Emil Berg'",
    );
}

#[test]
fn json_says_the_same() {
    let site = Site::new(PEOPLE);
    site.workspace();
    let said = site.invite(&["--json"]);
    let json: Value = serde_json::from_str(&said.out).unwrap();
    for (key, number) in [("people", 7), ("ready", 3), ("known", 2), ("work", 2), ("sent", 3)] {
        assert_eq!(json[key], number, "{key}");
    }
    let rows = json["rows"].as_array().unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row["row"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [6, 7, 8, 9]);
    assert_eq!(rows[0]["remarks"][0]["problem"], "Is already a user");
    assert_eq!(rows[1]["remarks"][0]["problem"], "Same address as in row 4");
    assert_eq!(rows[2]["remarks"][1]["column"], "Rolle");
    assert_eq!(rows[2]["needs_work"], true);
}

#[test]
fn a_role_for_rows_without_one_and_the_admin_who_invites_can_be_named() {
    let site = Site::new("E-mail\nanna@example.com\nbo@example.com\n");
    let workspace = site.workspace();
    let bea = workspace.user(Preset::Admin, "Bea Held", "bea@example.com");
    workspace.user(Preset::User, "Udo Falk", "udo@example.com");
    assert_eq!(site.invite(&[]).code, Some(3), "nobody has a role");
    for (words, sentence) in [
        (["--role=Boss", "--json"], "this workspace has Admin, User, Guest"),
        (["--role=gast", "--as=udo@example.com"], "udo@example.com is no Active Admin"),
        (["--role=gast", "--as=eve@example.com"], "eve@example.com is no Active Admin"),
        (["--workspace=nowhere", "--json"], "cannot be used multiple times"),
    ] {
        let said = site.invite(&words);
        assert!(said.out.is_empty() && said.err.contains(sentence), "{}", said.err);
        assert_eq!(said.code, Some(if sentence.starts_with("cannot") { 2 } else { 1 }));
    }
    assert_eq!(site.invited(), 0);
    let said = site.invite(&["--role=gast", "--as=Bea@Example.com"]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    assert_eq!(site.invited(), 2);
    let by_bea = format!("created_by = '{}' AND invited = 2", bea.id);
    site.app.id(&format!("SELECT id FROM batches WHERE {by_bea}"));
    assert_eq!(site.invite(&["--role=gast"]).code, Some(0), "nothing is left to do");
}

#[test]
fn without_enough_seats_nobody_is_invited() {
    let site = Site::new(PEOPLE);
    site.workspace().book(3);
    for words in [&["--dry-run"][..], &[]] {
        let said = site.invite(words);
        assert_eq!(said.code, Some(1), "{}", said.out);
        assert!(said.err.starts_with("usher: 1 more seats are needed"), "{}", said.err);
        assert!(!said.out.contains("invited"), "{}", said.out);
    }
    assert_eq!(site.invited(), 0);
}

#[test]
fn those_without_a_seat_wait_for_one_when_that_is_wanted() {
    let site = Site::new(PEOPLE);
    site.workspace().book(3);
    let said = site.invite(&["--wait", "--dry-run"]);
    assert_eq!((said.code, site.invited()), (Some(3), 0), "{}{}", said.out, said.err);
    assert!(said.out.contains("1 of them without a seat"), "{}", said.out);
    let said = site.invite(&["--wait", "--json"]);
    assert_eq!((said.code, site.invited()), (Some(3), 2), "{}{}", said.out, said.err);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&report["sent"], &report["waiting"]), (&Value::from(2), &Value::from(1)));
    let waits = "SELECT email AS text FROM waiting_people";
    assert_eq!(site.app.text(waits), "emil.berg@example.com");
    let again = site.invite(&["--wait"]);
    assert!(again.out.contains("0 invited") && again.out.contains("1 waiting"), "{}", again.out);
    assert_eq!(site.app.sql(waits), 1, "nobody waits twice");
}

#[test]
fn many_people_are_invited_in_several_batches() {
    let rows: String = (0..250).map(|n| format!("p{n}@example.com,User\n")).collect();
    let site = Site::new(&format!("E-mail,Role\n{rows}"));
    site.workspace().book(500);
    let said = site.invite(&[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(site.invited(), 250);
    assert_eq!(site.app.sql("UPDATE batches SET undone_at = NULL"), 3);
}

#[test]
fn a_file_that_cannot_be_read_is_a_sentence() {
    let site = Site::new("PK\x03\x04 and then nothing");
    site.workspace();
    let said = site.invite(&[]);
    assert_eq!(
        (said.code, said.err.as_str()),
        (Some(1), "usher: people.csv: damaged, or made to do damage\n")
    );
    let said = run(&mut site.scratch.usher(&["invite", "gone.xlsx", "--workspace=nordlicht"]));
    assert!(said.err.starts_with("usher: gone.xlsx: No such file"), "{}", said.err);
    let help = run(&mut site.scratch.usher(&["invite", "--help"])).out;
    assert!(help.contains("Exit codes:") && help.contains("--embedded"), "{help}");
    assert!(!help.contains("--smtp-url"), "{help}");
}

#[test]
fn what_a_file_says_moves_nothing_on_the_terminal() {
    let file = "E-mail\u{9b}1m,Name,Role\nanna@example.com,Anna,\u{9b}31mBo\u{61c}\u{202e}ss\n";
    let site = Site::new(file);
    site.workspace();
    let name = "peo\u{1b}[31m\u{202e}ple.csv";
    fs::write(site.scratch.path().join(name), file).unwrap();
    let invite = |words: &[&str]| {
        let words = [&["invite"], words].concat();
        run(site.scratch.usher(&words).env("DATABASE_URL", &site.app.database_url))
    };
    let slug = "--workspace=nordlicht";
    for said in [
        invite(&[name, slug, "--dry-run"]),
        invite(&[name, slug, "--dry-run", "--json"]),
        invite(&["gone\u{1b}[2J\u{202e}", slug]),
        invite(&[name, "--workspace=no\u{1b}[2J\u{202e}where"]),
        invite(&[name, slug, "--as=eve\u{9b}2J@example.com"]),
    ] {
        let both = said.out.clone() + &said.err;
        let moves = |letter: char| {
            letter != '\n' && (letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter))
        };
        assert!(!both.contains(moves), "{both:?}");
        assert!(["u{1b}", "u001b", "u{9b}"].iter().any(|one| both.contains(one)), "{both}");
    }
    let json = invite(&[name, slug, "--dry-run", "--json"]).out;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["file"], name);
}

#[test]
fn whoever_has_heard_enough_may_go() {
    let rows: String = (0..5_000).map(|n| format!("p{n},Boss\n")).collect();
    let site = Site::new(&format!("E-mail,Role\na@example.com,User\n{rows}"));
    site.workspace();
    let words = ["invite", "people.csv", "--workspace=nordlicht", "--dry-run"];
    let mut command = site.scratch.usher(&words);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let command = command.env("DATABASE_URL", &site.app.database_url).stdout(writer);
    let ended = command.stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert_eq!(ended.status.code(), Some(3));
}

#[test]
fn a_mapping_that_the_page_remembers_is_used() {
    let site = Site::new("E-Mail,Login,Wer\n12,anna@example.com,Chefin\n");
    let workspace = site.workspace();
    let said = site.invite(&["--role=gast", "--dry-run"]);
    let sentence =
        "usher: people.csv: there are e-mail addresses in it, but in no column called so";
    assert!(said.err.starts_with(sentence), "{}", said.err);
    let headers = ["E-Mail", "Login", "Wer"].map(str::to_owned);
    let fields = serde_json::json!([null, "email", "name"]);
    import::remember(&mut site.app.conn(), workspace.id, &headers, &fields).unwrap();
    let said = site.invite(&["--role=gast"]);
    assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
    site.app.id("SELECT id FROM users WHERE email = 'anna@example.com' AND name = 'Chefin'");
}

#[test]
fn a_sheet_is_chosen_by_name_or_number() {
    let site = Site::new("");
    site.workspace();
    let mut book = Workbook::new();
    for (name, email) in [("Old", "old@example.com"), ("New people", "new@example.com")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, "E-mail").unwrap();
        sheet.write_string(1, 0, email).unwrap();
    }
    fs::write(site.scratch.path().join("people.csv"), book.save_to_buffer().unwrap()).unwrap();
    for (sheet, name) in
        [("New people", "New people"), ("2", "New people"), ("1", "Old"), ("Old", "Old")]
    {
        let said = site.invite(&["--role=gast", "--dry-run", "--sheet", sheet]);
        let beginning = format!("people.csv, sheet {name}: 1 people");
        assert!(said.out.starts_with(&beginning), "{}", said.out);
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    for (sheet, sentence) in [
        ("Nobody", "its sheets are Old, New people"),
        ("3", "there is no sheet 3, or nothing in it"),
        ("0", "sheets are counted from 1"),
        ("18446744073709551615", "there is no sheet 18446744073709551615, or nothing in it"),
    ] {
        let said = site.invite(&["--role=gast", "--dry-run", "--sheet", sheet]);
        assert_eq!(said.err, format!("usher: people.csv: {sentence}\n"));
    }
}
