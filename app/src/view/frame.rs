//! What surrounds every page: language, address, files, and the head of the log it was made from.

use ledger::refusal::Lang;
use ledger::value::Timestamp;

/// What every page is framed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// The files that pages need.
    pub assets: Assets,
    /// The page's own path with its query, but without `lang`: `/entries?fund=flood`. The language links extend it.
    pub path: String,
    /// The head of the log that the page was made from; none while the log is empty.
    pub head: Option<Head>,
}

/// Addresses of files, each with its own hash in its name or query so that it can be kept for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// `public/start.js`, which wakes the islands.
    pub start: String,
    /// The module that wasm-bindgen wrote.
    pub js: String,
    /// The WebAssembly beside it.
    pub wasm: String,
    /// `public/favicon.svg`.
    pub icon: String,
    /// The fonts that the first screen needs, from `public/fonts`.
    pub fonts: Vec<String>,
}

/// The last entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its `seq`: the log has one entry more than this number.
    pub seq: u64,
    /// Its SHA3-256 in lower-case hex.
    pub hash: String,
    /// When it was recorded.
    pub at: Timestamp,
}
