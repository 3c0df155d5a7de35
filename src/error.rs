//! The one place where errors become HTTP.
//!
//! Handlers return [`AppError`]; the middleware in `security::pages` turns it into a page in the
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
    /// Nobody is signed in; after signing in they come back to `next`.
    SignInNeeded { next: String },
    /// The request makes no sense, for example a form with a missing field.
    BadRequest,
    /// The upload or form is larger than allowed.
    TooLarge,
    /// Too many attempts.
    TooManyAttempts,
    /// All connections or hashing slots stayed taken for too long.
    Busy,
    /// Anything that is our fault.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// What handlers return.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// An error of ours with its cause in words.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> AppError {
        AppError::Internal(cause.into())
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppError::NotFound => f.write_str("not found"),
            AppError::Forbidden => f.write_str("forbidden"),
            AppError::SignInNeeded { .. } => f.write_str("sign-in needed"),
            AppError::BadRequest => f.write_str("bad request"),
            AppError::TooLarge => f.write_str("too large"),
            AppError::TooManyAttempts => f.write_str("too many attempts"),
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
            AppError::Forbidden => StatusCode::FORBIDDEN,
            AppError::SignInNeeded { .. } => StatusCode::SEE_OTHER,
            AppError::BadRequest => StatusCode::BAD_REQUEST,
            AppError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// A row that is not there is [`AppError::NotFound`]; everything else is our fault.
impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> AppError {
        match error {
            diesel::result::Error::NotFound => AppError::NotFound,
            other => AppError::internal(other),
        }
    }
}
