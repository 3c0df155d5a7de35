use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use askama::Template;
use chrono::Utc;
use serde::Deserialize;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::{form, ok, refused, see_other};
use crate::models::workspace::{Booking, Seats, Workspace};
use crate::security::access::{Admin, Member};
use crate::security::session::Flash;

/// The most seats a workspace can book.
const MOST_SEATS: i32 = 100_000;

#[derive(Template)]
#[template(path = "plan/show.html")]
struct PlanPage {
    frame: Frame,
    seats: Seats,
    /// Started days until the trial ends; 0 when it is over.
    trial_days: i64,
    trial_end: String,
    /// The number as it was typed.
    typed: String,
    errors: Vec<FieldError>,
}

#[derive(Deserialize)]
pub struct PlanForm {
    seats: String,
}

/// `GET /w/{slug}/settings/plan`
pub async fn show(app: Data<App>, member: Admin) -> AppResult<HttpResponse> {
    Ok(ok(&PlanPage::load(&app, &member).await?))
}

/// `POST /w/{slug}/settings/plan`: books this many seats.
pub async fn update(app: Data<App>, member: Admin, body: Bytes) -> AppResult<HttpResponse> {
    let form: PlanForm = form(&body)?;
    let error = match form.parse() {
        Some(seats) => {
            let (workspace_id, actor_id) = (member.workspace_id(), member.user.id);
            let book = move |conn: &mut _| Workspace::book(conn, workspace_id, actor_id, seats);
            match app.db.run(book).await? {
                Booking::Done => {
                    Flash::done(member.lang.say("plan-saved").with("n", seats))
                        .leave(&member.session);
                    return Ok(see_other(&member.path("settings/plan")));
                }
                Booking::BelowUsed(used) => member.lang.say("plan-below-used").with("n", used),
            }
        }
        None => member.lang.say("plan-no-number").with("max", MOST_SEATS),
    };
    let page = PlanPage::load(&app, &member).await?;
    let errors = vec![FieldError::new("seats", error)];
    Ok(refused(&PlanPage { typed: form.seats, errors, ..page }))
}

impl PlanPage {
    async fn load(app: &App, member: &Member) -> AppResult<PlanPage> {
        let id = member.workspace_id();
        let (workspace, seats) = app
            .db
            .run(move |conn| {
                let workspace = Workspace::find(conn, id)?;
                let seats = workspace.seats(conn)?;
                Ok::<_, diesel::result::Error>((workspace, seats))
            })
            .await?;
        let left = workspace.trial_ends_at - Utc::now();
        let end = workspace.trial_ends_at.with_timezone(&workspace.zone()).date_naive();
        Ok(PlanPage {
            frame: Frame::new(member, Section::Plan),
            trial_days: if seats.in_trial { left.num_hours() / 24 + 1 } else { 0 },
            trial_end: dates::long_day(member.lang, end),
            typed: seats.booked.max(seats.used()).to_string(),
            seats,
            errors: Vec::new(),
        })
    }

    /// Booked seats that nobody holds.
    fn free(&self) -> i64 {
        (self.seats.booked - self.seats.used()).max(0)
    }

    /// The text of the hint at the number.
    fn hint_key(&self) -> &'static str {
        if self.seats.in_trial { "plan-hint-trial" } else { "plan-hint" }
    }
}

impl PlanForm {
    /// `None` unless it is a number of seats that can be booked.
    fn parse(&self) -> Option<i32> {
        let seats = self.seats.trim().parse().ok()?;
        (0..=MOST_SEATS).contains(&seats).then_some(seats)
    }
}
