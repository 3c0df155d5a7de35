//! The review page.

use std::collections::HashMap;

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::{PgConnection, QueryResult};
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::imports::columns::{self, Column};
use crate::handlers::imports::form::to_rows;
use crate::handlers::imports::row::{Around, ReviewRow, first_of_same, title};
use crate::handlers::imports::shown::Shown;
use crate::handlers::imports::words::{UnknownWord, unknown_words};
use crate::handlers::invite::messages::Saying;
use crate::handlers::invite::window::genders;
use crate::handlers::invite::window_line::{Choice, Remedy};
use crate::handlers::pages::{self, PageLink};
use crate::inviting::colleagues;
use crate::inviting::line::LINES;
use crate::inviting::names::Habits;
use crate::inviting::review::{self, UnknownWords};
use crate::models::batch::Batch;
use crate::models::import::Import;
use crate::models::import_row::{ImportRow, RowState, Rows};
use crate::models::overview::Overview;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::workspace::{Seats, Workspace};
use crate::security::access::Admin;
use crate::values::EmailAddress;

/// Rows a page: with the choices of each the page stays under 3,000 elements.
const PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "imports/show.html")]
pub struct ReviewPage {
    frame: Frame,
    pub import: Import,
    counts: Vec<(RowState, i64)>,
    shown: Shown,
    /// Which rows are shown; `None` for all.
    state: Option<RowState>,
    rows: Vec<ReviewRow>,
    /// How many rows are found, on all pages.
    total: i64,
    page: i64,
    /// The number of the row that was left out just now, and before which of the rows it stood.
    left: Option<(ImportRow, usize)>,
    roles: Vec<Choice>,
    teams: Vec<Choice>,
    genders: Vec<Choice>,
    has_gender: bool,
    words: Vec<UnknownWord>,
    seats: Seats,
    columns: Vec<Column>,
    sheets: Vec<String>,
    /// What sent its people: id and day.
    batches: Vec<(Uuid, String)>,
}

/// A filter of the rows.
struct Tab {
    label: String,
    count: String,
    /// The value of its button.
    value: String,
    is_here: bool,
}

/// What the database has for the page.
struct Loaded {
    import: Import,
    counts: Vec<(RowState, i64)>,
    state: Option<RowState>,
    total: i64,
    page: i64,
    found: Vec<ImportRow>,
    left: Option<ImportRow>,
    row_of: HashMap<i32, i32>,
    habits: Habits,
    words: UnknownWords,
    batches: Vec<(Uuid, DateTime<Utc>)>,
    roles: Vec<Role>,
    teams: Vec<Team>,
    seats: Seats,
}

impl Loaded {
    fn new(
        conn: &mut PgConnection,
        workspace: &Workspace,
        id: Uuid,
        shown: &Shown,
    ) -> AppResult<Loaded> {
        let (import, rows) = review::find(conn, workspace.id, id)?;
        let counts = rows.counts(conn)?;
        let state = state_shown(shown, &counts);
        let wanted = shown.wanted(state);
        let total = match wanted.search.is_empty() {
            true => counted(&counts, state),
            false => rows.count_found(conn, &wanted)?,
        };
        let page = shown.page().min(((total + PAGE - 1) / PAGE).max(1));
        let found = rows.found(conn, &wanted, (page - 1) * PAGE, PAGE)?;
        let Overview { seats, roles, teams, .. } = Overview::of(conn, workspace)?;
        let left = left_out(conn, rows, shown)?;
        let left = left.filter(|left| found.iter().all(|row| row.number != left.number));
        Ok(Loaded {
            row_of: rows_of_same(conn, rows, &found)?,
            habits: colleagues::habits(conn, workspace.id, &unnamed(&found))?,
            words: UnknownWords::of(conn, rows)?,
            batches: Batch::of_import(conn, workspace.id, id)?,
            roles,
            teams,
            seats,
            import,
            counts,
            state,
            total,
            page,
            found,
            left,
        })
    }
}

/// The row that was left out just now, as long as it is.
fn left_out(conn: &mut PgConnection, rows: Rows, shown: &Shown) -> QueryResult<Option<ImportRow>> {
    let Ok(number) = shown.left.parse() else { return Ok(None) };
    let found = rows.numbered(conn, &[number])?.pop();
    Ok(found.filter(|row| row.state == RowState::LeftOut))
}

/// Where the rows stand in the file that others repeat.
fn rows_of_same(
    conn: &mut PgConnection,
    rows: Rows,
    found: &[ImportRow],
) -> QueryResult<HashMap<i32, i32>> {
    let numbers: Vec<i32> = found.iter().filter_map(first_of_same).collect();
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let first = rows.numbered(conn, &numbers)?;
    Ok(first.into_iter().map(|row| (row.number, row.row)).collect())
}

fn unnamed(rows: &[ImportRow]) -> Vec<EmailAddress> {
    let unnamed = rows.iter().filter(|row| row.name.trim().is_empty());
    unnamed.filter_map(|row| EmailAddress::parse(&row.email).ok()).collect()
}

impl ReviewPage {
    /// [`NotFound`](crate::error::AppError::NotFound) when the workspace has no such import.
    pub async fn load(app: &App, admin: &Admin, id: Uuid, shown: &Shown) -> AppResult<ReviewPage> {
        let (workspace, asked) = (admin.workspace.clone(), shown.clone());
        let loaded = app.db.run(move |conn| Loaded::new(conn, &workspace, id, &asked)).await?;
        let (lang, zone) = (admin.lang, admin.workspace.zone());
        let roles: Vec<Choice> =
            loaded.roles.iter().map(|role| Choice::new(role.id, role.title(lang))).collect();
        let teams: Vec<Choice> =
            loaded.teams.iter().map(|team| Choice::new(team.id, team.name.clone())).collect();
        let around = Around {
            saying: Saying {
                lang,
                zone,
                roles: &roles,
                assigns: false,
                allowed: &admin.workspace.allowed_domains,
            },
            roles: &loaded.roles,
            teams: &loaded.teams,
            habits: &loaded.habits,
            row_of: &loaded.row_of,
        };
        let rows: Vec<ReviewRow> = loaded.found.into_iter().map(|row| around.row(row)).collect();
        let before =
            |left: &ImportRow| rows.iter().filter(|row| row.row.number < left.number).count();
        let day = |at: DateTime<Utc>| dates::short_day(lang, at.with_timezone(&zone).date_naive());
        Ok(ReviewPage {
            frame: Frame::new(admin, Section::Invite),
            columns: columns::of(lang, &loaded.import),
            sheets: loaded.import.sheets(),
            batches: loaded.batches.into_iter().map(|(id, at)| (id, day(at))).collect(),
            has_gender: rows.iter().any(|row| !row.row.gender.is_empty()),
            genders: genders(lang),
            left: loaded.left.map(|left| {
                let place = before(&left);
                (left, place)
            }),
            words: unknown_words(lang, &loaded.words, &roles, &teams),
            shown: shown.clone(),
            import: loaded.import,
            counts: loaded.counts,
            state: loaded.state,
            total: loaded.total,
            page: loaded.page,
            seats: loaded.seats,
            rows,
            roles,
            teams,
        })
    }

    fn count(&self, state: RowState) -> i64 {
        counted(&self.counts, Some(state))
    }

    fn ready(&self) -> i64 {
        self.count(RowState::Ready)
    }

    fn lacks_columns(&self) -> bool {
        self.counts.is_empty()
    }

    /// "214 rows: 198 ready, 9 already here, 7 to fix"
    fn summary(&self) -> String {
        let parts = [
            (RowState::Ready, "import-summary-ready"),
            (RowState::Known, "import-summary-known"),
            (RowState::Work, "import-summary-work"),
            (RowState::LeftOut, "import-summary-left-out"),
            (RowState::Queued, "import-summary-queued"),
            (RowState::Sent, "import-summary-sent"),
            (RowState::Waiting, "import-summary-waiting"),
        ];
        let there = parts.into_iter().filter(|(state, _)| self.count(*state) > 0);
        let parts: Vec<String> = there
            .map(|(state, key)| self.frame.say(key).with("n", self.count(state)).to_string())
            .collect();
        let summary = self.frame.say("import-summary").with("n", counted(&self.counts, None));
        summary.with("parts", parts.join(", ")).to_string()
    }

    /// How many seats the people who are ready lack; 0 in the trial.
    fn without_seat(&self) -> i64 {
        self.seats.free().map_or(0, |free| (self.ready() - free.max(0)).max(0))
    }

    fn tabs(&self) -> Vec<Tab> {
        let tab = |state: Option<RowState>, key: &str| {
            let count = counted(&self.counts, state);
            let is_here = self.state == state;
            (count > 0 || is_here).then(|| Tab {
                label: self.frame.lang.t(key),
                count: self.frame.lang.number(count),
                value: to_rows(state, 1),
                is_here,
            })
        };
        let tabs = [
            tab(Some(RowState::Work), "import-work"),
            tab(Some(RowState::Ready), "import-ready"),
            tab(Some(RowState::Known), "import-known"),
            tab(Some(RowState::LeftOut), "import-left-out"),
            tab(Some(RowState::Queued), "import-queued"),
            tab(Some(RowState::Sent), "import-sent"),
            tab(Some(RowState::Waiting), "import-waiting"),
            tab(None, "import-all"),
        ];
        tabs.into_iter().flatten().collect()
    }

    fn pages(&self) -> i64 {
        (self.total + PAGE - 1) / PAGE
    }

    /// The pages to offer; their addresses are the values of buttons.
    fn page_links(&self) -> Vec<Option<PageLink>> {
        pages::links(self.page, self.pages(), &|page| to_rows(self.state, page))
    }

    fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| to_rows(self.state, self.page - 1))
    }

    fn next(&self) -> Option<String> {
        (self.page < self.pages()).then(|| to_rows(self.state, self.page + 1))
    }

    /// "26–50 of 1,898"
    fn range(&self) -> String {
        let first = (self.page - 1) * PAGE + 1;
        let phrase = self.frame.say("import-range").with("first", first);
        let phrase = phrase.with("last", first + self.rows.len() as i64 - 1);
        phrase.with("total", self.total).to_string()
    }

    /// The row that stood before this one of the page until it was left out.
    fn left_before(&self, place: &usize) -> Option<&ImportRow> {
        self.left.as_ref().filter(|(_, before)| before == place).map(|(row, _)| row)
    }

    /// "Line 7 left out: jo@example.com"
    fn left_text(&self, left: &ImportRow) -> String {
        let phrase = self.frame.say("import-is-out").with("row", title(self.frame.lang, left));
        phrase.with("email", &left.email).to_string()
    }

    /// Whether the rows can be looked through.
    fn has_search(&self) -> bool {
        counted(&self.counts, None) > PAGE || !self.shown.q.is_empty()
    }

    /// Whether the window holds everybody who can still be invited.
    fn fits_window(&self) -> bool {
        let open = self.counts.iter().filter(|(state, _)| state.is_open());
        let open: i64 = open.map(|(_, count)| count).sum();
        (1..=LINES as i64).contains(&open)
    }

    fn show(&self) -> &'static str {
        self.state.map_or("all", RowState::as_str)
    }

    /// Whether some row could be sent if its role were chosen.
    fn offers_role(&self) -> bool {
        let lacks_role = |row: &ReviewRow| row.is_open() && row.row.lacks_role();
        self.state != Some(RowState::Known) && self.rows.iter().any(lacks_role)
    }

    /// Whether rows of several states stand together.
    fn shows_several(&self) -> bool {
        self.state.is_none()
    }

    /// Whether rows of several states stand together, and some of them can no longer be changed.
    fn shows_state(&self) -> bool {
        self.shows_several() && self.rows.iter().any(|line| !line.is_open())
    }

    fn opens_columns(&self) -> bool {
        self.lacks_columns() || self.shown.opens_columns()
    }

    fn has_problems(&self) -> bool {
        self.count(RowState::Work) + self.count(RowState::Known) > 0
    }

    fn has_open_rows(&self) -> bool {
        self.rows.iter().any(ReviewRow::is_open)
    }

    fn is_sheet(&self, sheet: &usize) -> bool {
        self.import.sheet_number() == *sheet
    }

    /// "4 of 6 columns are read"
    fn recognised(&self) -> String {
        let known = self.import.fields().iter().flatten().count();
        let phrase = self.frame.say("import-columns-known").with("n", known);
        phrase.with("m", self.columns.len()).to_string()
    }

    fn action(&self) -> String {
        self.frame.path(format!("settings/imports/{}", self.import.id))
    }
}

/// The rows that are asked for; where there are none, and nothing is searched for, what is to be
/// mended, else what is ready, else all.
fn state_shown(shown: &Shown, counts: &[(RowState, i64)]) -> Option<RowState> {
    if shown.is_all() {
        return None;
    }
    let asked = shown.state().filter(|state| counted(counts, Some(*state)) > 0);
    let first = [RowState::Work, RowState::Ready];
    let first = || first.into_iter().find(|state| counted(counts, Some(*state)) > 0);
    asked.or_else(first)
}

fn counted(counts: &[(RowState, i64)], state: Option<RowState>) -> i64 {
    let wanted = |one: RowState| state.is_none_or(|state| state == one);
    counts.iter().filter(|(one, _)| wanted(*one)).map(|(_, count)| count).sum()
}
