//! What the user list and the details say of a mail: never more than the mail server has said.

use std::time::Duration;

use usher::mail::{reasons, worker};
use usher::models::outbox_email::State;
use usher::models::user::User;
use usher::values::Lang;
use uuid::Uuid;

use crate::sink::{Behaviour, Sink};
use crate::web::support::{Answer, Person, TestApp};
use crate::{app, the_mail, work_once};

const BEA: &str = "bea@firma.example";
const DEADLINE: Duration = Duration::from_secs(20);

async fn list(ada: &Person) -> Answer {
    ada.get("/w/nordlicht/settings/users").await
}

async fn details(ada: &Person, user: &User) -> Answer {
    ada.get(&format!("/w/nordlicht/settings/users/{}", user.id)).await
}

fn speak_german(app: &TestApp) {
    app.sql("UPDATE workspaces SET language = 'de'");
    app.sql("UPDATE accounts SET language = 'de'");
}

#[actix_web::test]
async fn r16_no_screen_says_sent_before_the_mail_server_has() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let bea = workspace.invite("Bea Muster", BEA);
    sink.script(BEA, Behaviour::Hold);
    let worker = worker::start(app.app.clone());
    sink.wait_for(1, DEADLINE).await;
    let (list_before, details_before) = (list(&ada).await, details(&ada, &bea).await);
    assert_eq!(the_mail(&app).state, State::Leased, "the server has it and has not said so");
    assert!(list_before.says("Not sent yet") && !list_before.says("Expires"));
    assert!(details_before.says("Mail waits to be sent"));
    assert!(!details_before.says("Handed to the mail server"));
    sink.release();
    worker.stop().await;
    let (list_after, details_after) = (list(&ada).await, details(&ada, &bea).await);
    assert!(list_after.says("Expires") && !list_after.says("Not sent yet"));
    assert!(details_after.says("Handed to the mail server: 250 2.0.0 queued"));
}

#[actix_web::test]
async fn r05_r16_what_may_have_arrived_is_shown_as_such_until_somebody_knows() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let bea = workspace.invite("Bea Muster", BEA);
    sink.script(BEA, Behaviour::DropAfterDot);
    work_once(&app.app).await;
    let unknown = async || {
        list(&ada).await.says("Perhaps not delivered")
            && details(&ada, &bea).await.says("Handed over, but the mail server did not answer")
    };
    assert!(unknown().await);
    let sent = |answer: &Answer| answer.says("Expires") || answer.says("Handed to the mail server");
    assert!(!sent(&list(&ada).await) && !sent(&details(&ada, &bea).await));

    app.sql("UPDATE outbox_emails SET due_at = now()");
    sink.script(BEA, Behaviour::DeferRecipient);
    work_once(&app.app).await;
    assert_eq!(the_mail(&app).state, State::Retry);
    assert!(unknown().await, "the first copy may have arrived all the same");
    for state in ["due", "leased"] {
        app.sql(&format!("UPDATE outbox_emails SET state = '{state}'"));
        assert!(unknown().await, "{state}");
    }
    speak_german(&app);
    assert!(list(&ada).await.says("Vielleicht nicht zugestellt"));
    let details = details(&ada, &bea).await;
    assert!(details.says("Übergeben, aber der Mailserver hat nicht geantwortet"));
}

#[actix_web::test]
async fn r07_r06_a_refusal_and_giving_up_show_the_servers_words_at_once() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let bea = workspace.invite("Bea Muster", BEA);
    let carl = workspace.invite("Carl", "carl@firma.example");
    sink.script(BEA, Behaviour::RefuseRecipient);
    sink.script("carl@firma.example", Behaviour::DeferRecipient);
    app.sql("UPDATE outbox_emails SET give_up_at = now() + interval '40 seconds'");
    work_once(&app.app).await;
    let (refused, given_up) =
        ("550 5.1.1 no such user here", "could not be delivered in time: 450");
    let people = list(&ada).await;
    assert!(people.says(&format!("Undeliverable: {refused}")), "{}", people.text());
    assert!(people.says(&format!("Undeliverable: {given_up}")));
    assert!(details(&ada, &bea).await.says(&format!("Refused by the mail server: {refused}")));
    assert!(details(&ada, &carl).await.says(given_up));
    speak_german(&app);
    assert!(list(&ada).await.says(&format!("Unzustellbar: {refused}")));
    let given_up = "konnte nicht rechtzeitig zugestellt werden: 450";
    assert!(list(&ada).await.says(&format!("Unzustellbar: {given_up}")));
    assert!(details(&ada, &carl).await.says(&format!("Vom Mailserver abgelehnt: {given_up}")));
}

#[test]
fn what_we_say_of_a_mail_is_said_in_german_and_a_servers_words_as_they_are() {
    for (kept, german) in [
        ("550 5.1.1 no such user here", "550 5.1.1 no such user here"),
        (
            "sending it failed 3 times without an answer",
            "das Senden ist 3-mal ohne Antwort gescheitert",
        ),
        (
            "could not be delivered in time: mail.example:25 did not answer within 15 seconds.",
            "konnte nicht rechtzeitig zugestellt werden: mail.example:25 hat nicht innerhalb von 15 \
             Sekunden geantwortet.",
        ),
        ("Nothing answers at a:25: refused: 5.", "Unter a:25 antwortet nichts: refused: 5."),
        ("no answer within", "no answer within"),
        ("", ""),
    ] {
        assert_eq!(reasons::said(Lang::De, kept), german);
        assert_eq!(reasons::said(Lang::En, kept), kept);
    }
}

#[actix_web::test]
async fn r01_nothing_leaves_when_the_commit_fails() {
    let sink = Sink::start().await;
    let app = app(&sink);
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    app.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN RAISE EXCEPTION ''not this time'' USING ERRCODE = ''check_violation''; END'",
    );
    app.sql(
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON invitations
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()",
    );
    let (form, role) = (Uuid::now_v7().to_string(), workspace.user_role.id.to_string());
    let fields = [
        ("form_id", form.as_str()),
        ("lines[0][email]", BEA),
        ("lines[0][name]", "Bea"),
        ("lines[0][role]", &role),
    ];
    let worker = worker::start(app.app.clone());
    let failed = ada.post("/w/nordlicht/settings/invite", &fields).await;
    assert_eq!(failed.status, 500);
    worker.stop().await;
    assert!(crate::mails(&app).is_empty() && !list(&ada).await.says(BEA));
    assert!(sink.commands().is_empty(), "nobody even connected: {:?}", sink.commands());

    app.sql("DROP TRIGGER at_commit ON invitations");
    assert_eq!(ada.post("/w/nordlicht/settings/invite", &fields).await.status, 303);
    work_once(&app.app).await;
    assert_eq!((the_mail(&app).state, sink.messages().len()), (State::Sent, 1));
}
