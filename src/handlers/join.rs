//! The invitation's link. What its page shows is decided by the rows; looking at it changes none.

use actix_session::Session;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::app::App;
use crate::dates;
use crate::error::AppResult;
use crate::frame::{FieldError, PlainFrame};
use crate::handlers::{echo, form, gone, missing, ok, refused, see_other, undecided};
use crate::inviting::accept::{Entry, Invited, LinkState, accept};
use crate::journal::{What, say};
use crate::models::account::Account;
use crate::security::access::{Viewer, Visitor, reader_lang};
use crate::security::links::JoinClaim;
use crate::security::session::{self, Flash};
use crate::security::{attempts, known_device, passwords};
use crate::values::PersonName;

/// What must be escaped in the address of a `mailto:` link.
const OUTSIDE_ADDRESS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_');

/// How the person can come in.
enum Way {
    /// By setting a password: the address has no account.
    NewAccount,
    /// By the password of the account of the address.
    Password,
    /// By one button: they are signed in with that account.
    SignedIn,
    /// Not before they have chosen: they are signed in with the account of another address.
    Other(String),
}

#[derive(Template)]
#[template(path = "join/show.html")]
struct JoinPage {
    frame: PlainFrame,
    token: String,
    invited: Invited,
    way: Way,
    name: String,
    errors: Vec<FieldError>,
}

#[derive(Template)]
#[template(path = "join/ended.html")]
struct EndedPage {
    frame: PlainFrame,
    title: String,
    explanation: String,
    way_on: String,
    address: String,
    note: String,
}

#[derive(Deserialize)]
pub struct Join {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// `GET /join/{token}`
pub async fn show(
    app: Data<App>,
    request: HttpRequest,
    token: Path<String>,
    Visitor(viewer): Visitor,
) -> AppResult<HttpResponse> {
    let Some((_, invited)) = find(&app, &token).await? else {
        return unknown(&app, &request).await;
    };
    let page = JoinPage::new(token.into_inner(), invited, viewer.as_ref());
    Ok(match page.invited.state {
        LinkState::Valid => ok(&page),
        _ => gone(&EndedPage::new(&page.invited, viewer.as_ref())),
    })
}

/// `POST /join/{token}`: makes the person Active, once, and signs them in.
pub async fn create(
    app: Data<App>,
    request: HttpRequest,
    session: Session,
    token: Path<String>,
    Visitor(viewer): Visitor,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let form: Join = form(&body)?;
    let Some((claim, invited)) = find(&app, &token).await? else {
        return unknown(&app, &request).await;
    };
    let mut page = JoinPage::new(token.into_inner(), invited, viewer.as_ref());
    if page.invited.state != LinkState::Valid {
        return Ok(gone(&EndedPage::new(&page.invited, viewer.as_ref())));
    }
    attempts::count_join(&app, claim.invitation_id).await?;
    let entry = match page.entry(&app, &request, viewer.as_ref(), form).await? {
        Some(entry) => entry,
        None if matches!(page.way, Way::Other(_)) => return Ok(undecided(&page)),
        None => return Ok(refused(&page)),
    };
    let hash = page.password_hash(&entry);
    match app.db.run(move |conn| accept(conn, &claim, &entry)).await? {
        Some(account_id) => {
            session::sign_in(&session, &app.keys, account_id, hash.as_deref())?;
            say(What::SignedIn, Some(account_id));
            Flash::done(page.invited.welcome()).leave(&session);
            let answer = see_other(&page.invited.destination());
            let email_key = &page.invited.user.email_key;
            known_device::remember(&app, account_id, email_key, hash.as_deref(), answer)
        }
        // Somebody was quicker: another tab, a newer mail, an admin. The page says which.
        None => show(app, request, Path::from(page.token), Visitor(viewer)).await,
    }
}

/// The answer to a link that we never made, or whose invitation is gone.
async fn unknown(app: &App, request: &HttpRequest) -> AppResult<HttpResponse> {
    attempts::count_unknown_link(app, request).await?;
    Ok(missing(&EndedPage::unknown(request)))
}

/// The claim of a token and what the rows say to it; `None` when we signed no such token or the
/// invitation is gone.
async fn find(app: &App, token: &str) -> AppResult<Option<(JoinClaim, Invited)>> {
    let Some(claim) = JoinClaim::open(&app.keys, token) else { return Ok(None) };
    let invited = app.db.run(move |conn| Invited::load(conn, &claim)).await?;
    Ok(invited.map(|invited| (claim, invited)))
}

impl JoinPage {
    fn new(token: String, invited: Invited, viewer: Option<&Viewer>) -> JoinPage {
        let way = match (viewer.map(|viewer| &viewer.account), &invited.account) {
            (Some(signed_in), Some(account)) if signed_in.id == account.id => Way::SignedIn,
            (Some(signed_in), _) => Way::Other(signed_in.email.clone()),
            (None, Some(_)) => Way::Password,
            (None, None) => Way::NewAccount,
        };
        JoinPage {
            frame: PlainFrame::of(invited.lang(), &invited.workspace.name),
            token,
            name: invited.user.name.clone(),
            invited,
            way,
            errors: Vec::new(),
        }
    }

    /// What the person comes in with; `None`, and the page says why, when that is not enough.
    async fn entry(
        &mut self,
        app: &App,
        request: &HttpRequest,
        viewer: Option<&Viewer>,
        form: Join,
    ) -> AppResult<Option<Entry>> {
        match (&self.way, &self.invited.account) {
            (Way::NewAccount, _) => self.new_account(app, form).await,
            (Way::Password, Some(account)) => {
                let (key, typed) = (&account.email_key, form.password.as_str());
                if attempts::password_fits(app, request, key, typed, Some(account)).await? {
                    return Ok(Some(Entry::Existing { account_id: account.id }));
                }
                say(What::SignInRefused, Some(account.id));
                self.refuse("password", "join-wrong-password");
                Ok(None)
            }
            (Way::SignedIn, _) => {
                Ok(viewer.map(|viewer| Entry::Existing { account_id: viewer.account.id }))
            }
            (Way::Password | Way::Other(_), _) => Ok(None),
        }
    }

    async fn new_account(&mut self, app: &App, form: Join) -> AppResult<Option<Entry>> {
        let name = PersonName::parse(&form.name);
        if name.is_err() {
            self.refuse("name", "account-name-refused");
        }
        let (email, workspace) = (&self.invited.user.email, &self.invited.workspace.name);
        let personal = [email.as_str(), &form.name, workspace];
        let password = passwords::check(&form.password, &personal).await?;
        if let Err(problem) = password {
            self.refuse("password", problem.key());
        }
        self.name = echo(&form.name);
        // Hashing takes a turn from those who sign in, so it comes last.
        let (Ok(name), Ok(password)) = (name, password) else { return Ok(None) };
        let password_hash = app.passwords.hash(None, password).await?;
        Ok(Some(Entry::New { name, password_hash }))
    }

    /// The hash of the password that the person comes in with.
    fn password_hash(&self, entry: &Entry) -> Option<String> {
        match entry {
            Entry::New { password_hash, .. } => Some(password_hash.clone()),
            Entry::Existing { .. } => {
                self.invited.account.as_ref().and_then(|account| account.password_hash.clone())
            }
        }
    }

    fn refuse(&mut self, field: &str, key: &str) {
        self.errors.push(FieldError::new(field, self.frame.t(key)));
    }

    fn title(&self) -> String {
        self.frame.say("join-title").with("workspace", &self.invited.workspace.name).to_string()
    }
}

impl EndedPage {
    /// The page of a link that we never made, or whose invitation is gone: the two look the same.
    fn unknown(request: &HttpRequest) -> EndedPage {
        let lang = reader_lang(request);
        EndedPage {
            frame: PlainFrame::new(lang),
            title: lang.t("join-unknown-title"),
            explanation: lang.t("join-unknown"),
            way_on: lang.t("sign-in"),
            address: "/".to_owned(),
            note: lang.t("join-unknown-note"),
        }
    }

    fn new(invited: &Invited, viewer: Option<&Viewer>) -> EndedPage {
        let is_in = viewer.is_some_and(|viewer| invited.is_joined_by(&viewer.account));
        let [title, explanation, way_on, note] = match invited.state {
            LinkState::Valid | LinkState::Accepted if is_in => {
                ["join-accepted-title", "join-accepted", "join-accepted-open", "join-accepted-note"]
            }
            LinkState::Valid | LinkState::Accepted => {
                ["join-accepted-title", "join-accepted", "sign-in", "join-accepted-note"]
            }
            LinkState::Expired => {
                ["join-expired-title", "join-expired", "join-ask", "join-expired-note"]
            }
            LinkState::Withdrawn => {
                ["join-withdrawn-title", "join-withdrawn", "join-ask", "join-withdrawn-note"]
            }
            LinkState::Declined => {
                ["join-declined-title", "join-declined", "join-ask", "join-declined-note"]
            }
            LinkState::Unbacked => {
                ["join-unbacked-title", "join-unbacked", "join-ask", "join-unbacked-note"]
            }
            LinkState::Paused => {
                ["join-paused-title", "join-paused", "join-ask", "join-paused-note"]
            }
            LinkState::Replaced => {
                ["join-replaced-title", "join-replaced", "join-ask", "join-replaced-note"]
            }
        };
        let address = match invited.state {
            LinkState::Valid | LinkState::Accepted if is_in => invited.start_page(),
            LinkState::Valid | LinkState::Accepted => invited.sign_in_page(),
            _ => invited.mail_to_contact(),
        };
        EndedPage {
            frame: PlainFrame::of(invited.lang(), &invited.workspace.name),
            title: invited.say(title),
            explanation: invited.say(explanation),
            way_on: invited.say(way_on),
            address,
            note: invited.say(note),
        }
    }
}

/// What the pages say about an invitation.
impl Invited {
    /// The name of the role, in the person's language.
    fn role_title(&self) -> String {
        self.role.title(self.lang())
    }

    fn team_list(&self) -> String {
        self.teams.join(", ")
    }

    /// When the link ends, with the zone.
    fn end(&self) -> String {
        dates::moment(self.lang(), self.workspace.zone(), self.invitation.expires_at)
    }

    /// A text about the invitation as a whole.
    fn say(&self, key: &'static str) -> String {
        self.lang()
            .say(key)
            .with("workspace", &self.workspace.name)
            .with("inviter", &self.inviter.name)
            .with("email", &self.inviter.email)
            .with("contact", &self.contact.name)
            .with("contact-email", &self.contact.email)
            .with("date", self.end())
            .to_string()
    }

    fn welcome(&self) -> String {
        let key = if self.teams.is_empty() { "join-welcome" } else { "join-welcome-team" };
        let phrase = self.lang().say(key).with("workspace", &self.workspace.name);
        phrase.with("role", self.role_title()).with("team", self.team_list()).to_string()
    }

    fn start_page(&self) -> String {
        format!("/w/{}/", self.workspace.slug)
    }

    /// Where the person goes once they are in: to the task they were invited from, if they see it.
    fn destination(&self) -> String {
        match self.task_id {
            Some(task) => format!("/w/{}/tasks/{task}", self.workspace.slug),
            None => self.start_page(),
        }
    }

    fn sign_in_page(&self) -> String {
        format!("/sign-in?next={}", self.start_page())
    }

    fn mail_to_contact(&self) -> String {
        format!("mailto:{}", utf8_percent_encode(&self.contact.email, OUTSIDE_ADDRESS))
    }

    fn is_joined_by(&self, account: &Account) -> bool {
        self.user.account_id == Some(account.id)
    }
}
