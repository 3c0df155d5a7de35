use futures_util::future::join;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::values::{Gender, Lang};
use uuid::Uuid;

use crate::support::{Answer, TestApp, TestWorkspace};

fn path(user: &User) -> String {
    format!("/w/nordlicht/settings/users/{}", user.id)
}

fn reload(workspace: &TestWorkspace<'_>, user: &User) -> User {
    User::find(&mut workspace.app.conn(), workspace.id, user.id).unwrap()
}

/// A team of the workspace.
fn team(workspace: &TestWorkspace<'_>, name: &str) -> String {
    let (workspace_id, id) = (workspace.id, Uuid::now_v7());
    workspace.app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name) VALUES ('{workspace_id}', '{id}', '{name}')"
    ));
    id.to_string()
}

fn profile<'a>(name: &'a str, role: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("gender", "female"), ("language", "de"), ("role", role)]
}

const OWN: [(&str, &str); 3] = [("name", "New Name"), ("gender", ""), ("language", "")];

#[actix_web::test]
async fn an_admin_edits_somebody_who_has_not_accepted_yet() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Nunez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let guest = workspace.guest_role.id.to_string();
    let answer = ada.post(&path(&carla), &profile(" Carla  Núñez ", &guest)).await;
    assert_eq!((answer.status, answer.location()), (303, path(&carla).as_str()));
    let page = ada.get(&path(&carla)).await;
    assert_eq!(page.one(".banner p"), "Profile saved");
    assert_eq!(page.one("h1"), "Carla Núñez");
    assert_eq!(page.one("[name=role] option[selected]"), "Guest");
    let carla = reload(&workspace, &carla);
    assert_eq!((carla.gender, carla.language), (Some(Gender::Female), Some(Lang::De)));
}

#[actix_web::test]
async fn mistakes_come_back_at_their_fields_with_what_was_typed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    let (long, unknown) = ("x".repeat(101), Uuid::now_v7().to_string());
    let user = workspace.user_role.id.to_string();
    for (field, form) in [
        ("name", [("name", " "), ("gender", ""), ("language", ""), ("role", user.as_str())]),
        ("name", [("name", &long), ("gender", ""), ("language", ""), ("role", &user)]),
        ("name", [("name", "A\u{202e}B"), ("gender", ""), ("language", ""), ("role", &user)]),
        ("gender", [("name", "Typed"), ("gender", "x"), ("language", ""), ("role", &user)]),
        ("language", [("name", "Typed"), ("gender", ""), ("language", "fr"), ("role", &user)]),
        ("role", [("name", "Typed"), ("gender", ""), ("language", ""), ("role", &unknown)]),
        ("role", [("name", "Typed"), ("gender", ""), ("language", ""), ("role", "admin")]),
    ] {
        let answer = ada.post(&path(&carla), &form).await;
        assert_eq!(answer.status, 422, "{field}");
        assert_eq!(answer.all(&format!("#{field}-error")).len(), 1, "{field}");
        assert_eq!(answer.attributes(".summary a", "href"), [format!("#{field}")]);
        assert_eq!(answer.attributes("#name", "value"), [form[0].1]);
        assert!(answer.one("title").starts_with("Error: "));
    }
    assert_eq!(reload(&workspace, &carla).name, "Carla Núñez");
}

#[actix_web::test]
async fn z06_the_last_active_admin_keeps_the_role() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.invite("Carla Núñez", "carla@n.example");
    app.sql(&format!("UPDATE users SET role_id = '{}'", workspace.admin_role.id));
    let ada = workspace.signed_in_admin().await;
    let user = workspace.user_role.id.to_string();
    let answer = ada.post(&path(&workspace.ada), &profile("Ada E.", &user)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one("#role-error").starts_with("This is the last active Admin."));
    let ada = reload(&workspace, &workspace.ada);
    assert_eq!((ada.role_id, ada.name.as_str()), (workspace.admin_role.id, "Ada Engel"));
}

#[actix_web::test]
async fn z06_two_admins_who_demote_each_other_at_once_leave_one() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let (ada, beas) = (workspace.signed_in_admin().await, workspace.sign_in(&bea.email).await);
    let user = workspace.user_role.id.to_string();
    let (of_ada, of_bea) = (path(&workspace.ada), path(&bea));
    let (ada_form, bea_form) = (profile("Ada Engel", &user), profile("Bea Klein", &user));
    join(ada.post(&of_bea, &bea_form), beas.post(&of_ada, &ada_form)).await;
    let roles = [reload(&workspace, &workspace.ada).role_id, reload(&workspace, &bea).role_id];
    assert_eq!(roles.iter().filter(|id| **id == workspace.admin_role.id).count(), 1);
}

#[actix_web::test]
async fn a_guest_sees_and_edits_only_their_own_details() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let gus = workspace.user(Preset::Guest, "Gus Ek", "gus@n.example");
    let browser = workspace.sign_in("gus@n.example").await;
    let page = browser.get(&path(&gus)).await;
    assert_eq!((page.status, page.one("h1").as_str()), (200, "Gus Ek"));
    assert!(page.all("[name=role]").is_empty(), "no role to choose");
    assert_eq!(browser.post(&path(&gus), &OWN).await.status, 303);
    assert_eq!(reload(&workspace, &gus).name, "New Name");
    assert_eq!(browser.get(&path(&workspace.ada)).await.status, 404);
    assert_eq!(browser.post(&path(&workspace.ada), &OWN).await.status, 404);
}

#[actix_web::test]
async fn z02_a_role_sent_by_somebody_who_is_no_admin_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let browser = workspace.sign_in("dora@n.example").await;
    let admin = workspace.admin_role.id.to_string();
    assert_eq!(browser.post(&path(&dora), &profile("Dora Ek", &admin)).await.status, 403);
    assert_eq!(reload(&workspace, &dora).role_id, workspace.user_role.id);
}

#[actix_web::test]
async fn z02_a_role_of_another_workspace_is_unknown() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let foreign = app.workspace("Suedwind").guest_role.id.to_string();
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let ada = workspace.signed_in_admin().await;
    assert_eq!(ada.post(&path(&dora), &profile("Dora Ek", &foreign)).await.status, 422);
}

#[actix_web::test]
async fn choosing_a_language_for_oneself_changes_the_next_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let own = [("name", "Ada Engel"), ("gender", ""), ("language", "de")];
    ada.post(&path(&workspace.ada), &own).await;
    let page = ada.get(&path(&workspace.ada)).await;
    assert_eq!(page.attributes("html", "lang"), ["de"]);
    assert_eq!(page.one(".banner p"), "Profil gespeichert");
    assert_eq!(page.one("[name=language] option[selected]"), "Deutsch");
}

#[actix_web::test]
async fn somebody_is_put_into_several_teams_and_out_of_them() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    assert!(ada.get(&path(&carla)).await.all("[name=team]").is_empty(), "no team exists yet");
    let (design, web) = (team(&workspace, "Design"), team(&workspace, "Web"));
    team(&workspace, "Studio");
    let guest = workspace.guest_role.id.to_string();
    let save = async |teams: &[&str]| {
        let mut form = profile("Carla Núñez", &guest).to_vec();
        form.extend(teams.iter().map(|id| ("team", *id)));
        let answer = ada.post(&path(&carla), &form).await;
        assert_eq!((answer.status, answer.location()), (303, path(&carla).as_str()));
        ada.get(&path(&carla)).await
    };
    let chosen = |page: &Answer| page.attributes("[name=team][checked]", "value");
    let page = save(&["", &design, &web]).await;
    assert_eq!(chosen(&page), [design.clone(), web.clone()]);
    assert_eq!(page.one("[name=role] option[selected]"), "Guest", "one Save keeps both");
    assert_eq!(page.all("main form button"), ["Resend invitation", "Save"]);
    assert_eq!(chosen(&save(&["", &web]).await), [web.as_str()]);
    assert_eq!(chosen(&save(&[]).await), [web.as_str()], "a form without teams leaves them");
    assert!(chosen(&save(&[""]).await).is_empty());
    save(&[""]).await;
    let told = app.sql("UPDATE audit_events SET at = at WHERE action = 'teams_changed'");
    assert_eq!(told, 3, "a Save that leaves the teams is no change of them");
}

#[actix_web::test]
async fn a_refused_profile_comes_back_with_the_teams_that_were_chosen() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let design = team(&workspace, "Design");
    let ada = workspace.signed_in_admin().await;
    let form = [("name", " "), ("gender", ""), ("language", ""), ("team", ""), ("team", &design)];
    let answer = ada.post(&path(&workspace.ada), &form).await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.attributes("[name=team][checked]", "value"), [design]);
    let page = ada.get(&path(&workspace.ada)).await;
    assert!(page.all("[name=team][checked]").is_empty());
}

#[actix_web::test]
async fn a_team_that_is_not_there_changes_nothing() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let design = team(&workspace, "Design");
    let foreign = team(&app.workspace("Suedwind"), "Web");
    let ada = workspace.signed_in_admin().await;
    for (name, team, status) in
        [("Ada Engel", design.as_str(), 303), ("New Name", &foreign, 404), ("New Name", "x", 400)]
    {
        let form = [("name", name), ("gender", ""), ("language", ""), ("team", team)];
        assert_eq!(ada.post(&path(&workspace.ada), &form).await.status, status);
    }
    let page = ada.get(&path(&workspace.ada)).await;
    assert_eq!(page.attributes("[name=team][checked]", "value"), [design]);
    assert_eq!(page.one("h1"), "Ada Engel");
}

#[actix_web::test]
async fn an_admin_who_gives_up_the_role_is_asked_first() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let design = team(&workspace, "Design");
    let bea = workspace.user(Preset::Admin, "Bea Klein", "bea@n.example");
    let ada = workspace.signed_in_admin().await;
    let user = workspace.user_role.id.to_string();
    let own = path(&workspace.ada);
    let form = [
        ("name", "Ada <E>"),
        ("gender", "female"),
        ("language", ""),
        ("role", user.as_str()),
        ("team", ""),
        ("team", &design),
    ];
    let asked = ada.post(&own, &form).await;
    assert_eq!(asked.status, 409);
    assert_eq!(asked.one("h1"), "Stop being an Admin");
    assert!(
        asked.one(".sheet-body > p:not([hidden])").starts_with("Change your own role to User?")
    );
    assert_eq!(asked.attributes(".sheet-foot a", "href"), [own.as_str()]);
    assert_eq!(reload(&workspace, &workspace.ada).role_id, workspace.admin_role.id);

    let names = asked.attributes(".sheet form input", "name");
    let values = asked.attributes(".sheet form input", "value");
    let yes = names.iter().map(String::as_str).zip(values.iter().map(String::as_str));
    let yes: Vec<_> = yes.collect();
    assert_eq!(ada.post(&own, &yes).await.status, 303);
    let after = reload(&workspace, &workspace.ada);
    assert_eq!((after.name.as_str(), after.role_id), ("Ada <E>", workspace.user_role.id));
    assert_eq!(ada.get(&own).await.one(".tags"), "Design");

    // Others are not asked about, nor is whoever stays an Admin.
    let beas = workspace.sign_in(&bea.email).await;
    let admin = workspace.admin_role.id.to_string();
    assert_eq!(beas.post(&path(&bea), &profile("Bea Klein", &admin)).await.status, 303);
}

#[actix_web::test]
async fn the_history_tells_what_happened_to_the_invitation() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    app.sql(
        "UPDATE outbox_emails SET state = 'refused', reply = '550 no such user', due_at = now()",
    );
    let ada = workspace.signed_in_admin().await;
    let page = ada.get(&path(&carla)).await;
    let expected = ["Invited by Ada Engel", "Refused by the mail server: 550 no such user"];
    assert_eq!(page.all(".history span"), expected);
    assert_eq!(page.all(".page-head button"), ["Resend invitation"]);
    assert_eq!(page.all(".page-head .buttons a"), ["Withdraw invitation"]);
    let form = [("generation", "1"), ("back", &path(&carla))];
    let answer = ada.post(&format!("{}/resend", path(&carla)), &form).await;
    assert_eq!(answer.location(), path(&carla));
    ada.post(&format!("{}/withdrawal", path(&carla)), &[]).await;
    let page = ada.get(&path(&carla)).await;
    let expected = [
        "Invited by Ada Engel",
        "Refused by the mail server: 550 no such user",
        "Sent again by Ada Engel",
        "Withdrawn by Ada Engel",
    ];
    assert_eq!(page.all(".history span"), expected);
}

#[actix_web::test]
async fn what_others_can_do_without_end_pushes_nothing_out_of_the_history() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bea = workspace.user(Preset::User, "Bea Klein", "bea@n.example");
    let ada = workspace.signed_in_admin().await;
    app.sql(&format!(
        "INSERT INTO audit_events (workspace_id, id, actor_id, action, subject_id)
         SELECT '{}', gen_random_uuid(), '{}', 'assigned', '{}' FROM generate_series(1, 300)",
        workspace.id, workspace.ada.id, bea.id
    ));
    let path = workspace.path(&format!("settings/users/{}", bea.id));
    ada.post(&format!("{path}/deactivation"), &[]).await;
    let page = ada.get(&path).await;
    assert!(page.says("Deactivated by Ada Engel"), "{}", page.text());
}

#[actix_web::test]
async fn an_expired_link_stands_in_the_history() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    app.sql("UPDATE outbox_emails SET state = 'sent', reply = '250 OK', sent_at = now() - interval '2 days'");
    app.sql("UPDATE audit_events SET at = at - interval '3 days'");
    app.sql("UPDATE invitations SET expires_at = now() - interval '1 day'");
    let page = workspace.signed_in_admin().await.get(&path(&carla)).await;
    let expected =
        ["Invited by Ada Engel", "Handed to the mail server: 250 OK", "The link expired"];
    assert_eq!(page.all(".history span"), expected);
}

#[actix_web::test]
async fn details_show_tasks_and_projects_to_those_who_may_see_them() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let gus = workspace.user(Preset::Guest, "Gus Ek", "gus@n.example");
    let (id, project, task) = (workspace.id, Uuid::now_v7(), Uuid::now_v7());
    for row in [
        format!("projects (workspace_id, id, name) VALUES ('{id}', '{project}', 'Website')"),
        format!(
            "tasks (workspace_id, id, project_id, title) VALUES ('{id}', '{task}', '{project}', 'Write')"
        ),
        format!(
            "task_assignees (workspace_id, task_id, user_id) VALUES ('{id}', '{task}', '{}')",
            gus.id
        ),
        format!("project_members VALUES ('{id}', '{project}', '{}')", gus.id),
    ] {
        app.sql(&format!("INSERT INTO {row}"));
    }
    let admin = workspace.signed_in_admin().await.get(&path(&gus)).await;
    assert_eq!(admin.all(".list-title"), ["Write", "Website"]);
    let own = workspace.sign_in("gus@n.example").await.get(&path(&gus)).await;
    assert_eq!(own.all(".list-title"), ["Write", "Website"]);
    app.sql("UPDATE roles SET tasks = 'none', projects = 'none' WHERE preset = 'user'");
    workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let dora = workspace.sign_in("dora@n.example").await.get(&path(&gus)).await;
    assert_eq!(dora.status, 200);
    assert!(dora.all(".list-title").is_empty());
}

#[actix_web::test]
async fn others_can_neither_read_nor_change() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let design = team(&workspace, "Design");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let dora_ek = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let dora = workspace.sign_in("dora@n.example").await;
    let page = dora.get(&path(&carla)).await;
    assert!(page.status == 200 && page.all("main form").is_empty(), "{}", page.text());
    assert!(!page.text().contains("generation"));
    assert_eq!(dora.post(&path(&carla), &OWN).await.status, 403);
    let own = workspace.path(&format!("settings/users/{}", dora_ek.id));
    let mut teams = OWN.to_vec();
    teams.push(("team", &design));
    assert_eq!(dora.post(&own, &teams).await.status, 403, "not even their own teams");
    let other = app.workspace("Suedwind").signed_in_admin().await;
    for path in [path(&carla), path(&carla).replace("nordlicht", "suedwind")] {
        assert_eq!(other.get(&path).await.status, 404);
        assert_eq!(other.post(&path, &OWN).await.status, 404);
    }
    let stranger = app.stranger();
    assert!(stranger.get(&path(&carla)).await.location().starts_with("/sign-in?next="));
    let asked = stranger.post(&path(&carla), &OWN).await;
    assert!(asked.location().starts_with("/sign-in?next="));
    assert_eq!(reload(&workspace, &carla).name, "Carla Núñez");
}

#[actix_web::test]
async fn only_what_somebody_has_stands_on_their_page() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bruno = workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (ada, path) = (
        workspace.signed_in_admin().await,
        workspace.path(&format!("settings/users/{}", bruno.id)),
    );
    let heads = |page: &Answer| page.all(".panel-head h2");
    let page = ada.get(&path).await;
    assert_eq!(heads(&page), ["Profile", "Status"]);
    assert_eq!(page.all(".panel-body > svg").len(), 0, "the status begins where the panel does");
    assert_eq!(page.all(".page-head .who-email wbr").len(), 1);
    workspace.assign(&workspace.task(&workspace.project("Website"), "Draw"), &bruno);
    assert_eq!(heads(&ada.get(&path).await), ["Profile", "Tasks", "Status"]);
}
