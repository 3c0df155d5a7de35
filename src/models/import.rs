use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::schema::{batches, import_mappings, imports};

/// A file that was read into lines, without its bytes.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(diesel::pg::Pg))]
pub struct Import {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub created_by: Uuid,
    pub created_at: DateTime<Utc>,
    pub file_name: String,
    sheets: Value,
    pub sheet: i32,
    header_row: Option<i32>,
    headers: Value,
    fields: Value,
    samples: Value,
    /// The people are assigned to this task.
    pub task_id: Option<Uuid>,
}

/// A file to be kept.
#[derive(Debug, Insertable)]
#[diesel(table_name = imports, check_for_backend(diesel::pg::Pg))]
pub struct NewImport {
    pub workspace_id: Uuid,
    pub id: Uuid,
    pub created_by: Uuid,
    pub file_name: String,
    pub file: Vec<u8>,
    #[diesel(embed)]
    pub shape: Shape,
    pub task_id: Option<Uuid>,
}

/// What a file was read as.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = imports, check_for_backend(diesel::pg::Pg), treat_none_as_null = true)]
pub struct Shape {
    pub sheets: Value,
    pub sheet: i32,
    pub header_row: Option<i32>,
    pub headers: Value,
    pub fields: Value,
    pub samples: Value,
}

/// A file that was read, and what sent its people.
#[derive(Debug, QueryableByName)]
pub struct RecentImport {
    #[diesel(sql_type = sql_types::Uuid)]
    pub id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    pub file_name: String,
    #[diesel(sql_type = sql_types::Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// The last batch of several.
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    pub batch_id: Option<Uuid>,
}

impl Import {
    /// How many days a file is kept.
    pub const DAYS: i64 = 30;

    /// The most files that are kept of a workspace.
    pub const MOST: i64 = 20;

    /// The longest name of a file, in characters.
    pub const NAME_LENGTH: usize = 200;

    /// The import; `NotFound` when the workspace has none of this id.
    pub fn find(conn: &mut PgConnection, workspace_id: Uuid, id: Uuid) -> QueryResult<Import> {
        imports::table.find((workspace_id, id)).select(Import::as_select()).first(conn)
    }

    /// The id, if the workspace has such an import.
    pub fn known(
        conn: &mut PgConnection,
        workspace_id: Uuid,
        id: Option<Uuid>,
    ) -> QueryResult<Option<Uuid>> {
        let Some(id) = id else { return Ok(None) };
        imports::table.find((workspace_id, id)).select(imports::id).first(conn).optional()
    }

    /// The newest few of a workspace.
    pub fn recent(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<Vec<RecentImport>> {
        diesel::sql_query(
            "SELECT id, file_name, created_at, (
                SELECT batches.id FROM batches
                WHERE batches.workspace_id = imports.workspace_id AND batches.import_id = imports.id
                ORDER BY batches.created_at DESC LIMIT 1
             ) AS batch_id
             FROM imports WHERE workspace_id = $1 ORDER BY id DESC LIMIT 3",
        )
        .bind::<sql_types::Uuid, _>(workspace_id)
        .load(conn)
    }

    /// The bytes of the file.
    pub fn file(&self, conn: &mut PgConnection) -> QueryResult<Vec<u8>> {
        imports::table.find((self.workspace_id, self.id)).select(imports::file).first(conn)
    }

    pub fn insert(conn: &mut PgConnection, import: &NewImport) -> QueryResult<()> {
        diesel::insert_into(imports::table).values(import).execute(conn).map(drop)
    }

    /// The file was read as something else.
    pub fn reshape(&self, conn: &mut PgConnection, shape: &Shape) -> QueryResult<()> {
        diesel::update(imports::table.find((self.workspace_id, self.id)))
            .set(shape)
            .execute(conn)
            .map(drop)
    }

    /// The names of the file's sheets.
    pub fn sheets(&self) -> Vec<String> {
        serde_json::from_value(self.sheets.clone()).unwrap_or_default()
    }

    /// Which of them was read, counted from 0.
    pub fn sheet_number(&self) -> usize {
        usize::try_from(self.sheet).unwrap_or_default()
    }

    /// The row of its headers, counted from 1; `None` when it has none.
    pub fn header_row(&self) -> Option<u32> {
        self.header_row.and_then(|row| u32::try_from(row).ok())
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> &str {
        self.file_name.rsplit_once('.').map_or(&self.file_name, |(stem, _)| stem)
    }

    /// The words over its columns.
    pub fn headers(&self) -> Vec<String> {
        serde_json::from_value(self.headers.clone()).unwrap_or_default()
    }

    /// What each of its columns was taken for.
    pub fn fields(&self) -> Vec<Option<String>> {
        serde_json::from_value(self.fields.clone()).unwrap_or_default()
    }

    /// What stands in the columns of its first people.
    pub fn samples(&self) -> Vec<Vec<String>> {
        serde_json::from_value(self.samples.clone()).unwrap_or_default()
    }

    /// Deletes files that were read long ago; how many.
    pub fn delete_old(conn: &mut PgConnection) -> QueryResult<usize> {
        let oldest = Utc::now() - TimeDelta::days(Import::DAYS);
        let old = imports::table.filter(imports::created_at.lt(oldest));
        diesel::delete(old).filter(not(is_being_sent())).execute(conn)
    }

    /// Deletes what a workspace has beyond the newest [`Import::MOST`]: whoever uploads all day fills
    /// no disk.
    pub fn delete_surplus(conn: &mut PgConnection, workspace_id: Uuid) -> QueryResult<usize> {
        let own = imports::table.filter(imports::workspace_id.eq(workspace_id));
        let surplus: Vec<Uuid> =
            own.order(imports::id.desc()).offset(Import::MOST).select(imports::id).load(conn)?;
        diesel::delete(own.filter(imports::id.eq_any(surplus)))
            .filter(not(is_being_sent()))
            .execute(conn)
    }
}

/// Whether a batch that is not finished needs the file.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_being_sent() -> _ {
    exists(
        batches::table
            .filter(batches::workspace_id.eq(imports::workspace_id))
            .filter(batches::import_id.eq(imports::id.nullable()))
            .filter(batches::finished_at.is_null()),
    )
}

/// What an admin said that the columns under these headers hold; `None` when nobody did.
pub fn remembered(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    headers: &[String],
) -> QueryResult<Option<Value>> {
    import_mappings::table
        .find((workspace_id, digest(headers)))
        .select(import_mappings::fields)
        .first(conn)
        .optional()
}

/// Remembers it for the next file with these headers.
pub fn remember(
    conn: &mut PgConnection,
    workspace_id: Uuid,
    headers: &[String],
    fields: &Value,
) -> QueryResult<()> {
    diesel::insert_into(import_mappings::table)
        .values((
            import_mappings::workspace_id.eq(workspace_id),
            import_mappings::headers_digest.eq(digest(headers)),
            import_mappings::fields.eq(fields),
        ))
        .on_conflict((import_mappings::workspace_id, import_mappings::headers_digest))
        .do_update()
        .set(import_mappings::fields.eq(fields))
        .execute(conn)
        .map(drop)
}

fn digest(headers: &[String]) -> Vec<u8> {
    Sha256::digest(json!(headers).to_string()).to_vec()
}
