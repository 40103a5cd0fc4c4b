//! The web server: the open interface, the pages, the files.
//!
//! - [`head`]: `HEAD` is answered as `GET`
//! - [`body`]: a request's body is read whole, within bounds of size and time, before anything else happens
//! - [`problem`]: errors as RFC 9457 says, in the reader's language
//! - [`guard`]: who may record
//! - [`api`]: the open interface under `/api/v1`; [`open`]: what holds for every read of it
//! - [`embed`]: cards that other sites may frame
//! - [`site`]: the addresses of pages; [`reader`]: in which language, for whom
//! - [`show`]: from a request to an answer; [`versions`]: which entry last concerned it; [`kept`]: answers in memory
//! - [`encoding`]: compressed bodies
//! - [`copy`]: a gift's page as a file that checks itself
//! - [`pictures`]: the pictures of pages, as files; [`cards`]: those beside a link to a page
//! - [`reports`]: the form, frozen reports in every form, what came after them
//! - [`log`]: the transparency log, proofs and bundles
//! - [`feeds`]: Atom, the sitemap, what robots may read
//! - [`live`]: the log as it grows; [`pulse`]: what looks at the log without being asked
//! - [`assets`]: the files that pages need, from inside the binary

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{DefaultHeaders, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};

use crate::desk::mail::Post;
use crate::log::mirror::{Following, Mirror};
use crate::log::{Log, LogError, Settings};
use crate::pages::{Index, Known};
use crate::private::{Private, tokens};
use crate::sequencer::Sequencer;
use crate::store::write::Writer;
use crate::store::{Location, Readers, StoreError};
use crate::witness::Witness;

pub mod api;
pub mod assets;
pub mod body;
pub mod cards;
pub mod copy;
pub mod embed;
pub mod encoding;
pub mod feeds;
pub mod guard;
pub mod head;
pub mod kept;
pub mod live;
pub mod log;
pub mod open;
pub mod pictures;
pub mod problem;
pub mod pulse;
pub mod reader;
pub mod reports;
pub mod show;
pub mod site;
pub mod versions;

/// Headers that arrive slower than this close the connection.
const HEADERS_WITHIN: Duration = Duration::from_secs(5);

/// Once a body was given up, the client has this long to read the answer before the connection is closed.
const LAST_WORD_WITHIN: Duration = Duration::from_secs(1);

/// A connection that nobody uses is kept for so long: longer than proxies and programs keep theirs, so that it is they who
/// close it. Else now and then a request is sent into a connection that is just being closed, and lost.
const KEPT_ALIVE: Duration = Duration::from_secs(75);

/// Workers: the pages' own work is done by readers on threads of their own.
const WORKERS: usize = 2;

/// What every handler has at hand.
#[derive(Debug, Clone)]
pub struct Site {
    /// The way to the one writer.
    pub sequencer: Sequencer,
    /// Read-only connections.
    pub readers: Readers,
    /// Who the staff are, which programs may record, what waits.
    pub private: Private,
    /// Where documents are kept; none where no folder was named.
    pub documents: Option<crate::desk::documents::Folder>,
    /// What the staff desk remembers.
    pub desk: crate::desk::State,
    /// Who may record.
    pub guard: guard::Guard,
    /// Which entries concern which page.
    pub versions: Arc<versions::Versions>,
    /// Answers made before.
    pub kept: Arc<kept::Kept>,
    /// What can be found by name.
    pub index: Arc<Index>,
    /// Entries that many pages speak of.
    pub known: Arc<Known>,
    /// What is registered, for reports.
    pub books: Arc<crate::reports::gather::Books>,
    /// Digests of tables that were read to the end.
    pub digests: Arc<reports::Digests>,
    /// How often the open interface is read, by address.
    pub reads: Arc<open::Reads>,
    /// Who listens to the head of the log.
    pub live: live::Live,
    /// The transparency log; none where no key signs it.
    pub log: Option<Log>,
    /// What follows another log; then nothing is recorded here.
    pub mirror: Option<Mirror>,
    /// Whether a mail server is set up.
    pub can_mail: bool,
    /// Which addresses may be told of entries.
    pub webhooks: crate::webhooks::Webhooks,
    origin: Option<Arc<str>>,
}

impl Site {
    /// Where the site is reached from outside, where that was said.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        self.origin.as_deref().map(str::to_owned)
    }

    /// Whoever records and then looks finds it.
    async fn renew_if_grown(&self) {
        if !self.versions.may_renew(self.sequencer.size()) {
            return;
        }
        let there = self.clone();
        let renewed = web::block(move || there.readers.ask(|tables| there.versions.renew(tables))).await;
        if let Ok(Err(error)) = renewed {
            tracing::error!(%error, "the log could not be looked at");
        }
    }
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
    /// The log can't be signed, or must not be.
    #[error(transparent)]
    Log(#[from] LogError),
    /// While running.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

/// A server that is ready, and the address it has.
#[derive(Debug)]
pub struct Ready {
    listener: TcpListener,
    site: Site,
    witness: Option<Witness>,
    post: Option<Post>,
}

/// Opens the database, holds its head against its last entries, and takes the port.
///
/// # Errors
/// [`ServeError`].
pub fn prepare(location: &Location, address: &str) -> Result<Ready, ServeError> {
    prepare_with(location, &location.private(), address)
}

/// As [`prepare`], with the private store at another place than beside the ledger.
///
/// # Errors
/// [`ServeError`].
pub fn prepare_with(location: &Location, private: &Location, address: &str) -> Result<Ready, ServeError> {
    let listen = |reason| ServeError::Listen { address: address.to_owned(), reason };
    let listener = TcpListener::bind(address).map_err(listen)?;
    Ready::with(listener, Writer::open(location)?, location, Private::open(private)?)
}

impl Ready {
    /// A server on this port that records with this writer.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn new(listener: TcpListener, writer: Writer, location: &Location) -> Result<Self, ServeError> {
        Self::with(listener, writer, location, Private::open(&location.private())?)
    }

    /// As [`Ready::new`], with this private store.
    ///
    /// # Errors
    /// [`ServeError`].
    pub fn with(
        listener: TcpListener,
        writer: Writer,
        location: &Location,
        private: Private,
    ) -> Result<Self, ServeError> {
        private.transaction(|db| tokens::adopt(db, location))?;
        let readers = Readers::new(location)?;
        let sequencer = Sequencer::start(writer, location)?;
        let guard = guard::Guard::new(private.clone());
        let site = Site {
            versions: Arc::new(versions::Versions::new(sequencer.size())),
            sequencer,
            private,
            documents: None,
            desk: crate::desk::State::default(),
            guard,
            kept: Arc::default(),
            index: Arc::default(),
            known: Arc::default(),
            books: Arc::default(),
            digests: Arc::default(),
            reads: Arc::default(),
            live: live::Live::default(),
            log: None,
            mirror: None,
            can_mail: false,
            webhooks: crate::webhooks::Webhooks::default(),
            origin: None,
            readers,
        };
        pulse::start(&site)?;
        Ok(Self { listener, site, witness: None, post: None })
    }

    /// Says where the site is reached from outside, as `https://give.example`.
    #[must_use]
    pub fn reached_at(mut self, origin: Option<&str>) -> Self {
        self.site.origin = origin.map(|origin| origin.trim_end_matches('/').into());
        self
    }

    /// Keeps documents in this folder.
    #[must_use]
    pub fn keeping(mut self, documents: crate::desk::documents::Folder) -> Self {
        self.site.documents = Some(documents);
        match self.site.private.transaction(crate::private::documents::published) {
            Ok(published) => {
                published.iter().for_each(|hash| self.site.known.add_document(ledger::json::hex(hash)));
            }
            Err(error) => tracing::error!(%error, "the documents could not be listed: pages do not lead to them"),
        }
        self
    }

    /// Has the log signed and watched, where there is a key.
    ///
    /// # Errors
    /// [`ServeError::Log`]: above all, a database that is not what was signed before.
    pub fn signed_by(mut self, settings: Option<Settings>) -> Result<Self, ServeError> {
        if let Some(settings) = settings {
            self.site.log = Some(Log::start(settings, &self.site.readers, &self.site.sequencer)?);
        }
        Ok(self)
    }

    /// Has another log followed: this server shows its pages, and records nothing of its own. Where it keeps documents
    /// ([`Ready::keeping`], which comes first), those that entries name are fetched from there.
    ///
    /// # Errors
    /// [`ServeError::Log`].
    pub fn mirroring(mut self, following: Following) -> Result<Self, ServeError> {
        let log = Log::following(following.policy.clone(), &self.site.readers, &self.site.sequencer)?;
        let url = following.url.clone();
        self.site.mirror = Some(Mirror::start(following, &log)?);
        self.site.log = Some(log);
        if let Some(folder) = self.site.documents.clone() {
            self.site.known.lead_to_all_documents();
            crate::log::mirror::documents::start(&self.site, folder, &url)?;
        }
        Ok(self)
    }

    /// Has other logs watched, at `/witness`; beside a mirror, which comes first, only what that has replayed, until it stops.
    #[must_use]
    pub fn witnessing(mut self, witness: Witness) -> Self {
        self.witness = Some(witness.beside(self.site.mirror.clone()));
        self
    }

    /// Has receipts and notices sent to donors who asked for them.
    #[must_use]
    pub fn mailing(mut self, post: Option<Post>) -> Self {
        self.site.can_mail = post.is_some();
        self.post = post;
        self
    }

    /// Has webhooks reach these addresses; else the open net alone.
    #[must_use]
    pub fn telling(mut self, net: crate::outbound::open_net::OpenNet) -> Self {
        self.site.webhooks = crate::webhooks::Webhooks::within(net);
        self
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
        let live = self.site.live.clone();
        let server = self.start()?;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            told_to_stop().await;
            // A stream that never ends would otherwise be waited for.
            live.close();
            handle.stop(true).await;
        });
        server.await?;
        Ok(())
    }

    /// Starts serving, and gives the handle of the running server.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub fn start(self) -> Result<actix_web::dev::Server, ServeError> {
        let Self { listener, site, witness, post } = self;
        if site.mirror.is_none() {
            crate::desk::mail::start(&site, post)?;
            crate::webhooks::start(&site)?;
        }
        let server = HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(site.clone()))
                .wrap(from_fn(body::read_whole))
                .wrap(security())
                .wrap(from_fn(head::as_get))
                .route("/health", web::get().to(health))
                // Routes are tried in this order: what begins with a language need not be held against all others.
                .service(web::scope("/en").configure(site::routes))
                .service(web::scope("/zh").configure(site::routes))
                .service(web::scope("/api/v1").wrap(from_fn(open::reading)).configure(api::routes))
                .configure(assets::routes)
                .route("/live", web::get().to(live::live))
                .route("/live/entries", web::get().to(live::entries::entries))
                .route("/robots.txt", web::get().to(feeds::robots))
                .route("/sitemap.xml", web::get().to(feeds::sitemap))
                .route("/sitemap/{name}-{part}.xml", web::get().to(feeds::sitemap_part))
                .configure(|config| {
                    if let Some(witness) = &witness {
                        let routes = web::scope("/witness").app_data(web::Data::new(witness.clone()));
                        config.service(routes.configure(crate::witness::http::routes));
                    }
                })
                .configure(log::routes)
                .configure(site::routes)
                .default_service(web::to(site::not_found))
        })
        .workers(WORKERS)
        .keep_alive(KEPT_ALIVE)
        .client_request_timeout(HEADERS_WITHIN)
        .client_disconnect_timeout(LAST_WORD_WITHIN)
        .disable_signals()
        .listen(listener)?
        .run();
        Ok(server)
    }
}

/// Serves a witness that is nothing else, until told to stop.
///
/// # Errors
/// [`ServeError::Stopped`].
pub async fn run_witness(listener: TcpListener, witness: Witness) -> Result<(), ServeError> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(witness.clone()))
            .wrap(from_fn(body::read_whole))
            .wrap(from_fn(head::as_get))
            .configure(crate::witness::http::routes)
    });
    let server =
        server.workers(WORKERS).client_request_timeout(HEADERS_WITHIN).disable_signals().listen(listener)?.run();
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        told_to_stop().await;
        handle.stop(true).await;
    });
    server.await?;
    Ok(())
}

/// Nothing from elsewhere, nothing inline; wasm may run.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    worker-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What browsers are told of every answer.
fn security() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("X-Frame-Options", "DENY"))
        .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
        .add(("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
}

/// Waits for Ctrl-C, or for the system's wish that this ends.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut ended) = signal(SignalKind::terminate()) else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = ended.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

async fn health(site: web::Data<Site>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).body(format!("ok {}\n", site.sequencer.size()))
}
