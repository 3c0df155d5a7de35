//! Admins who push each other out, all at the same moment.

use futures_util::future::join_all;
use usher::models::role::Preset;
use usher::models::user::User;

use crate::support::{Person, TestApp};

/// How many requests race in a round, and how many Admins at most send them at each other. Few are
/// worst: everything is decided between the last two.
const AT_ONCE: usize = 50;
const ADMINS: usize = 4;

/// How many rounds. The whole case are 200; USHER_TEST_ROUNDS=200 runs all.
fn rounds() -> usize {
    std::env::var("USHER_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

/// Makes long what lies between the look at who is an Admin and the change: whoever does not keep the
/// others out meanwhile is found out.
const SLOW: &str = "
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END'";

#[actix_web::test]
async fn z06_however_many_admins_deactivate_and_demote_each_other_at_once_one_stays() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let mut admins: Vec<(User, Person)> = Vec::new();
    for number in 0..ADMINS {
        let user = workspace.user(Preset::Admin, "Somebody", &format!("a{number}@n.example"));
        let person = workspace.sign_in(&user.email).await;
        admins.push((user, person));
    }
    app.sql(&format!("DELETE FROM users WHERE id = '{}'", workspace.ada.id));
    // Another role ends sessions; they are needed again in the next round.
    app.sql("CREATE TABLE kept AS SELECT * FROM sessions");
    let guest = workspace.guest_role.id.to_string();
    let demotion = [("name", "Somebody"), ("gender", ""), ("language", ""), ("role", &guest)];
    let demotion = [demotion.as_slice(), &[("sure", "true")]].concat();
    app.sql(SLOW);
    app.sql(
        "CREATE TRIGGER slow BEFORE UPDATE ON users FOR EACH STATEMENT EXECUTE FUNCTION slow()",
    );
    let mut changes = 0;
    for round in 0..rounds() {
        let racing = 2 + round % (ADMINS - 1);
        for (user, _) in &admins[racing..] {
            app.sql(&format!("UPDATE users SET role_id = '{guest}' WHERE id = '{}'", user.id));
        }
        let requests = (0..AT_ONCE).map(|number| {
            let (_, person) = &admins[number % racing];
            let (target, _) = &admins[(number + 1 + number / racing) % racing];
            let path = workspace.path(&format!("settings/users/{}", target.id));
            let demotion = &demotion;
            async move {
                // All the same, so that they keep step.
                match round % 2 {
                    0 => person.post(&format!("{path}/deactivation"), &[]).await,
                    _ => person.post(&path, demotion).await,
                }
            }
        });
        let answers = join_all(requests).await;
        changes += answers.iter().filter(|answer| answer.status == 303).count();
        let left = "UPDATE users SET note = note WHERE status = 'active' AND role_id =
                    (SELECT id FROM roles WHERE preset = 'admin')";
        assert!(app.sql(left) >= 1, "nobody is left after round {round}");
        app.sql(&format!(
            "UPDATE users SET status = 'active', role_id = '{}'",
            workspace.admin_role.id
        ));
        app.sql("INSERT INTO sessions SELECT * FROM kept ON CONFLICT DO NOTHING");
    }
    assert!(changes >= rounds(), "they really did: {changes}");
}
