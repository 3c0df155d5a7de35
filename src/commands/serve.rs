use std::net::TcpListener;

use crate::app::App;
use crate::commands::start;
use crate::config::Settings;
use crate::inviting::batch_rota;
use crate::mail::worker;
use crate::models::workspace::Workspace;
use crate::security::links;
use crate::server;

/// Serves until told to end (Ctrl-C, SIGTERM); in-flight requests are finished.
pub fn run(settings: Settings, with_worker: bool) -> Result<(), String> {
    start::logs(&settings, "info");
    start::refuse_open_mailbox(&settings)?;
    let database = start::Database::open(&settings)?;
    database.prepare()?;
    let listener = start::listen(settings.address())?;
    let settings = start::with_address_of(settings, &listener)?;
    let app = start::app(settings, &database.url)?;
    serve(app, listener, with_worker, |app| println!("Address:  {}", app.settings.base()))
}

/// Runs server and worker on this thread. `ready` is called once requests are answered and a signal
/// to end is heeded.
pub fn serve(
    app: App,
    listener: TcpListener,
    with_worker: bool,
    ready: impl FnOnce(&App),
) -> Result<(), String> {
    actix_web::rt::System::new().block_on(async move {
        start::metrics(&app)?;
        let server = server::server(app.clone(), listener).map_err(|error| error.to_string())?;
        let serving = actix_web::rt::spawn(server);
        // The server starts when it is first polled.
        tokio::task::yield_now().await;
        let batches = with_worker.then(|| batch_rota::run(app.clone()));
        let worker = with_worker.then(|| worker::start(app.clone()));
        ready(&app);
        say_setup_address(&app).await;
        let done = serving.await;
        if let Some(batches) = batches {
            batches.stop().await;
        }
        if let Some(worker) = worker {
            worker.stop().await;
        }
        done.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
    })
}

/// With no workspace yet, tells the operator where to make the first one.
async fn say_setup_address(app: &App) {
    match app.db.run(Workspace::any).await {
        Ok(true) => {}
        Ok(false) => {
            let token = links::setup_token(&app.keys);
            println!("Set up:   {}/setup?token={token}", app.settings.base());
        }
        Err(error) => tracing::error!(%error, "cannot see whether there is a workspace"),
    }
}
