use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Form;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use crate::error::{AppError, AppResult};

/// A form that is looked at only once it is known who sends it. Extractors run side by side, so a
/// plain `Form` that makes no sense would answer 400 to people who may not even know of the page.
pub struct Posted<T>(AppResult<T>);

impl<T> Posted<T> {
    /// The form; [`AppError::BadRequest`] when it makes no sense, [`AppError::TooLarge`] when it is
    /// larger than allowed.
    pub fn read(self) -> AppResult<T> {
        self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = AppResult<Posted<T>>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = Form::<T>::from_request(request, payload);
        Box::pin(async move { Ok(Posted(form.await.map(Form::into_inner).map_err(refusal))) })
    }
}

fn refusal(error: actix_web::Error) -> AppError {
    match error.as_error::<AppError>() {
        Some(AppError::TooLarge) => AppError::TooLarge,
        _ => AppError::BadRequest,
    }
}
