use crate::commands::start;
use crate::config::Settings;
use crate::db;

/// Brings the schema up to date; a second call at the same time waits for the first.
pub fn run(settings: Settings) -> Result<(), String> {
    let database = start::Database::open(&settings)?;
    match db::migrate(&database.url)? {
        0 => println!("The schema is up to date."),
        count => println!("Ran {count} migrations."),
    }
    Ok(())
}
