//! The user list.

pub mod address;
pub mod back;
pub mod person;

use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::web::{Data, Query};
use askama::Template;
use diesel::{PgConnection, QueryResult};
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
use crate::models::user_list::index::SearchIndexes;
use crate::models::user_list::{Sort, Total, UserPage, UserQuery};
use crate::models::workspace::{Seats, Workspace};
use crate::security::access::{Member, PeopleReader};
use crate::security::ahead::{self, Ahead};
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
    /// This page of the list, to come back to; empty for its plain first page, where everything
    /// leads back by itself.
    back: String,
    /// The same as the query of an address.
    back_query: String,
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

/// What the page shows, from the database.
struct Found {
    list: UserPage,
    around: Overview,
    /// The batch of a file that goes on, for those who may look at it.
    going_on: Option<BatchGoingOn>,
}

impl Found {
    fn read(
        conn: &mut PgConnection,
        (workspace, role): (&Workspace, &Role),
        query: &UserQuery,
        searches: &SearchIndexes,
    ) -> QueryResult<Found> {
        let around = Overview::of(conn, workspace)?;
        let list = UserPage::load(conn, workspace.id, query, &around, searches)?;
        let going_on = match around.may_go_on && rights::can_invite(role) {
            true => BatchGoingOn::of(conn, workspace.id)?,
            false => None,
        };
        Ok(Found { list, around, going_on })
    }
}

/// What the list asks for is read together with who asks, if this is a request for it by somebody
/// whose own role may see it.
pub fn read_ahead(request: &ServiceRequest) -> Option<Ahead> {
    let slug = request.path().strip_prefix("/w/")?.strip_suffix("/settings/users")?;
    let app = request.app_data::<Data<App>>().filter(|_| request.method() == Method::GET)?;
    let asked = Query::<ListAddress>::from_query(request.query_string()).ok()?.into_inner();
    let (query, searches) = (asked.tidied().parse(), app.searches.clone());
    Some(Ahead::new(slug, move |conn, member| {
        let may_see = rights::can_read_people(&member.role);
        may_see.then(|| Found::read(conn, (&member.workspace, &member.role), &query, &searches))
    }))
}

/// `GET /w/{slug}/settings/users`
pub async fn index(
    app: Data<App>,
    member: PeopleReader,
    asked: Query<ListAddress>,
) -> AppResult<HttpResponse> {
    let asked = asked.into_inner().tidied();
    let found = match ahead::take::<QueryResult<Found>>() {
        // Somebody else's role, looked through for now, sees less than their own.
        Some(found) if member.preview.is_none() => found?,
        _ => {
            let (query, searches) = (asked.parse(), app.searches.clone());
            let (workspace, role) = (member.workspace.clone(), member.role.clone());
            let read =
                move |conn: &mut _| Found::read(conn, (&workspace, &role), &query, &searches);
            app.db.run(read).await?
        }
    };
    Ok(ok(&UsersPage::new(&member, asked, found)))
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
        Found { list, around, going_on }: Found,
    ) -> UsersPage {
        let lang = member.lang;
        let address = |page| member.path(&format!("settings/users{}", asked.with_page(page)));
        let pages = Pages::new(lang, list.total, list.page, list.rows.len(), address);
        let back = asked.with_page(list.page);
        let back = if back.is_empty() { back } else { address(list.page) };
        let status = |one: &Status| Choice::new(one, one.title(lang).to_owned(), &asked.status);
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
            back_query: match back.as_str() {
                "" => String::new(),
                back => format!("?back={}", utf8_percent_encode(back, NON_ALPHANUMERIC)),
            },
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
