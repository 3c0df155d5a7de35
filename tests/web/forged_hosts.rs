//! Links and redirects are made of the configured address, whatever a request calls us.

use diesel::prelude::*;
use reqwest::header::{HOST, ORIGIN};
use usher::mail::letter::Letter;
use usher::mail::messages::Sender;
use usher::models::outbox_email::OutboxEmail;
use usher::models::user::User;
use usher::schema::outbox_emails;
use uuid::Uuid;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

const EVIL: &str = "evil.example";

/// Every letter that waits, as it would leave.
fn letters(app: &TestApp) -> Vec<Letter> {
    let conn = &mut app.conn();
    let mails: Vec<OutboxEmail> =
        outbox_emails::table.select(OutboxEmail::as_select()).load(conn).unwrap();
    let sender = Sender { settings: &app.app.settings, keys: &app.app.keys };
    mails.iter().filter_map(|mail| sender.letter(conn, mail).unwrap()).collect()
}

/// What the headers in front of a request may claim.
fn forgeries(base: &str) -> Vec<Vec<(&'static str, String)>> {
    let host = base.trim_start_matches("http://").to_owned();
    let one = |name: &'static str, value: &str| vec![(name, value.to_owned())];
    let mut all = vec![
        one("host", EVIL),
        one("host", "evil.example:443"),
        one("host", &format!("{EVIL}, {host}")),
        one("host", &format!("{host}@{EVIL}")),
        one("host", &format!("{host}.{EVIL}")),
        one("host", &format!("{EVIL}#{host}")),
        one("host", ""),
        one("x-forwarded-host", EVIL),
        one("x-forwarded-host", &format!("{host}, {EVIL}")),
        one("x-host", EVIL),
        one("x-original-host", EVIL),
        one("x-forwarded-server", EVIL),
        one("x-http-host-override", EVIL),
        one("x-forwarded-proto", "https"),
        one("x-forwarded-port", "666"),
        one("x-forwarded-prefix", "//evil.example"),
        one("x-original-url", "//evil.example/"),
        one("x-rewrite-url", "//evil.example/"),
        one("forwarded", "for=192.0.2.1;host=evil.example;proto=https"),
        one("forwarded", "host=\"evil.example\""),
        one("x-wap-profile", "http://evil.example/"),
        one("referer", "http://evil.example/"),
    ];
    let every = all[7..].iter().flatten().cloned().collect();
    all.push(every);
    all
}

/// Whether nothing but a wrong Host was forged, for which there is no page at all.
fn names_another_host(headers: &[(&str, String)]) -> bool {
    headers.iter().any(|(name, _)| *name == "host")
}

async fn forged(
    person: &Person,
    path: &str,
    form: Option<&[(&str, &str)]>,
    headers: &[(&'static str, String)],
) -> Answer {
    let mut request = match form {
        Some(form) => person.client.post(person.url(path)).form(form),
        None => person.client.get(person.url(path)),
    };
    for (name, value) in headers {
        request = request.header(if *name == "host" { HOST.as_str() } else { name }, value);
    }
    person.send(request.header(ORIGIN, person.url(""))).await
}

/// Asks for everything that mails or redirects; how many redirects came back.
async fn ask_for_everything(
    workspace: &TestWorkspace<'_>,
    ada: &Person,
    carla: &User,
    headers: &[(&'static str, String)],
) -> usize {
    let email = format!("p{}@example.com", Uuid::now_v7().simple());
    let (form_id, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let line = [
        ("form_id", form_id.as_str()),
        ("lines[0][email]", &email),
        ("lines[0][name]", "Anna Example"),
        ("lines[0][role]", &role),
    ];
    let resend = workspace.path(&format!("settings/users/{}/resend", carla.id));
    let generation = current_generation(workspace.app, carla).to_string();
    let mut redirects = 0;
    for (path, form) in [
        ("/", None),
        ("/profile", None),
        ("/password-reset", Some(&[("email", workspace.ada.email.as_str())][..])),
        (&workspace.path("settings/invite"), Some(&line[..])),
        (&resend, Some(&[("generation", generation.as_str())][..])),
    ] {
        let answer = forged(ada, path, form, headers).await;
        if names_another_host(headers) {
            assert!(matches!(answer.status, 421 | 400), "{path} {headers:?}: {}", answer.status);
        }
        assert!(!answer.text().contains(EVIL), "{path} {headers:?}");
        if answer.status == 303 {
            redirects += 1;
            let location = answer.location();
            assert!(location.starts_with('/') && !location.contains("evil"), "{location}");
        }
    }
    redirects
}

fn current_generation(app: &TestApp, user: &User) -> i32 {
    use usher::schema::invitations;
    invitations::table
        .filter(invitations::user_id.eq(user.id))
        .select(invitations::generation)
        .first(&mut app.conn())
        .unwrap()
}

#[actix_web::test]
async fn s06_no_forged_host_changes_a_mail_or_a_redirect() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(100);
    let ada = workspace.signed_in_admin().await;
    let carla = workspace.invite("Carla Núñez", "carla@n.example");
    let (mut redirects, mut refused) = (0, 0);
    for headers in forgeries(&app.base) {
        app.sql("DELETE FROM rate_counters");
        let mails = letters(&app).len();
        let answered = ask_for_everything(&workspace, &ada, &carla, &headers).await;
        redirects += answered;
        if names_another_host(&headers) {
            refused += 1;
            assert_eq!((answered, letters(&app).len()), (0, mails), "{headers:?}");
        }
    }
    assert_eq!(refused, 7);
    assert!(redirects >= 16 * 3, "{redirects} redirects");
    let letters = letters(&app);
    assert!(letters.len() >= 16, "{} letters", letters.len());
    for letter in letters {
        for part in [&letter.text, &letter.html] {
            assert!(part.contains(&format!("{}/", app.base)), "{part}");
            assert!(!part.contains("evil") && !part.contains(":666"), "{part}");
        }
        for (at, _) in letter.html.match_indices("href=\"") {
            assert!(letter.html[at + 6..].starts_with(&app.base), "{}", letter.html);
        }
    }
}
