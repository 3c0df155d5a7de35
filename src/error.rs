//! The one place where errors become HTTP.
//!
//! Handlers return [`AppError`]; the middleware in `server::protection::errors` turns it into a page in the
//! reader's language. The cause goes to the log, never to the page.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// Why a request could not be answered as asked.
#[derive(Debug)]
pub enum AppError {
    /// Unknown, or belongs to another workspace: the two look the same.
    NotFound,
    /// The person's role does not allow it.
    Forbidden,
    /// They see the workspace as another role, which lets nothing be changed.
    Previewing,
    /// The project is archived: it can be read, not changed.
    Archived,
    /// Nobody is signed in; after signing in they come back to `next`. Whether a form was lost by
    /// that is said there.
    SignInNeeded { next: String, is_lost: bool },
    /// The trial is over and too little is booked: the person is led to the page that says so.
    Paused { page: String },
    /// The request makes no sense, for example a form with a missing field.
    BadRequest,
    /// The upload or form is larger than allowed.
    TooLarge,
    /// The body did not arrive in time.
    TooSlow,
    /// The body is compressed, which no browser does with a form.
    Compressed,
    /// The request was made to another host than the base address's.
    Misdirected,
    /// Too many attempts; in so many seconds there may be others.
    TooManyAttempts { seconds: i64 },
    /// All connections or hashing slots, or a row, stayed taken for too long.
    Busy,
    /// Anything that is our fault.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// The cause of an internal error: work on the database panicked.
#[derive(Debug, thiserror::Error)]
#[error("the work on the database panicked")]
pub struct Panicked;

/// What handlers return.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// An error of ours with its cause in words.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> AppError {
        AppError::Internal(cause.into())
    }

    /// Whether something panicked.
    pub fn is_panic(&self) -> bool {
        matches!(self, AppError::Internal(cause) if cause.is::<Panicked>())
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppError::NotFound => f.write_str("not found"),
            AppError::Previewing => f.write_str("a preview"),
            AppError::Forbidden => f.write_str("forbidden"),
            AppError::Archived => f.write_str("archived"),
            AppError::SignInNeeded { .. } => f.write_str("sign-in needed"),
            AppError::Paused { .. } => f.write_str("no seats are booked"),
            AppError::BadRequest => f.write_str("bad request"),
            AppError::TooLarge => f.write_str("too large"),
            AppError::TooSlow => f.write_str("too slow"),
            AppError::Compressed => f.write_str("compressed"),
            AppError::Misdirected => f.write_str("misdirected"),
            AppError::TooManyAttempts { .. } => f.write_str("too many attempts"),
            AppError::Busy => f.write_str("busy"),
            AppError::Internal(cause) => write!(f, "internal error: {cause}"),
        }
    }
}

impl std::error::Error for AppError {}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::Forbidden | AppError::Previewing => StatusCode::FORBIDDEN,
            AppError::Archived => StatusCode::CONFLICT,
            AppError::SignInNeeded { .. } | AppError::Paused { .. } => StatusCode::SEE_OTHER,
            AppError::BadRequest => StatusCode::BAD_REQUEST,
            AppError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::TooSlow => StatusCode::REQUEST_TIMEOUT,
            AppError::Compressed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            AppError::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            AppError::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// A row that is not there is [`AppError::NotFound`], a lock or a statement that took longer than
/// every connection allows is [`AppError::Busy`]; everything else is our fault.
impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> AppError {
        match error {
            diesel::result::Error::NotFound => AppError::NotFound,
            error if took_too_long(&error) => {
                tracing::warn!(%error, "given up");
                AppError::Busy
            }
            other => AppError::internal(other),
        }
    }
}

/// Whether the database gave up waiting. diesel hands on no error codes, so it is told by the words.
fn took_too_long(error: &diesel::result::Error) -> bool {
    let diesel::result::Error::DatabaseError(_, details) = error else { return false };
    ["due to lock timeout", "due to statement timeout"]
        .iter()
        .any(|words| details.message().ends_with(words))
}

/// The error of ours that a bare status, as actix-web answers it, stands for.
impl From<StatusCode> for AppError {
    fn from(status: StatusCode) -> AppError {
        match status {
            StatusCode::NOT_FOUND => AppError::NotFound,
            StatusCode::FORBIDDEN => AppError::Forbidden,
            StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
            StatusCode::REQUEST_TIMEOUT => AppError::TooSlow,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::Compressed,
            StatusCode::MISDIRECTED_REQUEST => AppError::Misdirected,
            StatusCode::TOO_MANY_REQUESTS => AppError::TooManyAttempts { seconds: 30 },
            StatusCode::SERVICE_UNAVAILABLE => AppError::Busy,
            status if status.is_server_error() => AppError::internal(status.to_string()),
            _ => AppError::BadRequest,
        }
    }
}
