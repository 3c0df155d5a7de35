use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::handlers::invite::LINES;
use crate::handlers::invite::form::InviteForm;
use crate::handlers::invite::window::Window;
use crate::security::access::Admin;

/// `POST /w/{slug}/settings/invite/lines`: the window's buttons without JavaScript: a line more or
/// less, one choice for all, the gender column. Nothing is sent.
pub async fn change(
    app: Data<App>,
    admin: Admin,
    request: HttpRequest,
    body: Bytes,
) -> AppResult<HttpResponse> {
    let mut form = InviteForm::parse(&body)?;
    let change = std::mem::take(&mut form.change);
    match change.split_once('-') {
        None if change == "add" && form.form_lines().count() < LINES => form.add_line(),
        None if change == "add" => {}
        None if change == "apply" => form.apply_to_all(),
        None if change == "more" => form.show_gender(),
        Some(("remove", place)) => {
            form.remove_line(place.parse().map_err(|_| AppError::BadRequest)?);
        }
        _ => return Err(AppError::BadRequest),
    }
    Ok(Window::load(&app, &admin, form).await?.show(&request))
}
