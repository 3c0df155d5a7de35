use crate::support::TestApp;

#[actix_web::test]
async fn a_user_signs_in_and_lands_in_their_workspace() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let ada = workspace.signed_in_admin().await;
    let answer = ada.get("/").await;
    assert_eq!((answer.status, answer.location()), (303, "/w/nordlicht/"));
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::start();
    app.workspace("Nordlicht");
    let stranger = app.stranger();
    let wrong = [("email", "ada@nordlicht.example"), ("password", "wrong"), ("next", "")];
    let unknown = [("email", "nobody@nordlicht.example"), ("password", "wrong"), ("next", "")];
    let (wrong, unknown) =
        (stranger.post("/sign-in", &wrong).await, stranger.post("/sign-in", &unknown).await);
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(wrong.text().replace("ada@", "nobody@"), unknown.text());
}
