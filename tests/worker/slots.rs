//! No address is sent more invitations than a mailbox bears, whoever sends them.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use usher::inviting::resend::{Resending, Resent, resend};
use usher::mail::worker;
use usher::models::account::Account;
use usher::models::invitation::Invitation;
use usher::models::invitation_slots;
use usher::models::outbox_email::lease::Lease;
use usher::models::outbox_email::{NewOutboxEmail, State};
use usher::models::user::User;
use usher::schema::outbox_emails;
use usher::values::{EmailAddress, Lang};
use uuid::Uuid;

use crate::leases::claim_up_to;
use crate::sink::{Behaviour, Sink};
use crate::web::support::{TestApp, TestWorkspace};
use crate::{app, invite, mails, the_mail, work_once};

const BEA: &str = "bea@firma.example";

/// So many workspaces that have invited Bea, each in its own spelling of her address.
fn invited_by(app: &TestApp, workspaces: usize) {
    let spellings = ["bea@firma.example", "Bea@Firma.example", "BEA@FIRMA.EXAMPLE"];
    for i in 0..workspaces {
        let workspace = TestWorkspace::create(app, &format!("Nordlicht {i}"), Lang::En);
        invite(&workspace, &[spellings[i % spellings.len()]]);
    }
}

/// Lets time pass for everything that waits and is counted.
fn later(app: &TestApp, interval: &str) {
    app.sql(&format!("UPDATE outbox_emails SET due_at = due_at - interval '{interval}'"));
    app.sql(&format!(
        "UPDATE invitation_slots SET newest_at = newest_at - interval '{interval}',
         second_at = second_at - interval '{interval}', third_at = third_at - interval '{interval}'"
    ));
}

/// When the mails leave that still wait.
fn waiting(app: &TestApp) -> Vec<DateTime<Utc>> {
    let due = outbox_emails::table.filter(outbox_emails::state.eq(State::Due));
    due.select(outbox_emails::due_at).order(outbox_emails::due_at).load(&mut app.conn()).unwrap()
}

/// Whether the time is this far from now, give or take a minute.
fn is_in(at: DateTime<Utc>, pause: TimeDelta) -> bool {
    (at - Utc::now() - pause).abs() < TimeDelta::minutes(1)
}

fn press_resend(workspace: &TestWorkspace) -> Resent {
    let conn = &mut workspace.app.conn();
    let user = User::with_emails(conn, workspace.id, &[BEA.to_owned()]).unwrap().remove(0);
    let open = Invitation::open_of(conn, workspace.id, user.id).unwrap().unwrap();
    let resending = Resending {
        workspace_id: workspace.id,
        actor_id: workspace.ada.id,
        user_id: user.id,
        generation: open.generation,
    };
    resend(conn, &resending).unwrap()
}

#[actix_web::test]
async fn l02_an_address_gets_one_invitation_in_five_minutes_and_three_in_a_day_from_everywhere() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invited_by(&app, 6);
    let rounds = [
        ("0 minutes", 1, TimeDelta::minutes(5)),
        ("4 minutes 50 seconds", 1, TimeDelta::seconds(10)),
        ("10 seconds", 2, TimeDelta::minutes(5)),
        ("5 minutes", 3, TimeDelta::hours(24) - TimeDelta::minutes(10)),
        ("5 minutes", 3, TimeDelta::hours(24) - TimeDelta::minutes(15)),
        ("23 hours 44 minutes", 3, TimeDelta::minutes(1)),
        ("1 minute", 4, TimeDelta::minutes(5)),
    ];
    for (interval, arrived, pause) in rounds {
        later(&app, interval);
        // The second round finds those that were claimed beside the first; the third holds all.
        for _ in 0..3 {
            work_once(&app.app).await;
            app.sql(
                "UPDATE outbox_emails SET due_at = now() WHERE due_at < now() + interval '2 s'",
            );
        }
        assert_eq!(sink.messages().len(), arrived, "after another {interval}");
        let waiting = waiting(&app);
        assert_eq!(waiting.len(), 6 - arrived);
        assert!(waiting.iter().all(|at| is_in(*at, pause)), "{interval}: {waiting:?}");
    }
    assert!(
        mails(&app)
            .iter()
            .all(|mail| mail.claims == 0 && mail.reply.is_none() == (mail.state == State::Due))
    );
    let mut reached: Vec<_> =
        sink.messages().iter().map(|message| message.recipients[0].to_lowercase()).collect();
    reached.dedup();
    assert_eq!(reached, [BEA]);
}

#[actix_web::test]
async fn l02_addresses_that_differ_behind_a_plus_sign_are_one_mailbox() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &["bea+1@firma.example", "bea+2@firma.example", "bea@firma.example"]);
    for _ in 0..3 {
        work_once(&app.app).await;
        app.sql("UPDATE outbox_emails SET due_at = now() WHERE due_at < now() + interval '2 s'");
    }
    assert_eq!(sink.messages().len(), 1);
    assert!(waiting(&app).iter().all(|at| is_in(*at, TimeDelta::minutes(5))));
}

#[actix_web::test]
async fn l02_the_database_knows_the_mailbox_of_an_address_as_we_do() {
    let app = TestApp::start();
    let keys =
        ["bea@firma.example", "bea+1@firma.example", "b+e+a@firma.example", "+a@firma.example"];
    for key in keys {
        let conn = &mut app.conn();
        invitation_slots::reserve(conn, key, Uuid::now_v7(), Utc::now()).unwrap();
        let kept = app.text("DELETE FROM invitation_slots RETURNING email_key AS text");
        assert_eq!(kept, format!("access {}", EmailAddress::mailbox(key)));
    }
}

#[actix_web::test]
async fn l02_three_nodes_together_keep_the_limit() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invited_by(&app, 12);
    let workers = [0, 1, 2].map(|_| worker::start(app.app.clone()));
    let began = Instant::now();
    let all_held = || waiting(&app).iter().all(|at| *at - Utc::now() > TimeDelta::minutes(4));
    while app.mails(State::Due) != 11 || app.mails(State::Sent) != 1 || !all_held() {
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", mails(&app));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for worker in workers {
        worker.stop().await;
    }
    assert_eq!(sink.messages().len(), 1);
}

#[actix_web::test]
async fn l02_a_mail_that_reached_nobody_takes_no_slot() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &[BEA]);
    for behaviour in [
        Behaviour::RefuseRecipient,
        Behaviour::DeferRecipient,
        Behaviour::RefuseMessage,
        Behaviour::DeferMessage,
        Behaviour::Accept,
    ] {
        sink.script(BEA, behaviour);
        work_once(&app.app).await;
        let resent = press_resend(&workspace);
        let Resent::Sent { leaves, .. } = resent else { panic!("{resent:?}") };
        assert_eq!(leaves.is_none(), behaviour != Behaviour::Accept, "{behaviour:?}");
    }
    assert_eq!(sink.messages().len(), 1);
}

#[actix_web::test]
async fn l02_a_mail_that_may_have_arrived_takes_its_slot() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &[BEA]);
    sink.script(BEA, Behaviour::DropAfterDot);
    work_once(&app.app).await;
    let resent = press_resend(&workspace);
    let Resent::Sent { leaves: Some(leaves), .. } = resent else { panic!("{resent:?}") };
    assert!(is_in(leaves, TimeDelta::minutes(5)), "{leaves}");
    let Resent::Waits { leaves: again, .. } = press_resend(&workspace) else { panic!() };
    assert_eq!(again, Some(leaves), "pressing again makes no more of them");
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 1);
    assert_eq!(mails(&app).len(), 2);
}

#[actix_web::test]
async fn l02_the_mail_of_a_dead_worker_does_not_wait_for_itself() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invite(&app.workspace("Nordlicht"), &[BEA]);
    let conn = &mut app.conn();
    let claimed = claim_up_to(conn, 4);
    assert_eq!(Lease::admit(conn, claimed).unwrap().len(), 1);
    app.sql("UPDATE outbox_emails SET leased_until = now() - interval '1 second'");
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Sent, 1));
}

#[actix_web::test]
async fn l02_a_held_mail_leaves_at_its_time_unless_it_is_no_longer_wanted() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    invite(&workspace, &[BEA]);
    work_once(&app.app).await;
    press_resend(&workspace);
    app.sql("UPDATE invitations SET withdrawn_at = now()");
    later(&app, "5 minutes");
    work_once(&app.app).await;
    assert_eq!((app.mails(State::Superseded), sink.messages().len()), (1, 1));
    // What was not sent takes no slot either.
    invite(&app.workspace("Suedwind"), &[BEA]);
    work_once(&app.app).await;
    assert_eq!(sink.messages().len(), 2);
}

#[actix_web::test]
async fn l02_password_resets_never_wait_for_invitations() {
    let sink = Sink::start().await;
    let app = app(&sink);
    invited_by(&app, 8);
    let email = EmailAddress::parse(BEA).unwrap();
    let account = Account::claim(&mut app.conn(), &email, "x", None).unwrap().unwrap();
    for _ in 0..6 {
        let (begin, end) = (Utc::now() - TimeDelta::hours(1), Utc::now() + TimeDelta::hours(1));
        let mail = NewOutboxEmail::password_reset(account.id, begin, end);
        NewOutboxEmail::insert_all(&mut app.conn(), &[mail]).unwrap();
    }
    for _ in 0..5 {
        work_once(&app.app).await;
    }
    let resets = sink.messages().iter().filter(|m| m.text().contains("password-reset")).count();
    assert_eq!((resets, sink.messages().len()), (6, 7));
}
