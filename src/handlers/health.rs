//! Whether the program answers, for who watches over it.

use actix_web::web::Data;
use diesel::RunQueryDsl;

use crate::app::App;
use crate::error::{AppError, AppResult};

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers too; 503 otherwise.
pub async fn ready(app: Data<App>) -> AppResult<&'static str> {
    app.db.run(|conn| diesel::sql_query("SELECT 1").execute(conn)).await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        AppError::Busy
    })?;
    Ok("ok")
}
