//! The files that pages need.
use actix_web::web::ServiceConfig;
/// The routes.
pub fn routes(_config: &mut ServiceConfig) {}
