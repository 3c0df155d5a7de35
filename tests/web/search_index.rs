//! What is searched again is looked up in memory: the answers are those of the database, whatever
//! was changed in between.

use std::thread;

use diesel::{Connection, PgConnection, RunQueryDsl};
use usher::models::overview::Overview;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::models::user_list::index::SearchIndexes;
use usher::models::user_list::{Sort, Total, UserPage, UserQuery};
use usher::models::workspace::Workspace;
use uuid::Uuid;

use crate::support::{Person, TestApp, TestWorkspace};

fn query(search: &str, page: i64) -> UserQuery {
    let (search, sort) = (search.to_owned(), Sort::Name);
    UserQuery { search, status: None, role_id: None, team_id: None, sort, page }
}

/// The ids of the page's people, how many there are on all pages, and which page it is.
fn found(
    conn: &mut PgConnection,
    workspace: &Workspace,
    query: &UserQuery,
    indexes: &SearchIndexes,
) -> (Vec<Uuid>, Total, i64) {
    let around = Overview::of(conn, workspace).unwrap();
    let page = UserPage::load(conn, workspace.id, query, &around, indexes).unwrap();
    (page.rows.iter().map(|row| row.user.id).collect(), page.total, page.page)
}

/// The version of the workspace's people.
fn version(workspace: &TestWorkspace<'_>) -> i64 {
    let conn = &mut workspace.app.conn();
    let workspace = Workspace::find(conn, workspace.id).unwrap();
    Overview::of(conn, &workspace).unwrap().counts.version
}

fn crowd(workspace: &TestWorkspace<'_>, size: usize) {
    workspace.app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), mail, mail, name, role_id, 'deactivated'
         FROM (SELECT 'p' || n || '@crowd.example' AS mail,
                      (ARRAY['Ünal', 'ada', 'Ada', 'Weiß', 'O''Neil', 'de Vries', '50% Off', 'a_b'])[1 + n % 8]
                          || ' ' || (ARRAY['Núñez', 'Lindqvist', 'Ng'])[1 + n % 3] AS name
               FROM generate_series(1, {size}) n) p,
              (SELECT workspace_id, role_id FROM users WHERE id = '{}') ada",
        workspace.ada.id
    ));
}

#[actix_web::test]
async fn memory_and_database_find_the_same_in_the_same_order() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    // The same names elsewhere, which nobody here may find.
    crowd(&app.workspace("Südwind"), 100);
    crowd(&workspace, 1200);
    let conn = &mut app.conn();
    let here = Workspace::find(conn, workspace.id).unwrap();
    let kept = SearchIndexes::default();
    found(conn, &here, &query("warm", 1), &kept);
    for search in [
        "ada",
        "ünal",
        "nunez ada",
        "ada nunez",
        "ss",
        "o'n",
        "%",
        "_",
        "\\",
        "50%",
        "g",
        "p1",
        "p399@crowd",
        "crowd.example",
        "lindqvist p2 ada",
        "nobody here",
        "engel",
        "\n",
        "vries",
    ] {
        for page in [1, 2, 8, 24, 900] {
            let query = query(search, page);
            let by_database = found(conn, &here, &query, &SearchIndexes::default());
            let by_memory = found(conn, &here, &query, &kept);
            assert_eq!(by_memory, by_database, "{search:?}, page {page}");
        }
    }
    let counts = Overview::of(conn, &here).unwrap().counts;
    let index = kept.of(conn, here.id, &counts).unwrap();
    assert!(index.is_some(), "the database was asked all along");
}

/// What the list shows for a search, asked for so often that memory answers.
async fn shown(ada: &Person, search: &str) -> Vec<String> {
    let path = format!("/w/nordlicht/settings/users?q={search}");
    for _ in 0..2 {
        ada.get(&path).await;
    }
    ada.get(&path).await.all("tbody .who-name")
}

#[actix_web::test]
async fn whoever_comes_goes_or_is_renamed_is_found_as_they_are() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bruno = workspace.user(Preset::User, "Bruno Maas", "bruno@example.com");
    let ada = workspace.signed_in_admin().await;
    assert_eq!(shown(&ada, "bruno").await, ["Bruno Maas"]);
    assert_eq!(shown(&ada, "carla").await, [""; 0]);

    workspace.invite("Carla Núñez", "carla@example.com");
    assert_eq!(shown(&ada, "carla").await, ["Carla Núñez"]);

    let path = workspace.path(&format!("settings/users/{}", bruno.id));
    let role = workspace.user_role.id.to_string();
    let form = [("name", "Carla Maas"), ("gender", ""), ("language", ""), ("role", &role)];
    let answer = ada.post(&path, &form).await;
    assert_eq!(answer.status, 303);
    assert_eq!(shown(&ada, "carla").await, ["Carla Maas", "Carla Núñez"]);
    assert_eq!(shown(&ada, "bruno").await, ["Carla Maas"], "by the address");

    app.sql(&format!(
        "UPDATE users SET (email, email_key) = ('m@example.com', 'm@example.com') WHERE id = '{}'",
        bruno.id
    ));
    assert_eq!(shown(&ada, "bruno").await, [""; 0]);
    app.sql(&format!("DELETE FROM users WHERE id = '{}'", bruno.id));
    assert_eq!(shown(&ada, "carla").await, ["Carla Núñez"]);
}

#[actix_web::test]
async fn only_names_addresses_and_people_make_another_version() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bruno = workspace.user(Preset::User, "Bruno Maas", "bruno@example.com");
    workspace.user(Preset::User, "Carla Núñez", "carla@example.com");
    let first = version(&workspace);
    for same in [
        "UPDATE users SET status = 'deactivated' WHERE name LIKE 'Bruno%'",
        "UPDATE users SET gender = 'male', language = 'de'",
        "UPDATE users SET name = name",
    ] {
        app.sql(same);
        assert_eq!(version(&workspace), first, "{same}");
    }
    let elsewhere = app.workspace("Südwind");
    elsewhere.user(Preset::User, "Uwe User", "uwe@example.com");
    assert_eq!(version(&workspace), first);
    for other in [
        "UPDATE users SET name = 'bruno maas' WHERE name = 'Bruno Maas'".to_owned(),
        "UPDATE users SET name = CASE name WHEN 'bruno maas' THEN 'Carla Núñez'
             WHEN 'Carla Núñez' THEN 'bruno maas' ELSE name END"
            .to_owned(),
        "UPDATE users SET (email, email_key) = ('c@example.com', 'c@example.com') WHERE email = 'carla@example.com'".to_owned(),
        format!("DELETE FROM users WHERE id = '{}'", bruno.id),
    ] {
        let before = version(&workspace);
        app.sql(&other);
        assert_eq!(version(&workspace), before + 1, "{other}");
    }
}

#[actix_web::test]
async fn an_index_is_made_the_second_time_and_lost_with_a_change() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    crowd(&workspace, 100);
    let conn = &mut app.conn();
    let here = Workspace::find(conn, workspace.id).unwrap();
    let indexes = SearchIndexes::default();
    let counts = Overview::of(conn, &here).unwrap().counts;
    assert!(indexes.of(conn, here.id, &counts).unwrap().is_none());
    assert!(indexes.of(conn, here.id, &counts).unwrap().is_some());
    workspace.invite("Carla Núñez", "carla@example.com");
    let after = Overview::of(conn, &here).unwrap().counts;
    assert!(indexes.of(conn, here.id, &after).unwrap().is_none());
    // Whoever has read the counts before the change finds nothing newer than they are.
    assert!(indexes.of(conn, here.id, &counts).unwrap().is_none());
    assert!(indexes.of(conn, here.id, &counts).unwrap().is_none(), "a newer one stands for it");
}

#[actix_web::test]
async fn searches_beside_changes_find_what_is_there() {
    const LAST: &str = "x200x";
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    crowd(&workspace, 200);
    let bruno = workspace.user(Preset::User, "x0x", "bruno@example.com").id;
    let (url, id, indexes) = (app.database_url.clone(), workspace.id, SearchIndexes::default());
    let read = move || {
        let conn = &mut PgConnection::establish(&url).unwrap();
        let here = Workspace::find(conn, id).unwrap();
        loop {
            let before = User::find(conn, id, bruno).unwrap().name;
            // Often enough for an index to be made in between.
            for _ in 0..3 {
                let (ids, ..) = found(conn, &here, &query(&before, 1), &indexes);
                if User::find(conn, id, bruno).unwrap().name == before {
                    assert_eq!(ids, [bruno], "{before}");
                }
            }
            if before == LAST {
                return;
            }
        }
    };
    let readers: Vec<_> = (0..2).map(|_| thread::spawn(read.clone())).collect();
    for n in 1..=200 {
        app.sql(&format!("UPDATE users SET name = 'x{n}x' WHERE id = '{bruno}'"));
    }
    for reader in readers {
        reader.join().unwrap();
    }
}

#[actix_web::test]
async fn names_that_take_too_much_room_are_searched_in_the_database() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    // A letter that stands for eighteen.
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), mail, mail, 'Zoe ' || repeat(U&'\\FDFA', 90), role_id,
                'deactivated'
         FROM (SELECT 'p' || n || '@crowd.example' AS mail FROM generate_series(1, 2000) n) p,
              (SELECT workspace_id, role_id FROM users WHERE id = '{}') ada",
        workspace.ada.id
    ));
    let conn = &mut app.conn();
    let here = Workspace::find(conn, workspace.id).unwrap();
    let counts = Overview::of(conn, &here).unwrap().counts;
    let indexes = SearchIndexes::default();
    for _ in 0..3 {
        assert!(indexes.of(conn, here.id, &counts).unwrap().is_none());
        // The connection is good for more.
        let (ids, total, _) = found(conn, &here, &query("zoe", 1), &indexes);
        assert_eq!((ids.len(), total.count, total.has_more), (50, 1000, true));
    }
}

/// The plan of a trigger is kept from the first changes of a connection, which are small.
#[actix_web::test]
async fn many_can_be_changed_at_once_after_few() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    crowd(&workspace, 10_000);
    let conn = &mut app.conn();
    let run = |conn: &mut PgConnection, sql: &str| diesel::sql_query(sql).execute(conn);
    run(conn, "SET statement_timeout = '5s'").unwrap();
    let one = format!("UPDATE users SET gender = 'male' WHERE id = '{}'", workspace.ada.id);
    for _ in 0..10 {
        run(conn, &one).unwrap();
    }
    let all = "UPDATE users SET gender = 'other'";
    assert_eq!(run(conn, all), Ok(10_001));
}
