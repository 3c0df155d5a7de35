//! Whether the program answers, for who watches over it.

use actix_web::web::Data;

use crate::app::App;
use crate::error::AppResult;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers too; 503 otherwise.
pub async fn ready(app: Data<App>) -> AppResult<&'static str> {
    use diesel::RunQueryDsl;
    app.db.run(|conn| diesel::sql_query("SELECT 1").execute(conn)).await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        crate::error::AppError::Busy
    })?;
    Ok("ok")
}
