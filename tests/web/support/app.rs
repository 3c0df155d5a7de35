use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::dev::ServerHandle;
use actix_web::web::ServiceConfig;
use clap::Parser;
use diesel::{Connection, PgConnection};
use usher::app::App;
use usher::commands::start;
use usher::config::Settings;
use usher::inviting::spreadsheet::SpreadsheetReader;
use usher::mail::mailbox::Mailbox;
use usher::values::Lang;

use super::database;
use super::person::Person;
use super::workspace::TestWorkspace;

/// The running app. Mails stay in the outbox: no worker runs unless a test starts one.
pub struct TestApp {
    pub app: App,
    pub base: String,
    pub database_url: String,
    pub folder: PathBuf,
    server: ServerHandle,
}

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    settings: Settings,
}

/// The built program, as the tests' own cannot be its child.
fn reader() -> SpreadsheetReader {
    SpreadsheetReader::new(env!("CARGO_BIN_EXE_usher").into())
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

impl TestApp {
    /// Serves on a free port with a database of its own; mails go to a mailbox.
    pub fn start() -> TestApp {
        TestApp::with(&["--mailbox"])
    }

    /// The same with these flags of `usher serve` instead.
    pub fn with(flags: &[&str]) -> TestApp {
        TestApp::with_routes(flags, |_| ())
    }

    /// The same with further routes, to provoke what no route of ours does.
    pub fn with_routes(
        flags: &[&str],
        further: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> TestApp {
        TestApp::serve(flags, database::fresh(), reader(), further)
    }

    /// The same with something else in the place of what reads spreadsheets.
    pub fn with_reader(reader: SpreadsheetReader) -> TestApp {
        TestApp::serve(&["--mailbox"], database::fresh(), reader, |_| ())
    }

    /// Another node: a server and a pool of its own on the same database.
    pub fn node(&self) -> TestApp {
        TestApp::serve(&["--mailbox"], self.database_url.clone(), reader(), |_| ())
    }

    fn serve(
        flags: &[&str],
        database_url: String,
        spreadsheets: SpreadsheetReader,
        further: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> TestApp {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("usher-web-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let keys = format!("test:{}=", "A".repeat(43));
        let fixed = [
            ["--keys", &keys],
            ["--hash-memory", "64"],
            ["--hash-passes", "1"],
            ["--database-connections", "4"],
            ["--data", folder.to_str().unwrap()],
            ["--base-url", &base],
        ];
        let fixed = fixed.iter().filter(|[name, _]| !flags.contains(name)).flatten();
        let settings = Flags::parse_from(["test"].iter().chain(fixed).chain(flags)).settings;
        let app = App { spreadsheets, ..start::app(settings, &database_url).unwrap() };
        let served = app.clone();
        let (started, handle) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = usher::server::server_with(served, listener, further).unwrap();
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let server = handle.recv().unwrap();
        TestApp { app, base, database_url, folder, server }
    }

    /// A connection of the test's own.
    pub fn conn(&self) -> PgConnection {
        PgConnection::establish(&self.database_url).unwrap()
    }

    /// Runs SQL: to shift time, or to bring about what no page can.
    pub fn sql(&self, statement: &str) -> usize {
        use diesel::RunQueryDsl;
        diesel::sql_query(statement).execute(&mut self.conn()).unwrap()
    }

    /// The one id that a query selects.
    pub fn id(&self, query: &str) -> String {
        use diesel::RunQueryDsl;
        #[derive(diesel::QueryableByName)]
        struct Id {
            #[diesel(sql_type = diesel::sql_types::Uuid)]
            id: uuid::Uuid,
        }
        diesel::sql_query(query).get_result::<Id>(&mut self.conn()).unwrap().id.to_string()
    }

    /// The one text that a query selects, as `text`.
    pub fn text(&self, query: &str) -> String {
        use diesel::RunQueryDsl;
        #[derive(diesel::QueryableByName)]
        struct Found {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        diesel::sql_query(query).get_result::<Found>(&mut self.conn()).unwrap().text
    }

    /// A workspace with one Admin, Ada Engel. Its trial is over and 10 seats are booked, nothing
    /// is held back before it is sent, and it speaks English.
    pub fn workspace(&self, name: &str) -> TestWorkspace<'_> {
        TestWorkspace::create(self, name, Lang::En)
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Person {
        Person::new(&self.base)
    }

    /// What waits in or has left through the outbox: the number of mails in this state.
    pub fn mails(&self, state: usher::models::outbox_email::State) -> i64 {
        use diesel::prelude::*;
        use usher::schema::outbox_emails;
        let query = outbox_emails::table.filter(outbox_emails::state.eq(state)).count();
        query.get_result(&mut self.conn()).unwrap()
    }

    /// The development mailbox.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::open(self.folder.join("mail")).unwrap()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The order is given by the call; nobody waits for it. Its connections become free.
        drop(self.server.stop(false));
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
