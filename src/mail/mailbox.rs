//! The development mailbox: every mail is a file in a folder instead of leaving.

use std::path::{Path, PathBuf};
use std::{fs, io};

use chrono::{DateTime, Utc};
use mailparse::{MailAddr, MailHeaderMap, ParsedMail, addrparse_header};

use super::handover::Handover;
use super::letter::Letter;

/// How many mails [`Mailbox::list`] returns at most. Older files stay in the folder.
pub const LISTED: usize = 200;

/// The most bytes of an id; file systems refuse names of more than 255.
const LONGEST_ID: usize = 200;

/// A folder of `.eml` files whose names sort by time.
#[derive(Debug, Clone)]
pub struct Mailbox {
    folder: PathBuf,
}

/// One mail read back from the folder.
#[derive(Debug, Clone)]
pub struct StoredMail {
    /// The file's name without its ending; what [`Mailbox::get`] takes.
    pub id: String,
    /// The Date header; the epoch when it cannot be read.
    pub date: DateTime<Utc>,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The mail as it would have travelled.
    pub source: String,
    /// The first web address in the text part.
    pub link: Option<String>,
}

impl Mailbox {
    /// Uses `folder`, making it when it is missing.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// The folder the files are in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The newest mails, newest first, at most 200. Blocks on the disk.
    pub fn list(&self) -> io::Result<Vec<StoredMail>> {
        let mut ids: Vec<String> = fs::read_dir(&self.folder)?
            .filter_map(|entry| mail_id(&entry.ok()?.file_name().into_string().ok()?))
            .collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.truncate(LISTED);
        // A file removed since the folder was read is simply no longer there.
        Ok(ids.iter().filter_map(|id| self.get(id).ok().flatten()).collect())
    }

    /// One mail, or `None` when there is none of that id. Blocks on the disk.
    pub fn get(&self, id: &str) -> io::Result<Option<StoredMail>> {
        if mail_id(&format!("{id}.eml")).is_none() {
            return Ok(None);
        }
        match fs::read(self.path(id)) {
            Ok(bytes) => Ok(read(id, &bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps one letter. A disk that refuses is `Retry`, a letter that cannot be built `Refused`.
    pub(super) async fn hand_over(&self, letter: &Letter) -> Handover {
        let bytes = match letter.compose() {
            Ok(message) => message.formatted(),
            Err(reason) => {
                return Handover::Refused { reply: reason.to_string() };
            }
        };
        let (mailbox, id) = (self.clone(), new_id(&letter.message_id));
        match tokio::task::spawn_blocking(move || mailbox.store(&id, &bytes)).await {
            Ok(Ok(())) => Handover::Accepted { reply: "stored in the mailbox".to_owned() },
            Ok(Err(error)) => Handover::Retry { reply: format!("the mailbox: {error}") },
            Err(error) => Handover::Unknown { reply: format!("the mailbox: {error}") },
        }
    }

    /// Writes and removes a file.
    pub(super) fn check(&self) -> Result<String, String> {
        let probe = self.folder.join(".check");
        fs::write(&probe, b"")
            .and_then(|()| fs::remove_file(&probe))
            .map(|()| format!("Mails are kept in {}.", self.folder.display()))
            .map_err(|error| format!("Mails cannot be kept in {}: {error}.", self.folder.display()))
    }

    /// Renamed when complete, so that nobody lists half a mail.
    fn store(&self, id: &str, bytes: &[u8]) -> io::Result<()> {
        let unfinished = self.folder.join(format!(".{id}"));
        fs::write(&unfinished, bytes)?;
        fs::rename(unfinished, self.path(id))
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.eml"))
    }
}

/// A name that sorts by time and stays unique when two mails share the microsecond.
fn new_id(message_id: &str) -> String {
    let allowed = |c: &char| c.is_ascii_alphanumeric() || "-_.@".contains(*c);
    let name: String = message_id.chars().filter(allowed).take(100).collect();
    format!("{}-{name}", Utc::now().format("%Y%m%dT%H%M%S%6fZ"))
}

/// The id in a file name; `None` for what is no mail, unfinished or outside the folder.
fn mail_id(file: &str) -> Option<String> {
    let id = file.strip_suffix(".eml")?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
    ((1..=LONGEST_ID).contains(&id.len()) && !id.starts_with('.') && id.chars().all(allowed))
        .then(|| id.to_owned())
}

fn read(id: &str, bytes: &[u8]) -> Option<StoredMail> {
    let mail = mailparse::parse_mail(bytes).ok()?;
    let header = |name: &str| mail.headers.get_first_value(name).unwrap_or_default();
    let seconds = mailparse::dateparse(&header("Date")).unwrap_or_default();
    let text = body(&mail, "text/plain");
    Some(StoredMail {
        id: id.to_owned(),
        date: DateTime::from_timestamp(seconds, 0).unwrap_or_default(),
        from: people(&mail, "From"),
        to: people(&mail, "To"),
        subject: header("Subject"),
        html: body(&mail, "text/html"),
        source: String::from_utf8_lossy(bytes).into_owned(),
        link: first_link(&text),
        text,
    })
}

/// Whom a header names, without the quotes that a name may need there: "Bea Example <bea@…>".
fn people(mail: &ParsedMail<'_>, name: &str) -> String {
    let Some(header) = mail.headers.get_first_header(name) else { return String::new() };
    let Ok(named) = addrparse_header(header) else { return header.get_value() };
    let one = |one: &MailAddr| match one {
        MailAddr::Single(one) => match &one.display_name {
            Some(name) => format!("{name} <{}>", one.addr),
            None => one.addr.clone(),
        },
        MailAddr::Group(group) => group.group_name.clone(),
    };
    named.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The first part of that type, however deep; empty when there is none.
fn body(mail: &ParsedMail<'_>, kind: &str) -> String {
    mail.parts()
        .find(|part| part.ctype.mimetype == kind)
        .and_then(|part| part.get_body().ok())
        .unwrap_or_default()
}

fn first_link(text: &str) -> Option<String> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let ends = |c: char| c.is_whitespace() || "<>\"".contains(c);
    let link = text[start..].split(ends).next()?;
    Some(link.trim_end_matches(['.', ',', ';', ')']).to_owned())
}
