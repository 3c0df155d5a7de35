//! What is booked, and what a change of it would do.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Query};
use askama::Template;
use chrono::{DateTime, Utc};
use diesel::{PgConnection, QueryResult};
use serde::Deserialize;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{FieldError, Frame, Section};
use crate::handlers::audit::said::{Entry, Words};
use crate::handlers::{echo, form, ok, refused, see_other};
use crate::models::audit_event::Action;
use crate::models::audit_list::{AuditQuery, Group};
use crate::models::plan::{Booking, Step, Wish};
use crate::models::workspace::{Seats, Workspace};
use crate::security::access::{Booker, Member};
use crate::security::session::Flash;
use crate::values::SeatPrice;

/// The most seats a workspace can book.
const MOST_SEATS: i32 = 100_000;
/// So many changes of the plan are listed on its page.
const HISTORY: i64 = 12;

#[derive(Template)]
#[template(path = "plan/show.html")]
struct PlanPage {
    frame: Frame,
    plan: PlanNow,
    price: Option<SeatPrice>,
    /// The number as it was typed.
    typed: String,
    history: Vec<Entry>,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "plan/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    plan: PlanNow,
    price: Option<SeatPrice>,
    seats: i32,
    step: Step,
}

/// The plan as it is.
struct PlanNow {
    workspace: Workspace,
    seats: Seats,
    trial_end: String,
    /// When the next cycle begins; `None` before the first booking.
    next_cycle: Option<String>,
    /// When it would begin if something were booked now.
    cycle: String,
}

#[derive(Deserialize)]
pub struct PlanForm {
    #[serde(default)]
    seats: String,
    /// How many were booked when the change was looked at.
    #[serde(default)]
    seen: String,
}

/// `GET /w/{slug}/settings/plan`
pub async fn show(app: Data<App>, member: Booker) -> AppResult<HttpResponse> {
    Ok(ok(&PlanPage::load(&app, &member).await?))
}

/// `GET /w/{slug}/settings/plan/change?seats=`: what booking so many seats would do.
pub async fn confirm(
    app: Data<App>,
    member: Booker,
    query: Query<PlanForm>,
) -> AppResult<HttpResponse> {
    if query.seats.trim().is_empty() && query.seen.is_empty() {
        return Ok(see_other(&member.path("settings/plan")));
    }
    let plan = PlanNow::load(&app, &member).await?;
    let seats = match query.parse() {
        Some(seats) if i64::from(seats) >= plan.seats.used() => seats,
        Some(_) => return PlanPage::below_used(&app, &member, &query, plan.seats.used()).await,
        None => return PlanPage::no_number(&app, &member, &query).await,
    };
    let step = plan.workspace.step_to(seats, &plan.seats);
    if step == Step::Nothing {
        let is_planned = plan.workspace.planned_seats == Some(seats);
        let key = if is_planned { "plan-planned-already" } else { "plan-booked-already" };
        let text = member.lang.say(key).with("n", seats).to_string();
        return PlanPage::refuse(&app, &member, &query, text).await;
    }
    Ok(ok(&ConfirmPage {
        frame: Frame::new(&member, Section::Plan),
        step,
        price: app.settings.seat_price.clone(),
        plan,
        seats,
    }))
}

/// `POST /w/{slug}/settings/plan`: books this many seats.
pub async fn update(app: Data<App>, member: Booker, body: Bytes) -> AppResult<HttpResponse> {
    let form: PlanForm = form(&body)?;
    let Some(seats) = form.parse() else { return PlanPage::no_number(&app, &member, &form).await };
    let wish = Wish {
        workspace_id: member.workspace_id(),
        actor_id: member.user.id,
        seats,
        seen: form.seen.parse().ok(),
    };
    let flash = match app.db.run(move |conn| wish.fulfil(conn)).await? {
        Booking::BelowUsed(used) => {
            return PlanPage::below_used(&app, &member, &form, used).await;
        }
        Booking::MovedOn => Flash::refused(member.lang.t("plan-moved-on")),
        Booking::Done(step) => {
            app.batch_waits.notify_one();
            let key = match step {
                Step::Nothing | Step::AtOnce => "plan-saved",
                Step::NextCycle => "plan-planned",
                Step::Keep => "plan-kept",
            };
            Flash::done(member.lang.say(key).with("n", seats))
        }
    };
    flash.leave(&member.session);
    Ok(see_other(&member.path("settings/plan")))
}

impl PlanNow {
    async fn load(app: &App, member: &Member) -> AppResult<PlanNow> {
        let id = member.workspace_id();
        let work = move |conn: &mut PgConnection| {
            let workspace = Workspace::find(conn, id)?;
            let seats = workspace.seats(conn)?;
            QueryResult::Ok((workspace, seats))
        };
        let (workspace, seats) = app.db.run(work).await?;
        let day = |at: DateTime<Utc>| {
            dates::long_day(member.lang, at.with_timezone(&workspace.zone()).date_naive())
        };
        Ok(PlanNow {
            trial_end: day(workspace.trial_ends_at),
            next_cycle: workspace.cycle_ends_at.map(day),
            cycle: day(workspace.next_cycle(Utc::now())),
            workspace,
            seats,
        })
    }

    /// Booked seats that nobody holds.
    fn free(&self) -> i64 {
        (self.seats.booked - self.seats.used()).max(0)
    }
}

impl PlanPage {
    async fn load(app: &App, member: &Member) -> AppResult<PlanPage> {
        let plan = PlanNow::load(app, member).await?;
        let (id, query) = (member.workspace_id(), AuditQuery::of_group(Group::Plan, HISTORY));
        let rows = app.db.run(move |conn| query.load(conn, id)).await?;
        let words = Words::plain(member.lang, member.workspace.zone());
        let changes = rows.rows.iter().filter(|row| row.event.action != Action::TrialWarned);
        Ok(PlanPage {
            frame: Frame::new(member, Section::Plan),
            price: app.settings.seat_price.clone(),
            typed: plan.seats.booked.max(plan.seats.used()).to_string(),
            history: changes.map(|row| words.entry(row)).collect(),
            plan,
            errors: Vec::new(),
        })
    }

    async fn no_number(app: &App, member: &Member, form: &PlanForm) -> AppResult<HttpResponse> {
        let text = member.lang.say("plan-no-number").with("max", MOST_SEATS);
        PlanPage::refuse(app, member, form, text.to_string()).await
    }

    async fn below_used(
        app: &App,
        member: &Member,
        form: &PlanForm,
        used: i64,
    ) -> AppResult<HttpResponse> {
        let text = member.lang.say("plan-below-used").with("n", used);
        PlanPage::refuse(app, member, form, text.to_string()).await
    }

    async fn refuse(
        app: &App,
        member: &Member,
        form: &PlanForm,
        text: String,
    ) -> AppResult<HttpResponse> {
        let page = PlanPage::load(app, member).await?;
        let (typed, errors) = (echo(&form.seats), vec![FieldError::new("seats", text)]);
        Ok(refused(&PlanPage { typed, errors, ..page }))
    }

    /// What is said of more used than booked seats; `None` where there are enough, or none at all.
    fn shortage(&self) -> Option<String> {
        let seats = &self.plan.seats;
        if seats.used() <= seats.booked || seats.booked == 0 {
            return None;
        }
        let key = if seats.in_trial { "plan-short-trial" } else { "plan-short" };
        let phrase = self.frame.say(key).with("used", seats.used()).with("booked", seats.booked);
        Some(phrase.with("day", self.plan.trial_end.as_str()).to_string())
    }

    /// The text of the hint at the number.
    fn hint_key(&self) -> &'static str {
        if self.plan.seats.in_trial { "plan-hint-trial" } else { "plan-hint" }
    }

    /// "9.50 EUR per seat and month"
    fn price_text(&self) -> Option<String> {
        let price = self.price.as_ref()?.of(1, self.frame.lang);
        Some(self.frame.say("plan-price").with("price", price).to_string())
    }
}

impl ConfirmPage {
    /// What would happen, in a sentence.
    fn headline(&self) -> String {
        let key = match self.step {
            Step::AtOnce if self.plan.seats.in_trial => "plan-step-trial",
            Step::AtOnce | Step::Nothing => "plan-step-at-once",
            Step::NextCycle => "plan-step-next",
            Step::Keep => "plan-step-keep",
        };
        let more = (i64::from(self.seats) - self.plan.seats.booked).abs();
        let day = if self.plan.seats.in_trial { &self.plan.trial_end } else { &self.plan.cycle };
        let phrase = self.frame.say(key).with("n", self.seats).with("more", more);
        phrase.with("day", day).to_string()
    }

    /// Whether a planned reduction is dropped by it.
    fn drops_planned(&self) -> bool {
        self.step == Step::AtOnce && self.plan.workspace.planned_seats.is_some()
    }

    /// How many of those who wait are invited at once.
    fn invited(&self) -> i64 {
        let counts_at_once = self.step == Step::AtOnce && !self.plan.seats.in_trial;
        let free = (i64::from(self.seats) - self.plan.seats.used()).max(0);
        if counts_at_once { free.min(self.plan.seats.waiting) } else { 0 }
    }

    /// How many seats are used then.
    fn used_after(&self) -> i64 {
        self.plan.seats.used() + self.invited()
    }

    /// How many seats are free then.
    fn free_after(&self) -> i64 {
        (i64::from(self.seats) - self.used_after()).max(0)
    }

    /// What the seats cost a month, now and then; `None` where prices are not known.
    fn costs(&self) -> Option<[String; 2]> {
        let price = self.price.as_ref()?;
        let of = |seats| price.of(seats, self.frame.lang);
        Some([of(self.plan.seats.booked), of(i64::from(self.seats))])
    }

    /// Whether seats are booked ahead, for an end of the trial at which more may be used.
    fn is_ahead(&self) -> bool {
        self.plan.seats.in_trial
    }

    fn is_later(&self) -> bool {
        self.step == Step::NextCycle
    }

    fn button(&self) -> String {
        let key = match self.step {
            Step::NextCycle => "plan-do-next",
            _ => "plan-do",
        };
        self.frame.say(key).with("n", self.seats).to_string()
    }
}

impl PlanForm {
    /// `None` unless it is a number of seats that can be booked.
    fn parse(&self) -> Option<i32> {
        let seats = self.seats.trim().parse().ok()?;
        (0..=MOST_SEATS).contains(&seats).then_some(seats)
    }
}
