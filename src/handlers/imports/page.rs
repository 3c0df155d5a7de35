//! The review page.

use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::App;
use crate::dates;
use crate::error::{AppError, AppResult};
use crate::frame::{Frame, Section};
use crate::handlers::imports::Shown;
use crate::handlers::imports::columns::{self, Column};
use crate::handlers::imports::row::ReviewRow;
use crate::handlers::invite::window::genders;
use crate::handlers::invite::window_line::Choice;
use crate::inviting::review::{self, UnknownWords};
use crate::models::batch::Batch;
use crate::models::import::Import;
use crate::models::import_row::RowState;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::workspace::Seats;
use crate::security::access::Admin;

/// Rows a page: with the choices of each the page stays under 3,000 elements.
const PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "imports/show.html")]
pub struct ReviewPage {
    frame: Frame,
    pub import: Import,
    counts: Vec<(RowState, i64)>,
    /// Which rows are shown; `None` for all.
    state: Option<RowState>,
    rows: Vec<ReviewRow>,
    page: i64,
    pages: i64,
    roles: Vec<Choice>,
    teams: Vec<Team>,
    genders: Vec<Choice>,
    has_gender: bool,
    words: UnknownWords,
    seats: Seats,
    columns: Vec<Column>,
    sheets: Vec<String>,
    /// What sent its people: id and day.
    batches: Vec<(Uuid, String)>,
}

/// A filter of the rows.
struct Tab {
    label: String,
    count: i64,
    address: String,
    is_here: bool,
}

impl ReviewPage {
    /// [`AppError::NotFound`] when the workspace has no such import.
    pub async fn load(app: &App, admin: &Admin, id: Uuid, shown: &Shown) -> AppResult<ReviewPage> {
        let (workspace, shown) = (admin.workspace.clone(), shown.clone());
        let loaded = app.db.run(move |conn| {
            let (import, rows) = review::find(conn, workspace.id, id)?;
            let counts = rows.counts(conn)?;
            let state = shown.state().or_else(|| first_shown(&shown, &counts));
            let total = counted(&counts, state);
            let pages = ((total + PAGE - 1) / PAGE).max(1);
            let page = shown.page().clamp(1, pages);
            let found = rows.some(conn, state, (page - 1) * PAGE, PAGE)?;
            let words = UnknownWords::of(conn, rows)?;
            let batches = Batch::of_import(conn, workspace.id, id)?;
            let (roles, teams) = (Role::all(conn, workspace.id)?, Team::all(conn, workspace.id)?);
            let seats = workspace.seats(conn)?;
            Ok::<_, AppError>((
                import,
                counts,
                state,
                (page, pages),
                found,
                words,
                (roles, teams),
                (seats, batches),
            ))
        });
        let (import, counts, state, (page, pages), found, words, (known, teams), (seats, batches)) =
            loaded.await?;
        let lang = admin.lang;
        let roles: Vec<Choice> =
            known.iter().map(|role| Choice::new(role.id, role.title(lang))).collect();
        let row = |row: crate::models::import_row::ImportRow| {
            let role = known.iter().find(|role| role.is_meant_by(&row.role));
            let role = role.map(|role| role.id.to_string()).unwrap_or_default();
            ReviewRow::new(lang, row, role, &roles)
        };
        let zone = admin.workspace.zone();
        let day = |at: DateTime<Utc>| dates::short_day(lang, at.with_timezone(&zone).date_naive());
        let rows: Vec<ReviewRow> = found.into_iter().map(row).collect();
        Ok(ReviewPage {
            frame: Frame::new(admin, Section::Invite),
            columns: columns::of(lang, &import),
            sheets: import.sheets(),
            batches: batches.into_iter().map(|(id, at)| (id, day(at))).collect(),
            has_gender: rows.iter().any(|row| !row.row.gender.is_empty()),
            genders: genders(lang),
            import,
            counts,
            state,
            rows,
            page,
            pages,
            roles,
            teams,
            words,
            seats,
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

    /// "214 rows: 198 ready, 9 already here, 7 need work"
    fn summary(&self) -> String {
        self.frame
            .say("import-summary")
            .with("n", counted(&self.counts, None))
            .with("ready", self.ready())
            .with("known", self.count(RowState::Known))
            .with("work", self.count(RowState::Work))
            .to_string()
    }

    /// How many seats the people who are ready lack; 0 in the trial.
    fn without_seat(&self) -> i64 {
        self.seats.free().map_or(0, |free| (self.ready() - free.max(0)).max(0))
    }

    fn tabs(&self) -> Vec<Tab> {
        let tab = |state: Option<RowState>, key: &str| Tab {
            label: self.frame.lang.t(key),
            count: counted(&self.counts, state),
            address: self.at(state, 1),
            is_here: self.state == state,
        };
        let tabs = [
            tab(Some(RowState::Work), "import-work"),
            tab(Some(RowState::Ready), "import-ready"),
            tab(Some(RowState::Known), "import-known"),
            tab(Some(RowState::LeftOut), "import-left-out"),
            tab(Some(RowState::Queued), "import-queued"),
            tab(Some(RowState::Sent), "import-sent"),
            tab(None, "import-all"),
        ];
        tabs.into_iter().filter(|tab| tab.count > 0 || tab.is_here).collect()
    }

    fn at(&self, state: Option<RowState>, page: i64) -> String {
        let show = state.map_or("all", RowState::as_str);
        self.frame.path(format!("settings/imports/{}?show={show}&page={page}", self.import.id))
    }

    fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.at(self.state, self.page - 1))
    }

    fn next(&self) -> Option<String> {
        (self.page < self.pages).then(|| self.at(self.state, self.page + 1))
    }

    fn show(&self) -> &'static str {
        self.state.map_or("all", RowState::as_str)
    }

    /// Whether some row could be sent if its role were chosen.
    fn offers_role(&self) -> bool {
        self.rows.iter().any(|row| row.is_open() && row.row.lacks_role())
    }

    fn has_words(&self) -> bool {
        !self.words.roles.is_empty() || !self.words.teams.is_empty()
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

    /// The name of the row's team, else what stands there.
    fn team_of<'a>(&'a self, row: &'a ReviewRow) -> &'a str {
        let word = row.row.team.as_str();
        let team = self.teams.iter().find(|team| team.is_meant_by(word));
        team.map_or(word, |team| team.name.as_str())
    }

    fn action(&self) -> String {
        self.frame.path(format!("settings/imports/{}", self.import.id))
    }
}

/// What needs work first, else what is ready, else all.
fn first_shown(shown: &Shown, counts: &[(RowState, i64)]) -> Option<RowState> {
    if shown.show == "all" {
        return None;
    }
    [RowState::Work, RowState::Ready].into_iter().find(|state| counted(counts, Some(*state)) > 0)
}

fn counted(counts: &[(RowState, i64)], state: Option<RowState>) -> i64 {
    let wanted = |one: RowState| state.is_none_or(|state| state == one);
    counts.iter().filter(|(one, _)| wanted(*one)).map(|(_, count)| count).sum()
}
