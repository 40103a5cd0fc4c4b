//! The transparency log over HTTP, as C2SP tlog-tiles has it, and what a stranger checks: proofs and bundles.
//!
//! All of it is for everybody, from wherever a page was loaded: other people's verifiers run in browsers, too.

use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Path, Query, ServiceConfig, block, get};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use ledger::log::Checkpoint;
use ledger::log::policy::Party;
use ledger::log::tile::{self, Resource, TileId, WIDTH};
use ledger::refusal::Lang;

use super::Site;
use super::api;
use super::encoding::Encoding;
use super::problem::{Problem, language};
use crate::log::proofs::Behind;
use crate::log::{Log, Published};
use crate::store::checkpoints::AttestationKind;
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// A checkpoint is followed by the next within a second.
const MOVES: &str = "public, max-age=1";

/// A tile never changes.
const NEVER_CHANGES: &str = "public, max-age=31536000, immutable";

/// How long a proof waits for a checkpoint that covers its entry: one is signed every second.
const COVERED_WITHIN: Duration = Duration::from_secs(5);

/// Entries read at a time while a whole log is sent.
const CHUNK: u64 = 2_048;

/// The routes. They stand before those of the pages, whose addresses some of them end differently.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/log/checkpoint", get().to(checkpoint))
        .route("/log/checkpoint/{size}", get().to(checkpoint_of))
        .route("/log/checkpoint/{size}/stamps", get().to(stamps))
        .route("/log/keys", get().to(keys))
        .route("/log/policy", get().to(policy_shown))
        .route("/log/consistency/{old}/{size}", get().to(consistency))
        .route("/log/entries.ndjson", get().to(entries))
        .route("/log/{path:tile/.*}", get().to(tile))
        .route("/log/seal-{lang:en|zh}.svg", get().to(seal))
        .route("/check_log.py", get().to(script))
        .route("/entries/{seq}.tlog-proof", get().to(entry_proof))
        .route("/entries/{seq}.json", get().to(entry_bytes))
        .route("/gifts/{code}.bundle.json", get().to(gift_bundle));
}

type Answered = Result<HttpResponse, Problem>;

pub(super) fn log_of(site: &Site, lang: Lang) -> Result<Log, Problem> {
    site.log.clone().ok_or_else(|| Problem::unsigned(lang))
}

/// Asks a reader on a thread where waiting for the disk holds nobody up.
pub(crate) async fn ask<T: Send + 'static>(
    site: &Site,
    question: impl FnOnce(&mut Tables) -> Stored<T> + Send + 'static,
) -> Result<T, Problem> {
    let readers = site.readers.clone();
    let answer = block(move || readers.ask(question)).await;
    Ok(answer.map_err(|error| StoreError::Database(error.to_string()))??)
}

fn plain(cache: &'static str, text: String) -> HttpResponse {
    let mut answer = open(cache);
    answer.content_type("text/plain; charset=utf-8").body(text)
}

/// An answer that scripts of any origin may read.
fn open(cache: &'static str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
    answer
}

/// A size or index: there is one way to write each, so that each has one address.
fn number(text: &str, lang: Lang, name: &'static str) -> Result<u64, Problem> {
    ledger::log::number(text).ok_or_else(|| Problem::bad_parameter(lang, name))
}

async fn checkpoint(request: HttpRequest, site: Data<Site>) -> Answered {
    let lang = language(&request);
    let latest = log_of(&site, lang)?.latest().ok_or_else(|| Problem::unsigned(lang))?;
    Ok(plain(MOVES, latest.note()))
}

async fn checkpoint_of(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let lang = language(&request);
    let size = number(&size, lang, "size")?;
    let found = ask(&site, move |tables| {
        let Some(signed) = tables.checkpoint(size)? else { return Ok(None) };
        Ok(Some(Published { signed, attestations: tables.attestations(size)?, quorum: false }))
    });
    Ok(plain(MOVES, found.await?.ok_or_else(|| Problem::not_found(lang))?.note()))
}

/// Time stamps of a checkpoint's note: a line each, the authority and its token in base64.
async fn stamps(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let lang = language(&request);
    let size = number(&size, lang, "size")?;
    let found = ask(&site, move |tables| tables.attestations(size)).await?;
    let stamps = found.iter().filter(|one| one.kind == AttestationKind::TimeStamp);
    Ok(plain(MOVES, stamps.map(|one| format!("{} {}\n", one.name, one.attestation)).collect()))
}

async fn keys(request: HttpRequest, site: Data<Site>) -> Answered {
    let log = log_of(&site, language(&request))?;
    let line = |(key, from): (&_, u64)| match from {
        0 => format!("{key}\n"),
        from => format!("# from {from} entries on:\n{key}\n"),
    };
    Ok(plain(MOVES, log.keys().map(line).collect()))
}

async fn policy(request: HttpRequest, site: Data<Site>) -> Answered {
    let log = log_of(&site, language(&request))?;
    let mut policy = log.policy().clone();
    // A new key is named once it has signed beside the others: to who remembers those, it would be a stranger's before.
    if let Some(latest) = log.latest() {
        let signed = |party: &Party| Checkpoint::open(&latest.signed.note, [&party.key]).is_ok();
        if policy.logs.iter().any(signed) {
            policy.logs.retain(signed);
        }
    }
    Ok(plain(MOVES, policy.to_string()))
}

/// The policy; a mirror's is its own, and says so.
async fn policy_shown(request: HttpRequest, site: Data<Site>) -> Answered {
    let Some(mirror) = site.mirror.clone() else { return policy(request, site).await };
    let log = log_of(&site, language(&request))?;
    let url = mirror.progress().url;
    let says = format!("# The policy by which this mirror checks the log. Whom the log itself names: {url}/policy\n");
    Ok(plain(MOVES, says + &log.policy().to_string()))
}

async fn consistency(request: HttpRequest, site: Data<Site>, sizes: Path<(String, String)>) -> Answered {
    let lang = language(&request);
    let log = log_of(&site, lang)?;
    let (old, size) = (number(&sizes.0, lang, "old")?, number(&sizes.1, lang, "size")?);
    let latest = log.latest().map_or(0, |latest| latest.signed.size);
    if old > size || size > latest {
        return Err(Problem::not_signed_yet(lang, latest));
    }
    let proof = ask(&site, move |tables| log.consistency(tables, old, size)).await?;
    use base64::Engine as _;
    let line = |hash: &[u8; 32]| base64::engine::general_purpose::STANDARD.encode(hash) + "\n";
    Ok(plain(NEVER_CHANGES, proof.iter().map(line).collect()))
}

/// A tile or the entries below one: full ones that are signed, partial ones of the widths that some signed size has.
async fn tile(request: HttpRequest, site: Data<Site>, path: Path<String>) -> Answered {
    let lang = language(&request);
    let log = log_of(&site, lang)?;
    let resource = Resource::parse(&path).ok_or_else(|| Problem::not_found(lang))?;
    let signed = log.latest().map_or(0, |latest| latest.signed.size);
    let (id, width) = match resource {
        Resource::Tile(id, width) => (id, width),
        Resource::Entries(index, width) => (TileId { level: 0, index }, width),
    };
    if id.width_at(signed) < width {
        return Err(Problem::not_found(lang));
    }
    let bytes = ask(&site, move |tables| {
        if width < WIDTH {
            let needed =
                id.sizes_of_width(width).map_or(Ok(false), |(first, last)| tables.was_signed_between(first, last))?;
            if !needed {
                return Ok(None);
            }
        }
        Ok(Some(match resource {
            Resource::Tile(..) => tile::to_bytes(log.tiles().tile(tables, id, width)?.hashes()),
            Resource::Entries(index, _) => {
                let rows = tables.json_from(index.saturating_mul(u64::from(WIDTH)), usize::from(width))?;
                tile::to_entry_bundle(rows.iter().map(String::as_str))
            }
        }))
    });
    let bytes = bytes.await?.ok_or_else(|| Problem::not_found(lang))?;
    let mut answer = open(NEVER_CHANGES);
    answer.content_type("application/octet-stream");
    let encoding = if matches!(resource, Resource::Entries(..)) { Encoding::of(&request) } else { Encoding::Plain };
    if let Some(word) = encoding.word() {
        answer.insert_header((header::CONTENT_ENCODING, word)).insert_header((header::VARY, "Accept-Encoding"));
    }
    Ok(answer.body(encoding.encode(&bytes)))
}

#[derive(serde::Deserialize)]
struct Sized {
    size: Option<String>,
}

/// The whole log up to a signed size, an entry a line, as `almoner export log` writes it.
async fn entries(request: HttpRequest, site: Data<Site>, asked: Query<Sized>) -> Answered {
    let lang = language(&request);
    let latest = log_of(&site, lang)?.latest().map_or(0, |latest| latest.signed.size);
    let asked = asked.size.as_deref().map(|size| number(size, lang, "size")).transpose()?;
    let size = asked.unwrap_or(latest);
    if size > latest {
        return Err(Problem::not_signed_yet(lang, latest));
    }
    let lines = stream::unfold((site, 0_u64), move |(site, from)| async move {
        if from >= size {
            return None;
        }
        let count = CHUNK.min(size - from);
        let rows = ask(&site, move |tables| tables.json_from(from, usize::try_from(count).unwrap_or_default())).await;
        let chunk = rows
            .map_err(|_| std::io::Error::other("the log could not be read"))
            .map(|rows| Bytes::from(rows.iter().fold(String::new(), |all, row| all + row + "\n")));
        Some((chunk, (site, from + count)))
    });
    let name = format!("attachment; filename=\"log-{size}.ndjson\"");
    let mut answer = open(MOVES);
    answer.content_type("application/x-ndjson").insert_header((header::CONTENT_DISPOSITION, name));
    Ok(answer.insert_header(("Almoner-Log-Size", size.to_string())).streaming(Box::pin(lines)))
}

/// The state of the log in a few words, as a picture: pages show it without being made anew.
async fn seal(site: Data<Site>, lang: Path<String>) -> HttpResponse {
    let lang = if lang.as_str() == "zh" { Lang::Zh } else { Lang::En };
    let picture = app::page::seal_svg(crate::pages::log::seal(site.log.as_ref(), site.mirror.as_ref()), lang);
    let mut answer = open("public, max-age=5");
    answer
        .content_type("image/svg+xml")
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .body(picture)
}

/// A check that shares no code with us, as it stands in the sources.
async fn script() -> HttpResponse {
    let mut answer = open("public, max-age=3600");
    answer.content_type("text/x-python; charset=utf-8").body(include_str!("../../../end2end/check_log.py"))
}

/// A checkpoint that covers an entry: the next one is never more than a second away.
pub(super) async fn covering(log: &Log, seq: u64, lang: Lang) -> Result<std::sync::Arc<Published>, Problem> {
    let there = match log.covering(seq) {
        Some(published) => Some(published),
        None => log.wait_for(seq, false, COVERED_WITHIN).await,
    };
    there.ok_or_else(|| Problem::not_signed_yet(lang, log.latest().map_or(0, |latest| latest.signed.size)))
}

async fn entry_proof(request: HttpRequest, site: Data<Site>, seq: Path<String>) -> Answered {
    let lang = language(&request);
    let log = log_of(&site, lang)?;
    let seq = number(&seq, lang, "seq")?;
    if seq >= site.sequencer.size() {
        return Err(Problem::not_found(lang));
    }
    let published = covering(&log, seq, lang).await?;
    let proof = ask(&site, move |tables| log.entry_proof(tables, &published, seq)).await?;
    let name = format!("attachment; filename=\"entry-{seq}.tlog-proof\"");
    let mut answer = open(MOVES);
    answer.content_type("text/plain; charset=utf-8").insert_header((header::CONTENT_DISPOSITION, name));
    Ok(answer.body(proof.to_string()))
}

/// An entry's exact bytes as a file: what its proof is of. They never change, so their own hash is their tag.
async fn entry_bytes(request: HttpRequest, site: Data<Site>, seq: Path<String>) -> Answered {
    let lang = language(&request);
    let seq = number(&seq, lang, "seq")?;
    let json = ask(&site, move |tables| tables.json(seq)).await?.ok_or_else(|| Problem::not_found(lang))?;
    let etag = header::HeaderValue::from_str(&format!("\"{}\"", ledger::Hash::of(json.as_bytes())));
    let etag = etag.map_err(|error| StoreError::Database(error.to_string()))?;
    let mut answer = open(NEVER_CHANGES);
    answer.insert_header((header::ETAG, etag.clone()));
    if super::kept::holds(&request, &etag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    let name = format!("attachment; filename=\"{seq}.json\"");
    Ok(answer.content_type("application/json").insert_header((header::CONTENT_DISPOSITION, name)).body(json))
}

async fn gift_bundle(request: HttpRequest, site: Data<Site>, code: Path<String>) -> Answered {
    let lang = language(&request);
    let log = log_of(&site, lang)?;
    let code = api::code_in(&site, code.into_inner(), lang).await?;
    let Some(behind) = ask(&site, move |tables| Behind::gift(tables, code)).await? else {
        return Err(api::no_gift(&site, code, lang).await?);
    };
    let published = covering(&log, behind.last(), lang).await?;
    let bundle = ask(&site, move |tables| log.bundle(tables, &published, behind)).await?;
    let name = format!("attachment; filename=\"{code}.bundle.json\"");
    let mut answer = open(MOVES);
    answer.content_type(ledger::log::bundle::MEDIA_TYPE).insert_header((header::CONTENT_DISPOSITION, name));
    let encoding = Encoding::of(&request);
    if let Some(word) = encoding.word() {
        answer.insert_header((header::CONTENT_ENCODING, word)).insert_header((header::VARY, "Accept-Encoding"));
    }
    Ok(answer.body(encoding.encode(bundle.to_json().as_bytes())))
}
