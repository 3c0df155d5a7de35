//! Where the person is signed in, and the end of it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel::{Connection, PgConnection, QueryResult};
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::see_other;
use crate::journal::{What, say};
use crate::models::account::Account;
use crate::models::own_session::OwnSession;
use crate::models::session::SessionRow;
use crate::security::access::Viewer;
use crate::security::session::{self, Flash};

/// `POST /profile/sessions/{id}/removal`: ends one session.
pub async fn delete(app: Data<App>, viewer: Viewer, id: Path<Uuid>) -> AppResult<HttpResponse> {
    let (account_id, id) = (viewer.account.id, id.into_inner());
    if session::id(&viewer.session) == Some(id) {
        viewer.session.purge();
        say(What::SignedOut, Some(account_id));
        return Ok(see_other("/sign-in"));
    }
    if !app.db.run(move |conn| OwnSession::end(conn, account_id, id)).await? {
        return Err(AppError::NotFound);
    }
    say(What::SignedOut, Some(account_id));
    Flash::done(viewer.lang.t("profile-session-ended")).leave(&viewer.session);
    Ok(see_other("/profile"))
}

/// `POST /profile/sessions/removal`: ends every session of the account, this one too, and what was
/// asked for in one of them.
pub async fn delete_all(app: Data<App>, viewer: Viewer) -> AppResult<HttpResponse> {
    let account_id = viewer.account.id;
    let end = move |conn: &mut PgConnection| -> QueryResult<usize> {
        conn.transaction(|conn| {
            let ended = SessionRow::delete_all_of(conn, account_id)?;
            Account::end_email_changes(conn, account_id)?;
            Ok(ended)
        })
    };
    let ended = app.db.run(end).await?;
    // A new session, of nobody, says so at the sign-in.
    viewer.session.clear();
    viewer.session.renew();
    Flash::done(viewer.lang.say("profile-sessions-ended").with("n", ended)).leave(&viewer.session);
    say(What::SignedOut, Some(account_id));
    Ok(see_other("/sign-in"))
}
