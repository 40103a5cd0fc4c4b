//! Documents of a mirror: what entries name is fetched from the original while it is there, each file by its hash.
//!
//! The log has the SHA3-256 of every document, so whatever came is believed for what it is, not for where it came from. The
//! whole log is walked once at each start, in the background, then what comes in. What the original does not give is asked
//! for again and again; until it comes, whoever asks here is told that this copy lacks it.

use std::collections::VecDeque;
use std::sync::Arc;

use ledger::{Entry, Hash};
use reqwest::blocking::Client;

use super::{ANSWERS_WITHIN, EVERY};
use crate::desk::documents::{Accepted, FILE_BYTES, Folder, media_type};
use crate::http::Site;
use crate::log::LogError;
use crate::outbound;
use crate::pages::Known;
use crate::private::Private;
use crate::private::documents::{self, NewDocument};
use crate::sequencer::Sequencer;
use crate::store::derive::documents_of;
use crate::store::{Readers, StoreError, Stored};

/// Entries read at a time while the log is walked.
const CHUNK: usize = 512;

/// How many looks pass before the original is asked once more for what it did not give.
const ROUNDS_BETWEEN: u32 = 60;

/// What stands in the table as the account that brought a file.
const BROUGHT_BY: &str = "mirror";

/// A file that an entry names and that is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lacking {
    sha3: String,
    name: String,
    media_type: String,
}

/// Why a file did not come.
#[derive(Debug, thiserror::Error)]
enum Missed {
    #[error("{0}")]
    NotSent(String),
    #[error("{0}")]
    NotRead(String),
    #[error("it answered {0}")]
    Answered(u16),
    #[error("what came has another hash")]
    OtherHash,
    #[error("it could not be kept: {0}")]
    NotKept(String),
}

impl From<StoreError> for Missed {
    fn from(error: StoreError) -> Self {
        Self::NotKept(error.to_string())
    }
}

struct Collector {
    sequencer: Sequencer,
    readers: Readers,
    private: Private,
    known: Arc<Known>,
    folder: Folder,
    client: Client,
    /// Where the original's pages are, as `https://give.example`.
    original: String,
    /// The first entry that was not looked at yet.
    next: u64,
    lacking: VecDeque<Lacking>,
}

/// Starts collecting, on a thread that ends with the sequencer. `url` is the log's.
///
/// # Errors
/// [`LogError`], where there can be no client or no thread.
pub(crate) fn start(site: &Site, folder: Folder, url: &str) -> Result<(), LogError> {
    let wrong = |reason: String| LogError::Settings { what: url.to_owned(), reason };
    let client = outbound::client(ANSWERS_WITHIN).map_err(|error| wrong(error.to_string()))?;
    let url = url.trim_end_matches('/');
    let original = url.rsplit_once('/').map_or(url, |(before, _)| before).to_owned();
    let collector = Collector {
        sequencer: site.sequencer.clone(),
        readers: site.readers.clone(),
        private: site.private.clone(),
        known: Arc::clone(&site.known),
        folder,
        client,
        original,
        next: 0,
        lacking: VecDeque::new(),
    };
    let thread = std::thread::Builder::new().name("mirror-documents".into());
    thread.spawn(move || collector.run()).map_err(|error| wrong(error.to_string()))?;
    Ok(())
}

impl Collector {
    fn run(mut self) {
        let mut rounds: u32 = 0;
        while !self.sequencer.is_closed() {
            let before = self.lacking.len();
            if let Err(error) = self.look() {
                tracing::warn!(%error, "the log could not be looked through for documents; it will be tried again");
            }
            // What is new is asked for at once; what did not come before, only now and then.
            if self.lacking.len() > before || rounds.is_multiple_of(ROUNDS_BETWEEN) {
                self.fetch_all();
            }
            rounds = rounds.wrapping_add(1);
            std::thread::sleep(EVERY);
        }
    }

    /// Reads on to the log's end, and remembers what it names and is not here.
    fn look(&mut self) -> Stored<()> {
        while self.next < self.sequencer.size() && !self.sequencer.is_closed() {
            let from = self.next;
            let rows = self.readers.ask::<_, StoreError>(|tables| tables.json_from(from, CHUNK))?;
            if rows.is_empty() {
                return Ok(());
            }
            for row in &rows {
                // Most entries bring none, and need not be read.
                if row.contains("\"sha3\":") {
                    self.note(row);
                }
            }
            self.next = from.saturating_add(rows.len() as u64);
        }
        Ok(())
    }

    fn note(&mut self, row: &str) {
        let Ok(entry) = Entry::parse(row.as_bytes()) else { return };
        for document in documents_of(&entry.event) {
            let sha3 = ledger::json::hex(&document.sha3.0);
            let is_known = self.known.is_lacking(&sha3) || self.known.has_document(&sha3);
            if !is_known {
                self.known.lack_document(sha3.clone());
                let (name, media_type) = (document.name.to_string(), document.media_type.to_string());
                self.lacking.push_back(Lacking { sha3, name, media_type });
            }
        }
    }

    /// Asks once for each that is lacking.
    fn fetch_all(&mut self) {
        for _ in 0..self.lacking.len() {
            let Some(wanted) = self.lacking.pop_front().filter(|_| !self.sequencer.is_closed()) else { return };
            let missed = match self.fetch(&wanted) {
                Ok(()) => {
                    self.known.add_document(wanted.sha3);
                    continue;
                }
                Err(missed) => missed,
            };
            let (url, sha3) = (self.original.as_str(), wanted.sha3.as_str());
            tracing::warn!(url, sha3, %missed, "a document did not come; it will be asked for again");
            self.lacking.push_back(wanted);
            // Nobody is there: the rest would wait as long for nothing.
            if matches!(missed, Missed::NotSent(_)) {
                return;
            }
        }
    }

    fn fetch(&self, wanted: &Lacking) -> Result<(), Missed> {
        let sent = self.client.get(format!("{}/documents/{}", self.original, wanted.sha3)).send();
        let answer = sent.map_err(|error| Missed::NotSent(outbound::why(error)))?;
        if !answer.status().is_success() {
            return Err(Missed::Answered(answer.status().as_u16()));
        }
        let limit = u64::try_from(FILE_BYTES).unwrap_or(u64::MAX);
        let bytes = outbound::bytes(answer, limit).map_err(Missed::NotRead)?;
        if Hash::of(&bytes).to_string() != wanted.sha3 {
            return Err(Missed::OtherHash);
        }
        self.keep(wanted, bytes)
    }

    /// On disk first, then in the table: what the table has can be read.
    fn keep(&self, wanted: &Lacking, bytes: Vec<u8>) -> Result<(), Missed> {
        let media_type = media_type(&bytes, &wanted.media_type);
        let row = NewDocument {
            sha3: wanted.sha3.clone(),
            name: wanted.name.clone(),
            media_type: media_type.to_owned(),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            by: BROUGHT_BY.to_owned(),
        };
        let file = Accepted { sha3: wanted.sha3.clone(), media_type, bytes };
        self.folder.keep(&file).map_err(|error| Missed::NotKept(error.to_string()))?;
        self.private.transaction(|db| {
            documents::add(db, &row)?;
            documents::publish(db, &row.sha3, &row.name)?;
            Ok::<_, Missed>(())
        })
    }
}
