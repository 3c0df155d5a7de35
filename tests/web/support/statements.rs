use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// The statements that went to each database, by its address. BEGIN and COMMIT are statements too.
static HEARD: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Listens to every connection that is opened from now on.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_default_instrumentation(|| Some(Box::new(Ear::default()))).unwrap());
}

/// What a database was asked since this was last called.
pub fn heard(database_url: &str) -> Vec<String> {
    all().get_or_insert_default().remove(database_url).unwrap_or_default()
}

fn all() -> MutexGuard<'static, Option<HashMap<String, Vec<String>>>> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct Ear {
    url: String,
}

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                url.clone_into(&mut self.url)
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let text = query.to_string();
                // The pool sets new connections up whenever it likes.
                if !text.starts_with("SET ") {
                    let mut all = all();
                    all.get_or_insert_default().entry(self.url.clone()).or_default().push(text);
                }
            }
            _ => {}
        }
    }
}
