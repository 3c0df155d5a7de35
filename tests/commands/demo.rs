use diesel::{Connection, PgConnection, RunQueryDsl, sql_query, sql_types};
use reqwest::header::ORIGIN;
use usher::db::managed::{ManagedPostgres, Options};

use crate::program::{Running, Scratch, run, within_patience};

/// What a demo prints.
struct Printed {
    address: String,
    email: String,
    password: String,
    mailbox: String,
}

impl Printed {
    fn by(demo: &Running) -> Printed {
        Printed {
            address: demo.line("Address: "),
            email: demo.line("Sign in: "),
            password: demo.line("Password: "),
            mailbox: demo.line("Mailbox: "),
        }
    }
}

#[test]
fn the_demo_lets_its_admin_in_and_sends_its_mails() {
    let scratch = Scratch::new();
    let demo = Running::start(&scratch, &["demo"]);
    let printed = Printed::by(&demo);
    assert_eq!(printed.mailbox, format!("{}/dev/mailbox", printed.address));
    within_patience("it says how it ends", || demo.log().contains("with --reset it begins anew"));
    actix_web::rt::System::new().block_on(async {
        let client = reqwest::Client::builder().cookie_store(true).no_proxy().build().unwrap();
        let form = [("email", &printed.email), ("password", &printed.password)];
        let sign_in = client.post(format!("{}/sign-in", printed.address)).form(&form);
        assert_eq!(sign_in.header(ORIGIN, &printed.address).send().await.unwrap().status(), 200);
        let people = client.get(format!("{}/w/nordlicht/settings/users", printed.address));
        let people = people.send().await.unwrap().text().await.unwrap();
        for name in ["Anna-Lena Schmidt", "Zoë Martin", "550 5.1.1 no such user"] {
            assert!(people.contains(name), "{name} is missing in {people}");
        }
    });
    within_patience("the mails are in the mailbox", || {
        std::fs::read_dir(scratch.path().join("var/demo/mail")).unwrap().count() == 7
    });

    let second = run(&mut scratch.usher(&["demo"]));
    assert!(!second.success);
    assert!(second.err.contains("runs already at"), "{}", second.err);
    assert!(second.err.contains(&printed.address), "{}", second.err);

    let doctor = run(&mut scratch.usher(&["doctor", "--embedded", "--mailbox", "--data=var/demo"]));
    assert!(doctor.success, "{}", doctor.out);

    assert!(demo.interrupt().success());
}

#[test]
fn a_demo_outlives_a_kill_and_forgets_everything_when_told_to() {
    let scratch = Scratch::new();
    let demo = Running::start(&scratch, &["demo", "--address", "127.0.0.1:0"]);
    Printed::by(&demo);
    execute(&scratch, "UPDATE workspaces SET name = 'Renamed' WHERE slug = 'nordlicht'");
    drop(demo);

    let demo = Running::start(&scratch, &["demo", "--address", "127.0.0.1:0"]);
    Printed::by(&demo);
    assert_eq!(workspaces(&scratch), ["Renamed", "Südwind", "Werft"]);
    assert!(demo.interrupt().success());

    let demo = Running::start(&scratch, &["demo", "--reset", "--address", "127.0.0.1:0"]);
    Printed::by(&demo);
    assert_eq!(workspaces(&scratch), ["Nordlicht", "Südwind", "Werft"]);
}

#[test]
fn a_second_demo_in_another_folder_takes_the_next_port() {
    let (one, other) = (Scratch::new(), Scratch::new());
    let first = Running::start(&one, &["demo"]);
    let second = Running::start(&other, &["demo"]);
    let (first, second) = (Printed::by(&first).address, Printed::by(&second).address);
    assert_ne!(first, second);
}

/// Runs a statement on the demo's database, which its program goes on serving.
fn execute(scratch: &Scratch, statement: &str) {
    sql_query(statement).execute(&mut connect(scratch)).unwrap();
}

fn workspaces(scratch: &Scratch) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = sql_types::Text)]
        name: String,
    }
    let rows = sql_query("SELECT name FROM workspaces ORDER BY slug");
    rows.load::<Row>(&mut connect(scratch)).unwrap().into_iter().map(|row| row.name).collect()
}

fn connect(scratch: &Scratch) -> PgConnection {
    let data = scratch.path().join("var/demo");
    let server = ManagedPostgres::start(&data, Options { durable: true }).unwrap();
    assert!(server.adopted());
    PgConnection::establish(&server.url("usher")).unwrap()
}
