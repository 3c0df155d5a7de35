//! Other sites can make a browser ask, but not change anything.

use diesel::prelude::*;
use reqwest::header::ORIGIN;
use usher::models::invitation::Invitation;
use usher::routes::{self, Route};
use usher::schema::invitations;
use usher::security::links::JoinClaim;

use crate::support::{Person, TestApp, TestWorkspace};

/// A workspace with one of each thing, and its Admin.
struct Scene<'a> {
    workspace: TestWorkspace<'a>,
    ada: Person,
    names: Vec<(&'static str, String)>,
}

impl<'a> Scene<'a> {
    async fn new(app: &'a TestApp) -> Scene<'a> {
        let workspace = app.workspace("Nordlicht");
        let ada = workspace.signed_in_admin().await;
        let mut names = workspace.fill();
        // The longest first: a place may stand within another.
        names.insert(0, ("/join/{token}", format!("/join/{}", token(app))));
        Scene { workspace, ada, names }
    }

    /// The route's address with what there is.
    fn address(&self, route: &Route) -> String {
        let mut address = route.path.replace("{slug}", &self.workspace.slug);
        for (place, name) in &self.names {
            address = address.replace(place, name);
        }
        address.replace("{token}", "no-token").replace("{name:.+}", "no-file.css")
    }
}

/// The link of the only invitation.
fn token(app: &TestApp) -> String {
    let invitation: Invitation =
        invitations::table.select(Invitation::as_select()).first(&mut app.conn()).unwrap();
    JoinClaim {
        workspace_id: invitation.workspace_id,
        invitation_id: invitation.id,
        generation: invitation.generation,
    }
    .token(&app.app.keys)
}

#[actix_web::test]
async fn s01_looking_at_everything_twice_changes_nothing() {
    let app = TestApp::start();
    let scene = Scene::new(&app).await;
    // What waits for the next page is taken by it, once.
    scene.ada.get("/profile").await;
    let before = app.checksum();
    let mut shown = 0;
    for _ in 0..2 {
        for route in routes::table().iter().filter(|route| route.method == "GET") {
            let address = scene.address(route);
            let answer = scene.ada.get(&address).await;
            assert!(answer.status < 500, "{address}: {}", answer.status);
            shown += usize::from(answer.status == 200);
            scene.ada.get_fragment(&address).await;
            scene.ada.head(&address).await;
            app.stranger().get(&address).await;
            // A form without its method, as another site can send it anywhere.
            let sent = format!("{address}?name=Evil&seats=1&role=x&next=/profile&_method=POST");
            scene.ada.get(&sent).await;
        }
    }
    assert!(shown >= 40, "only {shown} pages were really there");
    assert_eq!(app.checksum(), before);
}

#[actix_web::test]
async fn s01_nothing_changes_for_a_request_from_another_site() {
    let app = TestApp::start();
    let scene = Scene::new(&app).await;
    let before = app.checksum();
    let local = app.base.replace("127.0.0.1", "localhost");
    let foreign: &[&[(&str, &str)]] = &[
        &[],
        &[("origin", "null")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1:1")],
        &[("origin", "http://127.0.0.1.evil.example")],
        &[("origin", "")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "same-origin, cross-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", &app.base)],
        &[("sec-fetch-site", "same-site"), ("origin", &local)],
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-origin")],
        &[("origin", &app.base), ("origin", "https://evil.example")],
        &[("referer", &app.base)],
    ];
    for route in routes::table().iter().filter(|route| route.method != "GET") {
        let address = scene.address(route);
        for headers in foreign {
            let method = route.method.as_str().parse().unwrap();
            let mut request = scene.ada.client.request(method, scene.ada.url(&address));
            for (name, value) in *headers {
                request = request.header(*name, *value);
            }
            let form = [("name", "Evil"), ("email", "evil@evil.example"), ("password", "x")];
            let answer = scene.ada.send(request.form(&form)).await;
            assert_eq!(answer.status, 403, "{address} with {headers:?}");
            assert!(answer.headers.get("set-cookie").is_none(), "{address} with {headers:?}");
        }
    }
    assert_eq!(app.checksum(), before);
    assert_eq!(scene.ada.get("/profile").await.status, 200, "still signed in");
}

#[actix_web::test]
async fn s01_no_other_method_reaches_a_form() {
    let app = TestApp::start();
    let scene = Scene::new(&app).await;
    let before = app.checksum();
    for route in routes::table().iter().filter(|route| route.method == "POST") {
        let address = scene.address(route);
        for method in ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "post"] {
            let request =
                scene.ada.client.request(method.parse().unwrap(), scene.ada.url(&address));
            let answer = scene.ada.send(request.header(ORIGIN, &app.base)).await;
            assert_eq!(answer.status, 404, "{method} {address}");
        }
        let request = scene.ada.client.get(scene.ada.url(&address));
        let request = request.header("x-http-method-override", "POST").header(ORIGIN, &app.base);
        assert!(scene.ada.send(request).await.status < 500);
    }
    assert_eq!(app.checksum(), before);
}
