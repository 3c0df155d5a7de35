use usher::mail::handover::Handover;
use usher::mail::letter::{Letter, Party};

use crate::support::TestApp;

const LINK: &str = "https://usher.example/join/abc";

/// Hands a mail to the mailbox, whose id it returns.
async fn keep(app: &TestApp, subject: &str) -> String {
    let letter = Letter {
        message_id: "invitation.1.1@usher.example".to_owned(),
        from: Party::new("Ada via Nordlicht", "usher@usher.example"),
        to: Party::new("Bea", "bea@firma.example"),
        reply_to: None,
        subject: subject.to_owned(),
        text: format!("Hello Bea,\n{LINK}\n"),
        html: "<p style=\"color:red\">Hello Bea</p><script>alert(1)</script>".to_owned(),
        language: "en",
    };
    let outcome = app.app.mailer.hand_over(&letter).await;
    assert!(matches!(outcome, Handover::Accepted { .. }), "{outcome:?}");
    app.mailbox().list().unwrap().remove(0).id
}

#[actix_web::test]
async fn an_empty_mailbox_says_so() {
    let app = TestApp::start();
    let page = app.stranger().get("/dev/mailbox").await;
    assert_eq!((page.status, page.one(".empty h2").as_str()), (200, "No mail yet"));
}

#[actix_web::test]
async fn the_mailbox_lists_every_mail_and_opens_the_newest() {
    let app = TestApp::start();
    keep(&app, "The first").await;
    let newest = keep(&app, "<b>The second</b>").await;
    let page = app.stranger().get("/dev/mailbox").await;
    assert_eq!(page.all(".mail-subject"), ["<b>The second</b>", "The first"]);
    assert_eq!(page.one("[aria-current=true] .mail-subject"), "<b>The second</b>");
    assert_eq!(page.one("h2"), "<b>The second</b>");
    assert_eq!(page.attributes("a.button-primary", "href"), [LINK]);
    assert_eq!(page.attributes("iframe", "src"), [format!("/dev/mailbox/{newest}/html")]);
    let sandbox = "allow-popups allow-popups-to-escape-sandbox";
    assert_eq!(page.attributes("iframe", "sandbox"), [sandbox]);
}

#[actix_web::test]
async fn whom_a_mail_is_for_stands_without_the_quotes_of_its_header() {
    let app = TestApp::start();
    keep(&app, "You are invited").await;
    let page = app.stranger().get("/dev/mailbox").await;
    assert_eq!(
        page.all("dd")[..2],
        ["Ada via Nordlicht <usher@usher.example>", "Bea <bea@firma.example>"]
    );
}

#[actix_web::test]
async fn a_mail_is_shown_as_text_and_as_source() {
    let app = TestApp::start();
    let id = keep(&app, "You are invited").await;
    let person = app.stranger();
    let text = person.get(&format!("/dev/mailbox/{id}?view=text")).await;
    assert_eq!(text.one("pre"), format!("Hello Bea, {LINK}"));
    let source = person.get(&format!("/dev/mailbox/{id}?view=source")).await;
    assert!(source.one("pre").contains("Auto-Submitted: auto-generated"));
    assert_eq!(person.get(&format!("/dev/mailbox/{id}?view=other")).await.status, 400);
}

#[actix_web::test]
async fn the_html_of_a_mail_may_run_and_load_nothing() {
    let app = TestApp::start();
    let id = keep(&app, "You are invited").await;
    let html = app.stranger().get(&format!("/dev/mailbox/{id}/html")).await;
    assert!(html.text().starts_with("<base target=\"_blank\"><p style=\"color:red\">"));
    let policy = html.headers["content-security-policy"].to_str().unwrap();
    let start = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
        style-src 'unsafe-inline';";
    assert!(policy.starts_with(start), "{policy}");
    assert_eq!(html.headers.get_all("content-security-policy").iter().count(), 1);
}

#[actix_web::test]
async fn a_mail_that_is_not_there_is_not_found() {
    let app = TestApp::start();
    let person = app.stranger();
    for path in ["/dev/mailbox/none", "/dev/mailbox/none/html", "/dev/mailbox/..%2f..%2fetc"] {
        assert_eq!(person.get(path).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn where_mails_really_leave_there_is_no_mailbox() {
    for flags in [&[][..], &["--smtp-url", "smtp://127.0.0.1:1"]] {
        let app = TestApp::with(flags);
        let person = app.stranger();
        for path in ["/dev/mailbox", "/dev/mailbox/none", "/dev/mailbox/none/html"] {
            assert_eq!(person.get(path).await.status, 404, "{path}");
        }
    }
}

#[actix_web::test]
async fn an_id_that_is_no_files_name_is_not_found() {
    let app = TestApp::start();
    for id in ["a".repeat(300), "a".repeat(201), "..".to_owned(), "a%00".to_owned()] {
        for path in [format!("/dev/mailbox/{id}"), format!("/dev/mailbox/{id}/html")] {
            assert_eq!(app.stranger().get(&path).await.status, 404, "{path}");
        }
    }
}
