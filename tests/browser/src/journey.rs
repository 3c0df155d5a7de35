//! A journey: a test in browsers, with what is kept of it when it fails.

use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

use crate::browser::{Browser, Scripts};
use crate::chromedriver::Chromedriver;
use crate::program::{Program, built_folder};

/// What a journey happens on: a program, and the browsers of its people.
pub struct Stage {
    pub program: Program,
    chromedriver: Chromedriver,
    browsers: RefCell<Vec<Browser>>,
}

impl Stage {
    /// Sets a stage for this program.
    pub fn new(program: Program) -> Stage {
        Stage { program, chromedriver: Chromedriver::start(), browsers: RefCell::default() }
    }

    /// A browser for one more person.
    pub async fn browser(&self, scripts: Scripts) -> Browser {
        let browser = Browser::open(&self.chromedriver, &self.program.url(""), scripts).await;
        self.browsers.borrow_mut().push(browser.clone());
        browser
    }

    /// A browser in which the demo's Admin is signed in, at the start page of Nordlicht.
    pub async fn admin(&self, scripts: Scripts) -> Browser {
        let admin = self.browser(scripts).await;
        let (email, password) = self.program.admin();
        admin.sign_in(email, password).await;
        admin.page().link("Nordlicht").click().await;
        admin.is_at("/w/nordlicht/").await;
        admin
    }

    /// Keeps the picture and the source of every page in the folder of failures.
    async fn keep_pages(&self, name: &str) {
        let folder = failures();
        let _ = fs::create_dir_all(&folder);
        let browsers = self.browsers.borrow().clone();
        for (number, browser) in browsers.iter().enumerate() {
            let file = folder.join(format!("{name}-{number}"));
            let _ = fs::write(file.with_extension("png"), browser.picture().await);
            let _ = fs::write(file.with_extension("html"), browser.source().await);
        }
        let _ = fs::copy(self.program.folder().join("log"), folder.join(format!("{name}.log")));
        eprintln!("The pages of {name} are kept in {}", folder.display());
    }

    async fn expect_no_complaints(&self) {
        let browsers = self.browsers.borrow().clone();
        for browser in browsers {
            let complaints = browser.complaints().await;
            assert!(complaints.is_empty(), "the browser complains:\n{}", complaints.join("\n"));
        }
    }

    /// Closes every window.
    pub async fn close(&self) {
        for browser in self.browsers.take() {
            browser.close().await;
        }
    }
}

/// Runs a test on a stage for this program. At its end no browser may have complained; when it
/// fails, its pages are kept in `browser-failures` beside what was built.
///
/// # Panics
///
/// When the test does.
pub fn journey(program: Program, test: impl AsyncFnOnce(&Stage)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let stage = Stage::new(program);
    let run = AssertUnwindSafe(|| {
        runtime.block_on(async {
            test(&stage).await;
            stage.expect_no_complaints().await;
        });
    });
    let outcome = catch_unwind(run);
    if outcome.is_err() {
        let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
        // A page that cannot be kept must not hide the failure.
        let _ = catch_unwind(AssertUnwindSafe(|| runtime.block_on(stage.keep_pages(&name))));
    }
    runtime.block_on(stage.close());
    if let Err(failure) = outcome {
        resume_unwind(failure);
    }
}

fn failures() -> PathBuf {
    built_folder().join("browser-failures")
}
