use usher::models::role::Preset;
use usher::models::team::{Team, TeamOutcome};
use usher::models::team_member::TeamMember;
use usher::values::{Colour, Title};

use crate::support::{TestApp, TestWorkspace};

fn team(workspace: &TestWorkspace<'_>, name: &str) -> (Team, String) {
    let (title, colour) = (Title::parse(name).unwrap(), Colour::new(3).unwrap());
    let conn = &mut workspace.app.conn();
    let made = Team::create(conn, workspace.id, workspace.ada.id, &title, colour).unwrap();
    let TeamOutcome::Done(team) = made else { panic!("{name}: {made:?}") };
    let path = workspace.path(&format!("settings/teams/{}", team.id));
    (team, path)
}

#[actix_web::test]
async fn an_admin_makes_a_team_and_renames_it() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let teams = workspace.path("settings/teams");
    assert!(ada.get(&teams).await.says("No teams yet"));
    let made = ada.post(&teams, &[("name", "Design"), ("colour", "4")]).await;
    assert_eq!(made.status, 303);
    let path = made.location().to_owned();
    assert_eq!(ada.get(&path).await.one("h1"), "Design");
    ada.post(&path, &[("name", "DESIGN"), ("colour", "9")]).await;
    let list = ada.get(&teams).await;
    assert_eq!(list.one(".card"), "DESIGN 0 members");
    assert_eq!(list.all(".card .tint-9").len(), 1);
}

#[actix_web::test]
async fn colours_are_named_for_those_who_do_not_see_them() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let page = workspace.signed_in_admin().await.get(&workspace.path("settings/teams")).await;
    let named = page.all(".colour");
    assert_eq!((named.len(), &named[0], &named[9]), (10, &"Blue".into(), &"Sky blue".into()));
}

#[actix_web::test]
async fn a_name_is_given_once_whatever_its_case() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    team(&workspace, "Straße Öl");
    let (_, web) = team(&workspace, "Web");
    let ada = workspace.signed_in_admin().await;
    let taken = [("name", "straße öl"), ("colour", "1")];
    for path in [workspace.path("settings/teams"), web] {
        let wide = ada.post(&path, &[("name", "Ｓtraße Öｌ"), ("colour", "1")]).await;
        assert_eq!(wide.status, 422, "the same letters in another width");
        let refused = ada.post(&path, &taken).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.one("#name-error"), "There is already a team of this name");
        assert_eq!(refused.attributes("#name", "value"), ["straße öl"]);
        assert_eq!(refused.all(".summary + .panel #name").len(), 1, "it stands above its form");
        let nameless = ada.post(&path, &[("name", ""), ("colour", "1")]).await;
        assert_eq!((nameless.status, nameless.one("#name-error")), (422, "Enter a name".into()));
        assert_eq!(ada.post(&path, &[("name", "x"), ("colour", "10")]).await.status, 400);
    }
    assert_eq!(Team::all(&mut app.conn(), workspace.id).unwrap().len(), 2);
}

#[actix_web::test]
async fn members_are_added_and_removed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (team, path) = team(&workspace, "Design");
    let ada = workspace.signed_in_admin().await;
    let id = workspace.ada.id.to_string();
    ada.post(&format!("{path}/members"), &[("user", &id), ("member", "true")]).await;
    assert_eq!(ada.get(&path).await.all("main .who-name"), ["Ada Engel"]);
    ada.post(&format!("{path}/members/{id}/removal"), &[]).await;
    assert!(TeamMember::of_team(&mut app.conn(), &team).unwrap().1.is_empty());
    assert_eq!(app.sql("SELECT 1 FROM audit_events WHERE action = 'teams_changed'"), 2);
}

#[actix_web::test]
async fn a_user_reads_teams_and_changes_none() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (_, path) = team(&workspace, "Design");
    let bruno = workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let person = workspace.sign_in("bruno@n.example").await;
    assert!(person.get(&workspace.path("settings/teams")).await.all("main form").is_empty());
    assert!(person.get(&path).await.all("main form").is_empty());
    let change = [("name", "Mine"), ("colour", "1")];
    assert_eq!(person.post(&workspace.path("settings/teams"), &change).await.status, 403);
    assert_eq!(person.post(&path, &change).await.status, 403);
    let id = bruno.id.to_string();
    let members = format!("{path}/members");
    assert_eq!(person.post(&members, &[("user", &id), ("member", "true")]).await.status, 403);
    assert_eq!(person.post(&format!("{members}/{id}/removal"), &[]).await.status, 403);
}

#[actix_web::test]
async fn teams_and_people_of_another_workspace_are_not_found() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let (_, ours) = team(&here, "Design");
    let (theirs, _) = team(&there, "Design");
    let ada = here.signed_in_admin().await;
    let path = here.path(&format!("settings/teams/{}", theirs.id));
    let (us, them) = (here.ada.id.to_string(), there.ada.id.to_string());
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(ada.post(&path, &[("name", "x"), ("colour", "1")]).await.status, 404);
    assert_eq!(
        ada.post(&format!("{path}/members"), &[("user", &us), ("member", "true")]).await.status,
        404
    );
    assert_eq!(ada.post(&format!("{path}/members/{them}/removal"), &[]).await.status, 404);
    assert_eq!(
        ada.post(&format!("{ours}/members"), &[("user", &them), ("member", "true")]).await.status,
        404
    );
}

#[actix_web::test]
async fn somebody_whose_invitation_is_taken_back_at_that_moment_is_not_found() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (team, path) = team(&workspace, "Design");
    let ada = workspace.signed_in_admin().await;
    for way in ["of the team", "of the user"] {
        let carla = workspace.invite("Carla", "carla@n.example");
        let id = carla.id.to_string();
        let undo = format!("DELETE FROM users WHERE id = '{id}'");
        let answer = if way == "of the team" {
            app.meanwhile(
                &undo,
                ada.post(&format!("{path}/members"), &[("user", &id), ("member", "true")]),
            )
            .await
        } else {
            let details = workspace.path(&format!("settings/users/{id}"));
            let team = team.id.to_string();
            let form = [("name", "Carla"), ("gender", ""), ("language", ""), ("team", &team)];
            app.meanwhile(&undo, ada.post(&details, &form)).await
        };
        assert_eq!(answer.status, 404, "{way}");
    }
    assert!(TeamMember::of_team(&mut app.conn(), &team).unwrap().1.is_empty());
}

#[actix_web::test]
async fn a_deleted_team_leaves_its_people_where_they_are() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (design, path) = team(&workspace, "Design");
    let (web, _) = team(&workspace, "Web");
    let conn = &mut app.conn();
    for team in [&design, &web] {
        Team::add_members(conn, workspace.id, team.id, &[workspace.ada.id]).unwrap();
    }
    let ada = workspace.signed_in_admin().await;
    let deletion = format!("{path}/deletion");
    workspace.wait("wim@n.example", &workspace.user_role.id.to_string(), "design");
    let sheet = ada.get_fragment(&deletion).await;
    assert_eq!(sheet.all(".sheet-foot > *"), ["Keep it", "Delete team"]);
    let question = sheet.one(".sheet-body p:first-child");
    assert!(question.starts_with("Delete the team Design? Its members stay"), "{question}");
    let gone = ada.post(&deletion, &[]).await;
    assert_eq!((gone.status, gone.location()), (303, "/w/nordlicht/settings/teams"));
    assert_eq!(ada.get(gone.location()).await.one(".banner p"), "“Design” was deleted");
    assert_eq!(ada.get(&path).await.status, 404);
    assert_eq!(Team::ids_of(conn, workspace.id, workspace.ada.id).unwrap(), [web.id]);
    let waiting = app.text("SELECT 'team ' || team AS text FROM waiting_people");
    assert_eq!(waiting, "team ", "whoever waits is invited without it");
    assert_eq!(app.sql("SELECT 1 FROM audit_events WHERE action = 'team_deleted'"), 1);
    let bruno = workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let brunos = workspace.sign_in(&bruno.email).await;
    let web = workspace.path(&format!("settings/teams/{}/deletion", web.id));
    assert_eq!(brunos.get(&web).await.status, 403);
    assert_eq!(brunos.post(&web, &[]).await.status, 403);
}

#[actix_web::test]
async fn every_change_of_a_team_stands_in_the_audit_log() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let made =
        ada.post(&workspace.path("settings/teams"), &[("name", "Web"), ("colour", "1")]).await;
    ada.post(made.location(), &[("name", "Shop"), ("colour", "2")]).await;
    ada.post(&format!("{}/deletion", made.location()), &[]).await;
    let all = app.text(
        "SELECT string_agg(action || ' ' || (details->>'name'), ', ' ORDER BY id) AS text
         FROM audit_events",
    );
    assert_eq!(all, "team_made Web, team_edited Shop, team_deleted Shop");
}

#[actix_web::test]
async fn team_fields_appear_with_the_first_team_and_go_with_the_last() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let own = format!("settings/users/{}", workspace.ada.id);
    let pages = [
        ("settings/users", "main select[name=team]"),
        ("settings/invite", "[name='lines[0][team]']"),
        (own.as_str(), "main [name=team]"),
    ];
    for has_team in [false, true, false] {
        for (page, fields) in pages {
            let is_shown = !ada.get(&workspace.path(page)).await.all(fields).is_empty();
            assert_eq!(is_shown, has_team, "{page}");
        }
        let list = ada.get(&workspace.path("settings/users")).await;
        assert_eq!(list.all("main thead th").contains(&"Teams".to_owned()), has_team);
        let file = ada.get(&workspace.path("settings/users/export.csv")).await.text();
        assert_eq!(file.lines().next().unwrap().contains("Team"), has_team);
        match has_team {
            false => {
                team(&workspace, "Design");
            }
            true => {
                app.sql("DELETE FROM teams");
            }
        }
    }
}

#[actix_web::test]
async fn there_are_at_most_two_hundred_teams() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name)
         SELECT '{}', gen_random_uuid(), 'Team ' || n FROM generate_series(1, {}) n",
        workspace.id,
        Team::MOST
    ));
    let ada = workspace.signed_in_admin().await;
    let form = [("name", "One more"), ("colour", "1")];
    let refused = ada.post(&workspace.path("settings/teams"), &form).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.one("#name-error"), "A workspace has at most 200 teams");
}

#[actix_web::test]
async fn members_are_chosen_in_a_popup_that_searches_among_all_and_the_page_lists_the_first() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let (team, path) = team(&workspace, "Design");
    app.sql(&format!(
        "INSERT INTO users (workspace_id, id, email, email_key, name, role_id, status)
         SELECT workspace_id, gen_random_uuid(), n || '@n.example', n || '@n.example',
                'Person ' || n, role_id, 'initiated'
         FROM users, generate_series(1, 70) n WHERE id = '{}'",
        workspace.ada.id
    ));
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&path).await;
    assert!(page.all("main option").is_empty(), "not everybody of the workspace");
    let members = format!("{path}/members");
    let popup = ada.get_fragment(&members).await;
    assert_eq!(popup.one("h1"), "Members of “Design”");
    assert_eq!(popup.all(".assign-list li").len(), 50);
    let found = ada.get(&format!("{members}?q=person+69")).await;
    assert_eq!(found.all(".assign-list .who-name"), ["Person 69"]);
    let id = app.id("SELECT id FROM users WHERE name = 'Person 69'");
    let press = [("user", id.as_str()), ("member", "true"), ("q", "person 69")];
    let pressed = ada.post(&members, &press).await;
    assert_eq!(pressed.location(), format!("{members}?q=person+69"));
    assert_eq!(ada.get(&path).await.all("main .who-name"), ["Person 69"]);
    app.sql(&format!(
        "INSERT INTO team_members SELECT workspace_id, '{}', id FROM users
         ON CONFLICT DO NOTHING",
        team.id
    ));
    let page = ada.get(&path).await;
    assert_eq!(
        (page.all("main .who-name").len(), page.one("#members .count").as_str()),
        (50, "71")
    );
    assert!(page.says("And 21 more, in the user list"), "{}", page.text());
    let all = ada.get(&workspace.path(&format!("settings/users?team={}", team.id))).await;
    assert!(all.says("of 71"), "{}", all.text());
}
