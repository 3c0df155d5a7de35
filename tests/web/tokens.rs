//! What a link's token is made of, and who decides what it is worth.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::Connection;
use diesel::prelude::*;
use usher::inviting::accept::{Entry, accept};
use usher::models::invitation::Invitation;
use usher::schema::invitations;
use usher::security::keys::Keys;
use usher::security::links::JoinClaim;
use usher::values::PersonName;
use uuid::Uuid;

use crate::joining::{EMAIL, Invite, NEW_PASSWORD, hanna, invite, join};
use crate::support::{TestApp, TestWorkspace};

/// The bits of the MAC behind key id and claim.
const MAC_BITS: usize = 256;

#[test]
fn t01_a_million_links_have_a_full_mac_each_and_nothing_in_common() {
    let keys = Keys::parse(&format!("test:{}=", "A".repeat(43))).unwrap();
    let (workspace_id, mut invitation) = (Uuid::now_v7(), 0_u128);
    let mut macs: Vec<[u8; 8]> = (0..1_000_000)
        .map(|_| {
            // Ids beside each other, so that only the MAC can tell the links apart.
            invitation += 1;
            let invitation_id = Uuid::from_u128(invitation);
            let token = JoinClaim { workspace_id, invitation_id, generation: 1 }.token(&keys);
            let bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
            assert_eq!(bytes.len(), 4 + 36 + MAC_BITS / 8);
            bytes[40..48].try_into().unwrap()
        })
        .collect();
    macs.sort_unstable();
    let shared = |pair: &[[u8; 8]]| {
        (u64::from_be_bytes(pair[0]) ^ u64::from_be_bytes(pair[1])).leading_zeros()
    };
    let longest = macs.windows(2).map(shared).max().unwrap();
    // Of a million random values two share about 39 bits; 56 would be a chance of one in 100,000.
    assert!(longest < 56, "two links begin with the same {longest} bits");
    // Each bit is set in half of them, give or take eight standard deviations.
    for bit in 0..64 {
        let set = macs.iter().filter(|mac| u64::from_be_bytes(**mac) >> bit & 1 == 1).count();
        assert!(set.abs_diff(500_000) < 4_000, "bit {bit} is set in {set}");
    }
}

#[actix_web::test]
async fn t03_every_bit_of_a_link_counts() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let before = app.checksum();
    let stranger = app.stranger();
    let token = URL_SAFE_NO_PAD.decode(invite.path.strip_prefix("/join/").unwrap()).unwrap();
    let unknown = stranger.get("/join/nothing").await;
    assert_eq!((unknown.status, unknown.one("h1")), (404, "This link is not known".to_owned()));
    let form = [("name", "Hanna Lund"), ("password", NEW_PASSWORD)];
    for bit in 0..token.len() * 8 {
        if bit % 20 == 0 {
            // Whoever tries more than sixty a minute is stopped.
            app.sql("DELETE FROM rate_counters");
        }
        let mut changed = token.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let path = format!("/join/{}", URL_SAFE_NO_PAD.encode(changed));
        for answer in [stranger.get(&path).await, stranger.post(&path, &form).await] {
            assert_eq!((answer.status, answer.text()), (404, unknown.text()), "bit {bit}");
        }
    }
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn t03_nothing_beside_the_token_changes_what_it_grants() {
    let app = TestApp::start();
    let (workspace, other) = (app.workspace("Nordlicht"), app.workspace("Suedwind"));
    let invite = hanna(&workspace);
    let (admin, id) = (workspace.admin_role.id.to_string(), other.id.to_string());
    let foreign = other.admin_role.id.to_string();
    let tampered = [
        ("workspace", "suedwind"),
        ("workspace_id", id.as_str()),
        ("slug", "suedwind"),
        ("email", "evil@example.com"),
        ("role", admin.as_str()),
        ("role_id", foreign.as_str()),
        ("generation", "7"),
        ("user_id", "00000000-0000-0000-0000-000000000000"),
        ("status", "active"),
    ];
    let query =
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(tampered).finish();
    let cookies: Vec<String> =
        tampered.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut form = vec![("name", "Hanna Lund"), ("password", NEW_PASSWORD)];
    form.extend(tampered);
    let person = app.stranger();
    let request = person.client.post(person.url(&format!("{}?{query}", invite.path)));
    let request = request.header("origin", person.url("")).header("cookie", cookies.join("; "));
    let answer = person.send(request.form(&form)).await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"));
    let (email, role): (String, Uuid) = usher::schema::users::table
        .filter(usher::schema::users::id.eq(invite.user_id))
        .select((usher::schema::users::email, usher::schema::users::role_id))
        .first(&mut app.conn())
        .unwrap();
    assert_eq!((email.as_str(), role), (EMAIL, workspace.user_role.id));
    let accounts = usher::schema::accounts::table.count().get_result::<i64>(&mut app.conn());
    assert_eq!(accounts, Ok(3), "two Admins and Hanna");
    assert_eq!(person.get("/w/suedwind/").await.status, 404);
}

#[actix_web::test]
async fn t03_fields_that_come_twice_are_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let before = app.checksum();
    let form = [("name", "Hanna"), ("password", NEW_PASSWORD), ("password", "another-lantern-92")];
    assert_eq!(app.stranger().post(&invite.path, &form).await.status, 400);
    assert_eq!(app.checksum(), before);
}

/// Accepts in a transaction, in which the database's clock stands still, with the link's end this
/// long after that moment. No chores run in these tests: only the statement can refuse.
fn accepts_at_its_end(workspace: &TestWorkspace<'_>, invite: &Invite, end: &str) -> bool {
    let claim = JoinClaim { workspace_id: workspace.id, invitation_id: invite.id, generation: 1 };
    let name = PersonName::parse("Hanna Lund").unwrap();
    let entry = Entry::New { name, password_hash: "x".to_owned() };
    let conn = &mut workspace.app.conn();
    let accepted = conn.transaction::<_, diesel::result::Error, _>(|conn| {
        diesel::sql_query(format!(
            "UPDATE invitations SET expires_at = now() + interval '{end}' WHERE id = '{}'",
            invite.id
        ))
        .execute(conn)?;
        Ok(accept(conn, &claim, &entry).unwrap().is_some())
    });
    accepted.unwrap()
}

#[actix_web::test]
async fn t08_a_link_is_good_a_second_before_its_end_and_not_at_its_end() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    for (email, end, is_good) in [
        ("a@example.com", "-1 second", false),
        ("b@example.com", "0 seconds", false),
        ("c@example.com", "1 microsecond", true),
        ("d@example.com", "1 second", true),
    ] {
        let invite = invite(&workspace, email, &workspace.user_role, None);
        assert_eq!(accepts_at_its_end(&workspace, &invite, end), is_good, "{end}");
        let accepted: bool = invitations::table
            .filter(invitations::id.eq(invite.id))
            .select(invitations::accepted_at.is_not_null())
            .first(&mut app.conn())
            .unwrap();
        assert_eq!(accepted, is_good, "{end}");
    }
}

#[actix_web::test]
async fn t08_a_link_that_ends_while_its_page_is_open_is_refused() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let invite = hanna(&workspace);
    let person = app.stranger();
    assert_eq!(person.get(&invite.path).await.status, 200);
    // Between the look at the rows and the statement that accepts.
    let end = format!("UPDATE invitations SET expires_at = now() WHERE id = '{}'", invite.id);
    let answer = app.meanwhile(&end, join(&person, &invite)).await;
    assert_eq!((answer.status, answer.one("h1")), (410, "This link has ended".to_owned()));
    assert_eq!(app.sql("UPDATE users SET name = name WHERE status = 'active'"), 1, "only Ada");
}

#[actix_web::test]
async fn t10_resending_what_has_expired_keeps_user_seat_task_and_team() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (project, task, team) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let id = workspace.id;
    app.sql(&format!("INSERT INTO projects VALUES ('{id}', '{project}', 'Website')"));
    app.sql(&format!(
        "INSERT INTO tasks (workspace_id, id, project_id, title)
         VALUES ('{id}', '{task}', '{project}', 'Write the texts')"
    ));
    app.sql(&format!("INSERT INTO teams VALUES ('{id}', '{team}', 'Design')"));
    let first = invite(&workspace, EMAIL, &workspace.user_role, Some(task));
    let user = first.user_id;
    app.sql(&format!("INSERT INTO team_members VALUES ('{id}', '{team}', '{user}')"));
    workspace.book(2);
    app.sql("UPDATE invitations SET expires_at = now() - interval '1 day'");
    let ada = workspace.signed_in_admin().await;
    let resend = workspace.path(&format!("settings/users/{user}/resend"));
    assert_eq!(ada.post(&resend, &[("generation", "1")]).await.status, 303);

    let open = Invitation::open_of(&mut app.conn(), id, user).unwrap().unwrap();
    assert_eq!((open.id, open.generation), (first.id, 2));
    let older = join(&app.stranger(), &first).await;
    assert_eq!((older.status, older.one("h1")), (410, "There is a newer mail".to_owned()));
    let claim = JoinClaim { workspace_id: id, invitation_id: open.id, generation: 2 };
    let newer = Invite { path: format!("/join/{}", claim.token(&app.app.keys)), ..first };
    let hanna = app.stranger();
    let joined = join(&hanna, &newer).await;
    assert_eq!((joined.status, joined.location()), (303, &*format!("/w/nordlicht/tasks/{task}")));
    assert_eq!(app.sql("UPDATE users SET name = name"), 2, "Ada and Hanna");
    assert_eq!(app.sql("UPDATE invitations SET sent_at = sent_at"), 1);
    assert_eq!(app.sql("UPDATE task_assignees SET assigned_at = assigned_at"), 1);
    assert_eq!(app.sql("UPDATE team_members SET team_id = team_id"), 1);
}

#[actix_web::test]
async fn t13_no_answer_to_a_link_lets_it_out() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let (open, ended) =
        (hanna(&workspace), invite(&workspace, "e@example.com", &workspace.user_role, None));
    app.sql(&format!("UPDATE invitations SET expires_at = now() WHERE id = '{}'", ended.id));
    let (stranger, ada) = (app.stranger(), workspace.signed_in_admin().await);
    let answers = [
        (200, stranger.get(&open.path).await),
        (404, stranger.get("/join/nothing").await),
        (410, stranger.get(&ended.path).await),
        (200, ada.get(&open.path).await),
        (409, join(&ada, &open).await),
        (422, stranger.post(&open.path, &[("name", "Hanna"), ("password", "short")]).await),
        (400, stranger.post(&open.path, &[("password", "a"), ("password", "b")]).await),
        (303, join(&stranger, &open).await),
        (410, stranger.get(&open.path).await),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status);
        assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{status}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{status}");
        let places = ["href", "src", "action"].map(|name| answer.attributes("*", name)).concat();
        let is_own = |place: &str| {
            place.starts_with('#') || place.starts_with('/') && !place.starts_with("//")
        };
        let is_mail = |place: &str| place.starts_with("mailto:") && status == 410;
        let elsewhere: Vec<_> =
            places.iter().filter(|place| !is_own(place) && !is_mail(place)).collect();
        assert!(elsewhere.is_empty(), "{status} leads to {elsewhere:?}");
        assert!(answer.location().is_empty() || is_own(answer.location()), "{status}");
    }
}
