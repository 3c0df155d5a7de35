use diesel::prelude::*;
use diesel::sql_types::Text;
use usher::models::account::Account;
use usher::schema::{accounts, invitations};
use usher::security::links::{JoinClaim, ResetClaim};

use crate::support::{PASSWORD, TestApp};

#[derive(QueryableByName)]
struct Dump {
    #[diesel(sql_type = Text)]
    rows: String,
}

/// Everything the database knows, as text.
fn dump(app: &TestApp) -> String {
    let query = "SELECT schema_to_xml('public', true, false, '')::text AS rows";
    diesel::sql_query(query).get_result::<Dump>(&mut app.conn()).unwrap().rows
}

#[actix_web::test]
async fn t02_the_database_knows_no_link_no_password_and_no_session_key() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = app.stranger();
    let fields = [("email", workspace.ada.email.as_str()), ("password", PASSWORD), ("next", "")];
    let signed_in = ada.post("/sign-in", &fields).await;
    workspace.invite("Anna Example", "anna@example.com");
    ada.post("/password-reset", &[("email", &workspace.ada.email)]).await;
    let conn = &mut app.conn();
    let (workspace_id, invitation_id, generation) = invitations::table
        .select((invitations::workspace_id, invitations::id, invitations::generation))
        .first(conn)
        .unwrap();
    let keys = &app.app.keys;
    let join = JoinClaim { workspace_id, invitation_id, generation }.token(keys);
    let account: Account = accounts::table
        .filter(accounts::id.eq(workspace.ada.account_id.unwrap()))
        .select(Account::as_select())
        .first(conn)
        .unwrap();
    let expires_at = chrono::Utc::now() + chrono::TimeDelta::hours(1);
    let reset = ResetClaim { account_id: account.id, expires_at };
    let reset = reset.token(keys, &account);
    let cookie = signed_in.cookie("usher").unwrap();
    let known = dump(&app);
    assert!(known.contains("anna@example.com"), "the dump holds the rows");
    let session_key = app.session_key(&cookie);
    for secret in [&join, &join[48..], &reset, &reset[32..], PASSWORD, &session_key] {
        assert!(!known.contains(secret), "{secret}");
    }
}
