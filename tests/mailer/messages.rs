//! What the mails say, whatever the people and workspaces in them are called.

use insta::assert_snapshot;
use mailparse::MailHeaderMap;
use scraper::node::Element;
use scraper::{Html, Selector};
use usher::mail::letter::{Letter, Party};
use usher::mail::messages::inert::Inert;
use usher::mail::messages::invitation::{InvitationMail, WaitingTasks};
use usher::mail::messages::notice::Notice;
use usher::mail::messages::password_reset::PasswordResetMail;
use usher::values::{Gender, Lang};

const HOSTILE: &str = "Win €500 at https://evil.example/x <a href=\"https://evil.example\">";

fn invitation(lang: Lang, workspace: &str) -> InvitationMail {
    InvitationMail {
        lang,
        inviter: Inert::new("Ada Engel"),
        inviter_email: "ada@nordlicht.example".to_owned(),
        workspace: Inert::new(workspace),
        person: Inert::new("Bea Muster"),
        gender: None,
        role: Inert::new("User"),
        waiting: Some(waiting("Write the texts")),
        expires: "30 November 2026, 13:00 (CET)".to_owned(),
        link: "https://usher.example/join/abc-DEF_1".to_owned(),
    }
}

fn waiting(title: &str) -> WaitingTasks {
    WaitingTasks { count: 1, first_due: String::new(), title: Inert::new(title) }
}

fn reset() -> PasswordResetMail {
    PasswordResetMail {
        lang: Lang::De,
        email: "bea@firma.example".to_owned(),
        expires: "30. November 2026, 12:00 (UTC)".to_owned(),
        link: "https://usher.example/password-reset/abc-DEF_1".to_owned(),
    }
}

/// Shows the joiners that nobody sees.
fn visible(text: impl AsRef<str>) -> String {
    text.as_ref().replace('\u{2060}', "·")
}

fn links(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse("[href], [src]").unwrap();
    let elements = page.select(&selector).map(|element| element.value());
    let address =
        |element: &Element| element.attr("href").or(element.attr("src")).map(str::to_owned);
    let mut links: Vec<String> = elements.filter_map(address).collect();
    links.dedup();
    links
}

#[test]
fn e06_an_invitation_by_a_hostile_workspace_stays_ours() {
    let mail = invitation(Lang::En, HOSTILE);
    assert_snapshot!(visible(mail.subject()), @r#"Ada Engel invited you to Win €500 at https:·/·/·evil.·example/·x <a href="https:·/·/·evil.·ex…"#);
    assert_snapshot!(visible(mail.text().unwrap()), @r##"
    Hello Bea Muster,

    Ada Engel invited you to Win €500 at https:·/·/·evil.·example/·x <a href="https:·/·/·evil.·ex…
    Accept by 30 November 2026, 13:00 (CET) to join as User.

    A task is waiting for you: Write the texts

    Accept invitation:
    https://usher.example/join/abc-DEF_1

    Ada Engel (ada@nordlicht.example) entered your address. Not expecting this? Ignore it; no account is created.
    "##);
    assert_snapshot!(visible(mail.html().unwrap()), @r##"
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light">
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
    <title>Ada Engel invited you to Win €500 at https:·/·/·evil.·example/·x &#60;a href=&#34;https:·/·/·evil.·ex…</title>
    </head>
    <body style="margin:0;padding:0;background-color:#f9fafc">
    <div style="display:none;max-height:0;overflow:hidden">Accept by 30 November 2026, 13:00 (CET) to join as User.</div>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f9fafc">
    <tr><td align="center" style="padding:32px 16px">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:520px;border:1px solid #dfe1e5;border-radius:12px;font-family:Inter,'Segoe UI',Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#192230;text-align:left">
    <tr><td style="padding:32px 32px 24px">

    <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px">
    <tr><td width="26" height="26" align="center" bgcolor="#1b763a" aria-hidden="true" style="border-radius:6px;font-size:14px;font-weight:600;color:#ffffff">W</td><td style="padding-left:10px;font-weight:600">Win €500 at https:·/·/·evil.·example/·x &#60;a href=&#34;https:·/·/·evil.·ex…</td></tr>
    </table>
    <h1 style="margin:0 0 16px;font-size:22px;line-height:28px;font-weight:600;color:#192230">Ada Engel invited you to Win €500 at https:·/·/·evil.·example/·x &#60;a href=&#34;https:·/·/·evil.·ex…</h1>
    <p style="margin:0 0 16px">Hello Bea Muster,</p>
    <p style="margin:0 0 16px">Accept by 30 November 2026, 13:00 (CET) to join as User.</p>
    <p style="margin:0 0 16px">A task is waiting for you: Write the texts</p>
    <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0">
    <tr><td bgcolor="#1b763a" style="border-radius:6px"><a href="https://usher.example/join/abc-DEF_1" style="display:inline-block;padding:12px 24px;font-weight:600;color:#ffffff;text-decoration:none">Accept invitation</a></td></tr>
    </table>
    <p style="margin:0;font-size:14px;line-height:20px;color:#555e6c">Or open this address:<br><a href="https://usher.example/join/abc-DEF_1" style="color:#1957bb;word-break:break-all">https://usher.example/join/abc-DEF_1</a></p>

    </td></tr>
    <tr><td style="padding:20px 32px 24px;border-top:1px solid #dfe1e5;font-size:14px;line-height:20px;color:#555e6c">Ada Engel (ada@nordlicht.example) entered your address. Not expecting this? Ignore it; no account is created.</td></tr>
    </table>
    </td></tr>
    </table>
    </body>
    </html>
    "##);
    assert_eq!(links(&mail.html().unwrap()), [mail.link]);
}

#[test]
fn a_password_reset_says_what_to_do() {
    let mail = reset();
    assert_snapshot!(mail.subject(), @"Neues Passwort setzen");
    assert_snapshot!(mail.text().unwrap(), @r##"
    Neues Passwort für bea@firma.example bis 30. November 2026, 12:00 (UTC) setzen.

    Neues Passwort setzen:
    https://usher.example/password-reset/abc-DEF_1

    Jemand hat dies mit Ihrer Adresse angefordert. Unerwartet? Einfach ignorieren; Ihr Passwort bleibt, wie es ist.
    "##);
    assert_snapshot!(mail.html().unwrap(), @r##"
    <!doctype html>
    <html lang="de">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light">
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
    <title>Neues Passwort setzen</title>
    </head>
    <body style="margin:0;padding:0;background-color:#f9fafc">
    <div style="display:none;max-height:0;overflow:hidden">Neues Passwort für bea@firma.example bis 30. November 2026, 12:00 (UTC) setzen.</div>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f9fafc">
    <tr><td align="center" style="padding:32px 16px">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:520px;border:1px solid #dfe1e5;border-radius:12px;font-family:Inter,'Segoe UI',Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#192230;text-align:left">
    <tr><td style="padding:32px 32px 24px">

    <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px">
    <tr><td width="26" height="26" align="center" bgcolor="#1b763a" aria-hidden="true" style="border-radius:6px;font-size:14px;font-weight:600;color:#ffffff">U</td><td style="padding-left:10px;font-weight:600">Usher</td></tr>
    </table>
    <h1 style="margin:0 0 16px;font-size:22px;line-height:28px;font-weight:600;color:#192230">Neues Passwort setzen</h1>
    <p style="margin:0 0 16px">Neues Passwort für bea@firma.example bis 30. November 2026, 12:00 (UTC) setzen.</p>
    <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:24px 0">
    <tr><td bgcolor="#1b763a" style="border-radius:6px"><a href="https://usher.example/password-reset/abc-DEF_1" style="display:inline-block;padding:12px 24px;font-weight:600;color:#ffffff;text-decoration:none">Neues Passwort setzen</a></td></tr>
    </table>
    <p style="margin:0;font-size:14px;line-height:20px;color:#555e6c">Oder öffnen Sie diese Adresse:<br><a href="https://usher.example/password-reset/abc-DEF_1" style="color:#1957bb;word-break:break-all">https://usher.example/password-reset/abc-DEF_1</a></p>

    </td></tr>
    <tr><td style="padding:20px 32px 24px;border-top:1px solid #dfe1e5;font-size:14px;line-height:20px;color:#555e6c">Jemand hat dies mit Ihrer Adresse angefordert. Unerwartet? Einfach ignorieren; Ihr Passwort bleibt, wie es ist.</td></tr>
    </table>
    </td></tr>
    </table>
    </body>
    </html>
    "##);
    assert_eq!(links(&mail.html().unwrap()), [mail.link]);
}

#[test]
fn e06_a_notice_of_a_hostile_workspace_has_one_link_and_it_is_ours() {
    let mail = Notice {
        lang: Lang::En,
        brand: Inert::new(HOSTILE),
        subject: format!("The trial of {} ends soon", Inert::new(HOSTILE)),
        paragraphs: vec!["It ends on Monday.".to_owned(), "Book seats before then.".to_owned()],
        button: Some((
            "Book seats".to_owned(),
            "https://usher.example/w/n/settings/plan".to_owned(),
        )),
        why: "You get this because you are an admin.".to_owned(),
    };
    assert_snapshot!(visible(mail.text().unwrap()), @r##"
    It ends on Monday.

    Book seats before then.

    Book seats:
    https://usher.example/w/n/settings/plan

    You get this because you are an admin.
    "##);
    let html = mail.html().unwrap();
    assert_eq!(links(&html), ["https://usher.example/w/n/settings/plan"]);
    assert!(html.contains("<p style=\"margin:0 0 16px\">Book seats before then.</p>"), "{html}");
    let without = Notice { button: None, ..mail };
    assert!(links(&without.html().unwrap()).is_empty());
    assert!(!without.text().unwrap().contains("https://"));
}

#[test]
fn german_mails_greet_by_gender_only_where_one_is_given() {
    let greeting = |lang, gender| {
        let mail = InvitationMail { gender, ..invitation(lang, "Nordlicht") };
        mail.text().unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(greeting(Lang::De, None), "Guten Tag Bea Muster,");
    assert_eq!(greeting(Lang::De, Some(Gender::Female)), "Guten Tag Frau Muster,");
    assert_eq!(greeting(Lang::De, Some(Gender::Male)), "Guten Tag Herr Muster,");
    assert_eq!(greeting(Lang::De, Some(Gender::Other)), "Guten Tag Bea Muster,");
    assert_eq!(greeting(Lang::En, Some(Gender::Female)), "Hello Bea Muster,");
    for (name, called) in [
        ("Mia von der Heide", "von der Heide"),
        ("Carla Núñez García", "Carla Núñez García"),
        ("Dr. Muster", "Dr. Muster"),
        ("Muster, Bea", "Muster, Bea"),
        ("Bea", "Bea"),
    ] {
        let gender = Some(Gender::Female);
        let mail = InvitationMail {
            gender,
            person: Inert::new(name),
            ..invitation(Lang::De, "Nordlicht")
        };
        let greeting = format!("Guten Tag Frau {called},");
        assert_eq!(mail.text().unwrap().lines().next().unwrap(), greeting);
    }
}

#[test]
fn e06_no_name_becomes_a_link_or_a_telephone_number() {
    let names = [
        ("evil.example", "evil.·example"),
        ("https://evil.example", "https:·/·/·evil.·example"),
        ("www.evil.example/x?y", "www.·evil.·example/·x?y"),
        ("a@evil.example", "a@·evil.·example"),
        ("evil。example", "evil。·example"),
        ("evil﹒example", "evil﹒·example"),
        ("http：／／evil.example", "http：·／·／·evil.·example"),
        ("Call +49 30 1234567", "Call +4·9· 3·0· 1·2·3·4·5·6·7"),
        ("0 3 0 1 2 3", "0· 3· 0· 1· 2· 3"),
        ("１２３４５", "１·２·３·４·５"),
        ("Anna Schmidt", "Anna Schmidt"),
        ("St. Mary's", "St. Mary's"),
        ("Müller & Söhne GmbH & Co. KG", "Müller & Söhne GmbH & Co. KG"),
        ("Node.js Team", "Node.·js Team"),
        ("Dr. Ada Engel", "Dr. Ada Engel"),
        ("Abitur 1998", "Abitur 1998"),
    ];
    for (name, broken) in names {
        assert_eq!(visible(Inert::new(name).as_str()), broken);
    }
    let long = Inert::new(&"Ä".repeat(200));
    assert_eq!(long.as_str().chars().count(), 60);
    assert!(long.as_str().ends_with('…'));
    assert_eq!(Inert::new("Eve\r\nBcc: x\u{202e}").as_str(), "Eve Bcc: x");
}

/// What a mail program could make a link or a telephone number of.
fn is_linkable(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let joins = |window: &[char]| {
        let [before, mark, after] = window else { return false };
        ".:/\\@。．｡".contains(*mark) && before.is_alphanumeric() && after.is_alphanumeric()
    };
    let mut digits = 0;
    let mut longest = 0;
    for letter in &letters {
        digits = match letter {
            c if c.is_numeric() => digits + 1,
            ' ' | '-' | '(' | ')' | '+' | '/' => digits,
            _ => 0,
        };
        longest = longest.max(digits);
    }
    letters.windows(3).any(joins) || text.contains("://") || longest > 4
}

#[test]
fn e06_nothing_in_a_mail_leads_anywhere_but_to_its_one_link() {
    let hostile = [
        HOSTILE,
        "evil.example",
        "WWW.EVIL.EXAMPLE",
        "https://evil.example/?a=b#c",
        "Join t.me/evil now",
        "mailto:eve@evil.example",
        "tel:+493012345678",
        "+49 (30) 123-456-78",
        "030 / 12 34 56 78",
        "evil。example",
        "\\\\evil.example\\share",
        "javascript:alert(1)",
        "[Click](https://evil.example)",
        "<https://evil.example>",
        &"evil.example ".repeat(40),
        &"9".repeat(200),
    ];
    for name in hostile {
        for lang in [Lang::En, Lang::De] {
            let mail = InvitationMail {
                inviter: Inert::new(name),
                person: Inert::new(name),
                role: Inert::new(name),
                waiting: Some(waiting(name)),
                ..invitation(lang, name)
            };
            let html = mail.html().unwrap();
            assert_eq!(links(&html), std::slice::from_ref(&mail.link), "{name}");
            let shown = Html::parse_document(&html).root_element().text().collect::<String>();
            let text = mail.text().unwrap();
            for (part, links) in [(&mail.subject(), 0), (&text, 1), (&shown, 1)] {
                assert_eq!(part.matches(&mail.link).count(), links, "{name}: {part}");
                // Our own address, the inviter's verified one and the date are meant to be read.
                let rest = part.replace(&mail.link, "").replace(&mail.inviter_email, "");
                let rest = rest.replace(&mail.expires, "");
                assert!(!is_linkable(&rest), "{name}: {}", visible(rest));
            }
            for name in [&mail.inviter, &mail.workspace, &mail.person, &mail.role] {
                let seen = name.as_str().chars().filter(|c| *c != '\u{2060}').count();
                assert!(seen <= 60, "{seen}: {name}");
            }
        }
    }
    assert!(["a.b", "x://y", "a@b", "030 12345"].into_iter().all(is_linkable));
}

#[test]
fn a_mail_is_small_and_needs_no_style_sheet_and_no_picture() {
    let mail = invitation(Lang::De, &"W".repeat(300));
    let letter = Letter {
        message_id: "invitation.1.1@usher.example".to_owned(),
        from: Party::new("Ada", "usher@usher.example"),
        to: Party::new("Bea", "bea@firma.example"),
        reply_to: None,
        subject: mail.subject(),
        text: mail.text().unwrap(),
        html: mail.html().unwrap(),
        language: "de",
    };
    let bytes = letter.compose().unwrap().formatted();
    assert!(bytes.len() <= 20_000, "{} bytes", bytes.len());
    let html = mail.html().unwrap();
    assert!(!html.contains("<style") && !html.contains("<img") && !html.contains("class="));
    let parsed = mailparse::parse_mail(&bytes).unwrap();
    assert_eq!(parsed.headers.get_first_value("Subject").unwrap(), mail.subject());
}
