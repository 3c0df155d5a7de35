//! What other sites and hostile names try, in a real browser.

use std::io::{Read, Write};
use std::net::TcpListener;

use browser::{Browser, Program, Scripts, Stage, journey};
use rust_xlsxwriter::Workbook;

#[path = "../../web/payloads.rs"]
#[allow(dead_code)]
mod payloads;

/// Another site on this machine: serves one page to whoever asks, as long as the test runs.
fn site(page: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let _ = stream.read(&mut [0; 4096]);
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n";
            let answer = format!("{head}Content-Length: {}\r\n\r\n{page}", page.len());
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    format!("http://{address}/")
}

/// A page that sends a form by itself, to this address of ours.
fn trap(target: &str, fields: &str) -> String {
    format!(
        "<form method=post action=\"{target}\">{fields}</form>\
         <script>document.forms[0].submit()</script>"
    )
}

#[test]
fn s01_a_form_that_another_site_sends_by_itself_changes_nothing() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        for (path, fields) in [
            ("/sign-out", ""),
            (
                "/w/nordlicht/settings/teams",
                "<input name=name value='Evil team'><input name=colour value=1>",
            ),
            ("/profile", "<input name=name value='Evil name'><input name=language value=de>"),
        ] {
            let page = trap(&stage.program.url(path), fields);
            let data = format!("data:text/html,{}", page.replace('%', "%25").replace('#', "%23"));
            for place in [site(page), data] {
                admin.visit(&place).await;
                admin.page().text("Not allowed").is_visible().await;
            }
        }
        admin.visit("/w/nordlicht/settings/teams").await;
        let source = admin.source().await;
        assert!(!source.contains("Evil team") && !source.contains("Evil name"));
        assert!(source.contains("Sign out"), "still signed in, and in English");
    });
}

/// Posts a form as a page of ours does, once for each of these names.
async fn post_each(browser: &Browser, path: &str, field: &str, names: &[String]) {
    let (path, field) = (serde_json::json!(path), serde_json::json!(field));
    let script = format!(
        "const done = arguments[arguments.length - 1];
         (async () => {{
           for (const name of {names}) {{
             const form = new URLSearchParams({{ colour: '1' }});
             form.set({field}, name);
             const answer = await fetch({path}, {{ method: 'POST', body: form }});
             if (!answer.ok) return name + ': ' + answer.status;
           }}
           return '';
         }})().then(done, error => done(String(error)))",
        names = serde_json::json!(names)
    );
    assert_eq!(browser.run_until_answered(&script).await, serde_json::json!(""));
}

/// How many elements there are that none of our templates has.
async fn assert_nothing_foreign(browser: &Browser, page: &str) {
    let foreign = "return [...document.querySelectorAll(
        'script:not([src]), iframe, img, video, object, embed, base, math, style, meta[http-equiv], \
         [onload], [onerror], [onfocus], [ontoggle], [href^=\"javascript\"]')].map(e => e.outerHTML)";
    assert_eq!(browser.run(foreign).await, serde_json::json!([]), "{page}");
}

#[test]
fn s04_two_hundred_hostile_names_run_nothing_and_break_no_policy() {
    journey(Program::demo(), async |stage: &Stage| {
        let names = payloads::payloads();
        let admin = stage.admin(Scripts::On).await;
        // A workspace has 200 teams at most, and the demo has some.
        let for_teams = &names[..190];
        post_each(&admin, "/w/nordlicht/settings/teams", "name", for_teams).await;
        post_each(&admin, "/w/nordlicht/projects", "name", &names).await;
        for path in ["settings/teams", "projects", "settings/users", "settings/invite"] {
            let path = format!("/w/nordlicht/{path}");
            admin.visit(&path).await;
            assert_nothing_foreign(&admin, &path).await;
        }
        admin.visit("/w/nordlicht/settings/teams").await;
        let said = admin.run("return document.body.textContent").await;
        let said = said.as_str().expect("a page has text");
        let shown = for_teams.iter().filter(|name| said.contains(name.as_str())).count();
        assert_eq!(shown, 190, "each stands there as it was typed");

        admin.visit("/w/nordlicht/settings/users").await;
        let page = admin.page();
        page.link("Add").click().await;
        let window = page.region("Invite users");
        let file = stage.program.folder().join("people.xlsx");
        write_people(&file, &names[..90]);
        window.field("Import User").take_file(&file).await;
        window.group("Line 2").field("Name").holds(&names[1]).await;
        window.group("Line 90").field("Name").holds(&names[89]).await;
        assert_nothing_foreign(&admin, "the window").await;
    });
}

fn write_people(file: &std::path::Path, names: &[String]) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["E-Mail", "Name"]).expect("the sheet has room");
    for (number, name) in (1..).zip(names) {
        let row = [format!("p{number}@example.com"), name.clone()];
        sheet.write_row(number, 0, row).expect("the sheet has room");
    }
    workbook.save(file).expect("the scratch folder takes a file");
}
