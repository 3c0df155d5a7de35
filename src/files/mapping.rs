//! What an admin said once that the columns of a file hold.

use diesel::PgConnection;
use serde_json::json;
use uuid::Uuid;

use crate::error::{AppError, AppResult};
use crate::files::corrected::own;
use crate::inviting::spreadsheet::{Sheet, Wish};
use crate::models::import;

/// How this file is to be read; `None` when nobody has said so of its headers, or it was read so.
pub fn said(conn: &mut PgConnection, workspace_id: Uuid, sheet: &Sheet) -> AppResult<Option<Wish>> {
    let said = import::remembered(conn, workspace_id, own(&sheet.headers))?;
    let Some(columns) = said.filter(|columns| *columns != json!(sheet.columns)) else {
        return Ok(None);
    };
    let columns = serde_json::from_value(columns).map_err(AppError::internal)?;
    Ok(Some(Wish { sheet: Some(sheet.sheet), columns: Some(columns) }))
}
