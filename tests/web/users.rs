use usher::models::role::Preset;
use usher::models::user::User;
use usher::values::Level;

use crate::support::{Answer, TestApp, TestWorkspace};

/// The names in the list, from top to bottom.
fn names(answer: &Answer) -> Vec<String> {
    answer.all("tbody .who-name")
}

async fn listed(workspace: &TestWorkspace<'_>, query: &str) -> Vec<String> {
    let ada = workspace.signed_in_admin().await;
    let answer = ada.get(&workspace.path(&format!("settings/users{query}"))).await;
    assert_eq!(answer.status, 200, "{query}");
    names(&answer)
}

/// Many active users without an account's trouble: `Person 001` and so on.
fn crowd(workspace: &TestWorkspace<'_>, size: usize) {
    workspace.app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), mail, mail, name, role_id, 'deactivated'
         FROM (SELECT 'p' || n || '@crowd.example' AS mail,
                      'Person ' || lpad(n::text, 3, '0') AS name FROM generate_series(1, {size}) n) p,
              (SELECT workspace_id, role_id FROM users WHERE id = '{}') ada",
        workspace.ada.id
    ));
}

fn set_mail(workspace: &TestWorkspace<'_>, user: &User, change: &str) {
    let changed = workspace.app.sql(&format!(
        "UPDATE outbox_emails SET {change} WHERE invitation_id IN
         (SELECT id FROM invitations WHERE user_id = '{}')",
        user.id
    ));
    assert_eq!(changed, 1);
}

#[actix_web::test]
async fn the_list_shows_people_seats_and_add() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Guest, "Bruno Maas", "bruno@n.example");
    workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert_eq!(names(&page), ["Ada Engel", "Bruno Maas", "Carla Núñez"]);
    assert_eq!(page.one(".seats span"), "3 of 10 seats used");
    assert_eq!(page.one(".toolbar a"), "Add");
    assert_eq!(page.attributes(".toolbar a", "href"), ["/w/nordlicht/settings/invite"]);
    assert_eq!(page.all("td[data-label=Role]"), ["Admin", "Guest", "User"]);
    assert_eq!(page.all(".pill"), ["Active", "Active", "Initiated"]);
    assert_eq!(page.one(".list-foot > span:first-child"), "1–3 of 3");
    assert!(page.all("th").iter().all(|head| head != "Teams"), "no team exists");
}

#[actix_web::test]
async fn the_trial_counts_seats_without_a_limit() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET trial_ends_at = now() + interval '3 days', booked_seats = 0");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.one(".seats span"), "1 seat used, no limit in the trial");
    assert!(page.all("meter").is_empty());
}

#[actix_web::test]
async fn whoever_is_alone_is_told_to_invite() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let page = workspace.signed_in_admin().await.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.one(".empty h2"), "Only you so far");
    assert_eq!(page.attributes(".empty a", "href"), ["/w/nordlicht/settings/invite"]);
}

#[actix_web::test]
async fn nobody_matching_offers_to_clear_the_filters() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let page = workspace.signed_in_admin().await.get("/w/nordlicht/settings/users?q=zzz").await;
    assert_eq!(page.one(".empty h2"), "No user matches");
    assert_eq!(page.attributes(".empty a", "href"), ["/w/nordlicht/settings/users"]);
}

#[actix_web::test]
async fn the_search_ignores_case_and_accents_and_takes_wildcards_literally() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Carla Núñez", "carla@n.example");
    workspace.user(Preset::User, "Frank Weiß", "frank_w@n.example");
    workspace.user(Preset::User, "İpek Şahin", "ipek@n.example");
    for (search, found) in [
        ("NUNEZ", vec!["Carla Núñez"]),
        ("núñ", vec!["Carla Núñez"]),
        ("weiss", vec!["Frank Weiß"]),
        ("WEIß", vec!["Frank Weiß"]),
        ("ipek", vec!["İpek Şahin"]),
        ("ŞAHİN", vec!["İpek Şahin"]),
        ("engel+ada", vec!["Ada Engel"]),
        ("%40n.example", vec!["Carla Núñez", "Frank Weiß", "İpek Şahin"]),
        ("k_w", vec!["Frank Weiß"]),
        ("k%25w", vec![]),
        ("%5C", vec![]),
        ("a%00da", vec!["Ada Engel"]),
    ] {
        assert_eq!(listed(&workspace, &format!("?q={search}")).await, found, "{search}");
    }
}

#[actix_web::test]
async fn filters_narrow_the_list_and_stay_in_the_form() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bruno = workspace.user(Preset::Guest, "Bruno Maas", "bruno@n.example");
    workspace.invite("Carla Núñez", "carla@n.example");
    let team = "01890000-0000-7000-8000-000000000001";
    app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{}', '{team}', 'Design')",
        workspace.id
    ));
    app.sql(&format!(
        "INSERT INTO team_members VALUES ('{}', '{team}', '{}')",
        workspace.id, bruno.id
    ));
    let guest = workspace.guest_role.id;
    assert_eq!(listed(&workspace, "?status=initiated").await, ["Carla Núñez"]);
    assert_eq!(listed(&workspace, &format!("?role={guest}")).await, ["Bruno Maas"]);
    assert_eq!(listed(&workspace, &format!("?team={team}")).await, ["Bruno Maas"]);
    assert!(listed(&workspace, &format!("?team={team}&status=initiated")).await.is_empty());
    assert!(listed(&workspace, &format!("?team={guest}")).await.is_empty(), "unknown team");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&format!("/w/nordlicht/settings/users?team={team}&status=active")).await;
    assert_eq!(page.one("[name=team] option[selected]"), "Design");
    assert_eq!(page.one("[name=status] option[selected]"), "Active");
    assert_eq!(page.one("td[data-label=Teams]"), "Design");
}

#[actix_web::test]
async fn filters_nobody_knows_are_ignored() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for query in ["status=gone", "role=admin", "team=1", "sort=age", "page=x"] {
        assert_eq!(listed(&workspace, &format!("?{query}")).await, ["Ada Engel"], "{query}");
    }
    let ada = workspace.signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users?status=gone&page=x&sort=-name").await;
    let by_role = page.attributes("th:nth-child(2) .sort", "href");
    assert_eq!(by_role, ["/w/nordlicht/settings/users?sort=role"], "forgotten in links");
    assert_eq!(page.one(".empty h2"), "Only you so far", "nothing is filtered away");
    let twice = ada.get("/w/nordlicht/settings/users?status=active&status=gone").await;
    assert_eq!(twice.status, 400);
}

#[actix_web::test]
async fn the_list_stays_a_table_for_those_who_hear_it() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.attributes("thead th", "role"), ["columnheader"; 4]);
    assert_eq!(page.attributes("tbody tr > *", "role"), ["rowheader", "cell", "cell", "cell"]);
    assert_eq!(page.attributes("table, thead, tbody", "role"), ["table", "rowgroup", "rowgroup"]);
    assert_eq!(page.attributes("tr", "role"), ["row", "row"]);
}

#[actix_web::test]
async fn a_long_address_breaks_before_its_at() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert!(page.text().contains("ada<wbr>@nordlicht.example"), "{}", page.one("tbody th"));
}

#[actix_web::test]
async fn the_settings_lead_to_their_first_page() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    let answer = ada.get("/w/nordlicht/settings").await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/settings/users"));
}

#[actix_web::test]
async fn the_meters_warn_and_alarm_at_the_same_number() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let ada = workspace.signed_in_admin().await;
    for page in ["users", "plan"] {
        let page = ada.get(&format!("/w/nordlicht/settings/{page}")).await;
        assert_eq!(page.attributes("meter", "low"), ["90"]);
        assert_eq!(page.attributes("meter", "high"), ["99.5"]);
    }
}

#[actix_web::test]
async fn the_list_is_sorted_as_asked() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Guest, "Ümit Ak", "zeta@n.example");
    workspace.user(Preset::User, "Zoe Ohm", "beta@n.example");
    workspace.invite("bea klein", "yota@n.example");
    let (ada, bea, umit, zoe) = ("Ada Engel", "bea klein", "Ümit Ak", "Zoe Ohm");
    for (sort, expected) in [
        ("", [ada, bea, umit, zoe]),
        ("name", [ada, bea, umit, zoe]),
        ("-name", [zoe, umit, bea, ada]),
        ("email", [ada, zoe, bea, umit]),
        ("role", [ada, bea, zoe, umit]),
        ("-role", [umit, bea, zoe, ada]),
        ("status", [bea, ada, umit, zoe]),
        ("-status", [ada, umit, zoe, bea]),
        ("newest", [bea, zoe, umit, ada]),
    ] {
        assert_eq!(listed(&workspace, &format!("?sort={sort}")).await, expected, "{sort}");
    }
}

#[actix_web::test]
async fn every_head_that_sorts_turns_the_order_round_when_it_is_pressed_again() {
    let app = TestApp::start();
    let ada = app.workspace("Nordlicht").signed_in_admin().await;
    for (at, column) in [(1, "name"), (2, "role"), (3, "status")] {
        let head = format!("thead th:nth-child({at})");
        for (sort, heard, next) in [
            ("newest".to_owned(), None, column.to_owned()),
            (column.to_owned(), Some("ascending"), format!("-{column}")),
            (format!("-{column}"), Some("descending"), column.to_owned()),
        ] {
            let page = ada.get(&format!("/w/nordlicht/settings/users?sort={sort}")).await;
            assert_eq!(page.attributes(&head, "aria-sort").pop().as_deref(), heard, "{sort}");
            let next = if next == "name" { String::new() } else { format!("?sort={next}") };
            let expected = format!("/w/nordlicht/settings/users{next}");
            assert_eq!(page.attributes(&format!("{head} .sort"), "href"), [expected], "{sort}");
        }
    }
}

#[actix_web::test]
async fn pages_hold_fifty_and_keep_what_was_asked() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    crowd(&workspace, 210);
    let ada = workspace.signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users?q=person&sort=-name&page=2").await;
    assert_eq!(names(&page).len(), 50);
    assert_eq!(names(&page)[0], "Person 160");
    assert_eq!(page.one(".list-foot > span:first-child"), "51–100 of 210");
    assert_eq!(page.one(".pages [aria-current]"), "2");
    assert_eq!(page.all(".pages > *"), ["Previous page", "1", "2", "3", "…", "5", "Next page"]);
    let next = page.attributes(".pages [rel=next]", "href").remove(0);
    assert_eq!(next, "/w/nordlicht/settings/users?q=person&sort=-name&page=3");
    let last = ada.get("/w/nordlicht/settings/users?page=99").await;
    assert_eq!(last.one(".list-foot > span:first-child"), "201–211 of 211");
    for page in ["0", "-3"] {
        let first = ada.get(&format!("/w/nordlicht/settings/users?page={page}")).await;
        assert_eq!(names(&first)[0], "Ada Engel");
    }
}

#[actix_web::test]
async fn notes_tell_how_far_an_invitation_has_come() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql("UPDATE workspaces SET time_zone = 'Pacific/Auckland'");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    app.sql("UPDATE invitations SET expires_at = '2099-12-02 20:00Z'");
    let ada = workspace.signed_in_admin().await;
    for (change, note) in [
        ("state = 'due'", "Not sent yet"),
        ("state = 'leased'", "Not sent yet"),
        ("state = 'retry', reply = '451 try later'", "Not sent yet: 451 try later"),
        ("state = 'refused', reply = '550 no <such> user'", "Undeliverable: 550 no <such> user"),
        ("state = 'parked', reply = NULL", "Undeliverable"),
        ("state = 'unknown'", "Perhaps not delivered"),
        ("state = 'sent', reply = '250 OK'", "Expires 3 Dec"),
    ] {
        set_mail(&workspace, &carla, change);
        let page = ada.get("/w/nordlicht/settings/users").await;
        assert_eq!(page.one(".status-note"), note, "{change}");
    }
    app.sql("UPDATE invitations SET expires_at = '2020-11-18 00:00Z'");
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.one(".status-note"), "Link expired 18 Nov");
    app.sql("UPDATE users SET status = 'deactivated', note = 'declined' WHERE name LIKE 'Carla%'");
    let page = ada.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.one(".status-note"), "Invitation declined");
}

#[actix_web::test]
async fn the_menu_offers_what_the_status_allows() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Carla Núñez", "carla@n.example");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    workspace.invite("Ed Lund", "ed@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE name IN ('Dora Ek', 'Ed Lund')");
    let ada = workspace.signed_in_admin().await;
    let page = ada.get("/w/nordlicht/settings/users").await;
    let waiting = ["Resend invitation", "Edit", "Withdraw invitation"];
    let expected = [&["Edit"][..], &waiting, &["Edit", "Activate again", "Edit", "Invite again"]];
    assert_eq!(page.all("tbody .menu-item"), expected.concat());
    assert_eq!(page.all("tbody summary")[1], "Actions for Carla Núñez");
}

#[actix_web::test]
async fn somebody_who_only_reads_people_sees_no_action() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Carla Núñez", "carla@n.example");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let dora = workspace.sign_in("dora@n.example").await;
    let page = dora.get("/w/nordlicht/settings/users").await;
    assert_eq!(page.all("tbody .menu-item"), ["Open", "Open", "Edit"]);
    assert!(page.all(".toolbar a").is_empty(), "no Add");
    assert!(page.all("tbody form").is_empty());
}

#[actix_web::test]
async fn the_list_shows_nobody_of_another_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.workspace("Suedwind").user(Preset::User, "Dora Ek", "dora@n.example");
    assert_eq!(listed(&workspace, "").await, ["Ada Engel"]);
}

#[actix_web::test]
async fn the_list_needs_the_right_to_read_people() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::Guest, "Gus Ek", "gus@n.example");
    let guest = workspace.sign_in("gus@n.example").await;
    assert_eq!(guest.get("/w/nordlicht/settings/users").await.status, 403);
    let stranger = app.stranger().get("/w/nordlicht/settings/users?q=a").await;
    let sign_in = "/sign-in?next=%2Fw%2Fnordlicht%2Fsettings%2Fusers%3Fq%3Da";
    assert_eq!((stranger.status, stranger.location()), (303, sign_in));
}

#[actix_web::test]
async fn the_settings_lead_everybody_to_a_page_that_they_may_see() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let greta = workspace.user(Preset::Guest, "Greta", "greta@n.example");
    let reader =
        workspace.own_role("Reader", [Level::None, Level::None, Level::None, Level::Read], false);
    workspace.holder(&reader, "Rita", "rita@n.example");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    for (email, page) in [
        ("greta@n.example", format!("settings/users/{}", greta.id)),
        ("rita@n.example", "settings/permissions".to_owned()),
        ("bruno@n.example", "settings/users".to_owned()),
    ] {
        let person = workspace.sign_in(email).await;
        let answer = person.get(&workspace.path("settings")).await;
        assert_eq!(answer.location(), workspace.path(&page), "{email}");
        assert_eq!(person.get(answer.location()).await.status, 200, "{email}");
    }
}
