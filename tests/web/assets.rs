//! What a browser loads: how large it is, how it is compressed, and how long it may be kept.

use std::io::Read;

use reqwest::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use usher::assets;
use usher::models::role::Preset;

use crate::support::{Answer, Person, TestApp, TestWorkspace};

/// What Chromium asks for, in its order.
const CHROMIUM: &str = "gzip, deflate, br, zstd";

async fn ask(person: &Person, path: &str, codings: &str) -> Answer {
    let request = person.client.get(person.url(path));
    person.send(request.header(ACCEPT_ENCODING, codings)).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match header(answer, "content-encoding") {
        "br" => brotli::Decompressor::new(answer.body(), 4096).read_to_end(&mut plain).unwrap(),
        "gzip" => flate2::read::GzDecoder::new(answer.body()).read_to_end(&mut plain).unwrap(),
        _ => answer.body().len(),
    };
    if plain.is_empty() { answer.body().to_vec() } else { plain }
}

#[actix_web::test]
async fn a_static_file_is_compressed_as_the_browser_likes_it() {
    let app = TestApp::start();
    let stranger = app.stranger();
    for name in ["app.css", "app.js", "favicon.svg"] {
        let path = assets::path(name);
        let plain = ask(&stranger, &path, "identity").await;
        assert_eq!(plain.status, 200, "{path}");
        for (codings, chosen) in [
            (CHROMIUM, "br"),
            ("br;q=0.5, gzip;q=1", "br"),
            ("gzip, br;q=0", "gzip"),
            ("gzip", "gzip"),
            ("deflate", "identity"),
            ("", "identity"),
        ] {
            let answer = ask(&stranger, &path, codings).await;
            assert_eq!(header(&answer, "content-encoding"), chosen, "{name} for {codings:?}");
            assert_eq!(header(&answer, "vary"), "Accept-Encoding", "{name} for {codings:?}");
            assert_eq!(unpacked(&answer), plain.body(), "{name} for {codings:?}");
        }
    }
    let font = assets::path("vendor/inter/inter-latin-wght-normal.woff2");
    let font = ask(&stranger, &font, CHROMIUM).await;
    assert_eq!(header(&font, "content-encoding"), "identity", "a font is compressed in itself");
    assert_eq!(header(&font, "content-type"), "font/woff2");
}

#[actix_web::test]
async fn a_static_file_is_kept_for_ever_under_the_address_of_its_content() {
    let app = TestApp::start();
    let stranger = app.stranger();
    let page = stranger.get("/sign-in").await;
    let addresses: Vec<String> = [("link", "href"), ("script", "src")].into_iter().fold(
        Vec::new(),
        |mut all, (tag, name)| {
            all.extend(page.attributes(tag, name));
            all
        },
    );
    assert_eq!(addresses.len(), 4, "{addresses:?}");
    for path in addresses {
        let digest = path.rsplit('.').nth(1).unwrap();
        assert!(digest.len() == 8 && digest.chars().all(|c| c.is_ascii_hexdigit()), "{path}");
        for codings in [CHROMIUM, "gzip", "identity"] {
            let answer = ask(&stranger, &path, codings).await;
            assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable");
            let tag = header(&answer, "etag").to_owned();
            assert!(tag.starts_with(&format!("\"{digest}-")), "{tag}");
            let request = stranger.client.get(stranger.url(&path)).header(ACCEPT_ENCODING, codings);
            let again = stranger.send(request.header(IF_NONE_MATCH, &tag)).await;
            assert_eq!((again.status, again.body().len()), (304, 0), "{path} as {codings}");
            assert_eq!(header(&again, "etag"), tag);
            assert_eq!(header(&again, "cache-control"), header(&answer, "cache-control"));
        }
        let other = path.replace(digest, "00000000");
        assert_eq!(stranger.get(&other).await.status, 404, "{other} is no address of this content");
    }
}

#[actix_web::test]
async fn the_list_of_50_people_and_what_it_loads_stay_small() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    fill(&workspace);
    let ada = workspace.signed_in_admin().await;
    let list = workspace.path("settings/users");
    let plain = ask(&ada, &list, "identity").await;
    assert_eq!(plain.all("tbody tr").len(), 50);
    assert!(plain.all(".tag").len() > 50 && plain.all(".status-note").len() > 10);
    // Pages are packed with gzip alone: they are made anew each time, and it costs a third.
    for (what, path, codings, bytes) in [
        ("HTML", list, &[CHROMIUM, "gzip"][..], 14 * 1024),
        ("CSS", assets::path("app.css"), &[CHROMIUM, "br", "gzip"], 12 * 1024),
        ("JS", assets::path("app.js"), &[CHROMIUM, "br", "gzip"], 20 * 1024),
    ] {
        for codings in codings {
            let answer = ask(&ada, &path, codings).await;
            let size = answer.body().len();
            let coding = header(&answer, "content-encoding");
            println!("{what}: {size} bytes as {coding}");
            assert_ne!(coding, "", "{what} is not compressed for {codings}");
            assert!(size <= bytes, "{what}: {size} bytes as {coding}, {bytes} are allowed");
        }
    }
}

/// People as they are: names of many lengths, teams, invitations.
fn fill(workspace: &TestWorkspace<'_>) {
    const FIRST: [&str; 10] = [
        "Anna-Lena",
        "Tomasz",
        "Maximiliane",
        "Bo",
        "Priya",
        "Zoë",
        "Henrik",
        "Lotte",
        "José",
        "Amira",
    ];
    const LAST: [&str; 6] =
        ["von Rabenfels-Lindenau", "Zieliński", "Weiß", "van der Meer", "Ng", "Sørensen"];
    workspace.book(200);
    workspace.app.sql(&format!(
        "INSERT INTO teams (workspace_id, id, name, colour)
         SELECT '{}', gen_random_uuid(), name, (row_number() OVER ())::smallint
         FROM unnest(ARRAY['Design', 'Engineering', 'Customer care', 'Sales', 'People']) name",
        workspace.id
    ));
    for number in 0..55 {
        let name = format!("{} {}", FIRST[number % 10], LAST[number / 10]);
        let local: String =
            name.to_lowercase().replace(' ', ".").chars().filter(char::is_ascii).collect();
        let email = format!("{local}.{number}@nordlicht.example");
        match number % 3 {
            0 => workspace.invite(&name, &email),
            1 => workspace.user(Preset::User, &name, &email),
            _ => workspace.user(Preset::Guest, &name, &email),
        };
    }
    let added = workspace.app.sql(
        "INSERT INTO team_members (workspace_id, team_id, user_id)
         SELECT workspace_id, team_id, user_id FROM (
           SELECT u.workspace_id, t.id AS team_id, u.id AS user_id,
                  row_number() OVER (PARTITION BY u.id ORDER BY md5(u.email || t.name)) AS place
           FROM users u JOIN teams t USING (workspace_id)) choice
         WHERE place <= 2",
    );
    assert!(added > 100);
}

/// Sides are named by the direction of the text, so that pages from right to left need no styles
/// of their own.
#[test]
fn styles_know_no_left_and_no_right() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/css");
    let mut physical = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for declaration in declarations(&text).filter(|declaration| is_physical(declaration)) {
            physical.push(format!("{}: {declaration}", path.display()));
        }
    }
    assert!(physical.is_empty(), "{physical:#?}");
    assert!(is_physical("padding: 0 0 4px 22px") && is_physical("border-left: 0"));
    assert!(!is_physical("padding: 1px 2px 3px 2px") && !is_physical("margin-inline-start: 2px"));
}

/// What stands between the braces, comments left out.
fn declarations(css: &str) -> impl Iterator<Item = String> {
    let code: String =
        css.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest)).collect();
    let parts: Vec<String> =
        code.split([';', '{', '}']).map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| part.contains(": "))
}

fn is_physical(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(": ") else { return false };
    let mut words = property.split('-').chain(value.split(' '));
    let sides: Vec<&str> = value.split(' ').collect();
    words.any(|word| word == "left" || word == "right")
        || (["margin", "padding", "inset"].contains(&property)
            && !value.contains("calc(")
            && sides.len() == 4
            && sides[1] != sides[3])
}
