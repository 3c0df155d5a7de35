//! The domains that a workspace invites people at hold for whoever is brought back, too.

use usher::models::invitation::Invitation;
use usher::models::role::Preset;
use usher::models::user::User;
use usher::values::Status;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

const SAID: &str = "This workspace invites nobody at n.example";

fn refuse(app: &TestApp, domain: &str) {
    app.sql(&format!("UPDATE workspaces SET refused_domains = '{{{domain}}}'"));
}

async fn post(ada: &Person, workspace: &TestWorkspace<'_>, user: &User, verb: &str) -> String {
    let path = workspace.path(&format!("settings/users/{}/{verb}", user.id));
    assert_eq!(ada.post(&path, &[("generation", "1")]).await.status, 303);
    ada.get(&workspace.path("settings/users")).await.one(".banner p")
}

async fn send(ada: &Person, workspace: &TestWorkspace<'_>, email: &str) -> Answer {
    let (id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let form = [("form_id", &*id), ("lines[0][email]", email), ("lines[0][role]", &*role)];
    ada.post(&workspace.path("settings/invite"), &form).await
}

#[actix_web::test]
async fn no_invitation_is_sent_again_to_a_domain_that_is_refused_now() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let ada = workspace.signed_in_admin().await;
    refuse(&app, "n.example");
    assert_eq!(post(&ada, &workspace, &carla, "resend").await, SAID);
    let open = Invitation::open_of(&mut app.conn(), workspace.id, carla.id).unwrap().unwrap();
    assert_eq!(open.generation, 1);
    assert_eq!(app.sql("SELECT FROM outbox_emails"), 1);
    // Neither from the window, which offers it no more.
    let answer = send(&ada, &workspace, "carla@n.example").await;
    assert_eq!(answer.status, 422);
    assert!(answer.says(SAID) && !answer.says("Resend"), "{}", answer.text());
    refuse(&app, "other.example");
    assert!(post(&ada, &workspace, &carla, "resend").await.starts_with("Sent again to"));
}

#[actix_web::test]
async fn nobody_is_brought_back_at_a_domain_that_is_refused_now() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let dora = workspace.user(Preset::User, "Dora Ek", "dora@n.example");
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    app.sql("UPDATE users SET status = 'deactivated' WHERE email LIKE '%@n.example'");
    app.sql("UPDATE invitations SET withdrawn_at = now()");
    let ada = workspace.signed_in_admin().await;
    refuse(&app, "n.example");
    for user in [&dora, &carla] {
        assert_eq!(post(&ada, &workspace, user, "activation").await, SAID, "{}", user.name);
        let now = User::find(&mut app.conn(), workspace.id, user.id).unwrap();
        assert_eq!(now.status, Status::Deactivated);
        let answer = send(&ada, &workspace, &user.email).await;
        assert!(answer.says(SAID), "{}", answer.text());
    }
    // Who is here stays here, and that is what the window says of them.
    assert!(send(&ada, &workspace, &workspace.ada.email).await.says("is already a user"));
    refuse(&app, "other.example");
    assert_eq!(post(&ada, &workspace, &dora, "activation").await, "Dora Ek is active again.");
}
