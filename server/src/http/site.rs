//! The pages.
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse};

use super::problem::{Problem, language};
/// The routes.
pub fn routes(_config: &mut ServiceConfig) {}

/// Nothing is there.
pub async fn not_found(request: HttpRequest) -> HttpResponse {
    Problem::not_found(language(&request)).response()
}
