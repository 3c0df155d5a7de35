//! The checks themselves: a fault that is planted must be found.

use browser::{Program, Scripts, Theme, axe, journey};

#[test]
fn an_inaccessible_page_is_noticed() {
    journey(Program::empty(), async |stage| {
        let browser = stage.browser(Scripts::On).await;
        browser.visit("/sign-in").await;
        for theme in [Theme::Light, Theme::Dark] {
            browser.set_theme(theme).await;
            browser.visit("/sign-in").await;
            assert_eq!(axe::violations(&browser).await, Vec::<String>::new());
            browser.run("document.querySelector('label').remove()").await;
            let found = axe::violations(&browser).await;
            assert!(found.iter().any(|fault| fault.starts_with("label:")), "{found:?}");
        }
    });
}

#[test]
fn what_the_browser_complains_about_is_noticed() {
    journey(Program::empty(), async |stage| {
        let browser = stage.browser(Scripts::On).await;
        browser.visit("/sign-in").await;
        assert_eq!(browser.complaints().await, Vec::<String>::new());
        browser.run("console.error('a mistake')").await;
        browser
            .run(
                "document.body.append(Object.assign(document.createElement('style'))); \
                     document.body.lastChild.textContent = 'p { color: red }'",
            )
            .await;
        let complaints = browser.complaints().await.join("\n");
        assert!(complaints.contains("a mistake"), "{complaints}");
        assert!(complaints.contains("Content Security Policy"), "{complaints}");
    });
}
