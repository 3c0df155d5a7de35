use crate::commands::start;
use crate::config::Settings;
use crate::inviting::batch_rota;
use crate::mail::worker;

/// Sends mails until told to end; the ones it has in hand are finished.
pub fn run(settings: Settings) -> Result<(), String> {
    start::logs(&settings, "info");
    let database = start::Database::open(&settings)?;
    database.prepare()?;
    let app = start::app(settings, &database.url)?;
    actix_web::rt::System::new().block_on(async move {
        start::metrics(&app)?;
        let batches = batch_rota::run(app.clone());
        let worker = worker::start(app);
        worker::told_to_end().await;
        batches.stop().await;
        worker.stop().await;
        Ok(())
    })
}
