use usher::db::managed::{ManagedPostgres, Options};

use crate::program::{Running, Scratch, run};

const KEYS: &str = "test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

#[test]
fn a_new_database_is_migrated_before_anything_is_served() {
    let scratch = Scratch::new();
    let server =
        ManagedPostgres::start(&scratch.path().join("server"), Options { durable: false }).unwrap();
    server.ensure_database("usher").unwrap();
    let url = server.url("usher");
    let usher = |words: &[&str]| {
        let mut command = scratch.usher(words);
        command.env("DATABASE_URL", &url).env("USHER_KEYS", KEYS);
        run(&mut command)
    };

    let doctor = usher(&["doctor"]);
    assert!(!doctor.success);
    assert!(doctor.out.contains("ok       Database: PostgreSQL "), "{}", doctor.out);
    assert!(doctor.out.contains("have not run yet; run `usher migrate`"), "{}", doctor.out);
    assert!(doctor.out.contains("problem  Mail: "), "{}", doctor.out);
    assert!(doctor.out.contains("set USHER_SMTP_URL"), "{}", doctor.out);
    let serve = usher(&["serve"]);
    assert!(!serve.success && serve.out.is_empty());
    assert!(serve.err.contains("run `usher migrate`"), "{}", serve.err);

    let migrate = usher(&["migrate"]);
    assert!(migrate.success && migrate.out.starts_with("Ran "), "{}", migrate.err);
    assert_eq!(usher(&["migrate"]).out, "The schema is up to date.\n");

    let doctor = usher(&["doctor", "--mailbox"]);
    assert!(doctor.success, "{}", doctor.out);
    assert_eq!(doctor.out.lines().count(), 8);
    let believed =
        "ok       Proxies: X-Forwarded-For is believed from 127.0.0.0/8, ::1, so from every";
    assert!(doctor.out.contains(believed), "{}", doctor.out);
    let doctor = usher(&["doctor", "--mailbox", "--trusted-proxies=10.0.0.5"]);
    let believed = "ok       Proxies: X-Forwarded-For is believed from 10.0.0.5\n";
    assert!(doctor.out.contains(believed), "{}", doctor.out);

    let words = ["serve", "--address=127.0.0.1:0", "--database-url", &url, "--keys", KEYS];
    let serving = Running::start(&scratch, &words);
    let base = serving.line("Address: ");
    assert!(!base.ends_with(":0"));
    assert!(serving.line("Set up: ").starts_with(&format!("{base}/setup?token=")));
    assert!(serving.interrupt().success());
}

#[test]
fn the_doctor_names_what_is_wrong_and_its_remedy() {
    let scratch = Scratch::new();
    let words = ["doctor", "--embedded", "--smtp-url=smtp://127.0.0.1:1", "--address=0.0.0.0:8080"];
    let doctor = run(&mut scratch.usher(&words));
    assert!(!doctor.success);
    for problem in ["Database: ", "Migrations: ", "Base address: ", "Mail: ", "Sender: "] {
        assert!(doctor.out.contains(&format!("problem  {problem}")), "{}", doctor.out);
    }
    for remedy in ["usher serve --embedded", "USHER_BASE_URL", "USHER_SMTP_URL", "USHER_MAIL_FROM"]
    {
        assert!(doctor.out.contains(remedy), "{}", doctor.out);
    }
    assert!(!scratch.path().join("var").exists(), "looking makes nothing");
}
