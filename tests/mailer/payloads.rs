//! Markup that people type is text in every part of a mail.

use mailparse::MailHeaderMap;
use scraper::Html;
use usher::mail::letter::{Letter, Party};
use usher::mail::messages::inert::Inert;
use usher::mail::messages::invitation::{InvitationMail, WaitingTasks};
use usher::values::Lang;

const MARKUP: [&str; 25] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=//evil.example>x</a>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh>",
    "<base href=//evil.example>",
    "<iframe src=x></iframe>",
    "<form action=x><input name=p>",
    "<!-- hidden -->",
    "<![CDATA[x]]>",
    "</title><b>x</b>",
    "</td></tr></table>",
    "</body></html>",
    "<b>bold</b>",
    "<?xml version?>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "&nbsp;&amp;&quot;",
    "{{7*7}}{% raw %}",
    "{ $name }{$x}",
    "${7*7}#{x}<%= x %>",
    "+ADw-script+AD4-",
    "%3Cscript%3E=3Cb=3E",
    "`'\"\\><|*_~#",
];

/// What stands around it: nothing, words, quotes as of an attribute, ends of tags and entities.
const AROUND: [(&str, &str); 8] = [
    ("", ""),
    ("Bea ", " Muster"),
    ("\">", ""),
    ("'>", ""),
    ("x\" onmouseover=\"", ""),
    ("--> ", " <!--"),
    ("&", ";"),
    ("=", "="),
];

fn mail(name: &str) -> InvitationMail {
    InvitationMail {
        lang: Lang::En,
        inviter: Inert::new(name),
        inviter_email: "o'{{7*7}}&b@nordlicht.example".to_owned(),
        workspace: Inert::new(name),
        person: Inert::new(name),
        gender: None,
        role: Inert::new(name),
        waiting: Some(WaitingTasks { count: 1, first_due: String::new(), title: Inert::new(name) }),
        expires: "30 November 2026, 13:00 (CET)".to_owned(),
        link: "https://usher.example/join/abc-DEF_1".to_owned(),
    }
}

/// Subject, text and HTML as the reader's program decodes them.
fn received(mail: &InvitationMail) -> [String; 3] {
    let letter = Letter {
        message_id: "invitation.1.1@usher.example".to_owned(),
        from: Party::new(mail.inviter.as_str(), "usher@usher.example"),
        to: Party::new(mail.person.as_str(), "bea@firma.example"),
        reply_to: None,
        subject: mail.subject(),
        text: mail.text().unwrap(),
        html: mail.html().unwrap(),
        language: "en",
    };
    let bytes = letter.compose().unwrap().formatted();
    let parsed = mailparse::parse_mail(&bytes).unwrap();
    let body = |part: usize| parsed.subparts[part].get_body().unwrap();
    [parsed.headers.get_first_value("Subject").unwrap(), body(0), body(1)]
}

/// Every element of a page with its attributes, in their order.
fn elements(page: &Html) -> Vec<String> {
    let elements = page.tree.values().filter_map(|node| node.as_element());
    elements.map(|element| format!("{element:?}")).collect()
}

fn comments(page: &Html) -> usize {
    page.tree.values().filter(|node| node.is_comment()).count()
}

#[test]
fn e07_two_hundred_payloads_appear_literally_in_every_part() {
    let payloads: Vec<String> = MARKUP
        .iter()
        .flat_map(|markup| AROUND.map(|(before, after)| format!("{before}{markup}{after}")))
        .collect();
    assert_eq!(payloads.len(), 200);
    let honest = received(&mail("Bea"));
    let honest = Html::parse_document(&honest[2]);
    for payload in payloads {
        let mail = mail(&payload);
        let name = mail.workspace.as_str();
        let shown = name.replace('\u{2060}', "");
        assert!(shown == payload || shown.chars().count() == 60, "{shown}");
        let [subject, text, html] = received(&mail);
        assert_eq!(subject, format!("{name} invited you to {name}"));
        let page = Html::parse_document(&html);
        let read = page.root_element().text().collect::<String>();
        for (part, place) in [(&text, "text"), (&read, "HTML")] {
            for line in [
                format!("Hello {name},"),
                format!("{name} invited you to {name}"),
                format!("to join as {name}."),
                format!("A task is waiting for you: {name}"),
                format!("{name} (o'{{{{7*7}}}}&b@nordlicht.example) entered your address."),
            ] {
                assert!(part.contains(&line), "{place}: {line:?} is not in {part}");
            }
        }
        assert_eq!(elements(&page), elements(&honest), "{payload}");
        assert_eq!(comments(&page), comments(&honest), "{payload}");
    }
}
