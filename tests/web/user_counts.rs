//! The kept counts are the true ones, whatever happened and however much of it at once.

use std::thread;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use usher::inviting::activate::activate;
use usher::inviting::line::Line;
use usher::inviting::send::{Sending, apply};
use usher::inviting::undo::undo;
use usher::inviting::withdraw::withdraw;
use usher::models::batch::Source;
use usher::models::deactivation::deactivate;
use usher::models::role::Preset;
use usher::schema::users;
use uuid::Uuid;

use crate::support::TestApp;

#[derive(QueryableByName)]
struct Wrong {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many workspaces have other counts than counting gives.
const WRONG: &str = "
    SELECT count(*) AS count FROM user_counts FULL JOIN (
        SELECT workspace_id,
               count(*) FILTER (WHERE status = 'initiated') AS initiated,
               count(*) FILTER (WHERE status = 'active') AS active,
               count(*) FILTER (WHERE status = 'deactivated') AS deactivated
        FROM users GROUP BY workspace_id
    ) counted USING (workspace_id)
    WHERE (user_counts.initiated, user_counts.active, user_counts.deactivated)
        IS DISTINCT FROM (counted.initiated, counted.active, counted.deactivated)";

fn wrong(conn: &mut PgConnection) -> i64 {
    diesel::sql_query(WRONG).get_result::<Wrong>(conn).unwrap().count
}

/// Whom it is about.
#[derive(Clone, Copy)]
struct Cast {
    workspace_id: Uuid,
    ada: Uuid,
    role_id: Uuid,
}

fn sending(cast: Cast, thread: usize, step: usize) -> Sending {
    let people = rand::random_range(1..=5);
    let line = |n: usize| Line {
        email: format!("p{n}.s{step}.t{thread}@example.com"),
        name: "Pat Person".to_owned(),
        role: cast.role_id.to_string(),
        ..Line::default()
    };
    Sending {
        workspace_id: cast.workspace_id,
        sender_id: cast.ada,
        form_id: Uuid::now_v7(),
        lines: (0..people).map(line).collect(),
        source: Source::Typed,
        task_id: None,
        import_id: None,
        keeps_rest: false,
    }
}

/// Does something to somebody; that it may be refused is part of it.
fn step(cast: Cast, conn: &mut PgConnection, thread: usize, number: usize) {
    let (id, ada) = (cast.workspace_id, cast.ada);
    let anybody: Vec<Uuid> =
        users::table.filter(users::id.ne(ada)).select(users::id).load(conn).unwrap();
    let somebody = anybody.get(rand::random_range(0..anybody.len().max(1))).copied();
    let somebody = somebody.unwrap_or(ada);
    match rand::random_range(0..7) {
        0 | 1 => drop(apply(conn, &sending(cast, thread, number))),
        2 => {
            let sending = sending(cast, thread, number);
            drop(apply(conn, &sending));
            drop(undo(conn, id, ada, sending.form_id));
        }
        3 => drop(withdraw(conn, id, ada, somebody)),
        4 => drop(deactivate(conn, id, ada, somebody, None)),
        5 => drop(activate(conn, id, ada, somebody)),
        _ => {
            // Accepting takes no lock of the workspace.
            let accept = "UPDATE users SET status = 'active', account_id = $1
                          WHERE id = $1 AND status = 'initiated'";
            let account =
                "INSERT INTO accounts (id, email, email_key) VALUES ($1, $1 || '@example.com', $1 || '@example.com')
                           ON CONFLICT DO NOTHING";
            for statement in [account, accept] {
                let query = diesel::sql_query(statement);
                let query = query.bind::<diesel::sql_types::Uuid, _>(somebody);
                query.execute(conn).unwrap();
            }
        }
    }
}

#[actix_web::test]
async fn kept_counts_are_what_counting_gives_after_a_random_history() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    workspace.book(1000);
    // What is held can be undone.
    app.sql("UPDATE workspaces SET hold_seconds = 60");
    app.workspace("Südwind").user(Preset::User, "Uwe User", "uwe@example.com");
    let (ada, role_id) = (workspace.ada.id, workspace.user_role.id);
    let cast = Cast { workspace_id: workspace.id, ada, role_id };
    thread::scope(|scope| {
        for thread in 0..4 {
            let mut conn = app.conn();
            scope.spawn(move || (0..60).for_each(|number| step(cast, &mut conn, thread, number)));
        }
    });
    assert_eq!(wrong(&mut app.conn()), 0);
}

#[actix_web::test]
async fn kept_counts_follow_one_statement_about_many_workspaces() {
    let app = TestApp::start();
    let (here, there) = (app.workspace("Nordlicht"), app.workspace("Südwind"));
    for n in 0..6 {
        here.invite("Pat Person", &format!("p{n}@example.com"));
        there.invite("Pat Person", &format!("p{n}@example.com"));
    }
    app.sql("UPDATE users SET status = 'deactivated' WHERE email_key IN ('p0@example.com', 'p1@example.com')");
    assert_eq!(wrong(&mut app.conn()), 0);
    app.sql("DELETE FROM users WHERE email_key IN ('p1@example.com', 'p2@example.com')");
    assert_eq!(wrong(&mut app.conn()), 0);
    app.sql(&format!("UPDATE users SET invited_by = NULL WHERE workspace_id = '{}'", there.id));
    assert_eq!(wrong(&mut app.conn()), 0);
}
