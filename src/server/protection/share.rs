//! Workspaces share the database.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::db::share::on_behalf_of;

/// Lets a workspace's requests take no more than its share of the database.
pub async fn keep_to_share<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // As the router reads it: there are many spellings of one address.
    let path = request.match_info().unprocessed();
    let slug = path.strip_prefix("/w/").and_then(|rest| rest.split('/').next()).map(str::to_owned);
    match slug {
        Some(slug) => on_behalf_of(slug, next.call(request)).await,
        None => next.call(request).await,
    }
}
