//! `/desk/webhooks`: who is told of new entries, for admins.
//!
//! - [`list`]: all of them, and the form that adds one
//! - [`one`]: one with its deliveries, and what is done with it
//! - [`lines`]: how they are shown

mod lines;
mod list;
mod one;

use actix_web::web::{ServiceConfig, get, post};

/// The routes, under no prefix and under that of each language.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/desk/webhooks", get().to(list::show))
        .route("/desk/webhooks", post().to(list::add))
        .route("/desk/webhooks/{id}", get().to(one::show))
        .route("/desk/webhooks/{id}/test", post().to(one::test))
        .route("/desk/webhooks/{id}/pause", post().to(one::pause))
        .route("/desk/webhooks/{id}/resume", post().to(one::resume))
        .route("/desk/webhooks/{id}/secret", post().to(one::secret))
        .route("/desk/webhooks/{id}/remove", post().to(one::remove))
        .route("/desk/webhooks/{id}/deliveries/{delivery}/again", post().to(one::again));
}
