use diesel::prelude::*;
use usher::mail::messages::Sender;
use usher::models::outbox_email::{Kind, OutboxEmail};
use usher::models::role::Preset;
use usher::models::workspace::Workspace;
use usher::schema::outbox_emails;
use usher::security::links::JoinClaim;
use usher::values::Lang;
use uuid::Uuid;

use crate::support::{Answer, TestApp, TestWorkspace};

const SETTINGS: [(&str, &str); 5] = [
    ("name", "Nordlicht GmbH"),
    ("language", "de"),
    ("time_zone", "America/New_York"),
    ("invitation_days", "90"),
    ("hold_seconds", "0"),
];

fn with(field: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    SETTINGS.iter().map(|(f, v)| if *f == field { (*f, value) } else { (*f, *v) }).collect()
}

#[actix_web::test]
async fn an_admin_changes_the_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    assert_eq!(ada.get(&path).await.attributes("#name", "value"), ["Nordlicht"]);
    assert_eq!(ada.post(&path, &SETTINGS).await.status, 303);
    let page = ada.get(&path).await;
    assert!(page.says("Einstellungen gespeichert"));
    assert_eq!(page.attributes("#time_zone", "value"), ["America/New_York"]);
    let saved = Workspace::find(&mut app.conn(), workspace.id).unwrap();
    assert_eq!((saved.name.as_str(), saved.slug.as_str()), ("Nordlicht GmbH", "nordlicht"));
    assert_eq!((saved.language, saved.invitation_days, saved.hold_seconds), (Lang::De, 90, 0));
}

#[actix_web::test]
async fn each_mistake_is_said_at_its_field_and_nothing_is_changed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    for (field, value) in [
        ("name", " "),
        ("language", "fr"),
        ("time_zone", "Mars/Olympus"),
        ("invitation_days", "0"),
        ("invitation_days", "91"),
        ("hold_seconds", "-1"),
        ("hold_seconds", "301"),
        ("hold_seconds", "soon"),
    ] {
        let refused = ada.post(&path, &with(field, value)).await;
        assert_eq!(refused.status, 422, "{field}: {value}");
        assert_eq!(refused.attributes("[aria-invalid]", "id"), [field]);
        assert_eq!(refused.all(".summary li").len(), 1);
    }
    let refused = ada.post(&path, &with("time_zone", "Berlin")).await;
    assert_eq!(refused.one("#time_zone-error"), "Enter a time zone like Europe/Berlin");
    let kept = Workspace::find(&mut app.conn(), workspace.id).unwrap();
    assert_eq!((kept.name.as_str(), kept.language), ("Nordlicht", Lang::En));
}

#[actix_web::test]
async fn a_role_that_reads_settings_reads_them_only() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.user(Preset::User, "Bruno", "bruno@n.example");
    let (bruno, path) =
        (workspace.sign_in("bruno@n.example").await, workspace.path("settings/workspace"));
    assert_eq!(bruno.get(&path).await.status, 403);
    app.sql("UPDATE roles SET settings = 'read' WHERE preset = 'user'");
    let page = bruno.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.all("main :is(input, select, button)").is_empty(), "{}", page.text());
    assert_eq!(page.all(".facts dd")[..3], ["Nordlicht", "English", "Europe/Berlin"]);
    assert!(page.all("main button").is_empty());
    assert_eq!(bruno.post(&path, &SETTINGS).await.status, 403);
}

#[actix_web::test]
async fn e06_a_workspace_on_trial_is_not_called_after_a_web_address() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    let addresses = [
        "Win at https://evil.example",
        "www.evil.example",
        "WWW.evil.example",
        "ｗｗｗ．evil.example",
        "ftp://x",
        "Nordlicht (http：／／evil.example)",
    ];
    app.sql("UPDATE workspaces SET trial_ends_at = now() + interval '1 day'");
    for name in addresses {
        let refused = ada.post(&path, &with("name", name)).await;
        assert_eq!(refused.status, 422, "{name}");
        assert_eq!(refused.all(".summary li"), ["Enter a name without a web address"]);
        assert_eq!(refused.attributes("[aria-invalid]", "id"), ["name"]);
    }
    for name in ["Node.js Team", "St. Mary's", "24/7: Support"] {
        assert_eq!(ada.post(&path, &with("name", name)).await.status, 303, "{name}");
    }
    app.sql("UPDATE workspaces SET trial_ends_at = now() - interval '1 day'");
    assert_eq!(ada.post(&path, &with("name", addresses[0])).await.status, 303);
}

#[actix_web::test]
async fn a_workspace_can_be_deleted_with_everything_in_it_and_nothing_else() {
    let app = TestApp::start();
    let (gone, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    gone.fill();
    let (one, two) = (gone.invite("A", "a@n.example"), gone.invite("B", "b@n.example"));
    let carla = other.invite("Carla N", "carla@n.example");
    // Invited by each other, so that none of them can go first.
    for (user, inviter) in [(&one, &two), (&two, &one)] {
        for (table, column) in [("users", "id"), ("invitations", "user_id")] {
            app.sql(&format!(
                "UPDATE {table} SET invited_by = '{}' WHERE {column} = '{}'",
                inviter.id, user.id
            ));
        }
    }
    assert_eq!(app.sql(&format!("DELETE FROM workspaces WHERE id = '{}'", gone.id)), 1);
    for table in ["users", "roles", "invitations", "batches", "tasks", "audit_events"] {
        let rows = |id| app.sql(&format!("SELECT FROM {table} WHERE workspace_id = '{id}'"));
        assert_eq!(rows(gone.id), 0, "{table}");
        assert!(rows(other.id) > 0 || table == "tasks", "{table}");
    }
    assert_eq!(app.sql("SELECT FROM outbox_emails"), 1, "{}", carla.email);
}

async fn invite(
    ada: &crate::support::Person,
    workspace: &TestWorkspace<'_>,
    email: &str,
) -> Answer {
    let (id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let form = [("form_id", &*id), ("lines[0][email]", email), ("lines[0][role]", &*role)];
    ada.post(&workspace.path("settings/invite"), &form).await
}

#[actix_web::test]
async fn only_addresses_at_the_domains_that_the_workspace_allows_are_invited() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    let rules = |allowed: &'static str, refused: &'static str| {
        let more = [("allowed_domains", allowed), ("refused_domains", refused)];
        with("language", "en").into_iter().chain(more).collect::<Vec<_>>()
    };
    let refused = ada.post(&path, &rules("n.example, nonsense", "")).await;
    assert_eq!(
        refused.one("#allowed_domains-error"),
        "“nonsense” is no domain. Enter domains like example.com"
    );
    assert_eq!(
        ada.post(&path, &rules("@N.example; münchen.example", "guests.n.example")).await.status,
        303
    );
    let shown = ada.get(&path).await.attributes("#allowed_domains", "value");
    assert_eq!(shown, ["n.example, xn--mnchen-3ya.example"]);
    for (email, status) in [
        ("a@n.example", 303),
        ("b@mail.n.example", 303),
        ("c@münchen.example", 303),
        ("d@guests.n.example", 422),
        ("e@elsewhere.example", 422),
        ("f@notn.example", 422),
    ] {
        let answer = invite(&ada, &workspace, email).await;
        assert_eq!(answer.status, status, "{email}");
        if status == 422 {
            let domain = email.split('@').nth(1).unwrap();
            let said = format!("This workspace invites nobody at {domain}");
            assert!(answer.says(&said), "{}", answer.text());
        }
    }
    ada.post(&path, &rules("", "gmail.example")).await;
    assert_eq!(invite(&ada, &workspace, "g@gmail.example").await.status, 422);
    assert_eq!(invite(&ada, &workspace, "h@elsewhere.example").await.status, 303);
}

#[actix_web::test]
async fn who_wants_to_know_gets_a_mail_when_somebody_accepts() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let jonas = workspace.user(Preset::Admin, "Jonas", "jonas@n.example");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    let told = |app: &TestApp| -> Vec<Uuid> {
        let mails = outbox_emails::table.filter(outbox_emails::kind.eq(Kind::Joined));
        let ids =
            mails.order(outbox_emails::user_id).select(outbox_emails::user_id.assume_not_null());
        ids.load(&mut app.conn()).unwrap()
    };
    let mut both = vec![workspace.ada.id, jonas.id];
    both.sort();
    for (note, expected) in
        [("nobody", vec![]), ("inviter", vec![workspace.ada.id]), ("admins", both)]
    {
        let form: Vec<_> =
            with("language", "en").into_iter().chain([("accept_note", note)]).collect();
        assert_eq!(ada.post(&path, &form).await.status, 303);
        app.sql("DELETE FROM outbox_emails");
        let user = workspace.invite("Anna", &format!("{note}@n.example"));
        let query = format!("SELECT id FROM invitations WHERE user_id = '{}'", user.id);
        let invitation_id = app.id(&query).parse().unwrap();
        let claim = JoinClaim { workspace_id: workspace.id, invitation_id, generation: 1 };
        let link = format!("/join/{}", claim.token(&app.app.keys));
        let form = [("name", "Anna"), ("password", "copper-lantern-orbit-4")];
        assert_eq!(app.stranger().post(&link, &form).await.status, 303);
        assert_eq!(told(&app), expected, "{note}");
    }
    let mail: OutboxEmail = outbox_emails::table
        .filter(outbox_emails::kind.eq(Kind::Joined))
        .select(OutboxEmail::as_select())
        .first(&mut app.conn())
        .unwrap();
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    let letter = sender.letter(&mut app.conn(), &mail).unwrap().unwrap();
    assert_eq!(letter.subject, "Anna has joined Nordlicht GmbH");
}

#[actix_web::test]
async fn a_domain_is_not_both_allowed_and_refused_and_lines_say_what_is_allowed() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (ada, path) = (workspace.signed_in_admin().await, workspace.path("settings/workspace"));
    for (allowed, refused) in [("a.example", "A.example"), ("mail.a.example", "a.example")] {
        let more = [("allowed_domains", allowed), ("refused_domains", refused)];
        let form: Vec<_> = with("language", "en").into_iter().chain(more).collect();
        let answer = ada.post(&path, &form).await;
        assert_eq!(answer.status, 422, "{allowed} {refused}");
        let said = answer.one("#refused_domains-error");
        assert!(said.starts_with(&format!("{allowed} is among the domains that may be")), "{said}");
    }
    let mut form = with("language", "en");
    form.push(("allowed_domains", "a.example, b.example"));
    ada.post(&path, &form).await;
    let line = workspace.path("settings/invite?email=bo%40c.example");
    let said = "This workspace invites nobody at c.example, only at: a.example, b.example";
    assert!(ada.get(&line).await.says(said));
}
