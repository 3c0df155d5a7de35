//! Bodies: which are read, how many at once, and who may still send them when they are there.

use std::io::Write;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use reqwest::header::ORIGIN;
use usher::models::role::Preset;
use uuid::Uuid;

use crate::protection::{assert_page, connect, cookie, first_line, post_sign_in};
use crate::support::TestApp;

#[actix_web::test]
async fn what_no_route_takes_is_not_read() {
    let app = TestApp::start();
    for (start, status) in [("POST /nowhere", 404), ("POST /w/none/nothing", 404)] {
        let mut stream = connect(&app, start, "Content-Length: 1000000\r\n");
        assert!(first_line(&mut stream).contains(&format!(" {status} ")), "{start}");
    }
}

#[actix_web::test]
async fn bodies_have_only_so_much_room_together_and_small_forms_always_some() {
    let app = TestApp::start();
    let person = app.stranger();
    let part = vec![b'a'; 900_000];
    let mut half_sent = Vec::new();
    let mut send_half = || {
        let mut stream = connect(&app, "POST /sign-in", "Content-Length: 1000000\r\n");
        // Who is refused meanwhile reads no more of it.
        let _ = stream.write_all(&part);
        half_sent.push(stream);
    };
    (0..70).for_each(|_| send_half());
    let large = async || post_sign_in(&person, &[(ORIGIN.as_str(), &app.base)], part.clone()).await;
    let deadline = Instant::now() + Duration::from_secs(20);
    // Where several come at the last of the room at once, more of them are refused than need be.
    let answer = loop {
        let answer = large().await;
        if answer.status == 503 {
            break answer;
        }
        assert!(Instant::now() < deadline, "{}, not 503", answer.status);
        send_half();
    };
    assert_page(&answer, 503, "Busy right now");
    assert_eq!(answer.headers["retry-after"], "30");
    let small = b"email=a&password=b&next=".to_vec();
    let answer = post_sign_in(&person, &[(ORIGIN.as_str(), &app.base)], small).await;
    assert_eq!(answer.status, 422);
    drop(half_sent);
    let deadline = Instant::now() + Duration::from_secs(20);
    while large().await.status != 400 {
        assert!(Instant::now() < deadline, "the room is not given back");
    }
}

#[actix_web::test]
async fn z05_the_import_asks_for_the_right_again_when_the_file_is_there() {
    let app = TestApp::start();
    let workspace = app.workspace("Nordlicht");
    let bo = workspace.user(Preset::Admin, "Bo Lund", "bo@n.example");
    let part = |name: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"");
    let form_id = Uuid::now_v7();
    let file = part("file");
    let body = format!(
        "{}\r\n\r\n{form_id}\r\n{file}; filename=\"a.csv\"\r\n\r\nE-mail\na@n.example\n\r\n--x--\r\n",
        part("form_id")
    );
    let headers = format!(
        "Content-Length: {}\r\nContent-Type: multipart/form-data; boundary=x\r\n{}",
        body.len(),
        cookie(&app, "bo@n.example").await
    );
    let start = format!("POST {}", workspace.path("settings/invite/import"));
    let (bo, role, mut conn) = (bo.id, workspace.user_role.id, app.conn());
    let lock = "LOCK TABLE users IN ACCESS EXCLUSIVE MODE";
    // The handler asks whether Bo may; as soon as it knows, Bo loses the right.
    let takes_away = async {
        let change =
            format!("BEGIN; {lock}; UPDATE users SET role_id = '{role}' WHERE id = '{bo}'; COMMIT");
        let thread = std::thread::spawn(move || conn.batch_execute(&change));
        app.until_they_wait(2).await;
        thread
    };
    let begins = async {
        let mut upload = connect(&app, &start, &headers);
        upload.write_all(&body.as_bytes()[..10]).unwrap();
        upload
    };
    let (mut upload, thread) = app.locked(lock, 1, begins, takes_away).await;
    thread.join().unwrap().unwrap();
    upload.write_all(&body.as_bytes()[10..]).unwrap();
    assert!(first_line(&mut upload).contains(" 403 "));
}
