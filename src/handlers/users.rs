//! The user list.

pub mod address;
pub mod back;
pub mod person;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use diesel::QueryResult;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::App;
use crate::error::AppResult;
use crate::frame::{Frame, Section};
use crate::handlers::pages::Pages;
use crate::handlers::{ok, see_other};
use crate::i18n::Around;
use crate::models::batch_progress::BatchGoingOn;
use crate::models::overview::Overview;
use crate::models::rights;
use crate::models::role::Role;
use crate::models::team::Team;
use crate::models::user_list::{Sort, Total, UserPage};
use crate::models::workspace::Seats;
use crate::security::access::{Member, PeopleReader};
use crate::values::Status;
use address::ListAddress;
use person::Person;

#[derive(Template)]
#[template(path = "users/index.html")]
struct UsersPage {
    frame: Frame,
    seats: Seats,
    /// The batch of a file that goes on, for those who may look at it.
    going_on: Option<BatchGoingOn>,
    /// What the address asks for.
    asked: ListAddress,
    statuses: Vec<Choice>,
    roles: Vec<Choice>,
    /// Empty until the workspace has a team: no team column or filter then.
    teams: Vec<Choice>,
    sorts: Vec<Choice>,
    people: Vec<Person>,
    total: Total,
    pages: Pages,
    /// What the menu of somebody is called.
    actions_for: Around,
    /// This page of the list, to come back to.
    back: String,
    /// The same as a value in an address.
    back_in_query: String,
}

/// The head of a column that the list can be sorted by, in either direction.
struct Head {
    title: String,
    /// The list in this order, or the other way round where it is in it.
    address: String,
    /// Whether the list is in this order and rises; `None` when it is in another one.
    rises: Option<bool>,
}

/// An option of a select.
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// `GET /w/{slug}/settings/users`
pub async fn index(
    app: Data<App>,
    member: PeopleReader,
    asked: Query<ListAddress>,
) -> AppResult<HttpResponse> {
    let asked = asked.into_inner().tidied();
    let (query, workspace) = (asked.parse(), member.workspace.clone());
    let (may_see_batches, searches) = (rights::can_invite(&member.role), app.searches.clone());
    let (list, around, going_on) = app
        .db
        .run(move |conn| {
            let around = Overview::of(conn, &workspace)?;
            let list = UserPage::load(conn, workspace.id, &query, &around, &searches)?;
            let going_on = match around.may_go_on && may_see_batches {
                true => BatchGoingOn::of(conn, workspace.id)?,
                false => None,
            };
            QueryResult::Ok((list, around, going_on))
        })
        .await?;
    Ok(ok(&UsersPage::new(&member, asked, list, around, going_on)))
}

/// `GET /w/{slug}/settings`: to the first page of the settings that they may see, since people
/// guess it; everybody sees their own profile.
pub async fn settings(member: Member) -> HttpResponse {
    let page = if rights::can_read_people(&member.role) {
        "settings/users"
    } else if rights::can_read_settings(&member.role) {
        "settings/permissions"
    } else {
        return see_other(&member.path(&format!("settings/users/{}", member.user.id)));
    };
    see_other(&member.path(page))
}

impl UsersPage {
    fn new(
        member: &Member,
        asked: ListAddress,
        list: UserPage,
        around: Overview,
        going_on: Option<BatchGoingOn>,
    ) -> UsersPage {
        let lang = member.lang;
        let address = |page| member.path(&format!("settings/users{}", asked.with_page(page)));
        let pages = Pages::new(lang, list.total, list.page, list.rows.len(), address);
        let back = address(list.page);
        let status = |one: &Status| Choice::new(one, one.title(lang), &asked.status);
        let role = |one: &Role| Choice::new(one.id, one.title(lang), &asked.role);
        let team = |one: &Team| Choice::new(one.id, one.name.clone(), &asked.team);
        let sort = |one: &Sort| Choice::new(one, address::sort_title(lang, *one), &asked.sort);
        UsersPage {
            statuses: Status::ALL.iter().map(status).collect(),
            roles: around.roles.iter().map(role).collect(),
            teams: around.teams.iter().map(team).collect(),
            sorts: Sort::ALL.iter().map(sort).collect(),
            people: list.rows.into_iter().map(|row| Person::new(member, row)).collect(),
            frame: Frame::new(member, Section::Users),
            seats: around.seats,
            going_on,
            total: list.total,
            pages,
            actions_for: lang.say("users-actions-for").around("name"),
            back_in_query: utf8_percent_encode(&back, NON_ALPHANUMERIC).to_string(),
            back,
            asked,
        }
    }

    fn shows_teams(&self) -> bool {
        !self.teams.is_empty()
    }

    /// "7 of 10 seats used"; in the trial nothing limits them.
    fn seats_used(&self) -> String {
        let used = self.seats.used();
        if self.seats.in_trial {
            return self.frame.say("users-seats-trial").with("used", used).to_string();
        }
        let phrase = self.frame.say("users-seats").with("used", used);
        phrase.with("booked", self.seats.booked).to_string()
    }

    /// Whether the reader is alone and nothing was filtered away.
    fn is_alone(&self) -> bool {
        self.total.count <= 1 && !self.asked.is_filtered()
    }

    /// "214 users", for those who do not see the list change.
    fn found(&self) -> String {
        let key = if self.total.has_more { "users-found-many" } else { "users-found" };
        self.frame.say(key).with("n", self.total.count).to_string()
    }

    /// The file of everybody whom the list shows, on all its pages.
    fn export(&self, ending: &str) -> String {
        self.frame.path(format!("settings/users/export.{ending}{}", self.asked.with_page(1)))
    }

    fn sorted_heads(&self, columns: &[&str]) -> Vec<Head> {
        let head = |column: &&str| {
            let down = format!("-{column}");
            let is_up = self.asked.is_sorted_by(column);
            let is_down = self.asked.is_sorted_by(&down);
            let next = if is_up { down.as_str() } else { *column };
            Head {
                title: self.frame.lang.t(&format!("users-{column}")),
                address: self.frame.path(format!("settings/users{}", self.asked.with_sort(next))),
                rises: (is_up || is_down).then_some(is_up),
            }
        };
        columns.iter().map(head).collect()
    }
}

impl Choice {
    fn new(value: impl ToString, label: String, chosen: &str) -> Choice {
        let value = value.to_string();
        Choice { is_chosen: value == chosen, value, label }
    }
}

impl Head {
    fn is_up(&self) -> bool {
        self.rises == Some(true)
    }

    fn is_down(&self) -> bool {
        self.rises == Some(false)
    }
}
