//! The web server: the open interface, the pages, the files.
//!
//! - [`body`]: a request's body is read whole, within bounds of size and time, before anything else happens
//! - [`problem`]: errors as RFC 9457 says, in the reader's language
//! - [`guard`]: who may record
//! - [`api`]: the open interface under `/api/v1`
//! - [`site`]: the pages
//! - [`assets`]: the files that pages need, from inside the binary

use std::net::TcpListener;
use std::time::Duration;

use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::sequencer::Sequencer;
use crate::store::write::Writer;
use crate::store::{Location, Readers, StoreError};

pub mod api;
pub mod assets;
pub mod body;
pub mod guard;
pub mod problem;
pub mod site;

/// Headers that arrive slower than this close the connection.
const HEADERS_WITHIN: Duration = Duration::from_secs(5);

/// Once a body was given up, the client has this long to read the answer before the connection is closed.
const LAST_WORD_WITHIN: Duration = Duration::from_secs(1);

/// Workers: the pages' own work is done by readers on threads of their own.
const WORKERS: usize = 2;

/// What every handler has at hand.
#[derive(Debug, Clone)]
pub struct Site {
    /// The way to the one writer.
    pub sequencer: Sequencer,
    /// Read-only connections.
    pub readers: Readers,
    /// Who may record.
    pub guard: guard::Guard,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The port.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        /// Where.
        address: String,
        /// Why not.
        reason: std::io::Error,
    },
    /// While running.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

/// A server that is ready, and the address it has.
#[derive(Debug)]
pub struct Ready {
    listener: TcpListener,
    site: Site,
}

/// Opens the database, holds its head against its last entries, and takes the port.
///
/// # Errors
/// [`ServeError`].
pub fn prepare(location: &Location, address: &str) -> Result<Ready, ServeError> {
    let listen = |reason| ServeError::Listen { address: address.to_owned(), reason };
    let listener = TcpListener::bind(address).map_err(listen)?;
    Ready::new(listener, Writer::open(location)?, location)
}

impl Ready {
    /// A server on this port that records with this writer.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn new(listener: TcpListener, writer: Writer, location: &Location) -> Result<Self, ServeError> {
        let readers = Readers::new(location)?;
        let sequencer = Sequencer::start(writer, location)?;
        let guard = guard::Guard::new(readers.clone());
        Ok(Self { listener, site: Site { sequencer, readers, guard } })
    }

    /// Where it listens: with port 0, the port that the system chose.
    ///
    /// # Errors
    /// The system's own.
    pub fn address(&self) -> std::io::Result<std::net::SocketAddr> {
        self.listener.local_addr()
    }

    /// What the handlers have at hand.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Serves until told to stop; requests under way are answered first.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub async fn run(self) -> Result<(), ServeError> {
        self.start()?.await?;
        Ok(())
    }

    /// Starts serving, and gives the handle of the running server.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub fn start(self) -> Result<actix_web::dev::Server, ServeError> {
        let Self { listener, site } = self;
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(site.clone()))
                .wrap(from_fn(body::read_whole))
                .wrap(
                    DefaultHeaders::new()
                        .add(("X-Content-Type-Options", "nosniff"))
                        .add(("Referrer-Policy", "same-origin"))
                        .add(("X-Frame-Options", "DENY"))
                        .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY)),
                )
                .route("/health", web::get().to(health))
                .service(web::scope("/api/v1").configure(api::routes))
                .configure(assets::routes)
                .configure(site::routes)
                .default_service(web::to(site::not_found))
        })
        .workers(WORKERS)
        .client_request_timeout(HEADERS_WITHIN)
        .client_disconnect_timeout(LAST_WORD_WITHIN)
        .listen(listener)?
        .run();
        Ok(server)
    }
}

/// Nothing from elsewhere, nothing inline; wasm may run.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async fn health(site: web::Data<Site>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).body(format!("ok {}\n", site.sequencer.size()))
}
