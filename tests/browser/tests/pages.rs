use browser::{Program, Scripts, journey, tour};

#[test]
fn a_person_reads_every_page_in_their_language() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        let inside = tour::inside(&admin).await;
        admin.visit("/profile").await;
        admin.page().field("Language").choose("Deutsch").await;
        admin.page().button("Save").click().await;
        admin.page().text("Profil gespeichert").is_visible().await;
        for (name, path) in inside {
            admin.visit(&path).await;
            let language = admin.run("return document.documentElement.lang").await;
            assert_eq!(language, "de", "{name}");
        }
        admin.visit("/w/nordlicht/settings/users").await;
        admin.page().link("Hinzufügen").is_visible().await;
    });
}

#[test]
fn without_javascript_pages_offer_buttons_instead() {
    journey(Program::demo(), async |stage| {
        let admin = stage.browser(Scripts::Off).await;
        let (email, password) = stage.program.admin();
        admin.visit("/sign-in").await;
        assert!(!admin.page().button("Show").is_visible_now().await);
        admin.sign_in(email, password).await;
        admin.visit("/w/nordlicht/settings/users").await;
        let page = admin.page();
        page.field("Status").choose("Initiated").await;
        page.button("Filter").click().await;
        page.row("Anna-Lena Schmidt").is_visible().await;
        page.row("Ada Engel").is_gone().await;
    });
}

#[test]
fn the_first_visit_of_a_page_takes_at_most_eight_requests_to_us_alone() {
    journey(Program::demo(), async |stage| {
        let admin = stage.admin(Scripts::On).await;
        let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        for path in ["/sign-in", "/w/nordlicht/settings/users", "/w/nordlicht/settings/invite"] {
            admin.forget_files().await;
            admin.visit(path).await;
            admin.run_until_answered("document.fonts.ready.then(arguments[0])").await;
            let loaded = admin.run(loaded).await;
            let files: Vec<&str> = loaded
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|name| name.as_str())
                .collect();
            // The page itself, and its icon, which is not listed.
            assert!((3..=6).contains(&files.len()), "{path} loads {files:?}");
            let ours = stage.program.url("/static/");
            assert!(files.iter().all(|name| name.starts_with(&ours)), "{path} loads {files:?}");
        }
    });
}
